"""Whether two documents come from one hand: the same upstream item, or the same source."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .fingerprint import Document


class Kinship(StrEnum):
    """How near two documents are by origin."""

    ITEM = "item"
    SOURCE = "source"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Origin and order of two documents; `later` is 0 or 1 for the first or second, None if
    their times are equal or unknown, as `days_apart` is None if unknown."""

    kinship: Kinship
    days_apart: float | None
    later: int | None


def lineage(one: Document, other: Document) -> Lineage:
    """Compare the origins of two documents; unknown sources and ids are kin to nothing."""
    days = days_between(one, other)
    later = None if not days else int(days > 0)
    return Lineage(_kinship(one, other), None if days is None else abs(days), later)


def days_between(one: Document, other: Document) -> float | None:
    """Days from `one` to `other`, below 0 if `other` is the earlier, None if a time is unknown."""
    if one.published_at is None or other.published_at is None:
        return None
    return (other.published_at - one.published_at) / timedelta(days=1)


def _kinship(one: Document, other: Document) -> Kinship:
    same_source = one.source == other.source
    if one.guid_family and one.guid_family == other.guid_family and same_source:
        return Kinship.ITEM
    return Kinship.SOURCE if one.source and same_source else Kinship.NONE
