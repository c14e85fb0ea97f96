"""The publication, and the next moment at which time alone changes what readers see."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Subquery

from articles.enums import Statement, Status
from articles.models import Article, Edition, FrontSlot, Publication


def opening(now: datetime) -> tuple[Publication, datetime | None]:
    """The publication and the next edge after `now`, None when nothing is planned. One query.

    An edge is a schedule or embargo ending, a right of use expiring, a front launched by plan, a
    slot's time on a front beginning or ending: each is one step into an index. A page that shows
    an unlisted article or a picture with a limit of its own adds those moments itself. An
    installation without its row is never cached: its edge is now.
    """
    row = (
        Publication.objects.filter(pk=1)
        .defer(*(kind.field for kind in Statement))  # long, and each is read on one page only
        .annotate(
            next_visible=_first(_planned(now), "visible_at"),
            next_expiry=_first(_expiring(now), "expires_at"),
            next_begin=_first(FrontSlot.objects.live().filter(from_at__gt=now), "from_at"),
            next_end=_first(FrontSlot.objects.live().filter(until_at__gt=now), "until_at"),
            next_launch=_first(Edition.objects.planned(now), "launch_at"),
        )
        .first()
    )
    if row is None:
        return Publication(pk=1), now
    edges = (
        row.next_visible, row.next_expiry, row.next_begin, row.next_end, row.next_launch,
    )  # fmt: skip
    return row, min((edge for edge in edges if edge), default=None)


def _planned(now: datetime) -> QuerySet[Article]:
    # The conditions of the index `listed_newest`, which answers this in one step.
    return Article.objects.filter(
        status=Status.PUBLISHED, retracted_at=None, copy_of=None, visible_at__gt=now
    )


def _expiring(now: datetime) -> QuerySet[Article]:
    return Article.objects.filter(status=Status.PUBLISHED, expires_at__gt=now)


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by(field).values(field)[:1])
