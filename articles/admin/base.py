"""What every list and form of the admin shares: no counting, recorded saves, kept input."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from js_asset import Media

from articles.admin import history, moments, performing, uses
from articles.admin.choosing import WebAddress
from articles.admin.paging import BoundedList, LookAheadPaginator
from articles.admin.posted import number
from articles.desk import acting, naming
from articles.enums import Door
from articles.errors import NewsroomError, PlanOutdated

REFUSAL = "newsroom.refusal"

# Former names shown under the form of a source or an author.
FORMER_NAMES = 100


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time, to the second, on the publication's clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__({"step": 1, **(attrs or {})}, format or "%Y-%m-%dT%H:%M:%S")


class MomentField(forms.DateTimeField):
    """A day and time on the publication's clock, on the days on which it is set forward or back.

    Of an hour that comes twice the first is meant; one that is skipped is refused with its
    neighbours. A time that was left as it stood has not changed, whichever of the two it was.
    """

    def to_python(self, value: Any) -> datetime | None:
        """The moment; Django refuses both hours alike."""
        try:
            return super().to_python(value)
        except ValidationError as refusal:
            wall = parse_datetime(str(value).strip())
            if refusal.code != "ambiguous_timezone" or wall is None:
                raise
        try:
            return moments.of_wall(wall, timezone.get_current_timezone()).at
        except moments.BadMoment as skipped:
            raise ValidationError(str(skipped)) from skipped

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else was typed than what stood there."""
        shown = self.widget.format_value(self.prepare_value(initial))
        return shown != data and super().has_changed(initial, data)


class NewsroomAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """A list that never counts and a form whose saves are acts; nothing is deleted here."""

    list_per_page = 50
    show_full_result_count = False
    # "Show all" would read the whole table.
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    preserve_filters = True
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"})},
        models.URLField: {"form_class": WebAddress},
    }
    # Whether the page of a row leads to all that uses it.
    shows_uses = False
    # Fields whose values follow from another one when it is saved (a picture's size).
    follow_ups: dict[str, tuple[str, ...]] = {}

    def get_urls(self) -> list[URLPattern]:
        """Where the row is used, before Django's catch-all."""
        if not self.shows_uses:
            return super().get_urls()
        view, name = self.admin_site.admin_view(self.uses_view), self.opts.model_name
        own = path("<int:pk>/uses/", view, name=f"articles_{name}_uses")
        return [own, *super().get_urls()]

    def uses_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that points at the row, with the page on which each is changed."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Where is this used?"),
            "opts": self.opts,
            "object": row,
            "uses": uses.uses(row, timezone.now()),
            "reached": self.reached(row),
        }
        return TemplateResponse(request, "admin/articles/uses.html", context)

    def reached(self, row: Any) -> Any:
        """Where readers met the row, for the head of the page of its uses; nothing by itself."""
        return ()

    def get_paginator(  # type: ignore[override]  # narrower than Django's
        self, request: HttpRequest, queryset: QuerySet[Any], per_page: int, **kwargs: Any
    ) -> LookAheadPaginator:
        """The paginator that does not count."""
        return LookAheadPaginator(queryset, per_page, page=number(request.GET.get("p")))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that reads a page once."""
        return BoundedList

    @admin.display(description=SafeString('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: Model) -> SafeString:
        """Django's tick of a row, written here: its widget takes a template for each row."""
        said = _("Select this object for an action - {}").format(obj)
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            said,
        )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the icons that open other forms in small windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, titled with what it holds."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: nothing is lost here."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the form as one act, so that history knows it; an untouched one leaves no trace."""
        at, name = timezone.now(), self.opts.model_name
        if change and "slug" in form.changed_data:
            current = self.model._base_manager.get(pk=obj.pk)
            naming.move_address(current, slug=obj.slug, by=request.user, at=at, door=Door.FORM)
        changed = self._changed(obj, form)
        if change and not changed:
            return
        verb = f"edit-{name}" if change else f"add-{name}"
        with acting.act(verb, by=request.user, at=at, door=Door.FORM) as recorder:
            if change:
                recorder.change(self.model._base_manager.get(pk=obj.pk), **changed)
            else:
                recorder.create(obj)

    def _changed(self, obj: Model, form: Any) -> dict[str, Any]:
        names = [name for name in form.changed_data if name != "slug"]
        names += [extra for name in names for extra in self.follow_ups.get(name, ())]
        own = {field.name: field.attname for field in obj._meta.concrete_fields}
        return {own[name]: getattr(obj, own[name]) for name in names if name in own}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write the rows of an inline as one act, if any changed."""
        formset.save(commit=False)
        if not formset.has_changed():
            return
        verb = f"edit-{formset.model._meta.model_name}"
        by, at = request.user, timezone.now()
        with acting.act(verb, by=by, at=at, door=Door.FORM) as recorder:
            for row in formset.new_objects:
                recorder.create(row)
            for row, names in formset.changed_objects:
                fresh = type(row)._base_manager.get(pk=row.pk)
                own = [row._meta.get_field(name).attname for name in names]
                recorder.change(fresh, **{name: getattr(row, name) for name in own})
            for row in formset.deleted_objects:
                recorder.delete(row)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Nothing: the act is the log."""
        return []

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's view; an act that is refused shows the form again with the reason.

        Django saves in one transaction. What the database broke off, and what somebody else's
        save outran, is brought together with what stands by then and tried once more.
        """
        django_view = super().changeform_view

        def show() -> HttpResponse:
            if request.method == "POST":
                self.receive(request, object_id)
            return django_view(request, object_id, form_url, extra_context)

        try:
            try:
                return performing.steadily(request, show)
            except PlanOutdated:
                return performing.steadily(request, show)
        except NewsroomError as refusal:
            request.META[REFUSAL] = refusal
            return show()

    def receive(self, request: HttpRequest, object_id: str | None) -> None:
        """Bring a posted form together with what stands, before Django reads it; here: nothing."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form; invalid with the desk's reason after the desk has refused it."""
        form = super().get_form(request, obj, change, **kwargs)
        refusal = request.META.get(REFUSAL)
        return form if refusal is None else _refused(form, refusal)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Django's page, with the nonce on the import map that the text editor needs."""
        context["show_save_and_add_another"] = False
        if obj is not None:
            if self.shows_uses:
                context["uses_url"] = reverse(
                    f"admin:articles_{self.opts.model_name}_uses", args=[obj.pk]
                )
            self.show_beside(request, obj, context)
        nonce = getattr(request, "csp_nonce", "")
        if getattr(context["media"], "_importmap", None) is not None:
            context["media"] = Media.from_media(context["media"], nonce=str(nonce))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """Put into `context` what the page of a row shows around its form; nothing by itself."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the act is the log."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the act is the log."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Every act that touched the row, with what was and what is."""
        return history.row_history(request, self, object_id)


class ReadOnlyAdmin(NewsroomAdmin):
    """Rows that people look at and no form changes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits one."""
        return False


def _refused(form: Any, refusal: NewsroomError) -> Any:
    class Refused(form):  # type: ignore[misc]  # the base is only known here
        """The same form, which tells why the desk refused it."""

        def clean(self) -> Any:
            """Say why; everything that was typed stays in the form."""
            super().clean()
            raise ValidationError(str(refusal))

    return Refused
