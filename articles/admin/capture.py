"""Captures: what came in, byte for byte, and what the cleaner made of it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import badges
from articles.admin.base import ReadOnlyAdmin
from articles.admin.filters import SourceFilter
from articles.errors import BadInput
from articles.models import Capture
from articles.text import normalise

# More of a raw document than this is not read on a screen.
SHOWN = 200_000


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    """Newest first; read only, for ever."""

    list_display = ("arrived", "outcome", "source", "rung", "name", "cleaner_version")
    list_display_links = ("arrived", "name")
    list_filter = ("outcome", SourceFilter)
    list_select_related = ("source", "article")
    sortable_by = ()
    ordering = ("-pk",)
    fields = (
        "source", "article", "outcome", "rung", "guid", "url", "fetched_at", "version_at",
        "cleaner_version", "item_key", "content_key",
    )  # fmt: skip
    change_form_template = "admin/articles/capture_form.html"

    @admin.display(description=_("Arrived"))
    def arrived(self, capture: Capture) -> SafeString:
        """When it was fetched."""
        return badges.moment(capture.fetched_at)

    @admin.display(description=_("Item"))
    def name(self, capture: Capture) -> str:
        """The headline it had, or its address; neither of what the law withholds."""
        if capture.article is not None and capture.article.sealed_at is not None:
            return capture.article.headline
        return str(capture.fields.get("headline") or capture)[:120]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list does not need the reports."""
        return super().get_queryset(request).defer("report", "headers")

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The arrival's facts, the cut lines with their reasons, and the raw text."""
        context["is_sealed"] = obj.article is not None and obj.article.sealed_at is not None
        if context["is_sealed"]:
            return
        report = obj.report if isinstance(obj.report, dict) else {}
        context["cut"] = [line for line in report.get("cut") or () if isinstance(line, dict)]
        context["understood"] = [
            (key, value) for key, value in report.items() if key not in ("cut", "paragraphs")
        ]
        context["raw_text"] = raw_text(obj.raw.data)
        context["raw_size"] = obj.raw.size


def raw_text(data: bytes) -> str:
    """The bytes as text, as far as they are any; at most `SHOWN` bytes of them."""
    try:
        return normalise.decode(data[:SHOWN]).text
    except BadInput as error:
        return str(error)
