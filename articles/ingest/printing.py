"""Writing what the look-up knows of texts: in bulk, each in the place of what it knew before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from articles.dedupe.fingerprint import Prints
from articles.dedupe.glance import PRINTS_VERSION, pack_glance
from articles.dedupe.keys import pack_keys, unpack_keys
from articles.dedupe.match import shingle_keys, stored_keys
from articles.ingest import postings
from articles.models import Fingerprint

_TABLE = Fingerprint._meta.db_table
_WRITTEN = ("article_id", "exact", "gram_count", "version", "day", "hashes", "terms", "glance")
_KNOWN = f"SELECT article_id, day, hashes, terms FROM {_TABLE} WHERE article_id IN "
_UPSERT = (
    f"INSERT INTO {_TABLE} ({', '.join(_WRITTEN)}) VALUES ({', '.join(['%s'] * len(_WRITTEN))}) "
    "ON CONFLICT (article_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _WRITTEN[1:])
)


@dataclass(frozen=True)
class Printed:
    """An article's id, the day it is looked for by, and its prints, with no word left out."""

    article_id: int
    day: date
    prints: Prints


@dataclass(frozen=True)
class Keys:
    """What of an article stands, or shall stand, in the look-up tables."""

    article_id: int
    day: date
    hashes: Sequence[int]
    terms: Sequence[int]


def write(texts: Sequence[Printed]) -> None:
    """Replace the rows of these articles. Needs a transaction.

    Two queries for all and one for each; two more for each that had rows. SQLite needs two more.
    """
    if not texts:
        return
    _forget([text.article_id for text in texts])
    found = [
        Keys(
            text.article_id,
            text.day,
            shingle_keys(text.prints.shingles),
            stored_keys(text.prints),
        )
        for text in texts
    ]
    with connection.cursor() as cursor:
        for text, row in zip(texts, found, strict=True):
            cursor.execute(_UPSERT, _values(text, row))
    postings.store(
        [(key, row.day, row.article_id) for row in found for key in row.hashes],
        [(key, row.day, row.article_id) for row in found for key in row.terms],
    )


def _forget(article_ids: Sequence[int]) -> None:
    """Remove what stands in the look-up tables, by the keys that were written there."""
    marks = ", ".join(["%s"] * len(article_ids))
    for pk, day, hashes, terms in postings.rows(f"{_KNOWN}({marks})", article_ids):
        gone = unpack_keys(bytes(hashes)), unpack_keys(bytes(terms))
        for table, keys in zip((postings.HASHES, postings.TERMS), gone, strict=True):
            postings.delete(table, [(key, day, pk) for key in keys])


def _values(text: Printed, row: Keys) -> tuple[Any, ...]:
    """The row of the table of fingerprints, in the order of its columns."""
    prints = text.prints
    return (
        text.article_id,
        prints.exact,
        len(prints.grams),
        PRINTS_VERSION,
        text.day,
        pack_keys(row.hashes),
        pack_keys(row.terms),
        pack_glance(prints),
    )
