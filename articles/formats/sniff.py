"""Find out what a document is: the bytes decide, the Content-Type only helps with the encoding."""

import re
from dataclasses import dataclass
from enum import StrEnum

from articles.text.normalise import Decoded, decode


class Kind(StrEnum):
    """The shapes of a document that `parse` tells apart."""

    FEED = "feed"
    JSON = "json"
    HTML = "html"
    XML = "xml"
    TEXT = "text"


@dataclass(frozen=True)
class Document:
    """A decoded document and what it is; `root` is the local name of the first element, if any."""

    kind: Kind
    decoded: Decoded
    root: str = ""


HEAD_CHARACTERS = 4_000
_EBCDIC_XML = b"\x4c\x6f\xa7\x94"  # "<?xm" in EBCDIC
NEWS_ROOTS = frozenset({"newsitem", "newsmessage"})  # NewsML-G2
_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PAGE_ROOTS = frozenset({"html", "head", "body"})
_HTML_ROOTS = frozenset(
    {"title", "meta", "article", "main", "section", "div", "p", "span", "b", "font"}
    | {"h1", "h2", "h3", "table", "ul", "ol", "a", "br", "img", "blockquote", "figure", "link"}
    | {"script", "style", "header", "nav"}
)

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_FEED_START = re.compile(r"<\?xml\s|<rss[\s>]|<feed[\s>]|<(?:\w+:)?RDF[\s>]")
_HTML_START = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_HTML_BLOCK_END = re.compile(r"</(?:p|div|article|section|h[1-6]|ul|table|body)\s*>", re.IGNORECASE)


def read(data: bytes, *, content_type: str = "") -> Document:
    """Decode a document and say what it is; raises EmptyInput, BinaryInput or TooLarge."""
    decoded = _decode(data, content_type)
    kind, root = sniff(decoded.text)
    return Document(kind=kind, decoded=decoded, root=root)


def sniff(text: str) -> tuple[Kind, str]:
    """Tell the kind of a document from its beginning, and the name of its first element.

    >>> sniff('<?xml version="1.0"?><rss version="2.0">')
    (<Kind.FEED: 'feed'>, 'rss')
    """
    head = text[:HEAD_CHARACTERS].lstrip("\ufeff\x00 \t\r\n")
    if head.startswith(("{", "[")) and _looks_like_json(head):
        return Kind.JSON, ""
    root = first_element(text)
    if root in _PAGE_ROOTS:
        return Kind.HTML, root
    if root in NEWS_ROOTS:  # before the look for HTML, which stands inside
        return Kind.XML, root
    feed_root = first_element(text[start_of_feed(text) :])
    if feed_root in _FEED_ROOTS:
        return Kind.FEED, feed_root
    if root in _HTML_ROOTS or _HTML_START.search(head):
        return Kind.HTML, root
    if head.startswith("<?xml") or (root and head.rstrip().startswith("<")):
        return Kind.XML, root
    if len(_HTML_BLOCK_END.findall(text[:100_000])) > 1:
        return Kind.HTML, ""
    return Kind.TEXT, ""


def first_element(text: str) -> str:
    """Return the lower-case local name of the root element, "" when the text starts otherwise."""
    position = 0
    while found := _PROLOGUE.match(text, position):
        position = found.end()
    root = _ROOT.match(text, position)
    return root[1].lower() if root else ""


def start_of_feed(text: str) -> int:
    """Return where the XML of a feed begins, behind whatever a broken server put before it."""
    if first_element(text) in _FEED_ROOTS:
        return len(text) - len(text.lstrip())
    started = _FEED_START.search(text[:HEAD_CHARACTERS])
    return started.start() if started else 0


def _looks_like_json(head: str) -> bool:
    return bool(re.match(r'\{\s*(?:"|\})|\[\s*[\[{"\]]', head))


def _decode(data: bytes, content_type: str) -> Decoded:
    """Try the declarations in turn: header, XML declaration, meta element; the bytes overrule."""
    if data.startswith(_EBCDIC_XML):
        return Decoded(data.decode("cp037", "replace"), "cp037")
    best: Decoded | None = None
    for declared in _declarations(data, content_type):
        decoded = decode(data, declared=declared)
        if not decoded.problems:
            return decoded
        best = best or decoded
    return best or decode(data)


def _declarations(data: bytes, content_type: str) -> list[str]:
    head = data[:HEAD_CHARACTERS]
    found = [_CHARSET.search(content_type)]
    names = [match[1] for match in found if match]
    for pattern in (_XML_ENCODING, _META_CHARSET):
        match = pattern.search(head)
        if match:
            names.append(match[1].decode("ascii", "replace"))
    return names
