"""Lists that belong to something: a section, a tag, a source, an author."""

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from articles.cachekeys import names
from articles.models import Article, Author, Section, Source, Tag
from articles.models.article import ArticleQuerySet
from articles.public import addresses, stories
from articles.public.gathering import gather_makers
from articles.public.stories import PublicStory
from articles.web import feeds, front, paging, structured
from articles.web.page import Page, public, render

PAGE_SIZE = 30
RUNNING = 8  # stories named beside a list


@public
def section(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A section: its curated or newest articles on top, then all by time."""
    found = addresses.by_slug(Section, slug)
    if found is None:
        raise Http404
    return show_section(page, found)


def show_section(page: Page, section: Section) -> HttpResponse:
    """The page of a section."""
    page.settle(section.get_absolute_url())
    page.feeds = feeds.links("section", section.name, slug=section.slug)
    page.hangs_on(names.in_section(section.pk))
    listed = Article.objects.listed(page.now).in_section(section)
    return _list(page, "articles/section_detail.jinja", section, listed, section=section)


@public
def tag(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A tag with its articles; 404 while none is listed, for the name alone may tell too much."""
    found = addresses.by_slug(Tag, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.tag(found.pk), names.tagged(found.pk))
    listed = Article.objects.listed(page.now).tagged(found.pk)
    if not listed.exists():
        raise Http404
    page.feeds = feeds.links("tag", found.name, slug=found.slug)
    return _list(page, "articles/tag_detail.jinja", found, listed)


@public
def source(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A source: who it is, on what terms we carry it, and its articles."""
    found = addresses.by_slug(Source, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.source(found.pk), names.from_source(found.pk))
    page.feeds = feeds.links("source", found.name, slug=found.slug)
    listed = Article.objects.listed(page.now).from_source(found)
    return _list(page, "articles/source_detail.jinja", found, listed)


@public
def author(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """An author with what they made."""
    found = addresses.by_slug(Author, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.author(found.pk), names.written_by(found.pk))
    page.feeds = feeds.links("author", found.name, slug=found.slug)
    listed = Article.objects.listed(page.now).written_by(found.pk)
    return _list(page, "articles/author_detail.jinja", found, listed)


def _list(
    page: Page,
    template: str,
    thing: Model,
    listed: ArticleQuerySet,
    *,
    section: Section | None = None,
) -> HttpResponse:
    newest = listed.newest_first().for_list()
    slice_ = paging.cut(newest, before=page.before, size=PAGE_SIZE)
    gather_makers(slice_.rows)
    top = []
    if section is not None and slice_.is_first:
        top = front.top_of_section(page, section)
    page.shows(slice_.rows)
    on_top = {card.article.pk for card in top}
    context = {
        "thing": thing,
        "top": top,
        "slice": slice_,
        "rows": [row for row in slice_.rows if row.pk not in on_top],
        "running": _running(page, slice_.rows),
        "data": _data(page, thing, [*(card.article for card in top), *slice_.rows]),
    }
    return render(page, template, context)


def _data(page: Page, thing: Model, shown: list[Article]) -> SafeString:
    if isinstance(thing, Author):
        return structured.profile(page, thing)
    return structured.collection(page, str(thing), dict.fromkeys(shown))


def _running(page: Page, rows: list[Article]) -> list[PublicStory]:
    """The stories of these articles, the most widely told first."""
    ids = {row.story_id for row in rows if row.story_id}
    told = stories.coverage(ids, page.now).values()
    stories.note(page.shown, ids, told)
    return sorted(told, key=lambda story: len(story.members), reverse=True)[:RUNNING]
