"""Whether an article takes comments, and until when: one rule for page, form and act."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Publication

OFF = _("Comments are not taken here.")
ARTICLE_OFF = _("This article takes no comments.")
RETRACTED = _("This article was retracted and takes no comments.")
COPY = _("This report takes no comments; the one that it repeats does.")
OVER = _("Comments on this article are closed.")


@dataclass(frozen=True)
class Taking:
    """Whether comments are taken, why not, and the moment at which time alone closes them."""

    is_open: bool
    why_not: str | Promise = ""
    closes_at: datetime | None = None


def of(article: Article, publication: Publication, now: datetime) -> Taking:
    """The rule for an article that readers can open; its section must be loaded. No query.

    It takes comments unless the paper, its section or the desk says no, it is retracted or lies
    folded under another one, or its days are over (counted from when it came out).
    """
    if not publication.comments_on:
        return Taking(False, OFF)
    if article.retracted_at is not None:
        return Taking(False, RETRACTED)
    if article.copy_of_id is not None:
        return Taking(False, COPY)
    if not article.takes_comments or (article.section and not article.section.takes_comments):
        return Taking(False, ARTICLE_OFF)
    if not publication.comments_close_after or article.visible_at is None:
        return Taking(True)
    closes_at = article.visible_at + timedelta(days=publication.comments_close_after)
    return Taking(True, closes_at=closes_at) if now < closes_at else Taking(False, OVER)
