"""Everything that was published, month by month."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.cachekeys import LATEST
from articles.cachekeys import names as keys
from articles.models import Article
from articles.web import months, paging, structured
from articles.web.page import Page, public, render

PAGE_SIZE = 60


@dataclass(frozen=True)
class Day:
    """A day of the publication's zone and its articles, newest first."""

    day: date
    articles: tuple[Article, ...]


@public
def archive_index(request: HttpRequest, page: Page) -> HttpResponse:
    """The years and months that have something."""
    page.before = ""
    page.settle(reverse("archive-index"))
    page.hangs_on(LATEST)
    by_year = groupby(months.filled(page.now), key=lambda month: month.year)
    context = {
        "years": [(year, list(found)) for year, found in by_year],
        "data": structured.collection(page, _("Archive")),
    }
    return render(page, "articles/archive_index.jinja", context)


@public
def archive(request: HttpRequest, page: Page, year: int, month: int) -> HttpResponse:
    """A month by days, newest first. Cut by key: once the month is over its pages stay."""
    this = months.Month(year, month)
    page.settle(this.get_absolute_url())
    listed = Article.objects.listed(page.now)
    slice_ = paging.cut(
        listed.filter(visible_at__gte=this.start, visible_at__lt=this.end).for_list(),
        before=page.before,
        size=PAGE_SIZE,
    )
    if not slice_.rows:
        raise Http404
    earlier, later = months.before(this, page.now), months.after(this, page.now)
    page.shows(slice_.rows)
    page.hangs_on(*keys.months((earlier or this).start, (later or this).end))
    if earlier is None or later is None:  # the first or the last month with something to read
        page.hangs_on(LATEST)
    context = {
        "month": this,
        "days": _days(slice_.rows),
        "slice": slice_,
        "earlier": earlier,
        "later": later,
        "data": structured.collection(page, str(this), slice_.rows),
    }
    return render(page, "articles/archive_month.jinja", context)


def _days(rows: list[Article]) -> list[Day]:
    grouped = groupby(rows, key=lambda row: timezone.localdate(cast(datetime, row.visible_at)))
    return [Day(day, tuple(articles)) for day, articles in grouped]
