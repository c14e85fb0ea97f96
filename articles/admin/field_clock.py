"""The clock on each field of an article: who changed it, when, what, and the way back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import history, performing
from articles.admin.conflicts import EDITED
from articles.history import changed_parts, field_entries, part_entries
from articles.history import values as history_values
from articles.models import Act, Article, Change, Contribution, Credit, RelatedLink, Tagging

# The parts of an article that are rows of their own: name in the address, words, model.
PARTS: dict[str, tuple[Any, Any]] = {
    "tags": (gettext_lazy("Tags"), Tagging),
    "byline": (gettext_lazy("Byline"), Contribution),
    "credits": (gettext_lazy("Credits"), Credit),
    "links": (gettext_lazy("Links"), RelatedLink),
}
# What the form calls them, where that is another name.
IN_FORM = {"tags": "tag_names"}


@dataclass(frozen=True)
class Moment:
    """One act as it changed the field, with what it changed in words."""

    act: Act
    told: tuple[history.Told, ...]


def clocks(article: Article) -> dict[str, str]:
    """The addresses of the clocks, by the name of the field in the form; only where it has a past.

    One query.
    """
    past = changed_parts(article.pk)
    own = history_values.label(Article)
    found = {}
    for attname in EDITED:
        if (own, attname) in past:
            found[attname.removesuffix("_id")] = _url(article, attname)
    for name, (_label, model) in PARTS.items():
        if (history_values.label(model), "") in past:
            found[IN_FORM.get(name, name)] = _url(article, name)
    return found


@performing.needs("view_article")
def field(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The timeline of one field, newest first; `?part=1` gives it without the page around it."""
    article = get_object_or_404(Article, pk=pk)
    if name in PARTS:
        label, model = PARTS[name]
        changes = part_entries(pk, model, limit=history.SHOWN)
    elif name in EDITED:
        label = history.field_label(Article, name)
        changes = field_entries(article, name, limit=history.SHOWN)
    else:
        raise Http404(_("An article has no such field."))
    may_restore = request.user.has_perm("articles.change_article")
    context = {
        "label": str(label),
        "name": name,
        "object": article,
        "moments": _moments(changes, may_restore),
        "may_restore": may_restore,
        "is_rows": name in PARTS,
        "is_part": "part" in request.GET,
        "is_cut": len(changes) == history.SHOWN,
    }
    if context["is_part"]:
        return TemplateResponse(request, "admin/articles/_field_clock.html", context)
    context = {
        **admin.site.each_context(request),
        "title": _("Who changed it: %(field)s") % {"field": label},
        "opts": Article._meta,
        **context,
    }
    return TemplateResponse(request, "admin/articles/field_clock.html", context)


def _moments(changes: list[Change], may_restore: bool) -> list[Moment]:
    told = history.told_changes(changes, may_restore=may_restore)
    acts: dict[int, tuple[Act, list[history.Told]]] = {}
    for one in told:
        act = one.change.act
        acts.setdefault(act.pk, (act, []))[1].append(one)
    history.withhold_reasons(act for act, _found in acts.values())
    return [Moment(act, tuple(found)) for act, found in acts.values()]


def _url(article: Article, name: str) -> str:
    return reverse("admin:articles_article_field", args=[article.pk, name])
