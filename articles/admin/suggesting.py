"""What a source offers anew, beside what the desk has, or what the source said before."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import board, conflicts, history, performing, reading, sheets, version_rows
from articles.dedupe.changes import Version
from articles.dedupe.ledger import Passage
from articles.desk import editing
from articles.models import Article, Suggestion
from articles.text import diff, markup

# The fields of a suggestion that differ are told in this order.
SUGGESTED = ("headline", "standfirst", "body_html")
FORMER = "former"


@performing.needs("view_article")
def changes(request: HttpRequest, pk: int, suggestion_id: int) -> HttpResponse:
    """The offered text against ours, word by word; `against=former` against the source's own."""
    rows = Suggestion.objects.select_related("article__source")
    found = get_object_or_404(rows, pk=suggestion_id, article_id=pk)
    article = found.article
    is_former = request.GET.get("against") == FORMER and bool(found.base)
    offered = {**_kept(article), **_given(found.offered)}
    older = _version(found.base, article) if is_former else board.version_of(article)
    context = {
        **admin.site.each_context(request),
        "title": _("What the source changed"),
        "article": article,
        "suggestion": told(found),
        "is_open": found.status == "open",
        "is_former": is_former,
        "has_former": bool(found.base),
        "versions": version_rows.comparison(older, _version(offered, article)),
        "sheet": sheets.SUGGESTION,
    }
    return TemplateResponse(request, "admin/articles/suggestion.html", context)


def open_ones(article: Article) -> list[dict[str, Any]]:
    """What sources offer for the article and nobody decided yet, newest first. One query."""
    return [told(row) for row in article.suggestions.filter(status="open")[:5]]


def told(row: Suggestion) -> dict[str, Any]:
    """The fields that differ from ours, each with its label and the words that differ."""
    article = row.article
    differing = {n: v for n, v in _given(row.offered).items() if v != getattr(article, n)}
    labels = {name: history.field_label(Article, name) for name in differing}
    return {
        "pk": row.pk,
        "made_at": row.made_at,
        "told": [
            (
                labels[n],
                diff.words(conflicts.told(n, getattr(article, n)), conflicts.told(n, value)),
            )
            for n, value in differing.items()
        ],
        "fields": list(labels.items()),
    }


def _given(offered: dict[str, Any]) -> dict[str, str]:
    return {name: offered[name] for name in SUGGESTED if offered.get(name) is not None}


def _kept(article: Article) -> dict[str, str]:
    return {name: getattr(article, name) for name in SUGGESTED}


def _version(fields: dict[str, Any], article: Article) -> Version:
    """A text that is kept as fields; read as of the day of the article."""
    body = [(own, text) for own, text in markup.paragraphs(fields.get("body_html") or "")]
    heads = [
        (reading.STANDFIRST, fields.get("standfirst") or ""),
        (reading.HEADLINE, fields.get("headline") or ""),
    ]
    passages = [Passage(own, text) for own, text in body if text.strip()]
    passages += [Passage(own, text, is_body=False) for own, text in heads if text.strip()]
    return Version.read(passages, day=board.day_of(article))


@require_POST
@performing.needs("change_article")
def decide(request: HttpRequest, pk: int, suggestion_id: int) -> HttpResponse:
    """Take fields of a newer upstream text over, or refuse it; ours stays until then."""
    found = get_object_or_404(Suggestion, pk=suggestion_id, article_id=pk)
    by, at = request.user, timezone.now()
    if "refuse" in request.POST:
        done: Any = performing.attempt(
            request, lambda: editing.refuse_suggestion(found, by=by, at=at)
        )
        said = _("Kept ours; the suggestion is refused.")
    else:
        fields = request.POST.getlist("fields")
        done = performing.attempt(
            request, lambda: editing.accept_suggestion(found, by=by, at=at, fields=fields)
        )
        said = _("Taken over from the source.")
    if done is not None:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
