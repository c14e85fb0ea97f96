"""Reading history forwards: what was committed since a position, with nothing missed.

Ids alone do not do: an act that began early and commits late has lower ids than what was read
meanwhile. SQLite lets one writer in at a time, so there the ids are the order. In PostgreSQL each
change bears the number of its transaction, and the snapshot says below which number every
transaction has ended. Up to there, and no further, a reader may say "I know all of it".
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from articles.models import Change

LARGEST = 2**63 - 1

Position = tuple[int, int]  # number of a transaction, id of a change
START: Position = (0, 0)


@dataclass(frozen=True)
class Reach:
    """How far history can be read now: all up to `settled` is known, some up to `seen`.

    No transaction that has ended bears a number above `counted`.
    """

    settled: Position
    seen: Position
    counted: int = 0


def reach() -> Reach:
    """How far history can be read by the queries that follow. Two queries, one on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
                " FROM pg_current_snapshot() AS s"
            )
            running, coming = cursor.fetchone()
        return Reach((running - 1, LARGEST), _last(), coming - 1)
    last = _last()
    return Reach(last, last)


def _last() -> Position:
    found = Change.objects.order_by("-transaction", "-id").values_list("transaction", "id").first()
    return found or START


def changes_between(after: Position, upto: Position, most: int) -> list[Change]:
    """At most `most` changes beyond one position up to another, in order. One query."""
    later = Q(transaction__gt=after[0]) | Q(transaction=after[0], id__gt=after[1])
    early = Q(transaction__lt=upto[0]) | Q(transaction=upto[0], id__lte=upto[1])
    rows = Change.objects.filter(later, early, transaction__gte=after[0])
    rows = rows.only(
        "transaction", "model", "row", "article_id", "kind", "field", "before", "after"
    )
    return list(rows.order_by("transaction", "id")[:most])


def before(moment: datetime, upto: Position) -> Position:
    """A position before all changes of acts at that moment and later. One query."""
    rows = Change.objects.filter(act__at__gte=moment)
    first = rows.order_by("act__at", "act_id", "transaction", "id").first()
    return (first.transaction, first.pk - 1) if first else upto


def witness(upto: Position) -> tuple[int, str]:
    """The last change up to a position, and a sign by which it is known again. One query."""
    early = Q(transaction__lt=upto[0]) | Q(transaction=upto[0], id__lte=upto[1])
    rows = Change.objects.filter(early).select_related("act")
    last = rows.order_by("-transaction", "-id").first()
    return (last.pk, _sign(last)) if last else (0, "")


def still_holds(known: Sequence[Any]) -> bool:
    """Whether history still has what was its last change: it has not, after a backup came back."""
    pk, sign = known
    if pk == 0:
        return True
    found = Change.objects.filter(pk=pk).select_related("act").first()
    return found is not None and _sign(found) == sign


@lru_cache(maxsize=1)
def database() -> str:
    """Which database server counts the transactions; "" where that cannot be known or matter.

    A dump that is read into another server meets other numbers there.
    """
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('pg_control_system()', 'execute')")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        return str(cursor.fetchone()[0])


def _sign(change: Change) -> str:
    told = f"{change.act.at.isoformat()} {change.model} {change.row} {change.field}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]
