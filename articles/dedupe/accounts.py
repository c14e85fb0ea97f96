"""The accounts of one event that a board sets against each other, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from articles.text.normalise import fold, words

from .gist import stem
from .ledger import Fact, Kind, Ledger
from .names import name_key
from .quantities import Quantity
from .timings import Timing

MOST_LATIN = 0.5
"""Share of ASCII among the letters from which a text counts as one whose names have capitals."""


@dataclass(frozen=True)
class Account:
    """One text of the story: its key (the id of the article), and what it states."""

    key: int
    ledger: Ledger

    @cached_property
    def words(self) -> Sequence[str]:
        """All folded words, in order."""
        return [word for passage in self.ledger.passages for word in words(passage.text)]

    @cached_property
    def joined(self) -> str:
        """The folded words in one line, for whole phrases."""
        return f" {' '.join(self.words)} "

    @cached_property
    def couples(self) -> frozenset[tuple[str, str]]:
        """All neighbouring words."""
        return frozenset(pairwise(self.words))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words, and the keys on which spellings of a name meet."""
        named = [
            fold(word)
            for fact in self.ledger.facts
            if isinstance(fact.value, tuple)
            for word in fact.value
        ]
        found = [*self.words, *named]
        return frozenset(map(stem, found)) | frozenset(map(name_key, found))

    @cached_property
    def is_latin(self) -> bool:
        """Whether names and words can be compared with those of other texts in Latin letters."""
        letters = [word for word in self.words if word[:1].isalpha()]
        plain = sum(word.isascii() for word in letters)
        return plain >= MOST_LATIN * len(letters)

    @cached_property
    def timings(self) -> Sequence[Fact]:
        """Its dates."""
        return [fact for fact in self.ledger.facts if isinstance(fact.value, Timing)]

    @cached_property
    def quantities(self) -> Sequence[tuple[Fact, Quantity]]:
        """Its counts and amounts."""
        return [
            (fact, fact.value) for fact in self.ledger.facts if isinstance(fact.value, Quantity)
        ]

    @cached_property
    def names(self) -> Mapping[str, int]:
        """How often each stem is part of a name."""
        counts: dict[str, int] = {}
        for fact in self.ledger.facts:
            if fact.kind is Kind.NAME and isinstance(fact.value, tuple):
                for word in fact.value:
                    key = stem(word)
                    counts[key] = counts.get(key, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as one account states it."""

    account: int
    fact: Fact
