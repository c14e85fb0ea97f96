"""Read the single fields of an item the same way for every format, naming what is wrong."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from articles.text import dates, language, markup
from articles.text.normalise import fold, repair, words
from articles.text.urls import absolute, is_web

GUID_REPEATED = "guid repeated"
"""The problem that tells the identity ladder not to trust an item's guid."""

MAX_HEADLINE_CHARACTERS = 500
MAX_STANDFIRST_CHARACTERS = 2_000
MAX_GUID_CHARACTERS = 2_000
MAX_TAGS = 50
MAX_TAG_CHARACTERS = 100
MAX_AUTHORS = 20
MAX_AUTHOR_CHARACTERS = 150

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No feed or page is older than the web; an earlier date is a default of some software."""
_AHEAD = timedelta(days=1)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_GUESSED = frozenset({"en", "ur", "ar"})
# "von" and "par" only before two names: Von der Leyen and Par Lagerkvist are people.
_BY = re.compile(
    r"(?:(?i:(?:written |story |words )?by|por|تحریر|رپورٹ|بقلم)\s*:?\s+"
    r"|(?i:von|par)\s+(?=[^\W\d_a-zà-ÿ][\w.'’-]*\s+[^\W\d_a-zà-ÿ]))"
)
_AROUND_NAME = re.compile(
    r"^(?:view all posts by|posts? by|posted by|more from|about|author)\b[:\s]+"
    r"|\s+(?:link copied|follow|following|view profile|view bio)$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:(?i:com|org|net)|co\.[a-z]{2}|[a-z]{2})")
_SEPARATOR = re.compile(r"\s*(?:;|\||/|,|،|\band\b|\bund\b|\bet\b|\by\b|\bاور\b|&)\s*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"[^\W\d_][^\s,;:/|()]*(?:\s+[^\W\d_][^\s,;:/|()]*){1,4}")
_SENTENCE_WORDS = 12


@dataclass
class Notes:
    """Collects what is wrong with one item while its fields are read."""

    problems: list[str] = field(default_factory=list)
    report: dict[str, object] = field(default_factory=dict)

    def add(self, problem: str) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)


def line(text: object) -> str:
    """Return a value as one line of plain text without markup; "" for what is no text."""
    return markup.strip_tags(text) if isinstance(text, str) else ""


def headline(value: object, notes: Notes) -> str:
    """Read a headline; one over 500 characters is cut at a word and kept whole in the report."""
    text = line(value)
    if len(text) <= MAX_HEADLINE_CHARACTERS:
        return text
    notes.add(f"headline of {len(text):,} characters, cut to {MAX_HEADLINE_CHARACTERS}")
    notes.report["headline"] = text
    return shorten(text, MAX_HEADLINE_CHARACTERS)


def shorten(text: str, limit: int) -> str:
    """Cut text to `limit` characters with an ellipsis, between words where there are any.

    >>> shorten("one two three", 9)
    'one two…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0] if text[limit - 1] != " " else cut
    return (at_word if len(at_word) > limit // 2 else cut).rstrip() + "…"


def moment(value: object, name: str, notes: Notes, *, now: datetime | None) -> datetime | None:
    """Read a date; None, with a problem naming the value, if unreadable or not to be believed."""
    text = repair(value).strip() if isinstance(value, str) else ""
    if not text:
        return None
    when = dates.parse(text)
    shown = shorten(text, 80)
    if when is None:
        notes.add(f"{name} date not understood: {shown}")
    elif when < _OLDEST:
        notes.add(f"{name} date before 1990: {shown}")
    elif now is not None and when > now + _AHEAD:
        notes.add(f"{name} date in the future: {shown}")
    else:
        return when
    return None


def guid(value: object, notes: Notes) -> str:
    """Read a supplier's identity; "" for one that is a script or absurdly long."""
    text = repair(str(value)).strip() if isinstance(value, str | int | float) else ""
    if _SCRIPT.match(text) or len(text) > MAX_GUID_CHARACTERS:
        notes.add(f"guid not usable: {shorten(text, 40)}")
        return ""
    return text


def link(value: object, base: str) -> str:
    """Return the absolute web address of a link, "" for what is none."""
    if not isinstance(value, str) or not value.strip():
        return ""
    return absolute(value, base) or ""


def first_link(values: Iterable[object], base: str) -> str:
    """Return the first of some values that is a web address."""
    return next((found for value in values if (found := link(value, base))), "")


def authors(values: Iterable[object], *, but_not: Iterable[str] = ()) -> tuple[str, ...]:
    """Read names, each once, in order; splits "By Ann Lee and Bo Ek", drops what is no name.

    `but_not` names the website and organisations, which many publishers print as the author.

    >>> authors(["By Ann Lee and Bo Ek", "ann@example.org"])
    ('Ann Lee', 'Bo Ek')
    """
    found: dict[str, str] = {}
    for value in values:
        for name in _names(line(value)):
            found.setdefault(_squeezed(name), name)
    for name in but_not:
        found.pop(_squeezed(name), None)
    return tuple(found.values())[:MAX_AUTHORS]


def _squeezed(name: str) -> str:
    return "".join(words(name)) or fold(name)


def tags(values: Iterable[object]) -> tuple[str, ...]:
    """Read keywords, each once, in order, as printed."""
    found: dict[str, str] = {}
    for value in values:
        text = line(value).strip(" #")
        if text and len(text) <= MAX_TAG_CHARACTERS:
            found.setdefault(fold(text), text)
    return tuple(found.values())[:MAX_TAGS]


def language_of(text: str, declared: object) -> str:
    """Return the language of a text: the text itself decides between en, ur and ar.

    Feeds in Urdu that declare "en-US" are common: it is the default of the software.
    """
    tag = declared.strip() if isinstance(declared, str) else ""
    tag = re.split("[-_]", tag)[0].lower() if _LANGUAGE.fullmatch(tag) else ""
    if tag and tag not in _GUESSED:
        return tag
    return language.guess(text) or tag


def repeated(guids: Iterable[str]) -> frozenset[str]:
    """Return the guids that more than one item of a document carries."""
    counts = Counter(guids)
    return frozenset(guid for guid, count in counts.items() if guid and count > 1)


def _names(text: str) -> list[str]:
    text = _AROUND_NAME.sub("", _EMAIL.sub("", text).strip(" ()<>,;"))
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    if not text or is_web(text) or len(text) > MAX_AUTHOR_CHARACTERS:
        return []
    parts = [part for part in _SEPARATOR.split(text) if part and not _DOMAIN.fullmatch(part)]
    if len(parts) > 1 and all(_NAME.fullmatch(part) for part in parts):
        return parts
    whole = text if len(parts) > 1 else "".join(parts)
    return [whole] if whole and len(whole.split()) <= _SENTENCE_WORDS else []
