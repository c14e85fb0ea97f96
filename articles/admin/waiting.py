"""Copies that wait for a person: what the machine takes for a copy and may not fold by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from articles.enums import Decision, Status, Verdict
from articles.models import Article, Match

LIVING = (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
# Pairs that are looked through for one page of the inbox.
MOST = 2000


@dataclass(frozen=True)
class Twin:
    """The article that another one is taken for a copy of, and why."""

    article: Article
    reason: str


def twins(articles: Iterable[Article]) -> dict[int, Twin]:
    """For each of these that stands alone though it seems a copy: what of. At most two queries.

    Of two that came in both, the later one is the copy. What is folded already waits no more,
    nor does a pair that a person decided.
    """
    page = {article.pk: article for article in articles}
    mine = {pk: article for pk, article in page.items() if article.copy_of_id is None}
    undecided = Match.objects.filter(verdict=Verdict.SAME_COPY, decision=Decision.UNDECIDED)
    ends = undecided.filter(Q(a__in=mine) | Q(b__in=mine)).order_by("-copy_score", "id")
    pairs = list(ends.only("a_id", "b_id", "reason", "clauses")[:MOST]) if mine else []
    others = {pk for pair in pairs for pk in (pair.a_id, pair.b_id)} - set(page)
    shown = ("headline", "language", "status", "copy_of_id", "arrived_at")
    known = {**Article.objects.only(*shown).in_bulk(others), **page}
    found: dict[int, Twin] = {}
    for pair in pairs:
        for pk, other_pk in ((pair.a_id, pair.b_id), (pair.b_id, pair.a_id)):
            if pk in mine and pk not in found and _waits(mine[pk], known[other_pk], mine):
                found[pk] = Twin(known[other_pk], pair.why)
    return found


def _waits(article: Article, other: Article, mine: dict[int, Article]) -> bool:
    if article.status != Status.INCOMING or other.status not in LIVING:
        return False
    if other.copy_of_id == article.pk:
        return False
    is_later = (article.arrived_at, article.pk) > (other.arrived_at, other.pk)
    return is_later or other.pk not in mine
