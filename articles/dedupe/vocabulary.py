"""What is known of a single word, read once and kept: most words of an article are old friends."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .keys import WORDS_KEPT
from .names import is_calendar_word, name_key
from .rarity import is_common, rarity

TELLING = 1.5
"""Rarity under which a word ("said", "after") says nothing about the subject."""

RARE_WORD = 6.0
"""Rarity from which a word stands in for a name where names have no capitals."""


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word without its possessive: `name` is its `name_key`."""

    text: str
    rarity: float
    name: str
    is_telling: bool
    is_common: bool


@lru_cache(maxsize=WORDS_KEPT)
def known(word: str) -> Word:
    """What is known of a folded word."""
    bare = word.removesuffix("'s")
    weight = rarity(bare)
    is_telling = weight >= TELLING and _is_word(bare)
    return Word(bare, weight, name_key(bare), is_telling, is_common(bare))


def telling_words(found: Iterable[str]) -> list[str]:
    """Folded words that say something about the subject; figures, dates, possessives left out."""
    return [word.text for word in map(known, found) if word.is_telling]


def _is_word(word: str) -> bool:
    """Whether `word` is no figure ("12", "4th"), no single Latin letter, no month or weekday."""
    is_letter = len(word) == 1 and word.isascii()
    return not (word[:1].isdigit() or is_letter or is_calendar_word(word))
