"""Which articles are worth comparing: bounded look-ups that never scan the archive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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
from articles.dedupe.match import COPIES, EVENTS, Lookup, shingle_keys, term_weights
from articles.enums import Status
from articles.ingest import postings
from articles.models import Article, Fingerprint

LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
MOST_IDENTICAL = 12
# The glance agrees with the judge to seven digits; what is this near the mark is read in full.
ROUNDING = 0.001


@dataclass(frozen=True)
class Likely:
    """An article that is worth reading in full; the judge will find it no closer than `most`."""

    pk: int
    most: float


def of(prints: Prints, day: date, *, besides: int | None, after: int = 0) -> list[int]:
    """Ids of articles that may be copies or accounts of the same event, likeliest first.

    `besides` is the article itself, `after` leaves out all ids up to it. Three queries, which read
    at most `most_holders` rows a hash or term, however large the archive is.
    """
    identical = _identical(prints, besides, after)
    shingles = dict.fromkeys(shingle_keys(prints.shingles), 1.0)
    terms = term_weights(prints.terms)
    copies = _sharing(postings.HASHES, shingles, day, COPIES, besides, after)
    events = _sharing(postings.TERMS, terms, day, EVENTS, besides, after)
    return list(dict.fromkeys([*identical, *copies, *events]))


def likely(
    prints: Prints, ids: Sequence[int], familiar: frozenset[int], surely: Iterable[int] = ()
) -> list[Likely]:
    """Those of the living articles that the judge may find related, the closest first. One query.

    `surely` are wanted in any case, and so is what has no glance of this version.
    """
    ask = asker(prints, familiar)
    kept = shingle_keys(prints.shingles)
    wanted = set(surely)
    found = []
    for pk, version, exact, hashes, glance, at in _rows([*ids, *wanted]):
        if pk in wanted or version != PRINTS_VERSION or exact == prints.exact != "":
            found.append(Likely(pk, 1.0))
            continue
        days = _days_apart(prints, at)
        event = event_score(event_signals(ask, unpack_glance(glance)), days_apart=days)
        shared = estimated_share(kept, unpack_keys(hashes))
        if shared >= SLIGHT:
            found.append(Likely(pk, 1.0))
        elif event >= SAME_EVENT - ROUNDING:
            found.append(Likely(pk, event + ROUNDING))
    order = {pk: at for at, pk in enumerate(ids)}
    return sorted(found, key=lambda one: (-one.most, order.get(one.pk, -1)))


def _identical(prints: Prints, besides: int | None, after: int) -> list[int]:
    if not prints.exact:
        return []
    same = Fingerprint.objects.filter(exact=prints.exact, article_id__gt=after)
    same = same if besides is None else same.exclude(article_id=besides)
    return list(same.order_by("article_id").values_list("article_id", flat=True)[:MOST_IDENTICAL])


def _sharing(
    table: postings.Table,
    weights: Mapping[int, float],
    day: date,
    lookup: Lookup,
    besides: int | None,
    after: int,
) -> list[int]:
    window = timedelta(days=lookup.days)
    asked = postings.Asked(weights, day - window, day + window, besides, after)
    return postings.sharing(table, asked, lookup)


_ROWS = f"""SELECT f.article_id, f.version, f.exact, f.hashes, f.glance, a.written_at, a.arrived_at
FROM {Fingerprint._meta.db_table} f JOIN {Article._meta.db_table} a ON a.id = f.article_id
WHERE a.status IN ('{"', '".join(LIVING)}') AND f.article_id
"""  # noqa: S608  names of our own tables and states, no value from outside


def _rows(ids: Sequence[int]) -> Iterator[tuple[int, str, str, bytes, bytes, datetime | None]]:
    """Id, version, exact hash, kept shingles, glance and date of the living articles of these."""
    if not ids:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{_ROWS} = ANY(%s)", [list(ids)])
        else:
            cursor.execute(f"{_ROWS} IN ({', '.join(['%s'] * len(ids))})", list(ids))
        for pk, version, exact, hashes, glance, written_at, arrived_at in cursor.fetchall():
            yield (
                pk,
                version,
                exact,
                bytes(hashes),
                bytes(glance),
                _moment(written_at or arrived_at),
            )


def _moment(value: datetime | None) -> datetime | None:
    """A time as PostgreSQL gives it; SQLite leaves out that it is in UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _days_apart(prints: Prints, at: datetime | None) -> float | None:
    published_at = prints.document.published_at
    if published_at is None or at is None:
        return None
    return abs((at - published_at) / timedelta(days=1))
