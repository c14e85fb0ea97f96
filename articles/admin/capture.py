"""Captures: what came in, byte for byte, and what the cleaner made of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin import badges, performing
from articles.admin.base import ReadOnlyAdmin
from articles.admin.filters import SourceFilter
from articles.desk import rights
from articles.enums import CaptureOutcome
from articles.errors import BadInput
from articles.ingest import letting_in
from articles.models import Capture
from articles.text import normalise

# More of a raw document than this is not read on a screen.
SHOWN = 200_000


class LetInForm(forms.Form):
    """Why a held arrival may be used."""

    reason = forms.CharField(
        label=_("Why it may be used"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


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
        is_held = capture.outcome == CaptureOutcome.HELD
        if capture.article is not None and (capture.article.sealed_at is not None or is_held):
            return capture.article.headline
        return str(capture.fields.get("headline") or capture)[:120]

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list does not need the reports."""
        return super().get_queryset(request).defer("report", "headers")

    def get_urls(self) -> list[URLPattern]:
        """What the button on a held arrival posts to."""
        view = self.admin_site.admin_view(let_in)
        own = path("<int:pk>/let-in/", view, name="articles_capture_let_in")
        return [own, *super().get_urls()]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The arrival's facts, the cut lines with their reasons, and the raw text."""
        context["is_sealed"] = obj.article is not None and obj.article.sealed_at is not None
        context["is_held"] = obj.outcome == CaptureOutcome.HELD
        if context["is_held"]:
            context["let_in_form"] = LetInForm()
            context["refusal"] = rights.why_not(request.user, "kill_article", obj.article)
        if context["is_sealed"] or context["is_held"]:
            return
        report = obj.report if isinstance(obj.report, dict) else {}
        context["cut"] = [line for line in report.get("cut") or () if isinstance(line, dict)]
        context["understood"] = [
            (key, value) for key, value in report.items() if key not in ("cut", "paragraphs")
        ]
        context["raw_text"] = raw_text(obj.raw.data)
        context["raw_size"] = obj.raw.size


@require_POST
@performing.needs("view_capture")
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a held arrival an incoming article, with the reason that was given."""
    capture = get_object_or_404(Capture, pk=pk)
    form = LetInForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    made = performing.attempt(
        request, lambda: letting_in.let_in(capture, reason=reason, by=request.user, at=now())
    )
    if made is None:
        return HttpResponseRedirect(reverse("admin:articles_capture_change", args=[pk]))
    messages.success(request, _("Let in: it is an incoming article now."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.pk]))


def raw_text(data: bytes) -> str:
    """The bytes as text, as far as they are any; at most `SHOWN` bytes of them."""
    try:
        return normalise.decode(data[:SHOWN]).text
    except BadInput as error:
        return str(error)
