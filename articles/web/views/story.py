"""Full coverage of one story."""

from datetime import date, datetime
from itertools import groupby
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from articles.cachekeys import names
from articles.models import Article
from articles.public import addresses, stories
from articles.web import feeds, structured
from articles.web.page import Page, public, render


@public
def story(request: HttpRequest, page: Page, pk: int, slug: str = "") -> HttpResponse:
    """The lead, our own pieces, what the sources wrote as far as their rights go, a timeline."""
    page.before = ""
    found = addresses.story(pk)
    told = stories.public_story(found, page.now) if found else None
    if told is None:
        raise Http404
    page.settle(told.url)
    page.hangs_on(names.story(told.story.pk))
    page.shows(told.members)
    page.feeds = feeds.links("story", told.title, pk=told.story.pk, slug=told.slug)
    first = stories.first_told(told, page.now)
    if first is not None:
        page.shows([first.article])
    days = groupby(told.members, key=_day)
    context = {
        "story": told,
        "first": first,
        "days": [(day, list(members)) for day, members in days],
        "data": structured.collection(page, told.title, told.members),
    }
    return render(page, "articles/story_detail.jinja", context)


def _day(article: Article) -> date:
    return timezone.localdate(cast(datetime, article.visible_at))
