"""What the queue of comments shows: one page of them, with the reason and the writer's standing."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.admin.posted import number
from articles.desk import commenters
from articles.enums import CommentStatus
from articles.models import Comment

SHOWN = 40
# So much of a comment is read at a glance; the rest unfolds.
GLANCE = 400


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to, as its address tells it."""

    show: str
    article: int
    network: str
    before: int

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """From an address or a posted form; what makes no sense is left out."""
        show = query.get("show", "")
        article, network = number(query.get("article")), query.get("network", "")[:43]
        known = show if show in CommentStatus.values else ""
        if not known and not (article or network):
            known = CommentStatus.HELD.value
        return cls(known, article, network, number(query.get("before")))

    def query(self, **others: Any) -> str:
        """The same as the query of an address, with other values; the first page of it."""
        fields = {"show": self.show, "article": self.article, "network": self.network, **others}
        return urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True)
class Line:
    """A comment, and how many of its writer's others were approved and put aside."""

    comment: Comment
    approved: int
    aside: int

    @property
    def is_long(self) -> bool:
        """Whether it takes unfolding."""
        return len(self.comment.text) > GLANCE


@dataclass(frozen=True)
class Page:
    """One page of the queue, and the key of the next one; 0 on the last."""

    lines: tuple[Line, ...]
    older: int


def read(filters: Filters) -> Page:
    """The comments, the newest first. Two queries, along an index whatever is asked for."""
    rows = Comment.objects.select_related("article__section", "parent", "decided_by")
    rows = rows.defer("article__body_html", "email", "address", "parent__text")
    if filters.show:
        rows = rows.filter(status=filters.show)
    if filters.article:
        rows = rows.filter(article=filters.article)
    if filters.network:
        rows = rows.filter(network=filters.network)
    if filters.before:
        rows = rows.filter(pk__lt=filters.before)
    found = list(rows.order_by("-pk")[: SHOWN + 1])
    shown = found[:SHOWN]
    standing = commenters.standing(row.email_hash for row in shown)
    lines = tuple(Line(row, *standing.get(row.email_hash, (0, 0))) for row in shown)
    return Page(lines, shown[-1].pk if len(found) > SHOWN else 0)
