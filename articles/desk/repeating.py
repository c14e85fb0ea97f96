"""Doing an act once more after the database broke it off in somebody else's favour.

Two acts may want each other's rows, wait too long for a lock, or make one row at the same moment.
The database then takes all back that one of them wrote, so that doing it again does nothing twice.
"""

import logging
import sqlite3
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.utils.translation import gettext as _

from articles.errors import Busy

T = TypeVar("T")

# PostgreSQL: deadlock, serialization failure, lock not to be had in time.
_STATES: Final = frozenset({"40P01", "40001", "55P03"})
# PostgreSQL: somebody else made a row of that key meanwhile.
_TAKEN: Final = "23505"
_CODES: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_TAKEN_CODES: Final = frozenset(
    {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
)

log = logging.getLogger(__name__)
# Acts that were carried out in this thread: what came after one of them is not to be repeated.
_done: ContextVar[int] = ContextVar("done", default=0)


def once_more(deed: Callable[[], T]) -> T:
    """What the deed returns; where the database broke it off for another's sake, of a second try.

    Raises Busy when the second try was broken off, too, or when an act of the deed had been
    carried out before the one that was broken off: that one would be done twice. Within a
    transaction the fault goes up as it is, to whoever began it and can repeat all of it.
    """
    if not _is_outermost():
        return deed()
    before = done_count()
    try:
        return deed()
    except (OperationalError, IntegrityError) as fault:
        if not (is_broken_off(fault) or is_taken(fault)):
            raise
        if done_count() != before:
            raise busy(before) from fault
        log.warning("Broken off in somebody else's favour, tried once more: %s", fault)
    try:
        return deed()
    except OperationalError as fault:
        if not is_broken_off(fault):
            raise
        log.warning("Broken off twice in somebody else's favour: %s", fault)
        raise busy(before) from fault


def is_broken_off(fault: DatabaseError) -> bool:
    """Whether the database gave way to another transaction: a deadlock, or a lock not to be had."""
    cause = fault.__cause__
    if state := getattr(cause, "sqlstate", None):
        return state in _STATES
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        # The lower byte is the kind, the rest tells it more closely.
        return code & 0xFF in _CODES
    return isinstance(fault, OperationalError) and "locked" in str(fault)


def is_taken(fault: DatabaseError) -> bool:
    """Whether somebody else made a row of the same key meanwhile; who looks again finds it."""
    cause = fault.__cause__
    if getattr(cause, "sqlstate", None) == _TAKEN:
        return True
    return getattr(cause, "sqlite_errorcode", None) in _TAKEN_CODES


def count_done() -> None:
    """Note that an act was carried out, so that nothing repeats it."""
    _done.set(_done.get() + 1)


def done_count() -> int:
    """How many acts were carried out in this thread."""
    return _done.get()


def busy(since: int) -> Busy:
    """What to say after the second try; whether anything was done tells the count from before."""
    if done_count() == since:
        return Busy(
            _("Somebody else held what this needs, twice in a row. None of it was done."),
            _("Nothing that you wrote is lost: try it again in a moment."),
        )
    return Busy(
        _("Somebody else held what this needs. A part of it was done before."),
        _("Reload the page, look at what stands, and do the rest again."),
    )


def _is_outermost() -> bool:
    """Whether no transaction runs but the one that a test keeps around itself."""
    blocks = getattr(connection, "atomic_blocks", [])
    return all(getattr(block, "_from_testcase", False) for block in blocks)
