"""The index on SQLite: one FTS5 table without content of its own.

FTS5 reads the lists of two words side by side from the newest article down and stops at the limit,
so that a common word costs as much as a rare one. The words come folded: the `ascii` tokenizer
takes everything that is not ASCII for a letter and leaves our words whole, facets included.
"""

from collections.abc import Sequence

from django.db import connection

from articles.search.engine import TABLE, Atom, Match, Stretch
from articles.search.terms import COLUMNS, Entry

_NAMES = ", ".join(COLUMNS)
_MARKS = ", ".join(["%s"] * len(COLUMNS))
_INSERT = f"INSERT INTO {TABLE} (rowid, {_NAMES}) VALUES (%s, {_MARKS})"
# A table without content is told what to take out.
_DELETE = f"INSERT INTO {TABLE} ({TABLE}, rowid, {_NAMES}) VALUES ('delete', %s, {_MARKS})"
_NEWEST = (
    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid BETWEEN %s AND %s "
    "ORDER BY rowid DESC LIMIT %s"
)


class Index:
    """FTS5."""

    def write(self, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
        """See `Engine`."""
        self.erase(former)
        self._run(_INSERT, entries)

    def erase(self, former: Sequence[Entry]) -> None:
        """See `Engine`."""
        self._run(_DELETE, former)

    def _run(self, sql: str, entries: Sequence[Entry]) -> None:
        if entries:
            with connection.cursor() as cursor:
                cursor.executemany(sql, [(entry.article_id, *entry.columns) for entry in entries])

    def clear(self) -> None:
        """See `Engine`."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('delete-all')")

    def newest(self, match: Match, stretch: Stretch, most: int) -> list[int]:
        """See `Engine`."""
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST, [expression(match), stretch.low, stretch.high, most])
            return [pk for (pk,) in cursor.fetchall()]


def expression(match: Match) -> str:
    """The match in FTS5's own language; words are quoted and hold no quotation mark.

    >>> expression(Match(((Atom(("port",), True),),), (Atom(("sea",)),)))
    '("port" *) NOT ("sea")'
    """
    clauses = [f"({' OR '.join(map(_atom, clause))})" for clause in match.wanted]
    wanted = " AND ".join(clauses)
    if not match.unwanted:
        return wanted
    if len(clauses) > 1:
        wanted = f"({wanted})"
    return f"{wanted} NOT ({' OR '.join(map(_atom, match.unwanted))})"


def _atom(atom: Atom) -> str:
    told = '"' + " ".join(atom.words) + '"' + (" *" if atom.is_prefix else "")
    return f"headline : {told}" if atom.in_headline else told
