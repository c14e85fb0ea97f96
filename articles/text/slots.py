"""Fill the slots around the body: section, headline, lead, standfirst, byline, date."""

from collections.abc import Sequence

from articles.text.bylines import dateline, is_labelled_date, names_a_day
from articles.text.headline import find_headline, is_echo
from articles.text.lines import Line
from articles.text.normalise import repair
from articles.text.page import Page
from articles.text.sections import section_names
from articles.text.sentences import sentences

_LINES_ABOVE = 6  # a date, a byline or a section may stand so far above headline or text
_MOST_HINTS = 8
_LEAST_LEAD_WORDS = 20
_LEAD_SHARE = 0.2  # of the lead's longer words that the body says too
_LONGER_WORD = 5
_STANDFIRST_WORDS = range(6, 46)
_STANDFIRST_WITHIN = 6  # lines below the headline
_SHARE_OF_NAMES = 0.8
_NEXT_IS_LONGER = 1.3


def find_echoes(page: Page, headline: str | None, run: Sequence[bool]) -> list[int]:
    """Return the lines that say the headline, given or found; sets `page.headline`."""
    page.headline = headline
    if headline is None:
        found = find_headline(page, run)
        if found is None:
            return []
        page.headline = page.lines[found].text
        page.fill("headline", found)
    sought = Line(-1, repair(page.headline or ""))
    return [index for index, line in enumerate(page.lines) if is_echo(line, sought)]


def cut_echoes(page: Page, echoes: Sequence[int]) -> None:
    """Take out every line that says the headline but the one that fills its slot."""
    for index in echoes:
        if index != page.slots.get("headline"):
            page.cut(index, "headline-echo")


def read_breadcrumb(page: Page, start: int, end: int) -> None:
    """Take section names out of the lines between `start` and `end`, above headline or text.

    A line of several names is the breadcrumb; names on lines of their own count where there is
    none, unless they are so many that they are the site's menu.
    """
    found = {
        index: section_names(page.lines[index])
        for index in range(start, end)
        if page.is_kept(index)
    }
    crumbs = {index: names for index, names in found.items() if names}
    if len(crumbs) > _MOST_HINTS or any(len(names) > 1 for names in crumbs.values()):
        crumbs = {index: names for index, names in crumbs.items() if len(names) > 1}
    for index in crumbs:
        page.cut(index, "breadcrumb")
    page.section_hints = tuple(dict.fromkeys(name for names in crumbs.values() for name in names))


def above(page: Page, index: int) -> int:
    """Return where the lines begin that may speak of the article: a few, furniture not counted."""
    left = _LINES_ABOVE
    while index > 0 and left > 0:
        index -= 1
        left -= page.fates[index] != "chrome"
    return index


def read_credits(page: Page, start: int, end: int) -> None:
    """Fill byline and date from the lines of credits between `start` and `end`."""
    for index in range(max(0, start), min(end, len(page.lines))):
        found = page.credits[index]
        if found is None or not page.is_kept(index):
            continue
        used = []
        if found.byline and page.byline is None:
            page.byline = found.byline
            used.append("byline")
        if found.date and page.date is None:
            page.date = found.date
            used.append("date")
        if used and found.whole and len(used) == bool(found.byline) + bool(found.date):
            for slot in used:
                page.fill(slot, index)
        else:
            page.cut(index, "byline" if found.byline else "date")


def read_labelled_date(page: Page, start: int, end: int) -> None:
    """Take the date that the lines behind the article state in words ("First published: …")."""
    for index in range(start, min(end, len(page.lines))):
        if page.date is None and page.is_kept(index) and is_labelled_date(page.lines[index]):
            read_credits(page, index, index + 1)


def take_lead(page: Page, headline: int | None) -> None:
    """Take the paragraph above the headline as the lead, if it speaks of what the body does."""
    if headline is None:
        return
    for index in range(headline):
        line = page.lines[index]
        long = line.is_prose and line.count >= _LEAST_LEAD_WORDS
        if long and page.is_kept(index) and _shares_words(page, index, headline):
            page.fill("lead", index)
            return


def _shares_words(page: Page, index: int, headline: int) -> bool:
    own = {word for word in page.lines[index].words if len(word) >= _LONGER_WORD}
    below = {word for i in page.kept() if i > headline for word in page.lines[i].words}
    return len(own & below) >= _LEAD_SHARE * max(1, len(own))


def take_standfirst(page: Page, run: Sequence[bool], headline: int | None) -> None:
    """Take the first line below the headline as the standfirst, if something says it is one.

    That is: it has no full stop; or a byline or a date stands between it and the body; or the lead
    stands apart above the headline, and the line is one sentence, shorter than the next.
    """
    if headline is None:
        return
    below = [index for index in page.kept() if index > headline]
    body = [index for index in below[1:] if run[index]]
    if not body or below[0] - headline > _STANDFIRST_WITHIN:
        return
    line, after = page.lines[below[0]], page.lines[body[0]]
    if line.count not in _STANDFIRST_WORDS or not after.is_prose or _is_other(line):
        return
    stands_apart = not line.has_stop or _parted_by_credits(page, below[0], body[0])
    single = len(sentences(line.text)) == 1 and after.count >= _NEXT_IS_LONGER * line.count
    if stands_apart or ("lead" in page.slots and single):
        page.fill("standfirst", below[0])


def _is_other(line: Line) -> bool:
    """Tell whether a line opens the report itself, or is made of names or a date."""
    names = line.capital_share > _SHARE_OF_NAMES
    return bool(dateline(line.text)) or (not line.has_stop and (names or names_a_day(line)))


def _parted_by_credits(page: Page, first: int, second: int) -> bool:
    """Tell whether a byline or a date stands between two lines."""
    cut = any(fate in ("byline", "date") for fate in page.fates[first + 1 : second])
    filled = (page.slots.get("byline", -1), page.slots.get("date", -1))
    return cut or any(first < index < second for index in filled)
