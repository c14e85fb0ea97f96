"""Quantities in running text: a number with its bounds and what it counts or measures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from articles.text.normalise import fold

from .counted import counted
from .numerals import CLOCK, LONGEST_FIGURE, SCALES, decimal_of, plain_numerals
from .spelled import find_spelled
from .units import AGE, Measure, Unit, age_around, unit_after, unit_before

ABOUT = (Decimal("0.1"), Decimal("0.05"), Decimal("0.02"))
"""How far "about" reaches to either side, as a share of a number of one digit that counts, of two,
and of more: "about 20" may be 18, "some 2,140" is not 1,900."""

MORE = Decimal("1.5")
"""How far "more than 100" reaches: a text that knows of 160 does not say "more than 100"."""

LEAST_SHARE = Decimal("0.5")
"""How far "fewer than 100" and "up to 100" reach down."""

SMALL = 1000
"""Whole numbers under this are counted, not rounded."""

ROUNDING = Decimal("0.06")
"""What rounding takes away at most: nobody calls 2.4 million 2 million."""

CONVERTED = Decimal("0.03")
"""Rounding of a figure that was converted from miles or tons."""

LOOK_BACK = 32
"""Characters before a number that are read for "more than" and the like."""


class Fit(StrEnum):
    """What two quantities of one unit are to each other."""

    SAME = "same"
    ROUNDED = "rounded"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Quantity:
    """The values that a printed number may mean, both ends included, in `unit`.

    `printed` is the number itself; `fate` what befell the people counted ("die", "hurt").
    """

    low: Decimal
    high: Decimal
    printed: Decimal
    unit: Unit
    fate: str = ""

    def meets(self, other: "Quantity") -> Fit:
        """Whether both can be true of one thing; factors of length, mass and area are reckoned."""
        mine = self.low * self.unit.factor, self.high * self.unit.factor
        theirs = other.low * other.unit.factor, other.high * other.unit.factor
        if mine == theirs or self.printed * self.unit.factor == other.printed * other.unit.factor:
            return Fit.SAME
        if mine[0] <= theirs[1] and theirs[0] <= mine[1]:
            return Fit.ROUNDED
        if self.unit.factor != other.unit.factor:
            gap = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
            return Fit.ROUNDED if gap <= CONVERTED * max(mine[1], theirs[1]) else Fit.APART
        if _is_rounding(self.printed, other.printed):
            return Fit.ROUNDED
        return Fit.APART


@dataclass(frozen=True, slots=True)
class PlacedQuantity:
    """A quantity and where it stands, number and unit together."""

    quantity: Quantity
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    low: Decimal
    high: Decimal
    start: int
    end: int


def find_quantities(text: str, *, taken: Iterable[tuple[int, int]] = ()) -> list[PlacedQuantity]:
    """Quantities of `text` (in plain numerals) outside the `taken` spans, in order.

    Ordinals, clock times, scores, labels ("No. 211", "Article 14") and numbers that count nothing
    which can be compared are left out.
    """
    used = bytearray(len(text))
    for start, end in [*taken, *(match.span() for match in CLOCK.finditer(text))]:
        used[start:end] = b"\1" * (end - start)
    found = []
    for number in _numbers(text):
        if any(used[number.start : number.end]):
            continue
        placed = _placed(text, number)
        if placed is not None:
            used[placed.start : placed.end] = b"\1" * (placed.end - placed.start)
            found.append(placed)
    return found


_DIGITS = re.compile(
    r"(?<![\w.,٬٫#/+:-])\d{1,3}(?: \d{3})+(?![\d.,])|(?<![\w.٬٫#/+:])(?<!\d,)\d+(?:[.,٬٫]\d+)*"
)
_SCALE_WORDS = "|".join(
    sorted({*(word for word in SCALES if not word.isascii())}, key=lambda word: -len(word))
)
_SCALE = re.compile(
    rf"[\s-]?(?:(?P<word>thousand|lakh|million|mln|crore|billion|bln|trillion|trn|{_SCALE_WORDS})\b"
    r"|(?P<letter>bn|m|k|tn)\b)",
    re.IGNORECASE,
)
_LETTER_SCALES = {"k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}
_NO_QUANTITY_AFTER = re.compile(
    r"\s?(?:st|nd|rd|th)\b|\s?[ap]\.?m\b|[:/]\d|[-–]\d|\s?o[’']clock|°|th\b"
)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:no|nos|number|article|section|chapter|page|route|flight|room|line|gate|level|grade"
    r"|phase|volume|version|world war|apollo|highway|platform|item|resolution|law|division|type"
    r"|round|group|channel|studio|form|act|tram|class|district|ward|lane|road|street|day"
    r"|week)\.?\s|[A-Z]-?)$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:[-–]|\bto\b|\band\b)\s?$")


def _numbers(text: str) -> Iterator[_Number]:
    """Numbers in digits and in words, in order; a range is one number."""
    digits = [
        number
        for match in _DIGITS.finditer(text)
        if (number := _in_digits(text, match)) is not None
    ]
    spelled = [_Number(word.low, word.high, word.start, word.end) for word in find_spelled(text)]
    before: _Number | None = None
    for number in sorted([*digits, *spelled], key=lambda number: number.start):
        if before is not None and number.start < before.end:
            continue
        if before is not None:
            joined = _joined(text, before, number)
            if joined is not None:
                before = joined
                continue
            yield before
        before = number
    if before is not None:
        yield before


def _in_digits(text: str, match: re.Match[str]) -> _Number | None:
    printed = match[0].replace(" ", ",")
    if len(printed) > LONGEST_FIGURE:
        return None
    value, end = decimal_of(printed), match.end()
    scale = _SCALE.match(text, end)
    if scale and scale["word"]:
        value, end = value * SCALES[fold(scale["word"])], scale.end()
    elif scale and (scale["letter"].lower() != "m" or unit_before(text, match.start())):
        value, end = value * _LETTER_SCALES[scale["letter"].lower()], scale.end()
    return _Number(value, value, match.start(), end)


def _joined(text: str, one: _Number, other: _Number) -> _Number | None:
    """The range "3 to 5", "between 3 and 5", "3-5"; None for two numbers."""
    gap = text[one.end : other.start]
    if len(gap) > 5 or not _RANGE.fullmatch(gap) or one.high >= other.low:
        return None
    if gap.strip() == "and" and not text.endswith("between ", 0, one.start):
        return None
    scaled = one
    if other.low >= 1000 and one.low < 1000 and one.low > 0:
        # "2 to 3 million" names the scale once.
        scale = Decimal(1000) ** ((other.low.adjusted()) // 3)
        scaled = _Number(one.low * scale, one.high * scale, one.start, one.end)
        scaled = scaled if scaled.high < other.low else one
    return _Number(scaled.low, other.high, one.start, other.end)


def _placed(text: str, number: _Number) -> PlacedQuantity | None:
    """The number with its unit and bounds, or None when it compares with nothing."""
    before = text[max(0, number.start - LOOK_BACK) : number.start]
    start, end, fate = number.start, number.end, ""
    is_word = text[start].isalpha()
    if (money := unit_before(text, start)) is not None:
        unit, start = money
        before = text[max(0, start - LOOK_BACK) : start]
    elif _NO_QUANTITY_AFTER.match(text, end) or _LABEL_BEFORE.search(before):
        return None
    elif (age_end := age_around(text, start, end)) is not None:
        unit, end = AGE, age_end
    elif (after := unit_after(text, end)) is not None:
        unit, end = after
    else:
        noun = counted(text, start, end)
        if noun is None or (is_word and number.high == 1 and not noun.fate):
            return None
        unit, end, fate = noun.unit, noun.end, noun.fate
    if unit.measure is Measure.AGE and not 0 < number.high < 130:
        return None
    low, high = _bounds(before, text, number)
    return PlacedQuantity(Quantity(low, high, number.low, unit, fate), start, end)


_AT_LEAST = (
    "more than", "over", "at least", "upwards of", "no fewer than", "no less than", "not less than",
    "in excess of", "above", "exceeding", "minimum of", "کم از کم", "أكثر من", "ما لا يقل عن",
    "ما يزيد على", "ما يزيد عن",
)  # fmt: skip
_AT_MOST = (
    "fewer than", "less than", "under", "up to", "as many as", "as much as", "at most", "below",
    "no more than", "not more than", "nearly", "almost", "close to", "approaching", "أقل من",
    "ما يصل إلى", "زیادہ سے زیادہ",
)  # fmt: skip
_ABOUT = (
    "about", "around", "some", "roughly", "approximately", "an estimated", "estimated", "circa",
    "near", "or so", "تقریباً", "تقریبا", "لگ بھگ", "قریب", "نحو", "حوالي", "قرابة", "زهاء",
    "ما يقارب", "ما يقرب من",
)  # fmt: skip
_JUST_UNDER = frozenset(["nearly", "almost", "close to", "approaching"])


def _alternatives(phrases: Iterable[str]) -> str:
    plain = sorted(map(plain_numerals, phrases), key=lambda phrase: -len(phrase))
    return "|".join(map(re.escape, plain))


_BOUND = re.compile(
    rf"(?<!\w)(?:(?P<least>{_alternatives(_AT_LEAST)})|(?P<most>{_alternatives(_AT_MOST)})"
    rf"|(?P<about>{_alternatives(_ABOUT)}))\s(?:an?\s|the\s|another\s|an estimated\s)?$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(
    rf"\s?(?:(?P<least>\+|-odd\b|\sor more\b|plus\b)|(?:[^\W\d_]+\s){{0,2}}"
    rf"(?:(?P<urdu_least>{_alternatives(['سے زائد', 'سے زیادہ'])})"
    rf"|(?P<urdu_most>{_alternatives(['سے کم'])})))"
)


def _bounds(before: str, text: str, number: _Number) -> tuple[Decimal, Decimal]:
    """The values that the number may mean, with the words before and behind it."""
    low, high, reach = number.low, number.high, _reach(number.low)
    match, after = _BOUND.search(before), _BOUND_AFTER.match(text, number.end)
    if (match and match["least"]) or (after and (after["least"] or after["urdu_least"])):
        return low, high * MORE
    if match and match["most"] and match["most"].lower() in _JUST_UNDER:
        return low * (1 - reach), high
    if (match and match["most"]) or (after and after["urdu_most"]):
        return low * LEAST_SHARE, high
    if match and match["about"]:
        return low * (1 - reach), high * (1 + reach)
    return low, high


def _reach(value: Decimal) -> Decimal:
    digits = len(value.normalize().as_tuple().digits)
    return ABOUT[min(digits, len(ABOUT)) - 1]


def _is_rounding(one: Decimal, other: Decimal) -> bool:
    """Whether one of two numbers is the other, rounded: 15,000 and 14,870, 2.5 and 2.48.

    Small whole numbers are never rounded: 20 dead and 19 dead are two tolls.
    """
    small, large = sorted((one, other))
    if small <= 0 or large - small > ROUNDING * large:
        return False
    rough, fine = sorted((one, other), key=lambda value: len(value.normalize().as_tuple().digits))
    exponent = rough.normalize().as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    if one == one.to_integral() and other == other.to_integral() and large < SMALL:
        return False
    if len(fine.normalize().as_tuple().digits) <= len(rough.normalize().as_tuple().digits):
        return False
    return abs(one - other) * 2 <= Decimal(10) ** places
