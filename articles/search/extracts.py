"""Where an article says what was looked for: pieces of its own words, some of them marked.

Data, not HTML: who shows them escapes them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.search.query import Term, tokens

SHOWN_WORDS = 32
BEFORE = 8
# Further in, nobody reads for an extract; the article has it all the same.
MOST_READ = 20_000
MOST_FOUND = 40

_RUN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff]"
    "|(?:[^\\W_\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0b82-\u0bcd"
    "\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3e-\u0d4d\u0e31-\u0e4e\u102b-\u103e\u200b-\u200f\u00ad])+"
)


@dataclass(frozen=True)
class Piece:
    """Some of the text as it stands there; `is_found` when it is what was looked for."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class _Place:
    """Words `first` to `last` of a text that are the term of that number."""

    first: int
    last: int
    term: int


def mark(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The whole text, cut at what was found; the pieces joined give the text.

    >>> mark("A café", [Term(("cafe",))])
    (Piece(text='A ', is_found=False), Piece(text='café', is_found=True))
    """
    runs = list(_RUN.finditer(text))
    return _pieces(text, runs, _places(runs, terms), 0, len(text))


def excerpt(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """About thirty words around the place that says most of it; the beginning where none does.

    An ellipsis stands where text is left out.
    """
    text = " ".join(text[:MOST_READ].split())
    runs = list(_RUN.finditer(text))
    if not runs:
        return (Piece(text),) if text else ()
    places = _places(runs, terms)
    first = max(_best(places) - BEFORE, 0) if places else 0
    last = min(first + SHOWN_WORDS, len(runs)) - 1
    start = runs[first].start() if first else 0
    end = runs[last].end() if last < len(runs) - 1 else len(text)
    shown = _pieces(text, runs, places, start, end)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return (*before, *shown, *after)


@lru_cache(maxsize=1 << 15)
def _folded(run: str) -> str:
    return " ".join(tokens(run))


def _places(runs: Sequence[re.Match[str]], terms: Sequence[Term]) -> list[_Place]:
    """Where the terms stand, in order: `MOST_FOUND` places, or those near the only term's first."""
    whole: dict[str, list[int]] = {}
    begun: list[int] = []
    for number, term in enumerate(terms):
        if term.is_prefix and len(term.words) == 1:
            begun.append(number)
        else:
            whole.setdefault(term.words[0], []).append(number)
    words = [_folded(run[0]) for run in runs]
    places: list[_Place] = []
    for place, word in enumerate(words):
        likely = [*whole.get(word, ()), *begun]
        for number in likely:
            if _stands(words, place, terms[number]):
                last = place + len(terms[number].words) - 1
                places.append(_Place(place, last, number))
        is_enough = len(places) >= MOST_FOUND
        if is_enough or (len(terms) == 1 and places and place > places[0].last + SHOWN_WORDS):
            break
    return places


def _stands(words: Sequence[str], place: int, term: Term) -> bool:
    *whole, last = term.words
    end = place + len(whole)
    if end >= len(words) or any(words[place + step] != word for step, word in enumerate(whole)):
        return False
    return words[end].startswith(last) if term.is_prefix else words[end] == last


def _best(places: Sequence[_Place]) -> int:
    """The word from which most of the terms stand together, the first such."""

    def worth(number: int) -> int:
        start = places[number].first
        near = (p for p in places[number:] if p.last < start + SHOWN_WORDS - BEFORE)
        return len({place.term for place in near})

    return places[max(range(len(places)), key=lambda number: (worth(number), -number))].first


def _pieces(
    text: str, runs: Sequence[re.Match[str]], places: Sequence[_Place], start: int, end: int
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for place in places:
        begins, ends = runs[place.first].start(), runs[place.last].end()
        if begins < at or ends > end:
            continue
        if begins > at:
            pieces.append(Piece(text[at:begins]))
        pieces.append(Piece(text[begins:ends], True))
        at = ends
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)
