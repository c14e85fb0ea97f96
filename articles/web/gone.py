"""What readers could read of late and cannot any more: tombstones for those who keep copies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from articles.enums import Status, WithdrawalKind
from articles.models import Article
from articles.models.article import ArticleQuerySet

MOST = 50
WITHDRAWN_FOR = timedelta(days=30)
# Expiry may be the rule for wire copy: a week is more than any reader's app sleeps.
EXPIRED_FOR = timedelta(days=7)

Row = tuple[UUID, datetime | None]
Narrow = Callable[[ArticleQuerySet], ArticleQuerySet]


@dataclass(frozen=True)
class Tombstone:
    """The identity of an article that feeds offered, and since when they do not."""

    id: str
    at: datetime


def tombstones(narrow: Narrow, now: datetime) -> list[Tombstone]:
    """At most fifty articles of a list that went away in the last 30 days, the latest first.

    Killed, unpublished, retracted, withheld, merged or expired; what readers never saw is not
    among them. Nothing is told but the identity. Three queries, each a step into an index.
    """
    rows = [*_withdrawn(narrow, now), *_merged(narrow, now), *_expired(narrow, now)]
    latest: dict[str, datetime] = {}
    for uid, at in rows:
        assert at is not None  # each query asks for it
        feed_id = f"urn:uuid:{uid}"
        latest[feed_id] = max(at, latest.get(feed_id, at))
    found = [Tombstone(feed_id, at) for feed_id, at in latest.items()]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def _withdrawn(narrow: Narrow, now: datetime) -> Iterable[Row]:
    standing = Q(
        withdrawals__lifted_at=None,
        withdrawals__at__gt=now - WITHDRAWN_FOR,
        withdrawals__at__lte=now,
    )
    # A draft has a withdrawal only when it was seen; others may have been stopped before.
    seen = Q(status=Status.DRAFT) | Q(visible_at__lte=F("withdrawals__at"))
    is_listed = Q(status=Status.PUBLISHED, retracted_at=None)
    rows = narrow(Article.objects.filter(standing).filter(seen).exclude(is_listed))
    rows = rows.filter(withdrawals__kind__in=WithdrawalKind.values)
    return rows.order_by("-withdrawals__at").values_list("uid", "withdrawals__at")[:MOST]


def _merged(narrow: Narrow, now: datetime) -> Iterable[Row]:
    rows = Article.objects.filter(
        status=Status.MERGED,
        survivor__merges__undone_at=None,
        survivor__merges__merged_at__gt=now - WITHDRAWN_FOR,
        visible_at__lte=F("survivor__merges__merged_at"),
    )
    moment = "survivor__merges__merged_at"
    return narrow(rows).order_by(f"-{moment}").values_list("uid", moment)[:MOST]


def _expired(narrow: Narrow, now: datetime) -> Iterable[Row]:
    rows = Article.objects.filter(
        status=Status.PUBLISHED,
        copy_of=None,
        expires_at__gt=now - EXPIRED_FOR,
        expires_at__lte=now,
        visible_at__lt=F("expires_at"),
    )
    return narrow(rows).order_by("-expires_at").values_list("uid", "expires_at")[:MOST]
