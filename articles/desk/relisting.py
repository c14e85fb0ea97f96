"""The moment of an article on its taggings and bylines, by which tags and authors list it.

Only so has an index the articles of one tag in the order of its page. Derived from the rows, kept
in the transaction of every act, and left out of history: whatever is undone, it follows.
"""

from collections.abc import Iterable

from django.db.models import Case, Exists, OuterRef, Subquery, When

from articles.enums import Status
from articles.models import Article, Change, Contribution, Tagging

AT_ONCE = 1_000
"""Articles in one statement: below what either database takes as parameters."""

_MOVED = frozenset({"status", "visible_at", "retracted_at", "copy_of_id"})


def follow(changes: Iterable[Change]) -> None:
    """Bring the moments up to what these changes made of articles. Needs their transaction.

    Two statements a thousand articles, none for what moves no article on any list.
    """
    relist({change.article_id for change in changes if change.article_id and _may_move(change)})


def _may_move(change: Change) -> bool:
    if change.model == "articles.article":
        return change.kind == Change.Kind.UPDATE and change.field in _MOVED
    # An author may stand in one byline twice: with the one name gone, the other one lists it.
    return change.model in ("articles.tagging", "articles.contribution")


def relist(article_ids: Iterable[int]) -> None:
    """Write the moments of these articles anew."""
    ids = sorted(set(article_ids))
    for start in range(0, len(ids), AT_ONCE):
        batch = ids[start : start + AT_ONCE]
        tagged = Tagging.objects.filter(content_object__in=batch)
        tagged.update(listed_at=_moment("content_object"))
        before = Contribution.objects.filter(
            article=OuterRef("article"), author=OuterRef("author"), pk__lt=OuterRef("pk")
        )
        written = Contribution.objects.filter(article__in=batch, author__isnull=False)
        written.update(listed_at=Case(When(Exists(before), then=None), default=_moment("article")))


def _moment(column: str) -> Subquery:
    """That of the article while nothing but its time keeps it from lists."""
    listed = Article.objects.filter(status=Status.PUBLISHED, retracted_at=None, copy_of=None)
    return Subquery(listed.filter(pk=OuterRef(column)).values("visible_at")[:1])
