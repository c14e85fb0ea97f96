"""The identity ladder: guid, address, text. The first rung that matches names the article."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from articles.enums import CaptureOutcome
from articles.formats.fields import GUID_REPEATED
from articles.formats.item import Item, Parsed
from articles.models import Article, Capture, Publication, Source
from articles.text import markup, normalise, urls

# Below this many folded characters a text is too common ("Photo", "Video") to be an identity.
SHORTEST_TEXT = 120
# Two texts are wholly different when they share less than this of the shorter one's word triples;
# unrelated reports in one language share up to 2 % of them, a rewritten version far more.
HARDLY_ANY = 0.05
TRIPLE = 3
# Texts below this many words are compared by their longer words, having too few triples.
FEW_WORDS = 12
LONG_WORD = 4
# A guid that is used again and again: look behind so many arrivals for the article meant.
MOST_REUSES = 12

_FEEDS = frozenset({"rss", "atom", "jsonfeed"})
# "urn:newsml:agency:20250705:K20381:2", "…/story?v=3", "K20381-v2": the version, not the item.
# A colon counts only behind an item number, so that "tag:blog,2014:12" keeps its 12.
_VERSION = re.compile(
    r"(?:(?<=\d\d\d)(?<!,\d{4}):[a-z]?\d{1,2}|[?&](?:v|ver|version|rev)=\d+|[-_./#](?:v|rev|upd|cor)-?\d{1,2})$",
    re.IGNORECASE,
)
_OUR_GUID = re.compile(r"urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


@dataclass(frozen=True)
class Keys:
    """Hashed identities of one item; "" where the item has none on that rung.

    `content` is the hash of what the item says. `raw` is the hash of its bytes, where they are
    surely those of this item alone.
    """

    guid: str
    url: str
    text: str
    content: str
    raw: str

    @property
    def item(self) -> str:
        """The strongest identity, which with the content makes an arrival unique."""
        for rung in ("guid", "url", "text"):
            if value := getattr(self, rung):
                return f"{rung}:{value}"
        return f"content:{self.content}"


@dataclass(frozen=True)
class Shared:
    """What several items of one document have in common and what therefore names none of them."""

    urls: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    raws: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Found:
    """The capture whose identity matched, and on which rung."""

    capture: Capture
    rung: str


def shared_by(parsed: Parsed, source: Source) -> Shared:
    """Addresses, texts and bytes that cannot tell the document's items apart.

    Some feeds give their home page as the address of every item, or one sentence as its text.
    """
    common = _repeated(url_key(item.url) for item in parsed.items)
    if parsed.kind in _FEEDS:
        common |= {url_key(parsed.home_url), url_key(source.home_url)}
    if len(parsed.items) < 2:
        return Shared(urls=frozenset(common))
    return Shared(
        urls=frozenset(common),
        texts=frozenset(_repeated(_hash(_folded_body(item)) for item in parsed.items)),
        raws=frozenset(_repeated(_raw_key(item) for item in parsed.items)),
    )


def keys_of(item: Item, shared: Shared = Shared()) -> Keys:
    """The item's identities. A guid or address that its document repeats is none.

    http and https guids are one, since publishers move between them without meaning a new item.
    """
    guid = "" if GUID_REPEATED in item.problems else item.guid.strip()
    guid = re.sub(r"^https?://", "", guid)
    body = _folded_body(item)
    text = _hash(body) if len(body) >= SHORTEST_TEXT else ""
    whole = normalise.fold(f"{item.headline}\n{item.standfirst}") + "\n" + body
    url = url_key(item.url)
    url = "" if url in shared.urls else url
    raw = _raw_key(item)
    is_own = raw not in shared.raws or bool(guid or url)
    return Keys(
        guid=_hash(guid),
        url=url,
        text="" if text in shared.texts else text,
        content=_hash(whole),
        raw=raw if is_own else "",
    )


def url_key(url: str) -> str:
    """The hashed identity of an address, the same for all its spellings; "" for none."""
    return _hash(urls.normalise(url)) if url else ""


def dated(content: str, version_at: datetime | None) -> str:
    """The content's hash as that of a version of its own, for a text that came back later."""
    return _hash(f"{content} {version_at}")


def family_of(guid: str) -> str:
    """The guid without its version, so that an agency's updates are seen as one item.

    >>> family_of("mwa:region:K20381:c1"), family_of("https://a.example/?p=51702")
    ('mwa:region:K20381', 'https://a.example/?p=51702')
    """
    return _VERSION.sub("", guid.strip())


def known(keys: Keys, source: Source) -> Capture | None:
    """The arrival that already said this under one of these identities. One indexed query.

    The very bytes count as well: what the cleaner has learned since, or a newer cleaner, would
    otherwise make a new version of every text that comes again.
    """
    same = Q(item_key=keys.item)
    for rung in ("guid", "url", "text"):
        if key := getattr(keys, rung):
            same |= Q(**{f"{rung}_key": key})
    same &= Q(content_key=keys.content)
    if keys.raw:
        same |= Q(raw=keys.raw, guid_key=keys.guid, url_key=keys.url)
    mine = Capture.objects.filter(source=source).exclude(outcome=CaptureOutcome.FAILED)
    return mine.filter(same).select_related("article").order_by("-id").first()


def find(item: Item, keys: Keys, source: Source) -> Found | None:
    """The newest capture that an identity matches: guid and text within the source, the
    address everywhere. At most three indexed queries.

    A guid or an address that was used again for something wholly different does not match.
    """
    mine = Capture.objects.exclude(article=None).select_related("article__survivor")
    rungs = (
        ("guid", keys.guid, mine.filter(source=source, guid_key=keys.guid)),
        ("url", keys.url, mine.filter(url_key=keys.url)),
        ("text", keys.text, mine.filter(source=source, text_key=keys.text)),
    )
    for rung, key, captures in rungs:
        if key and (capture := _meant(rung, captures, item, keys, source)):
            return Found(capture, rung)
    return None


def own_article(item: Item, publication: Publication) -> Article | None:
    """Our own article coming back through somebody's feed, by its feed id or its address."""
    if match := _OUR_GUID.fullmatch(item.guid.strip()):
        return Article.objects.filter(uid=UUID(match[1])).first()
    ours = re.escape(urls.normalise(publication.base_url).rstrip("/"))
    path = re.match(ours + r"/news/(\d{1,18})(?:/|$)", urls.normalise(item.url))
    return Article.objects.filter(pk=path[1]).first() if path else None


def _meant(
    rung: str, captures: QuerySet[Capture], item: Item, keys: Keys, source: Source
) -> Capture | None:
    newest_first = captures.order_by("-id")[:MOST_REUSES]
    if rung == "text":
        return newest_first.first()
    return next((c for c in newest_first if not _contradicts(rung, c, item, keys, source)), None)


def _contradicts(rung: str, capture: Capture, item: Item, keys: Keys, source: Source) -> bool:
    """Whether the other strong identity differs as well, and the text wholly."""
    if rung == "guid":
        differs = bool(keys.url and capture.url_key and keys.url != capture.url_key)
    elif capture.source_id == source.pk:
        differs = bool(keys.guid and capture.guid_key and keys.guid != capture.guid_key)
    else:
        # Another publisher's guid says nothing: a note that links to a report has its address.
        differs = True
    return differs and is_other_text(_words_of(item), _captured_words(capture))


def is_other_text(one: list[str], other: list[str]) -> bool:
    """Whether two texts, as folded words, have hardly a phrase in common; False if one is empty.

    >>> is_other_text("the storm hit the coast".split(), "cup final goes to tellin".split())
    True
    """
    if not one or not other:
        return False
    if min(len(one), len(other)) < FEW_WORDS:
        long_words = [{word for word in text if len(word) >= LONG_WORD} for text in (one, other)]
        return all(long_words) and not long_words[0] & long_words[1]
    triples = [
        {tuple(text[at : at + TRIPLE]) for at in range(len(text) - TRIPLE + 1)}
        for text in (one, other)
    ]
    common = len(triples[0] & triples[1])
    return common < HARDLY_ANY * min(len(triples[0]), len(triples[1]))


def _folded_body(item: Item) -> str:
    return normalise.fold(markup.to_text(item.body_html) or item.body_text)


def _words_of(item: Item) -> list[str]:
    body = markup.to_text(item.body_html) or item.body_text
    return normalise.words(f"{item.headline}\n{item.standfirst}\n{body}")


def _captured_words(capture: Capture) -> list[str]:
    said = capture.fields
    body = markup.to_text(said.get("body_html", ""))
    return normalise.words(f"{said.get('headline', '')}\n{said.get('standfirst', '')}\n{body}")


def _repeated(keys: Iterable[str]) -> set[str]:
    return {key for key, count in Counter(keys).items() if key and count > 1}


def _raw_key(item: Item) -> str:
    return hashlib.sha256(item.raw).hexdigest() if item.raw else ""


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest() if value else ""
