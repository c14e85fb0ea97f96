"""What the inbox shows: incoming articles in groups, a page at a time, in few queries.

A group is a story with its incoming members, or one article with its copies. Pages go by the
arrival of each group's newest member, found through the index on status and arrival; nothing here
counts or reads the archive.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from articles import search
from articles.admin import moments, waiting
from articles.admin.answers import first_ids
from articles.admin.waiting import Tie, Twin
from articles.desk import choosing, sittings
from articles.enums import Status, Verdict
from articles.models import Article, Section, Source, Story

GROUPS = 40
# A page never loads more rows than this, however large a story has grown.
MEMBERS = 400
PUBLISHED = 120
MOST_TYPED = 300

_FIELDS = (
    "headline", "language", "word_count", "status", "kind", "written_at", "arrived_at",
    "visible_at", "copy_of_id", "story_id", "source__name", "source__slug", "source__trust",
    "section__name", "story__title", "story__lead_id",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the editor narrowed the inbox to."""

    section: str = ""
    source: str = ""
    language: str = ""
    text: str = ""

    @classmethod
    def read(cls, given: QueryDict) -> "Filters":
        """What an address of the inbox asks for."""
        return cls(
            section=given.get("section", ""),
            source=given.get("source", ""),
            language=given.get("language", "")[:12],
            text=given.get("q", "").strip()[:MOST_TYPED],
        )

    def __bool__(self) -> bool:
        return any((self.section, self.source, self.language, self.text))


@dataclass(frozen=True)
class Cursor:
    """The place in the inbox after which a page begins."""

    arrived_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.arrived_at.isoformat()}~{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The place written in an address; None when it is not one."""
        when, _sign, pk = text.partition("~")
        try:
            arrived_at = parse_datetime(when.replace(" ", "+"))
        except ValueError:
            return None
        if arrived_at is None or arrived_at.tzinfo is None or not pk.isdecimal():
            return None
        return cls(arrived_at, int(pk))


@dataclass(frozen=True)
class Line:
    """One article of a group, and why it stands there."""

    article: Article
    reason: str = ""
    verdict: str = ""
    is_copy: bool = False
    age: str = ""
    twin: Twin | None = None
    beside: int = 0

    @property
    def former(self) -> int:
        """The other one of a text and its new version, whichever this is; 0 for any other."""
        return self.beside if self.verdict == Verdict.NEW_VERSION else 0

    people: tuple[str, ...] = ()

    @property
    def verdict_label(self) -> str:
        """The verdict in words."""
        return str(Verdict(self.verdict).label) if self.verdict else ""


@dataclass(frozen=True)
class Group:
    """What the desk judges together: the lead line, the others, and what is already out."""

    lead: Line
    others: tuple[Line, ...]
    story: Story | None
    published: tuple[Article, ...]
    place: Cursor
    age: str

    @property
    def key(self) -> str:
        """Its name within the page."""
        return f"g{self.lead.article.pk}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, the lead first."""
        return (self.lead, *self.others)

    @property
    def ids(self) -> str:
        """The incoming articles of the group, parted by commas."""
        mine = (line.article for line in self.lines)
        return ",".join(str(a.pk) for a in mine if a.status == Status.INCOMING)

    @property
    def copy_count(self) -> int:
        """How many of its lines are copies of another one."""
        return sum(line.is_copy for line in self.lines)

    @property
    def waiting_count(self) -> int:
        """How many of its lines seem to be copies, and wait for a person to say so."""
        return sum(line.twin is not None for line in self.lines)

    @property
    def source_count(self) -> int:
        """How many sources tell it."""
        return len({line.article.source_id for line in self.lines})

    @property
    def reason(self) -> str:
        """Why these stand together: the reason of the first line that has one."""
        return next((line.reason for line in self.lines if line.reason), "")


@dataclass(frozen=True)
class Told:
    """What is known of the pairs on a page, at a moment."""

    pairs: dict[frozenset[int], Tie]
    twins: dict[int, Twin]
    people: dict[int, tuple[str, ...]]
    now: datetime


@dataclass(frozen=True)
class Page:
    """One page of the inbox."""

    groups: tuple[Group, ...]
    older: Cursor | None
    problems: tuple[str, ...] = ()


def read(filters: Filters, *, user: Any, now: datetime, after: Cursor | None = None) -> Page:
    """A page of groups, newest first. Four queries, however large the archive; four or so more to
    look for words.
    """
    rows, problems = pool(filters, user, now)
    heads = list(_heads(rows, after)[: GROUPS + 1])
    older = _place(heads[GROUPS - 1]) if len(heads) > GROUPS else None
    heads = heads[:GROUPS]
    members, published = _around(heads)
    everyone = [a for group in members.values() for a in group]
    ids = {a.pk for a in everyone}
    ties = waiting.ties(ids | {a.pk for a in published}, waiting.alone(everyone))
    people = sittings.people_at(ids, by=user, at=now) if ids else {}
    told = Told(waiting.between(ties), waiting.twins(everyone, ties), people, now)
    groups = (_group(head, members[_key(head)], published, told) for head in heads)
    return Page(tuple(groups), older, problems)


def pool(filters: Filters, user: Any, now: datetime) -> tuple[Any, tuple[str, ...]]:
    """What passes the filters, and what in the words could not be understood."""
    rows = Article.objects.incoming()
    if filters.section == "mine":
        rows = rows.filter(section__in=Section.objects.of_editor(user).values("pk"))
    elif filters.section == "none":
        rows = rows.filter(section=None)
    elif filters.section:
        rows = rows.filter(section=Subquery(Section.objects.keyed(filters.section)))
    if filters.source:
        rows = rows.filter(source=Subquery(Source.objects.keyed(filters.source)))
    if filters.language:
        rows = rows.filter(language=filters.language)
    if filters.text:
        asked = search.parse(filters.text).narrowed("status", Status.INCOMING.value)
        found = search.find_ids(asked, among=rows, now=now)
        return rows.filter(pk__in=found.ids), found.problems
    return rows, ()


def _heads(pool: Any, after: Cursor | None) -> Any:
    """The newest member of each group in the pool."""
    newer = Q(arrived_at__gt=OuterRef("arrived_at")) | Q(
        arrived_at=OuterRef("arrived_at"), pk__gt=OuterRef("pk")
    )
    root = Coalesce(OuterRef("copy_of_id"), OuterRef("pk"))
    of_story = pool.order_by().filter(newer, story=OuterRef("story_id"))
    of_copies = pool.order_by().filter(newer, Q(pk=root) | Q(copy_of=root), story=None)
    rows = pool.exclude(Exists(of_story)).exclude(Q(Exists(of_copies), story=None))
    if after is not None:
        rows = rows.filter(
            Q(arrived_at__lt=after.arrived_at) | Q(arrived_at=after.arrived_at, pk__lt=after.pk)
        )
    return _slim(rows)


def _slim(rows: Any) -> Any:
    return rows.select_related("source", "section", "story").only(*_FIELDS)


def _place(article: Article) -> Cursor:
    return Cursor(article.arrived_at, article.pk)


def _root(article: Article) -> int:
    return article.copy_of_id or article.pk


def _key(article: Article) -> tuple[str, int]:
    return ("story", article.story_id) if article.story_id else ("copies", _root(article))


Groups = dict[tuple[str, int], list[Article]]


def _around(heads: Sequence[Article]) -> tuple[Groups, list[Article]]:
    """All members of the heads' groups, and what of their stories is out, newest first.

    One query: each kind of row is found through an index of its own, and all are loaded together.
    """
    stories = {h.story_id for h in heads if h.story_id}
    roots = {_root(h) for h in heads if not h.story_id}
    found = {head.pk: head for head in heads}
    if heads:
        found |= {a.pk: a for a in _slim(Article.objects.filter(pk__in=_ids(stories, roots)))}
    mine = [
        a for a in found.values()
        if a.status == Status.INCOMING
        and (a.story_id in stories or (a.story_id is None and _root(a) in roots))
    ]  # fmt: skip
    mine.sort(key=lambda a: (a.arrived_at, a.pk), reverse=True)
    out = [a for a in found.values() if a.status == Status.PUBLISHED and a.story_id in stories]
    out.sort(key=lambda a: (a.visible_at or a.arrived_at, a.pk), reverse=True)
    return _grouped(mine, found), out[:PUBLISHED]


def _ids(stories: set[int], roots: set[int]) -> Any:
    """The ids of incoming members, of those that they are copies of, and of what is out.

    The status of what is out is not asked for: SQLite would read the index of all that was ever
    published instead of the stories' own (185 ms against 1 in 220,000 rows).
    """
    incoming = Article.objects.incoming()
    of_stories = incoming.filter(story__in=stories)
    newest = Article.objects.filter(story__in=stories, visible_at__isnull=False).newest_first()
    return first_ids(of_stories, MEMBERS).union(
        first_ids(of_stories.exclude(copy_of=None), MEMBERS, "copy_of_id"),
        first_ids(incoming.filter(copy_of__in=roots, story=None), MEMBERS),
        Article.objects.order_by().filter(pk__in=roots).values("pk"),
        first_ids(newest, PUBLISHED),
        all=True,
    )


def _grouped(mine: Iterable[Article], found: Mapping[int, Article]) -> Groups:
    """The members by group, those first that a member is a copy of and that did not come in."""
    groups: Groups = defaultdict(list)
    present = {article.pk for article in mine}
    for article in mine:
        groups[_key(article)].append(article)
    for key, rows in list(groups.items()):
        wanted = {a.copy_of_id for a in rows if a.copy_of_id} - present
        groups[key] = [*(found[pk] for pk in sorted(wanted) if pk in found), *rows]
    return groups


def _group(
    head: Article,
    rows: list[Article],
    published: Iterable[Article],
    told: Told,
) -> Group:
    copies: dict[int, list[Article]] = defaultdict(list)
    present = {a.pk for a in rows}
    for article in rows:
        if article.copy_of_id in present:
            copies[article.copy_of_id].append(article)
    tops = [a for a in rows if a.copy_of_id not in present]
    tops.sort(key=lambda article: _rank(article, head.story), reverse=True)
    out = tuple(a for a in published if a.story_id == head.story_id and a.pk not in present)
    # The lead is tied to what is out already, the others to the lead, or else to one another.
    beside = [a.pk for a in out]
    ordered = []
    for top in tops:
        ordered.append(_line(top, beside, told))
        ordered += [_line(copy, [top.pk], told, is_copy=True) for copy in copies[top.pk]]
        beside = [tops[0].pk, *(a.pk for a in tops), *(a.pk for a in out)]
    newest = moments.age(head.arrived_at, told.now)
    return Group(ordered[0], tuple(ordered[1:]), head.story, out, _place(head), newest)


def _rank(article: Article, story: Story | None) -> tuple[Any, ...]:
    """The pinned lead first, then the desk's one rule for who comes first."""
    pinned = story is not None and story.lead_id == article.pk
    return (pinned, *(criterion.key(article) for criterion in choosing.LEAD_RULE))


def _line(
    article: Article,
    near: Sequence[int],
    told: Told,
    *,
    is_copy: bool = False,
) -> Line:
    """A line with the reason that ties it to the first of the articles near it that it matches."""
    found = (told.pairs.get(frozenset((article.pk, pk))) for pk in near if pk != article.pk)
    match = next((match for match in found if match is not None), None)
    return Line(
        article,
        match.why if match else "",
        match.verdict if match else "",
        is_copy,
        moments.age(article.arrived_at, told.now),
        told.twins.get(article.pk),
        match.other(article.pk) if match else 0,
        told.people.get(article.pk, ()),
    )
