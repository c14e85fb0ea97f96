"""The admin site: its home, its menu, the workbench addresses and the publication's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin import (
    board,
    clock,
    comparing,
    home,
    inbox,
    judgement,
    merging,
    namesakes,
    pasting,
    performing,
    returning,
    sittings,
)

# Address name, label, permission that shows it; the first ones stand open, the rest under More.
MENU: tuple[tuple[str, str | Promise, str], ...] = (
    ("inbox", _("Inbox"), "view_article"),
    ("articles_article_changelist", _("Articles"), "view_article"),
    ("articles_story_changelist", _("Stories"), "view_story"),
    ("articles_front_changelist", _("Fronts"), "view_front"),
    ("paste", _("Paste text"), "import_article"),
)
MORE: tuple[tuple[str, str | Promise, str], ...] = (
    ("articles_image_changelist", _("Pictures"), "view_image"),
    ("articles_tag_changelist", _("Tags"), "view_tag"),
    ("articles_author_changelist", _("Authors"), "view_author"),
    ("namesakes", _("Same name?"), "view_tag"),
    ("articles_section_changelist", _("Sections"), "view_section"),
    ("articles_source_changelist", _("Sources"), "view_source"),
    ("articles_capture_changelist", _("Captures"), "view_capture"),
    ("articles_match_changelist", _("Matches"), "view_match"),
    ("judgement", _("Judgement"), "view_thresholds"),
    ("articles_act_changelist", _("History"), "view_act"),
    ("articles_publication_changelist", _("Publication"), "view_publication"),
)


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu on every page of the admin."""

    label: str
    url: str
    is_current: bool
    key: str = ""


class NewsroomSite(admin.AdminSite):
    """Django's admin with the desk's own screens, shown in the publication's time zone."""

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("The desk")
    index_template = "admin/index.html"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The workbench screens before the addresses of the models."""
        screens: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
            ("inbox/", inbox.inbox, "inbox"),
            ("inbox/act/", inbox.act, "inbox-act"),
            ("compare/<int:one>/<int:other>/", comparing.compare, "compare"),
            ("compare/<int:one>/<int:other>/act/", comparing.act, "compare-act"),
            ("compare/<int:one>/<int:other>/board/", board.pair_board, "compare-board"),
            ("merge/", merging.plan, "merge"),
            ("merge/apply/", merging.apply, "merge-apply"),
            ("merge/<int:pk>/", merging.detail, "merge-detail"),
            ("merge/<int:pk>/undo/", merging.undo, "merge-undo"),
            ("namesakes/", namesakes.review, "namesakes"),
            ("namesakes/act/", namesakes.act, "namesakes-act"),
            ("namesakes/merge/", namesakes.merge, "namesakes-merge"),
            ("namesakes/bulk/", namesakes.bulk, "namesakes-bulk"),
            ("paste/", pasting.paste, "paste"),
            ("judgement/", judgement.judgement, "judgement"),
            ("judgement/save/", judgement.save, "judgement-save"),
        )
        own = [path(route, self.admin_view(view), name=name) for route, view, name in screens]
        asked_by_scripts = [
            path("sittings/keep/", sittings.keep, name="sitting-keep"),
            path("sittings/beat/", sittings.beat, name="sitting-beat"),
        ]
        return [*own, *asked_by_scripts, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's wrapper around a view that runs on the publication's clock and says why not.

        An article posted by somebody whose log-in has run out goes through the log-in page.
        """
        guarded = super().admin_view(clock.on_its_clock(performing.told(view)), cacheable)

        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request) and returning.is_worth_holding(request):
                return returning.log_in_first(request)
            answer: HttpResponse = guarded(request, *args, **kwargs)
            return answer

        # Django's own middleware asks for the form's mark before; this wrapper is no way round it.
        return kept

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's log-in; words that were posted after the last one ran out go through it."""
        held = {returning.HELD: request.POST.get(returning.HELD, "")}
        answer: HttpResponse = super().login(request, {**held, **(extra_context or {})})
        if request.method == "POST" and self.has_permission(request):
            returning.after_log_in(request)
        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's context with the menu and the name of the paper."""
        context = super().each_context(request)
        publication = clock.publication_of(request)
        context["site_header"] = publication.name
        if context["has_permission"]:
            context["zone_name"] = publication.zone
            context["menu"] = _menu(request, MENU)
            context["more"] = _menu(request, MORE)
        return context

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The desk at a glance: where to go, what is mine, what I did last."""
        return super().index(request, {**home.context(request), **(extra_context or {})})


def _menu(request: HttpRequest, entries: tuple[tuple[str, Any, str], ...]) -> list[MenuItem]:
    items = []
    for name, label, permission in entries:
        if request.user.has_perm(f"articles.{permission}"):
            url = reverse(f"admin:{name}")
            key = "i" if name == "inbox" else ""
            items.append(MenuItem(str(label), url, request.path.startswith(url), key))
    return items
