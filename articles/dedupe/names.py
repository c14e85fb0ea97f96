"""Names in running text: words printed with a capital where a plain word would have none.

Scripts without capitals yield no names; there the rare words of `rarity` do the same work.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from articles.text.calendar import MONTHS, WEEKDAYS
from articles.text.normalise import fold

from .rarity import is_common, opens_name, rarity

MOSTLY_CAPITALS = 0.6
"""Lines with a larger share of capitalised words are title-case headlines or tables, where a
capital says nothing about names."""

ALL_CAPITALS = 0.85
"""The same for lines that end like a sentence, which may be full of names."""

LONGEST_RUN = 8
"""Words; longer runs of capitals are lists, not one name."""

SHORTEST_RESPELT = 5
"""Letters; in shorter words another spelling is mostly another word ("Iran", "Iraq")."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)*")
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
class _Run:
    """Neighbouring capitalised words; `opens` if the first may owe its capital to a sentence."""

    words: tuple[str, ...]
    opens: bool


def find_names(texts: Iterable[str]) -> Mapping[str, Name]:
    """Name words by their `name_key`, in order of first appearance."""
    runs = [run for text in texts for run in _runs(text)]
    known = {name_key(word) for run in runs for word in run.words[run.opens :]}
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


@lru_cache(maxsize=20_000)
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
    words = list(_WORD.finditer(text))
    capitals = [_has_capital(match[0]) for match in words]
    most = ALL_CAPITALS if text.rstrip("\"'”’) ").endswith((".", "!", "?")) else MOSTLY_CAPITALS
    if not any(capitals) or sum(capitals) > most * len(words):
        return
    run: list[str] = []
    opens = False
    end = 0
    for match, capital in zip(words, capitals, strict=True):
        if not (capital or run):  # most words are no names
            end = match.end()
            continue
        gap = text[end : match.start()]
        if run and (not capital or gap not in _WITHIN_RUN or len(run) == LONGEST_RUN):
            yield _Run(tuple(run), opens)
            run = []
        if capital:
            opens = opens if run else _opens_sentence(gap, at_start=end == 0)
            run.append(_POSSESSIVE.sub("", match[0]))
        if run and run[-1] != match[0]:  # a possessive ends its name
            yield _Run(tuple(run), opens)
            run = []
        end = match.end()
    if run:
        yield _Run(tuple(run), opens)


def is_calendar_word(folded: str) -> bool:
    """Whether a folded word is a month or a day of the week, which belong to dates."""
    return folded in MONTHS or folded in WEEKDAYS


def _has_capital(word: str) -> bool:
    """Whether `word` is printed as a name is."""
    return word[0].isupper() and len(word) > 1 and not is_calendar_word(word.casefold())


def _opens_sentence(gap: str, *, at_start: bool) -> bool:
    """Whether a word after `gap` may owe its capital to the beginning of a sentence."""
    return at_start or bool(gap.strip(" -\u00a0,(’'"))


def _is_name(word: str, known: set[str]) -> bool:
    """Whether the first word of a sentence is a name: seen as one elsewhere, or a rare word."""
    return name_key(word) in known or not is_common(fold(word))
