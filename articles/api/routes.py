"""The operations: each reads its rows, has them written, and answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError

from articles.api import articles, call, nouns, paging, selecting, shapes, syncing, telling
from articles.api.asking import (
    ArticleQuery,
    Id,
    Nothing,
    Paged,
    Slug,
    Sparse,
    SyncQuery,
    Uid,
    names,
    problem_of,
)
from articles.api.problems import Problem, bad_parameter, not_found
from articles.models import Article, Author, Section, Source, Tag
from articles.public import addresses, stories

VERSION = "1.0"
LIST = 200  # fronts in one answer
View = Callable[..., HttpResponse]
_AT_UID = "uid"

api = NinjaAPI(
    title="Newsroom read API",
    version=VERSION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)


def reads(
    path: str, *, name: str, gives: type[Schema], takes: type[Schema] = Nothing, **told: Any
) -> Callable[[View], View]:
    """Register an operation, GET and HEAD, with all that its document says of errors."""

    def register(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            _refuse_unknown(request, takes)
            return view(request, *args, **kwargs)

        statuses = {200: gives, 404: shapes.ErrorOut, 422: shapes.ErrorOut, 429: shapes.ErrorOut}
        statuses |= dict.fromkeys(told.get("also", ()), shapes.ErrorOut)
        api.api_operation(
            ["GET", "HEAD"],
            path,
            response={304: None, **statuses},
            operation_id=name.replace("-", "_"),
            url_name=name,
            summary=(view.__doc__ or "").split("\n")[0],
            description=told.get("description") or " ",
            tags=[told["group"]],
        )(checked)
        return view

    return register


def _refuse_unknown(request: HttpRequest, takes: type[Schema]) -> None:
    allowed = names(takes)
    for name in request.GET:
        if name not in allowed:
            raise bad_parameter(name[:80], "There is no such parameter here.", allowed=allowed)
        if len(request.GET.getlist(name)) > 1:
            raise bad_parameter(name, "Give it once.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    details = [problem_of(one) for one in error.errors]
    message = "A parameter cannot be used; see details."
    return call.told(Problem(422, "bad-parameter", message, {"details": details}))


@api.exception_handler(Problem)
def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    return call.told(problem)


@reads("/articles", name="articles", gives=shapes.ArticlePage, takes=ArticleQuery,
       group="articles")  # fmt: skip
def list_articles(request: HttpRequest, query: Query[ArticleQuery]) -> HttpResponse:
    """Articles, newest first, filtered."""
    here = call.of(request)
    fields = articles.chosen(query.fields, articles.LINE)
    rows = articles.loaded(selecting.articles(query, here.now), fields)
    cut = paging.cut(
        rows,
        kind="articles",
        cursor=query.cursor,
        limit=query.limit,
        field=rows.moment,
        newest=query.order == "newest",
    )
    return paging.answer(request, "articles", articles.written(here, cut.rows, fields), cut.after)


@reads("/sync", name="sync", gives=shapes.SyncPage, takes=SyncQuery, also=(410,),
       group="articles",
       description=syncing.GUARANTEE)  # fmt: skip
def sync(request: HttpRequest, query: Query[SyncQuery]) -> HttpResponse:
    """What is new, changed and gone since the last sync."""
    fields = articles.chosen(query.fields, articles.WHOLE)
    return syncing.answer(request, query, ("uid", *(f for f in fields if f != "uid")))


@reads("/articles/{article_id}", name="article", gives=shapes.ArticleOut, takes=Sparse,
       also=(301, 410, 451), group="articles",
       description="301 for one that was merged into another, 410 for one that was withdrawn, "
       "451 for one that the law withholds.")  # fmt: skip
def get_article(request: HttpRequest, article_id: Id, query: Query[Sparse]) -> HttpResponse:
    """One article."""
    return _article(request, {"pk": article_id}, query)


@reads("/articles/uid/{uid}", name="article-by-uid", gives=shapes.ArticleOut, takes=Sparse,
       also=(301, 410, 451), group="articles")  # fmt: skip
def get_article_by_uid(request: HttpRequest, uid: Uid, query: Query[Sparse]) -> HttpResponse:
    """One article by its uid."""
    return _article(request, {_AT_UID: uid}, query)


def _article(request: HttpRequest, key: dict[str, Any], query: Sparse) -> HttpResponse:
    here = call.of(request)
    fields = articles.chosen(query.fields, articles.WHOLE)
    needed = articles.loaded(Article.objects.all(), fields).select_related(
        *articles.joined(fields), "survivor"
    )
    asked = needed.filter(**key).first()
    answer = addresses.state(asked, here.now)
    here.holds_until(answer.changes_at)
    if answer.status in (410, 451):
        raise _gone(answer)
    if answer.article is None:
        raise not_found("article")
    if answer.status == 301:
        return _moved(here, answer.article)
    return call.write(articles.written(here, [answer.article], fields)[0])


def _gone(answer: addresses.Answer) -> Problem:
    told = answer.withdrawal
    more = {"note": told.note, "at": call.stamp(told.at)} if told else None
    if answer.status == 451:
        return Problem(451, "legal", "This article is withheld for legal reasons.", more)
    return Problem(410, "gone", "This article is no longer offered.", more)


def _moved(here: call.Call, article: Article) -> HttpResponse:
    location = here.api("article", article_id=article.pk)
    told = call.told(Problem(301, "merged", "It was merged.", {"location": location}))
    told.headers["Location"] = location
    return told


@reads("/stories", name="stories", gives=shapes.StoryPage, takes=Paged,
       group="stories")  # fmt: skip
def list_stories(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Stories, the one with the newest article first."""
    here = call.of(request)
    cut = paging.cut(
        telling.newest_of_each(here),
        kind="stories",
        cursor=query.cursor,
        limit=query.limit,
        field="visible_at",
    )
    return paging.answer(request, "stories", telling.story_rows(here, cut.rows), cut.after)


@reads("/stories/{story_id}", name="story", gives=shapes.StoryDetail, takes=Sparse,
       group="stories")  # fmt: skip
def get_story(request: HttpRequest, story_id: Id, query: Query[Sparse]) -> HttpResponse:
    """One story with its newest articles."""
    here = call.of(request)
    fields = articles.chosen(query.fields, articles.LINE)
    found = addresses.story(story_id)
    told = stories.public_story(found, here.now) if found else None
    if told is None:
        raise not_found("story")
    return call.write(telling.whole_story(here, told, fields))


@reads("/fronts", name="fronts", gives=shapes.FrontPage,
       group="fronts")  # fmt: skip
def list_fronts(request: HttpRequest) -> HttpResponse:
    """All fronts and where to read them."""
    here = call.of(request)
    sections = [None, *Section.objects.defer("description")[:LIST]]
    rows = [telling.front_link(here, section) for section in sections]
    return paging.answer(request, "fronts", rows, "")


@reads("/fronts/site", name="site-front", gives=shapes.FrontOut, takes=Sparse,
       group="fronts")  # fmt: skip
def site_front(request: HttpRequest, query: Query[Sparse]) -> HttpResponse:
    """The site's front as readers see it now."""
    fields = articles.chosen(query.fields, articles.LINE)
    return call.write(telling.front(call.of(request), None, fields))


@reads("/fronts/section/{slug}", name="section-front", gives=shapes.FrontOut, takes=Sparse,
       group="fronts")  # fmt: skip
def section_front(request: HttpRequest, slug: Slug, query: Query[Sparse]) -> HttpResponse:
    """A section's front as readers see it now."""
    fields = articles.chosen(query.fields, articles.LINE)
    section = addresses.by_slug(Section, slug)
    if section is None:
        raise not_found("section")
    return call.write(telling.front(call.of(request), section, fields))


@reads("/sections", name="sections", gives=shapes.SectionPage, takes=Paged,
       group="nouns")  # fmt: skip
def list_sections(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Sections."""
    return _nouns(request, "sections", Section.objects.all(), query, nouns.section)


@reads("/sections/{slug}", name="section", gives=shapes.SectionOut,
       group="nouns")  # fmt: skip
def get_section(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One section."""
    return _noun(request, "section", addresses.by_slug(Section, slug), nouns.section)


@reads("/tags", name="tags", gives=shapes.TagPage, takes=Paged,
       group="nouns")  # fmt: skip
def list_tags(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Tags that have articles."""
    rows = selecting.tags(call.of(request).now)
    return _nouns(request, "tags", rows, query, nouns.tag)


@reads("/tags/{slug}", name="tag", gives=shapes.TagOut, group="nouns")
def get_tag(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One tag."""
    found = selecting.named(selecting.tags(call.of(request).now), Tag, slug)
    return _noun(request, "tag", found, nouns.tag)


@reads("/sources", name="sources", gives=shapes.SourcePage, takes=Paged,
       group="nouns")  # fmt: skip
def list_sources(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Sources that have articles."""
    rows = selecting.sources(call.of(request).now)
    return _nouns(request, "sources", rows, query, nouns.source)


@reads("/sources/{slug}", name="source", gives=shapes.SourceOut,
       group="nouns")  # fmt: skip
def get_source(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One source."""
    found = selecting.named(selecting.sources(call.of(request).now), Source, slug)
    return _noun(request, "source", found, nouns.source)


@reads("/authors", name="authors", gives=shapes.AuthorPage, takes=Paged,
       group="nouns")  # fmt: skip
def list_authors(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Authors that have articles."""
    rows = selecting.authors(call.of(request).now)
    return _nouns(request, "authors", rows, query, nouns.author)


@reads("/authors/{slug}", name="author", gives=shapes.AuthorOut,
       group="nouns")  # fmt: skip
def get_author(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One author."""
    found = selecting.named(selecting.authors(call.of(request).now), Author, slug)
    return _noun(request, "author", found, nouns.author)


@reads("/corrections", name="corrections", gives=shapes.CorrectionPage, takes=Paged,
       group="nouns")  # fmt: skip
def list_corrections(request: HttpRequest, query: Query[Paged]) -> HttpResponse:
    """Corrections, newest first."""
    here = call.of(request)
    cut = paging.cut(
        selecting.corrections(here.now),
        kind="corrections",
        cursor=query.cursor,
        limit=query.limit,
        field="made_at",
    )
    rows = [nouns.correction(here, row) for row in cut.rows]
    return paging.answer(request, "corrections", rows, cut.after)


def _nouns(
    request: HttpRequest, name: str, rows: Any, query: Paged, write: Callable[..., Any]
) -> HttpResponse:
    here = call.of(request)
    cut = paging.cut(rows, kind=name, cursor=query.cursor, limit=query.limit, newest=False)
    return paging.answer(request, name, [write(here, row) for row in cut.rows], cut.after)


def _noun(request: HttpRequest, noun: str, found: Any, write: Callable[..., Any]) -> HttpResponse:
    if found is None:
        raise not_found(noun)
    return call.write(cast(Any, write(call.of(request), found)))
