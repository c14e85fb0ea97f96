"""Make the XML of a feed safe to hand to a parser: no DOCTYPE, no bombs, no abyss."""

import re
from dataclasses import dataclass

from articles.errors import UnreadableFormat
from articles.formats.sniff import start_of_feed

MAX_SUBSET_CHARACTERS = 4_096
MAX_DEPTH = 1_000
"""Open elements; feedparser needs seconds for 60,000, and real feeds stay under 60."""
MAX_ITEMS = 5_000

_DECLARATION = re.compile(r"<\?xml[^>]*>")
_BEFORE_DOCTYPE = re.compile(r"\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE_PART = re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?-->|[\[\]>]", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
# Possessive, so that a tag without an end costs one pass and not one for each of its characters.
_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<rest>[^<>]*+)>",
    re.DOTALL,
)


_ROOT_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|RDF|channel)\s*>", re.IGNORECASE)


@dataclass(frozen=True)
class Prepared:
    """XML without declaration and DOCTYPE, and where its items (`item`, `entry`) begin and end.

    `breaks_off` tells that the document ends inside an item, as a download does that was cut off.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    problems: tuple[str, ...]
    breaks_off: bool = False


def prepare(text: str) -> Prepared:
    """Take away what makes parsers slow or unsafe; raises UnreadableFormat for what is an attack.

    Characters that XML forbids (NUL among them) go, the DOCTYPE goes with its entities, and items
    past the 5,000th are left out; each is told in `problems`.
    """
    problems: list[str] = []
    start = start_of_feed(text)
    if text[:start].strip():
        problems.append("something stands before the XML declaration")
    text = _without_declaration(_ILLEGAL.sub("", text[start:]))
    text = _without_doctype(text, problems)
    spans, open_item = _item_spans(text)
    breaks_off = open_item >= 0 and not _ROOT_END.search(text, open_item)
    if len(spans) > MAX_ITEMS:
        problems.append(f"{len(spans):,} items; only the first {MAX_ITEMS:,} were read")
        text = text[: spans[MAX_ITEMS][0]] + text[spans[-1][1] :]
        spans = spans[:MAX_ITEMS]
    return Prepared(text=text, spans=tuple(spans), problems=tuple(problems), breaks_off=breaks_off)


def without_bad_references(text: str) -> str:
    """Drop numeric references to what is no character (surrogates, out of range, controls)."""
    return _REFERENCE.sub(_good_reference, text)


def _without_declaration(text: str) -> str:
    declaration = _DECLARATION.match(text.lstrip())
    return text.lstrip()[declaration.end() :] if declaration else text


def _good_reference(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    code = int(digits, 16 if match[1] else 10) if len(digits) <= 8 else -1
    is_character = 0 <= code <= 0x10FFFF and not _ILLEGAL.match(chr(code))
    return match[0] if is_character else ""


def _without_doctype(text: str, problems: list[str]) -> str:
    """Take the DOCTYPE away: external ones are never loaded, and entities are mostly attacks."""
    start = 0
    while skipped := _BEFORE_DOCTYPE.match(text, start):
        start = skipped.end()
    if not _DOCTYPE.match(text, start):
        return text
    window = text[start : start + 2 * MAX_SUBSET_CHARACTERS]
    length, subset = _doctype_extent(window)
    if not length or len(subset) > MAX_SUBSET_CHARACTERS:
        raise UnreadableFormat(
            f"The DOCTYPE is longer than {MAX_SUBSET_CHARACTERS:,} characters.",
            "Feeds need none; ask the publisher to leave it out.",
        )
    entity_count = len(_ENTITY.findall(subset))
    if entity_count:
        problems.append(f"entities of the DOCTYPE ignored: {entity_count}")
    return text[:start] + text[start + length :]


def _doctype_extent(window: str) -> tuple[int, str]:
    """Return the length of the DOCTYPE that `window` starts with (0: no end) and its subset."""
    opened = closed = 0
    for part in _DOCTYPE_PART.finditer(window):
        if part[0] == "[" and not opened:
            opened = part.end()
        elif part[0] == "]" and opened:
            closed = part.start()
        elif part[0] == ">" and (not opened or closed):
            return part.end(), window[opened:closed]
    return 0, ""


def _item_spans(text: str) -> tuple[list[tuple[int, int]], int]:
    """Find the items, and where one begins that never ends (or -1).

    Refuses a document whose elements are nested without end.

    A start tag that is never closed counts until the item ends: broken feeds are full of `<br>`.
    """
    spans: list[tuple[int, int]] = []
    depth = item_depth = 0
    begun = -1
    for tag in _TAG.finditer(text):
        if tag["name"] is None or tag["rest"].endswith("/"):
            continue
        is_item = tag["name"].rpartition(":")[2] in ("item", "entry")
        if tag["end"]:
            depth = max(0, depth - 1)
            if is_item and begun >= 0:
                spans.append((begun, tag.end()))
                depth, begun = item_depth, -1
            continue
        if is_item and begun < 0:
            begun, item_depth = tag.start(), depth
        depth += 1
        if depth > MAX_DEPTH:
            raise UnreadableFormat(
                f"Elements are nested more than {MAX_DEPTH:,} deep.",
                "This is not a real feed; check where it comes from.",
            )
    return spans, begun
