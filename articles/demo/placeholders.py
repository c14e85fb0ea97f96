"""Dates in the raw documents: `{{-36h:rfc822}}` is a moment relative to the anchor."""

import re
from datetime import datetime, timedelta
from email.utils import format_datetime

_MARK = re.compile(r"\{\{([+-]?\d+(?:\.\d+)?)([hm])(?::(\w+))?\}\}")
_MONTHS = {
    "urdu": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "arabic": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_DAYS = {
    "urdu": "پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار",
    "arabic": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
}


def fill(text: str, anchor: datetime) -> str:
    """The text with each placeholder replaced; an unknown form stays as it is."""

    def replaced(match: re.Match[str]) -> str:
        unit = "hours" if match[2] == "h" else "minutes"
        when = anchor + timedelta(**{unit: float(match[1])})
        return _written(when, match[3] or "iso") or match[0]

    return _MARK.sub(replaced, text)


def _written(when: datetime, form: str) -> str:
    """The moment in one of the forms that `bible.md` lists; "" for another word."""
    forms = {
        "iso": when.isoformat(timespec="seconds"),
        "rfc822": format_datetime(when),
        "long": f"{when.day} {when:%B %Y}",
        "short": f"{when.day} {when:%b}",
        "day": f"{when:%A}",
        **{
            name: f"{when.day} {_nth(_MONTHS, name, when.month - 1)} {when.year}"
            for name in _MONTHS
        },
        **{f"{name}day": _nth(_DAYS, name, when.weekday()) for name in _DAYS},
    }
    return forms.get(form, "")


def _nth(words: dict[str, str], name: str, place: int) -> str:
    return words[name].split()[place]
