"""Whose request it is: the one way to a visitor's address, for log-ins and for rate limits."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


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


def _valid(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _is_local(text: str) -> bool:
    """Whether a proxy of ours may be connecting: a socket, this machine, or a private network."""
    found = _valid(text)
    return not found or ip_address(found).is_private
