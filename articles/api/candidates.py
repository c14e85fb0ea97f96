"""Which articles a sync must look at: what was written, and what time alone brought or took.

Each leg is a list in a fixed order that can be left at any place and taken up there. A change of
a section, tag, source, author or picture stands for every article that shows it: those follow at
its place, page by page.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from articles.api.paging import micros, moment_of
from articles.enums import Status
from articles.history import following, values
from articles.history.following import Position
from articles.models import (
    Article,
    Change,
    Contribution,
    Credit,
    Image,
    PictureUse,
    Tagging,
)

SCANNED = 500  # changes read at once
LEGS = ("all", "written", "appeared", "ended", "pictures", "done")

# What an answer shows of the nouns: other columns of theirs are the desk's affair.
SHOWN = {
    "articles.section": {"name", "slug"},
    "articles.tag": {"name", "slug"},
    "articles.author": {"name", "slug"},
    "articles.source": {"name", "slug", "home_url", "rights", "credit_text"},
    "articles.image": {
        "file", "width", "height", "alt", "caption", "credit_line", "expires_at", "sealed_at",
    },
}  # fmt: skip


def _articles(**chosen: Any) -> QuerySet[Any, Any]:
    return Article.objects.filter(**chosen).values_list("pk", flat=True)


# How each noun leads to its articles: by one query after another, each in the order of their ids.
ROUTES: dict[str, list[tuple[Callable[[int], QuerySet[Any, Any]], str]]] = {
    "articles.section": [(lambda pk: _articles(section=pk), "pk")],
    "articles.source": [
        (lambda pk: _articles(source=pk), "pk"),
        (lambda pk: Credit.objects.filter(source=pk).values_list("article_id", flat=True),
         "article_id"),
    ],
    "articles.tag": [
        (lambda pk: Tagging.objects.filter(tag=pk).values_list("content_object_id", flat=True),
         "content_object_id"),
    ],
    "articles.author": [
        (lambda pk: Contribution.objects.filter(author=pk).values_list("article_id", flat=True),
         "article_id"),
    ],
    "articles.image": [
        (lambda pk: _articles(lead_image=pk), "pk"),
        (lambda pk: PictureUse.objects.filter(image_id=pk).values_list("article_id", flat=True),
         "article_id"),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a run stands: its leg, the key reached in it, and the noun whose articles follow.

    `key` is (transaction, id) among changes and (microseconds, id) among moments. `noun` is its
    model, key, route and the article reached, or ().
    """

    leg: str
    key: tuple[int, int] = (0, 0)
    noun: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Window:
    """What a run covers: changes after one position up to another, moments likewise."""

    after: Position
    upto: Position
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Candidate:
    """An article to look at, and where the run stands once it is told."""

    article_id: int
    place: Place


def step(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    """The next candidates, in order, and the place after them all. One or two queries."""
    if place.noun:
        return _of_noun(place, most)
    return _STEPS[place.leg](window, place, most)


def first(*, is_whole: bool, window: Window) -> Place:
    """Where a run begins."""
    return Place("all") if is_whole else Place("written", window.after)


def _next(place: Place) -> Place:
    return Place(LEGS[LEGS.index(place.leg) + 1])


def _of_noun(place: Place, most: int) -> tuple[list[Candidate], Place]:
    model, pk, route, reached = place.noun
    rows, name = ROUTES[model][route]
    found = rows(pk).filter(**{f"{name}__gt": reached}).order_by(name).distinct()
    ids = list(found[:most])
    told = [Candidate(one, replace(place, noun=(model, pk, route, one))) for one in ids]
    if len(ids) == most:
        return told, told[-1].place
    is_last = route + 1 == len(ROUTES[model])
    return told, replace(place, noun=() if is_last else (model, pk, route + 1, 0))


def _all(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    """Everything listed, in the order of ids."""
    rows = Article.objects.listed(window.until).filter(pk__gt=place.key[1]).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:most])
    told = [Candidate(pk, Place("all", (0, pk))) for pk in ids]
    return told, told[-1].place if len(ids) == most else Place("done")


def _written(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    changes = following.changes_between(place.key, window.upto, SCANNED)
    told: list[Candidate] = []
    for change in changes:
        here = Place("written", (change.transaction, change.pk))
        told += [Candidate(pk, here) for pk in _touched(change)]
        if _is_shown(change):
            return told, replace(here, noun=(change.model, int(change.row), 0, 0))
    if len(changes) < SCANNED:
        return told, _next(place)
    last = changes[-1]
    return told, Place("written", (last.transaction, last.pk))


def _touched(change: Change) -> list[int]:
    """The articles that a change belongs to: two where a row moved from one to another."""
    ids = [change.article_id]
    if change.field in values.ARTICLE_KEYS:
        ids += [change.before, change.after]
    return sorted({pk for pk in ids if isinstance(pk, int)})


def _is_shown(change: Change) -> bool:
    if change.kind == Change.Kind.UPDATE:
        return change.field in SHOWN.get(change.model, ())
    # A picture that is gone, or back, changes the texts that it stands in; nothing else can go
    # while articles point at it, and each of them bears a change of its own when they let go.
    return change.model == "articles.image"


def _appeared(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    rows = Article.objects.filter(status=Status.PUBLISHED, retracted_at=None, copy_of=None)
    return _by_moment(rows, "visible_at", window, place, most)


def _ended(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    rows = Article.objects.filter(status=Status.PUBLISHED)
    return _by_moment(rows, "expires_at", window, place, most)


def _pictures(window: Window, place: Place, most: int) -> tuple[list[Candidate], Place]:
    found, after = _by_moment(Image.objects.all(), "expires_at", window, place, 1)
    if not found:
        return [], after
    return [], replace(found[0].place, noun=("articles.image", found[0].article_id, 0, 0))


def _by_moment(
    rows: QuerySet[Any, Any], name: str, window: Window, place: Place, most: int
) -> tuple[list[Candidate], Place]:
    """Rows whose moment came within the window, in the order of moments."""
    due = rows.filter(**{f"{name}__gt": window.since, f"{name}__lte": window.until})
    if place.key != (0, 0):
        reached, pk = moment_of(place.key[0]), place.key[1]
        later = Q(**{f"{name}__gt": reached}) | Q(**{name: reached, "pk__gt": pk})
        due = due.filter(later, **{f"{name}__gte": reached})
    found = list(due.order_by(name, "pk").values_list("pk", name)[:most])
    told = [Candidate(pk, Place(place.leg, (micros(at), pk))) for pk, at in found]
    return told, told[-1].place if len(found) == most else _next(place)


_STEPS: dict[str, Callable[[Window, Place, int], tuple[list[Candidate], Place]]] = {
    "all": _all,
    "written": _written,
    "appeared": _appeared,
    "ended": _ended,
    "pictures": _pictures,
}
