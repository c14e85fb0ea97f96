"""What search engines are told: an index, a sitemap a month, the news of two days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse

from articles.cachekeys import LATEST
from articles.cachekeys import names as keys
from articles.enums import Statement
from articles.media import renditions
from articles.models import Article
from articles.web import gone, months
from articles.web.feedformats import writable
from articles.web.indexing import indexed
from articles.web.months import Month
from articles.web.page import Page, public
from articles.web.structured import stamp

NEWS_AGE = timedelta(hours=48)
NEWS_LENGTH = 1000
LENGTH = 50_000  # the protocol's limit for one file
CHANGES = 500  # material changes that are looked through for the last one of each month
_COLUMNS = (
    "id", "slug", "headline", "visible_at", "updated_at", "retracted_at",
    *(f"lead_image__{name}" for name in (
        "uid", "file", "width", "height", "renditions", "fault", "expires_at", "sealed_at",
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Location:
    """One entry: an absolute address, when it last changed and its picture ("" if not known)."""

    url: str
    changed: str
    image_url: str = ""


@dataclass(frozen=True)
class News:
    """One entry of the news sitemap."""

    url: str
    language: str
    published: str
    title: str


@public
def index(request: HttpRequest, page: Page) -> HttpResponse:
    """Every sitemap there is, each month with the moment of its last change."""
    page.before = ""
    page.settle(reverse("sitemap-index"))
    page.hangs_on(LATEST, keys.SOURCES)
    changed = last_changes(page.now)
    found = [
        Location(
            page.absolute(_month_path(filled.month)),
            stamp(max(filled.newest_at, changed.get(filled.month, filled.newest_at))),
        )
        for filled in months.filled(page.now, indexed(Article.objects.listed(page.now)))
    ]
    names = ("sitemap-pages", "sitemap-news")
    fixed = [Location(page.absolute(reverse(name)), "") for name in names]
    return _xml("feeds/sitemap_index.xml", {"locations": fixed + found})


def last_changes(now: datetime) -> dict[Month, datetime]:
    """The last material change of each month's articles, or the last of them to go away.

    Months without either are left out. Four queries, of the latest changes and removals alone: of
    a paper that was changed a hundred thousand times they read no more, and what they leave out,
    every crawler has read long ago.
    """
    here = indexed(Article.objects.listed(now)).filter(pk=OuterRef("pk"))
    changed = Article.objects.filter(Exists(here), updated_at__isnull=False)
    moments = changed.order_by("-updated_at").values_list("visible_at", "updated_at")
    latest: dict[Month, datetime] = {}
    for seen, moment in [*moments[:CHANGES], *gone.removals(indexed, now)]:
        if seen and moment:  # always, by what was asked for
            month = Month.of(seen)
            latest[month] = max(moment, latest.get(month, moment))
    return latest


@public
def month(request: HttpRequest, page: Page, year: int, month: int) -> HttpResponse:
    """The articles of one month of the publication's zone, newest first."""
    page.before = ""
    this = Month(year, month)
    page.settle(_month_path(this))
    page.hangs_on(keys.SOURCES, keys.PICTURES, *keys.months(this.start, this.end))
    listed = indexed(Article.objects.listed(page.now)).newest_first()
    rows = listed.filter(visible_at__gte=this.start, visible_at__lt=this.end)
    locations = [
        Location(
            page.absolute(row.get_absolute_url()), stamp(row.changed_at), _image_url(page, row)
        )
        for row in rows.select_related("lead_image").only(*_COLUMNS)[:LENGTH]
    ]
    if not locations:
        raise Http404
    return _xml("feeds/sitemap.xml", {"locations": locations})


@public
def pages(request: HttpRequest, page: Page) -> HttpResponse:
    """The pages that are no articles."""
    page.before = ""
    page.settle(reverse("sitemap-pages"))
    page.hangs_on()
    paths = [reverse("home"), *(section.get_absolute_url() for section in page.sections)]
    paths += [reverse(name) for name in ("corrections", "archive-index", "feed-list", "about")]
    paths += [reverse("statement", kwargs={"kind": kind.value}) for kind in Statement]
    locations = [Location(page.absolute(path), "") for path in paths]
    return _xml("feeds/sitemap.xml", {"locations": locations})


@public
def news(request: HttpRequest, page: Page) -> HttpResponse:
    """At most a thousand articles of the last 48 hours, newest first, as Google News asks."""
    page.before = ""
    page.settle(reverse("sitemap-news"))
    page.hangs_on(LATEST, keys.SOURCES, *keys.months(page.now - NEWS_AGE, page.now))
    listed = indexed(Article.objects.listed(page.now)).newest_first()
    recent = listed.filter(visible_at__gt=page.now - NEWS_AGE).defer("body_html")[:NEWS_LENGTH]
    items = [_news(page, article) for article in recent]
    if items:
        oldest = list(recent)[-1].visible_at
        page.holds_until(oldest + NEWS_AGE if oldest else None)
    return _xml("feeds/sitemap_news.xml", {"items": items, "page": page})


def _news(page: Page, article: Article) -> News:
    assert article.visible_at is not None  # only listed articles get here
    return News(
        page.absolute(article.get_absolute_url()),
        (article.language or page.publication.language).partition("-")[0].lower(),
        stamp(article.visible_at),
        writable(article.headline),
    )


def _image_url(page: Page, article: Article) -> str:
    image = article.lead_image
    if image is None or not image.may_be_shown(page.now):
        return ""
    page.holds_until(image.expires_at)
    return page.absolute(renditions.one(image, "whole", renditions.WIDTHS[-1]).url)


def _month_path(month: Month) -> str:
    return reverse("sitemap-articles", kwargs={"year": month.year, "month": month.month})


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    body = loader.get_template(template).render(context)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
