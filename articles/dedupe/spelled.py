"""Numbers written out in English: "three", "a dozen", "fifteen thousand", "dozens of"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SMALL_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_SMALL_WORDS.split(), start=1)}
_TENS = {word: 10 * number for number, word in enumerate(_TENS_WORDS.split(), start=2)}
_SCALES = {
    "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "millions": (2_000_000, 9_999_999), "billions": (2 * 10**9, 10**10 - 1),
}  # fmt: skip
_TENS_OF = {
    "thousands": (20_000, 99_999), "millions": (20_000_000, 99_999_999),
}  # fmt: skip
_HUNDREDS_OF = {"thousands": (200_000, 999_999), "millions": (200_000_000, 999_999_999)}

_PLAIN = "|".join(sorted([*_SMALL, *_TENS], key=lambda word: -len(word)))
_SCALE = "|".join(_SCALES)
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    "|(?:thir|four|fif|six|seven|eigh|nine)teenth"
)
# "The one hundred and thirty-first minute" counts neither thirty minutes nor a hundred.
_NO_ORDINAL = rf"(?!(?:(?:\s+and\s+|[\s-])(?:{'|'.join(_TENS)}))?-(?:{_ORDINALS})\b)"
# Bounded: at most eight words, so that a long list of numbers costs no more than its length.
_EXACT = re.compile(
    rf"\b(?:(?:half\s+an?|an?)\s+(?:{_SCALE}|dozen)|(?:{_PLAIN})\s+dozen"
    rf"|(?:{_PLAIN})(?:(?:\s+and\s+|[\s-])(?:{_PLAIN}|{_SCALE})){{0,7}})\b{_NO_ORDINAL}",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    rf"\b(?:(?P<times>tens|hundreds)\s+of\s+(?P<many>thousands|millions)|(?P<some>{'|'.join(_VAGUE)}))"
    r"(?:\s+of\b|(?=\s+more\b))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words: the values that it may mean, and where it stands."""

    low: Decimal
    high: Decimal
    start: int
    end: int


def find_spelled(text: str) -> Iterator[Spelled]:
    """Numbers in words, in order; "first", "thirty-first" and "once" are none.

    >>> [int(found.low) for found in find_spelled("Twenty-two men, a dozen women, half a million")]
    [22, 12, 500000]
    """
    many = [(match, _vague(match)) for match in _OF_MANY.finditer(text)]
    exact = [(match, _value(match[0].lower())) for match in _EXACT.finditer(text)]
    found = [
        Spelled(low, high, *match.span())
        for match, (low, high) in [
            *many,
            *((match, (value, value)) for match, value in exact if value is not None),
        ]
    ]
    yield from sorted(found, key=lambda spelled: spelled.start)


def _vague(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    if match["some"]:
        low, high = _VAGUE[match["some"].lower()]
    else:
        table = _TENS_OF if match["times"].lower() == "tens" else _HUNDREDS_OF
        low, high = table[match["many"].lower()]
    return Decimal(low), Decimal(high)


def _value(phrase: str) -> Decimal | None:
    """Value of a phrase of number words; None for a mere list ("one two three")."""
    found = _WORD.findall(phrase)
    half = found[0] == "half"
    total, current = Decimal(0), Decimal(0)
    smallest, room = Decimal("Infinity"), Decimal("Infinity")
    for word in found:
        if word in ("half", "a", "an"):
            current = Decimal(1)
        elif word == "dozen":
            current *= 12
        elif word in _SCALES:
            scale = Decimal(_SCALES[word])
            if scale == 100:
                current, room = (current or Decimal(1)) * 100, Decimal(100)
            elif scale >= smallest:
                return None
            else:
                total, current = total + (current or Decimal(1)) * scale, Decimal(0)
                smallest, room = scale, scale
        elif word != "and":
            number = Decimal(_SMALL.get(word) or _TENS[word])
            if number >= room:
                return None
            current, room = current + number, Decimal(10 if word in _TENS else 0)
    value = total + current
    return value / 2 if half else value
