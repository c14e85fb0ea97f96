"""The search in the admin: the list of articles that asks the index, and what others look up."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin import badges
from articles.admin.paging import BoundedList
from articles.admin.posted import number
from articles.desk import sittings
from articles.models import Article

HELP = _("storks “port strike” -ferry harb* section:politics status:draft, or a number")
AFTER = "after"
# Of what is only begun to be typed nobody leafs further back than ten pages.
BEGUN = 200


class FoundList(BoundedList):
    """Django's list; with words to look for, a page of what fits best, in the order of the search.

    The place where a page begins stands in the address, like everything else.
    """

    found: search.Page | None = None
    meant = ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """The rows that pass the filters; the words are looked for among them."""
        self.after = self.params.pop(AFTER, "")
        self.filter_params.pop(AFTER, None)
        asked, self.query = self.query, ""
        try:
            rows = super().get_queryset(request, exclude_parameters)
        finally:
            self.query = asked
        return rows

    def get_results(self, request: HttpRequest) -> None:
        """The page: by the index when words are given, else as Django does it; who is where."""
        self._find(request)
        shown: list[Any] = list(self.result_list)
        ids = [article.pk for article in shown]
        people = sittings.people_at(ids, by=request.user, at=timezone.now()) if ids else {}
        for article in shown:
            article.people = people.get(article.pk, ())
        self.result_list = shown

    def _find(self, request: HttpRequest) -> None:
        if not self.query.strip():
            super().get_results(request)
            return
        if rows := numbered(self.queryset, self.query):
            self._show(request, rows)
            return
        now = timezone.now()
        self.found = search.find(
            self.query,
            now=now,
            among=self.queryset,
            is_desk=True,
            limit=self.list_per_page,
            after=self.after,
        )
        shown: list[Any] = []
        for hit in self.found.hits:
            shown.append(hit.article)
            shown[-1].found = hit
        self._show(request, shown)
        if not shown and self.found.is_first and not self.found.problems:
            self.meant = search.suggest(self.query, among=self.queryset, now=now)

    def _show(self, request: HttpRequest, rows: list[Any]) -> None:
        self.result_list = rows
        self.result_count = len(rows)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = self.multi_page = False
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    @property
    def older_query(self) -> str:
        """The address of what stands behind this page; "" at the end."""
        if self.found is None or not self.found.next:
            return ""
        return self.get_query_string({AFTER: self.found.next})

    @property
    def first_query(self) -> str:
        """The address of the first page; "" on it."""
        if self.found is None or self.found.is_first:
            return ""
        return self.get_query_string()

    @property
    def meant_query(self) -> str:
        """The address of the query that was perhaps meant."""
        return self.get_query_string({"q": self.meant}) if self.meant else ""


def title(article: Any) -> SafeString:
    """The headline; of a find with what was looked for marked, and the place that says it."""
    hit: search.Hit | None = getattr(article, "found", None)
    if hit is None or not hit.headline:
        return badges.headline(article)
    return format_html(
        '<span class="headline" lang="{}" dir="{}">{}</span>',
        article.language,
        article.direction,
        marked(hit.headline),
    )


def extract(article: Any) -> SafeString:
    """Where a find says it; nothing for an article that nobody looked for."""
    hit: search.Hit | None = getattr(article, "found", None)
    if hit is None or not hit.extract:
        return SafeString("")
    return format_html(
        '<span class="extract" lang="{}" dir="{}">{}</span>',
        article.language,
        article.direction,
        marked(hit.extract),
    )


def marked(pieces: tuple[search.Piece, ...]) -> SafeString:
    """The pieces as HTML, what was found in `<mark>`."""
    told = (
        (format_html("<mark>{}</mark>", piece.text) if piece.is_found else piece.text,)
        for piece in pieces
    )
    return format_html_join("", "{}", told)


def best(rows: QuerySet[Article], text: str, now: datetime, most: int) -> list[Article]:
    """The articles among `rows` that fit best, best first; that number, if one is given."""
    if found := numbered(rows, text):
        return found
    ids = search.find_ids(text, among=rows, now=now, most=most).ids
    articles = rows.in_bulk(ids)
    return [articles[pk] for pk in ids if pk in articles]


def narrowed(rows: QuerySet[Any], text: str, now: datetime) -> QuerySet[Any]:
    """The rows less those that do not fit, for a list with an order of its own."""
    if not text.strip():
        return rows
    if found := numbered(rows, text):
        return rows.filter(pk=found[0].pk)
    return rows.filter(pk__in=search.find_ids(text, among=rows, now=now).ids)


def begun(rows: QuerySet[Any], text: str, now: datetime) -> QuerySet[Any]:
    """The newest rows that the letters typed so far may mean: by headline, else by their text."""
    if not text:
        return rows
    if found := numbered(rows, text):
        return rows.filter(pk=found[0].pk)
    ids: tuple[int, ...] = ()
    for in_headline in (True, False):
        asked = search.begun(text, in_headline=in_headline)
        ids = ids or search.newest_ids(asked, among=rows, now=now, most=BEGUN).ids
    return rows.filter(pk__in=ids)


def numbered(rows: QuerySet[Any], text: str) -> list[Any]:
    """The article of that number, with or without a sign before it; none for other words."""
    pk = number(text.strip().lstrip("№# "))
    return list(rows.filter(pk=pk)[:1]) if pk else []
