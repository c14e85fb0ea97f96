"""Read JSON Feed 1 and 1.1 (jsonfeed.org): what the standard asks for is a warning, not a wall."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.errors import UnreadableFormat
from articles.formats import fields
from articles.formats.assemble import Draft, assemble
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed
from articles.formats.xml import MAX_ITEMS

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1(?:\.1)?/?")
_HINT = "JSON Feed has a `version` and a list named `items`; see jsonfeed.org."


@dataclass(frozen=True)
class _Context:
    url: str
    title: str
    language: object
    authors: tuple[object, ...]
    chrome: frozenset[str]
    now: datetime | None
    repeated_guids: frozenset[str]


def read(text: str, *, url: str, chrome: frozenset[str], now: datetime | None) -> Parsed:
    """Read a decoded JSON Feed; raises UnreadableFormat for other JSON and for broken JSON."""
    feed = _load(text)
    problems = []
    if not _VERSION.fullmatch(_text(feed, "version")):
        problems.append(f"version not known: {fields.shorten(str(feed.get('version')), 60)}")
    listed = [one for one in feed["items"] if isinstance(one, dict)]
    if len(listed) < len(feed["items"]):
        problems.append(f"items that are no objects: {len(feed['items']) - len(listed)}")
    if len(listed) > MAX_ITEMS:
        problems.append(f"{len(listed):,} items; only the first {MAX_ITEMS:,} were read")
    entries = listed[:MAX_ITEMS]
    home_url = fields.link(feed.get("home_page_url"), url)
    title = fields.headline(feed.get("title"), Notes())
    context = _Context(
        title=title,
        url=home_url or url or fields.link(feed.get("feed_url"), url),
        language=feed.get("language"),
        authors=tuple(_authors(feed)),
        chrome=chrome,
        now=now,
        repeated_guids=fields.repeated(fields.guid(e.get("id"), Notes()) for e in entries),
    )
    return Parsed(
        kind="jsonfeed",
        title=title,
        home_url=home_url,
        items=tuple(_item(entry, context) for entry in entries),
        problems=tuple(problems),
    )


def _load(text: str) -> dict[str, Any]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableFormat("The document is broken JSON.", _HINT) from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise UnreadableFormat("The document is JSON, but not a JSON Feed.", _HINT)
    return feed


def _item(entry: dict[str, Any], context: _Context) -> Item:
    notes = Notes()
    guid = fields.guid(entry.get("id"), notes)
    if guid in context.repeated_guids:
        notes.add(fields.GUID_REPEATED)
    url = fields.first_link((entry.get("url"), entry.get("external_url")), context.url)
    html = _text(entry, "content_html")
    draft = Draft(
        guid=guid,
        url=url,
        site_name=context.title,
        headline=entry.get("title"),
        content=html or _text(entry, "content_text"),
        content_base=url or context.url,
        summary=_text(entry, "summary"),
        authors=tuple(_authors(entry)) or context.authors,
        published=entry.get("date_published"),
        updated=entry.get("date_modified"),
        language=entry.get("language") or context.language,
        tags=tuple(_list(entry, "tags")),
        images=(entry.get("image"), entry.get("banner_image"), *_pictures(entry)),
        raw=json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace"),
        is_plain=not html,
    )
    return assemble(draft, notes, chrome=context.chrome, now=context.now)


def _text(mapping: dict[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _list(mapping: dict[str, Any], key: str) -> list[Any]:
    value = mapping.get(key)
    return value if isinstance(value, list) else []


def _authors(mapping: dict[str, Any]) -> Iterator[object]:
    """Yield names: `authors` since 1.1, `author` before."""
    for author in [*_list(mapping, "authors"), mapping.get("author")]:
        if isinstance(author, dict):
            yield author.get("name")


def _pictures(entry: dict[str, Any]) -> Iterator[object]:
    for attachment in _list(entry, "attachments"):
        if isinstance(attachment, dict) and _text(attachment, "mime_type").startswith("image/"):
            yield attachment.get("url")
