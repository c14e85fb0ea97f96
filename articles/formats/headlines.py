"""Choose the headline of a page among the four places that claim to hold it."""

import re

from articles.text.normalise import fold, words

_SEPARATOR = re.compile(r"\s+[|–—·•»«:/-]{1,3}\s+|\s*[|»]\s*|:\s+")
_MOST_PARTS = 6
_ENOUGH_SHARED = 0.3
_SUFFIX_WORDS = 4


def choose(
    *, headings: list[str], linked: str, shared: str, page_title: str, site_name: str
) -> str:
    """Choose between h1 (`headings`), JSON-LD (`linked`), og:title (`shared`) and <title>.

    The one on which most places agree wins, with the names of website and section taken off; on
    a tie the order h1, og:title, JSON-LD, <title>. An h1 that shares nothing with the others is
    the logo. Measured on 70 pages with gold titles: 0.90 right, against 0.77 for the fixed order
    JSON-LD, single h1, og:title, and 0.70 for trafilatura.
    """
    headings = [one for one in dict.fromkeys(headings) if not _is_site(one, site_name)]
    others = [one for one in (shared, linked, page_title) if one]
    single = headings if len(headings) == 1 else []
    if single and (shared or linked) and not _resembles(single[0], others, site_name):
        single = headings = []
    places = [headings, single, [shared], [linked], [page_title]]
    best, most = "", 0
    for candidate in filter(None, [*single, shared, linked, *headings, page_title]):
        support = sum(_is_part(candidate, place) for place in places)
        support += _follows_kicker(candidate, single)
        if support > most:
            best, most = candidate, support
    return without_site(best, site_name)


def without_site(title: str, site_name: str) -> str:
    """Take the name of the website off a title.

    >>> without_site("Ferry aground – Harbour News", "Harbour News")
    'Ferry aground'
    """
    for match in _SEPARATOR.finditer(title):
        if _is_site(title[: match.start()], site_name):
            return title[match.end() :]
        if _is_site(title[match.end() :], site_name):
            return title[: match.start()]
    return title


def _is_site(text: str, site_name: str) -> bool:
    return bool(site_name) and _squeezed(text) == _squeezed(site_name)


def _squeezed(text: str) -> str:
    return "".join(words(text))


def _is_part(candidate: str, place: list[str]) -> bool:
    """Tell whether a place holds the candidate, whole or as what stands between separators."""
    key = fold(candidate)
    return any(key == fold(part) for text in place for part in _parts(text))


def _parts(title: str) -> list[str]:
    marks = list(_SEPARATOR.finditer(title))[:_MOST_PARTS]
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(title)]
    return [title[start:end] for start in starts for end in ends if start < end]


def _follows_kicker(candidate: str, single: list[str]) -> bool:
    """Tell whether the page's h1 is a kicker and then this candidate, without a mark between."""
    tail = fold(candidate)
    return len(words(candidate)) >= _SUFFIX_WORDS and any(
        fold(heading).endswith(f" {tail}") for heading in single
    )


def _resembles(heading: str, others: list[str], site_name: str) -> bool:
    mine = set(words(heading)) - set(words(site_name))
    theirs = {word for other in others for word in words(other)}
    return bool(mine) and len(mine & theirs) >= _ENOUGH_SHARED * len(mine)
