"""List filters that never load a whole table into a list of links."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.judgement_rows import RULES
from articles.admin.posted import number
from articles.enums import Decision, Verdict
from articles.models import Act, Article, Change, Section, Source

OFFERED = 40


class SourceFilter(admin.SimpleListFilter):
    """The sources that brought something lately; any other by its slug in the address."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Slug and name."""
        rows = Source.objects.filter(active=True).order_by("-last_item_at", "name", "id")
        return list(rows.values_list("slug", "name")[:OFFERED])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that source, whose key is looked up first: so an index gives them in order."""
        if not self.value():
            return queryset
        return queryset.filter(source=Subquery(Source.objects.keyed(str(self.value()))))


class FieldFilter(admin.SimpleListFilter):
    """Acts that changed one field of articles: all headline changes, for instance."""

    title = _("changed field")
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The fields that people ask about."""
        return [
            ("headline", _("Headline")),
            ("body_html", _("Text")),
            ("status", _("Status")),
            ("section_id", _("Section")),
            ("lead_image_id", _("Picture")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Act]) -> QuerySet[Act]:
        """Acts with such a change; looked up act by act along the list, so that it stays short."""
        if not self.value():
            return queryset
        changes = Change.objects.filter(
            act=OuterRef("pk"), field=self.value(), model="articles.article", kind="update"
        )
        return queryset.filter(Exists(changes))


class ActSectionFilter(admin.SimpleListFilter):
    """Acts that touched an article which stands in that section now."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """In menu order."""
        rows = Section.objects.order_by("position", "pk").values_list("pk", "name")[:OFFERED]
        return [(str(pk), name) for pk, name in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Act]) -> QuerySet[Act]:
        """Acts with a change there, of the chosen field if one is chosen."""
        section = number(self.value())
        if not section:
            return queryset
        there = Article.objects.filter(pk=OuterRef("article_id"), section=section)
        changes = Change.objects.filter(Exists(there), act=OuterRef("pk"))
        if field := request.GET.get(FieldFilter.parameter_name):
            changes = changes.filter(field=field, model="articles.article", kind="update")
        return queryset.filter(Exists(changes))


class AgeFilter(admin.SimpleListFilter):
    """How far back; a month at most when the list is narrowed to what may be rare."""

    title = _("when")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """In days."""
        return [("1", _("Last day")), ("7", _("Last week")), ("31", _("Last month"))]

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # A field that nobody changes would have the whole history read for a page of acts.
        rare = (FieldFilter.parameter_name, ActSectionFilter.parameter_name)
        self.is_bounded = any(request.GET.get(name) for name in rare)

    def value(self) -> str | None:
        """The days that are chosen, or that hold because the list would read too far back."""
        chosen = super().value()
        return chosen if chosen in ("1", "7", "31") or not self.is_bounded else "31"

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Without "all" where the list is bounded."""
        first, *others = super().choices(changelist)
        yield from others if self.is_bounded else (first, *others)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Act]) -> QuerySet[Act]:
        """Acts since then."""
        if self.value() not in ("1", "7", "31"):
            return queryset
        since = timezone.now() - timedelta(days=int(str(self.value())))
        return queryset.filter(at__gte=since)


class RuleFilter(admin.SimpleListFilter):
    """The pairs that one rule of the judge decided."""

    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every rule by its name in words."""
        return list(RULES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that rule, through its index."""
        return queryset.filter(rule=self.value()) if self.value() else queryset


class VerdictFilter(admin.SimpleListFilter):
    """What the machine said; without a choice, all but the pairs that are kept for comparison.

    Unrelated pairs near the limits are stored, so that other limits can be tried on them.
    """

    title = _("verdict")
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The verdicts, and all of them."""
        return [*Verdict.choices, ("every", _("Every pair that is kept"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """With a first choice that is not all."""
        first, *others = super().choices(changelist)
        yield {**first, "display": str(_("Related or decided"))}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that verdict."""
        if self.value() in Verdict.values:
            return queryset.filter(verdict=self.value())
        if self.value() == "every" or request.GET.get(RuleFilter.parameter_name):
            return queryset
        return queryset.exclude(Q(verdict=Verdict.UNRELATED, decision=Decision.UNDECIDED))
