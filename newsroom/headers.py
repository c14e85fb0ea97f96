"""Headers that every answer carries: pages, feeds, pictures, the desk's screens."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What no page of ours needs, no script that got in shall have either.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# Nothing is lent to other sites' pages, but for what says otherwise itself: pictures, which web
# feed readers show, and the read API for the origins it names.
RESOURCES = "same-origin"

Answer = Callable[[HttpRequest], HttpResponseBase]


def same_for_all(answer: Answer) -> Answer:
    """Middleware: what a view said itself stays."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", RESOURCES)
        return response

    return answered
