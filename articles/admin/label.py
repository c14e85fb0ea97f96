"""The desk's verdicts one by one: the examples by which the machine is measured."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import badges
from articles.admin.base import ReadOnlyAdmin
from articles.admin.filters import RuleFilter
from articles.admin.judgement_rows import rule_name
from articles.enums import Verdict
from articles.models import Label


@admin.register(Label)
class LabelAdmin(ReadOnlyAdmin):
    """Newest first; written by the acts of the desk, taken back by undoing them."""

    list_display = ("decided", "question", "answer", "said", "one", "other_one", "scores", "by")
    list_display_links = ("decided",)
    list_filter = ("question", "is_same", "was_joined", RuleFilter)
    list_select_related = ("a", "b", "by", "a_source", "b_source")
    sortable_by = ()
    ordering = ("-pk",)
    fields = (
        "question", "answer", "said", "compare", "one", "other_one", "scores", "was_joined",
        "a_source", "b_source", "decided", "by", "done_by",
    )  # fmt: skip
    readonly_fields = (
        "answer", "said", "compare", "one", "other_one", "scores", "decided", "done_by",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("Decided"))
    def decided(self, label: Label) -> SafeString:
        """When the person decided."""
        return badges.moment(label.decided_at)

    @admin.display(description=gettext_lazy("The desk said"))
    def answer(self, label: Label) -> SafeString:
        """Yes or no, in words."""
        if label.is_same:
            return badges.badge("published", _("The same"))
        return badges.badge("denied", _("Not the same"))

    @admin.display(description=gettext_lazy("The machine had said"))
    def said(self, label: Label) -> str:
        """The verdict and the rule at that time."""
        if not label.verdict:
            return _("nothing; it had not compared them")
        return f"{Verdict(label.verdict).label} ({rule_name(label.rule)})"

    @admin.display(description=gettext_lazy("Article"))
    def one(self, label: Label) -> SafeString:
        """The older article."""
        return badges.headline(label.a)

    @admin.display(description=gettext_lazy("Other article"))
    def other_one(self, label: Label) -> SafeString:
        """The newer article."""
        return badges.headline(label.b)

    @admin.display(description=gettext_lazy("Copy · event"))
    def scores(self, label: Label) -> str:
        """Both scores of that time."""
        if label.copy_score is None or label.event_score is None:
            return "–"
        return f"{label.copy_score:.2f} · {label.event_score:.2f}"

    @admin.display(description=gettext_lazy("The two texts"))
    def compare(self, label: Label) -> SafeString:
        """Where they stand side by side."""
        url = reverse("admin:compare", args=[label.a_id, label.b_id])
        return format_html('<a href="{}">{}</a>', url, _("Compare the two"))

    @admin.display(description=gettext_lazy("Act"))
    def done_by(self, label: Label) -> SafeString:
        """The act that said so, where it can be undone."""
        url = reverse("admin:articles_act_change", args=[label.act_id])
        return format_html('<a href="{}">{}</a>', url, label.act.verb_label)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the texts of the articles."""
        rows = super().get_queryset(request).select_related(*self.list_select_related, "act")
        return rows.defer("a__body_html", "b__body_html", "act__plan")
