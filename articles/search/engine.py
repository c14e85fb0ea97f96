"""The index behind the search: what is asked of it, and which database answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from articles.search.terms import Entry

TABLE = "articles_searchindex"


@dataclass(frozen=True)
class Atom:
    """Words in a row, the last perhaps only begun; in any column, or in headlines alone."""

    words: tuple[str, ...]
    is_prefix: bool = False
    in_headline: bool = False


@dataclass(frozen=True)
class Match:
    """Of each clause in `wanted` one atom, and of those in `unwanted` none."""

    wanted: tuple[tuple[Atom, ...], ...]
    unwanted: tuple[Atom, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """Article ids from `low` to `high`; at a `level` it spans two blocks of 2^level ids."""

    low: int
    high: int
    level: int | None = None


class Engine(Protocol):
    """What an index must be able to do, in the database or on a server of its own.

    It is given folded words with a blank between, and asked for ids; what may be seen, how it is
    ranked and what is shown of it is decided from the rows. So it may be a moment behind, and an
    engine elsewhere does well to write once the transaction has committed.
    Writes need a transaction. `tests/search/test_engine.py` holds any engine to this.
    """

    def write(self, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
        """Put these in the place of what stood there, which is `former`, for the same articles."""

    def erase(self, former: Sequence[Entry]) -> None:
        """Take out what stands there."""

    def clear(self) -> None:
        """Take everything out."""

    def newest(self, match: Match, stretch: Stretch, most: int) -> list[int]:
        """The newest articles of the stretch that match, at most so many, highest id first."""


def engine() -> Engine:
    """The index that the settings name; without one, that of the database in use."""
    if settings.SEARCH_ENGINE:
        return cast(Engine, import_string(settings.SEARCH_ENGINE)())
    if settings.OPENSEARCH_URL:
        from articles.search import opensearch

        return opensearch.Index()
    if connection.vendor == "postgresql":
        from articles.search import postgresql  # each knows one database only

        return postgresql.Index()
    from articles.search import sqlite

    return sqlite.Index()
