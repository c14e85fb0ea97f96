"""Dates, years and figures in running text, in every script that writes decimal digits."""

import re
from collections.abc import Mapping
from decimal import Decimal

from articles.text.normalise import fold

LONGEST_FIGURE = 15
"""Characters; longer runs of digits are identifiers, not quantities."""

_MONTH_NAMES = (
    "January Jan يناير جنوری",
    "February Feb فبراير فروری",
    "March Mar مارس مارچ",
    "April Apr أبريل ابريل اپریل",
    "May مايو مئی",
    "June Jun يونيو جون",
    "July Jul يوليو جولائی",
    "August Aug أغسطس اغسطس اگست",
    "September Sept Sep سبتمبر ستمبر",
    "October Oct أكتوبر اكتوبر اکتوبر",
    "November Nov نوفمبر نومبر",
    "December Dec ديسمبر دسمبر",
)
MONTHS: Mapping[str, int] = {
    fold(name): number
    for number, names in enumerate(_MONTH_NAMES, start=1)
    for name in names.split()
}

_SCALE_NAMES = {
    10**3: "thousand ہزار ألف الف آلاف",
    10**5: "lakh لاکھ",
    10**6: "million mln ملین مليون ملايين",
    10**7: "crore کروڑ",
    10**9: "billion bln bn ارب مليار",
    10**12: "trillion trn کھرب تريليون",
}
SCALES: Mapping[str, int] = {
    fold(name): scale for scale, names in _SCALE_NAMES.items() for name in names.split()
}

# Capitals are asked for, or "they may 5 years later" would be a day in May.
_MONTH = "|".join(
    sorted({form for names in _MONTH_NAMES for n in names.split() for form in (n, n.upper())})[::-1]
)
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_DAY = r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?P<iso>(?<!\d)(?:1[89]|20)\d\d-[01]\d-[0-3]\d(?!\d))"
    rf"|(?P<day>{_DAY})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?"
    rf"(?:[,،]?\s+(?P<year>{_YEAR}))?"
    rf"|\b(?P<us_month>{_MONTH})\b\.?\s+(?P<us_day>{_DAY})(?:st|nd|rd|th)?(?!\d)"
    rf"(?:,?\s+(?P<us_year>{_YEAR}))?"
    rf"|\b(?P<bare_month>{_MONTH})\b\.?,?\s+(?P<month_year>{_YEAR})"
)
_YEAR_ALONE = re.compile(rf"(?<![\d.,$£€]){_YEAR}(?!%|[.,]\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?:\s?\d{2}(?!\d)")
_FIGURE = re.compile(r"(?<![^\W\d_])(\d+(?:[.,٬٫]\d+)*)(?:[\s-]?([^\W\d_]+))?")
_DIGIT = re.compile(r"\d")
_SEPARATOR = re.compile(r"[.,٬٫]")


def latin_digits(text: str) -> str:
    """`text` with the decimal digits of every script as 0 to 9: "۱۹۷۹" gives "1979"."""
    if text.isascii():
        return text
    return _DIGIT.sub(lambda digit: str(int(digit[0])), text)


def take_dates(text: str) -> tuple[str, set[str]]:
    """`text` (Latin digits) without its dates and clock times, and the dates in normal form."""
    dates = {_date_key(match) for match in _DATE.finditer(text)}
    return _CLOCK.sub(" ", _DATE.sub(" ", text)), dates


def _date_key(match: re.Match[str]) -> str:
    """Normal form of one matched date."""
    found = match.groupdict(default="")
    if found["iso"]:
        return found["iso"]
    month = MONTHS[fold(found["month"] or found["us_month"] or found["bare_month"])]
    year = found["year"] or found["us_year"] or found["month_year"] or "-"
    day = found["day"] or found["us_day"]
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def take_years(text: str) -> tuple[str, set[str]]:
    """`text` (Latin digits) without the years 1800 to 2099 that stand alone, and those years."""
    return _YEAR_ALONE.sub(" ", text), set(_YEAR_ALONE.findall(text))


def find_figures(text: str) -> set[str]:
    """Figures of `text` (Latin digits) in normal form.

    "15,000", "15 thousand" and "15.000" give "15000", "2,5" gives "2.5", "1.5 mln" "1500000".
    """
    return {
        _scaled(number, unit)
        for number, unit in _FIGURE.findall(text)
        if len(number) <= LONGEST_FIGURE
    }


def _scaled(number: str, unit: str) -> str:
    """Normal form of a number and the word after it."""
    value = Decimal(_plain_decimal(number)) * SCALES.get(fold(unit), 1)
    return f"{value.normalize():f}"


def _plain_decimal(number: str) -> str:
    """`number` with a point for decimals only: "1,00,000" gives "100000"."""
    head, *groups = _SEPARATOR.split(number)
    if not groups:
        return head
    in_thousands = len(groups[-1]) == 3 and all(2 <= len(group) <= 3 for group in groups[:-1])
    if in_thousands and head != "0":
        return head + "".join(groups)
    return head + "".join(groups[:-1]) + "." + groups[-1]
