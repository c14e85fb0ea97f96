"""What readers could read of late and cannot any more: tombstones for those who keep copies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.enums import Status
from articles.models import Article, Withdrawal
from articles.models.article import ArticleQuerySet
from articles.models.prepared import Prepared
from articles.public.selection import Selection

MOST = 50
WITHDRAWN_FOR = timedelta(days=30)
# Expiry may be the rule for wire copy: a week is more than any reader's app sleeps.
EXPIRED_FOR = timedelta(days=7)

# How far back sitemaps look: a crawler that sleeps longer reads every month anew anyway.
REMEMBERED = timedelta(days=365)
MOST_REMEMBERED = 500

Row = tuple[UUID, datetime | None, datetime | None]  # identity, when it came out and when it went
Rows = QuerySet[Any, Row]
Narrow = Callable[[ArticleQuerySet], ArticleQuerySet]


@dataclass(frozen=True)
class Tombstone:
    """The identity of an article that feeds offered, and since when they do not."""

    id: str
    at: datetime


def tombstones(of: Selection, key: int, now: datetime) -> list[Tombstone]:
    """At most fifty articles of a list that went away in the last 30 days, the latest first.

    Killed, unpublished, retracted, withheld, merged or expired; what readers never saw is not
    among them. Nothing is told but the identity. Three queries, each a walk through what happened
    of late: whether it belongs to the list is asked row by row, for a list may be long.
    """
    which = of.values(key)
    rows = [
        *_asked(of, _withdrawn)(now=now, since=now - WITHDRAWN_FOR, **which),
        *_asked(of, _merged)(since=now - WITHDRAWN_FOR, **which),
        *_asked(of, _expired)(now=now, since=now - EXPIRED_FOR, **which),
    ]
    latest: dict[str, datetime] = {}
    for uid, _visible_at, at in rows:
        assert at is not None  # each query asks for it
        feed_id = f"urn:uuid:{uid}"
        latest[feed_id] = max(at, latest.get(feed_id, at))
    found = [Tombstone(feed_id, at) for feed_id, at in latest.items()]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def removals(narrow: Narrow, now: datetime) -> list[tuple[datetime, datetime]]:
    """When each of the articles that `narrow` leaves came out, and when it went away since.

    Of each way to go the latest 500 of a year, in no order; three queries. Left out is what went
    back to the desk, which forgets when it had come out.
    """
    since = now - REMEMBERED
    ways = (
        _withdrawn(narrow, now=now, since=since),
        _merged(narrow, since=since),
        _expired(narrow, now=now, since=since),
    )
    rows = [row for way in ways for row in way[:MOST_REMEMBERED]]
    return [(seen, at) for _uid, seen, at in rows if seen is not None and at is not None]


@cache
def _asked(of: Selection, rows: Callable[..., Rows]) -> Prepared[Row]:
    return Prepared(
        lambda key=0, **moments: rows(lambda found: of.belongs(found, key), **moments)[:MOST]
    )


def _withdrawn(narrow: Narrow, *, now: datetime, since: datetime) -> Rows:
    # A draft has a withdrawal only when it was seen; others may have been stopped before.
    seen = Q(status=Status.DRAFT) | Q(visible_at__lte=OuterRef("at"))
    article = narrow(Article.objects.filter(seen, pk=OuterRef("article")))
    rows = Withdrawal.objects.filter(
        Exists(article.exclude(status=Status.PUBLISHED, retracted_at=None)),
        lifted_at=None,
        at__gt=since,
        at__lte=now,
    )
    return rows.order_by("-at").values_list("article__uid", "article__visible_at", "at")


def _merged(narrow: Narrow, *, since: datetime) -> Rows:
    rows = Article.objects.filter(
        _belongs(narrow),
        status__mostly=Status.MERGED,
        survivor__merges__undone_at=None,
        survivor__merges__merged_at__gt=since,
        visible_at__lte=F("survivor__merges__merged_at"),
    )
    moment = "survivor__merges__merged_at"
    return rows.order_by(f"-{moment}").values_list("uid", "visible_at", moment)


def _expired(narrow: Narrow, *, now: datetime, since: datetime) -> Rows:
    rows = Article.objects.filter(
        _belongs(narrow),
        status__mostly=Status.PUBLISHED,
        copy_of__mostly_null=True,
        expires_at__gt=since,
        expires_at__lte=now,
        visible_at__lt=F("expires_at"),
    )
    return rows.order_by("-expires_at").values_list("uid", "visible_at", "expires_at")


def _belongs(narrow: Narrow) -> Exists:
    return Exists(narrow(Article.objects.filter(pk=OuterRef("pk"))))
