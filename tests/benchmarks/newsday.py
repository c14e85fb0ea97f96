"""Made-up reports for measuring: words as common as in the news, names, figures, reprints.

The words are those of the product's own table of rarity, each drawn about as often as news prints
it; names are made of syllables, a few of them in everything and most in hardly anything.
"""

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp

from articles.dedupe.rarity import _tables

_TEXT = "ba ken dor mi sal tor ven ga lu ras pen tu wel kor an fi mar zo ith lan"
SYLLABLES = _TEXT.split()
NAMES = 40_000
PARAGRAPHS = 9
SENTENCES = 2
BOILERPLATES = 60
REPRINTED = 0.1
RETOLD = 0.05
FURNISHED = 0.2


@dataclass(frozen=True)
class Report:
    """A made-up text."""

    headline: str
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)


@cache
def vocabulary() -> tuple[list[str], list[float], list[float]]:
    """Words and names with the running sums of how often they are drawn."""
    table = {word: weight for word, weight in _tables().weights.items() if word.isascii()}
    words = list(accumulate(exp(-weight) for weight in table.values()))
    names = list(accumulate(1 / (rank + 20) for rank in range(NAMES)))
    return list(table), words, names


def name(number: int) -> str:
    """A name of its own for each number."""
    parts = []
    while True:
        number, part = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[part])
        if not number and len(parts) > 1:
            return "".join(parts).title()


def names_of(chance: random.Random, count: int) -> list[str]:
    """Names as the news draws them, some often and most hardly ever."""
    return [name(n) for n in chance.choices(range(NAMES), cum_weights=vocabulary()[2], k=count)]


def report(number: int) -> Report:
    """The report of that number, the same in every run: about 300 words on a few people."""
    chance = random.Random(number)
    table, words, _names = vocabulary()
    people = names_of(chance, 5)
    topic = chance.choices(table, cum_weights=words, k=25)
    paragraphs = []
    for _ in range(PARAGRAPHS):
        sentences = []
        for _ in range(SENTENCES):
            drawn = chance.choices(table, cum_weights=words, k=12) + chance.choices(topic, k=2)
            drawn += chance.choices(people, k=2) + [str(chance.randrange(2, 9000))] * (
                chance.random() < 0.4
            )
            chance.shuffle(drawn)
            sentences.append(f"The {' '.join(drawn)}.")
        paragraphs.append(" ".join(sentences))
    if chance.random() < FURNISHED:
        paragraphs.append(boilerplate(chance.randrange(BOILERPLATES)))
    headline = f"{people[0]} {' '.join(topic[:4])} {people[1]}"
    return Report(headline, tuple(paragraphs))


@cache
def boilerplate(number: int) -> str:
    """A paragraph that many reports carry."""
    chance = random.Random(f"boilerplate {number}")
    table, words, _names = vocabulary()
    return f"About us: {' '.join(chance.choices(table, cum_weights=words, k=30))}."


def arrival(number: int, earlier: list[int]) -> Report:
    """A report that comes in: one in ten a reprint, and some tell of what another told of."""
    chance = random.Random(f"arrival {number}")
    kind = chance.random()
    if kind >= REPRINTED + RETOLD:
        return report(10_000_000 + number)
    told = report(chance.choice(earlier))
    if kind < REPRINTED:
        kept = told.paragraphs[: chance.randrange(3, len(told.paragraphs) + 1)]
        if chance.random() < FURNISHED:
            kept = (*kept, boilerplate(chance.randrange(BOILERPLATES)))
        return Report(told.headline, kept)
    own = report(20_000_000 + number)
    retold = (told.paragraphs[0].replace("The", "A"), *own.paragraphs[1:])
    return Report(told.headline, tuple(chance.sample(retold, len(retold))))
