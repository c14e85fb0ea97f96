"""Authors: people with a page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from js_asset import Script

from articles.admin.base import FORMER_NAMES, NewsroomAdmin
from articles.admin.picking import PictureInput
from articles.admin.uses import UsesFilter
from articles.models import Author, Image


class AuthorForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An author's fields, the portrait picked from the library."""

    portrait = forms.ModelChoiceField(
        Image.objects.filter(sealed_at=None),
        label=gettext_lazy("Portrait"),
        required=False,
        widget=PictureInput,
        help_text=gettext_lazy("The number of a picture of the library."),
        error_messages={"invalid_choice": gettext_lazy("There is no picture with this number.")},
    )


@admin.register(Author)
class AuthorAdmin(NewsroomAdmin):
    """By name; a new slug keeps the old address."""

    shows_uses = True
    list_display = ("name", "job_title", "slug", "user")
    list_select_related = ("user",)
    list_filter = (UsesFilter,)
    search_fields = ("name", "slug")
    sortable_by = ()
    form = AuthorForm
    fields = ("name", "slug", "job_title", "bio", "portrait", "user")
    raw_id_fields = ("user",)
    prepopulated_fields = {"slug": ("name",)}
    change_list_template = "admin/articles/noun_list.html"
    change_form_template = "admin/articles/noun_form.html"

    class Media:
        """The library in a dialog."""

        js = (Script("articles/admin/picker.js", type="module"),)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new author's slug follows the name."""
        return {} if obj else self.prepopulated_fields

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The names that mean this author since a merge."""
        context["aliases"] = obj.aliases.order_by("name", "id")[:FORMER_NAMES]
