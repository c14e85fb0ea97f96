"""Which articles are worth comparing: bounded look-ups that never scan the archive."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models

from articles.dedupe.fingerprint import Prints
from articles.models import Article, Fingerprint, FingerprintHash, FingerprintTerm

COPY_WINDOW = timedelta(days=90)
EVENT_WINDOW = timedelta(days=5)
# A key in more articles than this is a template or a common word and says nothing of a pair.
MOST_PER_KEY = 200
MOST_COPIES = 12
MOST_EVENTS = 16
LEAST_SHARED_HASHES = 2
LEAST_SHARED_TERMS = 2
KEYS_A_QUERY = 32


def of(article: Article, prints: Prints, day: date) -> list[int]:
    """Ids of articles that may be copies or accounts of the same event, likeliest first.

    Reads at most `MOST_PER_KEY` rows a hash or term, however large the archive is.
    """
    found = [*_identical(article, prints), *_copies(article, prints, day)]
    found += _events(article, prints, day)
    return list(dict.fromkeys(found))


def _identical(article: Article, prints: Prints) -> list[int]:
    if not prints.exact:
        return []
    same = Fingerprint.objects.filter(exact=prints.exact).exclude(article=article)
    return list(same.order_by("article_id").values_list("article_id", flat=True)[:MOST_COPIES])


def _copies(article: Article, prints: Prints, day: date) -> list[int]:
    shared: Counter[int] = Counter()
    rows = FingerprintHash.objects.filter(
        day__gte=day - COPY_WINDOW, day__lte=day + COPY_WINDOW
    ).exclude(article=article)
    for _key, ids in _holders(rows, "hash", sorted(prints.shingles)):
        shared.update(ids)
    best = shared.most_common(MOST_COPIES)
    return [pk for pk, count in best if count >= LEAST_SHARED_HASHES]


def _events(article: Article, prints: Prints, day: date) -> list[int]:
    weights = {term.key: term.weight for term in prints.terms}
    score: Counter[int] = Counter()
    shared: Counter[int] = Counter()
    rows = FingerprintTerm.objects.filter(
        day__gte=day - EVENT_WINDOW, day__lte=day + EVENT_WINDOW
    ).exclude(article=article)
    for key, ids in _holders(rows, "key", list(weights)):
        shared.update(ids)
        for pk in ids:
            # Halves count too: weights are of the order of 5 to 15.
            score[pk] += round(weights[key] * 2)
    best = [pk for pk, _score in score.most_common() if shared[pk] >= LEAST_SHARED_TERMS]
    return best[:MOST_EVENTS]


def _holders(
    rows: models.QuerySet[Any], column: str, keys: Sequence[int]
) -> Iterator[tuple[int, set[int]]]:
    """(key, ids of the articles that hold it) for each key that is not too common."""
    for chunk in _chunks(keys):
        limit = MOST_PER_KEY * len(chunk)
        read = _read(rows, column, chunk, limit)
        if len(read) < limit:
            yield from _grouped(read).items()
            continue
        # A common key filled the limit: ask for each by itself, so that it hides no rare one.
        for key in chunk:
            alone = _read(rows, column, [key], MOST_PER_KEY)
            if len(alone) < MOST_PER_KEY:
                yield from _grouped(alone).items()


def _read(
    rows: models.QuerySet[Any], column: str, keys: Sequence[int], limit: int
) -> list[tuple[int, int]]:
    found = rows.filter(**{f"{column}__in": keys}).order_by()
    return list(found.values_list(column, "article_id")[:limit])


def _grouped(rows: Iterable[tuple[int, int]]) -> Mapping[int, set[int]]:
    grouped: dict[int, set[int]] = {}
    for key, pk in rows:
        grouped.setdefault(key, set()).add(pk)
    return {key: ids for key, ids in grouped.items() if len(ids) < MOST_PER_KEY}


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), KEYS_A_QUERY):
        yield keys[start : start + KEYS_A_QUERY]
