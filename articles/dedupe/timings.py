"""Dates in running text, each as the days it may mean: "in April", "on Sunday", "2021".

A date that leaves something out ("in April", "yesterday") is reckoned from the day of its text,
when that is known; without it a month or a day of any year stays open.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from articles.text.calendar import MONTHS
from articles.text.normalise import fold

from .numerals import MONTH_FORMS, find_dates, find_years, plain_numerals

LOOK_AROUND = 40
"""Characters before a date that are read for "next", "due" and the like."""


class Meeting(StrEnum):
    """What two dates are to each other: "strange" ones cannot be compared."""

    SAME = "same"
    WITHIN = "within"
    OPEN = "open"
    APART = "apart"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Timing:
    """The days that a date may mean, both ends included.

    `first` and `last` are None where the year is not known; then `month` (and `day`, if any) is
    all there is. `is_reckoned` tells that the year, or the whole day, follows from the day of the
    text and is not printed.
    """

    first: date | None
    last: date | None
    month: int = 0
    day: int = 0
    is_reckoned: bool = False

    @property
    def days(self) -> int:
        """How many days it leaves open; 0 where the year is not known."""
        return 0 if self.first is None or self.last is None else (self.last - self.first).days + 1

    def meets(self, other: "Timing") -> Meeting:
        """Whether both can be true of one thing: the same, one within the other, open, or not."""
        if self.first and self.last and other.first and other.last:
            if self._may_be_day_of(other):
                return Meeting.SAME
            return _compare(self.first, self.last, other.first, other.last)
        if not (self.month and other.month):
            return Meeting.STRANGE  # a month of any year, and a year: neither tells of the other
        if self.month != other.month or (self.day and other.day and self.day != other.day):
            return Meeting.APART
        if self.first is None and other.first is None:
            return Meeting.SAME if self.day == other.day else Meeting.WITHIN
        # Of a day of the month papers leave the year out; a lone month is another matter.
        return Meeting.SAME if self.day and other.day else Meeting.OPEN

    def _may_be_day_of(self, other: "Timing") -> bool:
        """Whether both name one day of the week, and only the reckoning sets a week between."""
        if not (self.first and other.first and self.is_reckoned and other.is_reckoned):
            return False
        apart = (self.first - other.first).days
        return self.days == other.days == 1 and apart in (-7, 0, 7)


@dataclass(frozen=True, slots=True)
class PlacedTiming:
    """A date and where it stands."""

    timing: Timing
    start: int
    end: int


def find_timings(text: str, *, day: date | None = None) -> list[PlacedTiming]:
    """Dates of `text` (in plain numerals), in order; no character belongs to two of them.

    `day` is the day of the text; without it "yesterday" and "last year" mean nothing and are left
    out. A lone month counts where its sentence uses it as one ("in April", "اپریل میں").
    """
    taken = bytearray(len(text))
    kept: list[PlacedTiming] = []
    for found in (_printed(text, day), _lone_months(text, day), _relative(text, day)):
        for placed in found:
            if not any(taken[placed.start : placed.end]):
                taken[placed.start : placed.end] = b"\1" * (placed.end - placed.start)
                kept.append(placed)
    return sorted(kept, key=lambda placed: placed.start)


def _printed(text: str, day: date | None) -> Iterator[PlacedTiming]:
    """Dates with figures in them, then years that stand alone."""
    dates = list(find_dates(text))
    for start, end, key in dates:
        timing = _keyed(key, day)
        if timing is not None:
            yield PlacedTiming(timing, start, end)
    at = 0
    for start, end, year in find_years(text):
        while at < len(dates) and dates[at][1] <= start:
            at += 1
        inside = at < len(dates) and dates[at][0] < end
        if not inside and _is_year(text, start, end):
            whole = int(year)
            yield PlacedTiming(Timing(date(whole, 1, 1), date(whole, 12, 31)), start, end)


def _keyed(key: str, day: date | None) -> Timing | None:
    """The days of a normal form ("2025-07-05", "2025-07", "--07-05"); None for no such day."""
    if key.startswith("-"):
        month, of_month = int(key[2:4]), int(key[5:7])
        near = _nearest(month, of_month, day)
        return Timing(near, near, month, of_month, is_reckoned=near is not None)
    year, month, *rest = map(int, key.split("-"))
    try:
        first = date(year, month, rest[0] if rest else 1)
    except ValueError:
        return None
    last = first if rest else first.replace(day=monthrange(year, month)[1])
    return Timing(first, last, month, rest[0] if rest else 0)


def _nearest(month: int, of_month: int, day: date | None) -> date | None:
    """That day of the month in the year that brings it nearest to the day of the text."""
    if day is None:
        return None
    nearby = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            nearby.append(date(year, month, of_month))
        except ValueError:
            continue
    return min(nearby, key=lambda found: abs(found - day), default=None)


_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|during|of|before|after|between|and|to|the|late|early|mid)"
    r"|[’']s|[،,(–—-])\s*$",
    re.I,
)
_COUNTED_AFTER = re.compile(r"\s+[a-z]{2,20}s\b")
_PEOPLE_AFTER = re.compile(r"\s+(?:people|men|women|children)\b")


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and no decade ("1990s"), season ("2021-22") or count."""
    if re.match(r"s\b|[’']s\b(?=\s+and)|\s?[-–/]\s?\d|[-]\w", text[end : end + 8]):
        return False
    if _PEOPLE_AFTER.match(text, end):
        return False
    counted = _COUNTED_AFTER.match(text, end)
    return not counted or bool(_BEFORE_YEAR.search(text[max(0, start - LOOK_AROUND) : start]))


_IN_LATIN = (
    "in|since|until|till|by|from|during|of|before|after|last|next|this|early|late|mid|through"
    "|between|to|end of|en|im|seit|bis|depuis|fin|desde|hasta"
)
_LONE_MONTH = re.compile(
    rf"(?P<latin>\b(?:{_IN_LATIN})[\s-]{{1,2}})(?P<month>{MONTH_FORMS}|May|March)\b(?!\s?\d|[’'])"
    + "|(?P<arabic>(?<!\\w)(?:"
    + "|".join(map(plain_numerals, ["في", "منذ", "خلال", "شهر", "حتى", "أوائل", "أواخر", "مطلع"]))
    + rf")\s{{1,2}})(?P<arabic_month>{MONTH_FORMS})\b"
    + rf"|(?P<urdu_month>(?<!\w)(?:{MONTH_FORMS}))\s{{1,2}}(?:"
    + "|".join(map(plain_numerals, ["میں", "کے", "سے", "تک"]))
    + r")(?!\w)",
)
_AHEAD = re.compile(
    r"\b(?:next|will|would|due|coming|expected|scheduled|planned|to be|shall|upcoming)\b", re.I
)
_URDU_MARCH = plain_numerals("مارچ")
"""Also the word for a protest march, so a lone one is no month."""


def _lone_months(text: str, day: date | None) -> Iterator[PlacedTiming]:
    """Months without day and year: the last one before the day of the text, or the next one."""
    for match in _LONE_MONTH.finditer(text):
        name = match["month"] or match["arabic_month"] or match["urdu_month"]
        group = "month" if match["month"] else "arabic_month" if match["arabic_month"] else ""
        start, end = match.span(group or "urdu_month")
        if name == _URDU_MARCH:
            continue
        month = MONTHS[fold(name)]
        if day is None:
            yield PlacedTiming(Timing(None, None, month), start, end)
            continue
        ahead = _AHEAD.search(text[max(0, start - LOOK_AROUND) : start])
        year = day.year + (month < day.month if ahead else -(month > day.month))
        yield PlacedTiming(_whole_month(year, month), start, end)


def _whole_month(year: int, month: int) -> Timing:
    last = monthrange(year, month)[1]
    return Timing(date(year, month, 1), date(year, month, last), month, is_reckoned=True)


_WEEKDAY_NAMES = (
    "Monday پیر الاثنين الإثنين",
    "Tuesday منگل الثلاثاء",
    "Wednesday بدھ الأربعاء",
    "Thursday جمعرات الخميس",
    "Friday جمعہ الجمعة",
    "Saturday السبت",  # the Urdu word for it is also the word for a week
    "Sunday اتوار الأحد",
)
_WEEKDAYS = {
    plain_numerals(name): number
    for number, names in enumerate(_WEEKDAY_NAMES)
    for name in names.split()
}
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1} | {
    plain_numerals(name): shift
    for name, shift in (("گزشتہ روز", -1), ("آج", 0), ("أمس", -1), ("غدا", 1))
}
_PERIODS = {
    "last month": ("month", -1), "this month": ("month", 0), "next month": ("month", 1),
    "last year": ("year", -1), "this year": ("year", 0), "next year": ("year", 1),
    "last week": ("week", -1), "this week": ("week", 0), "next week": ("week", 1),
} | {
    plain_numerals(name): period
    for name, period in (
        ("گزشتہ ماہ", ("month", -1)), ("آئندہ ماہ", ("month", 1)), ("رواں ماہ", ("month", 0)),
        ("گزشتہ سال", ("year", -1)), ("رواں سال", ("year", 0)), ("آئندہ سال", ("year", 1)),
        ("الشهر الماضي", ("month", -1)), ("الشهر المقبل", ("month", 1)),
        ("العام الماضي", ("year", -1)), ("العام المقبل", ("year", 1)),
    )
}  # fmt: skip
_RELATIVE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(sorted(map(re.escape, [*_PERIODS, *_DAYS, *_WEEKDAYS]), key=lambda word: -len(word)))
    + r")(?!\w)",
    re.IGNORECASE,
)


_SAYING = re.compile(
    r"\b(?:said|says|told \w+|announced|reported|showed|stated|added|confirmed)(?: late| early)?"
    r"(?: on)?\s$"
)
"""Before a day that tells when somebody spoke, which is no fact of the event."""

_BEFORE_WEEKDAY = re.compile(
    rf"(?:{'|'.join(map(plain_numerals, ['يوم', 'مساء', 'صباح', 'بروز']))})\s{{1,2}}$"
)
_AFTER_WEEKDAY = re.compile(
    rf"\s{{1,2}}(?:{'|'.join(map(plain_numerals, ['کو', 'کے روز']))})(?!\w)"
)


def _is_weekday(before: str, text: str, end: int) -> bool:
    """Whether an Urdu or Arabic word is used as a day: some also mean "saint" or "the two"."""
    return bool(_BEFORE_WEEKDAY.search(before) or _AFTER_WEEKDAY.match(text, end))


def _relative(text: str, day: date | None) -> Iterator[PlacedTiming]:
    """Days of the week, "yesterday", "last month": only with the day of the text."""
    if day is None:
        return
    for match in _RELATIVE.finditer(text):
        word = match[0] if match[0] in _WEEKDAYS else match[0].lower()
        before = text[max(0, match.start() - LOOK_AROUND) : match.start()]
        if _SAYING.search(before):
            continue
        if word in _WEEKDAYS and not word.isascii() and not _is_weekday(before, text, match.end()):
            continue
        ahead = _AHEAD.search(before)
        timing = _reckoned(word, day, is_ahead=ahead is not None)
        if timing is not None:
            yield PlacedTiming(timing, *match.span())


def _reckoned(word: str, day: date, *, is_ahead: bool) -> Timing | None:
    """The days that a relative word means on that day."""
    if word in _WEEKDAYS:
        back = (day.weekday() - _WEEKDAYS[word]) % 7
        found = day + timedelta(days=7 - back if is_ahead else -back)
        return Timing(found, found, found.month, found.day, is_reckoned=True)
    if word in _DAYS:
        found = day + timedelta(days=_DAYS[word])
        return Timing(found, found, found.month, found.day, is_reckoned=True)
    if word not in _PERIODS:
        return None
    unit, step = _PERIODS[word]
    if unit == "year":
        year = day.year + step
        return Timing(date(year, 1, 1), date(year, 12, 31), is_reckoned=True)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return _whole_month(months // 12, months % 12 + 1)
    first = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    return Timing(first, first + timedelta(days=6), is_reckoned=True)


def _compare(first: date, last: date, other_first: date, other_last: date) -> Meeting:
    if (first, last) == (other_first, other_last):
        return Meeting.SAME
    inner, outer = sorted(
        [(first, last), (other_first, other_last)], key=lambda days: days[1] - days[0]
    )
    if outer[0] <= inner[0] and inner[1] <= outer[1]:
        return Meeting.WITHIN
    return Meeting.APART
