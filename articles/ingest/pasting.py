"""The paste box: one text understood before anything is stored, then taken in."""

import json
from datetime import datetime
from typing import Any

from articles.desk import rights
from articles.enums import Door
from articles.errors import BadInput
from articles.formats.item import Item, Parsed
from articles.ingest import memory, store
from articles.models import Article, Source
from articles.text import dates, markup, normalise
from articles.text.plain import CleanedText, clean_text


def understand(
    text: str,
    *,
    now: datetime,
    source: Source | None = None,
    headline: str | None = None,
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
) -> CleanedText:
    """What the text says and which lines are not its own; nothing is stored.

    `keep` and `drop` are input line numbers that a person restored or cut. Raises BadInput.
    """
    chrome = memory.chrome_of(source, now) if source else frozenset()
    return clean_text(
        normalise.repair(text), headline=headline, chrome=chrome, keep=keep, drop=drop
    )


def paste(
    text: str,
    *,
    source: Source,
    by: Any,
    at: datetime,
    url: str = "",
    headline: str | None = None,
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
) -> tuple[Article, bool]:
    """Store the text as understood: (the article, whether it is new).

    Needs the right to import. The bytes kept are the text as it was pasted. Raises NotPermitted,
    BadInput.
    """
    rights.require(by, "import_article")
    cleaned = understand(text, now=at, source=source, headline=headline, keep=keep, drop=drop)
    item = item_from(cleaned, raw=text.encode(), url=url, source=source)
    parsed = Parsed(kind="text", title="", home_url="", items=(item,), problems=(), feed_urls=())
    tally = store.take_in(parsed, source=source, now=at, door=Door.FORM, by=by)
    if not tally.article_ids:
        raise BadInput("The text could not be stored.", " ".join(tally.notes))
    article = Article.objects.get(pk=tally.article_ids[0])
    return article, bool(tally.counts["create"])


def item_from(cleaned: CleanedText, *, raw: bytes, url: str, source: Source) -> Item:
    """The cleaned text as an item, like one that a file brought."""
    blocks = cleaned.blocks
    if cleaned.lead:
        blocks = (markup.Block("p", cleaned.lead), *blocks)
    report = json.loads(json.dumps(cleaned.as_json()))
    return Item(
        guid="",
        url=url,
        headline=cleaned.headline or "",
        standfirst=cleaned.standfirst or "",
        body_html=markup.from_blocks(blocks),
        body_text="",
        authors=(cleaned.byline,) if cleaned.byline else (),
        credit="",
        published_at=dates.parse(cleaned.date) if cleaned.date else None,
        updated_at=None,
        language=cleaned.language or source.language,
        tags=(),
        section_hints=cleaned.section_hints,
        image_url="",
        problems=(),
        raw=raw,
        report=report,
        complete=True,
    )
