"""Signing in: the password, then, for who has one, a code of the second factor; and signing out."""

import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django import forms
from django.conf import settings
from django.contrib import admin, auth, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from articles.admin import returning, visitor, visits
from articles.desk import factor, sessions
from articles.enums import SignInEvent

# Who has given the password and not yet the code: in the session, for ten minutes.
PENDING = "newsroom.pending"
LASTS = 600
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class CodeForm(forms.Form):
    """Six digits of the device, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Six digits from your device, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={
                "autofocus": True, "autocomplete": "one-time-code", "dir": "ltr",
                "autocapitalize": "none", "spellcheck": "false",
            }
        ),
    )  # fmt: skip


class SignInView(LoginView):
    """Django's, which opens no session yet for people with a second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        """On to the code where there is a device; else the desk is open."""
        user, target = form.get_user(), self.get_success_url()
        if factor.device_of(user) is None:
            return _enter(self.request, user, target, SignInEvent.IN, is_verified=False)
        self.request.session.cycle_key()
        self.request.session[PENDING] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "since": int(time.time()),
            "next": target,
        }
        if self.request.POST.get(returning.HELD):
            return _asked(self.request, CodeForm())  # a redirect would drop the words it carries
        return HttpResponseRedirect(reverse("admin:login-code"))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Logged for every name alike, so that the time taken tells nobody which names exist."""
        typed = form.data.get("username", "")[:150]
        known = get_user_model().objects.filter(username=typed).first() if typed else None
        _log(self.request, SignInEvent.WRONG_PASSWORD, known)
        return super().form_invalid(form)


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of whoever has just given the right password."""
    user, target = _pending(request)
    if user is None:
        request.session.pop(PENDING, None)
        if request.method == "POST":
            messages.warning(request, _("That took too long. Give your password once more."))
        return HttpResponseRedirect(reverse("admin:login"))
    named = {"username": user.get_username()}
    if settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, named):
        locked: HttpResponse = get_lockout_response(request, credentials=named)
        return locked
    form, wrong = CodeForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        checked = factor.check(user, form.cleaned_data["code"])
        if checked.is_right:
            is_paper = checked.answer is factor.Answer.RECOVERY
            event = SignInEvent.RECOVERY if is_paper else SignInEvent.IN
            answer = _enter(request, user, target, event, is_verified=True)
            returning.after_log_in(request)
            return answer
        _count_failure(request, user, checked)
        # An empty field again: the next code is another one.
        form, wrong = CodeForm(), told(checked)
    return _asked(request, form, wrong)


def _asked(request: HttpRequest, form: CodeForm, wrong: str = "") -> HttpResponse:
    """The page that asks for the code; words from before the log-in go with it."""
    context = {
        **admin.site.each_context(request),
        "title": _("Your second factor"),
        "form": form,
        "wrong": wrong or " ".join(str(one) for one in form.errors.get("code", ())),
        "held": request.POST.get(returning.HELD, ""),
        "has_permission": False,
    }
    return TemplateResponse(request, "admin/articles/login_code.html", context)


def told(checked: factor.Checked) -> str:
    """Why a code did not open the account, and what to do."""
    if checked.answer is factor.Answer.TOO_SOON and checked.until is not None:
        wait = max(1, round((checked.until - timezone.now()).total_seconds()))
        return _("Too many wrong codes. Try again in %(n)d seconds.") % {"n": wait}
    return _("That code is not right, or was used before. Wait for the next one and type it.")


def is_owner(request: HttpRequest, *, password: str, code: str) -> bool:
    """Whether the person at the keyboard has the password and a code of the account in use.

    Failures count as those of a log-in do, and lock as those do.
    """
    named = {"username": request.user.get_username()}
    if settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, named):
        return False
    if not request.user.check_password(password):
        user_login_failed.send(sender=__name__, credentials=named, request=request)
        _log(request, SignInEvent.WRONG_PASSWORD, request.user)
        return False
    checked = factor.check(request.user, code)
    if not checked.is_right:
        _count_failure(request, request.user, checked)
    return checked.is_right


def sign_out(request: HttpRequest) -> None:
    """Note that this session ends; Django's view does the rest."""
    if request.user.is_authenticated and request.session.session_key:
        _log(request, SignInEvent.OUT, request.user)
        key = request.session.session_key
        for session in sessions.of(request.user, at=timezone.now()):
            if session.session_key == key:
                session.delete()


def password_changed(request: HttpRequest, before: str) -> None:
    """End the other sessions, and keep this one under its new key."""
    sessions.moved(before, str(request.session.session_key))
    sessions.end_all(request.user, but=str(request.session.session_key))
    _log(request, SignInEvent.PASSWORD, request.user)


def _pending(request: HttpRequest) -> tuple[Any, str]:
    """Who has given the password lately, and where they were going; (None, "") for nobody."""
    kept = request.session.get(PENDING)
    if not isinstance(kept, dict) or not 0 <= time.time() - kept["since"] < LASTS:
        return None, ""
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    # The password may have been changed meanwhile, by its owner.
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None, ""
    return user, kept["next"]


def _enter(
    request: HttpRequest, user: Any, target: str, event: SignInEvent, *, is_verified: bool
) -> HttpResponse:
    """Open the session under a new key and go where the person was going."""
    request.session.pop(PENDING, None)
    auth.login(request, user, backend=_BACKEND)
    request.session[visits.VERIFIED] = is_verified
    _log(request, event, user)
    if event is SignInEvent.RECOVERY:
        left = factor.codes_left(user)
        messages.warning(request, _("You used a recovery code; %(n)d are left.") % {"n": left})
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else resolve_url("admin:index"))


def _count_failure(request: HttpRequest, user: Any, checked: factor.Checked) -> None:
    """One counter for passwords and codes: ten failures lock account and address together."""
    if checked.answer is factor.Answer.TOO_SOON:
        return
    named = {"username": user.get_username()}
    user_login_failed.send(sender=__name__, credentials=named, request=request)
    _log(request, SignInEvent.WRONG_CODE, user)


def _log(request: HttpRequest, event: SignInEvent, user: Any) -> None:
    sessions.log(event, user, at=timezone.now(), visitor=visitor.of(request))
