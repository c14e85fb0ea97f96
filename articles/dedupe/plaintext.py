"""Text in plain numerals that remembers where each of its characters stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .numerals import plain_numerals


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as `plain_numerals` gives it; `places` leads each character back to the original.

    `places` has one entry more than `text` has characters, so that every end has its place too.
    """

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the original.

        A vowel sign or accent behind the last letter belongs to it.
        """
        return self.places[start], self.places[end]


def plain(text: str) -> Plain:
    """`text` in plain numerals, a character at a time.

    >>> plain("۵ März").text
    '5 Marz'
    """
    if text.isascii():
        return Plain(text, range(len(text) + 1))
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in _plain_character(character):
            pieces.append(letter)
            places.append(place)
    places.append(len(text))
    return Plain("".join(pieces), places)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    return plain_numerals(character)
