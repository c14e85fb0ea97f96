"""Find paragraphs that a text says twice."""

import re
from collections import Counter
from collections.abc import Sequence

from articles.text.lines import Line
from articles.text.normalise import words
from articles.text.sentences import sentences

# Of 682 hand-cleaned bodies 3 % repeat a line of 8 words or more on purpose, 6 % a shorter one
# (questions of an interview, boxes, event lists): so a short line goes only with its neighbours.
LEAST_WORDS = 8
_LEAST_NEAR_WORDS = 12
_RUN = 5  # words
_STEP = 3
_NEAR = 0.9  # share of a line's word runs that stand in the earlier line
_MOST_NEW_WORDS = 2
_MOST_LOOKED_AT = 5  # earlier lines weighed for each line
_FIGURE = re.compile(r"\d")


def find_repeats(lines: Sequence[Line], *, least_words: int = LEAST_WORDS) -> dict[int, int]:
    """Return index of the repeat -> index of the line it repeats, which comes first.

    A repeat says nothing new: the same words, or the same sentences, or nearly the same words with
    no other figure. Lines shorter than `least_words` count only inside a run of repeats that keeps
    the order.
    """
    return sure_repeats(lines, find_alike(lines), least_words=least_words)


def find_alike(lines: Sequence[Line]) -> dict[int, int]:
    """Return index -> index of the earlier line that says the same, short lines too."""
    exact: dict[str, int] = {}
    seen = _Seen(lines)
    found: dict[int, int] = {}
    for index, line in enumerate(lines):
        earlier = exact.get(line.folded)
        if earlier is None and line.count >= _LEAST_NEAR_WORDS:
            earlier = seen.saying(index)
        if earlier is None:
            exact[line.folded] = index
            seen.add(index)
        else:
            found[index] = earlier
    return found


def sure_repeats(
    lines: Sequence[Line], found: dict[int, int], *, least_words: int = LEAST_WORDS
) -> dict[int, int]:
    """Drop short repeats, but for those whose neighbour repeats the neighbour of the first."""

    def is_long(index: int, earlier: int) -> bool:
        return found.get(index) == earlier and lines[index].count >= least_words

    return {
        index: earlier
        for index, earlier in found.items()
        if any(is_long(index + step, earlier + step) for step in (0, 1, -1))
    }


class _Seen:
    """The lines read so far, to find the one that says what a later line says."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._places: dict[tuple[str, ...], list[int]] = {}
        self._sentences: dict[str, int] = {}
        self._unread: list[int] = []  # lines whose sentences were not needed yet

    def add(self, index: int) -> None:
        """Remember a line. Every third run will do: a repeat is asked for all of its own."""
        self._unread.append(index)
        if self._lines[index].count >= _LEAST_NEAR_WORDS:
            for run in _runs(self._lines[index])[::_STEP]:
                places = self._places.setdefault(run, [])
                if len(places) < _MOST_LOOKED_AT:
                    places.append(index)

    def saying(self, index: int) -> int | None:
        """Return the earlier line that says the same sentences, or nearly the same words."""
        line = self._lines[index]
        hits = Counter(place for run in _runs(line) for place in self._places.get(run, ()))
        if not hits:
            return None
        alike = (place for place, _ in hits.most_common(_MOST_LOOKED_AT) if self._like(place, line))
        found = next(alike, None)
        return self._said_before(line) if found is None else found

    def _like(self, place: int, line: Line) -> bool:
        earlier = self._lines[place]
        new = set(line.words) - set(earlier.words)
        if len(new) > _MOST_NEW_WORDS or any(_FIGURE.search(word) for word in new):
            return False
        runs = set(_runs(line))
        return len(runs & set(_runs(earlier))) >= _NEAR * len(runs)

    def _said_before(self, line: Line) -> int | None:
        """Return where every sentence of the line was said before, if all were."""
        for index in self._unread:
            for sentence in sentences(self._lines[index].text):
                self._sentences.setdefault(" ".join(words(sentence)), index)
        self._unread = []
        keys = [" ".join(words(sentence)) for sentence in sentences(line.text)]
        known = all(key in self._sentences for key in keys)
        return self._sentences[keys[0]] if keys and known else None


def _runs(line: Line) -> list[tuple[str, ...]]:
    return list(zip(*(line.words[shift:] for shift in range(_RUN)), strict=False))
