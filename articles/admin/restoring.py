"""Restoring a former version of an article: what would change, then the act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import field_clock, history, performing
from articles.admin.posted import number
from articles.desk import acting, restoring
from articles.enums import Door, Role
from articles.history import values as history_values
from articles.models import Act, Article, Author, Change, Source, Tag
from articles.text import diff


@dataclass(frozen=True)
class Part:
    """One part that would change: its name, and its words now and then."""

    name: str
    label: str
    told: history.Told


@performing.needs("change_article")
def restore_to(request: HttpRequest, pk: int, act_id: int) -> HttpResponse:
    """Show what giving the article the state after this act would change; a posted form does it."""
    article = get_object_or_404(Article, pk=pk)
    act = get_object_or_404(Act.objects.select_related("by"), pk=act_id)
    if not act.changes.filter(article_id=pk).exists():
        raise Http404(_("That act is none of this article."))
    if request.method == "POST":
        done = performing.attempt(request, lambda: _restore(request, article, act))
        if done is not None:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    if article.sealed_at is not None:
        raise PermissionDenied(_("Its words are withheld for legal reasons."))
    plan = restoring.plan_restore(article, act)
    single = request.GET.get("only", "")
    context = {
        **admin.site.each_context(request),
        "title": _("Restore a version"),
        "opts": Article._meta,
        "object": article,
        "act": act,
        "plan": plan,
        "parts": _parts(article, plan),
        "single": single if single in plan.parts else "",
        "lost": [(_label(one.part), one.name) for one in plan.lost],
        "refusal": acting.why_not_edit(request.user, article),
        "is_live": article.is_published(timezone.now()),
    }
    return TemplateResponse(request, "admin/articles/restore.html", context)


def _restore(request: HttpRequest, article: Article, act: Act) -> restoring.RestorePlan:
    plan = restoring.restore_version(
        article,
        act=act,
        parts=request.POST.getlist("part"),
        version=number(request.POST.get("version")) or None,
        material=request.POST.get("weight") == "material",
        note=request.POST.get("note", ""),
        by=request.user,
        at=timezone.now(),
        door=Door.FORM,
    )
    labels = [_label(name) for name in plan.parts if name in request.POST.getlist("part")]
    messages.success(request, _("Restored: %(field)s.") % {"field": ", ".join(labels)})
    for one in plan.lost:
        messages.warning(
            request,
            _("%(part)s: “%(name)s” no longer exists and did not come back.")
            % {"part": _label(one.part), "name": one.name},
        )
    return plan


def _parts(article: Article, plan: restoring.RestorePlan) -> list[Part]:
    """Each part in words; a fixed number of queries."""
    changes = [
        Change(
            model=history_values.label(Article),
            row=str(article.pk),
            article_id=article.pk,
            kind=Change.Kind.UPDATE,
            field=name,
            before=_bare(getattr(article, name)),
            after=_bare(value),
        )
        for name, value in plan.fields.items()
    ]
    told = [*history.told_changes(changes), *_rows_told(article, plan)]
    return [Part(t.change.field, t.label, t) for t in told]


def _bare(value: Any) -> Any:
    """A value as history keeps it, but long texts as they are."""
    return value if isinstance(value, str) else history_values.packed(value)


def _rows_told(article: Article, plan: restoring.RestorePlan) -> list[history.Told]:
    found = []
    if plan.tags is not None:
        tags = Tag.objects.in_bulk(plan.tags)
        now = sorted(article.tags.values_list("name", flat=True))
        then = sorted(tags[pk].name for pk in plan.tags)
        found.append(_told(restoring.TAGS, now, then))
    if plan.byline is not None:
        both = [restoring.byline_now(article), plan.byline]
        authors = Author.objects.in_bulk({n.author_id for names in both for n in names} - {None})
        now, then = (
            [f"{authors[n.author_id] if n.author_id else n.name} ({Role(n.role).label})" for n in s]
            for s in both
        )
        found.append(_told(restoring.BYLINE, now, then))
    if plan.credits is not None:
        lines = [restoring.credits_now(article), plan.credits]
        sources = Source.objects.in_bulk({line.source_id for some in lines for line in some})
        now, then = (
            [" ".join(filter(None, [str(sources[c.source_id]), c.text, c.url])) for c in some]
            for some in lines
        )
        found.append(_told(restoring.CREDITS, now, then))
    return found


def _told(name: str, now: Sequence[str], then: Sequence[str]) -> history.Told:
    rows = tuple(diff.paragraphs(now, then))
    before, after = ", ".join(now), ", ".join(then)
    return history.Told(Change(field=name), _label(name), before, after, (), rows, False)


def _label(name: str) -> str:
    if name in field_clock.PARTS:
        return str(field_clock.PARTS[name][0])
    return history.field_label(Article, name)
