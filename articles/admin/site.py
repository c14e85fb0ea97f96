"""The admin site: its home, its menu, the workbench addresses and the publication's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language

from articles.admin import (
    board,
    bulk,
    clock,
    comments,
    comparing,
    completing,
    factor,
    home,
    inbox,
    judgement,
    merging,
    namesakes,
    own_sessions,
    palette,
    pasting,
    performing,
    planned,
    posted,
    reports,
    returning,
    saved_views,
    second_names,
    signing_in,
    sittings,
    visits,
)
from articles.desk import second_name

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
    ("planned", _("Planned"), "view_article"),
    ("comments", _("Comments"), "moderate_comments"),
    ("reports", _("Reports"), "view_article"),
    ("articles_article_changelist?report=bin", _("Bin"), "view_article"),
    ("articles_act_changelist", _("History"), "view_act"),
    ("second-names", _("Second names"), "retract_article"),
    ("articles_colleague_changelist", _("People"), "view_colleague"),
    ("articles_signin_changelist", _("Sign-ins"), "view_signin"),
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
            ("planned/", planned.planned, "planned"),
            ("comments/", comments.queue, "comments"),
            ("comments/bans/", comments.bans, "comment-bans"),
            ("comments/act/", comments.act, "comments-act"),
            ("reports/", reports.reports, "reports"),
            ("bulk/<int:pk>/", bulk.detail, "bulk"),
            ("bulk/<int:pk>/state/", bulk.state, "bulk-state"),
            ("bulk/<int:pk>/act/", bulk.act, "bulk-act"),
            ("views/act/", saved_views.act, "view-act"),
            ("second-names/", second_names.index, "second-names"),
            ("second-names/<int:pk>/", second_names.decide, "second-name"),
            ("factor/", factor.page, "factor"),
            ("sessions/", own_sessions.page, "sessions"),
            ("palette/", palette.palette, "palette"),
            ("complete/<slug:kind>/", completing.complete, "complete"),
        )
        own = [path(route, self.admin_view(view), name=name) for route, view, name in screens]
        code = path("login/code/", login_not_required(signing_in.code), name="login-code")
        choose = path(
            "password/<uidb64>/<token>/",
            login_not_required(clock.on_its_clock(choose_password)),
            name="choose-password",
        )
        language = path("language/", login_not_required(set_language), name="language")
        asked_by_scripts = [
            path("sittings/keep/", sittings.keep, name="sitting-keep"),
            path("sittings/beat/", sittings.beat, name="sitting-beat"),
        ]
        return [*own, code, choose, language, *asked_by_scripts, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's wrapper around a view that runs on the publication's clock and says why not.

        Within it nobody gets past a second factor that is missing. An article posted by somebody
        whose log-in has run out goes through the log-in page.
        """
        inner = visits.guarded(performing.told(view))
        guarded = super().admin_view(clock.on_its_clock(inner), cacheable)

        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request) and returning.is_worth_holding(request):
                return returning.log_in_first(request)
            answer: HttpResponse = guarded(request, *args, **kwargs)
            return answer

        # Django's own middleware asks for the form's mark before; this wrapper is no way round it.
        return kept

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's page, with the code of the second factor as a step of its own behind it.

        Words that were posted after the last log-in ran out go through it.
        """
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            returning.HELD: request.POST.get(returning.HELD, ""),
        }
        if REDIRECT_FIELD_NAME not in {*request.GET, *request.POST}:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        view = signing_in.SignInView.as_view(
            authentication_form=AdminAuthenticationForm,
            template_name="admin/login.html",
            extra_context={**context, **(extra_context or {})},
        )
        answer = view(request)
        if request.method == "POST" and self.has_permission(request):
            returning.after_log_in(request)
        return answer

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's, with a line in the log."""
        if request.method == "POST":
            signing_in.sign_out(request)
        return super().logout(request, extra_context)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's; a new password ends the person's other sessions."""
        before = str(request.session.session_key)
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            signing_in.password_changed(request, before)
        return answer

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Django's list of all lists, made only where it is shown: every page carries it."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Django's context with the menu and the name of the paper."""
        context = super().each_context(request)
        publication = clock.publication_of(request)
        context["site_header"] = publication.name
        if context["has_permission"]:
            given = returning.given_back(request)
            context["given_back"] = [(posted.label(name), text) for name, text in given.items()]
            context["zone_name"] = publication.zone
            context["menu"] = _menu(request, MENU)
            context["more"] = _menu(request, MORE)
        return context

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Django's completion of select boxes, by our search."""
        return completing.FoundView.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The desk at a glance: where to go, what is mine, what I did last."""
        return super().index(request, {**home.context(request), **(extra_context or {})})


def choose_password(request: HttpRequest, uidb64: str, token: str) -> Any:
    """The page behind a one-time link; its class needs the models, which load after the site."""
    from articles.admin.colleague import ChoosePasswordView

    return ChoosePasswordView.as_view()(request, uidb64=uidb64, token=token)


def _menu(request: HttpRequest, entries: tuple[tuple[str, Any, str], ...]) -> list[MenuItem]:
    items = []
    for name, label, permission in entries:
        if name == "second-names" and not second_name.is_on():
            continue
        if request.user.has_perm(f"articles.{permission}"):
            screen, _mark, query = name.partition("?")
            url = reverse(f"admin:{screen}") + (f"?{query}" if query else "")
            key = "i" if name == "inbox" else ""
            here = request.get_full_path() if query else request.path
            items.append(MenuItem(str(label), url, here.startswith(url), key))
    return items
