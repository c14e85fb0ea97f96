"""What the desk may mean by the letters typed so far: articles by the index, all else by its names.

One query reads the names of every kind, however many kinds are asked for. Letters are folded, so
accents, capitals and the Arabic and Urdu forms of a letter make no difference.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Length
from django.utils import timezone
from django.utils.formats import date_format

from articles import search
from articles.admin import badges, searching
from articles.models import (
    Article,
    Author,
    AuthorAlias,
    Front,
    SavedView,
    Section,
    Source,
    SourceAlias,
    Story,
    Tag,
    TagAlias,
)
from articles.text import beginnings, normalise

# Of each kind the newest are read and compared letter by letter, folded; older ones are found by
# the letters as they are written. No paper known to us has more sections, sources or authors.
READ = 1000
# Of these the shortest: what was typed is more of them.
WRITTEN = 100
PAGE = 20
# Tags that are compared with one that was perhaps mistyped.
COMPARED = 2000
# Of names this long two letters may be wrong, of shorter ones one.
LEAST_MENDED, LONG = 4, 8


@dataclass(frozen=True)
class Name:
    """A row by its name; `spelling` is what was found, where that is another name of it."""

    kind: str
    pk: int
    name: str
    spelling: str
    extra: str
    rank: int


@dataclass(frozen=True)
class _Names:
    """The names of one kind: the rows, the newest of them first, and what stands in each column."""

    rows: Callable[[], Any]
    name: str
    spelling: Any = None
    key: str = "pk"
    extra: Any = None
    folded: str = ""
    newest: str = "-pk"


_EMPTY = Value("", output_field=CharField())
_PERSON = Concat("first_name", Value(" "), "last_name", output_field=CharField())
_NOUNS: dict[str, tuple[_Names, ...]] = {
    "tag": (
        _Names(lambda: Tag.objects.all(), "name", folded="folded"),
        _Names(
            lambda: TagAlias.objects.all(), "tag__name", F("name"), "tag_id", folded="folded"
        ),
    ),
    "author": (
        _Names(lambda: Author.objects.all(), "name", extra=F("job_title")),
        _Names(
            lambda: AuthorAlias.objects.all(), "author__name", F("name"), "author_id",
            folded="folded",
        ),
    ),
    "source": (
        _Names(lambda: Source.objects.all(), "name", extra=F("slug")),
        _Names(
            lambda: SourceAlias.objects.all(), "source__name", F("name"), "source_id",
            folded="folded",
        ),
    ),
    "story": (
        _Names(
            lambda: Story.objects.filter(joined_into=None), "title", extra=F("status"),
            newest="-last_at",
        ),
    ),
    "section": (_Names(lambda: Section.objects.all(), "name", extra=F("slug")),),
    "front": (_Names(lambda: Front.objects.all(), "name"),),
    "colleague": (
        _Names(
            lambda: get_user_model().objects.filter(is_staff=True, is_active=True), "username",
            _PERSON,
        ),
    ),
}  # fmt: skip
_ADDRESS = Concat("screen", Value("?"), "query", output_field=CharField())
_VIEWS = _Names(lambda: SavedView.objects.all(), "name", extra=_ADDRESS)


def named(asked: list[str], kinds: Sequence[str], *, views_of: Any = None) -> list[Name]:
    """Rows of these kinds that the typed words may mean, best first, each once. One query.

    `views_of` adds the saved views that this person sees; all of them where nothing is typed.
    """
    parts = [
        part
        for kind in kinds
        if asked
        for names in _NOUNS[kind]
        for part in _read(kind, names, asked)
    ]
    if views_of is not None:
        parts.append(_columns("view", _VIEWS, SavedView.objects.seen_by(views_of)))
    if not parts:
        return []
    best: dict[tuple[str, int], Name] = {}
    for kind, pk, name, spelling, extra in parts[0].union(*parts[1:], all=True).order_by():
        rank = beginnings.rank(asked, name) if asked else 0
        other = beginnings.rank(asked, spelling) if spelling else None
        if other is not None and (rank is None or other < rank):
            rank = other
        else:
            spelling = ""
        known = best.get((kind, pk))
        if rank is not None and (known is None or rank < known.rank):
            best[(kind, pk)] = Name(kind, pk, name, spelling.strip(), extra, rank)
    return sorted(best.values(), key=_place)


def _place(found: Name) -> tuple[int, int, int]:
    """The better and then the shorter name first; of stories the newer one."""
    return found.rank, 0 if found.kind == "story" else len(found.name), -found.pk


def _read(kind: str, names: _Names, asked: list[str]) -> tuple[Any, ...]:
    """The newest rows, and those that hold the words as they are written; some are both.

    Parts of one union: with an OR between them SQLite would look at every row.
    """
    rows = names.rows()
    newest = rows.order_by(names.newest, "-pk").values("pk")[:READ]
    if names.folded:
        holds = reduce(and_, (_begins(names.folded, word) for word in asked))
    else:
        column = names.name
        holds = reduce(and_, (Q(**{f"{column}__icontains": word}) for word in asked))
    older = rows.filter(holds).order_by(Length(names.name), "-pk").values("pk")[:WRITTEN]
    return tuple(_columns(kind, names, rows.filter(pk__in=part)) for part in (newest, older))


def _begins(column: str, word: str) -> Q:
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def _columns(kind: str, names: _Names, rows: QuerySet[Any]) -> Any:
    return rows.order_by().values_list(
        Value(kind, output_field=CharField()),
        F(names.key),
        F(names.name),
        _EMPTY if names.spelling is None else names.spelling,
        _EMPTY if names.extra is None else names.extra,
    )


def articles(text: str, now: datetime, most: int = PAGE, below: int | None = None) -> list[Article]:
    """Articles whose headline has the typed words, newest first; else those whose text has them.

    A number is that article; `below` is the key that the last page ended with. About four queries,
    seven where no headline has the words.
    """
    rows = Article.objects.all()
    if below is None and (found := searching.numbered(told(rows), text)):
        return found
    headlines, texts = search.begun(text), search.begun(text, in_headline=False)
    ids = search.newest_ids(headlines, among=rows, now=now, most=most, below=below).ids
    if not ids and (below is None or not _finds(headlines, now)):
        ids = search.newest_ids(texts, among=rows, now=now, most=most, below=below).ids
    return in_order(ids)


def _finds(asked: search.Query, now: datetime) -> bool:
    """Whether there is any; what a page behind the first one goes by."""
    return bool(search.newest_ids(asked, among=Article.objects.all(), now=now, most=1).ids)


def in_order(ids: Sequence[int]) -> list[Article]:
    """The articles of these keys in their order, without their texts. One query."""
    found = told(Article.objects.filter(pk__in=ids)).in_bulk() if ids else {}
    return [found[pk] for pk in ids if pk in found]


def told(rows: QuerySet[Article]) -> QuerySet[Article]:
    """What a line of a list of choices says."""
    shown = rows.select_related("source").defer("body_html", "editor_note", "standfirst")
    return shown.order_by("-pk")


def detail(article: Article, now: datetime) -> str:
    """Number, status, day and source of an article in one line."""
    at = article.updated_at or article.visible_at or article.arrived_at
    day = date_format(timezone.localtime(at), "j M Y")
    words = (f"№ {article.pk}", badges.state(article, now)[1], day)
    return " · ".join((*words, article.source.name) if article.source else words)


def tags_meant(text: str) -> list[Name]:
    """Tags that a mistyped name may mean, nearest first. One query."""
    word = normalise.fold(text)[:100]
    if len(word) < LEAST_MENDED:
        return []
    most = 1 if len(word) < LONG else 2
    rows = Tag.objects.filter(folded__startswith=word[:2]).order_by("-pk")
    near = [
        (apart, name, pk)
        for pk, name, folded in rows.values_list("pk", "name", "folded")[:COMPARED]
        if abs(len(folded) - len(word)) <= most
        and 0 < (apart := search.distance(word, folded)) <= most
    ]
    return [Name("tag", pk, name, text, "", apart) for apart, name, pk in sorted(near)[:3]]
