"""Lists that belong to something: a section, a tag, a source, an author."""

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from articles.cachekeys import names
from articles.models import Article, Author, Section, Source, Tag
from articles.public import addresses, selection, stories
from articles.public.gathering import gather_makers
from articles.public.selection import Selection
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
    return _list(page, "articles/section_detail.jinja", section, selection.IN_SECTION)


@public
def tag(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A tag with its articles; 404 while none is listed, for the name alone may tell too much."""
    found = addresses.by_slug(Tag, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.tag(found.pk), names.tagged(found.pk))
    page.feeds = feeds.links("tag", found.name, slug=found.slug)
    return _list(page, "articles/tag_detail.jinja", found, selection.TAGGED)


@public
def source(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """A source: who it is, on what terms we carry it, and its articles."""
    found = addresses.by_slug(Source, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.source(found.pk), names.from_source(found.pk))
    page.feeds = feeds.links("source", found.name, slug=found.slug)
    return _list(page, "articles/source_detail.jinja", found, selection.FROM_SOURCE)


@public
def author(request: HttpRequest, page: Page, slug: str) -> HttpResponse:
    """An author with what they made."""
    found = addresses.by_slug(Author, slug)
    if found is None:
        raise Http404
    page.settle(found.get_absolute_url())
    page.hangs_on(names.author(found.pk), names.written_by(found.pk))
    page.feeds = feeds.links("author", found.name, slug=found.slug)
    return _list(page, "articles/author_detail.jinja", found, selection.WRITTEN_BY)


def _list(page: Page, template: str, thing: Model, of: Selection) -> HttpResponse:
    slice_ = _slice(page, thing, of)
    if isinstance(thing, Tag) and not slice_.rows:
        raise Http404
    gather_makers(slice_.rows)
    top = []
    if isinstance(thing, Section) and slice_.is_first:
        top = front.top_of_section(page, thing)
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


def _slice(page: Page, thing: Model, of: Selection) -> "paging.Slice[Article]":
    if page.before:
        listed = of.listed(Article.objects.listed(page.now), thing.pk)
        return paging.cut(listed.newest_first().for_list(), before=page.before, size=PAGE_SIZE)
    newest = selection.newest(of, PAGE_SIZE + 1)
    return paging.first(newest(now=page.now, **of.values(thing.pk)), PAGE_SIZE)


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
