"""What a number counts: currencies, shares, measures, ages, and the nouns that are counted."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .numerals import plain_numerals


class Measure(StrEnum):
    """The sort of thing that a number measures."""

    MONEY = "money"
    SHARE = "share"
    AGE = "age"
    SIZE = "size"
    THINGS = "things"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on which two texts can meet: "USD", "%", "m" (with its factor), "port"."""

    measure: Measure
    name: str
    factor: Decimal = Decimal(1)


PEOPLE = Unit(Measure.THINGS, "people")
AGE = Unit(Measure.AGE, "years old")
SHARE = Unit(Measure.SHARE, "%")
POINTS = Unit(Measure.SHARE, "points")

LOOK_BACK = 5
"""Characters before a number in which a currency stands: "US$ ", "PKR "."""

_SIGNS = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "$": "USD",
    "£": "GBP", "€": "EUR", "₹": "INR", "¥": "JPY", "₨": "PKR", "Rs.": "PKR", "Rs": "PKR",
}  # fmt: skip
_CODE_WORDS = (
    "USD EUR GBP PKR INR AED SAR QAR KWD EGP TRY RUB CNY JPY CHF CAD AUD BDT LKR AFN IRR IQD "
    "JOD LBP MC SEK NOK DKK"
)
_CODES = tuple(_CODE_WORDS.split())
_CURRENCY_WORDS = {
    "USD": "dollar dollars ڈالر ڈالرز دولار دولارا دولارات",
    "EUR": "euro euros یورو يورو",
    "PKR": "rupee rupees روپے روپیے روپئے روبية",
    "AED": "dirham dirhams درهم درہم",
    "SAR": "riyal riyals ریال ريال",
    "RUB": "rouble roubles ruble rubles",
    "JPY": "yen",
    "CNY": "yuan",
    "crown": "crown crowns کراؤن كرونة کرون",
    "pound": "pound pounds پاؤنڈ جنيه",
    "dinar": "dinar dinars دينار",
}
_CURRENCIES = {
    plain_numerals(word): Unit(Measure.MONEY, name)
    for name, words in _CURRENCY_WORDS.items()
    for word in words.split()
} | {code: Unit(Measure.MONEY, code if code != "MC" else "crown") for code in _CODES}
_MEASURES = {
    "m": ("metre metres meter meters میٹر متر متار أمتار", "1"),
    "km": ("km kilometre kilometres kilometer kilometers کلومیٹر كيلومتر كيلومترات", "1000"),
    "mi": ("mile miles میل", "1609.344"),
    "ft": ("foot feet ft فٹ قدم", "0.3048"),
    "cm": ("cm centimetre centimetres centimeter centimeters", "0.01"),
    "kg": ("kg kilo kilos kilogram kilograms کلوگرام کلو كيلوغرام", "1"),
    "t": ("tonne tonnes ton tons ٹن طن أطنان", "1000"),
    "ha": ("hectare hectares ہیکٹر هكتار", "1"),
    "acre": ("acre acres ایکڑ فدان", "0.404686"),
    "litre": ("litre litres liter liters لیٹر لتر", "1"),
}
_OF_ONE_KIND = {
    "m": "length", "km": "length", "mi": "length", "ft": "length", "cm": "length",
    "kg": "mass", "t": "mass", "ha": "area", "acre": "area", "litre": "litre",
}  # fmt: skip
_SIZES = {
    plain_numerals(word): Unit(Measure.SIZE, _OF_ONE_KIND[name], Decimal(factor))
    for name, (words, factor) in _MEASURES.items()
    for word in words.split()
}
_SHARES = tuple(map(plain_numerals, ("فیصد", "في المائة", "في المئة", "بالمئة", "بالمائة")))

_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?P<sign>US\$|A\$|C\$|NZ\$|HK\$|S\$|Rs\.?|[$£€₹¥₨])"
    rf"|\b(?P<code>{'|'.join(_CODES)}))\s?$"
)
_SHARE_AFTER = re.compile(
    r"\s?(?:%|٪|percent\b|per\s?cent\b|pct\b)(?P<points>[\s-]points?)?"
    rf"|\s?(?:percentage\s)(?P<pp>points?)|\s?(?:{'|'.join(_SHARES)})"
)
_AGE_AFTER = re.compile(r"[\s-](?:years?|yrs?)[\s-](?:olds?|of\sage)\b")
_AGE_BEFORE = re.compile(r"\b(?:aged|age)\s$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[^\W\d_a-z][^\W\d_]{1,30},\s$")
_NEXT_WORDS = re.compile(r"(?P<gap>[\s-])(?P<word>[^\W\d_]+(?:[’'][^\W\d_]+)?)")


def unit_before(text: str, start: int) -> tuple[Unit, int] | None:
    """The currency that stands before a number beginning there, and where it begins."""
    match = _BEFORE.search(text, max(0, start - LOOK_BACK), start)
    if not match:
        return None
    name = _SIGNS[match["sign"]] if match["sign"] else match["code"]
    return Unit(Measure.MONEY, "crown" if name == "MC" else name), match.start()


def unit_after(text: str, end: int) -> tuple[Unit, int] | None:
    """The share, currency or measure that follows a number ending there, and where it ends."""
    if match := _SHARE_AFTER.match(text, end):
        return (POINTS if match["points"] or match["pp"] else SHARE), match.end()
    match = _NEXT_WORDS.match(text, end)
    if not match:
        return None
    for word in (match["word"], match["word"].lower()):
        unit = _CURRENCIES.get(word) or _SIZES.get(word)
        if unit is not None:
            return unit, match.end()
    return _second_word(text, match)


def _second_word(text: str, first: re.Match[str]) -> tuple[Unit, int] | None:
    """A unit one word further on: "640 marsa crowns", "180 square kilometres"."""
    second = _NEXT_WORDS.match(text, first.end())
    if not second or second["gap"] != " ":
        return None
    word = second["word"].lower()
    if word in _SIZES and first["word"].lower() in ("square", "cubic"):
        unit = _SIZES[word]
        return Unit(Measure.SIZE, f"{first['word'].lower()} {unit.name}", unit.factor), second.end()
    return (_CURRENCIES[word], second.end()) if word in _CURRENCIES else None


def age_around(text: str, start: int, end: int) -> int | None:
    """Where the age that a number tells ends; None when it tells none.

    "aged 34", "34-year-old", "34 years old", and "Karim Bassel, 34, said".
    """
    if match := _AGE_AFTER.match(text, end):
        return match.end()
    before = text[max(0, start - 40) : start]
    if _AGE_BEFORE.search(before):
        return end
    return end if text[end : end + 1] in (",", "،") and _NAME_BEFORE.search(before) else None
