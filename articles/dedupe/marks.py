"""Everything in a text that a newer version of it may state otherwise, where it stands.

The facts of the ledger, and besides them what two accounts could not be compared by but two
versions can: a clock time, a number that counts nothing we know, a day of the week.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from articles.text.bylines import past_dateline
from articles.text.calendar import WEEKDAYS
from articles.text.normalise import fold

from .ledger import Fact, Kind, Ledger
from .numerals import LONGEST_FIGURE, SCALES, decimal_of
from .plaintext import Plain, plain
from .quantities import Quantity
from .spelled import find_spelled
from .timings import Timing
from .units import Measure

SHORTEST_WEEKDAY = 6
"""Letters of an English day of the week; "sat" and "wed" are words."""


class Sort(StrEnum):
    """What a mark is, in the order in which changes are told."""

    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    NAME = "name"
    QUOTE = "quote"


SORTS = {
    Kind.COUNT: Sort.NUMBER,
    Kind.AMOUNT: Sort.AMOUNT,
    Kind.DATE: Sort.DATE,
    Kind.NAME: Sort.NAME,
    Kind.QUOTE: Sort.QUOTE,
}
FIGURES = (Sort.NUMBER, Sort.AMOUNT, Sort.DATE, Sort.TIME)


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One thing stated in a passage; two say the same when their keys are equal.

    `fact` is what the ledger makes of it, None for a figure that it does not read; `is_word` tells
    a bare figure in letters.
    """

    sort: Sort
    key: tuple[object, ...]
    text: str
    passage: int
    start: int
    end: int
    fact: Fact | None = None
    is_word: bool = False

    @property
    def family(self) -> str:
        """What may have become what: an amount may be told as a number, a date never."""
        return Sort.NUMBER if self.sort is Sort.AMOUNT else self.sort


def find_marks(ledger: Ledger) -> list[list[Mark]]:
    """The marks of each passage of `ledger`, in order; figures of them never overlap."""
    facts: list[list[Fact]] = [[] for _ in ledger.passages]
    for fact in ledger.facts:
        facts[fact.sentence.passage].append(fact)
    found = []
    for place, passage in enumerate(ledger.passages):
        own = [_of_fact(fact, place) for fact in facts[place]]
        bare = _bare(passage.text, place, [mark for mark in own if mark.sort in FIGURES])
        found.append(sorted([*own, *bare], key=lambda mark: (mark.start, mark.end)))
    return found


def differ(one: Mark, other: Mark) -> bool:
    """Whether two figures of one family are two values, however they are printed."""
    if one.key == other.key:
        return False
    mine, theirs = (mark.fact.value if mark.fact else None for mark in (one, other))
    if isinstance(mine, Timing) and isinstance(theirs, Timing):
        return not _is_one_time(mine, theirs)
    if isinstance(mine, Quantity) and isinstance(theirs, Quantity):
        both = mine.unit, theirs.unit
        if all(unit.measure is Measure.MONEY for unit in both) and both[0].name != both[1].name:
            return True
    return one.key[1:3] != other.key[1:3]


def _is_one_time(one: Timing, other: Timing) -> bool:
    """Whether both name the same days; that one leaves the year out is no change."""
    if one.day and other.day:
        return (one.month, one.day) == (other.month, other.day) and (
            one.is_reckoned or other.is_reckoned or one.first == other.first or not one.first
        )
    return one.first is not None and (one.first, one.last) == (other.first, other.last)


def _of_fact(fact: Fact, passage: int) -> Mark:
    key = (SORTS[fact.kind].value, *_value(fact))
    if isinstance(fact.value, Quantity):
        key = ("figure", *_value(fact))
    return Mark(SORTS[fact.kind], key, fact.text, passage, fact.start, fact.end, fact)


_IS_RANGE = re.compile(r"\d\s?[-–]\s?\d|\bto\b|\band\b")


def _value(fact: Fact) -> tuple[object, ...]:
    """What makes two facts of a kind the same, whatever day the text is of."""
    value = fact.value
    if isinstance(value, Quantity):
        is_range = value.high > value.printed and _IS_RANGE.search(fact.text)
        high = value.high * value.unit.factor if is_range else None
        money = (value.unit.name,) if value.unit.measure is Measure.MONEY else ()
        return ((value.printed * value.unit.factor).normalize(), high, *money)
    if isinstance(value, Timing):
        if value.first and not value.is_reckoned:
            return value.first, value.last
        is_printed = value.day and any(letter.isdigit() for letter in fact.text)
        return (value.month, value.day) if is_printed else (fold(fact.text),)
    return (fold(fact.text),)


_TIME = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])(?:\s?[:.]\s?(?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b"
    r"|(?<![\d:.,])(?P<of_day>[01]?\d|2[0-4])\s?:\s?(?P<past>[0-5]\d)(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d])(?<!\d[.,٬٫])(?P<digits>\d+(?:[.,٬٫]\d+)*)(?:[\s-]?(?P<scale>[^\W\d_]+))?"
)
_WORD = re.compile(r"[^\W\d_]+")
# Number words as they are printed before a noun; such as also mean something else altogether
# ("ایک" is "a", "اسی" is "this very") are left out.
_SPELLED = {
    fold(name): Decimal(value)
    for value, names in {
        2: "دو اثنان اثنين", 3: "تین ثلاثة ثلاث", 4: "چار أربعة أربع", 5: "پانچ خمسة خمس",
        6: "چھ ستة", 7: "سات سبعة سبع", 8: "آٹھ ثمانية ثماني", 9: "نو تسعة تسع", 10: "دس عشرة عشر",
        11: "گیارہ", 12: "بارہ", 13: "تیرہ", 14: "چودہ", 15: "پندرہ", 16: "سولہ", 17: "سترہ",
        18: "اٹھارہ", 19: "انیس", 20: "بیس عشرون عشرين", 30: "تیس ثلاثون ثلاثين",
        40: "چالیس أربعون أربعين", 50: "پچاس خمسون خمسين", 60: "ساٹھ ستون ستين",
        70: "ستر سبعون سبعين", 80: "ثمانون ثمانين", 90: "نوے تسعون تسعين",
        100: "سو مئة مائة",
    }.items()
    for name in names.split()
}  # fmt: skip


def _bare(text: str, passage: int, known: Sequence[Mark]) -> Iterator[Mark]:
    """Clock times, numbers and days of the week that are no fact of the ledger."""
    bare = plain(text)
    used = bytearray(len(text) + 1)
    filed = len(text) - len(past_dateline(text))
    used[:filed] = b"\1" * filed
    for mark in known:
        used[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    for sort, value, first, last, is_word in _figures(bare):
        start, end = bare.span(first, last)
        if not any(used[start:end]):
            used[start:end] = b"\1" * (end - start)
            kind = "figure" if sort is Sort.NUMBER else sort.value
            yield Mark(sort, (kind, *value), text[start:end], passage, start, end, None, is_word)


def _figures(bare: Plain) -> Iterator[tuple[Sort, tuple[object, ...], int, int, bool]]:
    """Sort, value and place of each, clock times first; and whether it is in words."""
    for match in _TIME.finditer(bare.text):
        yield Sort.TIME, (_minutes(match),), *match.span(), False
    for match in _NUMBER.finditer(bare.text):
        digits = match["digits"]
        if len(digits) <= LONGEST_FIGURE:
            scale = SCALES.get(fold(match["scale"] or ""), 1)
            end = match.end() if scale > 1 else match.end("digits")
            value = (decimal_of(digits) * scale).normalize()
            yield Sort.NUMBER, (value, None), match.start(), end, False
    for number in find_spelled(bare.text):
        if number.low == number.high:
            yield Sort.NUMBER, (number.low.normalize(), None), number.start, number.end, True
    yield from _words(bare)


def _minutes(match: re.Match[str]) -> int:
    """Minutes since midnight."""
    hour, minute = int(match["hour"] or match["of_day"]), int(match["minute"] or match["past"] or 0)
    half = (match["half"] or "").lower()
    if half == "p" and hour < 12:
        hour += 12
    return 60 * (0 if half == "a" and hour == 12 else hour) + minute


def _words(bare: Plain) -> Iterator[tuple[Sort, tuple[object, ...], int, int, bool]]:
    """Days of the week, and the numbers that Urdu and Arabic write out."""
    run: list[tuple[Decimal, int, int]] = []
    for match in _WORD.finditer(bare.text):
        folded = fold(match[0])
        value = None if match[0].isascii() else _worth(folded)
        is_next = bool(run) and bare.text[run[-1][2] : match.start()] == " "
        if run and not (is_next and value is not None):
            yield _written(run)
            run = []
        if value is not None:
            run.append((value, *match.span()))
        elif folded in WEEKDAYS and (not match[0].isascii() or len(folded) >= SHORTEST_WEEKDAY):
            yield Sort.DATE, (folded,), *match.span(), True
    if run:
        yield _written(run)


def _worth(folded: str) -> Decimal | None:
    if folded in _SPELLED:
        return _SPELLED[folded]
    return Decimal(SCALES[folded]) if folded in SCALES else None


def _written(
    run: Sequence[tuple[Decimal, int, int]],
) -> tuple[Sort, tuple[object, ...], int, int, bool]:
    """One number of the words in a row: "تین سو پچاس" is 350."""
    total = current = Decimal(0)
    for value, _start, _end in run:
        if value >= 1000:
            total, current = total + (current or 1) * value, Decimal(0)
        elif value == 100:
            current = (current or Decimal(1)) * 100
        else:
            current += value
    return Sort.NUMBER, ((total + current).normalize(), None), run[0][1], run[-1][2], True
