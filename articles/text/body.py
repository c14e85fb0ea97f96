"""Find the article among the lines of a page: the run of lines that is worth most.

Each line is worth something, prose much, furniture less than nothing; the article is the run with
the greatest sum (Finn and others, 2001), which may be parted by a foreign block if that pays. The
weights were set on 101 hand-labelled pages.
"""

from collections.abc import Collection, Sequence
from typing import Final

from articles.text.chrome import Furniture, ends_article
from articles.text.lines import Line
from articles.text.page import Page

_CHROME: Final = -1.5
_STOP: Final = -3.0  # "Related articles": what follows is seldom the article
_LIKELY_CHROME: Final = -3.0
_CAPTION: Final = -0.5
_CREDIT: Final = -1.5
_WORDS_A_POINT: Final = 6.0  # of a sentence; of a line without a stop:
_OPEN_WORDS_A_POINT: Final = 16.0
_MOST_WORDS: Final = 60
_MOST_OPEN_WORDS: Final = 40
_TINY: Final = -2.5  # under 5 words, no stop
_TINY_SENTENCE: Final = -0.3
_SHORT: Final = -1.5  # under 10 words, no stop
_TEASER: Final = -3.0  # trails off with three dots
_SAID_OFTEN: Final = -3.0
_TITLED: Final = -1.5  # in English title capitals
_SHOUTED: Final = -2.0
_TITLE_WORDS: Final = 6  # fewer in capitals may be a sub-heading
_LONG_TEASER_WORDS: Final = 40

_AGAIN: Final = 16.0  # price of going on behind a foreign block
_BEFORE: Final = 8.0  # price of beginning before the headline
_FAR: Final = 6.0  # price of beginning far behind it
_NEAR_LINES: Final = 14
_CLUSTER: Final = 12  # lines between two echoes of one headline
_INTO_BODY: Final = 5


def find_body(page: Page, repeats: Collection[int], echoes: Sequence[int] = ()) -> list[bool]:
    """Tell which lines lie inside the article; what was cut inside it stays cut.

    `echoes` are the lines that say the headline: the article begins at or near them. A text without
    any prose is taken whole.
    """
    worths = [_worth(page, index, repeats) for index in range(len(page.lines))]
    run = _best_run(worths, [0.0] * len(worths))
    if True not in run:
        return [True] * len(run)  # nothing reads as prose: a list, a verse, a single line
    if not echoes:
        return run
    anchor = find_anchor(echoes, run)
    starts = [_start_price(index, anchor) for index in range(len(worths))]
    return _best_run(worths, starts)


def find_anchor(echoes: Sequence[int], run: Sequence[bool]) -> int | None:
    """Return the first of the headline's echoes that stand together near the start of the run."""
    if not echoes:
        return None
    start = run.index(True) if True in run else 0
    near = [index for index in echoes if index <= start + _INTO_BODY] or [echoes[0]]
    anchor = near.pop()
    while near and anchor - near[-1] <= _CLUSTER:
        anchor = near.pop()
    return anchor


def _start_price(index: int, anchor: int | None) -> float:
    if anchor is None:
        return 0.0
    if index < anchor:
        return _BEFORE
    return 0.0 if index - anchor < _NEAR_LINES else _FAR


def _worth(page: Page, index: int, repeats: Collection[int]) -> float:
    line, fate = page.lines[index], page.fates[index]
    if fate == "chrome":
        return _STOP if ends_article(line) else _CHROME
    if fate:
        return _CAPTION if fate == "caption" else _CHROME
    if index in repeats:
        return 0.0
    if page.credits[index]:
        return _CREDIT
    if page.furniture[index] is Furniture.LIKELY:
        return _LIKELY_CHROME
    worth = _worth_of_words(line)
    often = page.times[line.folded] > 1 and not line.is_prose
    return min(worth, _SAID_OFTEN) if often else worth


def _worth_of_words(line: Line) -> float:
    count = line.count
    if line.is_cut_off and count < _LONG_TEASER_WORDS:
        return _TEASER
    if line.has_stop:
        return min(count, _MOST_WORDS) / _WORDS_A_POINT if count >= 5 else _TINY_SENTENCE
    if count >= _TITLE_WORDS and line.is_shouted:
        return _SHOUTED
    if count >= _TITLE_WORDS and line.capital_share > 0.7:
        return _TITLED
    if count < 10:
        return _TINY if count < 5 else _SHORT
    return min(count, _MOST_OPEN_WORDS) / _OPEN_WORDS_A_POINT


def _best_run(worths: Sequence[float], start_prices: Sequence[float]) -> list[bool]:
    """Return the way of greatest worth: before the article, in it, behind it or in a gap."""
    before, inside, behind = 0.0, float("-inf"), float("-inf")
    from_inside: list[int] = []  # 0 began here, 1 went on, 2 came back
    from_behind: list[int] = []
    for worth, price in zip(worths, start_prices, strict=True):
        ways = (before - price, inside, behind - _AGAIN)
        way = max(range(3), key=ways.__getitem__)
        from_inside.append(way)
        from_behind.append(1 if inside >= behind else 2)
        inside, behind = ways[way] + worth, max(inside, behind)
    state = 0 if max(inside, behind) <= 0 else 1 if inside >= behind else 2
    run = []
    for index in reversed(range(len(worths))):
        run.append(state == 1)
        state = from_inside[index] if state == 1 else from_behind[index] if state == 2 else 0
    return run[::-1]
