"""A query as the index and the rows understand it: what to match, and what must hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.enums import Status
from articles.models.article import ArticleQuerySet
from articles.search import filters
from articles.search.engine import Atom, Match
from articles.search.query import Query, Term
from articles.search.terms import EVERY, facet

# Of the index readers are given this part only, so that what comes in by the thousand and is
# never published takes no place among the newest matches. The rows still decide.
PUBLISHED = Atom((facet("is", Status.PUBLISHED.value),))


@dataclass(frozen=True)
class Asking:
    """What to ask the index and the rows for; or the reasons why that cannot be said.

    By the `terms` the candidates are ranked; without any the newest come first.
    """

    match: Match
    rows: ArticleQuerySet
    terms: tuple[Term, ...]
    now: datetime
    problems: tuple[str, ...] = ()


def asking(query: Query, among: Any, now: datetime, *, is_desk: bool) -> Asking:
    """What the query asks `among` these articles; readers are only given what is listed.

    At most three queries a filter.
    """
    rows = among if is_desk else among.listed(now)
    wanted: list[tuple[Atom, ...]] = [(_atom(term),) for term in query.wanted]
    unwanted = [_atom(term) for term in query.terms if term.is_left_out]
    holds = Q()
    problems = []
    for given in query.filters:
        meant = filters.meaning(given, now, is_desk=is_desk)
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
    if not is_desk:
        wanted.append((PUBLISHED,))
    return Asking(
        Match(tuple(wanted) or ((Atom((EVERY,)),),), tuple(unwanted)),
        rows.order_by().filter(holds),
        query.wanted,
        now,
        tuple(problems),
    )


def _atom(term: Term) -> Atom:
    return Atom(term.words, term.is_prefix, term.in_headline)
