"""Bring together what two people made of one text: by words, by paragraphs, by rows.

Each function takes what both began with (`base`), what is stored by now (`theirs`) and what the
other one wrote (`mine`). What only one side changed is taken; what both changed is either the same
on both sides or a clash, which a person settles.
"""

import html
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, TypeVar

from articles.text.align import Stretch, align

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_TOKEN: Final = re.compile(r"\s+|[^\W_]+|[\W_]")
_VOID: Final = frozenset({"br", "hr", "img"})
_PLAIN_BLOCK: Final = re.compile(r"<(p|h[234]|pre)( [^<>]*)?>([^<>]*)</\1>")


@dataclass(frozen=True)
class Clash:
    """A paragraph that both sides changed, as HTML of the block; "" where a side took it out.

    `base` is "" for a paragraph that both added under one id.
    """

    key: str
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """A body of both; a clashing paragraph stands in it as mine, or as theirs if mine is gone."""

    html: str
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Rows of both, in order; `clashes` names the keys that both changed, and how."""

    rows: dict[str, tuple[str, ...]]
    clashes: tuple[str, ...] = ()


def words(base: str, theirs: str, mine: str) -> str | None:
    """Return the text with the words of both, or None where they changed the same or next words.

    >>> words("Two men died in port", "Two men died at the port", "Three men died in port")
    'Three men died at the port'
    >>> words("Two men", "Six men", "Ten men") is None
    True
    """
    old = _TOKEN.findall(base)
    one, other = _edits(old, _TOKEN.findall(theirs)), _edits(old, _TOKEN.findall(mine))
    found: list[str] = []
    place = 0
    for edit in sorted({*one, *other}):
        start, stop, new = edit
        if start < place or (start == place and found and _touches(edit, one, other)):
            return None
        found += [*old[place:start], new]
        place = stop
    return "".join([*found, *old[place:]])


_Edit = tuple[int, int, str]


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    """What turns one row of tokens into another: from, to, and what stands there instead."""

    def told(stretch: Stretch) -> _Edit:
        return stretch.old.start, stretch.old.stop, "".join(new[stretch.new])

    return [told(stretch) for stretch in align(old, new) if not stretch.equal]


def _touches(edit: _Edit, one: Sequence[_Edit], other: Sequence[_Edit]) -> bool:
    """Whether an edit of the other side ends where this one begins."""
    return any(
        edit[0] == stop and (start, stop, new) != edit for start, stop, new in (*one, *other)
    )


def blocks(body: str) -> dict[str, str]:
    """Return the top blocks of clean HTML in order, by their id; a list goes by its first item's.

    A block without an id (a rule, a picture) goes by its own HTML; a double gets a number.
    """
    splitter = _Splitter()
    splitter.feed(body)
    splitter.close()
    found: dict[str, str] = {}
    for key, block in splitter.blocks:
        name, number = key or block, 2
        while name in found:
            name, number = f"{key or block}~{number}", number + 1
        found[name] = block
    return found


class _Splitter(HTMLParser):
    """Cuts well-formed HTML into its top elements, each with the first id in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[tuple[str, str]] = []
        self._pieces: list[str] = []
        self._key = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or go deeper in one."""
        self._key = self._key or dict(attrs).get("id") or ""
        self._pieces.append(self.get_starttag_text() or "")
        if tag not in _VOID:
            self._depth += 1
        self._end_block()

    def handle_endtag(self, tag: str) -> None:
        """Come up again; at the top a block ends."""
        self._pieces.append(f"</{tag}>")
        self._depth = max(0, self._depth - 1)
        self._end_block()

    def handle_data(self, data: str) -> None:
        """Keep the text; between blocks there is none that counts."""
        if self._depth or data.strip():
            self._pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        """Keep the reference as it is written."""
        self._pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Keep the reference as it is written."""
        self._pieces.append(f"&#{name};")

    def close(self) -> None:
        """End what was left open."""
        super().close()
        self._depth = 0
        self._end_block()

    def _end_block(self) -> None:
        if self._depth or not self._pieces:
            return
        self.blocks.append((self._key, "".join(self._pieces)))
        self._pieces, self._key = [], ""


@dataclass
class _Weaving:
    """The merged blocks as they come about, by key and in order."""

    order: list[str]
    settled: dict[str, str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def bodies(base: str, theirs: str, mine: str) -> Merged:
    """Merge two bodies made of one, a top block at a time.

    A block that only one side changed, added or took out is taken from it, silently; so is an
    order that only one side changed. What both added at one place stands one after the other,
    theirs first. A block that both changed differently, or one changed and the other took out, is
    a clash. All three must be clean HTML.

    >>> bodies('<p id="a">1</p><p id="b">2</p>', '<p id="a">1</p><p id="b">two</p>',
    ...        '<p id="a">one</p><p id="b">2</p>').html
    '<p id="a">one</p><p id="b">two</p>'
    """
    old, there, here = blocks(base), blocks(theirs), blocks(mine)
    weaving = _Weaving(_order(list(old), list(there), list(here)))
    for key in weaving.order:
        _settle(key, old.get(key, ""), there.get(key, ""), here.get(key, ""), weaving)
    kept = (weaving.settled.get(key, "") for key in weaving.order)
    return Merged("".join(kept), tuple(weaving.clashes))


def _settle(key: str, base: str, theirs: str, mine: str, weaving: _Weaving) -> None:
    if mine in (base, theirs):
        weaving.settled[key] = theirs
    elif theirs == base:
        weaving.settled[key] = mine
    else:
        weaving.settled[key] = mine or theirs
        weaving.clashes.append(Clash(key, base, theirs, mine))


def _order(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """Every key of the three, once: in my order if only I moved something, else in theirs."""
    skeleton, others = (theirs, mine) if _moved(base, theirs) or not _moved(base, mine) else (
        mine, theirs
    )  # fmt: skip
    order = _woven(list(skeleton), others)
    return _woven(order, base)


def _moved(base: Sequence[str], other: Sequence[str]) -> bool:
    kept = set(base) & set(other)
    return [key for key in base if key in kept] != [key for key in other if key in kept]


def _woven(order: list[str], more: Sequence[str]) -> list[str]:
    """Put the keys that are missing behind the one that they follow, and behind what came there."""
    present, there = set(order), set(more)
    after = ""
    for key in more:
        if key not in present:
            place = order.index(after) + 1 if after else 0
            while place < len(order) and order[place] not in there:
                place += 1
            order.insert(place, key)
            present.add(key)
        after = key
    return order


def replaced(body: str, choices: Mapping[str, str]) -> str:
    """Return the body with these blocks, by key, given other HTML; "" takes one out.

    A key that is not in the body is left alone: somebody took the paragraph out after all.
    """
    return "".join(choices.get(key, block) for key, block in blocks(body).items())


def suggested(clash: Clash) -> str:
    """Return a block with the words of both where that can be, else mine, or theirs.

    Words are only brought together in paragraphs without marks inside: tags are never cut.
    """
    parts = [_PLAIN_BLOCK.fullmatch(block) for block in (clash.base, clash.theirs, clash.mine)]
    base, theirs, mine = parts
    if base and theirs and mine and theirs[1] == mine[1]:
        both = words(*(html.unescape(part[3]) for part in (base, theirs, mine)))
        if both is not None:
            tag, attributes = mine[1], mine[2] or ""
            return f"<{tag}{attributes}>{html.escape(both, quote=False)}</{tag}>"
    return clash.mine or clash.theirs


def rows(
    base: Mapping[str, tuple[str, ...]],
    theirs: Mapping[str, tuple[str, ...]],
    mine: Mapping[str, tuple[str, ...]],
) -> Rows:
    """Merge rows by their keys, as `bodies` does blocks; a clashing row stands as mine.

    >>> rows({"1": ("a",)}, {"1": ("b",)}, {"1": ("a",), "n": ("c",)}).rows
    {'1': ('b',), 'n': ('c',)}
    """
    merged: dict[str, tuple[str, ...]] = {}
    clashes = []
    for key in _order(list(base), list(theirs), list(mine)):
        old, there, here = base.get(key), theirs.get(key), mine.get(key)
        found = here
        if here in (old, there):
            found = there
        elif there != old:
            clashes.append(key)
            found = here or there
        if found is not None:
            merged[key] = found
    return Rows(merged, tuple(clashes))


def names(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> tuple[str, ...]:
    """Merge sets of names, in any case: what either side added or took off is added or off.

    >>> names(["Port", "Strike"], ["Port", "Strike", "Docks"], ["port", "Karvan"])
    ('port', 'Karvan', 'Docks')
    """
    old, here = ({name.casefold() for name in side} for side in (base, mine))
    gone = old - {name.casefold() for name in theirs}
    kept = [name for name in mine if name.casefold() not in gone]
    return (*kept, *(n for n in theirs if n.casefold() not in old | here))
