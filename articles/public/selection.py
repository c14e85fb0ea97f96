"""Which articles a tag or an author stands for, and which rows hang on articles readers see."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from articles.models import Article, Author, Contribution, Tag, Tagging
from articles.models.article import ArticleQuerySet


def tagged(articles: ArticleQuerySet, tag: Tag) -> ArticleQuerySet:
    """Those that carry the tag, listed or not; for a list there is `ArticleQuerySet.tagged`."""
    return articles.filter(Exists(Tagging.objects.filter(tag=tag, content_object=OuterRef("pk"))))


def written_by(articles: ArticleQuerySet, author: Author) -> ArticleQuerySet:
    """Those whose byline names the author; for a list there is `ArticleQuerySet.written_by`."""
    made = Contribution.objects.filter(author=author, article=OuterRef("pk"))
    return articles.filter(Exists(made))


def is_listed(now: datetime, column: str = "article") -> Exists:
    """Whether the article that a row points at is listed: a condition for rows of another kind.

    Asked row by row. `article__in=listed` would have SQLite gather all that is listed first.
    """
    return Exists(Article.objects.listed(now).filter(pk=OuterRef(column)))
