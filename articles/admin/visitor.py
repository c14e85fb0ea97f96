"""Where a request comes from and with which browser, as the sign-in log tells it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from articles.desk.sessions import Visitor

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


def address(request: HttpRequest) -> str:
    """The visitor's IP address; "" when there is none.

    Behind our proxy, which is where HTTPS is required, that is the last one it forwards; any
    further to the front was written by the visitor. Else it is who is connected.
    """
    connected = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if settings.BEHIND_HTTPS and forwarded and _is_local(connected):
        return _valid(forwarded) or _valid(connected)
    return _valid(connected)


def browser(line: str) -> str:
    """The family, "Firefox · Linux" with its system; "" where the line names neither."""
    family = next((name for mark, name in _BROWSERS if mark in line), "")
    system = next((name for mark, name in _SYSTEMS if mark in line), "")
    return f"{family} · {system}" if family and system else family or system


def _valid(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _is_local(text: str) -> bool:
    """Whether a proxy of ours may be connecting: a socket, this machine, or a private network."""
    found = _valid(text)
    return not found or ip_address(found).is_private
