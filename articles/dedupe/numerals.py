"""Dates, years and figures in running text, in every script that writes decimal digits."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from articles.text.calendar import MONTHS
from articles.text.normalise import fold

LONGEST_FIGURE = 15
"""Characters; longer runs of digits are identifiers, not quantities."""

SHORTEST_MONTH = 3
"""Letters; a shorter month name is a common word of another language."""

BESIDE_DIGITS = 4
"""Words on either side of a digit in which the rest of its date or its unit can stand."""

FIGURES_KEPT = 1 << 16
"""Figures with the word after them whose normal form is kept."""

BAR = "|"
"""Parts texts: no date, and no figure with its unit, reaches across it."""

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

_ENGLISH_WORDS = frozenset(["may", "march", "mar"])  # months only with a capital
_OTHER_NAMES = frozenset(["Mars", "Mayo"])  # months only without one


def _month_forms() -> str:
    """All months as texts print them, as alternatives of a pattern, the longest first."""
    forms = {
        form
        for name in MONTHS
        for form in (name, name.capitalize(), name.upper())
        if len(name) >= SHORTEST_MONTH and form not in _ENGLISH_WORDS | _OTHER_NAMES
    }
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


_MONTH = _month_forms()
_MONTH_WORDS = frozenset(_MONTH.split("|"))
_LETTERS = re.compile(r"[^\W\d_]+")
_DASHED = re.compile(r"\d-\d")
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
# A month is tried only where a digit stands within reach of one: there are 200 spellings of months,
# and a word of the text is seldom any of them.
_MONTH_AHEAD = rf"\b(?=\D{{3,{max(map(len, MONTHS)) + 12}}}+\d)"
_DAY = r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])"
CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?:\s?\d{2}(?!\d)")
MONTH_FORMS = _MONTH
_DATE = re.compile(
    rf"(?P<iso>(?<!\d)(?:1[89]|20)\d\d-[01]\d-[0-3]\d(?!\d))"
    rf"|(?P<day>{_DAY})(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de)\s+)?(?P<month>{_MONTH})\b\.?"
    rf"(?:[,،]?\s+(?:de\s+)?(?P<year>{_YEAR}))?"
    rf"|{_MONTH_AHEAD}(?:(?P<us_month>{_MONTH})\b\.?\s+(?P<us_day>{_DAY})(?:st|nd|rd|th)?(?!\d)"
    rf"(?:,?\s+(?P<us_year>{_YEAR}))?"
    rf"|(?P<bare_month>{_MONTH})\b\.?,?\s+(?P<month_year>{_YEAR}))"
)
_YEAR_ALONE = re.compile(rf"(?<![\d.,$£€]){_YEAR}(?!%|[.,]\d)")
_FIGURE = re.compile(
    r"(?:(?<=Rs)|(?<![A-Za-z\d]))(?<!\d[.,٬٫])(\d+(?:[.,٬٫]\d+)*)(?:[\s-]?([^\W\d_]+))?"
)
_ALIKE = str.maketrans("يىك", "ییک")
_DIGIT = re.compile(r"\d")
_SEPARATOR = re.compile(r"[.,٬٫]")


def plain_numerals(text: str) -> str:
    """`text` with digits of every script as 0 to 9, and letters as month names are listed.

    Accents and vowel signs go, forms of yeh and kaf are one: "۵ يوليو" gives "5 یولیو".
    """
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _DIGIT.sub(lambda digit: str(int(digit[0])), bare.translate(_ALIKE))


def near_digits(text: str) -> str:
    """The parts of `text`, in plain numerals, in which dates, years and figures can stand.

    Of a paragraph most words are far from any digit; searching them for months cost half of
    reading an article. Parts that were not neighbours are kept apart by a bar.

    >>> near_digits("One of the two men who came was aged 43 when he was seen there last by her.")
    'who came was aged 43 when he was seen'
    """
    if not _DIGIT.search(text):
        return ""
    tokens = text.split()
    kept: list[str] = []
    last = 0
    for at, token in enumerate(tokens):
        if not token.isalpha() and _DIGIT.search(token):
            start = max(last, at - BESIDE_DIGITS)
            if kept and start > last:
                kept.append(BAR)
            kept += tokens[start : at + BESIDE_DIGITS + 1]
            last = at + BESIDE_DIGITS + 1
    return plain_numerals(" ".join(kept))


def take_dates(text: str) -> tuple[str, set[str]]:
    """Dates of `text` (in plain numerals) in normal form, after the text without them.

    Clock times go too: they are no quantities, and two reports never round them alike.
    """
    if not _DIGIT.search(text):
        return text, set()
    dates: set[str] = set()

    def take(match: re.Match[str]) -> str:
        dates.add(_date_key(match))
        return " "

    parts = [_DATE.sub(take, part) if _may_hold_date(part) else part for part in text.split(BAR)]
    return CLOCK.sub(" ", BAR.join(parts)), dates


def _may_hold_date(part: str) -> bool:
    """Whether a part is worth searching: most parts with a digit name no month."""
    return not _MONTH_WORDS.isdisjoint(_LETTERS.findall(part)) or bool(_DASHED.search(part))


def find_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and normal form of each date of `text` (in plain numerals), in order."""
    return ((*match.span(), _date_key(match)) for match in _DATE.finditer(text))


def find_years(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and digits of each year 1800 to 2099 that stands alone in `text`, in order."""
    return ((*match.span(), match[0]) for match in _YEAR_ALONE.finditer(text))


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
    """Years 1800 to 2099 that stand alone in `text`, after the text without them."""
    years = set(_YEAR_ALONE.findall(text))
    return (_YEAR_ALONE.sub(" ", text) if years else text), years


def find_figures(text: str) -> set[str]:
    """Figures of `text` (in plain numerals) in normal form.

    "15,000", "15 thousand" and "15.000" give "15000", "2,5" gives "2.5", "1.5 mln" "1500000".
    """
    return {
        _scaled(number, unit)
        for number, unit in _FIGURE.findall(text)
        if len(number) <= LONGEST_FIGURE
    }


@lru_cache(maxsize=FIGURES_KEPT)
def _scaled(number: str, unit: str) -> str:
    """Normal form of a number and the word after it."""
    scale = SCALES.get(fold(unit), 1)
    if scale == 1 and number.isdecimal():
        return number.lstrip("0") or "0"
    return f"{(decimal_of(number) * scale).normalize():f}"


def decimal_of(number: str) -> Decimal:
    """The value of digits with separators in them: "1,00,000" gives 100000, "2,5" gives 2.5."""
    return Decimal(_plain_decimal(number))


def _plain_decimal(number: str) -> str:
    """`number` with a point for decimals only: "1,00,000" gives "100000"."""
    head, *groups = _SEPARATOR.split(number)
    if not groups:
        return head
    in_thousands = len(groups[-1]) == 3 and all(2 <= len(group) <= 3 for group in groups[:-1])
    if in_thousands and head != "0":
        return head + "".join(groups)
    return head + "".join(groups[:-1]) + "." + groups[-1]
