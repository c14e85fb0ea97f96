"""The publication, and the next moment at which time alone changes what readers see."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Subquery

from articles.enums import Statement, Status
from articles.models import Article, Edition, FrontSlot, Publication
from articles.public.asked import Asked, told

_EDGES = ("next_visible", "next_expiry", "next_begin", "next_end", "next_launch")
_SOME_DAY = datetime(2000, 1, 1, 1, 1, 1, 1, tzinfo=UTC)


def opening(now: datetime) -> tuple[Publication, datetime | None]:
    """The publication and the next edge after `now`, None when nothing is planned. One query.

    An edge is a schedule or embargo ending, a right of use expiring, a front launched by plan, a
    slot's time on a front beginning or ending: each is one step into an index. A page that shows
    an unlisted article or a picture with a limit of its own adds those moments itself. An
    installation without its row is never cached: its edge is now.
    """
    asked = _asked(connection.vendor)
    for row in Publication.objects.raw(asked.sql, asked.with_moments({_SOME_DAY: now})):
        edges = [told(getattr(row, name)) for name in _EDGES]
        return row, min((edge for edge in edges if edge), default=None)
    return Publication(pk=1), now


@cache
def _asked(vendor: str) -> Asked:
    """What `opening` asks a database of this kind.

    Every page asks it, and putting these words together anew took ten times as long as the answer.
    """
    return Asked.of(_rows(_SOME_DAY))


def _rows(now: datetime) -> QuerySet[Publication]:
    return (
        Publication.objects.filter(pk=1)
        .defer(*(kind.field for kind in Statement))  # long, and each is read on one page only
        .annotate(
            next_visible=_first(_planned(now), "visible_at"),
            next_expiry=_first(_expiring(now), "expires_at"),
            next_begin=_first(FrontSlot.objects.live().filter(from_at__gt=now), "from_at"),
            next_end=_first(FrontSlot.objects.live().filter(until_at__gt=now), "until_at"),
            next_launch=_first(Edition.objects.planned(now), "launch_at"),
        )
    )


def _planned(now: datetime) -> QuerySet[Article]:
    # The conditions of the index `listed_newest`, which answers this in one step.
    return Article.objects.filter(
        status__mostly=Status.PUBLISHED,
        retracted_at=None,
        copy_of__mostly_null=True,
        visible_at__gt=now,
    )


def _expiring(now: datetime) -> QuerySet[Article]:
    return Article.objects.filter(status__mostly=Status.PUBLISHED, expires_at__gt=now)


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by(field).values(field)[:1])
