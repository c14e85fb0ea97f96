"""Clean a text without markup: tell article from furniture, and fill the slots it speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from articles.text import language as languages
from articles.text import slots
from articles.text.blocks import Block as Block
from articles.text.body import find_anchor, find_body
from articles.text.bylines import dateline
from articles.text.chrome import Furniture
from articles.text.confidence import confidence
from articles.text.inside import cut_captions, cut_inside, is_heading
from articles.text.lines import read_lines
from articles.text.page import Page
from articles.text.repeats import sure_repeats

CLEANER_VERSION: Final = "1"
REASONS: Final = (
    "breadcrumb",  # section names above the headline, now `section_hints`
    "chrome",  # a button, notice, form or heading of the page, known by its words
    "known-chrome",  # stands around this source's articles
    "headline-echo",  # says the headline again
    "repeat",  # says again what an earlier line says
    "caption",  # describes a picture or credits it
    "teaser",  # the headline of another article, between paragraphs
    "about-author",
    "byline",  # a second one, or a line of which only a part is one
    "date",
    "outside",  # before or behind the article
    "by-hand",  # a person cut it
)
_MOST_CHROME_WORDS: Final = 40  # a longer line that a source repeats is an article's
_LINES_BELOW: Final = 4  # a byline may stand so far below a standfirst
_LINES_BEHIND: Final = 4
_OPENING_LINES: Final = 4
_MOST_PASSES: Final = 20  # two are usual
_MOST_DATELINES: Final = 2


@dataclass(frozen=True)
class Cut:
    """A line taken out, why (one of `REASONS`), and its 0-based place in the input."""

    line: str
    reason: str
    number: int


@dataclass(frozen=True)
class CleanedText:
    """What a text says, slot by slot; None or () for what it does not say."""

    headline: str | None
    lead: str | None
    standfirst: str | None
    byline: str | None
    date: str | None
    dateline: str | None
    section_hints: tuple[str, ...]
    blocks: tuple[Block, ...]
    cut: tuple[Cut, ...]
    language: str
    confidence: float

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the text in order, headings among it; the lead is apart."""
        return tuple(block.text for block in self.blocks)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the sub-headings in order."""
        return tuple(block.text for block in self.blocks if block.kind != "p")

    @property
    def text(self) -> str:
        """Return the article's own words, a line each: lead, paragraphs and headings."""
        return "\n".join([self.lead, *self.paragraphs] if self.lead else self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """Return what `manage.py clean --json` prints."""
        return {
            "headline": self.headline,
            "lead": self.lead,
            "standfirst": self.standfirst,
            "byline": self.byline,
            "date": self.date,
            "dateline": self.dateline,
            "section_hints": list(self.section_hints),
            "headings": list(self.headings),
            "paragraphs": list(self.paragraphs),
            "cut": [
                {"line": cut.line, "reason": cut.reason, "number": cut.number} for cut in self.cut
            ],
            "language": self.language,
            "confidence": self.confidence,
        }


def clean_text(
    text: str,
    *,
    headline: str | None = None,
    chrome: frozenset[str] = frozenset(),
    keep: frozenset[int] = frozenset(),
    drop: frozenset[int] = frozenset(),
    language: str | None = None,
) -> CleanedText:
    """Return the article that a pasted or scraped text holds, and every line that was cut.

    `headline` is the title known from elsewhere; `chrome` are folded lines known to stand around
    this source's articles; `keep` and `drop` are numbers of lines that a person restored or cut:
    just these change. Nothing is lost: each line that is not blank ends in a slot, in the blocks or
    in `cut`. Cleaning `.text` again, with the headline, cuts nothing more. Raises `TooLarge`.
    """
    page = Page(read_lines(text))
    _read(page, headline, chrome)
    _settle(page, headline)
    for index, line in enumerate(page.lines):
        if line.number in drop:
            page.cut_by_hand(index)
        elif line.number in keep:
            page.restore(index)
    return _result(page, language)


def _read(page: Page, headline: str | None, chrome: frozenset[str]) -> None:
    """Decide the fate of every line."""
    _cut_known(page, chrome)
    repeats = sure_repeats(page.lines, page.alike)
    run = find_body(page, repeats)
    echoes = slots.find_echoes(page, headline, run)
    if echoes:
        slots.cut_echoes(page, echoes)
        run = find_body(page, repeats, echoes)
    anchor = find_anchor(echoes, run)
    slots.take_lead(page, anchor)
    _cut_repeats(page, run, repeats, anchor)
    body = _first_prose(page, run, anchor)
    top = slots.above(page, body if anchor is None else anchor)
    slots.read_breadcrumb(page, top, body)
    slots.read_credits(page, top, body + _LINES_BELOW)
    end = len(run) - run[::-1].index(True) if True in run else 0
    slots.read_labelled_date(page, end, end + _LINES_BEHIND)
    slots.take_standfirst(page, run, anchor)
    for index, inside in enumerate(run):
        if not inside and page.is_kept(index):
            page.cut(index, "outside")
    cut_inside(page)


def _first_prose(page: Page, run: Sequence[bool], anchor: int | None) -> int:
    """Return where the body's text begins, behind what stands between headline and text."""
    after = -1 if anchor is None else anchor
    inside = [i for i, is_in in enumerate(run) if is_in and i > after and page.is_kept(i)]
    prose = (index for index in inside if page.lines[index].is_prose)
    return next(prose, inside[0] if inside else len(run))


def _cut_repeats(
    page: Page, run: Sequence[bool], repeats: dict[int, int], anchor: int | None
) -> None:
    """Keep one copy of each paragraph: the first that is the lead or inside the article.

    A lead that opens the body again, right below the headline, was only a teaser.
    """
    copies: dict[int, int] = {}
    for later, first in sorted(repeats.items()):
        copy = copies.get(first, first)
        is_lead = page.slots.get("lead") == copy
        if is_lead and anchor is not None and later - anchor <= _OPENING_LINES:
            del page.slots["lead"]
            page.cut(copy, "repeat")
            copies[first] = later
        elif is_lead or (page.is_kept(copy) and run[copy]):
            page.cut(later, "repeat")
        elif run[later] and page.is_kept(later):
            copies[first] = later
            page.cut(copy, "repeat")


def _settle(page: Page, headline: str | None) -> None:
    """Read what is left again until nothing more goes: taking lines out changes the neighbours."""
    for _ in range(_MOST_PASSES):
        lead = [page.slots["lead"]] if "lead" in page.slots else []
        left = lead + page.kept()
        again = page.only(left)
        _read(again, page.headline if headline is None else headline, frozenset())
        if not any(again.fates) and not again.slots:
            return
        _adopt(page, again, left)


def _adopt(page: Page, again: Page, left: Sequence[int]) -> None:
    """Carry over what a later reading cut or found; a slot that is filled stays as it is."""
    for place, fate in enumerate(again.fates):
        if fate:
            if page.slots.get("lead") == left[place]:
                del page.slots["lead"]
            page.cut(left[place], fate)
    for place in set(again.slots.values()):
        index = left[place]
        names = sorted(slot for slot, where in again.slots.items() if where == place)
        if page.slots.get("lead") == index:
            continue
        if any(name in page.slots or getattr(page, name, None) for name in names):
            page.cut(index, names[0])  # the other half of the line is in its slot
        else:
            for name in names:
                page.fill(name, index)
    page.headline = page.headline or again.headline
    page.byline = page.byline or again.byline
    page.date = page.date or again.date
    page.section_hints += tuple(n for n in again.section_hints if n not in page.section_hints)


def _result(page: Page, language: str | None) -> CleanedText:
    kept = page.kept()
    found = language or languages.guess("\n".join(page.lines[index].text for index in kept))
    lead = _text(page, "lead")
    return CleanedText(
        headline=page.headline,
        lead=lead,
        standfirst=_text(page, "standfirst"),
        byline=page.byline,
        date=page.date,
        dateline=_dateline(page, kept),
        section_hints=page.section_hints,
        blocks=tuple(_blocks(page, kept)),
        cut=tuple(
            Cut(line.text, fate, line.number)
            for line, fate in zip(page.lines, page.fates, strict=True)
            if fate
        ),
        language=found,
        confidence=confidence(page),
    )


def _text(page: Page, slot: str) -> str | None:
    return page.lines[page.slots[slot]].text if slot in page.slots else None


def _blocks(page: Page, kept: Sequence[int]) -> Iterator[Block]:
    for index, following in zip_longest(kept, kept[1:]):
        heading = is_heading(page, index, following)
        yield Block("h2" if heading else "p", page.lines[index].text)


def _dateline(page: Page, kept: Sequence[int]) -> str | None:
    """Return the place that opens the report; none where several paragraphs open so (a talk)."""
    opening = [page.slots["lead"]] if "lead" in page.slots else []
    found = [dateline(page.lines[index].text) for index in [*opening, *kept]]
    several = sum(place is not None for place in found) > _MOST_DATELINES
    first = next((place for place in found[: len(opening) + 1] if place), None)
    return None if several else first


def _cut_known(page: Page, chrome: frozenset[str]) -> None:
    for index, line in enumerate(page.lines):
        if line.folded in chrome and line.count < _MOST_CHROME_WORDS:
            page.cut(index, "known-chrome")
        elif page.furniture[index] is Furniture.SURE:
            page.cut(index, "chrome")
    cut_captions(page)
