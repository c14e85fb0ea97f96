"""The page of one's own second factor: set it up, renew it, print new codes, remove it."""

from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from articles.admin import clock, performing, signing_in, visitor, visits
from articles.desk import factor, sessions
from articles.enums import SignInEvent
from articles.errors import ActRefused


class ConfirmForm(forms.Form):
    """The first code of a new device."""

    code = forms.CharField(
        label=gettext_lazy("Code that your device shows now"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )


class OwnerForm(forms.Form):
    """That it is really the owner: the password, and a code of the device in force."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("A code, or a recovery code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr"}),
    )


@never_cache
@sensitive_post_parameters("password", "code")
def page(request: HttpRequest) -> HttpResponse:
    """Show how things stand; a posted form takes one step."""
    if request.method == "POST":
        step = _STEPS.get(request.POST.get("step", ""))
        answer = performing.attempt(request, lambda: step(request)) if step else None
        return answer or HttpResponseRedirect(reverse("admin:factor"))
    user = request.user
    device, pending = factor.device_of(user), factor.pending_of(user)
    context = {
        **admin.site.each_context(request),
        "title": _("Second factor"),
        "device": device,
        "pending": pending,
        "codes_left": factor.codes_left(user) if device else 0,
        "is_required": factor.is_required(user),
        "confirm_form": ConfirmForm(),
        "owner_form": OwnerForm(),
    }
    if pending is not None:
        issuer = clock.publication_of(request).name
        context["picture"] = picture(factor.address(pending, issuer=issuer))
        context["secret"] = factor.secret_text(pending)
    return TemplateResponse(request, "admin/articles/factor.html", context)


def picture(text: str) -> SafeString:
    """The QR code as an SVG element, dark on light in every theme."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(svg)  # noqa: S308  made of numbers by segno: the text is only drawn


def _begin(request: HttpRequest) -> HttpResponse | None:
    """A new secret; who has a factor already proves to be its owner first."""
    if factor.device_of(request.user) is not None:
        _prove(request)
    factor.begin(request.user)
    return None


def _confirm(request: HttpRequest) -> HttpResponse | None:
    form = ConfirmForm(request.POST)
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    codes = factor.confirm(request.user, code=typed, at=timezone.now())
    sessions.end_all(request.user, but=str(request.session.session_key))
    request.session[visits.VERIFIED] = True
    _log(request, SignInEvent.FACTOR_SET)
    return _show(request, codes)


def _renew_codes(request: HttpRequest) -> HttpResponse | None:
    _prove(request)
    codes = factor.new_codes(request.user)
    _log(request, SignInEvent.CODES)
    return _show(request, codes)


def _remove(request: HttpRequest) -> HttpResponse | None:
    _prove(request)
    factor.remove(request.user, at=timezone.now())
    _log(request, SignInEvent.FACTOR_REMOVED)
    messages.success(request, _("Your account opens with the password alone again."))
    return None


def _stop(request: HttpRequest) -> HttpResponse | None:
    """Forget the new secret; the one in force stays."""
    factor.give_up(request.user)
    return None


_STEPS = {
    "begin": _begin,
    "confirm": _confirm,
    "codes": _renew_codes,
    "remove": _remove,
    "stop": _stop,
}


def _prove(request: HttpRequest) -> None:
    """Raise ActRefused unless password and code are right; failures count as at the log-in."""
    form = OwnerForm(request.POST)
    if form.is_valid() and signing_in.is_owner(request, **form.cleaned_data):
        return
    raise ActRefused(
        _("Password or code is not right."), _("Wait for the next code and type both again.")
    )


def _show(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The new codes, on this one page and never again."""
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Your recovery codes"),
        "codes": codes,
        "username": request.user.get_username(),
    }
    return TemplateResponse(request, "admin/articles/factor_codes.html", context)


def _log(request: HttpRequest, event: SignInEvent) -> None:
    sessions.log(event, request.user, at=timezone.now(), visitor=visitor.of(request))
