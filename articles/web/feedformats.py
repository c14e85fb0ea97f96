"""The three forms of a feed: RSS 2.0 and Atom 1.0 by Django's writers, JSON Feed 1.1 by hand."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, Stylesheet, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
TERMS = "http://purl.org/dc/terms/"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MINUTES = 15  # how often a reader's app may ask; the answer is mostly 304

# What XML 1.0 cannot hold at all; one such character would break a whole feed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """The text without characters that no XML document may hold.

    >>> writable("a\\x0bb")
    'ab'
    """
    return _UNWRITABLE.sub("", text)


@dataclass(frozen=True)
class Picture:
    """A picture of an entry; the address is absolute."""

    url: str
    content_type: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Entry:
    """One article as a feed tells it; addresses are absolute, `html` is what rights allow."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    source_name: str
    source_url: str
    original_url: str
    credit: str
    picture: Picture | None
    licence_url: str = ""


@dataclass(frozen=True)
class Channel:
    """A feed: what it is about, where it and its page live, and its entries, newest first.

    `first_url` and `next_url` are the neighbours of a page of a longer list (RFC 5005), "" where
    there is none; `hub_url` is the WebSub hub that is told of changes; `gone` are articles that
    went away, and since when.
    """

    title: str
    description: str
    page_url: str
    feed_url: str
    language: str
    publisher: str
    updated_at: datetime
    entries: tuple[Entry, ...]
    copyright: str = ""
    style_url: str = ""
    first_url: str = ""
    next_url: str = ""
    hub_url: str = ""
    gone: tuple[tuple[str, datetime], ...] = ()

    @property
    def links(self) -> list[tuple[str, str]]:
        """(relation, address) of what belongs to it beside itself and its page."""
        known = (("first", self.first_url), ("next", self.next_url), ("hub", self.hub_url))
        return [(relation, url) for relation, url in known if url]


class Rss(Rss201rev2Feed):
    """RSS 2.0 with the whole text, every author, the source and the picture."""

    def rss_attributes(self) -> dict[str, str]:
        """The name spaces, once."""
        spaces = {"xmlns:content": CONTENT, "xmlns:dc": DC, "xmlns:dcterms": TERMS}
        spaces["xmlns:media"] = MEDIA
        return {**super().rss_attributes(), **spaces}

    def latest_post_date(self) -> datetime:
        """When the newest entry was published or materially changed."""
        updated_at: datetime = self.feed["updated_at"]
        return updated_at

    def add_root_elements(self, handler: Any) -> None:
        """Django's elements, then the neighbours and the hub."""
        super().add_root_elements(handler)
        for relation, url in self.feed["links"]:
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": url})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Django's elements, then ours: the picture before the whole text.

        A picture has a title and a description of its own. Behind the whole text feedparser, and
        so rss2email, takes them for the article's.
        """
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        if entry.picture:
            _add_picture(handler, entry.picture)
        for name in entry.authors:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("dcterms:modified", rfc3339_date(entry.updated_at))
        handler.addQuickElement("dc:language", entry.language)
        if entry.credit:
            handler.addQuickElement("dc:rights", entry.credit)
        if entry.html:
            handler.addQuickElement("content:encoded", entry.html)
        if entry.source_url:
            handler.addQuickElement("source", entry.source_name, {"url": entry.source_url})
        if entry.licence_url:
            handler.addQuickElement("atom:link", None, _licence(entry))


class Atom(Atom1Feed):
    """Atom 1.0 with the whole text, every author and the source, and what is gone (RFC 6721)."""

    def write(self, outfile: Any, encoding: str) -> None:
        """As Django writes it, with the style sheet and the tombstones that it knows nothing of."""
        handler = SimplerXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        for sheet in self.feed["stylesheets"] or []:
            handler.processingInstruction("xml-stylesheet", sheet)
        handler.startElement("feed", self.root_attributes())  # type: ignore[arg-type]  # as Django does
        self.add_root_elements(handler)
        for uid, at in self.feed["gone"]:
            when = {"ref": uid, "when": rfc3339_date(at)}
            handler.addQuickElement("at:deleted-entry", None, when)
        self.write_items(handler)
        handler.endElement("feed")

    def root_attributes(self) -> dict[str, str]:
        """The name spaces, once; that of tombstones only where there are some."""
        spaces = {"xmlns:at": TOMBSTONES} if self.feed["gone"] else {}
        return {**super().root_attributes(), "xmlns:media": MEDIA, **spaces}

    def add_root_elements(self, handler: Any) -> None:
        """Django's elements, then the neighbours and the hub."""
        super().add_root_elements(handler)
        for relation, url in self.feed["links"]:
            handler.addQuickElement("link", None, {"rel": relation, "href": url})

    def latest_post_date(self) -> datetime:
        """When the newest entry was published or materially changed."""
        updated_at: datetime = self.feed["updated_at"]
        return updated_at

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The entry's own language."""
        entry: Entry = item["entry"]
        return {**super().item_attributes(item), "xml:lang": entry.language}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Django's elements, then ours, in the order of `Rss`."""
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        if entry.picture:
            _add_picture(handler, entry.picture)
        for name in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if entry.html:
            handler.addQuickElement("content", entry.html, {"type": "html"})
        if entry.original_url:
            handler.addQuickElement("link", "", {"rel": "via", "href": entry.original_url})
        if entry.licence_url:
            handler.addQuickElement("link", None, _licence(entry))
        if entry.source_url:
            self._add_source(handler, entry)

    def _add_source(self, handler: Any, entry: Entry) -> None:
        handler.startElement("source", {})
        handler.addQuickElement("id", entry.source_url)
        handler.addQuickElement("title", entry.source_name)
        handler.addQuickElement("link", "", {"rel": "alternate", "href": entry.source_url})
        handler.addQuickElement("updated", rfc3339_date(entry.published_at))
        handler.endElement("source")


def _add_picture(handler: Any, picture: Picture) -> None:
    size = {"width": str(picture.width), "height": str(picture.height)}
    kind = {"type": picture.content_type} if picture.content_type else {}
    about = {"url": picture.url, "medium": "image", **kind, **size}
    handler.startElement("media:content", about)
    if picture.alt:
        handler.addQuickElement("media:title", picture.alt, {"type": "plain"})
    if picture.caption:
        handler.addQuickElement("media:description", picture.caption, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")


def _licence(entry: Entry) -> dict[str, str]:
    """RFC 4946."""
    return {"rel": "license", "href": entry.licence_url, "type": "application/rsl+xml"}


def write_xml(channel: Channel, form: type[Rss] | type[Atom]) -> bytes:
    """The feed as RSS or Atom, UTF-8."""
    feed = form(
        title=writable(channel.title),
        link=channel.page_url,
        description=writable(channel.description),
        language=channel.language,
        feed_url=channel.feed_url,
        author_name=writable(channel.publisher),
        subtitle=writable(channel.description),
        updated_at=channel.updated_at,
        feed_copyright=writable(channel.copyright) or None,
        ttl=str(MINUTES) if form is Rss else None,  # type: ignore[arg-type]  # the writer takes text
        stylesheets=[Stylesheet(channel.style_url, "text/css")] if channel.style_url else None,
        links=channel.links,
        gone=channel.gone,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            # Both formats read HTML here; what shows it raw shows plain quotation marks.
            description=escape(entry.summary, quote=False),
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=entry.tags,
            item_copyright=entry.credit or None,
            entry=entry,
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


def write_json(channel: Channel) -> bytes:
    """The feed as JSON Feed 1.1, UTF-8."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.page_url,
        "feed_url": channel.feed_url,
        "language": channel.language,
        "authors": [{"name": channel.publisher}],
        "items": [_json_item(entry) for entry in channel.entries],
    }
    if channel.next_url:
        feed["next_url"] = channel.next_url
    if channel.hub_url:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub_url}]
    return json.dumps(feed, ensure_ascii=False).encode()


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.original_url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        # The format asks for one of the two contents even where rights leave a headline.
        "content_text": "" if entry.html else entry.summary or entry.title,
        "image": entry.picture.url if entry.picture else "",
        "date_published": rfc3339_date(entry.published_at),
        "date_modified": rfc3339_date(entry.updated_at),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
        "language": entry.language,
        "_source": {"name": entry.source_name, "url": entry.source_url, "credit": entry.credit}
        if entry.source_name
        else None,
        "_picture": {"alt": entry.picture.alt, "credit": entry.picture.credit}
        if entry.picture and (entry.picture.alt or entry.picture.credit)
        else None,
        "_licence": {"url": entry.licence_url} if entry.licence_url else None,
    }
    return {name: value for name, value in item.items() if value}
