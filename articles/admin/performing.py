"""Running the desk's acts for a request: the reason of a refusal becomes a message."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin import refusing
from articles.admin.posted import readable, written
from articles.desk import repeating, rights
from articles.errors import Busy, NewsroomError

T = TypeVar("T")
P = ParamSpec("P")
View = Callable[..., HttpResponse]


def attempt(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What the act returns; None and an error message with reason and remedy when refused.

    One that the database broke off in somebody else's favour is tried once more.
    """
    try:
        return steadily(request, act)
    except NewsroomError as refusal:
        messages.error(request, str(refusal))
        return None


def steadily(request: HttpRequest, deed: Callable[[], T]) -> T:
    """What the deed returns, of a second try where the database broke the first one off.

    The second one begins with the files and the messages that the first one began with. Raises
    what `repeating.once_more` raises.
    """
    queued: Any = getattr(messages.get_messages(request), "_queued_messages", [])
    said = len(queued)

    def again() -> T:
        del queued[said:]
        for name in request.FILES:
            for file in request.FILES.getlist(name):
                file.seek(0)
        return deed()

    return repeating.once_more(again)


def told(view: View) -> View:
    """Answer a refused view with a page of the admin that says why and who can help.

    So is one that the database broke off and that no `attempt` within it could repeat.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = repeating.done_count()
        if request.method == "POST":
            request.POST = readable(request.POST)  # type: ignore[assignment]  # Django gives it a setter
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as denied:
            title, why = _("You may not do this"), str(denied) or refusing.why(request)
            return _refused(request, title, why, HTTPStatus.FORBIDDEN)
        except (Busy, OperationalError) as fault:
            if isinstance(fault, OperationalError):
                if not repeating.is_broken_off(fault):
                    raise
                fault = repeating.busy(before)
            return _refused(request, _("Not done"), str(fault), HTTPStatus.SERVICE_UNAVAILABLE)

    return answering


def _refused(request: HttpRequest, title: str, why: str, status: HTTPStatus) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": title,
        "why": why,
        "written": written(request.POST),
    }
    return TemplateResponse(request, "admin/articles/refused.html", context, status=status)


def needs(permission: str) -> Callable[[View], View]:
    """Refuse a view, saying why and who can help, to people without the permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if refusal := rights.why_not(request.user, permission):
                raise PermissionDenied(f"{refusal.message} {refusal.hint}")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
