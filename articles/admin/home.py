"""The first page after logging in: what waits, what comes next, what I did last."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from articles.admin import badges, charts, clock, reports, second_names
from articles.desk import sittings
from articles.enums import CaptureOutcome, Status
from articles.ingest import newsdays
from articles.models import Act, Article, Capture, Change, Source, Suggestion

SHOWN = 8


def context(request: HttpRequest) -> dict[str, Any]:
    """Short lists, each read through an index; empty ones for people without the right."""
    if not request.user.has_perm("articles.view_article"):
        return {}
    now = timezone.now()
    lines = Article.objects.select_related("section", "source").defer("body_html", "editor_note")
    # The same conditions as the index of listed articles, read from its other end.
    scheduled = lines.filter(
        status=Status.PUBLISHED, retracted_at=None, copy_of=None, visible_at__gt=now
    ).order_by("visible_at", "id")
    drafts = lines.filter(status=Status.DRAFT).order_by("-arrived_at", "-pk")
    publication = clock.publication_of(request)
    days = newsdays.lately(now, publication.tzinfo)
    queues, found = reports.tiles(now, request.user.pk)
    return {
        "tiles": queues,
        "found": [tile for tile in found if tile.count],
        "charts": charts.lately(days),
        "takings": reports.takings(days, most=SHOWN),
        "incoming": list(lines.incoming()[:SHOWN]),
        "drafts": list(drafts[:SHOWN]),
        "scheduled": [(a, badges.status(a, now)) for a in scheduled[:SHOWN]],
        "suggestions": Suggestion.objects.filter(status="open").select_related("article")[:SHOWN],
        "ailing": Source.objects.filter(active=True, failure_count__gt=0).order_by(
            "-failure_count", "id"
        )[:SHOWN],
        "proposals": second_names.waiting(request),
        "held": _held(request.user),
        "unsaved": sittings.unsaved(by=request.user, limit=SHOWN),
        "my_acts": _acts(request.user.pk),
        "publication": publication,
    }


def _held(user: Any) -> list[Capture]:
    """Arrivals that say what the law withholds, for those who may let them in."""
    if not user.has_perm("articles.kill_article"):
        return []
    rows = Capture.objects.filter(outcome=CaptureOutcome.HELD).order_by("-id")
    return list(rows.select_related("source").defer("report", "headers", "fields")[:SHOWN])


def _acts(person: int | None) -> list[tuple[Act, Article | None]]:
    """What a person did last, each act with the article it touched first, if any. Two queries."""
    touched = Change.objects.filter(act=OuterRef("pk")).exclude(article_id=None).order_by("id")
    acts = Act.objects.filter(by=person).order_by("-at", "-id").defer("plan")
    found = list(acts.annotate(article_id=Subquery(touched.values("article_id")[:1]))[:SHOWN])
    shown = Article.objects.only("headline", "language")
    articles = shown.in_bulk([act.article_id for act in found if act.article_id])
    return [(act, articles.get(act.article_id)) for act in found]
