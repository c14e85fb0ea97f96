"""Read the sample documents, and say what was read without what only the machine needs."""

import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from articles.formats import Item, Parsed, parse

DATA = Path(__file__).parent / "data"
NOW = datetime(2025, 7, 6, 12, 0, tzinfo=UTC)
URL = "https://harbour.example/feeds/all"

_ANCHOR = re.compile(r' id="p-[0-9a-f]{8}"')


def sample(name: str, *, url: str = URL, **options: Any) -> Parsed:
    """Parse one of the sample files as if it had been fetched from `url` at NOW."""
    return parse((DATA / name).read_bytes(), url=url, now=NOW, **options)


def rss(items: str, *, head: str = "<title>Harbour News</title>") -> Parsed:
    """Parse an RSS feed with these items, written as XML."""
    feed = f'<rss version="2.0"><channel>{head}{items}</channel></rss>'
    return parse(feed.encode(), url=URL, now=NOW)


def told(item: Item) -> dict[str, Any]:
    """Return what an item says: all fields that are not empty, without ids, bytes and report."""
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    del values["raw"], values["report"]
    values["body_html"] = _ANCHOR.sub("", item.body_html)
    return {name: value for name, value in values.items() if value or name == "complete"}


def cuts(item: Item) -> list[tuple[str, str]]:
    """Return what was cut from an item, as (line, reason)."""
    return [(cut["line"], cut["reason"]) for cut in item.report["cut"]]
