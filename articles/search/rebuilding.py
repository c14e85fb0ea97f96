"""The whole index made anew, beside a newsroom that goes on working."""

import time
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Q

from articles.models import Article, SearchText, SearchWord
from articles.search.engine import engine
from articles.search.indexing import VERSION, index

AT_ONCE = 20
"""Articles in one transaction at most: 20 to 40 milliseconds, which an editor's save may wait."""

LONGEST = 0.05
"""Seconds of a transaction after which the next one takes half as many articles."""

_MISSING = Q(search_text=None) | ~Q(search_text__version=VERSION)


def count_old() -> int:
    """How many articles are not in the index as they should be. One query, over all articles."""
    return Article.objects.filter(_MISSING).count()


def clear() -> None:
    """Empty the index and forget all words, as after a backup that was put together by hand."""
    with transaction.atomic():
        engine().clear()
        SearchWord.objects.all().delete()
        rows = SearchText.objects.all()
        rows._raw_delete(rows.db)


def rebuild() -> Iterator[int]:
    """Read every article that is missing or old, a few at a time; yields how many each time.

    Stopped anywhere and run again, it goes on where it stopped.
    """
    after, size = 0, AT_ONCE
    while True:
        rows = Article.objects.filter(_MISSING, pk__gt=after).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[: AT_ONCE * 25])
        if not ids:
            return
        after = ids[-1]
        while ids:
            some, ids = ids[:size], ids[size:]
            started = time.monotonic()
            with transaction.atomic():
                # Nobody else writes these texts until this has.
                kept = Article.objects.select_for_update().filter(pk__in=some).order_by("pk")
                done = index(kept.values_list("pk", flat=True))
                is_long = time.monotonic() - started > LONGEST
            size = max(1, size // 2) if is_long else min(AT_ONCE, size + 1)
            if connection.vendor == "sqlite" and not connection.in_atomic_block:
                time.sleep(0.002)  # let an editor's save in
            yield done
