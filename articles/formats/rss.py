"""Read RSS 0.9 to 2.0, RDF and Atom, as broken as they come.

feedparser sees bytes only, never an address or a file name: given a string it would open either.
It neither sanitises nor resolves links; both are done here, once, by the rules of the product.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from articles.errors import UnreadableFormat
from articles.formats import fields
from articles.formats.assemble import Draft, assemble
from articles.formats.fields import Notes
from articles.formats.item import Item, Parsed
from articles.formats.xml import MAX_ITEMS, Prepared, prepare, without_bad_references
from articles.text.urls import is_web

Entry = dict[str, Any]
_HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class _Context:
    """What the items of one feed share."""

    url: str
    title: str
    home_url: str
    language: str
    chrome: frozenset[str]
    now: datetime | None
    repeated_guids: frozenset[str]


def read(
    text: str, *, data: bytes, url: str, chrome: frozenset[str], now: datetime | None
) -> Parsed:
    """Read a decoded feed; `data` are its bytes. Raises UnreadableFormat when it is none."""
    prepared = prepare(text)
    result = _parse(prepared)
    feed, entries = dict(result["feed"]), [dict(entry) for entry in result["entries"]]
    problems = prepared.problems
    if prepared.breaks_off and len(entries) == len(prepared.spans) + 1:
        entries.pop()
        problems += ("the document breaks off; its unfinished last item was left out",)
    if not entries and not feed and not result.get("version"):
        raise UnreadableFormat(
            "The document is XML, but not a feed that can be read.",
            "Open the address in a browser; look for the website's RSS or Atom link.",
        )
    home_url = fields.link(_get(feed, "link"), url)
    title = fields.headline(_get(feed, "title"), Notes())
    context = _Context(
        url=url,
        title=title,
        home_url=home_url,
        language=str(_get(feed, "language") or ""),
        chrome=chrome,
        now=now,
        repeated_guids=fields.repeated(str(_get(entry, "id") or "") for entry in entries),
    )
    raws = _raws(prepared, len(entries), data)
    return Parsed(
        kind="atom" if str(result.get("version") or "").startswith("atom") else "rss",
        title=title,
        home_url=home_url,
        items=tuple(_item(e, raw, context) for e, raw in zip(entries, raws, strict=True)),
        problems=problems,
    )


def _parse(prepared: Prepared) -> Entry:
    """Run feedparser; on one of its own failures once more without the references that cause them.

    It raises re.error on a backslash in an entity, ValueError on a reference out of range and
    UnicodeEncodeError on a surrogate (feedparser #599).
    """
    try:
        return _run(prepared.text)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        pass
    try:
        return _run(without_bad_references(prepared.text))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as e:
        raise UnreadableFormat(
            "The feed is too damaged to be read.", "Ask the publisher to have it validated."
        ) from e


def _run(text: str) -> Entry:
    result: Entry = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    result["entries"] = result["entries"][:MAX_ITEMS]
    return result


def _raws(prepared: Prepared, count: int, data: bytes) -> list[bytes]:
    """Cut the document into the bytes of each item where that is surely right."""
    if len(prepared.spans) != count:
        return [data] * count
    return [prepared.text[a:b].encode("utf-8", "replace") for a, b in prepared.spans]


def _item(entry: Entry, raw: bytes, context: _Context) -> Item:
    notes = Notes()
    base = context.home_url or context.url
    url = _url(entry, base)
    content, summary = _texts(entry)
    guid = fields.guid(_get(entry, "id"), notes)
    if guid in context.repeated_guids:
        notes.add(fields.GUID_REPEATED)
    draft = Draft(
        guid=guid,
        url=url,
        site_name=context.title,
        headline=_get(entry, "title"),
        content=_value(content),
        content_base=_base(content, base, context.url, url),
        summary=_value(summary),
        authors=tuple(_authors(entry)),
        credit=_get(_mapping(_get(entry, "source")), "title"),
        published=_get(entry, "published") or _get(entry, "created"),
        updated=_get(entry, "updated"),
        language=_language(content or summary) or context.language,
        tags=tuple(tag.get("label") or tag.get("term") for tag in _mappings(_get(entry, "tags"))),
        images=tuple(_images(entry)),
        raw=raw,
    )
    return assemble(draft, notes, chrome=context.chrome, now=context.now)


def _get(mapping: Entry, key: str) -> Any:
    """Look up a key as it stands: feedparser's own look-up answers one key with another."""
    return dict.get(mapping, key)


def _mapping(value: Any) -> Entry:
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[Entry]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _url(entry: Entry, base: str) -> str:
    """Choose the item's address; a guid only where it is one: `isPermaLink` defaults to true."""
    origin = _get(entry, "feedburner_origlink")
    links = [
        one.get("href")
        for one in _mappings(_get(entry, "links"))
        if one.get("rel", "alternate") == "alternate"
    ]
    found = fields.first_link((origin, *links), base)
    guid = str(_get(entry, "id") or "")
    if not found and _get(entry, "guidislink") is not False and is_web(guid):
        return fields.link(guid, base)
    return found


def _texts(entry: Entry) -> tuple[Entry, Entry]:
    """Return the fullest content and the summary; the latter empty where it is the former."""
    contents = _mappings(_get(entry, "content"))
    contents.sort(key=lambda one: (_is_html(one), len(_value(one))), reverse=True)
    content = contents[0] if contents else {}
    summary = _mapping(_get(entry, "summary_detail"))
    if _value(summary) == _value(content):
        summary = {}
    if _is_longer_text(summary, content):
        content, summary = summary, content
    return content, summary


def _is_longer_text(summary: Entry, content: Entry) -> bool:
    """Tell a feed that has the two the wrong way round, as some do."""
    return bool(content) and len(_value(summary)) > 3 * len(_value(content)) + 500


def _value(detail: Entry) -> str:
    value = detail.get("value")
    return value if isinstance(value, str) else ""


def _is_html(detail: Entry) -> bool:
    return detail.get("type") in _HTML_TYPES


def _language(detail: Entry) -> str:
    language = detail.get("language")
    return language if isinstance(language, str) else ""


def _base(detail: Entry, home_url: str, url: str, item_url: str) -> str:
    """Return what relative links in a body stand for: xml:base, else the item's own page."""
    declared = detail.get("base")
    if isinstance(declared, str) and declared:
        return fields.link(declared, url) or home_url
    return item_url or home_url


def _authors(entry: Entry) -> Iterator[object]:
    for author in _mappings(_get(entry, "authors")):
        yield author.get("name")


def _images(entry: Entry) -> Iterator[object]:
    """Yield picture addresses, the best first."""
    for media in _mappings(_get(entry, "media_content")):
        kind = str(media.get("medium") or media.get("type") or "")
        if kind.startswith("image") or not kind:
            yield media.get("url")
    for enclosure in _mappings(_get(entry, "links")):
        if str(enclosure.get("type") or "").startswith("image/"):
            yield enclosure.get("href")
    for thumbnail in _mappings(_get(entry, "media_thumbnail")):
        yield thumbnail.get("url")
    yield _mapping(_get(entry, "image")).get("href")
