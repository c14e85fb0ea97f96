"""Asking the index: the newest matches are ranked, so that a search costs the same at any size.

A word that few articles have is ranked through all of them. Of a common one the newest `WINDOW`
matches are ranked, and older ones follow in windows of their own. The index is read from the newest
articles back in stretches that grow, until a window is full, all is read, or `SECONDS` are over;
then the page says how far it looked, and goes on from there when asked to.

Newest goes by id, the only order that every index keeps: what was published long after it arrived
stands among its neighbours of that time, unless a condition such as `after:` leaves out later ones.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce

from articles.models import Article, SearchText
from articles.models.article import ArticleQuerySet
from articles.search import extracts, ranking, tallying
from articles.search.asking import Asking, asking
from articles.search.engine import Stretch, engine
from articles.search.query import READERS_FIELDS, Query, parse
from articles.search.tallying import NO_TALLY, Tally
from articles.text import markup

WINDOW = 500
LOOKED = 10_000
"""Matches that are looked at for one window where few of them pass the conditions."""
MOST_AT_ONCE = 4 * WINDOW
"""Matches read in one go where few of those before passed."""
SECONDS = 0.25
LEVELS = (14, 14, 14, 14, 17)
LEAST = 32
"""Matches that are asked for at once where few are needed, and some will not pass."""


@dataclass(frozen=True)
class Hit:
    """One article found, loaded with its text and what the rows given to `find` join.

    `more` are the ids of others of its story that were found, too.
    """

    article: Article
    score: float
    headline: tuple[extracts.Piece, ...]
    extract: tuple[extracts.Piece, ...]
    more: tuple[int, ...] = ()


@dataclass(frozen=True)
class Count:
    """How many were found; `is_more` where nobody counted on."""

    number: int
    is_more: bool = False


@dataclass(frozen=True)
class Page:
    """Some hits, the best first; `next` is what to give as `after` for those behind them.

    `problems` say what in the query could not be understood: then nothing is found. `looked_to` is
    the moment of the oldest article that was looked at, where there was no time for older ones.
    `tally` counts the hits of the whole window, for readers.
    """

    hits: tuple[Hit, ...] = ()
    count: Count = Count(0)
    next: str = ""
    problems: tuple[str, ...] = ()
    looked_to: datetime | None = None
    is_first: bool = True
    tally: Tally = NO_TALLY


@dataclass(frozen=True)
class Candidate:
    """A match that passes the conditions; `words` where results are ranked by them."""

    pk: int
    at: datetime
    story_id: int | None
    section_id: int | None
    source_id: int | None
    language: str
    words: ranking.Words | None


@dataclass
class Window:
    """The newest candidates of a search; ids up to `rest` were not looked at."""

    found: list[Candidate] = field(default_factory=list)
    rest: int = 0
    is_cut: bool = False


@dataclass(frozen=True)
class Cursor:
    """A place in the results: the newest id of its window, and hits to pass over."""

    high: int
    passed: int = 0

    def __str__(self) -> str:
        return f"{self.high}~{self.passed}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The place written in an address; None when it is not one."""
        high, _sign, passed = text.partition("~")
        parts = (high, passed)
        if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
            return None
        return cls(int(high), min(int(passed), WINDOW))


def find(
    asked: str | Query,
    *,
    now: datetime,
    among: Any = None,
    is_desk: bool = False,
    is_newest_first: bool = False,
    limit: int = 20,
    after: str = "",
) -> Page:
    """A page of what fits the query `among` these articles (all, when None is given).

    Readers are shown what is listed at `now`, each story once, in words that the source's rights
    allow. With `is_desk` everything is found, story or not. The best come first, or the newest.
    About six queries, or ten in an archive of a million.
    """
    if isinstance(asked, str):
        asked = parse(asked) if is_desk else parse(asked, fields=READERS_FIELDS)
    if not asked:
        return Page()
    meant = asking(asked, Article.objects.all() if among is None else among, now, is_desk=is_desk)
    if meant.problems:
        return Page(problems=meant.problems)
    place = Cursor.read(after) or Cursor(_newest())
    window = _window(replace(meant, terms=()) if is_newest_first else meant, place.high, WINDOW)
    groups = _grouped(_ranked(meant, window.found), is_folded=not is_desk)
    shown = groups[place.passed : place.passed + limit]
    passed = place.passed + len(shown)
    following = ""
    if passed < len(groups):
        # Told by what was found: the newest id of all may be that of an article nobody may see.
        following = str(Cursor(window.found[0].pk, passed))
    elif window.rest:
        following = str(Cursor(window.rest))
    listed = Article.objects.all() if is_desk else Article.objects.listed(now)
    return Page(
        _hits(asked, meant.rows, shown, is_desk),
        Count(len(groups), is_more=window.rest > 0),
        following,
        looked_to=_moment(listed, window.rest) if window.is_cut else None,
        is_first=not after,
        tally=NO_TALLY if is_desk else tallying.tally(window.found, _members(groups)),
    )


@dataclass(frozen=True)
class Found:
    """Ids of what fits, the best first, for a list with an order or rights of its own."""

    ids: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


def find_ids(asked: str | Query, *, among: Any, now: datetime, most: int = WINDOW) -> Found:
    """The best of the newest matches `among` these, without their extracts. About four queries."""
    query = parse(asked) if isinstance(asked, str) else asked
    if not query:
        return Found()
    meant = asking(query, among, now, is_desk=True)
    if meant.problems:
        return Found(problems=meant.problems)
    window = _window(meant, _newest(), WINDOW)
    ranked = _ranked(meant, window.found)
    return Found(tuple(candidate.pk for _score, candidate in ranked[:most]))


def newest_ids(
    asked: Query,
    *,
    among: Any,
    now: datetime,
    most: int,
    below: int | None = None,
    is_desk: bool = True,
) -> Found:
    """The newest matches `among` these, unranked and with no text read, for completing a headline.

    `below` is the id that the last page ended with. About three queries.
    """
    if not asked:
        return Found()
    meant = replace(asking(asked, among, now, is_desk=is_desk), terms=())
    if meant.problems:
        return Found(problems=meant.problems)
    window = _window(meant, _newest() if below is None else below - 1, most)
    return Found(tuple(candidate.pk for candidate in window.found))


def finds(query: Query, *, among: Any, now: datetime, is_desk: bool = True) -> bool:
    """Whether there is any such article. About three queries."""
    return bool(newest_ids(query, among=among, now=now, most=1, is_desk=is_desk).ids)


def _newest() -> int:
    newest = SearchText.objects.order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


_WORDS = tuple(f"search_text__{name}" for name in ("headline", "lead", "names", "body"))


def _stretches(high: int) -> Iterator[Stretch]:
    """From the newest id back: four short stretches, a long one, and all that is left.

    A word that few have costs a stretch next to nothing; one that all have costs its length.
    """
    for level in LEVELS:
        low = max(((high >> level) - 1) << level, 0)
        yield Stretch(low, high, level if low else None)
        if not low:
            return
        high = low - 1
    yield Stretch(0, high)


def _window(meant: Asking, high: int, most: int) -> Window:
    """The newest `most` matches up to `high` that pass. Two queries or more."""
    index, window = engine(), Window()
    until = time.monotonic() + SECONDS
    pending: list[int] = []
    looked = 0
    size = _size(most)
    for stretch in _stretches(high):
        while True:
            ids = index.newest(meant.match, stretch, size)
            pending += ids
            looked += len(ids)
            if len(window.found) + len(pending) >= most:
                window.found += _passing(meant, pending)
                pending = []
            if len(window.found) >= most:
                del window.found[most:]
                window.rest = window.found[-1].pk - 1
                return window
            is_over = looked >= LOOKED or time.monotonic() > until
            if len(ids) < size:
                break
            stretch = replace(stretch, high=ids[-1] - 1)
            # Where nearly all pass, few are missing; where hardly any does, four times as many are.
            size = _size(4 * (most - len(window.found)))
            if is_over:
                return _cut(window, meant, pending, stretch.high)
        if is_over and stretch.low:
            return _cut(window, meant, pending, stretch.low - 1)
    window.found += _passing(meant, pending)
    return window


def _size(wanted: int) -> int:
    return min(max(wanted, LEAST), MOST_AT_ONCE)


def _cut(window: Window, meant: Asking, pending: Sequence[int], rest: int) -> Window:
    window.found += _passing(meant, pending)
    window.rest, window.is_cut = rest, rest > 0
    return window


_COLUMNS = ("story_id", "section_id", "source_id", "language")


def _passing(meant: Asking, ids: Sequence[int]) -> list[Candidate]:
    """Those of the ids that pass, in their order. One query."""
    if not ids:
        return []
    # One moment and not two: on SQLite reading them took a third of this.
    found = meant.rows.filter(pk__in=ids).values_list(
        "pk", Coalesce("visible_at", "arrived_at"), *_COLUMNS, *(_WORDS if meant.terms else ())
    )
    passing = {}
    for pk, at, story, section, source, language, *columns in found:
        words = ranking.Words(*(column or "" for column in columns)) if columns else None
        passing[pk] = Candidate(pk, at, story, section, source, language, words)
    return [passing[pk] for pk in ids if pk in passing]


def _ranked(meant: Asking, found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """The candidates with their scores, best first; newest first where nothing is to rank by."""
    scored = [(_score(meant, candidate), candidate) for candidate in found]
    return sorted(scored, key=lambda pair: (pair[0], pair[1].at, pair[1].pk), reverse=True)


def _score(meant: Asking, candidate: Candidate) -> float:
    if candidate.words is None:
        return 0.0
    fresh = ranking.freshness(candidate.at, meant.now)
    return ranking.relevance(meant.terms, candidate.words) * fresh


Group = tuple[float, int, tuple[int, ...]]
"""Score, article, and the others of its story."""


def _grouped(ranked: Sequence[tuple[float, Candidate]], *, is_folded: bool) -> list[Group]:
    """Each story once, at the place of its best article."""
    groups: dict[tuple[str, int], Group] = {}
    for score, candidate in ranked:
        is_told = is_folded and candidate.story_id is not None
        key = ("story", candidate.story_id or 0) if is_told else ("article", candidate.pk)
        if key in groups:
            first, pk, more = groups[key]
            groups[key] = (first, pk, (*more, candidate.pk))
        else:
            groups[key] = (score, candidate.pk, ())
    return list(groups.values())


def _members(groups: Sequence[Group]) -> list[tuple[int, ...]]:
    return [(pk, *more) for _score, pk, more in groups]


def _hits(
    query: Query, rows: ArticleQuerySet, shown: Sequence[Group], is_desk: bool
) -> tuple[Hit, ...]:
    """The hits with what they say. One query, and those that the given rows bring along."""
    articles = rows.select_related("source").defer(None).in_bulk([pk for _s, pk, _more in shown])
    terms = query.wanted
    return tuple(
        Hit(
            articles[pk],
            round(score, 6),
            extracts.mark(articles[pk].headline, terms),
            extracts.excerpt(_text(articles[pk], is_desk), terms),
            more,
        )
        for score, pk, more in shown
        if pk in articles
    )


def _text(article: Article, is_desk: bool) -> str:
    """What may be shown of the article, standfirst first."""
    if is_desk:
        return f"{article.standfirst} {markup.bare(article.body_html)}"
    return f"{article.public_standfirst} {markup.bare(article.public_html)}"


def _moment(rows: ArticleQuerySet, pk: int) -> datetime | None:
    """That of the newest of the rows from this id down."""
    newest = rows.filter(pk__lte=pk).order_by("-pk").values_list("visible_at", "arrived_at")
    for seen, came in newest[:1]:
        return seen or came
    return None
