"""The library as a grid to pick from: by words, by story; what may not be used says why.

picker.js shows the same page in a dialog over the article's form, and takes what is picked there.
Without script it is a page of its own, whose numbers are typed into the form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import performing, uploading
from articles.admin.posted import number
from articles.desk import picturing, rights
from articles.enums import Door
from articles.media import renditions
from articles.models import Article, Image
from articles.text import beginnings, markup, normalise

PAGE = 24
# Pictures whose words are read for one page; then the page says how far it looked.
LOOKED = 2000
# The newest articles of a story whose pictures are shown.
MEMBERS = 100
# In the dialog the form stands in a page with a form of its own.
IDS = "picture_%s"


class UploadForm(uploading.PictureForm):
    """A new picture with what must be known before it may be shown."""

    file = uploading.PictureFile(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose the picture’s file.")},
    )
    alt = forms.CharField(
        label=gettext_lazy("Alternative text"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("What a person who cannot see the picture should know."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    credit_line = forms.CharField(
        label=gettext_lazy("Credit"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    # Set once the desk was shown what looks like it: what is sent then is another picture.
    is_another = forms.BooleanField(required=False, widget=forms.HiddenInput)
    must = {
        "alt": gettext_lazy("Say what the picture shows."),
        "credit_line": gettext_lazy("Say whose picture it is."),
    }

    class Meta:
        model = Image
        fields = ("file", "alt", "caption", "credit_line", "source_type")
        widgets = {"caption": forms.Textarea(attrs={"rows": 2, "dir": "auto"})}


class PictureInput(forms.NumberInput):
    """The number of a picture, a small view of it, and the way to the library.

    `article` is the key of the article whose story's pictures the library offers; `known` a picture
    that is loaded already.
    """

    article: int | None = None
    known: Image | None = None

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"min": 1, "class": "picture-number", **(attrs or {})})

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The input, the view and the button. One query for a picture that is not known."""
        field = super().render(name, value, attrs, renderer)
        image, pk = self.known, number(str(value or ""))
        if image is None or image.pk != pk:
            image = Image.objects.filter(pk=pk).first() if pk else None
        return format_html(
            '<span class="picture-field" data-picture-field>{} <a class="button small" href="{}" '
            'target="_blank" data-pick>{}</a><span class="picture-view" data-picture-view>{}</span>'
            "</span>",
            field,
            pick_url(self.article),
            _("Choose a picture"),
            "" if image is None else view(image, timezone.now()),
        )


@dataclass(frozen=True)
class Tile:
    """One picture of the grid, with its small view; `refusal` says why it may not be picked."""

    image: Image
    refusal: str
    remark: str
    src: str


def pick_url(article_id: int | None = None) -> str:
    """The address of the library, which knows the article that is worked on."""
    url = reverse("admin:articles_image_pick")
    return f"{url}?{urlencode({'article': article_id})}" if article_id else url


def view(image: Image, now: datetime) -> SafeString:
    """A small view; of a picture that may not be shown the reason instead."""
    if refusal := why_not_shown(image, now):
        return format_html('<span class="badge badge-expired">{}</span>', refusal)
    if not image.file:
        return SafeString("–")
    return format_html(
        '<img class="thumb" src="{}" alt="{}" width="96" height="64" loading="lazy">',
        renditions.one(image, "card", 320, "webp").url,
        image.alt,
    )


def why_not_shown(image: Image, now: datetime) -> str:
    """Why no reader may see it now; "" where readers may."""
    if image.sealed_at is not None:
        return _("Withheld for legal reasons")
    if image.expires_at is not None and image.expires_at <= now:
        return _("Right ended %(day)s") % {"day": _day(image.expires_at)}
    return ""


@performing.needs("view_image")
def pick(request: HttpRequest) -> HttpResponse:
    """A page of the library, newest first; posted, a new picture. `part=1` is the dialog's part."""
    form, alike = UploadForm(auto_id=IDS), []
    if request.method == "POST":
        if refusal := rights.why_not(request.user, "add_image"):
            raise PermissionDenied(f"{refusal.message} {refusal.hint}")
        form = UploadForm(request.POST, request.FILES, auto_id=IDS)
        if form.is_valid():
            alike = _alike(form)
            # Without script the file would have to be chosen again: it is told afterwards there.
            if not alike or "part" not in request.GET or form.cleaned_data["is_another"]:
                return _taken(request, _add(request, form), alike)
            posted = request.POST.copy()
            posted["is_another"] = "on"
            form.data = posted
    context = {
        **_grid(request),
        "form": form,
        "known": _tiles(form.known),
        "alike": _tiles(*alike),
        "may_add": rights.may(request.user, "add_image"),
        "opts": Image._meta,
    }
    if "part" in request.GET:
        return TemplateResponse(request, "admin/articles/_picker.html", context)
    context = {**admin.site.each_context(request), "title": _("Choose a picture"), **context}
    return TemplateResponse(request, "admin/articles/picker.html", context)


def _add(request: HttpRequest, form: UploadForm) -> Image:
    assert form.reading is not None  # a form without a file is not valid
    at = timezone.now()
    return picturing.add(form.instance, form.reading, by=request.user, at=at, door=Door.FORM)


def _alike(form: UploadForm) -> list[Image]:
    return picturing.alike(form.reading.likeness) if form.reading else []


def _tiles(*images: Image | None) -> list[Tile]:
    now = timezone.now()
    return [_tile(image, now) for image in images if image is not None]


def _taken(request: HttpRequest, image: Image, alike: list[Image]) -> HttpResponse:
    """The new picture for the dialog; without script its page, which tells its number."""
    if "part" in request.GET:
        src = renditions.one(image, "card", 320, "webp").url
        return JsonResponse({"number": image.pk, "src": src, "alt": image.alt})
    messages.success(request, _("The picture is № %(number)s.") % {"number": image.pk})
    if alike:
        messages.warning(request, uploading.alike_said(alike))
    return HttpResponseRedirect(reverse("admin:articles_image_change", args=[image.pk]))


def _grid(request: HttpRequest) -> dict[str, Any]:
    """What the grid shows. One query; three for the pictures of a story."""
    given, now = request.GET, timezone.now()
    text = beginnings.typed(given.get("q", ""))
    article, before = number(given.get("article")), number(given.get("before"))
    in_story = "story" in given and article > 0
    rows = Image.objects.order_by("-pk")
    if in_story:
        rows = rows.filter(pk__in=_of_story(article))
    if before:
        rows = rows.filter(pk__lt=before)
    if text:
        images, older, looked_to = _worded(rows, text, is_first=not before)
    else:
        found = list(rows[: PAGE + 1])
        images, looked_to = found[:PAGE], 0
        older = images[-1].pk if len(found) > PAGE else 0
    kept = {"article": article or None, "q": text or None, "story": 1 if in_story else None}
    query = {name: value for name, value in kept.items() if value}
    return {
        "tiles": [_tile(image, now) for image in images],
        "query": text,
        "article": article,
        "in_story": in_story,
        "looked_to": looked_to,
        "older": urlencode({**query, "before": older}) if older else "",
        "newest": urlencode(query) if before else "",
        "is_first": not before,
        "here": request.path,
    }


def _worded(rows: QuerySet[Image], text: str, *, is_first: bool) -> tuple[list[Image], int, int]:
    """The newest pictures with these words in what is known of them, where the next page begins.

    The last number tells how far was looked, where that was not to the end. Two queries; the words
    are folded, so that accents and forms of letters make no difference.
    """
    if is_first and (wanted := number(text.lstrip("№# "))):
        found = list(rows.filter(pk=wanted))
        if found:
            return found, 0, 0
    asked = beginnings.asked_words(text)
    open_ones = rows.filter(sealed_at=None)
    looked = list(open_ones.values_list("pk", "alt", "caption", "credit_line")[:LOOKED])
    fitting = [pk for pk, *words in looked if _holds(asked, words)]
    images = rows.model._default_manager.in_bulk(fitting[:PAGE])
    shown = [images[pk] for pk in fitting[:PAGE]]
    if len(fitting) > PAGE:
        return shown, fitting[PAGE - 1], 0
    end = looked[-1][0] if len(looked) == LOOKED else 0
    return shown, end, end


def _holds(asked: Sequence[str], texts: Sequence[str]) -> bool:
    words = normalise.words(" ".join(texts))
    return bool(asked) and all(any(word.startswith(begun) for word in words) for begun in asked)


def _of_story(article_id: int) -> set[int]:
    """Pictures of the article and of the newest members of its story, those in texts included."""
    own = Article.objects.filter(pk=article_id).values_list("story_id", flat=True).first()
    members = Article.objects.filter(story=own) if own else Article.objects.filter(pk=article_id)
    rows = members.filter(sealed_at=None).order_by("-pk").values_list("lead_image_id", "body_html")
    found: set[int] = set()
    for lead, body in rows[:MEMBERS]:
        found |= {*markup.image_ids(body), *((lead,) if lead else ())}
    return found


def _tile(image: Image, now: datetime) -> Tile:
    remark = ""
    if image.expires_at is not None:
        remark = _("Right ends %(day)s") % {"day": _day(image.expires_at)}
    if not image.alt.strip():
        remark = " · ".join(filter(None, (remark, _("No alternative text"))))
    src = renditions.one(image, "card", 320, "webp").url if image.file else ""
    return Tile(image, why_not_shown(image, now), remark, src)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y")
