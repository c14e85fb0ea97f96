"""Pictures: what must be known before one may be shown."""

from django import forms
from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import badges, picking
from articles.admin.base import NewsroomAdmin
from articles.admin.choosing import SourceChoice
from articles.admin.uses import UsesFilter
from articles.models import Image


class ImageForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A picture's fields, its source by name."""

    source = SourceChoice(label=_("Source"), required=False)


@admin.register(Image)
class ImageAdmin(NewsroomAdmin):
    """Newest first, with a small view of each."""

    shows_uses = True
    form = ImageForm
    list_display = ("number", "view", "words", "credit_line", "size", "rights_end")
    list_display_links = ("number", "words")
    list_filter = (UsesFilter,)
    list_select_related = ("source",)
    search_fields = ("caption", "alt", "credit_line")
    sortable_by = ()
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("file", "alt", "caption")}),
        (_("Rights"), {"fields": ("credit_line", "source", "expires_at")}),
        (_("Focal point"), {"fields": (("focal_x", "focal_y"),)}),
    )
    follow_ups = {"file": ("width", "height")}

    def get_urls(self) -> list[URLPattern]:
        """The library to pick from."""
        view = self.admin_site.admin_view(picking.pick)
        return [path("pick/", view, name="articles_image_pick"), *super().get_urls()]

    @admin.display(description=_("Number"))
    def number(self, image: Image) -> str:
        """What other forms ask for."""
        return str(image.pk)

    @admin.display(description=_("Picture"))
    def view(self, image: Image) -> SafeString | str:
        """A small view; the page reserves no more room than the list has."""
        if not image.file:
            return "–"
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy" width="64" height="40">',
            image.file.url,
            image.alt,
        )

    @admin.display(description=_("Caption"))
    def words(self, image: Image) -> str:
        """The caption, or what stands for it."""
        return str(image)

    @admin.display(description=_("Size"))
    def size(self, image: Image) -> str:
        """Width and height in pixels."""
        return f"{image.width} × {image.height}"

    @admin.display(description=_("Rights end"))
    def rights_end(self, image: Image) -> SafeString:
        """When it must be gone."""
        return badges.moment(image.expires_at)
