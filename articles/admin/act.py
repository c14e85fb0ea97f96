"""The history of the whole desk: who did what, when, through which door."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin import act_rows, badges, history, performing, undoing_acts
from articles.admin.base import ReadOnlyAdmin
from articles.admin.filters import ActSectionFilter, AgeFilter, FieldFilter
from articles.models import Act

CHANGES_SHOWN = 300


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    """Newest first; read only, for ever."""

    list_display = ("when", "deed", "who", "door", "why")
    list_display_links = ("when", "deed")
    list_filter = (AgeFilter, FieldFilter, ActSectionFilter, "door")
    list_select_related = ("by",)
    sortable_by = ()
    ordering = ("-at", "-id")
    fields = ("deed", "at", "by", "door", "reason", "undoes")
    change_form_template = "admin/articles/act_form.html"

    @admin.display(description=_("When"))
    def when(self, act: Act) -> SafeString:
        """The time on the publication's clock."""
        return badges.moment(act.at)

    @admin.display(description=_("Act"))
    def deed(self, act: Act) -> str:
        """The act in words."""
        return act.verb_label

    @admin.display(description=_("Who"))
    def who(self, act: Act) -> str:
        """The person, or the machine."""
        return str(act.by) if act.by else str(_("the machine"))

    @admin.display(description=_("Why"))
    def why(self, act: Act) -> str:
        """The reason that was given."""
        return act.reason[:120]

    @admin.display(description=_("What changed"))
    def what(self, act: Act) -> SafeString:
        """The words of the chosen field before and after, article by article."""
        rows, more_count = act_rows.rows_of(act)
        context = {"rows": rows, "more_count": more_count}
        return render_to_string("admin/articles/_act_rows.html", context)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """With what changed where a field is chosen."""
        words = ("what",) if request.GET.get(FieldFilter.parameter_name) else ()
        return ("when", *words, "deed", "who", "door", "why")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[act_rows.ActList]:
        """The list that knows what its acts changed."""
        return act_rows.ActList

    def get_queryset(self, request: HttpRequest) -> Any:
        """The list does not need the plans."""
        return super().get_queryset(request).defer("plan")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The act; its reason only where the law withholds nothing of it."""
        act = super().get_object(request, object_id, from_field)
        history.withhold_reasons([act] if act else [])
        return act

    def get_urls(self) -> list[URLPattern]:
        """What the undo button posts to."""
        view = self.admin_site.admin_view(undo)
        return [path("<int:pk>/undo/", view, name="articles_act_undo"), *super().get_urls()]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The act, then every field it changed, before and after."""
        changes = list(obj.changes.order_by("id")[:CHANGES_SHOWN])
        context["told"] = history.told_changes(changes)
        is_undone = Act.objects.filter(undoes=obj).exists()
        context["may_undo"] = not is_undone and undoing_acts.can_be_undone(obj)


@require_POST
@performing.needs("view_act")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the act back; what was changed since stays and is listed."""
    undoing_acts.undo(request, get_object_or_404(Act, pk=pk))
    return HttpResponseRedirect(reverse("admin:articles_act_change", args=[pk]))
