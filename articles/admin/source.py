"""Sources: what we may show of them, and how the fetching goes."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import badges
from articles.admin.base import FORMER_NAMES, NewsroomAdmin
from articles.ingest import originality, pipeline
from articles.models import Source

# Polling waits for other people's servers; a page that waits for more of them times out.
MOST_AT_ONCE = 5


@admin.action(description=gettext_lazy("Poll now"), permissions=["change"])
def poll_now(model_admin: Any, request: HttpRequest, queryset: QuerySet[Source]) -> None:
    """Fetch the chosen sources at once and say what came in."""
    chosen = list(queryset.polled()[:MOST_AT_ONCE])  # type: ignore[attr-defined]  # our QuerySet
    if not chosen:
        messages.warning(request, _("None of these is switched on and has an address to poll."))
        return
    tally = pipeline.poll(chosen, timezone.now())
    messages.success(request, _("Polled %(n)d: %(tally)s.") % {"n": len(chosen), "tally": tally})
    for note in tally.notes[:10]:
        messages.warning(request, note)


@admin.register(Source)
class SourceAdmin(NewsroomAdmin):
    """By name, with the health of each in words."""

    shows_uses = True
    list_display = ("name", "health", "kind", "rights", "trust", "last_success", "last_item")
    list_filter = ("active", "kind", "rights", "autopilot")
    search_fields = ("name", "slug")
    sortable_by = ()
    ordering = ("name", "id")
    actions = (poll_now,)
    change_form_template = "admin/articles/source_form.html"
    prepopulated_fields = {"slug": ("name",)}
    change_list_template = "admin/articles/noun_list.html"
    readonly_fields = ("health", "last_success_at", "last_item_at", "last_error", "failure_count")
    fieldsets = (
        (None, {"fields": (("name", "slug"), ("kind", "language"), "home_url", "active")}),
        (
            gettext_lazy("Rights"),
            {
                "fields": (
                    ("rights", "trust"),
                    "credit_text",
                    "licence",
                    ("indexing", "ai_terms"),
                    "contact",
                    "notes",
                )
            },
        ),
        (gettext_lazy("Copies"), {"fields": ("autopilot", "autopilot_reason")}),
        (
            gettext_lazy("Polling"),
            {"fields": ("poll_url", ("pace_minutes", "zone"), "next_poll_at")},
        ),
        (
            gettext_lazy("Health"),
            {
                "fields": (
                    "health",
                    ("last_success_at", "last_item_at"),
                    "last_error",
                    "failure_count",
                )
            },
        ),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new source's slug follows its name."""
        return {} if obj else self.prepopulated_fields

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The names that mean this source since a merge, and what is its own."""
        context["aliases"] = obj.aliases.order_by("name", "id")[:FORMER_NAMES]
        context["originality"] = originality.of_source(obj, timezone.now())
        context["days"] = originality.WINDOW.days

    @admin.display(description=gettext_lazy("Health"))
    def health(self, source: Source) -> SafeString:
        """How the fetching goes, in a word."""
        if not source.active:
            return badges.badge("off", _("Switched off"))
        if source.failure_count:
            text = _("Failed %(n)d times") % {"n": source.failure_count}
            return badges.badge("failing", text)
        if not source.poll_url:
            return badges.badge("quiet", _("By hand"))
        if source.last_success_at is None:
            return badges.badge("quiet", _("Not polled yet"))
        return badges.badge("healthy", _("Healthy"))

    @admin.display(description=gettext_lazy("Last success"))
    def last_success(self, source: Source) -> SafeString:
        """When a fetch last went well."""
        return badges.moment(source.last_success_at)

    @admin.display(description=gettext_lazy("Last new item"))
    def last_item(self, source: Source) -> SafeString:
        """When it last brought something."""
        return badges.moment(source.last_item_at)
