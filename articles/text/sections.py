"""Read the names out of a breadcrumb, also where the tags between them were lost."""

import re

from articles.text.lexicon import SECTIONS, STARTS, WHOLE, phrase_length
from articles.text.lines import Line
from articles.text.normalise import fold, words

_SEPARATOR = re.compile(r"\s*[›»>|•→❯‹«/\\▸·]\s*|\s+[-–—:]\s+|\s*::\s*")
_POINTED = re.compile("[›»>→❯▸]")  # marks that stand in breadcrumbs and little else
# Between a small letter and a capital, or between an abbreviation and the next name.
_SEAM = re.compile(r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])")
_MOST_NAMES = 8
_MOST_WORDS_IN_NAME = 4
_LONGEST = 100
_LONGEST_RUN = 60
_MOST_WORDS = 16
_LEAST_UNKNOWN = 4
_LONGEST_NAME = 1 + max(len(name) for name in SECTIONS)


def section_names(line: Line) -> tuple[str, ...]:
    """Return the section names of a breadcrumb in order, () where the line is none.

    >>> section_names(Line(0, "LatestPakistanTop News"))
    ('Latest', 'Pakistan', 'Top News')
    >>> section_names(Line(0, "Home › World › Asia")), section_names(Line(0, "Ministers meet"))
    (('Home', 'World', 'Asia'), ())
    """
    if len(line.text) > _LONGEST or line.count > _MOST_WORDS or line.has_stop:
        return ()
    if line.folded in SECTIONS:
        return (line.text,)
    names = _by_separator(line.text) or _by_seam(line.text) or _by_lexicon(line.text)
    return names if len(names) <= _MOST_NAMES else ()


def _by_separator(text: str) -> tuple[str, ...]:
    names = tuple(name for name in _SEPARATOR.split(text) if name)
    if len(names) < 2 or not all(_may_be_name(name) for name in names):
        return ()
    first_is_home = fold(names[0]) in ("home", "homepage", "ہوم", "صفحہ اول", "الرييسيه")
    known = sum(fold(name) in SECTIONS for name in names)
    enough = known + len(names) > (1 if _POINTED.search(text) else 3)
    return names if known * 2 >= len(names) or first_is_home or enough else ()


def _by_seam(text: str) -> tuple[str, ...]:
    if _SEPARATOR.search(text):
        return ()
    names = tuple(_SEAM.split(text))
    if len(names) < 2 or not all(_may_be_name(name) for name in names):
        return ()
    known = sum(fold(name) in SECTIONS for name in names)
    long = all(len(name) >= _LEAST_UNKNOWN for name in names)  # not YouTube, OpenAI
    return names if known or len(names) > 2 or long else ()


def _may_be_name(name: str) -> bool:
    name = name.strip()
    if fold(name) in SECTIONS:
        return True
    return (
        1 <= len(name.split()) <= _MOST_WORDS_IN_NAME
        and any(character.isalpha() for character in name)
        and not name[0].islower()
        and not re.search(r"[.!?,;\"“”@]|\d{3}", name)
        and fold(name) not in WHOLE
        and not phrase_length(words(name), STARTS)
    )


def _by_lexicon(text: str) -> tuple[str, ...]:
    """Cut a run of known names that no capital or mark parts: "پاکستانتازہ ترین", "LATESTSPORT"."""
    folded = fold(text)
    if len(folded) != len(text) or len(text) > _LONGEST_RUN:
        return ()
    ways: list[tuple[int, ...] | None] = [(), *[None] * len(folded)]
    for end in range(1, len(folded) + 1):
        found = [
            (*before, end)
            for start in range(max(0, end - _LONGEST_NAME), end)
            if (before := ways[start]) is not None and folded[start:end].strip() in SECTIONS
        ]
        ways[end] = min(found, key=len, default=None)
    ends = ways[-1]
    if not ends:
        return ()
    starts = (0, *ends[:-1])
    return tuple(text[start:end].strip() for start, end in zip(starts, ends, strict=True))
