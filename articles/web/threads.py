"""What readers see of comments: threads of one level, newest first, and how many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.desk import taking_comments
from articles.desk.taking_comments import Taking
from articles.enums import CommentStatus
from articles.models import Article, Comment
from articles.models.comment import comments_url, reply_url
from articles.models.narrow import instances
from articles.models.prepared import Prepared
from articles.web import paging
from articles.web.page import Page

UNDER_ARTICLE = 10  # threads on the article's own page; all others are one step away
ON_A_PAGE = 30  # threads on a page of all comments
MOST_ROWS = 200  # comments under the article: no thread, however long, makes it without end
MOST_ANSWERS = 1_000  # answers on a page of all


@dataclass(frozen=True)
class Thread:
    """A comment and what readers answered to it, the first answer first."""

    opening: Comment
    answers: tuple[Comment, ...]


@dataclass(frozen=True)
class Discussion:
    """The newest threads of an article, how many comments it has, and whether it takes more."""

    article: Article
    threads: tuple[Thread, ...]
    count: int
    is_cut: bool
    taking: Taking

    @cached_property
    def url(self) -> str:
        """The page of all comments."""
        return comments_url(self.article)

    @cached_property
    def reply_url(self) -> str:
        """The page with the form."""
        return reply_url(self.article)

    def __bool__(self) -> bool:
        return bool(self.threads) or self.taking.is_open


def under(page: Page, article: Article) -> Discussion | None:
    """What the article's page shows at its end; None where comments are off. One query.

    The moment at which the article closes is an edge of the page.
    """
    if not page.publication.comments_on:
        return None
    taking = taking_comments.of(article, page.publication, page.now)
    page.holds_until(taking.closes_at)
    rows = _UNDER(article=article.pk)
    found = list(instances(Comment, _COLUMNS, rows, DEFAULT_DB_ALIAS))
    threads = threaded([row for row in found if row.parent_id is None], found)
    count: int = rows[0][-1] if rows else 0
    is_cut = len(threads) > UNDER_ARTICLE or len(found) == MOST_ROWS
    return Discussion(article, threads[:UNDER_ARTICLE], count, is_cut, taking)


# What comments are told by; who wrote them stays out.
_COLUMNS = tuple(
    field.attname
    for field in Comment._meta.concrete_fields
    if field.attname not in ("email", "address")
)


def _under(article: int) -> QuerySet[Comment, tuple[Any, ...]]:
    newest = Comment.objects.opening(article).order_by("-made_at", "-id")
    first = newest.values("pk")[: UNDER_ARTICLE + 1]
    approved = Comment.objects.approved().order_by().filter(article=article)
    counted = approved.values("article").annotate(n=Count("pk")).values("n")
    shown = Q(pk__in=first) | Q(parent__in=first, status=CommentStatus.APPROVED)
    rows = Comment.objects.filter(shown).annotate(
        of_article=Coalesce(Subquery(counted), 0),
        thread_made_at=Coalesce(F("parent__made_at"), F("made_at")),
        thread=Coalesce(F("parent_id"), F("id"), output_field=BigIntegerField()),
    )
    ordered = rows.order_by("-thread_made_at", "-thread", "id")
    return ordered.values_list(*_COLUMNS, "of_article")[:MOST_ROWS]


_UNDER: Prepared[tuple[Any, ...]] = Prepared(_under)


def page_of_all(
    article: Article, before: str
) -> tuple[tuple[Thread, ...], "paging.Slice[Comment]"]:
    """One page of all threads, newest first, and the slice that leads to older ones. Two queries.

    Raises BadKeyError.
    """
    rows = Comment.objects.opening(article).defer("email", "address")
    slice_ = paging.cut(rows, before=before, size=ON_A_PAGE, field="made_at")
    answers = Comment.objects.approved().filter(parent__in=[row.pk for row in slice_.rows])
    found = list(answers.defer("email", "address").order_by("id")[:MOST_ANSWERS])
    return threaded(slice_.rows, found), slice_


def threaded(openings: Iterable[Comment], rows: Iterable[Comment]) -> tuple[Thread, ...]:
    """The openings in their order, each with its answers among the rows in theirs."""
    answers: dict[int, list[Comment]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            answers[row.parent_id].append(row)
    return tuple(Thread(one, tuple(answers[one.pk])) for one in openings)
