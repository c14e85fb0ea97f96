"""Read a document of any known kind."""

from dataclasses import replace
from datetime import datetime

from articles.errors import UnreadableFormat
from articles.formats import jsonfeed, newsml, ninjs, page, plaintext, rss, sniff
from articles.formats.item import Parsed
from articles.formats.sniff import Document, Kind

_HINTS = {
    "opml": "This is a list of feeds (OPML): import the feeds it names.",
    "urlset": "This is a sitemap: give the address of the feed or of an article.",
    "sitemapindex": "This is a list of sitemaps: give the address of the feed or of an article.",
}


def parse(
    data: bytes,
    *,
    content_type: str = "",
    url: str = "",
    chrome: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> Parsed:
    """Read the bytes of a feed, of ninjs or NewsML-G2, of a page or a plain text into Items.

    The bytes decide what it is; `content_type` (the HTTP header) helps with the encoding, `url`
    with relative links. `chrome` holds folded lines known as furniture of this source. With `now`,
    dates more than a day ahead are not believed.

    Raises EmptyInput, BinaryInput, TooLarge or UnreadableFormat, and nothing else. Opens no file
    and no connection. Takes up to some seconds for the worst input: give it a worker with a limit.
    """
    document = sniff.read(data, content_type=content_type)
    parsed = _read(document, data=data, url=url, chrome=chrome, now=now)
    return replace(parsed, problems=(*document.decoded.problems, *parsed.problems))


def _read(
    document: Document, *, data: bytes, url: str, chrome: frozenset[str], now: datetime | None
) -> Parsed:
    text = document.decoded.text
    match document.kind:
        case Kind.FEED:
            return rss.read(text, data=data, url=url, chrome=chrome, now=now)
        case Kind.JSON if ninjs.looks_like(text):
            return ninjs.read(text, url=url, chrome=chrome, now=now)
        case Kind.JSON:
            return jsonfeed.read(text, url=url, chrome=chrome, now=now)
        case Kind.HTML:
            return page.read(text, data=data, url=url, chrome=chrome, now=now)
        case Kind.TEXT:
            return plaintext.read(text, data=data, url=url, chrome=chrome, now=now)
        case Kind.XML if document.root in sniff.NEWS_ROOTS:
            return newsml.read(text, url=url, chrome=chrome, now=now)
        case Kind.XML:
            raise UnreadableFormat(
                f"The document is XML (“{document.root[:40]}”), but not a feed.",
                _HINTS.get(document.root, "Send RSS, Atom, JSON Feed, HTML or plain text."),
            )
