"""The readers' search: a page of what fits, and help with the words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse

from articles import search as index
from articles.models import Article, Tag
from articles.public import stories
from articles.public.stories import PublicStory
from articles.search.finding import Cursor
from articles.web import completing, searching, structured
from articles.web.page import Moved, Page, public, render
from articles.web.searching import Asked, Link

PAGE_SIZE = 20
NEWEST = 6  # articles offered where nothing is found
TAGS = 14
RECENT = 200  # articles whose tags are offered before anything is asked
SUGGESTIONS = "application/x-suggestions+json"
DESCRIPTION = "application/opensearchdescription+xml"


@dataclass(frozen=True)
class Row:
    """A find as the page shows it; the story where others of it fit as well."""

    hit: index.Hit
    story: PublicStory | None


@public
def search(request: HttpRequest, page: Page) -> HttpResponse:
    """What is listed and fits, best or newest first, each story once; help where nothing does."""
    asked = searching.read(request.GET, page.sections)
    before, page.before = page.before, ""
    if Cursor.read(before) is None:
        before = ""
    if page.asked_path != reverse("search"):
        raise Moved(asked.page(before))
    rows = Article.objects.select_related("section", "source")
    found = index.find(
        asked.query,
        now=page.now,
        among=rows.prefetch_related("contributions__author"),
        is_newest_first=asked.is_newest_first,
        limit=PAGE_SIZE,
        after=before,
    )
    context = {
        "asked": asked,
        "found": found,
        "rows": _rows(page, found),
        "chosen": searching.chosen(asked),
        "best": asked.but(is_newest_first=False).path,
        "newest": asked.but(is_newest_first=True).path,
        "older": asked.page(found.next) if found.next else "",
        "canonical": page.absolute(asked.page(before)),
        "data": structured.website(page),
        **(_narrowing(page, asked, found) if found.hits else _help(page, asked, found)),
    }
    return render(page, "articles/search.jinja", context)


def _rows(page: Page, found: index.Page) -> list[Row]:
    """The finds with their stories, at most two queries for all."""
    ids = {hit.article.story_id for hit in found.hits if hit.more and hit.article.story_id}
    told = stories.coverage(ids, page.now) if ids else {}
    return [
        Row(hit, told.get(hit.article.story_id or 0) if hit.more else None) for hit in found.hits
    ]


def _narrowing(page: Page, asked: Asked, found: index.Page) -> dict[str, Any]:
    return {"groups": searching.narrowing(asked, found.tally, page.sections, page.now)}


def _help(page: Page, asked: Asked, found: index.Page) -> dict[str, Any]:
    """What else could be looked for, where nothing was asked or found."""
    listed = Article.objects.listed(page.now)
    newest = listed.newest_first()
    help_: dict[str, Any] = {"latest": newest.for_list()[:NEWEST]}
    if not asked.query:
        recent = newest.values("pk")[:RECENT]
        tags = Tag.objects.filter(taggings__content_object__in=recent)
        help_["tags"] = tags.annotate(count=Count("pk")).order_by("-count", "pk")[:TAGS]
        return help_
    if found.problems or found.next or not found.is_first:
        return help_
    rows = Article.objects.all()
    meant = index.suggest(asked.text, among=rows, now=page.now, is_desk=False)
    if meant:
        help_["meant"] = Link(meant, asked.but(text=meant).path)
        return help_
    if (
        asked.is_narrowed
        and index.newest_ids(
            Asked(asked.text).query, among=rows, now=page.now, most=1, is_desk=False
        ).ids
    ):
        help_["wider"] = Asked(asked.text).path
        return help_
    ways = index.looser(asked.text, among=rows, now=page.now, is_desk=False)
    help_["looser"] = [Link(way, Asked(way).path) for way in ways]
    return help_


@public
def complete(request: HttpRequest, page: Page) -> HttpResponse:
    """What the letters typed so far may become, as browsers' search boxes read it, too.

    OpenSearch Suggestions 1.1: what was typed, then completions, what each is, and its address.
    """
    page.before = ""
    page.settle(reverse("search-complete"))
    typed = index.typed(request.GET.get("q", ""))[: completing.LONGEST]
    found = completing.complete(typed, page)
    answer = [
        typed,
        [one.text for one in found],
        [one.kind for one in found],
        [page.absolute(one.path) for one in found],
    ]
    return JsonResponse(
        answer, safe=False, content_type=SUGGESTIONS, json_dumps_params={"ensure_ascii": False}
    )


@public
def description(request: HttpRequest, page: Page) -> HttpResponse:
    """How browsers and other programs search this paper: an OpenSearch description document."""
    page.before = ""
    page.settle(reverse("search-description"))
    context = {
        "page": page,
        "search": page.absolute(reverse("search")),
        "complete": page.absolute(reverse("search-complete")),
        "logo": page.absolute(static(structured.LOGO[0])),
    }
    body = loader.get_template("articles/opensearch.xml").render(context)
    return HttpResponse(body, content_type=f"{DESCRIPTION}; charset=utf-8")
