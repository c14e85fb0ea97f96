"""Asking the index: the newest matches are ranked, so that a search costs the same at any size.

A word that few articles have is ranked through all of them. Of a common one the newest `WINDOW`
matches are ranked, and older ones follow in windows of their own. The index is read from the newest
articles back in stretches that grow, until a window is full, all is read, or `SECONDS` are over;
then the page says how far it looked, and goes on from there when asked to.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.models import Article, SearchText
from articles.models.article import ArticleQuerySet
from articles.search import extracts, filters, ranking
from articles.search.engine import Atom, Match, Stretch, engine
from articles.search.query import Query, Term, parse
from articles.search.terms import EVERY
from articles.text import markup

WINDOW = 500
LOOKED = 10_000
"""Matches that are looked at for one window where few of them pass the conditions."""
MOST_AT_ONCE = 4 * WINDOW
"""Matches read in one go where few of those before passed."""
SECONDS = 0.25
LEVELS = (14, 14, 14, 14, 17)


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
    the arrival of the oldest article that was looked at, where there was no time for older ones.
    """

    hits: tuple[Hit, ...] = ()
    count: Count = Count(0)
    next: str = ""
    problems: tuple[str, ...] = ()
    looked_to: datetime | None = None
    is_first: bool = True


@dataclass(frozen=True)
class Candidate:
    """A match that passes the conditions; `words` where results are ranked by them."""

    pk: int
    at: datetime
    story_id: int | None
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
    limit: int = 20,
    after: str = "",
) -> Page:
    """A page of what fits the query `among` these articles (all, when None is given).

    Readers are shown what is listed at `now`, each story once, in words that the source's rights
    allow. With `is_desk` everything is found, story or not. About six queries, or ten in an archive
    of a million.
    """
    query = parse(asked) if isinstance(asked, str) else asked
    if not query:
        return Page()
    rows = _rows(among, now, is_desk)
    asking = _asking(query, rows, now)
    if asking.problems:
        return Page(problems=asking.problems)
    place = Cursor.read(after) or Cursor(_newest())
    window = _window(asking, place.high, WINDOW)
    ranked = _ranked(asking, window.found)
    groups = _grouped(ranked, is_folded=not is_desk)
    shown = groups[place.passed : place.passed + limit]
    passed = place.passed + len(shown)
    following = ""
    if passed < len(groups):
        following = str(replace(place, passed=passed))
    elif window.rest:
        following = str(Cursor(window.rest))
    return Page(
        _hits(query, rows, shown, is_desk),
        Count(len(groups), is_more=window.rest > 0),
        following,
        looked_to=_arrival(window.rest) if window.is_cut else None,
        is_first=not after,
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
    asking = _asking(query, among, now)
    if asking.problems:
        return Found(problems=asking.problems)
    window = _window(asking, _newest(), WINDOW)
    ranked = _ranked(asking, window.found)
    return Found(tuple(candidate.pk for _score, candidate in ranked[:most]))


def newest_ids(
    asked: Query, *, among: Any, now: datetime, most: int, below: int | None = None
) -> Found:
    """The newest matches `among` these, unranked and with no text read, for completing a headline.

    `below` is the id that the last page ended with. About three queries.
    """
    if not asked:
        return Found()
    asking = replace(_asking(asked, among, now), terms=())
    if asking.problems:
        return Found(problems=asking.problems)
    window = _window(asking, _newest() if below is None else below - 1, most)
    return Found(tuple(candidate.pk for candidate in window.found))


def finds(query: Query, *, among: Any, now: datetime) -> bool:
    """Whether there is any such article."""
    asking = replace(_asking(query, among, now), terms=())
    return not asking.problems and bool(_window(asking, _newest(), 1).found)


def _rows(among: Any, now: datetime, is_desk: bool) -> ArticleQuerySet:
    rows: ArticleQuerySet = Article.objects.all() if among is None else among
    return rows if is_desk else rows.listed(now)


def _newest() -> int:
    newest = SearchText.objects.order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


_WORDS = tuple(f"search_text__{name}" for name in ("headline", "lead", "names", "body"))


@dataclass(frozen=True)
class Asking:
    """What to ask the index and the rows for; or the reasons why that cannot be said.

    By the `terms` the candidates are ranked; without any they stay as they came in.
    """

    match: Match
    rows: ArticleQuerySet
    terms: tuple[Term, ...]
    now: datetime
    problems: tuple[str, ...] = ()


def _asking(query: Query, rows: Any, now: datetime) -> Asking:
    wanted: list[tuple[Atom, ...]] = [(_atom(term),) for term in query.wanted]
    unwanted = [_atom(term) for term in query.terms if term.is_left_out]
    holds = Q()
    problems = []
    for given in query.filters:
        meant = filters.meaning(given, now)
        if isinstance(meant, filters.Unknown):
            problems.append(meant.why)
            continue
        if given.is_left_out and given.field not in ("after", "before"):
            for part in meant:
                unwanted += part.facets
                holds &= ~part.holds if part.holds else Q()
        else:
            for part in meant:
                wanted += [part.facets] if part.facets else []
                unwanted += part.lacks
                holds &= part.holds
    match = Match(tuple(wanted) or ((Atom((EVERY,)),),), tuple(unwanted))
    return Asking(match, rows.order_by().filter(holds), query.wanted, now, tuple(problems))


def _atom(term: Term) -> Atom:
    return Atom(term.words, term.is_prefix, term.in_headline)


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


def _window(asking: Asking, high: int, most: int) -> Window:
    """The newest `most` matches up to `high` that pass. Two queries or more."""
    index, window = engine(), Window()
    until = time.monotonic() + SECONDS
    pending: list[int] = []
    looked = 0
    size = WINDOW
    for stretch in _stretches(high):
        while True:
            ids = index.newest(asking.match, stretch, size)
            pending += ids
            looked += len(ids)
            if len(window.found) + len(pending) >= most:
                window.found += _passing(asking, pending)
                pending = []
            if len(window.found) >= most:
                del window.found[most:]
                window.rest = window.found[-1].pk - 1
                return window
            is_over = looked >= LOOKED or time.monotonic() > until
            if len(ids) < size:
                break
            stretch = replace(stretch, high=ids[-1] - 1)
            # The index reads the stretch anew each time, however few it gives.
            size = min(2 * size, MOST_AT_ONCE)
            if is_over:
                return _cut(window, asking, pending, stretch.high)
        if is_over and stretch.low:
            return _cut(window, asking, pending, stretch.low - 1)
    window.found += _passing(asking, pending)
    return window


def _cut(window: Window, asking: Asking, pending: Sequence[int], rest: int) -> Window:
    window.found += _passing(asking, pending)
    window.rest, window.is_cut = rest, rest > 0
    return window


def _passing(asking: Asking, ids: Sequence[int]) -> list[Candidate]:
    """Those of the ids that pass, in their order. One query."""
    if not ids:
        return []
    found = asking.rows.filter(pk__in=ids).values_list(
        "pk", "visible_at", "arrived_at", "story_id", *(_WORDS if asking.terms else ())
    )
    passing = {}
    for pk, seen, came, story, *columns in found:
        words = ranking.Words(*(column or "" for column in columns)) if columns else None
        passing[pk] = Candidate(pk, seen or came, story, words)
    return [passing[pk] for pk in ids if pk in passing]


def _ranked(asking: Asking, found: Sequence[Candidate]) -> list[tuple[float, Candidate]]:
    """The candidates with their scores, best first; newest first where nothing is to rank by."""
    scored = [(_score(asking, candidate), candidate) for candidate in found]
    return sorted(scored, key=lambda pair: (-pair[0], -pair[1].pk))


def _score(asking: Asking, candidate: Candidate) -> float:
    if candidate.words is None:
        return 0.0
    fresh = ranking.freshness(candidate.at, asking.now)
    return ranking.relevance(asking.terms, candidate.words) * fresh


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


def _hits(
    query: Query, rows: ArticleQuerySet, shown: Sequence[Group], is_desk: bool
) -> tuple[Hit, ...]:
    """The hits with what they say. One query."""
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


def _arrival(pk: int) -> datetime | None:
    rows = Article.objects.filter(pk__lte=pk).order_by("-pk")
    return rows.values_list("arrived_at", flat=True).first()
