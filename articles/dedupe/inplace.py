"""Which figure of a paragraph took the place of which one in its former version."""

import re
from collections.abc import Iterator, Sequence

from articles.text.align import align
from articles.text.normalise import fold

from .aligning import degree_of
from .marks import FIGURES, Mark
from .timings import Timing

MOST_REPLACED = 12
"""Words that can stand in place of others; in a longer stretch a sentence was written anew."""

SURELY_IN_PLACE = 3
"""Words up to which even a figure of another unit took the place of the former one."""

LEAST_ALIKE = 0.3
"""Share of the shorter paragraph's words in the same order from which two are one paragraph."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Token = tuple[object, Mark | None]
"""A folded word, or the key of a figure with its mark."""


def tokens(text: str, marks: Sequence[Mark]) -> list[Token]:
    """The words of a passage, in order; all words of a figure are one token."""
    figures = [mark for mark in marks if mark.sort in FIGURES]
    found: list[Token] = []
    at = 0
    for match in WORD.finditer(text):
        while at < len(figures) and figures[at].end <= match.start():
            at += 1
        mark = figures[at] if at < len(figures) and figures[at].start < match.end() else None
        if mark is None:
            found.append((fold(match[0]), None))
        elif not found or found[-1][1] is not mark:
            found.append((mark.key, mark))
    return found


def in_place(before: Sequence[Token], after: Sequence[Token]) -> Iterator[tuple[Mark, Mark]]:
    """The figures of one paragraph beside those that stand in their place, equal ones too.

    None for paragraphs that have little in common. Time is that of `align`.
    """
    stretches = align([token for token, _ in before], [token for token, _ in after])
    same = sum(part.old.stop - part.old.start for part in stretches if part.equal)
    if same < LEAST_ALIKE * min(len(before), len(after)):
        return
    for part in stretches:
        old = [mark for _, mark in before[part.old] if mark is not None]
        new = [mark for _, mark in after[part.new] if mark is not None]
        size = max(part.old.stop - part.old.start, part.new.stop - part.new.start)
        if part.equal:
            yield from zip(old, new, strict=True)
        elif size <= MOST_REPLACED:
            yield from _in_turn(old, new, is_sure=size <= SURELY_IN_PLACE)


def _in_turn(
    old: Sequence[Mark], new: Sequence[Mark], *, is_sure: bool
) -> Iterator[tuple[Mark, Mark]]:
    """Figures of two stretches that stand in one another's place: of one family, in order.

    Where one stretch has more of a family, only those that count the same thing are paired.
    """
    for family in dict.fromkeys(mark.family for mark in old):
        mine = [mark for mark in old if mark.family == family]
        theirs = [mark for mark in new if mark.family == family]
        if len(mine) == len(theirs):
            for one, other in zip(mine, theirs, strict=True):
                if is_sure or _may_be_one(one, other):
                    yield one, other
            continue
        for one in mine:
            alike = next((o for o in theirs if o.fact and one.fact and _may_be_one(one, o)), None)
            if alike is not None:
                theirs.remove(alike)
                yield one, alike


def _may_be_one(one: Mark, other: Mark) -> bool:
    """Whether two figures can be values of one thing; of a bare number nothing speaks against."""
    if one.fact is None or other.fact is None:
        return True
    if isinstance(one.fact.value, Timing):
        return True
    return degree_of(one.fact, other.fact) is not None
