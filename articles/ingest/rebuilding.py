"""Prints of stored articles made anew, beside a newsroom that goes on working."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, transaction

from articles.dedupe.fingerprint import Prints
from articles.dedupe.glance import PRINTS_VERSION
from articles.errors import NewsroomError
from articles.ingest import matching, postings, printing, turns
from articles.models import Article, Fingerprint

logger = logging.getLogger(__name__)

SPAN = 500
"""Ids that one process takes at once."""

AT_ONCE = 8
"""Texts written in one transaction at most, and at first."""

LONGEST = 0.05
"""Seconds of a transaction after which the next ones are made smaller: an editor's save waits for
them. Eight texts take 10 to 15 milliseconds on a quiet machine, more on a loaded one."""

# What the desk changed waits for `rereading`, which compares it as well.
_OLD = (
    f"FROM {Article._meta.db_table} a "
    f"LEFT JOIN {Fingerprint._meta.db_table} f ON f.article_id = a.id "
    f"WHERE a.id BETWEEN %s AND %s AND (f.version IS NULL OR f.version NOT IN ('', %s))"
)


@dataclass(frozen=True)
class Done:
    """Counts of one stretch: prints written, texts left because they changed, and failures."""

    written: int = 0
    left: int = 0
    failed: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(
            self.written + other.written, self.left + other.left, self.failed + other.failed
        )

    @property
    def total(self) -> int:
        """All that were looked at."""
        return self.written + self.left + self.failed


def count_old() -> int:
    """How many articles have no prints of this version. One query, over all articles."""
    sql = f"SELECT COUNT(*) {_OLD}"
    ((count,),) = postings.rows(sql, [0, 2**62, PRINTS_VERSION])
    return int(count)


def spans() -> Iterator[tuple[int, int]]:
    """First and last ids of stretches that hold old prints, in order. Two queries a stretch."""
    sql = f"SELECT MIN(a.id) {_OLD}"
    after = 0
    while (first := postings.rows(sql, [after + 1, 2**62, PRINTS_VERSION])[0][0]) is not None:
        after = first + SPAN - 1
        yield first, after


def rebuild(first: int, last: int) -> Done:
    """Make the old prints of a stretch of ids anew; those that are new already are left alone.

    Stopped anywhere and run again, it goes on where it stopped. Reading is done outside of any
    transaction.
    """
    sql = f"SELECT a.id {_OLD} ORDER BY a.id"
    ids = [pk for (pk,) in postings.rows(sql, [first, last, PRINTS_VERSION])]
    done = Done()
    size = AT_ONCE
    while ids:
        some, ids = ids[:size], ids[size:]
        counts, seconds = _rebuild_some(some)
        done += counts
        size = next_size(size, seconds)
        turns.give_way()
    return done


def next_size(size: int, seconds: float) -> int:
    """How many texts to write next, when so many took so long.

    >>> next_size(8, 0.2), next_size(1, 0.2), next_size(4, 0.01), next_size(8, 0.01)
    (4, 1, 5, 8)
    """
    return max(1, size // 2) if seconds > LONGEST else min(AT_ONCE, size + 1)


def _rebuild_some(ids: Sequence[int]) -> tuple[Done, float]:
    """Counts, and seconds of the transaction."""
    found = Article.objects.select_related("source").in_bulk(ids)
    read = {pk: prints for pk, article in found.items() if (prints := _read(article)) is not None}
    started = time.monotonic()
    try:
        written = _write(found, read)
    except DatabaseError:
        logger.exception("The prints of articles %s to %s were not written", ids[0], ids[-1])
        return Done(failed=len(ids)), time.monotonic() - started
    counts = Done(written, left=len(read) - written, failed=len(found) - len(read))
    return counts, time.monotonic() - started


def _read(article: Article) -> Prints | None:
    try:
        return matching.read(matching.document_of(article))
    except (NewsroomError, ValueError):
        logger.exception("Article %s could not be read", article.pk)
        return None


def _write(found: dict[int, Article], read: dict[int, Prints]) -> int:
    """Write the prints of those whose text is still as it was read; how many."""
    with transaction.atomic():
        rows = Article.objects.filter(pk__in=read).order_by("pk")
        now = dict(rows.select_for_update(skip_locked=True).values_list("pk", "version"))
        texts = [
            printing.Printed(pk, matching.day_of(found[pk]), prints)
            for pk, prints in read.items()
            if now.get(pk) == found[pk].version
        ]
        printing.write(texts)
    return len(texts)
