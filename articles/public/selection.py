"""Which articles belong to a list of the site, its menu, and what hangs on articles readers see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Exists, OuterRef

from articles.models import Article, Contribution, Section, Tagging
from articles.models.article import ArticleQuerySet
from articles.models.narrow import NarrowQuerySet
from articles.models.prepared import Prepared

# Leaves of any articles those that belong to the list of a key.
Belongs = Callable[[ArticleQuerySet, int], ArticleQuerySet]


@dataclass(frozen=True)
class Selection:
    """A kind of list: `belongs` for any articles, `listed` for those that lists may show.

    `listed` is told apart where an index has only those in order. `is_keyed` is false for the one
    list that holds everything.
    """

    belongs: Belongs
    listed: Belongs
    is_keyed: bool = True

    def values(self, key: int) -> dict[str, int]:
        """The key as a prepared query takes it."""
        return {"key": key} if self.is_keyed else {}


def _tagged(articles: ArticleQuerySet, key: int) -> ArticleQuerySet:
    tagged = Tagging.objects.filter(tag=key, content_object=OuterRef("pk"))
    return articles.filter(Exists(tagged))


def _written_by(articles: ArticleQuerySet, key: int) -> ArticleQuerySet:
    made = Contribution.objects.filter(author=key, article=OuterRef("pk"))
    return articles.filter(Exists(made))


def _in_section(articles: ArticleQuerySet, key: int) -> ArticleQuerySet:
    return articles.filter(section=key)


def _from_source(articles: ArticleQuerySet, key: int) -> ArticleQuerySet:
    return articles.filter(source=key)


def _in_story(articles: ArticleQuerySet, key: int) -> ArticleQuerySet:
    return articles.filter(story=key)


def _any(articles: ArticleQuerySet, key: int = 0) -> ArticleQuerySet:
    return articles


EVERYTHING = Selection(_any, _any, is_keyed=False)
IN_SECTION = Selection(_in_section, _in_section)
FROM_SOURCE = Selection(_from_source, _from_source)
IN_STORY = Selection(_in_story, _in_story)
TAGGED = Selection(_tagged, lambda articles, key: articles.tagged(key))
WRITTEN_BY = Selection(_written_by, lambda articles, key: articles.written_by(key))


# The sections in the order of the menu.
MENU: Prepared[Section] = Prepared(
    lambda: NarrowQuerySet(Section).narrow(
        "id", "name", "slug", "language", "position", "hue", "takes_comments", "ai_terms"
    )
)
# Those of these ids that lists may show, in no set order, asked with `ids` and `now`.
LISTED: Prepared[Article] = Prepared(
    lambda ids, now: Article.objects.listed(now).filter(pk__in=ids).for_list().order_by()
)


@cache
def newest(selection: Selection, most: int, *, is_feed: bool = False) -> Prepared[Article]:
    """The newest of a list, asked with `now` and the selection's `values`; for a feed with text."""

    def rows(now: datetime, key: int = 0) -> ArticleQuerySet:
        listed = selection.listed(Article.objects.listed(now), key).newest_first()
        return (listed.for_feed() if is_feed else listed.for_list())[:most]

    return Prepared(rows)


def is_listed(now: datetime, column: str = "article") -> Exists:
    """Whether the article that a row points at is listed: a condition for rows of another kind.

    Asked row by row. `article__in=listed` would have SQLite gather all that is listed first.
    """
    return Exists(Article.objects.listed(now).filter(pk=OuterRef(column)))
