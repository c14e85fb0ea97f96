"""Take out what stands between and behind the paragraphs, and know a sub-heading."""

import re

from articles.text.chrome import ends_article
from articles.text.lines import Line
from articles.text.normalise import words
from articles.text.page import Page

_BARE_CREDIT = re.compile(r"^[(\[][^()\[\]]{3,80}[)\]]$|\||^(?:photo|credit|image)", re.IGNORECASE)
_MOST_CREDIT_WORDS = 12
_MOST_CAPTION_WORDS = 45
_SHOUTED_TEASER_WORDS = 6  # fewer in capitals are a sub-heading
_TITLED_TEASER_WORDS = 10
_MOST_HEADING_WORDS = 14
_LEAST_WORDS_BELOW_HEADING = 8
_LONG_PROSE_WORDS = 20
_ENOUGH_PROSE = 3  # long lines behind "Related articles" that say the article goes on
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|author|producer"
    r"|professor|fellow|host|covers|freelancer?|analyst|blogger)\b",
    re.IGNORECASE,
)
_PRESENTS = re.compile(
    r"^(?:[A-Z][\w.'’-]+ ){2,4}(?:\([^)]*\) )?(?:is|was|covers|has|writes|joined|reports)\b"
)
_ROLE_WITHIN = 25  # words
_BY = re.compile(
    r"^\W*(?:(?:written |reported )?by|بقلم|كتبت?|تحریر|رپورٹ|نامہ نگار)\W+", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r",|&|\band\b|\||/")


def cut_inside(page: Page) -> None:
    """Cut teasers, what follows the end, and the lines about the author."""
    _cut_teasers(page)
    _cut_behind_end(page)
    _cut_biographies(page)


def cut_captions(page: Page) -> None:
    """Cut picture credits, and the line before a bare one: it describes the picture."""
    for index, is_caption in enumerate(page.captions):
        if is_caption:
            page.cut(index, "caption")
    for index in range(1, len(page.lines)):
        line, before = page.lines[index], page.lines[index - 1]
        bare = line.count <= _MOST_CREDIT_WORDS and _BARE_CREDIT.search(line.text)
        if page.fates[index] == "caption" and bare and before.count <= _MOST_CAPTION_WORDS:
            page.cut(index - 1, "caption")


def _cut_teasers(page: Page) -> None:
    """Cut headlines of other articles, set in capitals or in English title case."""
    for index in page.kept():
        line = page.lines[index]
        if line.has_stop:
            continue
        shouted = line.is_shouted and line.count >= _SHOUTED_TEASER_WORDS
        titled = line.capital_share > 0.7 and line.count >= _TITLED_TEASER_WORDS
        if shouted or titled:
            page.cut(index, "teaser")


def _cut_behind_end(page: Page) -> None:
    """Cut all behind "Related articles" and the like, unless the article goes on behind it."""
    kept = page.kept()
    total = sum(page.lines[index].count for index in kept)
    so_far = 0
    for index, line in enumerate(page.lines):
        if page.fates[index] == "chrome" and so_far * 2 > total and ends_article(line):
            behind = [i for i in kept if i > index]
            long = [i for i in behind if _is_long_prose(page.lines[i])]
            if len(long) < _ENOUGH_PROSE:
                for i in behind:
                    page.cut(i, "outside")
                return
        if page.is_kept(index):
            so_far += line.count


def _is_long_prose(line: Line) -> bool:
    return line.is_prose and line.count >= _LONG_PROSE_WORDS


def _cut_biographies(page: Page) -> None:
    """Cut what the last paragraphs say of the author."""
    prose = [index for index in page.kept() if page.lines[index].is_prose]
    names = _names(page.byline)
    for index in prose[-3:] if len(prose) > 6 else prose[-1:] if len(prose) > 2 else []:
        line = page.lines[index]
        start = " ".join(line.text.split()[:_ROLE_WITHIN])
        presents = _PRESENTS.match(line.text) and _ROLE.search(start)
        named = any(f" {name} " in f" {' '.join(line.words)} " for name in names)
        if presents or named:
            page.cut(index, "about-author")


def _names(byline: str | None) -> list[str]:
    parts = _BETWEEN_NAMES.split(_BY.sub("", byline or ""))
    return [" ".join(words(part)) for part in parts if len(words(part)) in (2, 3)]


def is_heading(page: Page, index: int, following: int | None) -> bool:
    """Tell whether a kept line is a sub-heading of the kept line that follows it."""
    line = page.lines[index]
    if following is None or line.has_stop or not 1 <= line.count <= _MOST_HEADING_WORDS:
        return False
    below = page.lines[following]
    starts_item = re.match(r"[-–—•*·▪●]|\(?\d+[.)]", line.text) is not None
    ends_open = line.text.endswith((":", ",", ";", "،", "؛", "-", "–", "—"))
    prose_below = below.has_stop and below.count >= _LEAST_WORDS_BELOW_HEADING
    return prose_below and not starts_item and not ends_open and below.count > line.count
