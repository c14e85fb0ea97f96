"""Matches: what pairs were found to be, and the desk's word on them."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import badges, board, performing, version_rows
from articles.admin.base import ReadOnlyAdmin
from articles.admin.filters import RuleFilter, VerdictFilter
from articles.admin.judgement_rows import rule_name
from articles.desk import linking
from articles.enums import Decision, Door, Verdict
from articles.ingest import trial
from articles.models import Article, Match


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """Newest first; a pair is decided by buttons, never edited."""

    list_display = ("found", "state", "one", "other_one", "scores", "because", "decided_by")
    list_display_links = ("found",)
    list_filter = (VerdictFilter, "decision", RuleFilter)
    search_fields = ("reason",)
    search_help_text = gettext_lazy("Words of the reason, in the pairs of the last 30 days.")
    list_select_related = ("a", "b", "decided_by")
    sortable_by = ()
    ordering = ("-pk",)
    fields = (
        "one", "other_one", "state", "scores", "because", "found_at", "decision",
        "decided_at", "decided_by",
    )  # fmt: skip
    readonly_fields = ("one", "other_one", "state", "scores", "because")
    change_form_template = "admin/articles/match_form.html"

    @admin.display(description=gettext_lazy("Found"))
    def found(self, match: Match) -> SafeString:
        """When the pair was judged."""
        return badges.moment(match.found_at)

    @admin.display(description=gettext_lazy("Verdict"))
    def state(self, match: Match) -> SafeString:
        """The verdict, or the desk's word against it."""
        return badges.verdict(match)

    @admin.display(description=gettext_lazy("Article"))
    def one(self, match: Match) -> SafeString:
        """The older article."""
        return badges.headline(match.a)

    @admin.display(description=gettext_lazy("Other article"))
    def other_one(self, match: Match) -> SafeString:
        """The newer article."""
        return badges.headline(match.b)

    @admin.display(description=gettext_lazy("Why"))
    def because(self, match: Match) -> str:
        """The reason in words, and the rule that gave it."""
        return f"{match.why} ({rule_name(match.rule)})" if match.reason else ""

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Only through what was judged lately: a search reads row after row."""
        if search_term:
            queryset = queryset.filter(found_at__gt=timezone.now() - trial.WINDOW)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("Copy · event"))
    def scores(self, match: Match) -> str:
        """Both scores."""
        return f"{match.copy_score:.2f} · {match.event_score:.2f}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the texts of the articles."""
        rows = super().get_queryset(request).select_related("a", "b", "decided_by")
        return rows.defer("evidence", "a__body_html", "b__body_html")

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """Of a new version, what it changed, with the way to the words."""
        if obj.verdict != Verdict.NEW_VERSION:
            return
        rows = Article.objects.select_related("source").in_bulk([obj.a_id, obj.b_id])
        old, new = version_rows.older_first(rows[obj.a_id], rows[obj.b_id])
        context["versions"] = version_rows.comparison(board.version_of(old), board.version_of(new))
        compare = reverse("admin:compare", args=[old.pk, new.pk])
        context["versions_url"] = f"{compare}?view=words"

    def get_urls(self) -> list[URLPattern]:
        """What the decision buttons post to."""
        view = self.admin_site.admin_view(decide)
        return [
            path("<int:pk>/decide/", view, name="articles_match_decide"),
            *super().get_urls(),
        ]


@require_POST
@performing.needs("view_match")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the pair, or deny it for ever."""
    match = get_object_or_404(Match.objects.select_related("a", "b"), pk=pk)
    wanted = request.POST.get("decision", "")
    if wanted not in Decision.values or not wanted:
        messages.error(request, _("Choose one of the two decisions."))
    else:
        done = performing.attempt(
            request,
            lambda: linking.judge_pair(
                match.a,
                match.b,
                decision=Decision(wanted),
                by=request.user,
                at=timezone.now(),
                door=Door.FORM,
            ),
        )
        if done is not None:
            messages.success(request, _("Decided: %(word)s.") % {"word": Decision(wanted).label})
    return HttpResponseRedirect(reverse("admin:articles_match_change", args=[pk]))
