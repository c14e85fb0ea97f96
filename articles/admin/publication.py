"""The one publication: its name, address, language and clock."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import clock
from articles.admin.base import NewsroomAdmin
from articles.admin.statements import STATEMENT_FIELDS, PublicationForm
from articles.models import Ping, Publication


@admin.register(Publication)
class PublicationAdmin(NewsroomAdmin):
    """A list of one is no list: it opens the form."""

    form = PublicationForm
    readonly_fields = ("pushes",)
    fieldsets = (
        (None, {"fields": ("name", "tagline", "base_url", "email")}),
        (None, {"fields": (("language", "zone"), "about")}),
        (
            gettext_lazy("What the paper says of its own rules"),
            {
                "fields": STATEMENT_FIELDS,
                "description": gettext_lazy(
                    "Each is a page of the site, linked in its foot. An empty line ends a "
                    "paragraph, “## ” begins a heading, “- ” an item of a list."
                ),
            },
        ),
        (
            gettext_lazy("Comments"),
            {
                "fields": (
                    "comments_on",
                    ("comments_close_after", "comments_trusted_after", "comments_links"),
                    "comments_blocked_words",
                )
            },
        ),
        (gettext_lazy("Before an article goes out"), {"fields": ("check_levels",)}),
        (gettext_lazy("Feeds"), {"fields": ("copyright", "hub_url", "pushes")}),
        (
            gettext_lazy("What machines are told"),
            {
                "fields": (
                    ("ai_terms", "licence_url"),
                    "robots_text",
                    "trust_text",
                    "ads_text",
                    "app_ads_text",
                    "security_contact",
                )
            },
        ),
    )

    @admin.display(description=gettext_lazy("Telling the hub"))
    def pushes(self, publication: Publication) -> str:
        """Whether the hub hears of changes; what it said when it did not."""
        failed = Ping.objects.failing().first()
        if not publication.hub_url:
            return _("Switched off: no hub is named.")
        if failed is None:
            return _("Nothing failed.")
        return _("%(n)d feeds could not be told of. Last reason: %(reason)s") % {
            "n": Ping.objects.failing().count(),
            "reason": failed.error,
        }

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only while there is none."""
        return super().has_add_permission(request) and clock.publication_of(request)._state.adding

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Straight to the form of the one row, or of the first one."""
        is_missing = clock.publication_of(request)._state.adding
        if is_missing or not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:articles_publication_change", args=[1]))
