"""Authors: people with a page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.base import FORMER_NAMES, NewsroomAdmin
from articles.models import Author


@admin.register(Author)
class AuthorAdmin(NewsroomAdmin):
    """By name; a new slug keeps the old address."""

    shows_uses = True
    list_display = ("name", "job_title", "slug", "user")
    list_select_related = ("user",)
    search_fields = ("name", "slug")
    sortable_by = ()
    fields = ("name", "slug", "job_title", "bio", "user")
    raw_id_fields = ("user",)
    prepopulated_fields = {"slug": ("name",)}
    change_list_template = "admin/articles/noun_list.html"
    change_form_template = "admin/articles/noun_form.html"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new author's slug follows the name."""
        return {} if obj else self.prepopulated_fields

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The names that mean this author since a merge."""
        context["aliases"] = obj.aliases.order_by("name", "id")[:FORMER_NAMES]
