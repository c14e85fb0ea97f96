"""What a sync says of articles that readers can no longer find: only of those they once could."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.dateparse import parse_datetime

from articles.api import nouns
from articles.api.call import Call, stamp
from articles.enums import Status, WithdrawalKind
from articles.history import values
from articles.models import Article, Change, Withdrawal
from articles.public import addresses

# Acts bear the moment at which they began; what readers could see until they were committed
# counts as seen. Longer than any act takes.
GRACE = timedelta(seconds=60)
_FIELDS = ("status", "visible_at", "copy_of_id", "survivor_id")


@dataclass(frozen=True)
class Past:
    """What the history tells of an article: when it was last moved, and whether it was seen."""

    moved_at: datetime | None
    was_seen: bool


def tell(call: Call, rows: Sequence[Article]) -> list[dict[str, Any]]:
    """A tombstone for each of these unlisted articles that readers could once open.

    Three queries, and those of the survivors. Needs `survivor` and `copy_of` loaded.
    """
    if not rows:
        return []
    ids = [row.pk for row in rows]
    pasts = _pasts(rows, call.now)
    standing = Withdrawal.objects.standing().filter(article__in=ids)
    legal = {w.article_id: w.at for w in standing if w.kind == WithdrawalKind.LEGAL}
    return [
        _tombstone(call, row, pasts[row.pk], legal.get(row.pk))
        for row in rows
        if pasts[row.pk].was_seen
    ]


def _tombstone(call: Call, row: Article, past: Past, legal_at: datetime | None) -> dict[str, Any]:
    reason, at = _why(row, call.now, legal_at)
    leader = _survivor(row, call.now) if reason in ("merged", "copy") else None
    return {
        "uid": str(row.uid),
        "reason": reason,
        "at": stamp(at or past.moved_at or call.now),
        "survivor": nouns.article_ref(call, leader) if leader else None,
    }


def _why(row: Article, now: datetime, legal_at: datetime | None) -> tuple[str, datetime | None]:
    if legal_at is not None or row.sealed_at is not None:
        return "legal", legal_at or row.sealed_at
    if row.status == Status.MERGED:
        return "merged", None
    if row.status != Status.PUBLISHED:
        return "withdrawn", None
    if row.expires_at is not None and row.expires_at <= now:
        return "expired", row.expires_at
    if row.is_scheduled(now):
        return "not-yet", None
    if row.retracted_at is not None:
        return "retracted", row.retracted_at
    return "copy", None


def _survivor(row: Article, now: datetime) -> Article | None:
    """Where its readers should go; None while they cannot go there either."""
    leader = row.copy_of if row.status != Status.MERGED else addresses.survivor_of(row)
    if leader is None or leader.pk == row.pk or not leader.is_listed(now):
        return None
    return leader


def _pasts(rows: Iterable[Article], now: datetime) -> dict[int, Past]:
    """What history tells of each. One query."""
    by_id = {row.pk: row for row in rows}
    changes = (
        Change.objects.filter(
            model=values.label(Article),
            row__in=[str(pk) for pk in by_id],
            kind=Change.Kind.UPDATE,
            field__in=_FIELDS,
        )
        .select_related("act")
        .only("row", "field", "before", "act__at")
        .order_by("-transaction", "-id")
    )
    found: dict[int, list[Change]] = {pk: [] for pk in by_id}
    for change in changes:
        found[int(change.row)].append(change)
    return {pk: _past(row, found[pk], now) for pk, row in by_id.items()}


def _past(row: Article, changes: Sequence[Change], now: datetime) -> Past:
    """Go back act by act: was it visible just before any of them, or is it by now?"""
    status: Any = row.status
    visible_at = row.visible_at
    seen = _is_open(status, visible_at, now)
    for _act, steps in groupby(changes, key=lambda change: change.act_id):
        done = list(steps)
        for change in done:
            if change.field == "status":
                status = change.before
            elif change.field == "visible_at":
                visible_at = parse_datetime(change.before) if change.before else None
        seen = seen or _is_open(status, visible_at, done[0].act.at + GRACE)
    return Past(changes[0].act.at if changes else None, seen)


def _is_open(status: str, visible_at: datetime | None, at: datetime) -> bool:
    return status == Status.PUBLISHED and visible_at is not None and visible_at <= at


def split(rows: Iterable[Article], now: datetime) -> tuple[list[Article], list[Article]]:
    """Those that lists may show, and the others."""
    listed: list[Article] = []
    others: list[Article] = []
    for row in rows:
        (listed if row.is_listed(now) else others).append(row)
    return listed, others


def relevant(ids: Collection[int], now: datetime) -> set[int]:
    """Which of these readers can find, or once could. Two queries, one where all are listed.

    A newsroom takes in far more than it publishes: an answer must not be filled with nothing.
    """
    rows = list(
        Article.objects.filter(pk__in=ids).only(
            "status", "visible_at", "expires_at", "retracted_at", "copy_of"
        )
    )
    listed, others = split(rows, now)
    pasts = _pasts(others, now) if others else {}
    return {row.pk for row in listed} | {pk for pk, past in pasts.items() if past.was_seen}
