"""Which of several articles on one thing comes first, and why: one rule, told with its reason.

Published before unpublished, because readers know its address; then our own reporting, then the
source that the desk trusts more, then the fuller text, then the earlier one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.enums import Kind, Status, Trust
from articles.models import Article


@dataclass(frozen=True)
class Criterion:
    """One step of the rule: the larger key comes first, for this reason."""

    key: Callable[[Article], Any]
    reason: str | Promise


def is_own(article: Article) -> bool:
    """Whether we reported it ourselves."""
    return article.kind == Kind.OWN and article.source_id is None


def trust(article: Article) -> int:
    """How far the desk relies on the text; `source` must be loaded or absent."""
    if article.source is None:
        return Trust.HIGH if is_own(article) else Trust.USUAL
    return article.source.trust


def age(article: Article) -> float:
    """Larger for the earlier article: its own date, or its arrival."""
    return -(article.written_at or article.arrived_at).timestamp()


PUBLISHED = Criterion(
    lambda article: article.status == Status.PUBLISHED,
    _("It is published: readers know its address."),
)
OWN = Criterion(is_own, _("It is our own reporting."))
TRUSTED = Criterion(trust, _("Its source is trusted more."))
FULLER = Criterion(lambda article: article.word_count, _("It is the fullest text."))
EARLIER = Criterion(age, _("It is the earliest."))
FIRST_IN = Criterion(lambda article: -article.pk, _("It came in first."))

TEXT_RULE = (OWN, TRUSTED, FULLER, EARLIER, FIRST_IN)
LEAD_RULE = (PUBLISHED, *TEXT_RULE)


def best(articles: Sequence[Article], rule: Sequence[Criterion] = LEAD_RULE) -> tuple[Article, str]:
    """The first by the rule, and the first criterion that set it apart from the next one.

    No queries when each `source` is loaded. Needs at least one article.
    """
    ranked = sorted(articles, key=lambda a: tuple(c.key(a) for c in rule), reverse=True)
    if len(ranked) == 1:
        return ranked[0], str(_("It is the only one."))
    first, second = ranked[:2]
    reason = next(c.reason for c in rule if c.key(first) != c.key(second))
    return first, str(reason)
