"""What feed validators look for, at level AA: each broken rule is one line of the answer."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import lxml.html
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"

_CHANNEL = {"title", "link", "description", "language", "copyright", "lastBuildDate", "ttl", "item"}
_ITEM = {"title", "link", "description", "category", "guid", "pubDate", "source"}
_KNOWN = (ATOM, DC, DCTERMS, CONTENT, MEDIA, TOMB)
_FEED = {"title", "link", "id", "updated", "author", "subtitle", "rights", "entry", "category"}
_ENTRY = _FEED - {"subtitle", "entry"} | {"summary", "content", "published", "source"}
_DANGEROUS = {"script", "style", "iframe", "object", "embed", "form", "meta", "link", "base"}
_ATTRIBUTES = {
    "href",
    "src",
    "alt",
    "title",
    "width",
    "height",
    "class",
    "id",
    "rel",
    "lang",
    "dir",
}
_ATTRIBUTES |= {"cite", "datetime", "colspan", "rowspan", "scope", "start", "type", "poster"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_FRAGMENT = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def broken_in_rss(body: bytes, address: str) -> list[str]:
    """RSS 2.0 with the name spaces that the W3C validator knows."""
    root = etree.fromstring(body)
    (channel,) = root
    broken = _unknown(channel, _CHANNEL)
    broken += [
        f"channel lacks {name}"
        for name in ("title", "link", "description")
        if not channel.findtext(name)
    ]
    broken += _repeated(channel, _CHANNEL - {"item"})
    broken += [] if (root.tag, root.get("version")) == ("rss", "2.0") else ["not RSS 2.0"]
    broken += _self_link(channel, address)
    broken += [] if _LANGUAGE.fullmatch(channel.findtext("language", "")) else ["language"]
    broken += [] if channel.findtext("ttl", "").isdigit() else ["ttl"]
    broken += _rfc822(channel, "lastBuildDate")
    guids = []
    for item in channel.findall("item"):
        broken += (
            _unknown(item, _ITEM) + _repeated(item, _ITEM - {"category"}) + _rfc822(item, "pubDate")
        )
        guid = item.find("guid")
        guids.append(guid.text if guid is not None else None)
        if (
            guid is None
            or guid.get("isPermaLink") != "false"
            or not _FRAGMENT.fullmatch(guid.text or "")
        ):
            broken.append("guid")
        if not (item.findtext("title") and item.findtext("link", "").startswith("https://")):
            broken.append("item without title or link")
        broken += [f"{n} creators" for n in [len(item.findall(f"{DC}creator"))] if n < 1]
        broken += _rfc3339(item, f"{DCTERMS}modified")
        broken += _markup(item.findtext(f"{CONTENT}encoded", "")) + _markup(
            item.findtext("description", "")
        )
        broken += _pictures(item)
        broken += ["source without url" for s in item.findall("source") if not _whole(s.get("url"))]
    return broken + ([] if len(set(guids)) == len(guids) else ["guid twice"])


def broken_in_atom(body: bytes, address: str) -> list[str]:
    """RFC 4287, with tombstones (RFC 6721) and neighbours (RFC 5005)."""
    feed = etree.fromstring(body)
    broken = [] if feed.tag == f"{ATOM}feed" else ["not Atom"]
    broken += _unknown(feed, {f"{ATOM}{name}" for name in _FEED} | {f"{TOMB}deleted-entry"})
    broken += _self_link(feed, address) + _rfc3339(feed, f"{ATOM}updated")
    broken += [f"feed lacks {n}" for n in ("id", "title") if not feed.findtext(f"{ATOM}{n}")]
    broken += [] if feed.findtext(f"{ATOM}author/{ATOM}name") else ["feed without author"]
    ids = []
    for entry in feed.findall(f"{ATOM}entry"):
        broken += _unknown(entry, {f"{ATOM}{name}" for name in _ENTRY})
        ids.append(entry.findtext(f"{ATOM}id", ""))
        broken += [] if _FRAGMENT.fullmatch(ids[-1]) else ["id"]
        broken += _rfc3339(entry, f"{ATOM}updated") + _rfc3339(entry, f"{ATOM}published")
        broken += [] if entry.findtext(f"{ATOM}title") else ["entry without title"]
        alternates = [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        broken += (
            [] if [_whole(link.get("href")) for link in alternates] == [True] else ["alternate"]
        )
        for name in ("content", "summary"):
            for text in entry.findall(f"{ATOM}{name}"):
                broken += [] if text.get("type") == "html" else [f"type of {name}"]
                broken += _markup(text.text or "")
        source = entry.find(f"{ATOM}source")
        if source is not None:
            broken += _rfc3339(source, f"{ATOM}updated")
            broken += [
                f"source lacks {n}" for n in ("id", "title") if not source.findtext(f"{ATOM}{n}")
            ]
        broken += _pictures(entry)
    for gone in feed.findall(f"{TOMB}deleted-entry"):
        broken += [] if _FRAGMENT.fullmatch(gone.get("ref", "")) else ["ref"]
        broken += _moment(gone.get("when", ""))
        broken += ["gone and there"] if gone.get("ref") in ids else []
    return broken + ([] if len(set(ids)) == len(ids) else ["id twice"])


def broken_in_json(feed: dict[str, Any], address: str) -> list[str]:
    """JSON Feed 1.1."""
    broken = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    broken += [] if feed["feed_url"] == address and isinstance(feed["title"], str) else ["feed_url"]
    broken += (
        [] if _whole(feed["home_page_url"]) and _LANGUAGE.fullmatch(feed["language"]) else ["head"]
    )
    ids = [item.get("id") for item in feed["items"]]
    known = {
        "id",
        "url",
        "external_url",
        "title",
        "content_html",
        "content_text",
        "summary",
        "image",
    }
    known |= {"date_published", "date_modified", "authors", "tags", "language", "attachments"}
    for item in feed["items"]:
        broken += [f"unknown {n}" for n in item if n not in known and not n.startswith("_")]
        broken += [] if item.get("content_html") or item.get("content_text") else ["no content"]
        broken += _moment(item["date_published"]) + _moment(item["date_modified"])
        broken += [n for n in ("url", "external_url", "image") if n in item and not _whole(item[n])]
        broken += _markup(item.get("content_html", ""))
        broken += [] if all(isinstance(tag, str) for tag in item.get("tags", [])) else ["tags"]
        broken += (
            []
            if all(set(author) <= {"name", "url", "avatar"} for author in item["authors"])
            else ["authors"]
        )
    return broken + (
        [] if len(set(ids)) == len(ids) and all(isinstance(i, str) for i in ids) else ["id"]
    )


def _unknown(parent: Any, names: set[str]) -> list[str]:
    return [
        f"unknown {child.tag}"
        for child in parent
        if child.tag not in names
        and not (child.tag.startswith(_KNOWN) and parent.tag in ("channel", "item"))
        and not child.tag.startswith(MEDIA)
    ]


def _repeated(parent: Any, names: set[str]) -> list[str]:
    return [f"{name} twice" for name in names if len(parent.findall(name)) > 1]


def _self_link(parent: Any, address: str) -> list[str]:
    found = [
        link.get("href") for link in parent.findall(f"{ATOM}link") if link.get("rel") == "self"
    ]
    return [] if found == [address] else [f"self {found}"]


def _rfc822(parent: Any, name: str) -> list[str]:
    text = parent.findtext(name, "")
    pattern = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
    return (
        [] if re.fullmatch(pattern, text) and parsedate_to_datetime(text) else [f"{name}: {text}"]
    )


def _rfc3339(parent: Any, name: str) -> list[str]:
    return _moment(parent.findtext(name, ""))


def _moment(text: str) -> list[str]:
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    return [] if re.fullmatch(pattern, text) and datetime.fromisoformat(text) else [f"date: {text}"]


def _pictures(parent: Any) -> list[str]:
    return [
        "media:content"
        for found in parent.findall(f"{MEDIA}content")
        if not (
            _whole(found.get("url"))
            and found.get("medium") == "image"
            and _TYPE.fullmatch(found.get("type", ""))
        )
    ]


def _markup(html: str) -> list[str]:
    """Nothing dangerous, no address that means another thing elsewhere."""
    if not html.strip():
        return []
    broken = []
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter(etree.Element):
        broken += [f"<{element.tag}>"] if element.tag in _DANGEROUS else []
        broken += [f"{element.tag} {n}" for n in element.attrib if n not in _ATTRIBUTES]
        for name in ("href", "src", "poster", "cite"):
            value = element.get(name)
            broken += (
                [f"{name} {value}"]
                if value is not None and not _whole(value) and not value.startswith("mailto:")
                else []
            )
    return broken


def _whole(address: str | None) -> bool:
    return bool(address) and address.startswith(("https://", "http://"))  # type: ignore[union-attr]
