"""Which rows a list holds: filters and orders by allow-list, over what readers may see."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from articles.api.asking import ArticleQuery
from articles.models import Article, Author, Contribution, Correction, Section, Source, Tag, Tagging
from articles.models.article import ArticleQuerySet
from articles.public import addresses
from articles.public.selection import is_listed

Thing = TypeVar("Thing", bound=Model)


def articles(query: ArticleQuery, now: datetime) -> ArticleQuerySet:
    """The listed articles that all filters let through; none where a filter names nothing.

    A former slug still finds its thing. One query for each filter by slug.
    """
    rows = Article.objects.listed(now)
    if query.section is not None:
        section = addresses.by_slug(Section, query.section)
        rows = rows.in_section(section) if section else rows.none()
    if query.source is not None:
        source = addresses.by_slug(Source, query.source)
        rows = rows.from_source(source) if source else rows.none()
    if query.tag is not None:
        tag = addresses.by_slug(Tag, query.tag)
        rows = rows.tagged(tag.pk) if tag else rows.none()
    if query.author is not None:
        author = addresses.by_slug(Author, query.author)
        rows = rows.written_by(author.pk) if author else rows.none()
    if query.story is not None:
        rows = rows.filter(story=query.story)
    if query.language is not None:
        rows = rows.filter(language=query.language)
    if query.since is not None:
        rows = rows.filter(visible_at__gte=query.since)
    if query.until is not None:
        rows = rows.filter(visible_at__lt=query.until)
    return rows


def tags(now: datetime) -> QuerySet[Tag]:
    """Tags with a listed article: the name of another may tell too much."""
    used = Tagging.objects.filter(is_listed(now, "content_object"), tag=OuterRef("pk"))
    found: QuerySet[Tag] = Tag.objects.filter(Exists(used))  # taggit has no types
    return found


def sources(now: datetime) -> QuerySet[Source]:
    """Sources with a listed article."""
    return Source.objects.filter(Exists(Article.objects.listed(now).filter(source=OuterRef("pk"))))


def authors(now: datetime) -> QuerySet[Author]:
    """Authors of a listed article."""
    made = Contribution.objects.filter(is_listed(now), author=OuterRef("pk"))
    return Author.objects.filter(Exists(made))


def corrections(now: datetime) -> QuerySet[Correction]:
    """Corrections to listed articles."""
    rows = Correction.objects.filter(is_listed(now)).select_related("article")
    return rows.defer("article__body_html", "article__editor_note")


def named(rows: QuerySet[Thing], model: type[Thing], slug: str) -> Thing | None:
    """The one of the rows with this slug, or that once had it. At most three queries."""
    found = addresses.by_slug(model, slug)
    return rows.filter(pk=found.pk).first() if found else None
