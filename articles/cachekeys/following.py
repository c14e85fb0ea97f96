"""From what an act changed to the keys of the pages that show it: the one place that knows.

Every act comes by here with its changes, so no act has to name a key, and a model that nobody
has thought of empties the whole cache rather than leave an old page standing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.cachekeys import names
from articles.cachekeys.slots import touch
from articles.enums import Status
from articles.models import (
    Article,
    Change,
    Contribution,
    Edition,
    Front,
    FrontSlot,
    RelatedLink,
    Tagging,
)

ARTICLE = "articles.article"
# What of an article changes what is said of it, never where it stands; all else may move it.
WORDS = frozenset({
    "headline", "kicker", "standfirst", "body_html", "word_count", "slug", "slugline", "dateline",
    "language", "seo_title", "social_title", "editor_note", "lead_image_id",
    "rights", "sealed_at",
})  # fmt: skip
# Whose address answers something else than 404.
KNOWN = frozenset({Status.PUBLISHED, Status.MERGED, Status.KILLED})
# More articles than this at once (a large source is merged) empty the cache.
MOST = 500
# Rows that readers see nothing of, neither in pages nor in their order.
UNSEEN = frozenset(
    f"articles.{name}"
    for name in (
        "account", "ban", "bulkrun",
        "capture", "colleague", "hold", "label", "match", "merge", "namesake",
        "plannedchange", "proposal", "savedview", "sealedprint", "sealedreading", "sectionmember",
        "suggestion", "thresholds", "versionname",
    )
)  # fmt: skip
# What machines and the desk write on rows that readers do see.
UNSEEN_FIELDS = {
    "articles.front": frozenset({"draft_id", "name"}),
    "articles.source": frozenset({"notes"}),
    "articles.story": frozenset({"last_at", "owner_id", "status"}),
}
# Nothing shows a new one before an article carries it, which is a change of its own.
NEW_IS_UNSEEN = frozenset({"articles.story", "articles.tag"})
ON_FRONTS = Q(edition__live_of__isnull=False) | Q(edition__launch_at__isnull=False)


@dataclass
class Touched:
    """What an act did to one article, as far as pages care."""

    is_moved: bool = False  # it may stand elsewhere, or nowhere, or be found by other lists
    is_new: bool = False  # it was made in this act: all its statuses are known
    statuses: set[Any] = field(default_factory=set)  # those it had in the course of the act
    former: set[str] = field(default_factory=set)  # lists that it stood on before
    own: set[str] = field(default_factory=set)  # what else is said on its page alone


def follow(changes: Iterable[Change], *, public: bool = False) -> None:
    """Touch, once the transaction has committed, what shows what these changes changed.

    A `public` act touches pages that do not tell what they show even where it changed nothing
    that readers are known to see. A few queries for all articles together, none for what readers
    see nothing of.
    """
    keys = keys_of(changes)
    if keys or public:
        touch(names.ANY, *keys)


def keys_of(changes: Iterable[Change]) -> set[str]:
    """The keys of all pages that these changes may change. Reads the rows as they are now."""
    by_model: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.model not in UNSEEN and not _is_unseen(change):
            by_model[change.model].append(change)
    keys: set[str] = set()
    touched: dict[int, Touched] = defaultdict(Touched)
    for model, found in by_model.items():
        if model in OF_ARTICLES:
            for change in found:
                OF_ARTICLES[model](change, touched[_article_of(change)])
        elif model in OF_ROWS:
            keys.update(OF_ROWS[model](found))
        else:
            keys.add(names.SITE)
    if len(touched) > MOST:
        return {names.SITE}
    return keys | _of_articles(touched)


def _is_unseen(change: Change) -> bool:
    if change.kind == Change.Kind.CREATE:
        return change.model in NEW_IS_UNSEEN
    return change.field in UNSEEN_FIELDS.get(change.model, ())


def _article_of(change: Change) -> int:
    return int(change.row) if change.model == ARTICLE else change.article_id or 0


def _values(change: Change, name: str) -> Iterator[Any]:
    """What the column held before and after, where the change tells."""
    for value in (change.before, change.after):
        if change.kind == Change.Kind.UPDATE:
            if change.field == name and value is not None:
                yield value
        elif isinstance(value, dict) and value.get(name) is not None:
            yield value[name]


# ---- what belongs to an article


def _article(change: Change, touched: Touched) -> None:
    if change.kind == Change.Kind.UPDATE and change.field in WORDS:
        return
    touched.is_moved = True
    touched.is_new |= change.kind == Change.Kind.CREATE
    touched.statuses.update(_values(change, "status"))
    if change.field == "survivor_id":
        touched.statuses.add(Status.MERGED)
    for column, name in LISTS.items():
        touched.former.update(name(value) for value in _values(change, column))
    for value in _values(change, "visible_at"):
        touched.former.add(names.month(datetime.fromisoformat(value)))


def _contribution(change: Change, touched: Touched) -> None:
    touched.former.update(names.written_by(pk) for pk in _values(change, "author_id"))


def _tagging(change: Change, touched: Touched) -> None:
    touched.former.update(names.tagged(pk) for pk in _values(change, "tag_id"))


def _words(change: Change, touched: Touched) -> None:
    """It is said with the article, wherever that stands."""


def _correction(change: Change, touched: Touched) -> None:
    touched.former.add(names.CORRECTIONS)


def _withdrawal(change: Change, touched: Touched) -> None:
    touched.statuses.add(Status.KILLED)  # its address may tell the note


def _comment(change: Change, touched: Touched) -> None:
    touched.own.add(names.comments(change.article_id or 0))


LISTS: dict[str, Callable[[int], str]] = {
    "section_id": names.in_section,
    "source_id": names.from_source,
    "story_id": names.story,
}
OF_ARTICLES: dict[str, Callable[[Change, Touched], None]] = {
    ARTICLE: _article,
    "articles.comment": _comment,
    "articles.contribution": _contribution,
    "articles.correction": _correction,
    "articles.credit": _words,
    "articles.relatedlink": _words,
    "articles.tagging": _tagging,
    "articles.withdrawal": _withdrawal,
}


def _of_articles(touched: dict[int, Touched]) -> set[str]:
    """Keys of articles that readers can see, or could before; none for the desk's own.

    One query; where one moved, one each for its tags, authors, fronts and links to it.
    """
    touched = {pk: told for pk, told in touched.items() if not told.is_new or told.statuses & KNOWN}
    if not touched:
        return set()
    columns = ("pk", "status", "visible_at", *LISTS)
    rows = Article.objects.filter(pk__in=touched).values_list(*columns)
    keys: set[str] = set()
    moved: set[int] = set()
    found = {row[0]: row[1:] for row in rows}
    for pk, told in touched.items():
        status, visible_at, *lists = found.get(pk, (None, None))
        statuses = told.statuses | {status}
        if statuses & KNOWN:
            keys |= {names.article(pk)} | told.own
        if Status.PUBLISHED not in statuses:
            continue
        keys |= told.former
        if visible_at is not None:
            keys.add(names.month(visible_at))
        standing = dict(zip(LISTS, lists, strict=False))
        if standing.get("story_id"):
            keys.add(names.story(standing["story_id"]))
        if told.is_moved:
            moved.add(pk)
            keys |= {LISTS[column](value) for column, value in standing.items() if value}
    return keys | _around(moved)


def _around(moved: Collection[int]) -> set[str]:
    """The lists, fronts and neighbours of articles that came, went or moved."""
    if not moved:
        return set()
    tags = Tagging.objects.filter(content_object__in=moved).values_list("tag", flat=True)
    authors = Contribution.objects.filter(article__in=moved).exclude(author=None)
    links = RelatedLink.objects.filter(target__in=moved).values_list("article", flat=True)
    fronts = FrontSlot.objects.filter(ON_FRONTS, article__in=moved)
    sections = fronts.values_list("edition__front__section", flat=True)
    return {
        names.LATEST,
        *map(names.tagged, tags.order_by()),
        *map(names.written_by, authors.order_by().values_list("author", flat=True)),
        *map(names.article, links.order_by()),
        *map(names.front, sections.order_by()),
    }


# ---- rows that stand by themselves


def _rows(name: Callable[[int], str], *all_rows: str) -> Callable[[list[Change]], set[str]]:
    return lambda changes: {*all_rows, *(name(int(change.row)) for change in changes)}


def _everywhere(changes: list[Change]) -> set[str]:
    return {names.SITE}


def _addresses(changes: list[Change]) -> set[str]:
    """What no page shows, but what an address or a search may answer."""
    return {names.ANY}


def _fronts(changes: list[Change]) -> set[str]:
    ids = [int(change.row) for change in changes]
    return set(map(names.front, Front.objects.filter(pk__in=ids).values_list("section", flat=True)))


def _editions(changes: list[Change]) -> set[str]:
    planned = {int(c.row) for c in changes if any(_values(c, "launch_at"))}
    ids = {int(change.row) for change in changes}
    seen = Q(live_of__isnull=False) | Q(launch_at__isnull=False) | Q(pk__in=planned)
    rows = Edition.objects.filter(seen, pk__in=ids).order_by()
    return set(map(names.front, rows.values_list("front__section", flat=True)))


def _slots(changes: list[Change]) -> set[str]:
    ids = {pk for change in changes for pk in _values(change, "edition_id")}
    rows = {int(change.row) for change in changes}
    ids.update(FrontSlot.objects.filter(pk__in=rows).values_list("edition", flat=True))
    seen = Q(live_of__isnull=False) | Q(launch_at__isnull=False)
    editions = Edition.objects.filter(seen, pk__in=ids).order_by()
    return set(map(names.front, editions.values_list("front__section", flat=True)))


OF_ROWS: dict[str, Callable[[list[Change]], set[str]]] = {
    "articles.address": _addresses,
    "articles.author": _rows(names.author),
    "articles.authoralias": _addresses,
    "articles.edition": _editions,
    "articles.front": _fronts,
    "articles.frontslot": _slots,
    "articles.image": _rows(names.image, names.PICTURES),
    "articles.publication": _everywhere,
    "articles.section": _everywhere,
    "articles.source": _rows(names.source, names.SOURCES),
    "articles.sourcealias": _addresses,
    "articles.story": _rows(names.story),
    "articles.tag": _rows(names.tag),
    "articles.tagalias": _addresses,
}
