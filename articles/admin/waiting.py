"""Pairs on a page of the inbox: what ties its lines together, and copies that wait for a person.

A copy waits where the machine takes a text for one and may not fold it by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from articles.enums import Decision, Status, Verdict
from articles.models import Article, Match

LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
# Pairs that are looked through for one page of the inbox, the likest first.
MOST = 5000
_JUDGED = ("verdict", "decision", "reason", "clauses")
# What is told of the article at the other end, which may stand on no page; in the model's order.
_TOLD = ("id", "headline", "language", "copy_of_id", "status", "arrived_at")


@dataclass(frozen=True)
class Twin:
    """The article that another one is taken for a copy of, and why."""

    article: Article
    reason: str


class Tie(NamedTuple):
    """One pair as the page needs it; each end is what `_TOLD` tells of it."""

    verdict: str
    decision: str
    reason: str
    clauses: list[Any]
    a: tuple[Any, ...]
    b: tuple[Any, ...]

    @property
    def a_id(self) -> int:
        """The smaller id of the two."""
        return int(self.a[0])

    @property
    def b_id(self) -> int:
        """The larger id of the two."""
        return int(self.b[0])

    @property
    def why(self) -> str:
        """The reason in the language of the desk."""
        return Match(reason=self.reason, clauses=self.clauses).why

    @property
    def stands(self) -> bool:
        """Whether the two are anything to each other, and nobody denied it."""
        return self.decision != Decision.NOT_THE_SAME and self.verdict != Verdict.UNRELATED

    @property
    def is_open(self) -> bool:
        """Whether it is a copy by the machine's word alone."""
        return self.verdict == Verdict.SAME_COPY and self.decision == Decision.UNDECIDED

    def other(self, article_id: int) -> int:
        """The id of the article at the other end."""
        return self.b_id if article_id == self.a_id else self.a_id


def ties(ids: Iterable[int], alone: Iterable[int] = ()) -> list[Tie]:
    """The pairs among the articles `ids`, and the open ones of those that stand alone.

    One query, which reads each kind of pair through an index of its own.
    """
    page, mine = sorted(ids), sorted(alone)
    standing = ~Q(decision=Decision.NOT_THE_SAME) & ~Q(verdict=Verdict.UNRELATED)
    undecided = Q(verdict=Verdict.SAME_COPY, decision=Decision.UNDECIDED)
    rows = Match.objects.filter(
        Q(standing, a__in=page, b__in=page) | Q(undecided, a__in=mine) | Q(undecided, b__in=mine)
    )
    ends = [f"{end}__{name}" for end in ("a", "b") for name in _TOLD]
    found = rows.order_by("-copy_score", "id").values_list(*_JUDGED, *ends)
    half = len(_JUDGED) + len(_TOLD)
    if not page and not mine:
        return []
    return [Tie(row[0], row[1], row[2], row[3], row[4:half], row[half:]) for row in found[:MOST]]


def between(found: Iterable[Tie]) -> dict[frozenset[int], Tie]:
    """The pairs that stand, by their two articles."""
    return {frozenset((tie.a_id, tie.b_id)): tie for tie in found if tie.stands}


def alone(articles: Iterable[Article]) -> dict[int, Article]:
    """Those of the articles that are folded under no other one."""
    return {article.pk: article for article in articles if article.copy_of_id is None}


def twins(articles: Iterable[Article], known: Iterable[Tie] | None = None) -> dict[int, Twin]:
    """For each of these that stands alone though it seems a copy: what of.

    Of two that came in both, the later one is the copy. What is folded already waits no more,
    nor does a pair that a person decided. One query, none where the pairs are `known`.
    """
    page = {article.pk: article for article in articles}
    mine = alone(page.values())
    found: dict[int, Twin] = {}
    for tie in ties((), mine) if known is None else known:
        if not tie.is_open:
            continue
        for pk, end in ((tie.a_id, tie.b), (tie.b_id, tie.a)):
            if pk in mine and pk not in found:
                other = _article(end, page)
                if _waits(mine[pk], other, mine):
                    found[pk] = Twin(other, tie.why)
    return found


def _article(end: tuple[Any, ...], page: Mapping[int, Article]) -> Article:
    return page.get(end[0]) or Article.from_db(None, list(_TOLD), end)


def _waits(article: Article, other: Article, mine: Mapping[int, Article]) -> bool:
    if article.status != Status.INCOMING or other.status not in LIVING:
        return False
    if other.copy_of_id == article.pk:
        return False
    is_later = (article.arrived_at, article.pk) > (other.arrived_at, other.pk)
    return is_later or other.pk not in mine
