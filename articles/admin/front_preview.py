"""Looking at a front before readers do: three widths, a draft or any edition, at any moment."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import moments, performing
from articles.admin.posted import number
from articles.desk import composing, launching, planning
from articles.models import Edition, Front

WIDTHS = (390, 768, 1440)


@dataclass(frozen=True)
class Shown:
    """What is looked at: an edition at a moment; `moment` is None for the present one."""

    edition: Edition
    key: str
    at: datetime
    moment: moments.Moment | None
    typed: str


@csp_update({"frame-src": [SELF]})
@performing.needs("view_front")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The front's own public page in frames; everything asked for stands in the address."""
    rows = Front.objects.select_related("section", "live", "draft")
    front = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    moment = _moment(request, now)
    editions = _editions(front, now, moment.at if moment else now)
    shown = _shown(request, editions, moment, now)
    asked = number(request.GET.get("width"))
    widths = (asked,) if asked in WIDTHS else WIDTHS
    query = {"at": shown.at.isoformat()} if shown.moment else {}
    if shown.edition.pk:
        query["edition"] = str(shown.edition.pk)
    view = composing.look(front, shown.at, shown.edition)[0]
    context = {
        **admin.site.each_context(request),
        "title": _("Preview: %(front)s") % {"front": front.name},
        "front": front,
        "shown": shown,
        "editions": [(key, name) for key, name, _edition in editions],
        "widths": widths,
        "all_widths": WIDTHS,
        "width": asked if asked in WIDTHS else 0,
        "address": f"{reverse('front-preview', args=[front.pk])}?{urlencode(query)}",
        "idle": view.idle,
        "zone_name": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/articles/front_preview.html", context)


def _moment(request: HttpRequest, now: datetime) -> moments.Moment | None:
    """The moment that the address asks for; a bad time is told and left out."""
    typed = request.GET.get("at", "").strip()[:40]
    if not typed:
        return None
    try:
        return moments.understand(typed, now=now, zone=timezone.get_current_timezone())
    except moments.BadMoment as refusal:
        messages.error(request, str(refusal))
        return None


def _shown(
    request: HttpRequest,
    editions: list[tuple[str, str, Edition]],
    moment: moments.Moment | None,
    now: datetime,
) -> Shown:
    """The edition that the address asks for, at the moment that it asks for."""
    asked = request.GET.get("edition", "")
    known = {key: edition for key, _name, edition in editions}
    key = asked if asked in known else editions[0][0]
    typed = request.GET.get("at", "").strip()[:40]
    return Shown(known[key], key, moment.at if moment else now, moment, typed)


def _editions(front: Front, now: datetime, at: datetime) -> list[tuple[str, str, Edition]]:
    """What can be looked at, with what it is called; what is worked on first.

    "Live" is what readers see at that moment, a planned launch before it included.
    """
    found = [("draft", _("Draft"), front.draft)] if front.draft else []
    found.append(("live", _("Live"), front.shown_at(at)))
    for edition in front.editions.planned(now)[: planning.MOST_PLANNED]:
        when = timezone.localtime(edition.launch_at).strftime("%Y-%m-%d %H:%M")
        found.append((str(edition.pk), _("Planned: %(when)s") % {"when": when}, edition))
    for edition in launching.former_editions(front, now):
        since = edition.live_from
        when = timezone.localtime(since).strftime("%Y-%m-%d %H:%M") if since else _("the first")
        found.append((str(edition.pk), _("Former: %(when)s") % {"when": when}, edition))
    return found
