"""Running the desk's acts for a request: the reason of a refusal becomes a message."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin import refusing
from articles.admin.posted import written
from articles.desk import rights
from articles.errors import NewsroomError

T = TypeVar("T")
P = ParamSpec("P")
View = Callable[..., HttpResponse]


def attempt(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What the act returns; None and an error message with reason and remedy when refused."""
    try:
        return act()
    except NewsroomError as refusal:
        messages.error(request, str(refusal))
        return None


def told(view: View) -> View:
    """Answer a refused view with a page of the admin that says why and who can help."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied as denied:
            context = {
                **admin.site.each_context(request),
                "title": _("You may not do this"),
                "why": str(denied) or refusing.why(request),
                "written": written(request.POST),
            }
            return TemplateResponse(request, "admin/articles/refused.html", context, status=403)

    return answering


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
