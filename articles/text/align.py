"""Align two sequences in bounded time: rare elements first, the gaps between them after."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MOST_CELLS = 40_000  # a gap of 200 by 200 elements is compared in full
_MOST_CELLS_IN_ALL = 4_000_000  # then even small gaps count as replaced: about a second's work
_RUN = 4  # elements in a run that may be an anchor; single words are seldom unique in a long text


@dataclass(frozen=True)
class Stretch:
    """A stretch of the old sequence beside a stretch of the new one, equal or replaced."""

    equal: bool
    old: slice
    new: slice


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Stretch]:
    """Return stretches that cover both sequences in order; neighbours differ in kind."""
    return list(_joined(_pieces(old, new)))


def _joined(pieces: Iterator[Stretch]) -> Iterator[Stretch]:
    last: Stretch | None = None
    for piece in pieces:
        if piece.old.start == piece.old.stop and piece.new.start == piece.new.stop:
            continue
        if last and last.equal == piece.equal:
            last = Stretch(
                last.equal,
                slice(last.old.start, piece.old.stop),
                slice(last.new.start, piece.new.stop),
            )
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _pieces(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    yield Stretch(True, slice(0, start), slice(0, start))
    i = j = start
    cells = 0
    for a, b in [*_anchors(old, new, start, old_end, new_end), (old_end, new_end)]:
        cells += (a - i) * (b - j)
        if (a - i) * (b - j) <= _MOST_CELLS and cells <= _MOST_CELLS_IN_ALL:
            yield from _compared(old, new, slice(i, a), slice(j, b))
        else:
            yield Stretch(False, slice(i, a), slice(j, b))
        if a < old_end:
            yield Stretch(True, slice(a, a + 1), slice(b, b + 1))
        i, j = a + 1, b + 1
    yield Stretch(True, slice(old_end, len(old)), slice(new_end, len(new)))


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], start: int, old_end: int, new_end: int
) -> list[tuple[int, int]]:
    """Return places, rising on both sides, where a run begins that either side holds just once."""
    if (old_end - start) * (new_end - start) <= _MOST_CELLS:
        return []
    old_places = _unique_runs(old[start:old_end], start)
    new_places = _unique_runs(new[start:new_end], start)
    pairs = [(i, new_places[run]) for run, i in old_places.items() if run in new_places]
    return _longest_rising(pairs)


def _unique_runs(elements: Sequence[Hashable], start: int) -> dict[Hashable, int]:
    """Return each run that stands here once, with its place, in order of place."""
    runs = list(zip(*(elements[shift:] for shift in range(_RUN)), strict=False))
    counts = Counter(runs)
    return {run: start + place for place, run in enumerate(runs) if counts[run] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [index]
        before.append(ends[place - 1] if place else -1)
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _compared(
    old: Sequence[Hashable], new: Sequence[Hashable], left: slice, right: slice
) -> Iterator[Stretch]:
    """Compare two short stretches in full."""
    matcher = SequenceMatcher(None, old[left], new[right], autojunk=False)
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        yield Stretch(
            op == "equal",
            slice(left.start + i1, left.start + i2),
            slice(right.start + j1, right.start + j2),
        )
