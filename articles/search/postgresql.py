"""The index on PostgreSQL: one stored tsvector an article, under GIN.

GIN gives its finds in no order, so a common word would cost all its articles. Each article
therefore carries the numbers of the blocks of ids that it lies in (`14·61`): together with one of
them GIN skips through the lists and touches that block alone. The planner knows nothing of the
cost of unpacking a tsvector and would rather read a small table through: the function that the
migration made forbids it that.
"""

from collections.abc import Sequence

from django.db import connection

from articles.search.engine import TABLE, Atom, Match, Stretch
from articles.search.terms import DOT, Entry

LEVELS = (14, 17)
"""Powers of two: the sizes of the blocks of ids that articles carry the numbers of."""

_HEADLINE = f"h{DOT}"
_WRITE = (
    f"INSERT INTO {TABLE} (article_id, document) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (article_id) DO UPDATE SET document = EXCLUDED.document"
)
_NEWEST = "SELECT articles_search(%s::tsquery, %s, %s, %s)"
# Between two columns, so that no phrase reaches from one into the next.
_GAP = 10
_LAST_PLACE = 16_383


class Index:
    """A tsvector under GIN."""

    def write(self, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
        """See `Engine`."""
        if entries:
            given = [(entry.article_id, document(entry)) for entry in entries]
            with connection.cursor() as cursor:
                cursor.executemany(_WRITE, given)

    def erase(self, former: Sequence[Entry]) -> None:
        """See `Engine`."""
        with connection.cursor() as cursor:
            ids = [entry.article_id for entry in former]
            cursor.execute(f"DELETE FROM {TABLE} WHERE article_id = ANY(%s)", [ids])

    def clear(self) -> None:
        """See `Engine`."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")

    def newest(self, match: Match, stretch: Stretch, most: int) -> list[int]:
        """See `Engine`."""
        asked = expression(match, stretch)
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST, [asked, stretch.low, stretch.high, most])
            return [pk for (pk,) in cursor.fetchall()]


def document(entry: Entry) -> str:
    """The tsvector of an entry as PostgreSQL writes it: words with their places."""
    places: dict[str, list[int]] = {}
    place = 0
    for column in (entry.headline, entry.lead, entry.names, entry.body):
        for word in column.split():
            place += 1
            places.setdefault(word, []).append(min(place, _LAST_PLACE))
        place += _GAP
    for place, word in enumerate(entry.headline.split(), start=1):
        places.setdefault(_HEADLINE + word, []).append(min(place, _LAST_PLACE))
    blocks = [f"{level}{DOT}{entry.article_id >> level}" for level in LEVELS]
    told = [f"'{word}':{','.join(map(str, found[:255]))}" for word, found in places.items()]
    told += [f"'{word}'" for word in (*entry.facets.split(), *blocks)]
    return " ".join(told)


def expression(match: Match, stretch: Stretch) -> str:
    """The match as a tsquery; words are quoted and hold no quotation mark.

    >>> expression(Match(((Atom(("port",), True),),), (Atom(("sea", "side")),)), Stretch(0, 9))
    "('port':*) & !(('sea' <-> 'side'))"
    """
    parts = [f"({' | '.join(map(_atom, clause))})" for clause in match.wanted]
    if stretch.level is not None:
        last = stretch.high >> stretch.level
        parts.append(f"('{stretch.level}{DOT}{last}' | '{stretch.level}{DOT}{last - 1}')")
    parts += [f"!({_atom(atom)})" for atom in match.unwanted]
    return " & ".join(parts)


def _atom(atom: Atom) -> str:
    before = _HEADLINE if atom.in_headline else ""
    told = [f"'{before}{word}'" for word in atom.words]
    if atom.is_prefix:
        told[-1] += ":*"
    return told[0] if len(told) == 1 else f"({' <-> '.join(told)})"
