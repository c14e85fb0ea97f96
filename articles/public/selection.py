"""Which articles a tag or an author stands for."""

from articles.models import Author, Contribution, Tag, Tagging
from articles.models.article import ArticleQuerySet


def tagged(articles: ArticleQuerySet, tag: Tag) -> ArticleQuerySet:
    """Those that carry the tag."""
    return articles.filter(pk__in=Tagging.objects.filter(tag=tag).values("content_object"))


def written_by(articles: ArticleQuerySet, author: Author) -> ArticleQuerySet:
    """Those whose byline names the author, in whatever role."""
    return articles.filter(pk__in=Contribution.objects.filter(author=author).values("article"))
