"""Which lists an act took articles off that readers can still open, noted in its transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from articles.cachekeys import names
from articles.enums import Status
from articles.models import Article, Change, Contribution, Departure, Tagging

_COLUMNS = {
    "section_id": names.in_section,
    "source_id": names.from_source,
    "story_id": names.story,
}
_PARTS = {
    "articles.tagging": ("tag_id", names.tagged),
    "articles.contribution": ("author_id", names.written_by),
}
_ARTICLE = "articles.article"


def follow(changes: Iterable[Change], at: datetime) -> None:
    """Note the lists that lost an article by these changes; needs their transaction.

    One query more for acts that took one off, two more where one was folded as a copy; else none.
    """
    left: dict[int, set[str]] = defaultdict(set)
    folded: set[int] = set()
    for change in changes:
        if change.article_id and (found := set(_left(change))):
            left[change.article_id] |= found
        if change.article_id and _is_folding(change):
            folded.add(change.article_id)
    if not left and not folded:
        return
    rows = Article.objects.filter(pk__in={*left, *folded}, status=Status.PUBLISHED)
    seen = rows.filter(visible_at__lte=at, retracted_at=None)
    public = {row.pop("pk"): row for row in seen.values("pk", *_COLUMNS)}
    gone = {name for pk in left.keys() & public.keys() for name in left[pk]}
    if stood := folded & public.keys():
        columns = ((public[pk][column], name) for pk in stood for column, name in _COLUMNS.items())
        gone |= {names.LATEST, *_standing(stood), *(name(key) for key, name in columns if key)}
    Departure.objects.bulk_create(
        [Departure(name=name, at=at) for name in sorted(gone)],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def _left(change: Change) -> Iterator[str]:
    if change.model == _ARTICLE and change.kind == Change.Kind.UPDATE:
        if change.field in _COLUMNS and change.before:
            yield _COLUMNS[change.field](change.before)
    elif change.model in _PARTS and change.kind == Change.Kind.DELETE:
        column, name = _PARTS[change.model]
        whole = change.before if isinstance(change.before, dict) else {}
        if whole.get(column):
            yield name(whole[column])


def _is_folding(change: Change) -> bool:
    return (
        change.model == _ARTICLE
        and change.kind == Change.Kind.UPDATE
        and change.field == "copy_of_id"
        and change.after is not None
    )


def _standing(ids: Collection[int]) -> set[str]:
    """The lists of the tags and authors of these articles. Two queries."""
    tags = Tagging.objects.filter(content_object__in=ids).values_list("tag_id", flat=True)
    makers = Contribution.objects.filter(article__in=ids).exclude(author=None)
    authors = makers.order_by().values_list("author_id", flat=True)
    return {*map(names.tagged, tags.order_by()), *map(names.written_by, filter(None, authors))}
