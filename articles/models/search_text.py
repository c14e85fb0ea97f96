"""What the search reads of an article, and the words that it knows."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    """Choices of search texts."""

    def outdated(self) -> models.QuerySet["SearchText"]:
        """Those that are to be read again, in no set order."""
        return self.filter(version=0)

    def outdate(self, article_ids: Iterable[int] | models.QuerySet[Any, Any]) -> int:
        """Note that these articles read differently by now; how many are known. One query."""
        return self.filter(article__in=article_ids).exclude(version=0).update(version=0)


class SearchText(models.Model):
    """The folded words of one article, column by column, as they stand in the index.

    Kept by `articles.search` alone and written in the transaction that changed the article. The
    index itself is a table of the database's own kind (`articles_searchindex`), made by a
    migration: nothing but its own key ties it to others, so that no rebuild of a table touches it.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="search_text"
    )
    headline = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    names = models.TextField(blank=True)
    facets = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # What made it; 0 while the article is to be read again.
    version = models.PositiveSmallIntegerField(default=0)

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")
        indexes = [
            # search: what waits to be read again
            models.Index(fields=["article"], name="search_outdated", condition=models.Q(version=0)),
        ]

    def __str__(self) -> str:
        return self.headline


class SearchWord(models.Model):
    """A word of headlines, standfirsts, bylines and tags, and about how many articles have it.

    For completing and for "did you mean". `backward` is the word from its end: a slip near the
    beginning is found by how the word ends. Counts only grow until the index is made anew.
    """

    word = models.CharField(primary_key=True, max_length=40)
    backward = models.CharField(max_length=40, db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
