"""What will happen by itself: everything that time alone will change for readers, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import moments, performing
from articles.admin.history import field_label
from articles.enums import Status
from articles.models import Article, Edition, FrontSlot, PlannedChange

# Of each kind, the next ones; the whole page is no longer than two screens of them.
MOST = 50


@dataclass(frozen=True)
class Coming:
    """One thing that will happen: when, what to whom, and the page on which it is changed."""

    moment: moments.Moment
    what: str
    name: str
    url: str
    language: str = ""


@performing.needs("view_article")
def planned(request: HttpRequest) -> HttpResponse:
    """The list, the next first. A fixed number of queries."""
    now = timezone.now()
    context = {
        **admin.site.each_context(request),
        "title": _("Planned"),
        "rows": coming(now),
        "most": MOST,
    }
    return TemplateResponse(request, "admin/articles/planned.html", context)


def coming(now: datetime) -> list[Coming]:
    """Everything that time will do, the next first; at most `MOST`. Six queries.

    A planned change that is late stands first.
    """
    rows = [*_articles(now), *_launches(now), *_slots(now), *_changes(now)]
    return sorted(rows, key=lambda row: row.moment.at)[:MOST]


def _articles(now: datetime) -> Iterator[Coming]:
    out = Article.objects.filter(status=Status.PUBLISHED, retracted_at=None, copy_of=None)
    for article in _next(out.defer("body_html"), "visible_at", now):
        is_wall = article.embargoed_until == article.visible_at
        what = _("its embargo ends") if is_wall else _("appears")
        yield _of(article.visible_at, what, article)
    out = Article.objects.filter(status=Status.PUBLISHED)
    for article in _next(out.defer("body_html"), "expires_at", now):
        yield _of(article.expires_at, _("leaves: the right to use it ends"), article)


def _launches(now: datetime) -> Iterator[Coming]:
    for edition in Edition.objects.planned(now).select_related("front")[:MOST]:
        assert edition.launch_at is not None  # that is what planned ones have
        url = reverse("admin:articles_front_change", args=[edition.front_id])
        yield Coming(_told(edition.launch_at), _("the front launches"), str(edition.front), url)


def _slots(now: datetime) -> Iterator[Coming]:
    rows = FrontSlot.objects.standing(now).select_related("edition__front", "article")
    rows = rows.defer("article__body_html")
    for name, what in (("from_at", _("comes to the front")), ("until_at", _("leaves the front"))):
        for slot in _next(rows, name, now):
            url = reverse("admin:articles_front_change", args=[slot.edition.front_id])
            at = _told(getattr(slot, name))
            yield Coming(at, what, str(slot), url, slot.article.language)


def _changes(now: datetime) -> Iterator[Coming]:
    rows = PlannedChange.objects.waiting().select_related("article")
    for planned in rows.defer("article__body_html")[:MOST]:
        url = reverse("admin:articles_article_later", args=[planned.article_id])
        names = ", ".join(field_label(Article, name) for name in planned.fields)
        what = _("changes: %(names)s") if planned.due_at > now else _("late, changes: %(names)s")
        told = _told(planned.due_at)
        article = planned.article
        yield Coming(told, what % {"names": names}, article.headline, url, article.language)


def _next(rows: QuerySet[Any], field: str, now: datetime) -> list[Any]:
    return list(rows.filter(**{f"{field}__gt": now}).order_by(field, "pk")[:MOST])


def _of(at: datetime | None, what: str, article: Article) -> Coming:
    assert at is not None  # the rows were chosen by it
    url = reverse("admin:articles_article_change", args=[article.pk])
    return Coming(_told(at), what, article.headline, url, article.language)


def _told(at: datetime) -> moments.Moment:
    return moments.tell(at, timezone.get_current_timezone())
