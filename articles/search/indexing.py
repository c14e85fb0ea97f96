"""Keeping the index: written in the transaction of the act that changed an article."""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from articles.models import Article, Change, Contribution, SearchText, Tagging
from articles.search import vocabulary
from articles.search.engine import engine
from articles.search.terms import COLUMNS, Entry, entry_of

VERSION = 1
"""Of what an entry holds. Counted up when that changes; `rebuild_search` then makes all anew."""

AT_ONCE = 50
"""Articles that an act reads again itself. One that touches more, as the merge of two sources
does, marks them: they are read again within a minute or so (`reread`)."""

ARTICLE = "articles.article"
_FIELDS = frozenset(
    {
        *("headline", "kicker", "standfirst", "slugline", "dateline", "body_html", "language"),
        *("status", "kind", "section_id", "source_id", "visible_at"),
    }
)
_OF_ARTICLES = frozenset({"articles.contribution", "articles.tagging"})


def follow(changes: Iterable[Change]) -> None:
    """Bring the index up to what these changes made of articles. Needs their transaction.

    A new name of an author or a tag marks the articles that carry it.
    """
    touched: set[int] = set()
    for change in changes:
        if change.model == ARTICLE and change.kind == Change.Kind.DELETE:
            forget([int(change.row)])
        elif _is_read(change):
            touched.add(int(change.row) if change.model == ARTICLE else change.article_id or 0)
        elif change.field == "name" and change.model == "articles.author":
            written = Contribution.objects.filter(author=int(change.row))
            SearchText.objects.outdate(written.values("article"))
        elif change.field == "name" and change.model == "articles.tag":
            tagged = Tagging.objects.filter(tag=int(change.row))
            SearchText.objects.outdate(tagged.values("content_object"))
    if len(touched) <= AT_ONCE:
        index(touched)
    else:
        SearchText.objects.outdate(touched)


def _is_read(change: Change) -> bool:
    if change.model == ARTICLE:
        return change.kind != Change.Kind.UPDATE or change.field in _FIELDS
    return change.model in _OF_ARTICLES


def index(article_ids: Iterable[int]) -> int:
    """Put these articles into the index as they are stored now; how many there are.

    Needs a transaction. Seven statements, and one more an article on SQLite.
    """
    ids = sorted(set(article_ids))
    if not ids:
        return 0
    stored = lock(ids)  # before they are read: of two readings the later one stays
    entries = read(ids)
    keep(entries)
    engine().write(entries, [stored[pk] for pk in ids if pk in stored])
    vocabulary.learn(
        entry.telling - (stored[entry.article_id].telling if entry.article_id in stored else set())
        for entry in entries
    )
    return len(entries)


def forget(article_ids: Iterable[int]) -> None:
    """Take articles out of the index, those that are gone included. Needs a transaction."""
    ids = sorted(set(article_ids))
    former = lock(ids)
    if former:
        engine().erase(list(former.values()))
        SearchText.objects.filter(pk__in=ids).delete()


def read(ids: Sequence[int]) -> list[Entry]:
    """What the index is to hold of these articles, in the order of their ids. Three queries."""
    bylines: dict[int, list[str]] = defaultdict(list)
    written = Contribution.objects.filter(article__in=ids).order_by("position", "id")
    for pk, printed, name in written.values_list("article_id", "name", "author__name"):
        bylines[pk] += [text for text in (printed, name) if text]
    tags: dict[int, list[tuple[int, str]]] = defaultdict(list)
    tagged = Tagging.objects.filter(content_object__in=ids).order_by("id")
    for pk, tag, name in tagged.values_list("content_object_id", "tag_id", "tag__name"):
        tags[pk].append((tag, name))
    articles = Article.objects.filter(pk__in=ids).order_by("pk")
    return [entry_of(article, bylines[article.pk], tags[article.pk]) for article in articles]


def reread(seconds: float) -> int:
    """Read again what was marked, for about so long; how many. A transaction for each few."""
    until = time.monotonic() + seconds
    done, before = 0, None
    while time.monotonic() < until:
        with transaction.atomic():
            marked = SearchText.objects.outdated().order_by("pk").values_list("pk", flat=True)
            ids = list(marked[:AT_ONCE])
            if ids == before:  # marked again by an engine elsewhere that did not answer
                break
            done += index(ids)
        if len(ids) < AT_ONCE:
            break
        before = ids
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            time.sleep(0.005)  # an editor's save waits for a moment like this one
    return done


def lock(ids: Sequence[int]) -> dict[int, Entry]:
    """What is kept of these articles; nobody else writes it before the transaction ends."""
    rows = SearchText.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    found = rows.values_list("article_id", *COLUMNS)
    return {row[0]: Entry(*row) for row in found}


def keep(entries: Iterable[Entry]) -> None:
    """Note these entries as those that stand in the index."""
    SearchText.objects.bulk_create(
        [_row(entry) for entry in entries],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=[*COLUMNS, "version"],
    )


def _row(entry: Entry) -> SearchText:
    columns = dict(zip(COLUMNS, entry.columns, strict=True))
    return SearchText(article_id=entry.article_id, version=VERSION, **columns)
