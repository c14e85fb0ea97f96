"""Rebuild allow-listed HTML as a flat run of proper blocks, and give the blocks their ids.

Works on the output of nh3, which is well formed: every start tag has its end. It reads tags one by
one, without a tree, so nesting of any depth costs no stack and loses no text.
"""

import hashlib
import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from articles.text.normalise import repair

INLINE: Final = frozenset(
    {"a", "em", "strong", "b", "i", "u", "s", "sub", "sup", "cite", "q", "code", "abbr", "time"}
    | {"span"}
)
# What holds text itself; elsewhere loose text gets a paragraph of its own.
_HOLDERS: Final = frozenset({"p", "h2", "h3", "h4", "pre", "li", "td", "th", "figcaption"})
# Holders that no other block may stand in.
_CLOSED: Final = frozenset({"p", "h2", "h3", "h4", "pre", "figcaption"})
_LISTS: Final = frozenset({"ul", "ol"})
_TABLE: Final = frozenset({"table", "thead", "tbody", "tr"})
BLOCKS: Final = _HOLDERS | _LISTS | _TABLE | {"blockquote", "figure"}
WITH_ID: Final = frozenset({"p", "h2", "h3", "h4", "pre", "li", "blockquote", "figure", "table"})
RENAMED: Final = {"h1": "h2", "h5": "h4", "h6": "h4", "tfoot": "tbody", "caption": "p"}
_ID: Final = re.compile(r"p-[0-9a-z]{8}")
_DEEPEST: Final = 16  # deeper blocks are layout, not meaning; they only break lines
_REL: Final = "noopener noreferrer"
_BLANKS: Final = re.compile(r"[ \t\n]+")


@dataclass(eq=False)
class _Open:
    """A block opened in the output; `place` is the index of its start tag there."""

    tag: str
    attributes: dict[str, str]
    place: int
    pieces: list[str]
    parent: "_Open | None"
    made_here: bool = False  # put around loose text, not asked for by a tag
    ends_blank: bool = True

    @property
    def text(self) -> str:
        """Return the text written straight into this block, on one line but for `pre`."""
        joined = "".join(self.pieces)
        return joined.strip("\n") if self.tag == "pre" else _BLANKS.sub(" ", joined).strip()

    @property
    def is_set(self) -> bool:
        """Tell whether it is a picture of the library or a card: it holds a caption only."""
        return "data-image" in self.attributes or self.attributes.get("class") == "embed"

    @property
    def is_pulled(self) -> bool:
        """Tell whether it stands in a pull quote: words that the text says, too."""
        return self.attributes.get("class") == "pull" or (
            self.parent is not None and self.parent.is_pulled
        )


class Tidy(HTMLParser):
    """Collects clean blocks from allow-listed HTML; `finish` gives them."""

    def __init__(
        self, link: Callable[[str], str | None], image: Callable[[str], str | None]
    ) -> None:
        super().__init__(convert_charrefs=True)
        self._link, self._image = link, image
        self._out: list[str] = []
        self._open: list[_Open] = []
        self._blocks: list[_Open] = []  # every block opened, in order
        self._sources: list[_Open | str] = []  # what each start tag became
        self._inlines: list[tuple[str, str]] = []  # logically open: tag, start tag
        self._emitted: list[int] = []  # place in the output of those that are written
        self._breaks = 0

    def finish(self) -> tuple[str, list[tuple[str, str, str]]]:
        """Return the HTML and its text blocks as (tag, id, text), both in order."""
        self.close()
        while self._open:
            self._close_block()
        kept = [block for block in self._blocks if block.place >= 0]
        _give_ids(kept)
        for block in kept:
            self._out[block.place] = start_tag(block.tag, block.attributes)
        return "".join(self._out), _leaves(kept)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag, or do what it means."""
        tag = RENAMED.get(tag, tag)
        attributes = {name: repair(value or "").strip() for name, value in attrs}
        if tag == "br":
            self._breaks += 1
        elif tag == "hr":
            self._end_line()
            self._out.append("<hr>")
        elif tag == "img":
            self._put_image(attributes)
        elif tag in INLINE:
            self._start_inline(tag, attributes)
        elif tag in BLOCKS and len(self._open) < _DEEPEST:
            self._start_block(tag, attributes)
        else:
            self._end_line()
            self._sources.append("breaker")

    def handle_endtag(self, tag: str) -> None:
        """Undo what the matching start tag did."""
        if tag in ("br", "hr", "img") or not self._sources:
            return
        source = self._sources.pop()
        if source == "inline":
            self._close_inlines(len(self._inlines) - 1)
            self._inlines.pop()
        elif source == "breaker":
            self._end_line()
        elif source in self._open:
            while self._open[-1] is not source:
                self._close_block()
            self._close_block()
            self._close_made_here()
        elif source != "unwrapped":
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Write text into the block that holds it, opening a paragraph where none does."""
        data = repair(data)
        in_pre = bool(self._open) and self._open[-1].tag == "pre"
        if in_pre and not self._open[-1].pieces:
            data = data.lstrip("\n")  # parsers drop the first line break of a pre
        text = data if in_pre else _BLANKS.sub(" ", data)
        if not text or not (in_pre or text.strip()):
            self._put_blank()
            return
        self._put_breaks()
        holder = self._holder()
        if holder.ends_blank and not in_pre:
            text = text.lstrip(" ")
        self._write(holder, html.escape(text, quote=False), text)

    def _put_blank(self) -> None:
        holder = self._open[-1] if self._open else None
        if holder and holder.tag in _HOLDERS and not holder.ends_blank and not self._breaks:
            self._write(holder, " ", " ")

    def _write(self, holder: _Open, markup: str, text: str) -> None:
        for _, start in self._inlines[len(self._emitted) :]:
            self._emitted.append(len(self._out))
            self._out.append(start)
        self._out.append(markup)
        holder.pieces.append(text)
        holder.ends_blank = text.endswith((" ", "\n"))

    def _put_breaks(self) -> None:
        """Write the pending line breaks; two in a row part a paragraph, first and last ones go."""
        breaks, self._breaks = self._breaks, 0
        holder = self._open[-1] if self._open else None
        if not breaks or holder is None or not holder.pieces or holder.tag not in _HOLDERS:
            return
        if holder.tag == "p" and breaks > 1:
            self._close_block()
        else:
            self._write(holder, "<br>", "\n")

    def _put_image(self, attributes: dict[str, str]) -> None:
        source = self._image(attributes.pop("src", ""))
        if not source or _is_tracking_pixel(attributes):
            return
        figure = self._open[-1] if self._open and self._open[-1].tag == "figure" else None
        if any(block.is_set for block in self._open):
            return
        if figure is None:
            self._put_breaks()
        image = start_tag("img", {"src": source, "alt": "", **attributes})
        self._write(figure or self._holder(), image, "")

    def _holder(self) -> _Open:
        """Return the open block that takes text, opening the one that fits the place."""
        innermost = self._open[-1].tag if self._open else ""
        if innermost not in _HOLDERS:
            fitting = {"figure": "figcaption", "ul": "li", "ol": "li"}.get(innermost, "p")
            self._open_block(fitting, {}, made_here=True)
        return self._open[-1]

    def _start_inline(self, tag: str, attributes: dict[str, str]) -> None:
        attributes.pop("id", None)
        if tag == "a":
            href = self._link(attributes.pop("href", ""))
            attributes.pop("rel", None)
            attributes = {"href": href, **attributes, "rel": _REL} if href else {}
        nested = tag == "a" and any(open_tag == "a" for open_tag, _ in self._inlines)
        if nested or (tag in ("a", "span") and not attributes):
            self._sources.append("unwrapped")
            return
        self._inlines.append((tag, start_tag(tag, attributes)))
        self._sources.append("inline")

    def _close_inlines(self, count: int) -> None:
        while len(self._emitted) > max(count, 0):
            place = self._emitted.pop()
            tag = self._inlines[len(self._emitted)][0]
            if len(self._out) == place + 1:
                self._out.pop()
            else:
                self._out.append(f"</{tag}>")

    def _start_block(self, tag: str, attributes: dict[str, str]) -> None:
        innermost = self._open[-1] if self._open else None
        is_line = innermost and innermost.tag in _CLOSED and tag == "p" and innermost.tag != "p"
        if is_line or (tag != "figcaption" and any(block.is_set for block in self._open)):
            self._end_line()
            self._sources.append("breaker")
            return
        self._close_paragraphs()
        if tag == "li":
            self._make_place_for_item()
        elif self._open and self._open[-1].tag in _LISTS and tag not in _LISTS:
            self._open_block("li", {}, made_here=True)
        self._open_block(tag, attributes)
        self._sources.append(self._open[-1])

    def _make_place_for_item(self) -> None:
        """See that a list is innermost: an item inside an item is its neighbour."""
        self._close_made_here()
        while self._open and self._open[-1].tag == "li":
            self._close_block()
        if not self._open or self._open[-1].tag not in _LISTS:
            self._open_block("ul", {}, made_here=True)

    def _open_block(self, tag: str, attributes: dict[str, str], made_here: bool = False) -> None:
        self._close_inlines(0)
        self._breaks = 0
        parent = self._open[-1] if self._open else None
        if parent and parent.pieces:
            parent.pieces.append("\n")
        block = _Open(tag, attributes, len(self._out), [], parent, made_here)
        self._open.append(block)
        self._blocks.append(block)
        self._out.append("")

    def _close_block(self) -> None:
        self._close_inlines(0)
        self._breaks = 0
        block = self._open.pop()
        last = self._out[-1]
        if block.tag != "pre" and not last.startswith("<"):
            self._out[-1] = last.rstrip(" ")
        empty = len(self._out) == block.place + 1
        if empty and block.tag not in ("td", "th") and "data-image" not in block.attributes:
            self._out.pop()
            block.place = -1
        else:
            self._out.append(f"</{block.tag}>")

    def _close_paragraphs(self) -> None:
        """Close what no block may stand in."""
        while self._open and self._open[-1].tag in _CLOSED:
            self._close_block()

    def _close_made_here(self) -> None:
        while self._open and self._open[-1].made_here:
            self._close_block()

    def _end_line(self) -> None:
        """End the line: close a paragraph, put a blank or a break in what must stay open."""
        while self._open and (self._open[-1].made_here or self._open[-1].tag == "p"):
            self._close_block()
        holder = self._open[-1] if self._open else None
        if holder and holder.tag in _HOLDERS and holder.pieces:
            self._breaks = max(self._breaks, 1)


def start_tag(tag: str, attributes: dict[str, str]) -> str:
    """Return a start tag with its values escaped."""
    written = "".join(
        f' {name}="{html.escape(value, quote=False).replace(chr(34), "&quot;")}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{written}>"


def _is_tracking_pixel(attributes: dict[str, str]) -> bool:
    sizes = [attributes.get("width", ""), attributes.get("height", "")]
    return any(size in ("0", "1", "2", "1px", "0px") for size in sizes)


def _give_ids(blocks: list[_Open]) -> None:
    """Keep the first use of each well-formed id; make the others from the text and its ordinal."""
    taken: set[str] = set()
    wanting = []
    for block in blocks:
        if block.tag not in WITH_ID:
            block.attributes.pop("id", None)
            continue
        given = block.attributes.pop("id", "")
        if _ID.fullmatch(given) and given not in taken:
            taken.add(given)
            block.attributes = {"id": given, **block.attributes}
        else:
            wanting.append(block)
    seen: Counter[tuple[str, str]] = Counter()
    for block in wanting:
        key = (block.tag, block.text)
        made = _digest(*key, seen[key])
        while made in taken:
            seen[key] += 1
            made = _digest(*key, seen[key])
        taken.add(made)
        block.attributes = {"id": made, **block.attributes}


def _digest(tag: str, text: str, ordinal: int) -> str:
    source = f"{tag}\0{text}\0{ordinal}".encode("utf-8", "replace")
    return f"p-{hashlib.sha256(source).hexdigest()[:8]}"


def _leaves(blocks: list[_Open]) -> list[tuple[str, str, str]]:
    """Return the blocks that hold text; the cells of a table row are one line, tab between."""
    leaves: list[tuple[str, str, str]] = []
    row: _Open | None = None
    for block in blocks:
        if not block.text:
            continue
        in_row = block.parent if block.tag in ("td", "th") else None
        if in_row is not None and in_row is row:
            kind, anchor, text = leaves.pop()
            leaves.append((kind, anchor, f"{text}\t{block.text}"))
        else:
            kind = "pull" if block.is_pulled else in_row.tag if in_row else block.tag
            leaves.append((kind, _anchor(block), block.text))
        row = in_row
    return leaves


def _anchor(block: _Open) -> str:
    """Return the id that stands for a block: its own, or of the nearest block around it."""
    around: _Open | None = block
    while around is not None:
        if "id" in around.attributes:
            return around.attributes["id"]
        around = around.parent
    return ""
