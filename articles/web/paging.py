"""Pages of growing lists, cut by key: no counting, no skipping, stable addresses."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from articles.models.article import ArticleQuerySet

Row = TypeVar("Row", bound=Model)

_KEY = re.compile(r"(\d{8}T\d{12})-([1-9]\d{0,17})")
_STAMP = "%Y%m%dT%H%M%S%f"


class BadKeyError(ValueError):
    """The page key of an address is not one that we gave out, or nothing is left behind it."""


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """One page of a list: its rows, and the key of the page of older ones ("" on the last)."""

    rows: list[Row]
    older: str
    is_first: bool


def key_of(row: Model, field: str = "visible_at") -> str:
    """The key of a row: its moment in UTC to the microsecond, and its id.

    >>> key_of(Article(pk=7, visible_at=datetime(2026, 11, 22, 3, 15, tzinfo=UTC)))
    '20261122T031500000000-7'
    """
    return f"{getattr(row, field).astimezone(UTC).strftime(_STAMP)}-{row.pk}"


def cut(
    queryset: QuerySet[Row], *, before: str, size: int, field: str = "visible_at"
) -> Slice[Row]:
    """At most `size` rows older than the key `before` ("" for the newest), newest first.

    Reads one row more than it shows, to know whether an older page exists. Raises BadKeyError, also
    where nothing is older: any moment of the past would have an empty page of its own.
    """
    column = field
    if isinstance(queryset, ArticleQuerySet) and field == "visible_at":
        column = queryset.moment
    if before:
        queryset = queryset.filter(_older_than(before, column))
    rows: list[Row] = list(queryset.order_by(f"-{column}", "-id")[: size + 1])
    if before and not rows:
        raise BadKeyError(before)
    older = key_of(rows[size - 1], field) if len(rows) > size else ""
    return Slice(rows[:size], older, not before)


def first(rows: list[Row], size: int, field: str = "visible_at") -> Slice[Row]:
    """The first page out of one row more than it shows; see `cut`."""
    older = key_of(rows[size - 1], field) if len(rows) > size else ""
    return Slice(rows[:size], older, is_first=True)


def _older_than(key: str, field: str) -> Q:
    moment, pk = parse(key)
    # Said twice, because an index is entered by the first condition and not by the second.
    return Q(**{f"{field}__lte": moment}) & (Q(**{f"{field}__lt": moment}) | Q(id__lt=pk))


def parse(key: str) -> tuple[datetime, int]:
    """The moment and id of a key. Raises BadKeyError on anything that `key_of` cannot have made."""
    found = _KEY.fullmatch(key)
    if not found:
        raise BadKeyError(key)
    try:
        moment = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadKeyError(key) from error
    return moment, int(found[2])
