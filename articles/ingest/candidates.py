"""Which articles are worth comparing: bounded look-ups that never scan the archive."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from articles.dedupe.fingerprint import Prints
from articles.dedupe.match import COPIES, EVENTS, Lookup, rank, shingle_keys, term_weights
from articles.models import Fingerprint, FingerprintHash, FingerprintTerm

MOST_IDENTICAL = 12
KEYS_A_QUERY = 32


def of(prints: Prints, day: date, *, besides: int | None, after: int = 0) -> list[int]:
    """Ids of articles that may be copies or accounts of the same event, likeliest first.

    `besides` is the article itself, `after` leaves out all ids up to it. Reads at most
    `most_holders` rows a hash or term, however large the archive is.
    """
    identical = _identical(prints, besides, after)
    copies = _copies(prints, day, besides, after)
    return list(dict.fromkeys([*identical, *copies, *_events(prints, day, besides, after)]))


def _identical(prints: Prints, besides: int | None, after: int) -> list[int]:
    if not prints.exact:
        return []
    same = _others(Fingerprint.objects.filter(exact=prints.exact), besides, after)
    return list(same.order_by("article_id").values_list("article_id", flat=True)[:MOST_IDENTICAL])


def _copies(prints: Prints, day: date, besides: int | None, after: int) -> list[int]:
    shared: Counter[int] = Counter()
    rows = _others(_near(FingerprintHash.objects.all(), day, COPIES), besides, after)
    for _key, ids in _holders(rows, "hash", shingle_keys(prints.shingles), COPIES.most_holders):
        shared.update(ids)
    return rank(shared, COPIES)


def _events(prints: Prints, day: date, besides: int | None, after: int) -> list[int]:
    weights = term_weights(prints.terms)
    shared: dict[int, float] = {}
    rows = _others(_near(FingerprintTerm.objects.all(), day, EVENTS), besides, after)
    for key, ids in _holders(rows, "key", list(weights), EVENTS.most_holders):
        for pk in ids:
            shared[pk] = shared.get(pk, 0.0) + weights[key]
    return rank(shared, EVENTS)


def _near(rows: QuerySet[Any], day: date, lookup: Lookup) -> QuerySet[Any]:
    window = timedelta(days=lookup.days)
    return rows.filter(day__gte=day - window, day__lte=day + window)


def _others(rows: QuerySet[Any], besides: int | None, after: int) -> QuerySet[Any]:
    rows = rows.filter(article_id__gt=after) if after else rows
    return rows if besides is None else rows.exclude(article_id=besides)


def _holders(
    rows: QuerySet[Any], column: str, keys: Sequence[int], most: int
) -> Iterator[tuple[int, set[int]]]:
    """(key, ids of the articles that hold it) for each key that is not too common."""
    for start in range(0, len(keys), KEYS_A_QUERY):
        yield from _halved(rows, column, keys[start : start + KEYS_A_QUERY], most)


def _halved(
    rows: QuerySet[Any], column: str, keys: Sequence[int], most: int
) -> Iterator[tuple[int, set[int]]]:
    """The holders of some keys in one query, unless common keys fill its limit.

    Then each half is asked for by itself, down to the common key alone, which says nothing.
    """
    limit = most * len(keys)
    found = rows.filter(**{f"{column}__in": keys}).order_by()
    read = list(found.values_list(column, "article_id")[:limit])
    if len(read) < limit:
        yield from _grouped(read, most).items()
    elif len(keys) > 1:
        middle = len(keys) // 2
        yield from _halved(rows, column, keys[:middle], most)
        yield from _halved(rows, column, keys[middle:], most)


def _grouped(rows: Iterable[tuple[int, int]], most: int) -> Mapping[int, set[int]]:
    grouped: dict[int, set[int]] = {}
    for key, pk in rows:
        grouped.setdefault(key, set()).add(pk)
    return {key: ids for key, ids in grouped.items() if len(ids) < most}
