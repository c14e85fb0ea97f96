"""Find the headline of a text, and its echoes."""

import re
from collections.abc import Collection, Sequence
from itertools import islice

from articles.text.chrome import Furniture
from articles.text.language import ALL_STOP_WORDS
from articles.text.lines import Line
from articles.text.page import Page
from articles.text.sections import section_names

_MOST_SUFFIX_WORDS = 6  # " - The Site's Name"
_MOST_PREFIX_CHARS = 40  # a breadcrumb glued before it
_LEAST_SURE_WORDS = 4  # a shorter line may equal a headline by chance
_SUFFIX = re.compile(r"\s+[|–—\-:·•»/]+\s+")
_NEAR_START = 4  # lines into the body a headline may stand: seed 2 has its lead above it
_LEAST_SCORE = 1.5
_BODY_SAMPLE = 25  # lines whose words a headline should share
_USUAL_WORDS = range(4, 23)
_SHARED_WORDS = 4  # as many shared words as there need be
_CREDITS_WITHIN = 3  # lines below a headline where byline and date stand
_LEAST_WORDS_BELOW_LEAD = 6  # sub-headings are shorter
_ADDRESS = re.compile(r"https?://|www\.|\S@\S|\b\d+ of \d+\b")


def is_echo(line: Line, headline: Line) -> bool:
    """Tell whether a line says the headline again, with the site's name behind it or not.

    >>> is_echo(Line(0, "Bridge reopens today | The Post"), Line(0, "Bridge reopens today"))
    False
    >>> is_echo(Line(0, "Old bridge reopens today | The Post"), Line(0, "Old bridge reopens today"))
    True
    """
    wanted, found = headline.words, line.words
    if not wanted or not found:
        return False
    if wanted == found:
        return True
    if min(len(wanted), len(found)) < _LEAST_SURE_WORDS:
        return False
    if found[: len(wanted)] == wanted:
        return len(found) - len(wanted) <= _MOST_SUFFIX_WORDS and _has_suffix(line.text)
    if wanted[: len(found)] == found:
        return len(wanted) - len(found) <= _MOST_SUFFIX_WORDS and _has_suffix(headline.text)
    glued, whole = "".join(found), "".join(wanted)
    return glued.endswith(whole) and len(glued) - len(whole) <= _MOST_PREFIX_CHARS


def _has_suffix(text: str) -> bool:
    return _SUFFIX.search(text) is not None


def find_headline(page: Page, run: Sequence[bool]) -> int | None:
    """Return the index of the line that is the headline, None where no line surely is.

    `run` tells which lines a first look took for the article. The headline reads as a title, stands
    near the start of the article, is perhaps said twice, and shares words with what follows.
    """
    start = next((index for index, inside in enumerate(run) if inside), None)
    if start is None:
        return None
    said = _words_of_body(page, run)
    scored = [
        (_score(page, index, start, said), -index)
        for index in range(min(len(page.lines), start + _NEAR_START))
        if _may_be_headline(page, index, start)
    ]
    score, place = max(scored, default=(0.0, 0))
    return -place if score >= _LEAST_SCORE else None


def _may_be_headline(page: Page, index: int, start: int) -> bool:
    line = page.lines[index]
    return (
        (line.is_title_like or _stands_above_twice(page, line, start))
        and page.is_kept(index)
        and not line.is_cut_off
        and not line.text.endswith((":", ",", ";", "،"))
        and not line.text.startswith(("—", "–", "-", "•", "*", "("))
        and page.credits[index] is None
        and page.furniture[index] is Furniture.NO
        and not _ADDRESS.search(line.text)
        and not section_names(line)
    )


def _stands_above_twice(page: Page, line: Line, start: int) -> bool:
    """Tell whether a line with a full stop is a headline: said twice before the article begins."""
    if line.count not in _USUAL_WORDS or not _is_said_twice(page, line):
        return False
    return sum(other.folded == line.folded for other in page.lines[:start]) > 1


def _is_said_twice(page: Page, line: Line) -> bool:
    return page.times[line.folded] > 1 and line.count >= _LEAST_SURE_WORDS


def _score(page: Page, index: int, start: int, said: Collection[str]) -> float:
    """Weigh a candidate: words shared with the body, length, said twice, place, credits below."""
    line = page.lines[index]
    twice = _is_said_twice(page, line)
    below_prose = any(page.lines[i].is_prose and page.is_kept(i) for i in range(index))
    if below_prose and not twice and (index > start + 1 or line.count < _LEAST_WORDS_BELOW_LEAD):
        return 0.0  # a sub-heading
    own = {word for word in line.words if word not in ALL_STOP_WORDS and len(word) > 2}
    shared = len(own & set(said))
    closeness = min(1.0, shared / _SHARED_WORDS) * (0.5 + 0.5 * shared / max(1, len(own)))
    length = 1.0 if line.count in _USUAL_WORDS else -1.0 if line.count < 3 else 0.0
    credited = any(page.credits[index + 1 : index + 1 + _CREDITS_WITHIN])
    far = 0.05 * max(0, start - index)
    return 2.0 * closeness + length + 1.5 * twice + 0.5 * credited + (not below_prose) - far


def _words_of_body(page: Page, run: Sequence[bool]) -> frozenset[str]:
    prose = (
        line.words for line, inside in zip(page.lines, run, strict=True) if inside and line.is_prose
    )
    return frozenset(word for found in islice(prose, _BODY_SAMPLE) for word in found)
