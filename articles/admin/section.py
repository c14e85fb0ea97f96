"""Sections and the people who answer for them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from articles.admin.base import NewsroomAdmin
from articles.models import Section, SectionMember


class Members(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Editors bound to the section; the owner is whom others ask."""

    model = SectionMember
    extra = 1

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the people's names."""
        return super().get_queryset(request).select_related("user")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only people who work here."""
        if db_field.name == "user":
            people = get_user_model().objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = people.order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Section)
class SectionAdmin(NewsroomAdmin):
    """In menu order; a new slug keeps the old address."""

    shows_uses = True
    list_display = ("name", "slug", "position", "hue", "language")
    ordering = ("position", "id")
    sortable_by = ()
    fields = ("name", "slug", "description", ("position", "hue", "language"))
    prepopulated_fields = {"slug": ("name",)}
    inlines = (Members,)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a new section's slug follows its name."""
        return {} if obj else self.prepopulated_fields
