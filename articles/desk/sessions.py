"""Who is logged in from where, ending it, and the log of sign-ins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from articles.enums import SignInEvent
from articles.models import DeskSession, SignIn
from articles.models.account import KEPT

# A person's sessions; the one that was not seen for longest gives way.
MOST = 20
# Rows that one sign-in clears away, so that none takes long.
SWEPT = 500
# Lines of the log for names that nobody has: enough to see an attack, too few to fill a disk.
MOST_UNKNOWN = 1_000
_SWEEP_EVERY = 50


@dataclass(frozen=True)
class Visitor:
    """From where, and with what: an IP address ("" when unknown) and a browser's name."""

    address: str = ""
    browser: str = ""


def log(event: SignInEvent, user: Any, *, at: datetime, visitor: Visitor, by: Any = None) -> SignIn:
    """Write one line; `user` is None for a name that nobody has. `by` is who did it to another."""
    line = SignIn.objects.create(
        event=event,
        user=user,
        by=by,
        at=at,
        address=visitor.address or None,
        browser=visitor.browser[:60],
    )
    if line.pk % _SWEEP_EVERY == 0:
        sweep_log(at)
    return line


def sweep_log(at: datetime) -> None:
    """Remove lines older than 90 days, and of unknown names all but the newest thousand."""
    _delete(SignIn.objects.filter(at__lt=at - KEPT).order_by("at"))
    unknown = SignIn.objects.filter(user=None).order_by("-at", "-id")
    _delete(unknown[MOST_UNKNOWN : MOST_UNKNOWN + SWEPT])


def opened(user: Any, key: str, *, at: datetime, visitor: Visitor) -> DeskSession:
    """Remember a session that has just begun; clears away what has ended by itself."""
    row, _made = DeskSession.objects.update_or_create(
        session_key=key,
        defaults={
            "user": user,
            "address": visitor.address or None,
            "browser": visitor.browser[:60],
            "opened_at": at,
            "seen_at": at,
        },
    )
    over = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    _delete(DeskSession.objects.filter(user=user, seen_at__lt=over))
    surplus = DeskSession.objects.filter(user=user).order_by("-seen_at", "-id")[MOST : MOST + SWEPT]
    for old in surplus:
        end(old)
    _delete(Session.objects.filter(expire_date__lt=at).order_by("expire_date"))
    return row


def seen(key: str, *, at: datetime, visitor: Visitor) -> None:
    """Note that the session is in use. One query."""
    DeskSession.objects.filter(session_key=key).update(
        seen_at=at, address=visitor.address or None, browser=visitor.browser[:60]
    )


def moved(before: str, after: str) -> None:
    """The session goes on under another key, as it does after a change of password."""
    if before != after:
        DeskSession.objects.filter(session_key=before).update(session_key=after)


def of(user: Any, *, at: datetime) -> list[DeskSession]:
    """A person's sessions that may still hold, last seen first. One query."""
    over = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = DeskSession.objects.filter(user=user, seen_at__gte=over)
    return list(rows.order_by("-seen_at", "-id")[:MOST])


def end(session: DeskSession) -> None:
    """Log this session out: its next request finds nobody logged in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(session.session_key).delete()
    session.delete()


def end_all(user: Any, *, but: str = "") -> int:
    """Log a person out everywhere, except in the session of that key; how many ended."""
    rows = list(DeskSession.objects.filter(user=user).exclude(session_key=but)[:SWEPT])
    for session in rows:
        end(session)
    return len(rows)


def _delete(rows: QuerySet[Any]) -> None:
    """Delete at most `SWEPT` of these rows."""
    keys = list(rows.values_list("pk", flat=True)[:SWEPT])
    if keys:
        rows.model._base_manager.filter(pk__in=keys).delete()
