"""The publication, and the next moment at which time alone changes what readers see."""

from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet, Subquery

from articles.enums import Statement, Status
from articles.models import Article, Edition, FrontSlot, Publication
from articles.models.narrow import instances
from articles.models.prepared import Prepared

_EDGES = ("next_visible", "next_expiry", "next_begin", "next_end", "next_launch")
_LONG = {kind.field for kind in Statement}  # each is read on one page only
_COLUMNS = tuple(
    field.attname for field in Publication._meta.concrete_fields if field.name not in _LONG
)


def opening(now: datetime) -> tuple[Publication, datetime | None]:
    """The publication and the next edge after `now`, None when nothing is planned. One query.

    An edge is a schedule or embargo ending, a right of use expiring, a front launched by plan, a
    slot's time on a front beginning or ending: each is one step into an index. A page that shows
    an unlisted article or a picture with a limit of its own adds those moments itself. An
    installation without its row is never cached: its edge is now.
    """
    for row in _OPENING(now=now):
        (publication,) = instances(Publication, _COLUMNS, [row], DEFAULT_DB_ALIAS)
        edges = row[len(_COLUMNS) :]
        return publication, min((edge for edge in edges if edge), default=None)
    return Publication(pk=1), now


def _rows(now: datetime) -> QuerySet[Publication, tuple[Any, ...]]:
    return (
        Publication.objects.filter(pk=1)
        .annotate(
            next_visible=_first(_planned(now), "visible_at"),
            next_expiry=_first(_expiring(now), "expires_at"),
            next_begin=_first(FrontSlot.objects.live().filter(from_at__gt=now), "from_at"),
            next_end=_first(FrontSlot.objects.live().filter(until_at__gt=now), "until_at"),
            next_launch=_first(Edition.objects.planned(now), "launch_at"),
        )
        .values_list(*_COLUMNS, *_EDGES)
    )


_OPENING: Prepared[tuple[Any, ...]] = Prepared(_rows)


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
