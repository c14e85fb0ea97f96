"""What belongs to many articles, read at once: makers, credits, corrections, tags.

As `prefetch_related`, but cheap where lists are long: that makes a query set for every article and
relation, which was a third of the CPU of a feed. Here each article is given a plain list, which
`article.credits.all()` and the like then return.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from articles.models import Article, Contribution, Correction, Credit, Tagging
from articles.models.narrow import NarrowQuerySet
from articles.models.prepared import Prepared

CONTRIBUTIONS: Final = "contributions"
CREDITS: Final = "credits"
CORRECTIONS: Final = "corrections"
TAGS: Final = "tags"
ALL: Final = (CONTRIBUTIONS, CREDITS, CORRECTIONS, TAGS)


def gather(articles: Iterable[Article], *relations: str) -> None:
    """Load these relations of all the articles, each in its own order. One query a relation."""
    by_id = {article.pk: article for article in articles}
    for relation in relations if by_id else ():
        found: dict[int, list[Any]] = {pk: [] for pk in by_id}
        for pk, row in _READERS[relation](list(by_id)):
            found[pk].append(row)
        for pk, article in by_id.items():
            article.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = found[pk]


def gather_makers(articles: Iterable[Article]) -> None:
    """Who made those articles whose line in a list names people; the others' names their source.

    One query, none where every article has a source.
    """
    gather([article for article in articles if article.source_id is None], CONTRIBUTIONS)


_CONTRIBUTIONS: Prepared[Contribution] = Prepared(
    lambda ids: (
        NarrowQuerySet(Contribution)
        .filter(article__in=ids)
        .order_by("position", "id")
        .narrow(
            "id", "article_id", "name", "role", "author_id",
            "author__id", "author__name", "author__slug", "author__portrait_id",
        )
    )
)  # fmt: skip
_CREDITS: Prepared[Credit] = Prepared(
    lambda ids: (
        NarrowQuerySet(Credit)
        .filter(article__in=ids)
        .order_by("position", "id")
        .narrow(
            "id", "article_id", "source_id", "text", "url",
            "source__id", "source__name", "source__slug", "source__credit_text",
        )
    )
)  # fmt: skip
_CORRECTIONS: Prepared[Correction] = Prepared(
    lambda ids: (
        NarrowQuerySet(Correction)
        .filter(article__in=ids)
        .order_by("-made_at", "-id")
        .narrow("id", "article_id", "kind", "text", "made_at", "paragraph_id")
    )
)
_TAGGINGS: Prepared[Tagging] = Prepared(
    lambda ids: (
        NarrowQuerySet(Tagging)
        .filter(content_object__in=ids)
        .order_by("tag__name", "tag_id")
        .narrow("id", "content_object_id", "tag_id", "tag__id", "tag__name", "tag__slug")
    )
)


def _tags(ids: list[int]) -> Iterator[tuple[int, Any]]:
    return ((row.content_object_id, row.tag) for row in _TAGGINGS(ids=ids))


def _of_article(rows: Prepared[Any]) -> Callable[[list[int]], Iterable[tuple[int, Any]]]:
    return lambda ids: ((row.article_id, row) for row in rows(ids=ids))


_READERS: Final[dict[str, Callable[[list[int]], Iterable[tuple[int, Any]]]]] = {
    CONTRIBUTIONS: _of_article(_CONTRIBUTIONS),
    CREDITS: _of_article(_CREDITS),
    CORRECTIONS: _of_article(_CORRECTIONS),
    TAGS: _tags,
}
