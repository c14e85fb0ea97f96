"""The first page after logging in: what waits, what comes next, what I did last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from articles.admin import badges, charts, clock, reports, second_names
from articles.admin.answers import first_ids
from articles.desk import sittings
from articles.enums import Status
from articles.ingest import newsdays
from articles.models import Act, Article, Change, Source, Suggestion
from articles.text import language

SHOWN = 8


def context(request: HttpRequest) -> dict[str, Any]:
    """Short lists, each read through an index; empty ones for people without the right."""
    if not request.user.has_perm("articles.view_article"):
        return {}
    now = timezone.now()
    incoming, drafts, scheduled = _waiting(now)
    publication = clock.publication_of(request)
    days = newsdays.lately(now, publication.tzinfo)
    queues, found = reports.tiles(now, request.user)
    return {
        "tiles": queues,
        "found": [tile for tile in found if tile.count],
        "charts": charts.lately(days),
        "takings": reports.takings(days, most=SHOWN),
        "incoming": incoming,
        "drafts": drafts,
        "scheduled": [(a, badges.status(a, now)) for a in scheduled],
        "suggestions": Suggestion.objects.filter(status="open").select_related("article")[:SHOWN],
        "ailing": Source.objects.filter(active=True, failure_count__gt=0).order_by(
            "-failure_count", "id"
        )[:SHOWN],
        "proposals": second_names.waiting(request),
        "unsaved": sittings.unsaved(by=request.user, limit=SHOWN),
        "my_acts": _acts(request.user.pk),
        "publication": publication,
    }


def _waiting(now: datetime) -> tuple[list[Article], list[Article], list[Article]]:
    """The newest that came in, the newest drafts, and what appears next. One query."""
    rows = Article.objects.order_by()
    # The same conditions as the index of listed articles, read from its other end.
    scheduled = rows.filter(
        status=Status.PUBLISHED, retracted_at=None, copy_of=None, visible_at__gt=now
    ).order_by("visible_at", "id")
    drafts = rows.filter(status=Status.DRAFT).order_by("-arrived_at", "-pk")
    first, *others = (
        first_ids(part, SHOWN) for part in (Article.objects.incoming(), drafts, scheduled)
    )
    lines = rows.select_related("section", "source").defer("body_html", "editor_note")
    found = sorted(
        lines.filter(pk__in=first.union(*others, all=True)),
        key=lambda article: (article.arrived_at, article.pk),
        reverse=True,
    )
    incoming, draft, out = (
        [article for article in found if article.status == status]
        for status in (Status.INCOMING, Status.DRAFT, Status.PUBLISHED)
    )
    return incoming, draft, sorted(out, key=lambda article: (article.visible_at or now, article.pk))


@dataclass(frozen=True)
class Touched:
    """The article that an act touched first, as far as the page tells of it."""

    pk: int
    headline: str
    language: str

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the language."""
        return language.direction(self.language)


def _acts(person: int | None) -> list[tuple[Act, Touched | None]]:
    """What a person did last, each act with the article it touched first, if any. One query."""
    changes = Change.objects.filter(act=OuterRef("pk")).exclude(article_id=None).order_by("id")
    article = Article.objects.filter(pk=OuterRef("touched"))
    acts = Act.objects.filter(by=person).order_by("-at", "-id").defer("plan")
    found = acts.annotate(
        touched=Subquery(changes.values("article_id")[:1]),
        headline=Subquery(article.values("headline")[:1]),
        language=Subquery(article.values("language")[:1]),
    )
    return [
        (act, None if act.headline is None else Touched(act.touched, act.headline, act.language))
        for act in found[:SHOWN]
    ]
