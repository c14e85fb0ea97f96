"""Names that may stand for one thing: key collision first, then the nearest neighbours.

Names meet on keys (the same letters, words, stems, sounds); what remains is compared by letters,
but only where all other words are equal. Figures must agree: "Covid-19" is not "Covid-20". Every
block is bounded, so that 10,000 names made to collide cost no more than others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from .edits import edits_between, shortened
from .reasons import Clause, gettext_noop
from .spelling import NameKind, Spelling, is_plural, spelling_of, stem

SHORTEST_NEAR = 5
"""Letters; in shorter words one other letter is mostly another word ("Iran", "Iraq")."""

TWO_EDITS = 10
"""Letters from which two may differ; below, "Austria" and "Australia" would meet."""

LONGEST_NEAR = 30
"""Letters; a longer word is compared whole, or its shortened forms would fill the memory."""

MOST_WORDS = 8
"""Words; longer names are headlines and are compared by their keys only."""

MOST_NEAR = 8
"""Earlier names of a block that a name is compared with, and the first one, which came first."""

MOST_SORTED = 4
"""Neighbours in order that two long words may be apart; measured: more found nothing more."""

MOST_PAIRS = 10_000
"""Pairs given; nobody reviews more, and a desk that has more works from the best down."""

LETTERS = gettext_noop("only blanks, marks or capitals differ")
ORDER = gettext_noop("same words in another order")
PLURAL = gettext_noop("singular and plural")
FILLER = gettext_noop("differs only in words such as “The”, “News” or “Ltd”")
TITLE = gettext_noop("differs only in a title")
ONE_LETTER = gettext_noop("one letter differs")
SOUND = gettext_noop("another spelling of the same sound")
INITIALS = gettext_noop("initials for a name")
MIDDLE = gettext_noop("a middle name is left out")
TWO_LETTERS = gettext_noop("two letters differ")

# How sure each reason is, the surest first; also the order in which pairs are shown.
SCORES = {
    LETTERS: 1.0,
    ORDER: 0.97,
    PLURAL: 0.95,
    FILLER: 0.93,
    TITLE: 0.93,
    ONE_LETTER: 0.9,
    SOUND: 0.85,
    MIDDLE: 0.8,
    INITIALS: 0.75,
    TWO_LETTERS: 0.7,
}


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two rows whose names may be one, the lower id first; and the spellings that met."""

    one: int
    other: int
    one_name: str
    other_name: str
    reason: str

    @property
    def score(self) -> float:
        """How sure it is, from 0 to 1."""
        return SCORES[self.reason]

    @property
    def clause(self) -> Clause:
        """Why they met, to be translated."""
        return Clause(self.reason, {})


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in the running."""

    place: int
    row: int
    name: str
    spelling: Spelling


def compare(one: str, other: str, kind: NameKind) -> str | None:
    """Why two names may stand for one thing, a key of `SCORES`; None when nothing says so.

    >>> compare("Elections 2026", "election 2026", NameKind.TAG)
    'singular and plural'
    >>> compare("World Cup 2022", "World Cup 2026", NameKind.TAG) is None
    True
    """
    return _reason(spelling_of(one, kind), spelling_of(other, kind), kind)


def find_namesakes(names: Iterable[tuple[int, str]], kind: NameKind) -> tuple[NamePair, ...]:
    """Pairs of different rows that may be one, the surest first; at most `MOST_PAIRS`.

    A row may come with several names (its aliases). The order of the names does not matter. The
    same names are not compared twice: the answer is kept, as nothing else goes into it.
    """
    return _found(tuple(sorted(set(names))), kind)


@lru_cache(maxsize=6)
def _found(names: tuple[tuple[int, str], ...], kind: NameKind) -> tuple[NamePair, ...]:
    read = ((row, name, spelling_of(name, kind)) for row, name in names)
    worded = (each for each in read if each[2].words)
    known = [_Named(place, *each) for place, each in enumerate(worded)]
    best: dict[tuple[int, int], NamePair] = {}
    seen: set[int] = set()
    for one, other in _candidates(known, kind):
        both = min(one.place, other.place) * len(known) + max(one.place, other.place)
        if both in seen or one.row == other.row:
            continue
        seen.add(both)
        reason = _reason(one.spelling, other.spelling, kind)
        if reason is None:
            continue
        first, second = (one, other) if one.row < other.row else (other, one)
        pair = NamePair(first.row, second.row, first.name, second.name, reason)
        key = (pair.one, pair.other)
        if key not in best or pair.score > best[key].score:
            best[key] = pair
    ranked = sorted(best.values(), key=lambda pair: (-pair.score, pair.one, pair.other))
    return tuple(ranked[:MOST_PAIRS])


def _reason(one: Spelling, other: Spelling, kind: NameKind) -> str | None:
    """The surest reason for which two names may be one."""
    if one.figures != other.figures or not one.words or not other.words:
        return None
    if one.letters == other.letters:
        return LETTERS
    if sorted(one.words) == sorted(other.words):
        return ORDER
    if sorted(one.core) == sorted(other.core) or "".join(one.core) == "".join(other.core):
        return TITLE if kind is NameKind.AUTHOR else FILLER
    if kind is not NameKind.AUTHOR and _are_plurals(one, other):
        return PLURAL
    edits = _edits(one, other)
    if edits == 1:
        return ONE_LETTER
    if one.sound == other.sound:
        return SOUND
    if kind is NameKind.AUTHOR and (reason := _shorter_name(one.core, other.core)):
        return reason
    return TWO_LETTERS if edits == 2 else None


def _are_plurals(one: Spelling, other: Spelling) -> bool:
    if len(one.core) != len(other.core) or one.stems != other.stems:
        return False
    pairs = zip(sorted(one.core, key=_by_stem), sorted(other.core, key=_by_stem), strict=True)
    return all(a == b or is_plural(a, b) for a, b in pairs)


def _by_stem(word: str) -> tuple[str, str]:
    return stem(word), word


def _edits(one: Spelling, other: Spelling) -> int:
    """Letters that the one differing word differs by; 3 when more, or more words, differ."""
    mine, theirs = list(one.core), list(other.core)
    for word in one.core:
        if word in theirs:
            mine.remove(word)
            theirs.remove(word)
    if len(mine) != 1 or len(theirs) != 1:
        return 3
    a, b = mine[0], theirs[0]
    shortest = min(len(a), len(b))
    if shortest < SHORTEST_NEAR or max(len(a), len(b)) > LONGEST_NEAR or a[0] != b[0]:
        return 3
    most = 2 if shortest >= TWO_EDITS else 1
    edits = edits_between(a, b, most)
    return edits if edits <= most else 3


def _shorter_name(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """Whether given names stand as initials, or a middle name is left out; same family name."""
    short, long = sorted((one, other), key=lambda words: (len(words), words))
    if len(short) < 2 or short[-1] != long[-1] or not _agree(short[0], long[0]):
        return None
    left = iter(long[1:-1])
    if not all(any(_agree(name, middle) for middle in left) for name in short[1:-1]):
        return None
    return MIDDLE if len(short) < len(long) and short[0] == long[0] else INITIALS


def _agree(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


_Pairs = Iterator[tuple[_Named, _Named]]


def _candidates(known: Sequence[_Named], kind: NameKind) -> _Pairs:
    """Pairs worth comparing; some come more than once."""
    keys: tuple[Callable[[Spelling], str], ...] = (
        lambda spelling: spelling.letters,
        lambda spelling: "".join(spelling.core),
        lambda spelling: " ".join(sorted(spelling.words)),
        lambda spelling: spelling.stems,
        lambda spelling: spelling.sound,
    )
    for key in keys:
        yield from _meeting((key(each.spelling), each) for each in known)
    yield from _near(known)
    if kind is NameKind.AUTHOR:
        yield from _people(known)


def _meeting(keyed: Iterable[tuple[str, _Named]]) -> _Pairs:
    """Names on the same key: each with the first one and the latest `MOST_NEAR`."""
    blocks: dict[str, list[_Named]] = {}
    for key, each in keyed:
        block = blocks.get(key)
        if block is None:
            blocks[key] = [each]
            continue
        for other in block[-MOST_NEAR:]:
            yield other, each
        if len(block) > MOST_NEAR:
            yield block[0], each
        block.append(each)


def _near(known: Sequence[_Named]) -> _Pairs:
    """Names that are equal but for one longer word with the same first letter."""
    blocks: dict[tuple[str, ...], list[tuple[str, _Named]]] = {}
    for each in known:
        core = each.spelling.core
        if len(core) > MOST_WORDS:
            continue
        for at, word in enumerate(core):
            if SHORTEST_NEAR <= len(word) <= LONGEST_NEAR:
                rest = tuple(sorted(core[:at] + core[at + 1 :]))
                blocks.setdefault((word[0], *rest), []).append((word, each))
    for block in blocks.values():
        if len(block) > 1:
            yield from _meeting((key, each) for word, each in block for key in shortened(word))
            yield from _in_order([pair for pair in block if len(pair[0]) >= TWO_EDITS])


def _in_order(block: list[tuple[str, _Named]]) -> _Pairs:
    """Long words beside each other when sorted, from the front and from the back."""
    for turned in (1, -1):
        ordered = sorted(block, key=lambda pair: (pair[0][::turned], pair[1].row, pair[1].name))
        for at, (word, each) in enumerate(ordered):
            for other_word, other in ordered[at + 1 : at + 1 + MOST_SORTED]:
                if abs(len(word) - len(other_word)) <= 2:
                    yield each, other


def _people(known: Sequence[_Named]) -> _Pairs:
    """People of one family name whose first names may be one: an initial, or the same name."""
    named = sorted(
        (each for each in known if len(each.spelling.core) > 1),
        key=lambda each: (each.spelling.core[-1], each.spelling.core[0][0], each.row, each.name),
    )
    yield from _meeting((f"{e.spelling.core[0]} {e.spelling.core[-1]}", e) for e in named)
    families = groupby(named, key=lambda e: (e.spelling.core[-1], e.spelling.core[0][0]))
    for _family, block in families:
        members = list(block)
        initials = [e for e in members if len(e.spelling.core[0]) == 1][:MOST_NEAR]
        yield from ((one, other) for one in initials for other in members if one is not other)
