"""Fronts: the screen of one, the words of a slot, and the page of the `f` key."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import (
    badges,
    front_acts,
    front_preview,
    front_push,
    front_rows,
    moments,
    performing,
    sheets,
)
from articles.admin.base import NewsroomAdmin
from articles.admin.front_forms import WordsForm, as_typed, launch_moment
from articles.admin.posted import number
from articles.admin.uses import UsesFilter
from articles.desk import curating, rights
from articles.enums import Door
from articles.models import Edition, Front, FrontSlot

_JOINED = (
    "section",
    "live__launched_by",
    "live__rule_section",
    "live__rule_tag",
    "draft__begun_by",
    "draft__rule_section",
    "draft__rule_tag",
)
_SINCE = Coalesce("launched_at", "launch_at").asc(nulls_first=True)


@admin.register(Front)
class FrontAdmin(NewsroomAdmin):
    """The front's name and size, and above them its places."""

    list_display = ("name", "section", "state", "slot_count")
    list_filter = (UsesFilter,)
    list_select_related = ("section", "draft")
    fields = ("name", "section", "slot_count")
    change_form_template = "admin/articles/front_form.html"

    @admin.display(description=gettext_lazy("State"))
    def state(self, front: Front) -> SafeString:
        """Since when it is live as it is, whether a draft waits, and what is planned."""
        now, parts = timezone.now(), [badges.badge("draft", _("Draft"))] if front.draft else []
        for edition in getattr(front, "standing", ()):
            if edition.pk == edition.shown_id and edition.live_from:
                parts.append(badges.moment(edition.live_from))
            elif edition.launch_at and edition.launch_at > now:
                parts += [badges.badge("scheduled", _("Planned")), badges.moment(edition.launch_at)]
        return format_html_join(" ", "{}", ((part,) for part in parts)) or SafeString("–")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Front]:
        """With both editions, for the screen reads them in one go; the list with what stands."""
        rows = super().get_queryset(request).select_related(*_JOINED)
        if request.resolver_match is not None and "object_id" in request.resolver_match.kwargs:
            return rows
        editions = Edition.objects.standing(timezone.now()).order_by(_SINCE, "pk")
        return rows.prefetch_related(Prefetch("editions", queryset=editions, to_attr="standing"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A front stays the front of its section."""
        return ("section",) if obj is not None else ()

    def get_urls(self) -> list[URLPattern]:
        """What the screen posts to, its previews, and placing an article from anywhere."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/slots/", view(slots), name="articles_front_slots"),
            path("<int:pk>/slots/<int:slot>/", view(words), name="articles_front_words"),
            path("<int:pk>/preview/", view(front_preview.preview), name="articles_front_preview"),
            path("place/<int:article_id>/", view(front_push.place), name="articles_front_place"),
            *super().get_urls(),
        ]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The places, the draft against what is live, the rule, and what can be picked."""
        now = timezone.now()
        then = _later(request, now)
        screen = front_rows.read(obj, now, then.at if then else None)
        text = request.GET.get("q", "").strip()[:100]
        refusal = rights.why_not_front(request.user, obj.section_id)
        form = front_rows.rule_form(screen, request.GET)
        tried = front_rows.preview_of_rule(screen, form) if form.is_valid() else None
        context |= {
            "screen": screen,
            "then": then,
            "typed": as_typed(then.at) if then else "",
            "zone_name": timezone.get_current_timezone_name(),
            "query": text,
            "found": front_rows.candidates(screen, text),
            "may_curate": refusal is None,
            "refusal": refusal,
            "rule_form": form,
            "tried": tried,
            "focus": _focus(screen, request),
            "sheet": sheets.FRONT,
        }


def _later(request: HttpRequest, now: datetime) -> moments.Moment | None:
    """The moment in the address for which the plan is asked; one that has passed is left out."""
    typed = request.GET.get("when", "").strip()
    if not typed:
        return None
    moment = performing.attempt(request, lambda: launch_moment(typed, now))
    return moment if moment and moment.at > now else None


def _focus(screen: front_rows.Screen, request: HttpRequest) -> int:
    """The place that the last act was about; the first one otherwise."""
    article_id = number(request.GET.get("at"))
    at = (place.number for place in screen.places if place.article_pk == article_id)
    return next(at, 0) or number(request.GET.get("place")) or 1


@require_POST
@performing.needs("view_front")
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a button of the screen says."""
    front = get_object_or_404(Front.objects.select_related("live", "draft", "section"), pk=pk)
    return HttpResponseRedirect(front_acts.perform(request, front))


@performing.needs("view_front")
def words(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """The words, picture and times that a slot has of its own; what was typed is never lost."""
    rows = FrontSlot.objects.select_related("edition__front", "article__source", "image")
    found = get_object_or_404(rows, pk=slot, edition__front=pk)
    front = found.edition.front
    form = WordsForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_reworded(request, found, form):
        said = [_("Saved the words of place %(n)s.") % {"n": found.position}, *form.told]
        messages.success(request, " ".join(said))
        return HttpResponseRedirect(front_acts.address(front, at=found.article_id))
    context = {
        **admin.site.each_context(request),
        "title": _("Own words, picture and times"),
        "front": front,
        "slot": found,
        "form": form,
        "refusal": rights.why_not_front(request.user, front.section_id),
        "zone_name": timezone.get_current_timezone_name(),
    }
    return TemplateResponse(request, "admin/articles/front_words.html", context)


def _is_reworded(request: HttpRequest, slot: FrontSlot, form: WordsForm) -> bool:
    """Whether the desk took the words; a refusal is a message."""
    given = form.cleaned_data
    done = performing.attempt(
        request,
        lambda: curating.reword_slot(
            slot,
            headline=given["headline"],
            standfirst=given["standfirst"],
            image_id=given["image"].pk if given["image"] else None,
            from_at=given["from_at"],
            until_at=given["until_at"],
            by=request.user,
            at=timezone.now(),
            door=Door.FORM,
        ),
    )
    return done is not None
