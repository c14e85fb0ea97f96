"""A text as numbered lines, each with what can be told from looking at it alone."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from articles.errors import TooLarge
from articles.text.normalise import fold, repair, words_of_folded

MAX_CHARS = 2_000_000  # a long article has 60,000; time and memory grow with the length
MAX_LINES = 50_000

_STOP = re.compile(r"[.!?…۔؟।。！？][\"'”’»)\]]*$")
_CUT_OFF = re.compile(r"(?:…|\.\.+|\[…\])$")
_TAIL = 12  # characters in which a sentence's end shows
_LONGEST_TITLE_WORDS = 30


@dataclass(frozen=True)
class Line:
    """One line that is not blank; `number` is its 0-based place in the input.

    `folded`, `words` (folded) and `count` (of words) are what it is compared by; `has_stop` tells
    whether it ends as a sentence does.
    """

    number: int
    text: str
    folded: str = field(init=False, compare=False, repr=False)
    words: list[str] = field(init=False, compare=False, repr=False)
    count: int = field(init=False, compare=False, repr=False)
    has_stop: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        folded = fold(self.text)
        found = words_of_folded(folded)
        object.__setattr__(self, "folded", folded)
        object.__setattr__(self, "words", found)
        object.__setattr__(self, "count", len(found))
        object.__setattr__(self, "has_stop", _STOP.search(self.text[-_TAIL:]) is not None)

    @cached_property
    def is_cut_off(self) -> bool:
        """Tell whether it trails off, as teasers do."""
        return _CUT_OFF.search(self.text[-_TAIL:]) is not None

    @cached_property
    def capital_share(self) -> float:
        """Return the share of longer words that begin with a capital: high in English titles."""
        initials: list[str] = re.findall(r"([^\W\d_])[^\W\d_]{3,}", self.text)
        return sum(initial.isupper() for initial in initials) / max(1, len(initials))

    @cached_property
    def is_shouted(self) -> bool:
        """Tell whether it is written in capitals."""
        letters = [character for character in self.text if character.isalpha()]
        upper = sum(character.isupper() for character in letters)
        return len(letters) > 3 and upper > 0.8 * len(letters)

    @cached_property
    def is_prose(self) -> bool:
        """Tell whether it reads as a sentence of some length."""
        return self.has_stop and self.count >= 10 and not self.is_cut_off

    @cached_property
    def is_title_like(self) -> bool:
        """Tell whether it may be a headline or a sub-heading: short, without a full stop."""
        open_end = not self.has_stop or self.text.rstrip("\"'”’»)]").endswith(("?", "!", "؟"))
        return 1 <= self.count <= _LONGEST_TITLE_WORDS and open_end


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, repaired and stripped.

    Raises `TooLarge` over `MAX_CHARS` characters or `MAX_LINES` lines.
    """
    if len(text) > MAX_CHARS:
        raise TooLarge(
            f"The text has {len(text):,} characters; the limit is {MAX_CHARS:,}.",
            "Send only the article.",
        )
    parts = repair(text).split("\n")
    if len(parts) > MAX_LINES:
        raise TooLarge(
            f"The text has {len(parts):,} lines; the limit is {MAX_LINES:,}.",
            "Send only the article.",
        )
    stripped = ((number, " ".join(part.split())) for number, part in enumerate(parts))
    return [Line(number, part) for number, part in stripped if part]
