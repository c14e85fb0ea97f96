"""Completion as one types, wherever a field of the desk asks for a row by its name.

A field carries the address of the list for its kind; complete.js asks it. Without script the field
is what it was: a line that takes a name, a number or an address.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin import looking_up, searching
from articles.admin.looking_up import PAGE, Name
from articles.admin.paging import LookAheadPaginator
from articles.admin.posted import number
from articles.desk import rights
from articles.models import Article, Author, Section, Source, Story, Tag
from articles.text import beginnings, normalise

Line = dict[str, Any]


def complete(request: HttpRequest, kind: str) -> HttpResponse:
    """JSON: what the letters in `q` may mean, a page of it; `after` leads to the next one.

    `value` is what the field is given, `label` and `detail` what the person reads. `is_exact` marks
    another spelling that was typed whole: the field may put the name in its place.
    """
    if kind not in _LISTS:
        raise Http404
    if refusal := rights.why_not(request.user, f"view_{kind}"):
        raise PermissionDenied(f"{refusal.message} {refusal.hint}")
    text = beginnings.typed(request.GET.get("q", ""))
    lines: list[Line] = []
    following = ""
    if text:
        lines, following = _LISTS[kind](kind, text, number(request.GET.get("after")))
    return JsonResponse({"results": lines, "next": following})


def _articles(kind: str, text: str, after: int) -> tuple[list[Line], str]:
    now = timezone.now()
    found = looking_up.articles(text, now, PAGE + 1, below=after or None)
    following = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return [_of_article(article, now) for article in found[:PAGE]], following


def _of_article(article: Article, now: datetime) -> Line:
    headline = article.headline.strip() or _("(no headline)")
    return {
        "value": f"№ {article.pk} {headline}"[:300],
        "label": headline,
        "detail": looking_up.detail(article, now),
        "lang": article.language,
        "dir": article.direction,
    }


def _names(kind: str, text: str, after: int) -> tuple[list[Line], str]:
    found = looking_up.named(beginnings.asked_words(text), (kind,))
    if kind == "tag" and not found and not after:
        found = looking_up.tags_meant(text)
    shown = found[after : after + PAGE]
    following = str(after + PAGE) if len(found) > after + PAGE else ""
    alike = [normalise.fold(name.name) for name in found]
    return [_of_name(name, text, alike) for name in shown], following


def _of_name(found: Name, text: str, alike: list[str]) -> Line:
    """The line of a name; of two rows with one name the field gets the number as well."""
    is_double = alike.count(normalise.fold(found.name)) > 1
    is_numbered = found.kind == "story" or (is_double and found.kind != "author")
    return {
        "value": f"№ {found.pk} {found.name}"[:300] if is_numbered else found.name,
        "label": found.name,
        "detail": _about(found, is_double),
        "lang": "",
        "dir": "auto",
        "is_exact": normalise.fold(found.spelling) == normalise.fold(text),
    }


def _about(found: Name, is_double: bool) -> str:
    if found.spelling:
        return _("meant by “%(spelling)s”") % {"spelling": found.spelling}
    if found.kind == "story" or (is_double and found.kind != "author"):
        return f"№ {found.pk}"
    return found.extra if found.kind == "author" else ""


_LISTS: dict[str, Callable[[str, str, int], tuple[list[Line], str]]] = {
    "article": _articles,
    **dict.fromkeys(("tag", "story", "source", "author", "section"), _names),
}
_KINDS: dict[Any, str] = {
    Tag: "tag", Story: "story", Source: "source", Author: "author", Section: "section",
}  # fmt: skip


class FoundView(AutocompleteJsonView):
    """Django's own completion over the same search: folded, newest first, told with its status."""

    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that fit, among those that the field allows."""
        rows = self.model_admin.get_queryset(self.request)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        text = beginnings.typed(self.term)
        if rows.model is Article:
            return searching.begun(looking_up.told(rows), text, timezone.now())
        if not text or rows.model not in _KINDS:
            return super().get_queryset()
        kind = _KINDS[rows.model]
        found = looking_up.named(beginnings.asked_words(text), (kind,))
        return rows.filter(pk__in=[name.pk for name in found[:200]]).order_by("-pk")

    def get_paginator(  # type: ignore[override]  # narrower than Django's
        self, queryset: Any, per_page: int, **kwargs: Any
    ) -> LookAheadPaginator:
        """Pages without COUNT, as far as the one that is asked for."""
        page = number(self.request.GET.get("page"))
        return LookAheadPaginator(queryset, per_page, page=page)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Key and words; an article with its number, status, day and source."""
        line = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Article):
            line["text"] += f" ({looking_up.detail(obj, timezone.now())})"
        return line
