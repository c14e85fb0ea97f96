"""What every reader of a format gives: one record for the document, one for each item in it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Item:
    """One article as it arrived, cleaned but not yet judged.

    `guid` is the supplier's identity, "" if there is none or it cannot be one. `url` is absolute,
    http or https, or "". `body_html` has passed `text.markup.sanitise`; `body_text` is for formats
    whose body is no HTML, and "" for all others. Times are aware and in UTC. `tags` and
    `section_hints` are as printed. `credit` names the organisation that supplied the text.
    `problems` are plain sentences. `raw` holds the bytes of this item where the document lets
    itself be taken apart, otherwise those of the document. `report` is JSON-able: `cut` lists
    what was left out of the body as `{"line", "reason"}`. `complete` is False when the supplier
    gave only a summary or the beginning.
    """

    guid: str = ""
    url: str = ""
    headline: str = ""
    standfirst: str = ""
    body_html: str = ""
    body_text: str = ""
    authors: tuple[str, ...] = ()
    credit: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    section_hints: tuple[str, ...] = ()
    image_url: str = ""
    problems: tuple[str, ...] = ()
    raw: bytes = field(default=b"", repr=False)
    report: dict[str, Any] = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True)
class Parsed:
    """A document read, and its items in order.

    `kind` is "rss", "atom", "jsonfeed", "ninjs", "newsml", "page" or "text". `home_url` is the
    website that a feed belongs to. `feed_urls` are the feeds that a page offers, which matter where
    somebody gave the address of a page instead.
    """

    kind: str
    title: str = ""
    home_url: str = ""
    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()
    feed_urls: tuple[str, ...] = ()
