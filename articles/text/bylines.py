"""Read the lines that say who wrote a text, when it was published and where it was filed."""

import re
from dataclasses import dataclass

from articles.text import dates
from articles.text.calendar import MONTHS
from articles.text.lexicon import NOT_PLACES
from articles.text.lines import Line
from articles.text.normalise import fold

_MOST_WORDS = 20
_BY = re.compile(
    r"^\W*(?:(?:words?|written|reported|reporting|report|story|posted|published|compiled|edited"
    r"|submitted)\s+by|by|from (?:our|a) (?:own )?(?:staff )?(?:correspondent|reporter))\b:?\s*"
    r"(?P<who>\S.*)?$",
    re.IGNORECASE,
)
_BY_RTL = re.compile(
    r"^\W*(?:نامہ نگار|نمائندہ|بیورو رپورٹ|ویب ڈیسک|اسٹاف رپورٹر|سٹاف رپورٹر|تحریر|رپورٹ|مصنف|از"
    r"|کتب|كتبت?|بقلم|مراسل(?:نا|تنا)?|تقرير|إعداد|تحرير|المصدر|ترجمة)(?=[\s:：،-]|$)"
)
_AGENCIES = (
    "afp|reuters|ap|upi|pti|ani|app|ians|inp|efe|dpa|tass|ria novosti|xinhua|anadolu|aa|wam|spa"
    "|associated press|agence france-presse|press association|bloomberg"
)
_OFFICE = re.compile(
    r"^\W*(?:(?:our |the |a )?(?:special |staff |senior |chief |diplomatic |political |own )?"
    r"(?:correspondents?|reporters?|writers?|monitor(?:ing)? (?:desk|report)|bureau report)"
    r"|(?:web|news|staff|agencies|city|foreign|online|digital|sports?|business|india|world)[ -]?"
    rf"(?:web )?(?:desk|report)|agencies|newsroom|(?:{_AGENCIES})(?: news)?)\W*$",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"[!?؟\"“”]|\b[Ee]diting by\b|\b(?:the|this|that|which|was|is|are|were|has|have|had|will|can)\b"
)
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[—–/-]+\s+|\s{2,}")
_BEFORE_BY = re.compile(r"\s+(?=[Bb]y\s+[^\W\d_a-z])")
_MONTH = "|".join(
    sorted((re.escape(name) for name in MONTHS if len(name) > 2), key=len, reverse=True)
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?:(?:{_MONTH})\.?\s+{_DAY},?\s+\d{{4}}|{_DAY}\.?\s+(?:{_MONTH})\.?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_DATE_LABEL = re.compile(
    r"\W*(?:first |last |originally )?(?:published|updated|posted|modified|date|dated"
    rf"|{'|'.join(fold(word) for word in ('شائع', 'اشاعت', 'تاریخ', 'اپ ڈیٹ', 'تاريخ', 'نشر'))})\b"
)
_AGENCY = r"[^\W\d_]{2,15}(?:[ /&-][^\W\d_]{2,15}){0,3}"
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_a-z][^\d:()—–\n]{{1,40}}?)\s*(?:,\s*[^,:()—–]{{3,14}}\d{{0,2}}\s*)?"
    rf"(?P<agency>\(\s*{_AGENCY}\s*\))?\s*(?P<mark>:|[—–]+|--+|-(?=\s)|(?<=\)))\s*(?=\S)"
)
_MOST_PLACE_WORDS = 4
_LEAST_REST_WORDS = 6


@dataclass(frozen=True)
class Credits:
    """What a line says of who and when, as printed; `whole` if it says nothing else."""

    byline: str | None = None
    date: str | None = None
    whole: bool = True


def read_credits(line: Line) -> Credits | None:
    """Return the byline and the date that a line of credits holds, None if it is no such line.

    >>> read_credits(Line(0, "By Jane Doe, Reuters | July 5, 2025"))
    Credits(byline='By Jane Doe, Reuters', date='July 5, 2025', whole=True)
    """
    if line.count > _MOST_WORDS:
        return None
    if dates.parse(line.text) is not None:
        return Credits(date=line.text)
    if is_byline(line.text):
        return _split_byline(line.text)
    parts = [part for part in _PARTS.split(line.text) if part] or [line.text]
    if len(parts) == 1 and names_a_day(line):
        parts = [part for part in _BEFORE_BY.split(line.text) if part]
    if len(parts) < 2:
        return _date_inside(line)
    date = next((part for part in parts if dates.parse(part) is not None), None)
    byline = next((part for part in parts if is_byline(part)), None)
    if date is None and byline is None:
        return _date_inside(line)
    return Credits(
        byline, date, whole=len(parts) == sum(part is not None for part in (byline, date))
    )


def _split_byline(text: str) -> Credits:
    """Part "By Jane Doe July 5, 2025" and "By Jane Doe | July 5, 2025 | 3 min read"."""
    parts = [part for part in _PARTS.split(text) if part]
    date = next((part for part in parts[1:] if dates.parse(part) is not None), None)
    if date is not None:
        return Credits(parts[0], date, whole=len(parts) == 2)
    inside = _DATE.search(fold(text))
    if inside and len(fold(text)) == len(text):
        before, found = text[: inside.start()].strip(" ,|-–—•·"), text[inside.start() :].strip()
        if dates.parse(found) is not None:
            return Credits(before, found)
    return Credits(byline=text)


def _date_inside(line: Line) -> Credits | None:
    """Read "Updated on: November 19, 2019 / 10:07 AM / CBS News": a date and little else."""
    inside = _DATE.search(line.folded)
    if not inside:
        return None
    rest = line.folded[: inside.start()] + line.folded[inside.end() :]
    labelled = _DATE_LABEL.match(line.folded) is not None
    few = len(re.findall(r"[^\W\d_]+", rest)) <= (8 if labelled else 3)
    return Credits(date=line.text) if few and not line.has_stop else None


def is_byline(text: str) -> bool:
    """Tell whether a short line names the writer, the desk or the agency."""
    if len(text.split()) > _MOST_WORDS or _NOT_NAMES.search(text):
        return False
    if _OFFICE.match(text) or _BY_RTL.match(text):
        return not text.endswith(("۔", "."))
    match = _BY.match(text)
    if not match:
        return False
    who = match["who"] or ""
    return (bool(who) and who[:1].isupper()) or bool(_OFFICE.match(who))


def names_a_day(line: Line) -> bool:
    """Tell whether a day of the calendar stands in the line, year and all."""
    return _DATE.search(line.folded) is not None


def is_labelled_date(line: Line) -> bool:
    """Tell whether the line says in so many words when the text was published."""
    return _DATE_LABEL.match(line.folded) is not None and read_credits(line) is not None


def dateline(paragraph: str) -> str | None:
    """Return the place that opens a report, None where none does.

    >>> dateline("Kabul: Russia has become the first country to officially recognise it.")
    'Kabul'
    >>> dateline("KABUL (Reuters) — Russia has become the first country to recognise it.")
    'KABUL'
    >>> dateline("Analysis: what the recognition of the Taliban means for the region.")
    """
    match = _DATELINE.match(paragraph)
    if not match or len(paragraph[match.end() :].split()) < _LEAST_REST_WORDS:
        return None
    place = match["place"].strip(" ,")
    words = place.replace(",", " ").split()
    if fold(place) in NOT_PLACES or len(words) > _MOST_PLACE_WORDS or fold(words[0]) in NOT_PLACES:
        return None
    if not _is_place_like(place, words):
        return None
    if not match["mark"] and place.isascii() and not place.isupper():
        return None  # "Muttaqi (who came late) said": a name and an aside
    plain_mark = match["mark"] in (":", "-")
    # "Trump - who came late - said": a dash in a sentence needs an agency or capitals before it.
    shouted = words[0].isupper() and len(words[0]) > 2
    if match["mark"] != ":" and not match["agency"] and not shouted and place.isascii():
        return None
    return place if shouted or match["agency"] or plain_mark else None


def past_dateline(paragraph: str) -> str:
    """Return the paragraph without the place, day and agency that open it.

    >>> past_dateline("KABUL, July 5 (Reuters) — Russia has become the first to recognise it.")
    'Russia has become the first to recognise it.'
    """
    match = _DATELINE.match(paragraph)
    return paragraph[match.end() :].lstrip() if match and dateline(paragraph) else paragraph


def _is_place_like(place: str, words: list[str]) -> bool:
    if not place[0].isalpha() or place[0].islower():
        return False
    small = {"of", "de", "la", "al", "el", "el-", "on", "upon", "and"}
    return all(not word[0].islower() or word in small for word in words)
