"""Which articles are worth comparing: bounded look-ups that never scan the archive."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from articles.dedupe.event import SAME_EVENT, event_score
from articles.dedupe.fingerprint import Prints
from articles.dedupe.glance import (
    PRINTS_VERSION,
    SLIGHT,
    asker,
    estimated_share,
    event_signals,
    unpack_glance,
)
from articles.dedupe.keys import unpack_keys
from articles.dedupe.match import COPIES, EVENTS, Lookup, asked_weights, shingle_keys
from articles.enums import Status
from articles.ingest import postings
from articles.models import Article, Fingerprint

LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
MOST_IDENTICAL = 12
_TABLE = Fingerprint._meta.db_table
# The glance agrees with the judge to seven digits; what is this near the mark is read in full.
ROUNDING = 0.001


@dataclass(frozen=True)
class Likely:
    """An article that is worth reading in full; the judge will find it no closer than `most`."""

    pk: int
    most: float


@dataclass(frozen=True)
class Glanced:
    """Which candidates to read in full, the closest first, and the event score of the others."""

    likely: list[Likely]
    others: dict[int, float]


@dataclass(frozen=True)
class Found:
    """Ids of candidates, likeliest first, and the highest id that was looked among."""

    ids: list[int]
    newest: int


def of(prints: Prints, day: date, *, besides: int | None, after: int = 0) -> list[int]:
    """Ids of articles that may be copies or accounts of the same event, likeliest first."""
    return look_up(prints, day, besides=besides, after=after).ids


def look_up(prints: Prints, day: date, *, besides: int | None, after: int = 0) -> Found:
    """Articles that are the same word for word, then those that share wording, then events.

    `besides` is the article itself, `after` leaves out all ids up to it. One query, which reads at
    most `most_holders` rows a hash or term, however large the archive is.
    """
    shingles = dict.fromkeys(shingle_keys(prints.shingles), 1.0)
    asked = [
        _newest(besides),
        _identical(prints, besides, after),
        _sharing(postings.HASHES, shingles, day, COPIES, besides, after),
        _sharing(postings.TERMS, asked_weights(prints), day, EVENTS, besides, after),
    ]
    parts = [f"SELECT {n} AS kind, q{n}.* FROM ({q[0]}) q{n}" for n, q in enumerate(asked) if q]
    given = [value for question in asked if question for value in question[1]]
    rows = postings.rows(" UNION ALL ".join(parts), given)
    found = sorted((kind, -rare, -shared, -pk) for kind, rare, shared, pk in rows if kind)
    newest = next((pk for kind, _rare, _shared, pk in rows if not kind), None)
    return Found(list(dict.fromkeys(-pk for *_rank, pk in found)), newest or 0)


def newest(besides: int | None = None) -> int:
    """The highest id of an article whose prints are stored, 0 for none. One query."""
    ((_rare, _shared, last),) = postings.rows(*_newest(besides))
    return last or 0


def glance(
    prints: Prints,
    ids: Sequence[int],
    familiar: frozenset[int],
    *,
    surely: Iterable[int] = (),
    same_event: float = SAME_EVENT,
    highest: Callable[[float], float] = float,
) -> Glanced:
    """Part the living articles of these by whether the judge may find them related. One query.

    `surely` are wanted in any case and come first; so is what has no glance of this version.
    `highest` is what the judge may make of a score at most, where a model sees the pair again.
    """
    ask = asker(prints, familiar)
    wanted = set(surely)
    likely: list[Likely] = []
    others: dict[int, float] = {}
    for pk, version, exact, hashes, seen, days in _rows([*ids, *wanted], prints):
        if (
            pk in wanted
            or version != PRINTS_VERSION
            or exact == prints.exact != ""
            or estimated_share(ask, unpack_keys(hashes)) >= SLIGHT
        ):
            likely.append(Likely(pk, 1.0))
        else:
            event = event_score(event_signals(ask, unpack_glance(seen)), days_apart=days)
            if (most := highest(event)) >= same_event - ROUNDING:
                likely.append(Likely(pk, most + ROUNDING))
            else:
                others[pk] = event
    order = {pk: at for at, pk in enumerate(ids)}
    likely.sort(key=lambda one: (one.pk not in wanted, -one.most, order.get(one.pk, -1)))
    return Glanced(likely, others)


def event_scores(
    prints: Prints, ids: Sequence[int], familiar: frozenset[int]
) -> dict[int, tuple[float, bool]]:
    """How likely each of these tells the event of a text, and whether in another script.

    One query. Articles that have no glance of this version are left out.
    """
    ask = asker(prints, familiar)
    scores = {}
    for pk, version, _exact, _hashes, seen, days in _rows(ids, prints):
        if version == PRINTS_VERSION:
            found = event_signals(ask, unpack_glance(seen))
            scores[pk] = event_score(found, days_apart=days), found.across is not None
    return scores


Question = tuple[str, list[Any]]
"""A query for rows of a rank in rare keys, one in all, and an id; and its parameters."""


def _newest(besides: int | None) -> Question:
    sql = f"SELECT 0.0 AS rare, 0.0 AS shared, MAX(article_id) AS article_id FROM {_TABLE} "
    return sql + "WHERE article_id <> %s", [besides or 0]


def _identical(prints: Prints, besides: int | None, after: int) -> Question | None:
    """The first of the identical ones, the earliest ranking highest."""
    if not prints.exact:
        return None
    sql = f"SELECT -1.0 * article_id AS rare, 0.0 AS shared, article_id FROM {_TABLE} "
    where = "WHERE exact = %s AND article_id > %s AND article_id <> %s ORDER BY article_id LIMIT %s"
    return sql + where, [prints.exact, after, besides or 0, MOST_IDENTICAL]


def _sharing(
    table: postings.Table,
    weights: Mapping[int, float],
    day: date,
    lookup: Lookup,
    besides: int | None,
    after: int,
) -> Question | None:
    if not weights:
        return None
    window = timedelta(days=lookup.days)
    asked = postings.Asked(weights, day - window, day + window, besides, after)
    return postings.sharing(table, asked, lookup)


_ROWS = f"""SELECT a.id, f.version, f.exact, f.hashes, f.glance, {{seconds}}
FROM {Article._meta.db_table} a LEFT JOIN {_TABLE} f ON f.article_id = a.id
WHERE a.status IN ('{"', '".join(LIVING)}') AND a.id IN ({{wanted}})
"""
Row = tuple[int, str | None, str | None, bytes, bytes, float | None]


def _rows(ids: Sequence[int], prints: Prints) -> Iterator[Row]:
    """Id, version, exact hash, kept shingles, glance and days apart of the living of these.

    Version and hash are None where there are no prints yet.
    The days are reckoned from seconds: to make times of the values took as long as the rest.
    """
    if not ids:
        return
    if connection.vendor == "postgresql":
        seconds = "EXTRACT(EPOCH FROM COALESCE(a.written_at, a.arrived_at))::float8"
        wanted, given = "SELECT UNNEST(%s::bigint[])", [postings.array(ids)]
    else:
        seconds = "(JULIANDAY(COALESCE(a.written_at, a.arrived_at)) - 2440587.5) * 86400.0"
        wanted, given = "SELECT value FROM JSON_EACH(%s)", [json.dumps(list(ids))]
    at = prints.document.published_at
    mine = at.timestamp() if at else None
    for pk, version, exact, hashes, glance, theirs in postings.rows(
        _ROWS.format(seconds=seconds, wanted=wanted), given
    ):
        days = None if mine is None else abs(theirs - mine) / 86400.0
        yield pk, version, exact, bytes(hashes or b""), bytes(glance or b""), days
