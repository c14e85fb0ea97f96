"""Pictures: what must be known before one may be shown."""

from typing import Any, Final, cast

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Script

from articles.admin import badges, performing, picking, uploading
from articles.admin.base import NewsroomAdmin
from articles.admin.choosing import SourceChoice
from articles.admin.uses import UsesFilter
from articles.desk import picturing
from articles.media import renditions
from articles.media.renditions import Kind, Shape
from articles.models import Image


class ImageForm(uploading.PictureForm):
    """A picture's fields, its source by name."""

    file = uploading.PictureFile(label=gettext_lazy("File"), widget=AdminFileWidget)
    source = SourceChoice(label=gettext_lazy("Source"), required=False)


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
    readonly_fields = ("crops", "original")
    fieldsets = (
        (None, {"fields": ("file", "original", "alt", "caption", "source_type")}),
        (
            gettext_lazy("Rights"),
            {"fields": ("credit_line", "creator", "rights_notice", "source", "expires_at")},
        ),
        (gettext_lazy("Focal point"), {"fields": (("focal_x", "focal_y"), "crops")}),
    )

    class Media:
        """The focal point by hand."""

        js = (Script("articles/admin/focal.js", type="module"),)

    follow_ups = {"file": ("width", "height", "sha256", "likeness", "has_credentials")}

    def get_urls(self) -> list[URLPattern]:
        """The library to pick from, and the bytes as they came."""
        view = self.admin_site.admin_view
        own = [
            path("pick/", view(picking.pick), name="articles_image_pick"),
            path("<int:pk>/original/", view(original), name="articles_image_original"),
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write the form as one act; a look-alike in the library is named, never in the way."""
        if form.reading is not None:
            picturing.describe(obj, form.reading)
        super().save_model(request, obj, form, change)
        if form.reading is None:
            return
        if alike := picturing.alike(form.reading.likeness, besides=obj.pk):
            messages.warning(request, uploading.alike_said(alike))

    @admin.display(description=gettext_lazy("Number"))
    def number(self, image: Image) -> str:
        """What other forms ask for."""
        return str(image.pk)

    @admin.display(description=gettext_lazy("Picture"))
    def view(self, image: Image) -> SafeString | str:
        """A small view; the page reserves no more room than the list has."""
        if not image.file:
            return "–"
        return format_html(
            '<img class="thumb" src="{}" alt="{}" loading="lazy" width="64" height="40">',
            renditions.one(image, "card", 160, "webp").url,
            image.alt,
        )

    @admin.display(description=gettext_lazy("Caption"))
    def words(self, image: Image) -> str:
        """The caption, or what stands for it."""
        return str(image)

    @admin.display(description=gettext_lazy("Size"))
    def size(self, image: Image) -> str:
        """Width and height in pixels."""
        return f"{image.width} × {image.height}"

    @admin.display(description=gettext_lazy("Rights end"))
    def rights_end(self, image: Image) -> SafeString:
        """When it must be gone."""
        return badges.moment(image.expires_at)

    @admin.display(description=gettext_lazy("As it came"))
    def original(self, image: Image) -> SafeString | str:
        """The way to the uploaded bytes, which readers never get, and what they carry."""
        if not image.file or image.sealed_at is not None:
            return "–"
        told = _("with Content Credentials (C2PA)") if image.has_credentials else ""
        if image.fault:
            told = format_html("{} {}", badges.badge("failing", image.get_fault_display()), told)
        return format_html(
            '<a href="{}">{}</a> · <bdi>{}</bdi> {}',
            reverse("admin:articles_image_original", args=[image.pk]),
            _("Fetch the original"),
            self.size(image),
            told,
        )

    @admin.display(description=gettext_lazy("What readers see"))
    def crops(self, image: Image) -> SafeString:
        """The focal point to be set by hand, and how it cuts the picture, place by place."""
        is_there = bool(image.renditions) and image.sealed_at is None
        context = {
            "picture": renditions.one(image, "whole", 640, "webp") if is_there else None,
            "crops": [
                {
                    "one": renditions.one(image, shape, width, kind) if is_there else None,
                    "ratio": f"{across}:{down}",
                    "name": shape,
                    "words": said,
                }
                for shape, width, kind, (across, down), said in _CROPS
            ],
            # Braces, for the script fills them in as the mark moves.
            "said": _("Focal point: {x} per cent from the left, {y} per cent from the top"),
        }
        return render_to_string("admin/articles/_focal.html", context)


_CROPS: Final[tuple[tuple[Shape, int, Kind, tuple[int, int], Any], ...]] = (
    ("card", 320, "webp", renditions.CARD, gettext_lazy("In lists and on fronts")),
    ("share", 640, "jpg", renditions.SHARE, gettext_lazy("Beside a link on other sites")),
)


@performing.needs("view_image")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they were uploaded, for the desk alone; to be kept, not shown."""
    image = get_object_or_404(Image, pk=pk)
    if image.sealed_at is not None:
        raise PermissionDenied(_("This picture is withheld for legal reasons."))
    try:
        file = image.file.storage.open(image.file.name or "", "rb")
    except OSError as error:
        raise Http404 from error
    suffix = (image.file.name or "").rpartition(".")[2]
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"picture-{image.pk}.{suffix}",
        content_type="application/octet-stream",
        headers=headers,
    )
    return cast(HttpResponse, response)  # as Django's own views that stream are handed on
