"""Names in running text: words printed with a capital where a plain word would have none.

Scripts without capitals yield no names; there the rare words of `rarity` do the same work.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

from articles.text.calendar import MONTHS, WEEKDAYS
from articles.text.normalise import fold

from .rarity import is_common, opens_name, rarity

MOSTLY_CAPITALS = 0.6
"""Lines with a larger share of capitalised words are title-case headlines or tables, where a
capital says nothing about names."""

ALL_CAPITALS = 0.85
"""The same for lines that end like a sentence, which may be full of names."""

SURELY_FEW = 4
"""Words for each capital from which a text is in plain case without counting."""

LONGEST_RUN = 8
"""Words; longer runs of capitals are lists, not one name."""

SHORTEST_RESPELT = 5
"""Letters; in shorter words another spelling is mostly another word ("Iran", "Iraq")."""

NAMES_KEPT = 1 << 16
"""Words of names whose bare form and key a process remembers, some 10 MB each."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*")
# Words that begin with a letter other than a to z, of which few are anything but capitals. That
# letter stands first, before the look behind it: so the search skips from one to the next.
_NOT_SMALL = r"[^\W\d_a-z]"
_CAPITALISED = re.compile(
    rf"{_NOT_SMALL}(?<![^\W\d_]{_NOT_SMALL})(?<![^\W\d_][’']{_NOT_SMALL})"
    r"(?:\.(?:[^\W\d_]\.)+|[^\W\d_]*(?:[’'][^\W\d_]+)*)"
)
_POSSESSIVE = re.compile(r"[’'][sS]?$")
_WITHIN_RUN = frozenset([" ", "-", "\u00a0"])
_SOUNDS = (("ph", "f"), ("kh", "k"), ("gh", "g"), ("zh", "j"), ("ck", "k"), ("x", "ks"))
_LETTERS = str.maketrans({"e": "i", "y": "i", "o": "u", "w": "v", "q": "k", "c": "k", "z": "s"})
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Name:
    """A word of a name as printed, how often it is, and the runs of words it is printed in."""

    text: str
    count: int
    runs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlacedName:
    """Neighbouring words of one name, and where they stand in their paragraph."""

    words: tuple[str, ...]
    start: int
    end: int


class _Run(NamedTuple):
    """Neighbouring capitalised words, each with its start in the paragraph.

    `opens` if the first may owe its capital to a sentence.
    """

    words: tuple[str, ...]
    opens: bool
    starts: tuple[int, ...]


def find_names(texts: Iterable[str]) -> Mapping[str, Name]:
    """Name words by their `name_key`, in order of first appearance."""
    runs = [run for text in texts for run in _runs(text)]
    known = _surely_names(runs)
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for run in runs:
        is_name = not run.opens or _is_name(run.words[0], known)
        words = run.words if is_name else run.words[1:]
        for word in words:
            found.setdefault(name_key(word), []).append((word, words))
    return {
        key: Name(printed[0][0], len(printed), tuple(dict.fromkeys(run for _, run in printed)))
        for key, printed in found.items()
    }


def place_names(texts: Sequence[str]) -> list[list[PlacedName]]:
    """The names of each text, in order: the runs of words whose words `find_names` gives."""
    placed = [list(_runs(text)) for text in texts]
    known = _surely_names([run for runs in placed for run in runs])
    return [[name for run in runs if (name := _placed(run, known)) is not None] for runs in placed]


def _surely_names(runs: Iterable[_Run]) -> set[str]:
    """Keys of the words that owe their capital to nothing but being names."""
    return {name_key(word) for run in runs for word in run.words[run.opens :]}


def _placed(run: _Run, known: set[str]) -> PlacedName | None:
    """The name in a run, less a first word that is none."""
    first = 1 if run.opens and not _is_name(run.words[0], known) else 0
    words = run.words[first:]
    if not words:
        return None
    return PlacedName(words, run.starts[first], run.starts[-1] + len(words[-1]))


@lru_cache(maxsize=NAMES_KEPT)
def name_key(word: str) -> str:
    """Key on which usual spellings of a name meet: "Muttaqi" and "Mutaki", "Zhirnov" and "Jirnov".

    Words under `SHORTEST_RESPELT` letters or in other alphabets are folded only.
    """
    folded = fold(_POSSESSIVE.sub("", word)).replace(".", "")
    if len(folded) < SHORTEST_RESPELT or not folded.isascii():
        return folded
    for sound, letter in _SOUNDS:
        folded = folded.replace(sound, letter)
    return _DOUBLED.sub(r"\1", folded.translate(_LETTERS))


def shared_names(one: Mapping[str, Name], other: Mapping[str, Name]) -> tuple[str, ...]:
    """Names that both hold, the rarest and most used first, as a person would call them.

    "Amir Khan Muttaqi" is called "Muttaqi", "New York" and "United Nations" stay whole, and a
    common word alone ("Ministry") is left out.
    """
    weights: dict[str, float] = {}
    for key in one:
        for run in one[key].runs if key in other else ():
            called = _called(run, key, other)
            if called:
                count = one[key].count * other[key].count
                weights.setdefault(called, rarity(fold(one[key].text)) * (1 + log(count)))
    return tuple(sorted(weights, key=lambda called: -weights[called]))


def _called(run: tuple[str, ...], key: str, other: Mapping[str, Name]) -> str:
    """What to call the name of `run` that ends, for both texts, in the word of `key`; or ""."""
    keys = [name_key(word) for word in run]
    end = keys.index(key)
    if end + 1 < len(run) and keys[end + 1] in other:
        return ""
    start = end
    while start > 0 and keys[start - 1] in other:
        start -= 1
    if is_common(fold(run[end])):
        return " ".join(run[start : end + 1]) if start < end else ""
    opener = end > start and opens_name(fold(run[end - 1]))
    return " ".join(run[end - opener : end + 1])


def _runs(text: str) -> Iterator[_Run]:
    """Runs of capitalised words of one paragraph."""
    if text == text.lower():
        return
    capitals = [
        (match.start(), match[0], bare)
        for match in _CAPITALISED.finditer(text)
        if (bare := _bare_name(match[0]))
    ]
    if not capitals or _is_title_case(text, len(capitals)):
        return
    run: list[str] = []
    starts: list[int] = []
    opens = False
    end = -1  # of the run; -1 after a possessive, which ends its name
    for start, word, bare in capitals:
        continues = text[end:start] in _WITHIN_RUN if end >= 0 else False
        if run and (not continues or len(run) == LONGEST_RUN):
            yield _Run(tuple(run), opens, tuple(starts))
            run, starts = [], []
        if not run:
            opens = _opens_sentence(text, start)
        run.append(bare)
        starts.append(start)
        end = start + len(word) if bare == word else -1
    yield _Run(tuple(run), opens, tuple(starts))


def _is_title_case(text: str, capital_count: int) -> bool:
    """Whether so many of the words have a capital that it says nothing about names."""
    if capital_count * SURELY_FEW < text.count(" "):
        return False
    most = ALL_CAPITALS if text.rstrip("\"'”’) ").endswith((".", "!", "?")) else MOSTLY_CAPITALS
    return capital_count > most * len(_WORD.findall(text))


def is_calendar_word(folded: str) -> bool:
    """Whether a folded word is a month or a day of the week, which belong to dates."""
    return folded in MONTHS or folded in WEEKDAYS


@lru_cache(maxsize=NAMES_KEPT)
def _bare_name(word: str) -> str:
    """A capitalised word without its possessive; "" for a mere letter, a month or a weekday."""
    if not word[0].isupper() or len(word) == 1 or is_calendar_word(word.casefold()):
        return ""
    return _POSSESSIVE.sub("", word)


def _opens_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` may owe its capital to the beginning of a sentence."""
    before = start
    while before > 0 and not text[before - 1].isalpha():
        before -= 1
    gap = text[before:start]
    if text[max(0, before - 2) : before - 1] == ".":  # the last dot of "U.S." ends no sentence
        gap = gap.removeprefix(".")
    return before == 0 or bool(gap.strip(" -\u00a0,(’'"))


def _is_name(word: str, known: set[str]) -> bool:
    """Whether the first word of a sentence is a name: seen as one elsewhere, or a rare word."""
    return name_key(word) in known or not is_common(fold(word))
