"""From a parsed item to an article's fields, byline and credit."""

from copy import copy
from datetime import datetime
from typing import Any

from articles.enums import Kind, Rights
from articles.formats.fields import shorten
from articles.formats.item import Item
from articles.models import Article, Contribution, Credit, Section, Source, Tag, TagAlias
from articles.models.article import HEADLINE_LENGTH
from articles.text import language, markup, normalise
from articles.text.blocks import Block

UNTITLED = "(no headline)"
# A supplier's keywords are many and loose: only those the desk's vocabulary has are taken over.
MOST_TAGS = 12
# As long as the columns that hold them.
NAME_LENGTH = 200
CREDIT_LENGTH = 300
DATELINE_LENGTH = 120


def body_of(item: Item) -> str:
    """The item's body as clean HTML."""
    if item.body_html:
        return item.body_html
    paragraphs = [line for line in item.body_text.splitlines() if line.strip()]
    return markup.from_blocks([Block("p", line) for line in paragraphs])


def upstream_fields(item: Item) -> dict[str, str]:
    """What upstream said, as captures and suggestions keep it."""
    return {
        "headline": item.headline,
        "standfirst": item.standfirst,
        "body_html": body_of(item),
    }


def article_from(item: Item, *, source: Source, now: datetime) -> Article:
    """An unsaved incoming article; its section is set where a hint names one exactly."""
    body = body_of(item)
    spoken = item.language or language.guess(f"{item.headline} {markup.to_text(body)}")
    return Article(
        headline=shorten(item.headline, HEADLINE_LENGTH) or UNTITLED,
        standfirst=item.standfirst,
        body_html=body,
        word_count=markup.word_count(body),
        dateline=shorten(str(item.report.get("dateline") or ""), DATELINE_LENGTH),
        language=spoken or source.language,
        section=section_from(item.section_hints or item.tags),
        source=source,
        kind=Kind.LINK_OUT if source.rights == Rights.LINK else Kind.REPUBLISHED,
        canonical_url=item.url,
        arrived_at=now,
        written_at=item.published_at,
    )


def newer_fields(article: Article, item: Item) -> dict[str, Any]:
    """What the article says once the newer upstream text is taken over; what is missing stays."""
    body = body_of(item)
    return {
        "headline": shorten(item.headline, HEADLINE_LENGTH) or article.headline,
        "standfirst": item.standfirst or article.standfirst,
        "body_html": body or article.body_html,
        "word_count": markup.word_count(body) if body else article.word_count,
        "written_at": item.updated_at or item.published_at or article.written_at,
        "canonical_url": article.canonical_url or item.url,
    }


def preview(article: Article, item: Item) -> Article:
    """A copy of the article as it will read, to be compared before anything is written."""
    ahead = copy(article)
    for name, value in newer_fields(article, item).items():
        setattr(ahead, name, value)
    return ahead


def add_relations(article: Article, item: Item) -> None:
    """Byline as printed, the source's credit, and the tags that the desk already has."""
    names = [name.strip()[:NAME_LENGTH] for name in item.authors if name.strip()]
    Contribution.objects.bulk_create(
        Contribution(article=article, name=name, position=place) for place, name in enumerate(names)
    )
    if article.source is not None:
        Credit.objects.create(
            article=article,
            source=article.source,
            text=item.credit[:CREDIT_LENGTH],
            url=item.url,
        )
    if tags := known_tags(item.tags):
        article.tags.add(*tags)


def known_tags(names: tuple[str, ...]) -> list[Tag]:
    """The desk's tags among these names, aliases followed. Two queries."""
    folded = {normalise.fold(name)[:100] for name in names[:MOST_TAGS]}
    if not folded:
        return []
    found = {tag.pk: tag for tag in Tag.objects.filter(folded__in=folded)}
    for alias in TagAlias.objects.filter(folded__in=folded).select_related("tag"):
        found[alias.tag_id] = alias.tag
    return list(found.values())


def section_from(hints: tuple[str, ...]) -> Section | None:
    """The section that a hint names exactly, case and accents aside; the first hint wins."""
    wanted = [normalise.fold(hint) for hint in hints]
    if not wanted:
        return None
    sections: dict[str, Any] = {
        normalise.fold(section.name): section for section in Section.objects.all()
    }
    return next((sections[name] for name in wanted if name in sections), None)
