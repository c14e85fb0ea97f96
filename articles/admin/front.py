"""Fronts: picked slots in a simple form, what the rule fills in, and the page of the `f` key."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin import performing, searching
from articles.admin.base import NewsroomAdmin
from articles.admin.posted import number
from articles.desk import curating, rights
from articles.enums import Door, Status
from articles.models import Article, Front, FrontSlot, Image

FOUND = 12


class SlotForm(forms.Form):
    """The words, picture and times that a slot has of its own."""

    headline = forms.CharField(
        label=gettext_lazy("Headline here"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    standfirst = forms.CharField(
        label=gettext_lazy("Standfirst here"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    image = forms.ModelChoiceField(
        Image.objects.order_by("-id"), label=gettext_lazy("Picture here"), required=False,
        widget=forms.NumberInput(attrs={"min": 1}),
        help_text=gettext_lazy("Number of the picture."),
    )  # fmt: skip
    from_at = forms.DateTimeField(label=gettext_lazy("From"), required=False)
    until_at = forms.DateTimeField(label=gettext_lazy("Until"), required=False)


@dataclass(frozen=True)
class Place:
    """One place of a front: the slot picked for it, if any, with the form of its own words."""

    position: int
    slot: FrontSlot | None
    form: SlotForm | None


@admin.register(Front)
class FrontAdmin(NewsroomAdmin):
    """The front's name and size, and below them its places."""

    list_display = ("name", "section", "slot_count")
    list_select_related = ("section",)
    fields = ("name", "section", "slot_count")
    change_form_template = "admin/articles/front_form.html"

    def get_urls(self) -> list[URLPattern]:
        """The places of a front, and placing an article from anywhere."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/slots/", view(slots), name="articles_front_slots"),
            path("place/<int:article_id>/", view(place), name="articles_front_place"),
            *super().get_urls(),
        ]

    def show_beside(self, request: HttpRequest, obj: Any, context: dict[str, Any]) -> None:
        """The places, the search, and what readers see now."""
        text = request.GET.get("q", "").strip()[:100]
        context |= {
            "places": places(obj),
            "cards": curating.front_articles(obj, timezone.now()),
            "query": text,
            "found": _found(text),
            "may_curate": request.user.has_perm("articles.curate_front"),
            "refusal": rights.why_not(request.user, "curate_front"),
        }


def places(front: Front) -> list[Place]:
    """Every place of the front in order, with what was picked for it. One query."""
    picked = front.slots.select_related("article__source", "image").order_by("position", "id")
    by_position = {slot.position: slot for slot in picked}
    size = max(front.slot_count, *by_position, 0) if by_position else front.slot_count
    found = []
    for position in range(1, size + 1):
        slot = by_position.get(position)
        form = _form_of(slot) if slot else None
        found.append(Place(position, slot, form))
    return found


@require_POST
@performing.needs("view_front")
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Place, empty, move or reword one place; the others make room."""
    front = get_object_or_404(Front, pk=pk)
    deed = next((name for name in _DEEDS if name in request.POST), "")
    if deed:
        performing.attempt(request, lambda: _DEEDS[deed](request, front))
    else:
        messages.error(request, _("That is not an act of this page."))
    return HttpResponseRedirect(reverse("admin:articles_front_change", args=[pk]))


@performing.needs("view_article")
def place(request: HttpRequest, article_id: int) -> HttpResponse:
    """Choose a front and a place for one article; each place says what stands there now."""
    article = get_object_or_404(Article.objects.select_related("section", "source"), pk=article_id)
    if request.method == "POST":
        front = get_object_or_404(Front, pk=number(request.POST.get("front")))
        done = performing.attempt(request, lambda: _fill(request, front, article))
        if done is not None:
            is_new = article.status == Status.INCOMING
            return HttpResponseRedirect(reverse("admin:inbox") if is_new else _form_url(article))
    fronts = Front.objects.select_related("section").order_by("section__position", "id")[:20]
    context = {
        **admin.site.each_context(request),
        "title": _("Place on a front"),
        "article": article,
        "fronts": [(front, places(front)) for front in fronts],
        "refusal": rights.why_not(request.user, "curate_front", article),
    }
    return TemplateResponse(request, "admin/articles/front_place.html", context)


def _form_url(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def _form_of(slot: FrontSlot) -> SlotForm:
    names = ("headline", "standfirst", "from_at", "until_at")
    initial = {name: getattr(slot, name) for name in names}
    return SlotForm(initial={**initial, "image": slot.image_id}, prefix=f"slot{slot.position}")


def _found(text: str) -> list[Article]:
    """Published articles for the picker: the newest, those that fit best, or that number."""
    rows = Article.objects.filter(status=Status.PUBLISHED).select_related("source", "section")
    rows = rows.defer("body_html")
    if text:
        return searching.best(rows, text, timezone.now(), FOUND)
    return list(rows.newest_first()[:FOUND])


def _fill(request: HttpRequest, front: Front, article: Article) -> Any:
    placed = curating.fill_slot(
        front,
        position=number(request.POST.get("position")) or 1,
        article=article,
        by=request.user,
        at=timezone.now(),
        door=Door.FORM,
    )
    text = _("“%(headline)s” stands at %(place)s of %(front)s.") % {
        "headline": article.headline[:80],
        "place": placed.slot.position,
        "front": front.name,
    }
    if placed.dropped is not None:
        text += " " + _("“%(headline)s” dropped out.") % {"headline": placed.dropped.headline[:80]}
    messages.success(request, text)
    return placed


def _place_found(request: HttpRequest, front: Front) -> Any:
    article = get_object_or_404(Article, pk=number(request.POST.get("article")))
    return _fill(request, front, article)


def _slot(request: HttpRequest, front: Front, name: str) -> FrontSlot:
    return get_object_or_404(FrontSlot, pk=number(request.POST.get(name)), front=front)


def _empty(request: HttpRequest, front: Front) -> Any:
    slot = _slot(request, front, "empty")
    curating.clear_slot(slot, by=request.user, at=timezone.now(), door=Door.FORM)
    messages.success(request, _("The place is free; the rule fills it."))
    return slot


def _move(request: HttpRequest, front: Front) -> Any:
    """One place up or down, by arranging all picked articles anew."""
    pk, _sign, way = request.POST.get("move", "").partition(" ")
    slot = get_object_or_404(FrontSlot, pk=number(pk), front=front)
    ids = list(front.slots.order_by("position", "id").values_list("article_id", flat=True))
    here = ids.index(slot.article_id)
    there = here - 1 if way == "up" else here + 1
    if 0 <= there < len(ids):
        ids[here], ids[there] = ids[there], ids[here]
    curating.arrange(front, article_ids=ids, by=request.user, at=timezone.now(), door=Door.FORM)
    return slot


def _reword(request: HttpRequest, front: Front) -> Any:
    """Give the slot words, picture and times of its own; it keeps its place."""
    slot = _slot(request, front, "reword")
    form = SlotForm(request.POST, prefix=f"slot{slot.position}")
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(str(e) for e in errors)}")
        return None
    given = form.cleaned_data
    placed = curating.fill_slot(
        front,
        position=slot.position,
        article=slot.article,
        headline=given["headline"],
        standfirst=given["standfirst"],
        image_id=given["image"].pk if given["image"] else None,
        from_at=given["from_at"],
        until_at=given["until_at"],
        by=request.user,
        at=timezone.now(),
        door=Door.FORM,
    )
    messages.success(request, _("Saved the words of place %(n)s.") % {"n": slot.position})
    return placed


_DEEDS: dict[str, Any] = {
    "article": _place_found,
    "empty": _empty,
    "move": _move,
    "reword": _reword,
}
