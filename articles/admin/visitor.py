"""Where a request comes from and with which browser, as the sign-in log tells it."""

from django.http import HttpRequest

from articles.desk.sessions import Visitor
from articles.net.visitors import address

__all__ = ["address", "browser", "of"]

# The first that the browser's own line names; most name others for old times' sake.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def of(request: HttpRequest) -> Visitor:
    """The request's address and browser family."""
    return Visitor(address(request), browser(request.META.get("HTTP_USER_AGENT", "")))


def browser(line: str) -> str:
    """The family, "Firefox · Linux" with its system; "" where the line names neither."""
    family = next((name for mark, name in _BROWSERS if mark in line), "")
    system = next((name for mark, name in _SYSTEMS if mark in line), "")
    return f"{family} · {system}" if family and system else family or system
