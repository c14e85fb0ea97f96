"""The page of the `f` key: one article, a front, and for each place who drops out for it."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles.admin import badges, front_acts, front_rows, performing, sheets
from articles.admin.front_rows import Place
from articles.desk import composing, rights
from articles.desk.composing import Card, View
from articles.enums import Status
from articles.models import Article, Front

# Fronts offered by name; a paper has one of its own and one for each section.
OFFERED = 40


@dataclass(frozen=True)
class Landing:
    """One place that the article could be put at, and what readers lose there for it."""

    place: Place
    lost: tuple[Card, ...]
    is_here: bool


@performing.needs("view_article")
def place(request: HttpRequest, article_id: int) -> HttpResponse:
    """Put the article on a front with one more key; each place says who drops out."""
    rows = Article.objects.select_related("section", "source").defer("body_html")
    article = get_object_or_404(rows, pk=article_id)
    fronts = _fronts(article)
    front = _chosen(request, fronts, article)
    if request.method == "POST" and front and _is_placed(request, front, article):
        return HttpResponseRedirect(_back(request, article))
    now = timezone.now()
    view = composing.look(front, now, front.worked_on(now))[0] if front else None
    refusal = rights.why_not_front(request.user, front.section_id) if front else None
    landings = _landings(view, article) if view else []
    context = {
        **admin.site.each_context(request),
        "title": _("Place on a front"),
        "article": article,
        "status_badge": badges.status(article, now),
        "fronts": [(each, _key(each), each == front) for each in fronts],
        "front": front,
        "front_key": _key(front) if front else "",
        "landings": landings,
        "lost_anywhere": _lost_anywhere(landings),
        "is_listed": article.is_listed(now),
        "refusal": refusal,
        "back": request.GET.get("back", ""),
        "sheet": sheets.PUSH,
    }
    return TemplateResponse(request, "admin/articles/front_place.html", context)


def _is_placed(request: HttpRequest, front: Front, article: Article) -> bool:
    """Whether the desk put it there; a refusal is a message."""
    done = performing.attempt(request, lambda: front_acts.fill(request, front, article))
    return done is not None


def _fronts(article: Article) -> list[Front]:
    """All fronts, with one for the article's section even where none was used yet. One query."""
    rows = Front.objects.select_related("section", "live", "draft")
    fronts = list(rows.order_by("section__position", "id")[:OFFERED])
    fronts.sort(key=lambda front: front.section_id is not None)
    section = article.section
    if section is not None and all(front.section_id != section.pk for front in fronts):
        fronts.append(Front(name=section.name, section=section))
    return fronts


def _key(front: Front) -> str:
    """What names a front in a form, whether it has a row or not."""
    return str(front.pk) if front.pk else f"section-{front.section_id}"


def _chosen(request: HttpRequest, fronts: list[Front], article: Article) -> Front | None:
    """The front asked for; else the paper's for who may place there, else that of a section."""
    asked = request.POST.get("front") or request.GET.get("front", "")
    if found := next((front for front in fronts if _key(front) == asked), None):
        return found
    own = [front for front in fronts if front.section_id == article.section_id]
    ranked = [*fronts[:1], *own, *fronts]
    may = (front for front in ranked if not rights.why_not_front(request.user, front.section_id))
    return next(may, ranked[0] if ranked else None)


def _landings(view: View, article: Article) -> list[Landing]:
    """Every place, and who drops out of the front when the article is put there."""
    return [
        Landing(
            place,
            tuple(view.lost_by(view.pushed(article, place.number))),
            place.article_pk == article.pk,
        )
        for place in front_rows.places(view)
    ]


def _lost_anywhere(landings: list[Landing]) -> tuple[Card, ...]:
    """Who drops out at every place alike, so that it is said once."""
    lost = {tuple(card.article.pk for card in landing.lost) for landing in landings}
    return landings[0].lost if len(lost) == 1 else ()


def _back(request: HttpRequest, article: Article) -> str:
    """Where the person came from: an address of ours, the inbox, or the article's form."""
    back = request.GET.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    if article.status == Status.INCOMING:
        return reverse("admin:inbox")
    return reverse("admin:articles_article_change", args=[article.pk])
