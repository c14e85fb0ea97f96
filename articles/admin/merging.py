"""The merge workbench: the plan field by field with a preview, the merge, and the way back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import history, performing, sheets, undoing_acts
from articles.admin.posted import numbers
from articles.desk import merging
from articles.enums import Door
from articles.errors import ActRefused, NewsroomError
from articles.models import Article, Change, Merge
from articles.text import language, markup

# More columns than this cannot be read side by side; merge in two rounds.
MOST_COLUMNS = 9
CHOICE = "field-"


@dataclass(frozen=True)
class Cell:
    """The value of one article in one field."""

    article_id: int
    text: str
    is_chosen: bool
    column: int


@dataclass(frozen=True)
class FieldRow:
    """One field across the articles, with the value the rule chose and why."""

    name: str
    label: str
    cells: tuple[Cell, ...]
    reason: str
    differs: bool
    is_long: bool

    @property
    def is_blank(self) -> bool:
        """Whether none of the articles says anything there."""
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Preview:
    """What the survivor would say."""

    article: Article
    language: str
    texts: Mapping[str, str]
    body: SafeString

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the language."""
        return language.direction(self.language)


@performing.needs("view_article")
def plan(request: HttpRequest) -> HttpResponse:
    """The plan for the articles in the address; what is chosen there is shown at once."""
    ids = numbers(request.GET.getlist("id"))[:MOST_COLUMNS]
    back = "inbox" if request.GET.get("back") == "inbox" else ""
    try:
        made = _plan(ids, request.GET, request.user)
    except NewsroomError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:inbox"))
    articles = _articles((made.survivor_id, *made.duplicate_ids))
    context = {
        **admin.site.each_context(request),
        "title": _("Merge"),
        "plan": made,
        "articles": articles,
        "rows": rows(made, articles),
        "preview": preview(made, articles),
        "versions": json.dumps(dict(made.versions)),
        "back": back,
        "sheet": sheets.MERGE,
    }
    return TemplateResponse(request, "admin/articles/merge.html", context)


@require_POST
@performing.needs("view_article")
def apply(request: HttpRequest) -> HttpResponse:
    """Merge as the page showed it; refused when one of the articles changed since."""
    ids = numbers(request.POST.getlist("id"))[:MOST_COLUMNS]

    def merge() -> Merge:
        made = _plan(ids, request.POST, request.user)
        shown = _with_versions(made, request.POST.get("versions", ""))
        return merging.apply_merge(shown, by=request.user, at=timezone.now(), door=Door.MERGE)

    done = performing.attempt(request, merge)
    if done is None:
        query = request.POST.copy()
        query.pop("versions", None)
        query.pop("csrfmiddlewaretoken", None)
        return HttpResponseRedirect(f"{reverse('admin:merge')}?{query.urlencode()}")
    url = reverse("admin:merge-detail", args=[done.pk])
    messages.success(
        request,
        format_html(
            "{} <a href='{}'>{}</a>",
            _("Merged %(count)d articles into one.") % {"count": len(ids)},
            url,
            _("See the merge, or undo it with u."),
        ),
    )
    if request.POST.get("back") == "inbox":
        return HttpResponseRedirect(f"{reverse('admin:inbox')}?at={done.survivor_id}")
    return HttpResponseRedirect(url)


@performing.needs("view_article")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the merge did, the button that undoes it and, once undone, what was kept and why."""
    found = get_object_or_404(
        Merge.objects.select_related("survivor", "act__by", "undone_by"), pk=pk
    )
    made = merging.MergePlan.from_json(found.plan)
    context = {
        **admin.site.each_context(request),
        "title": _("Merge into “%(headline)s”") % {"headline": found.survivor.headline[:80]},
        "merge": found,
        "plan": made,
        "survivor": found.survivor,
        "duplicates": Article.objects.filter(pk__in=made.duplicate_ids).select_related("source"),
        "later": history.told_changes(later_edits(found)) if found.undone_at is None else (),
    }
    return TemplateResponse(request, "admin/articles/merge_detail.html", context)


@require_POST
@performing.needs("view_article")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put every article back as it was; edits made since stay and are listed."""
    found = get_object_or_404(Merge, pk=pk)
    reverted = performing.attempt(
        request,
        lambda: merging.undo_merge(found, by=request.user, at=timezone.now(), door=Door.FORM),
    )
    if reverted is not None:
        undoing_acts.tell(request, _("The merge is undone."), reverted)
    return HttpResponseRedirect(reverse("admin:merge-detail", args=[pk]))


def rows(made: merging.MergePlan, articles: Sequence[Article]) -> list[FieldRow]:
    """The plan's fields as rows of cells, one column an article."""
    columns = {article.pk: place for place, article in enumerate(articles, start=1)}
    found = []
    for choice in made.fields:
        texts = dict(choice.texts)
        cells = tuple(
            Cell(pk, texts.get(pk, ""), pk == choice.chosen_id, columns[pk]) for pk in columns
        )
        is_long = choice.name == "body_html"
        found.append(
            FieldRow(choice.name, choice.label, cells, choice.reason, choice.differs, is_long)
        )
    return found


def preview(made: merging.MergePlan, articles: Sequence[Article]) -> Preview:
    """The one that stays as readers would see it, made from the chosen values."""
    chosen = {field.name: dict(field.texts).get(field.chosen_id, "") for field in made.fields}
    bodies = {field.name: dict(field.values).get(field.chosen_id) for field in made.fields}
    survivor = next(article for article in articles if article.pk == made.survivor_id)
    body = markup.sanitise(bodies.get("body_html") or "")
    return Preview(
        article=survivor,
        language=str(bodies.get("language") or survivor.language),
        texts=chosen,
        body=mark_safe(body),  # noqa: S308  sanitised just above
    )


def later_edits(merge: Merge) -> list[Change]:
    """Changes of the survivor since the merge: what an undo would leave standing."""
    return list(
        Change.objects.filter(
            article_id=merge.survivor_id, act__at__gt=merge.merged_at, kind=Change.Kind.UPDATE
        )
        .select_related("act__by")
        .order_by("-id")[:50]
    )


def _plan(ids: Sequence[int], posted: Any, by: Any) -> merging.MergePlan:
    articles = _articles(ids)
    if len(articles) < 2:
        raise ActRefused(
            _("A merge needs two different articles or more."),
            _("Tick them in the inbox, or compare two."),
        )
    wanted = posted.get("survivor", "")
    chosen = next((a for a in articles if str(a.pk) == wanted), None)
    survivor = chosen or merging.choose_survivor(articles)[0]
    others = [a for a in articles if a.pk != survivor.pk]
    return merging.plan_merge(survivor, others, choices=_choices(posted, ids), by=by)


def _choices(posted: Any, ids: Sequence[int]) -> Mapping[str, int]:
    return {
        name.removeprefix(CHOICE): int(value)
        for name, value in posted.items()
        if name.startswith(CHOICE) and value.isdecimal() and int(value) in ids
    }


def _articles(ids: Sequence[int]) -> list[Article]:
    found = Article.objects.select_related("source", "section").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _with_versions(made: merging.MergePlan, text: str) -> merging.MergePlan:
    """The plan with the versions that the page showed, so that a newer row is noticed."""
    try:
        shown = {int(pk): int(version) for pk, version in json.loads(text).items()}
    except (ValueError, AttributeError, TypeError):
        return made
    return replace(
        made, versions=tuple((pk, shown.get(pk, version)) for pk, version in made.versions)
    )
