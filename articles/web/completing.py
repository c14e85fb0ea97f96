"""What readers may mean by the letters typed so far: words, and names with pages of their own.

Only what something listed has is offered; a name alone may tell too much.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles import search
from articles.errors import SearchAway
from articles.models import Article, Source, Tag, Tagging
from articles.text import beginnings, normalise
from articles.web.page import Page
from articles.web.searching import Asked

LONGEST = 100  # characters of what is typed
WORDS, NAMES, REPORTS = 4, 2, 3  # of each kind at most
COMPARED = 40  # tags that begin so, of which the best that have something are offered
READ = 1000  # sources whose names are compared
LONGEST_NAME = 120


@dataclass(frozen=True)
class Completion:
    """A line to choose: its text, what kind of thing it is, and the way there."""

    text: str
    kind: str
    path: str


def complete(typed: str, page: Page) -> list[Completion]:
    """At most fifteen: searches, then sections, tags and sources, then the newest reports.

    About a dozen queries, each a step or two into an index.
    """
    asked = beginnings.asked_words(typed)
    if not asked or len("".join(asked)) < 2:
        return []
    rows = Article.objects.all()
    try:
        words = search.complete(typed, among=rows, now=page.now, limit=WORDS, is_desk=False)
        reports = _reports(typed, page)
    except SearchAway:  # names of sections, tags and sources are offered all the same
        words, reports = [], []
    return [
        *(Completion(text, _("search"), Asked(text).path) for text in words),
        *_sections(asked, page),
        *_tags(typed, page),
        *_sources(asked, page),
        *reports,
    ]


def _named(asked: list[str], things: Any, kind: str) -> list[Completion]:
    ranked = [(beginnings.rank(asked, thing.name), len(thing.name), thing) for thing in things]
    fit = [found for found in ranked if found[0] is not None]
    best = sorted(fit, key=lambda found: (found[0], found[1], found[2].pk))[:NAMES]
    return [Completion(_cut(one.name), kind, one.get_absolute_url()) for _r, _l, one in best]


def _sections(asked: list[str], page: Page) -> list[Completion]:
    return _named(asked, page.sections, _("section"))


def _tags(typed: str, page: Page) -> list[Completion]:
    begun = normalise.fold(typed)[:100]
    listed = Article.objects.listed(page.now).filter(pk=OuterRef("content_object"))
    tagged = Tagging.objects.filter(Exists(listed), tag=OuterRef("pk"))
    rows = Tag.objects.filter(_beginning(begun)).order_by("folded")
    tags = Tag.objects.filter(Exists(tagged), pk__in=rows.values("pk")[:COMPARED])
    return _named(beginnings.asked_words(typed), tags, _("tag"))


def _beginning(begun: str) -> Q:
    if connection.vendor == "postgresql":
        return Q(folded__startswith=begun)
    # SQLite's LIKE knows no case and therefore no index; its own order is that of the letters.
    return Q(folded__gte=begun, folded__lt=begun + "\U0010ffff")


def _sources(asked: list[str], page: Page) -> list[Completion]:
    """Sources by name: the names of all are read, and of the few that fit it is asked further."""
    names = Source.objects.order_by("-pk").values_list("pk", "name")[:READ]
    ranked = [
        (rank, pk) for pk, name in names if (rank := beginnings.rank(asked, name)) is not None
    ]
    fit = [pk for _rank, pk in sorted(ranked)[: 4 * NAMES]]
    if not fit:
        return []
    listed = Article.objects.listed(page.now).filter(source=OuterRef("pk"))
    return _named(asked, Source.objects.filter(Exists(listed), pk__in=fit), _("source"))


def _reports(typed: str, page: Page) -> list[Completion]:
    """The newest listed articles whose headline has the words."""
    rows = Article.objects.all()
    begun = search.begun(typed)
    ids = search.newest_ids(begun, among=rows, now=page.now, most=REPORTS, is_desk=False).ids
    listed = Article.objects.listed(page.now).only("headline", "slug").in_bulk(ids) if ids else {}
    return [
        Completion(_cut(listed[pk].headline), _("report"), listed[pk].get_absolute_url())
        for pk in ids
        if pk in listed
    ]


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
