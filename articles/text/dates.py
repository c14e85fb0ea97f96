"""Read the dates that feeds, pages and pasted texts carry."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from articles.text.calendar import DAY_HALVES, MONTHS, NOISE, WEEKDAYS, ZONES
from articles.text.normalise import fold

_LONGEST = 120  # a longer line is prose with a date in it, not a date
_OLDEST = datetime(1971, 1, 1, tzinfo=UTC)  # 1970 is a computer's "unknown"
_AHEAD = timedelta(days=1)  # a clock or a zone may be wrong by that much
_FARTHEST_ZONE = timedelta(hours=14)

_DIGIT = re.compile(r"\d")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d?)-(?P<day>\d\d?)|/(?P<month2>\d\d?)/(?P<day2>\d\d?)"
    r"|(?P<month3>\d\d)(?P<day3>\d\d))"
    r"(?:(?:t|\s+|,\s*)(?P<hour>\d\d?):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_HALF = re.compile(r"\b([ap])\. ?m\b\.?")
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?!\d|[./]\d))|(?P<dotted>\d{1,2}[./-]\d{1,2}[./-]\d{4})"
    r"|(?P<offset>(?<=[\s\d])[+-]\d\d:?\d\d\b)|(?P<number>\d+)(?:st|nd|rd|th)?(?![a-z\d])|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>[^\w\s])"
)


def parse(text: str, *, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment a date line names, aware and in UTC, or None if it is not surely one.

    Reads RFC 822, ISO 8601, "5 July 2025", "July 5, 2025 14:30", "5 جولائی 2025", with a label
    before it or not. A time without a zone is taken in `zone`, a day without a time is its midnight
    there.
    "05/07/2025" is two days, so it is None; so are 31 February and a zone of +9900.

    >>> parse("Updated: July 5, 2025 2:30 pm")
    datetime.datetime(2025, 7, 5, 14, 30, tzinfo=datetime.timezone.utc)
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    folded = _HALF.sub(r"\1m", fold(text))
    found = _parse_iso(folded) or _parse_words(folded)
    return found.moment(zone) if found else None


def plausible(when: datetime, now: datetime) -> bool:
    """Tell whether an article may carry this date: after 1970 and not more than a day ahead."""
    return _OLDEST <= when <= now + _AHEAD


@dataclass
class _Found:
    """The parts of a date as they are read, one by one."""

    year: int = 0
    month: int = 0
    day: int = 0
    hour: int | None = None
    minute: int = 0
    second: int = 0
    half: str = ""
    offset: timedelta | None = None
    valid: bool = True

    def moment(self, zone: tzinfo) -> datetime | None:
        """Put the parts together; None where they make no moment."""
        if not self.valid or not (self.year and self.month and self.day):
            return None
        where = zone if self.offset is None else timezone(self.offset)
        try:
            local = datetime(
                self.year, self.month, self.day, self._hour(), self.minute, min(self.second, 59),
                tzinfo=where,
            )  # fmt: skip
            return local.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _hour(self) -> int:
        hour = self.hour or 0
        if self.half and not 1 <= hour <= 12:
            return hour if self.half == "pm" and 12 < hour < 24 else 99
        if self.half == "pm":
            return hour % 12 + 12
        return hour % 12 if self.half == "am" else hour


def _parse_iso(folded: str) -> _Found | None:
    match = _ISO.fullmatch(_after_label(folded))
    if not match:
        return None
    part = match.groupdict()
    found = _Found(
        year=int(part["year"]),
        month=int(part["month"] or part["month2"] or part["month3"]),
        day=int(part["day"] or part["day2"] or part["day3"]),
        hour=int(part["hour"]) if part["hour"] else None,
        minute=int(part["minute"] or 0),
        second=int(part["second"] or 0),
    )
    if part["zone"]:
        _read_zone(found, part["zone"])
    return found


def _after_label(folded: str) -> str:
    """Drop what stands before the first digit when it is a known label ("updated:")."""
    label = re.match(r"[^\d]*", folded)
    before = label[0] if label else ""
    known = all(word in NOISE or word in WEEKDAYS for word in re.findall(r"[^\W\d_]+", before))
    return folded[len(before) :] if known else folded


def _parse_words(folded: str) -> _Found | None:
    found = _Found()
    numbers: list[str] = []
    for token in _TOKEN.finditer(folded):
        kind = token.lastgroup
        if kind == "number":
            numbers.append(token["number"])
        elif kind == "clock":
            _read_clock(found, token["clock"])
        elif kind == "offset":
            _read_zone(found, token["offset"])
        elif kind == "dotted":
            _read_dotted(found, token["dotted"])
        elif kind == "word":
            _read_word(found, token["word"])
        elif token["mark"] not in ",.:|-()/؛'":
            found.valid = False
    _read_numbers(found, numbers)
    return found if found.valid else None


def _read_clock(found: _Found, clock: str) -> None:
    if found.hour is not None:
        found.valid = False
        return
    parts = re.split("[:.]", clock)
    found.hour, found.minute = int(parts[0]), int(parts[1])
    found.second = int(parts[2]) if len(parts) > 2 else 0


def _read_zone(found: _Found, zone: str) -> None:
    if zone in ZONES or zone == "z":
        found.offset = timedelta(minutes=ZONES.get(zone, 0))
        return
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    found.valid = found.valid and offset <= _FARTHEST_ZONE and int(digits[2:]) < 60
    found.offset = -offset if zone[0] == "-" else offset


def _read_dotted(found: _Found, dotted: str) -> None:
    """Read 25.7.2025; with slashes only where one number cannot be a month."""
    first, second, year = (int(part) for part in re.split("[./-]", dotted))
    if second > 12 >= first:
        first, second = second, first
    elif "." not in dotted and first <= 12 and first != second:
        found.valid = False
    found.day, found.month, found.year = first, second, year


def _read_word(found: _Found, word: str) -> None:
    if word in MONTHS:
        found.valid = found.valid and not found.month
        found.month = MONTHS[word]
    elif word in DAY_HALVES:
        found.half = DAY_HALVES[word]
    elif word in ZONES:
        _read_zone(found, word)
    elif word not in NOISE and word not in WEEKDAYS:
        found.valid = False


def _read_numbers(found: _Found, numbers: list[str]) -> None:
    """Tell day from year, and an hour that stands before "pm" or "بجے"."""
    if found.day:
        found.valid = found.valid and not numbers
        return
    years = [number for number in numbers if len(number) == 4]
    others = [number for number in numbers if len(number) <= 2]
    if not years and len(others) == 2:  # RFC 822 allows "02 Oct 02"
        years = [f"{'19' if int(others[1]) > 68 else '20'}{others.pop()}"]
    if len(others) == 2 and found.half and found.hour is None:
        found.hour = int(others.pop())
    if len(years) != 1 or len(others) != 1 or len(numbers) > 3:
        found.valid = False
        return
    found.year, found.day = int(years[0]), int(others[0])
