"""The identity ladder: guid, address, text. The first rung that matches names the article."""

import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

from articles.formats.item import Item
from articles.models import Article, Capture, Publication, Source
from articles.text import markup, normalise, urls

GUID_REPEATED = "guid repeated"
# Below this many folded characters a text is too common ("Photo", "Video") to be an identity.
SHORTEST_TEXT = 120


@dataclass(frozen=True)
class Keys:
    """Hashed identities of one item; "" where the item has none on that rung."""

    guid: str
    url: str
    text: str
    content: str

    @property
    def item(self) -> str:
        """The strongest identity, which with the content makes an arrival unique."""
        for rung in ("guid", "url", "text"):
            if value := getattr(self, rung):
                return f"{rung}:{value}"
        return f"content:{self.content}"


@dataclass(frozen=True)
class Found:
    """The capture whose identity matched, and on which rung."""

    capture: Capture
    rung: str


def keys_of(item: Item) -> Keys:
    """The item's identities. A guid that its document repeats is none.

    http and https guids are one, since publishers move between them without meaning a new item.
    """
    guid = "" if GUID_REPEATED in item.problems else item.guid.strip()
    guid = re.sub(r"^https?://", "", guid)
    body = normalise.fold(markup.to_text(item.body_html) or item.body_text)
    whole = normalise.fold(f"{item.headline}\n{item.standfirst}") + "\n" + body
    return Keys(
        guid=_hash(guid),
        url=url_key(item.url),
        text=_hash(body) if len(body) >= SHORTEST_TEXT else "",
        content=_hash(whole) or _hash("empty"),
    )


def url_key(url: str) -> str:
    """The hashed identity of an address, the same for all its spellings; "" for none."""
    return _hash(urls.normalise(url)) if url else ""


def find(keys: Keys, source: Source) -> Found | None:
    """The newest capture that an identity matches: guid and text within the source, the
    address everywhere. At most three indexed queries.
    """
    mine = Capture.objects.exclude(article=None).order_by("-id")
    rungs = (
        ("guid", keys.guid, mine.filter(source=source, guid_key=keys.guid)),
        ("url", keys.url, mine.filter(url_key=keys.url)),
        ("text", keys.text, mine.filter(source=source, text_key=keys.text)),
    )
    for rung, key, captures in rungs:
        if key and (capture := captures.select_related("article").first()):
            return Found(capture, rung)
    return None


def own_article(item: Item, publication: Publication) -> Article | None:
    """Our own article coming back through somebody's feed, by its feed id or its address."""
    if match := re.fullmatch(r"urn:uuid:([0-9a-fA-F-]{36})", item.guid.strip()):
        return Article.objects.filter(uid=UUID(match[1])).first()
    path = re.match(re.escape(publication.base_url.rstrip("/")) + r"/news/(\d+)/", item.url)
    return Article.objects.filter(pk=path[1]).first() if path else None


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest() if value else ""
