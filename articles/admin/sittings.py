"""What the script of an article's form asks for: keep these words; who else is here; am I in?

Answers are JSON. A person who is not logged in gets 401 and never a page, so that the script can
tell her while the text is still before her.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin import clock, sitting_form
from articles.admin.posted import number
from articles.desk import repeating, sittings
from articles.desk.sittings import Kept
from articles.errors import Busy, NewsroomError, NotPermitted, TooLarge

View = Callable[[HttpRequest], JsonResponse]


def for_scripts(view: View) -> View:
    """Answer in JSON whatever happens: not logged in, not allowed, too large."""

    @never_cache
    @wraps(view)
    def answering(request: HttpRequest) -> JsonResponse:
        if not admin.site.has_permission(request):
            return JsonResponse({"error": _("You are logged out.")}, status=401)
        try:
            return repeating.once_more(lambda: view(request))
        except NewsroomError as refusal:
            status = {NotPermitted: 403, TooLarge: 413, Busy: 503}.get(type(refusal), 409)
            return JsonResponse({"error": str(refusal)}, status=status)

    return answering


@for_scripts
@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep the words of a form. Four queries with those that find out who asks."""
    return _answer(request, _kept(request, sitting_form.words(request.POST)))


@for_scripts
@require_http_methods(["GET", "POST"])
@clock.on_its_clock
def beat(request: HttpRequest) -> JsonResponse:
    """GET: whether one is logged in, and the token that a form needs now. POST: who else is here.

    The token is the one that every page of this person carries; no other site can read it.
    """
    if request.method == "GET":
        return JsonResponse({"csrf": get_token(request), "person": request.user.pk})
    kept = _kept(request, None)
    pk = kept.sitting.article_id
    shown = {
        "others": sittings.others(pk, by=request.user, at=timezone.now()) if pk else [],
        "sitting": kept.sitting,
        "is_newer": _is_newer(request, kept),
        "may_write": True,
    }
    presence = render_to_string("admin/articles/_presence.html", shown, request)
    return _answer(request, kept, presence=presence.strip())


def _kept(request: HttpRequest, fields: dict[str, list[str]] | None) -> Kept:
    token = sitting_form.token_of(request.POST)
    if token is None:
        raise NotPermitted(_("This form carries no mark of its own."), _("Open the article anew."))
    return sittings.keep(
        token,
        by=request.user,
        at=timezone.now(),
        fields=fields,
        count=number(request.POST.get("sitting-count")),
        article_id=number(request.POST.get("sitting-article")) or None,
        is_leaving="sitting-leaving" in request.POST,
    )


def _is_newer(request: HttpRequest, kept: Kept) -> bool:
    """Whether the article was saved since the form was opened."""
    stands_at = getattr(kept.sitting, "stands_at", None)
    opened_on = number(request.POST.get("sitting-version"))
    return bool(stands_at and opened_on and stands_at > opened_on)


def _answer(request: HttpRequest, kept: Kept, **more: Any) -> JsonResponse:
    at = kept.sitting.kept_at
    return JsonResponse(
        {
            "kept_at": at.isoformat() if at else "",
            "is_late": kept.is_late,
            "is_closed": kept.is_closed,
            "count": kept.sitting.count,
            **({"token": str(sitting_form.new_token())} if kept.is_closed else {}),
            **more,
        }
    )
