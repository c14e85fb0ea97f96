"""What the index holds of an article: its folded words by column, and facets to narrow by.

A facet is a word with a middle dot, which no text has: `is·draft`, `in·7`, `by·feld`. So a filter
is one more list of articles that the database intersects, however common the words beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from articles.models import Article
from articles.search.query import tokens
from articles.text import markup

MOST_WORDS = 15_000
"""Words of a body. PostgreSQL tells no positions above 16,383."""

MOST_LETTERS = 200_000
"""Letters of a body, twice what so many words have; PostgreSQL takes a megabyte of words."""

DOT = "·"
EVERY = DOT
"""The facet that every article has: a query that only leaves out begins with all."""


@dataclass(frozen=True)
class Entry:
    """One article as it stands in the index; each column is words with a blank between."""

    article_id: int
    headline: str
    lead: str
    names: str
    facets: str
    body: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in COLUMNS)

    @property
    def telling(self) -> set[str]:
        """The words that are learnt, to complete and correct what people type."""
        return set(f"{self.headline} {self.lead} {self.names}".split())


COLUMNS = tuple(field.name for field in fields(Entry) if field.name != "article_id")


def entry_of(article: Article, bylines: Iterable[str], tags: Iterable[tuple[int, str]]) -> Entry:
    """The entry of an article with these names in its byline, and tags by key and name."""
    bylines, tags = list(bylines), list(tags)
    lead = (article.kicker, article.standfirst, article.slugline, article.dateline)
    named = (*bylines, *(name for _key, name in tags))
    facets = [
        EVERY,
        *_state(article),
        *(facet("by", word) for name in bylines for word in tokens(name)),
        *(facet("tag", key) for key, _name in tags),
    ]
    return Entry(
        article.pk,
        " ".join(tokens(article.headline)),
        " ".join(word for text in lead for word in tokens(text)),
        " ".join(word for name in named for word in tokens(name)),
        " ".join(dict.fromkeys(facets)),
        " ".join(tokens(markup.bare(article.body_html))[:MOST_WORDS])[:MOST_LETTERS],
    )


def _state(article: Article) -> list[str]:
    at = dated(article).astimezone(UTC)
    return [
        facet("is", article.status),
        facet("in", article.section_id or 0),
        facet("of", article.source_id or 0),
        facet("kind", article.kind),
        *(facet("lang", part) for part in languages(article.language)),
        facet("at", at.year),
        facet("at", f"{at.year}{at.month:02}"),
    ]


def dated(article: Article) -> datetime:
    """The moment that the search goes by: when readers could see it, else when it came in."""
    return article.visible_at or article.arrived_at


def languages(code: str) -> list[str]:
    """A language's code and that of the language it belongs to.

    >>> languages("en-GB")
    ['en', 'en·gb']
    """
    parts = code.lower().replace("_", "-").split("-")
    return [DOT.join(parts[: size + 1]) for size in range(len(parts)) if parts[0]]


def facet(name: str, value: object) -> str:
    """The word that stands for a field with that value.

    >>> facet("kind", "link-out")
    'kind·link·out'
    """
    return f"{name}{DOT}{str(value).replace('-', DOT)}"
