"""Lists that belong to something: a section, a tag, a source, an author."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Article, Author, Front, Section, Source, Tag
from articles.models.article import ArticleQuerySet
from articles.web import addresses, feeds, paging, structured
from articles.web.front_rule import front_articles
from articles.web.page import Page, public, render
from articles.web.selection import tagged, written_by

PAGE_SIZE = 30
TOP = 4  # the lead of a section and the three beside it


@public
def section(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A section: its curated or newest articles on top, then all by time."""
    found = addresses.by_slug(Section, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.feeds = feeds.links("section", found.name, slug=found.slug)
    front = Front.objects.filter(section=found).first()
    top = list(front_articles(front, page.now))[:TOP] if front and not page.before else []
    listed = Article.objects.listed(page.now).in_section(found)
    listed = listed.exclude(pk__in=[card.article.pk for card in top])
    return _list(page, "articles/section_detail.html", found, listed, {"top": top})


@public
def tag(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A tag with its articles; 404 while none is listed, for the name alone may tell too much."""
    found = addresses.by_slug(Tag, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.feeds = feeds.links("tag", found.name, slug=found.slug)
    listed = tagged(Article.objects.listed(page.now), found)
    if not listed.exists():
        raise Http404
    return _list(page, "articles/tag_detail.html", found, listed)


@public
def source(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A source: who it is, on what terms we carry it, and its articles."""
    found = addresses.by_slug(Source, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.feeds = feeds.links("source", found.name, slug=found.slug)
    listed = Article.objects.listed(page.now).from_source(found)
    return _list(page, "articles/source_detail.html", found, listed)


@public
def author(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """An author with what they made."""
    found = addresses.by_slug(Author, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.feeds = feeds.links("author", found.name, slug=found.slug)
    listed = written_by(Article.objects.listed(page.now), found)
    return _list(page, "articles/author_detail.html", found, listed)


def _list(
    page: Page,
    template: str,
    thing: Model,
    listed: ArticleQuerySet,
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    newest = listed.newest_first().for_list()
    context = {
        "thing": thing,
        "slice": paging.cut(newest, before=page.before, size=PAGE_SIZE),
        "data": structured.collection(page, str(thing)),
        **(extra or {}),
    }
    return render(page, template, context)
