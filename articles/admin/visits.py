"""What stands before every page of the admin: the second factor, and when a session was seen."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.admin import visitor
from articles.desk import factor, rights, sessions

# In the session: that a code was given, and when the session was noted as seen.
VERIFIED = "newsroom.verified"
SEEN = "newsroom.seen"
# A row written for each request would cost more than it tells.
SEEN_EVERY = 300
# What a person may open whose second factor is still missing.
FREE = frozenset({"factor", "logout", "jsi18n"})

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Lead people without the second factor that their role demands to its set-up, nowhere else."""

    @wraps(view)
    def passing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            name = request.resolver_match.url_name if request.resolver_match else None
            if name not in FREE and _lacks_factor(request):
                return _to_factor(request)
            _note(request)
            if request.method in ("GET", "HEAD"):
                rights.hold(request.user)
        return view(request, *args, **kwargs)

    return passing


def remember(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Keep a row of the session that has just begun; Django calls it at every log-in."""
    if request is not None and request.session.session_key:
        _open(request, user)


def _lacks_factor(request: HttpRequest) -> bool:
    return not request.session.get(VERIFIED) and factor.is_required(request.user)


def _to_factor(request: HttpRequest) -> HttpResponse:
    """To the set-up; a session without the code of somebody who has a device begins anew."""
    if factor.device_of(request.user) is not None:
        auth.logout(request)
        return HttpResponseRedirect(reverse("admin:login"))
    return HttpResponseRedirect(reverse("admin:factor"))


def _note(request: HttpRequest) -> None:
    """Write down at most every five minutes that the session is in use."""
    now = int(time.time())
    noted = request.session.get(SEEN)
    if noted is None:
        _open(request, request.user)
    elif not 0 <= now - noted < SEEN_EVERY:
        request.session[SEEN] = now
        key = str(request.session.session_key)
        sessions.seen(key, at=_moment(now), visitor=visitor.of(request))


def _open(request: HttpRequest, user: Any) -> None:
    now = int(time.time())
    request.session[SEEN] = now
    key = str(request.session.session_key)
    sessions.opened(user, key, at=_moment(now), visitor=visitor.of(request))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
