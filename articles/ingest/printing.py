"""Writing what the look-up knows of texts: in bulk, each in the place of what it knew before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.dedupe.fingerprint import Prints
from articles.dedupe.glance import PRINTS_VERSION, pack_glance
from articles.dedupe.keys import pack_keys, unpack_keys
from articles.dedupe.match import shingle_keys
from articles.ingest import postings
from articles.models import Fingerprint

_WRITTEN = ("exact", "gram_count", "version", "day", "hashes", "terms", "glance")


@dataclass(frozen=True)
class Printed:
    """An article's id, the day it is looked for by, and its prints, with no word left out."""

    article_id: int
    day: date
    prints: Prints


def write(texts: Sequence[Printed]) -> None:
    """Replace the rows of these articles. Five queries for all, two more where some had rows.

    Needs a transaction.
    """
    _forget([text.article_id for text in texts])
    rows = [_row(text) for text in texts]
    postings.note_days((key, row.day) for row in rows for key in unpack_keys(bytes(row.terms)))
    Fingerprint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=_WRITTEN
    )
    postings.insert(postings.HASHES, _postings(rows, "hashes"))
    postings.insert(postings.TERMS, _postings(rows, "terms"))


def _forget(article_ids: Sequence[int]) -> None:
    """Remove what stands in the look-up tables, by the keys that were written there."""
    known = Fingerprint.objects.filter(article_id__in=article_ids)
    rows = list(known.only("article_id", "day", "hashes", "terms").order_by("article_id"))
    postings.delete(postings.HASHES, _postings(rows, "hashes"))
    postings.delete(postings.TERMS, _postings(rows, "terms"))


def _row(text: Printed) -> Fingerprint:
    prints = text.prints
    return Fingerprint(
        article_id=text.article_id,
        exact=prints.exact,
        gram_count=len(prints.grams),
        version=PRINTS_VERSION,
        day=text.day,
        hashes=pack_keys(shingle_keys(prints.shingles)),
        terms=pack_keys(sorted(term.key for term in prints.terms)),
        glance=pack_glance(prints),
    )


def _postings(rows: Sequence[Fingerprint], column: str) -> list[postings.Row]:
    return [
        (key, row.day, row.article_id)
        for row in rows
        for key in unpack_keys(bytes(getattr(row, column)))
    ]
