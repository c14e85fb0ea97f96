"""Find paragraphs that a text says twice."""

from collections.abc import Sequence

from articles.text.lines import Line
from articles.text.normalise import words
from articles.text.sentences import sentences

# Of 682 hand-cleaned bodies 3 % repeat a line of 8 words or more on purpose, 6 % a shorter one
# (questions of an interview, boxes, event lists): so a short line goes only with its neighbours.
_LEAST_WORDS = 8
_LEAST_NEAR_WORDS = 12
_RUN = 5  # words in a shingle
_NEAR = 0.9  # share of a line's shingles that stand in the earlier line
_MOST_NEW_WORDS = 2
_MOST_LOOKED_AT = 5  # earlier lines weighed for each line


def find_repeats(lines: Sequence[Line]) -> dict[int, int]:
    """Return index of the repeat -> index of the line it repeats, which comes first.

    A repeat says nothing new: the same words, or the same sentences, or nearly the same words with
    no other figure. Short lines count only inside a run of repeats that keeps the order.
    """
    exact: dict[str, int] = {}
    by_sentence: dict[str, int] = {}
    near = _Shingles()
    found: dict[int, int] = {}
    for index, line in enumerate(lines):
        earlier = exact.get(line.folded)
        if earlier is None and line.count >= _LEAST_NEAR_WORDS:
            earlier = _said_before(line, by_sentence)
            earlier = near.like(line) if earlier is None else earlier
        if earlier is None:
            exact[line.folded] = index
            near.add(index, line)
            for sentence in sentences(line.text):
                by_sentence.setdefault(" ".join(words(sentence)), index)
        else:
            found[index] = earlier
    return _surely(lines, found)


def _said_before(line: Line, by_sentence: dict[str, int]) -> int | None:
    """Return where every sentence of the line was said before, if all were."""
    keys = [" ".join(words(sentence)) for sentence in sentences(line.text)]
    return by_sentence[keys[0]] if keys and all(key in by_sentence for key in keys) else None


def _surely(lines: Sequence[Line], found: dict[int, int]) -> dict[int, int]:
    """Drop short repeats, but for those whose neighbour repeats the neighbour of the first."""
    return {
        index: earlier
        for index, earlier in found.items()
        if lines[index].count >= _LEAST_WORDS
        or (_is_long(lines, found, index + 1, earlier + 1))
        or (_is_long(lines, found, index - 1, earlier - 1))
    }


def _is_long(lines: Sequence[Line], found: dict[int, int], index: int, earlier: int) -> bool:
    return found.get(index) == earlier and lines[index].count >= _LEAST_WORDS


class _Shingles:
    """Word runs of the lines seen, to find an earlier line that holds nearly all of a later one."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], list[int]] = {}
        self._words: dict[int, frozenset[str]] = {}

    def add(self, index: int, line: Line) -> None:
        """Remember a line."""
        if line.count < _LEAST_NEAR_WORDS:
            return
        self._words[index] = frozenset(line.words)
        for run in _runs(line):
            places = self._places.setdefault(run, [])
            if len(places) < _MOST_LOOKED_AT:
                places.append(index)

    def like(self, line: Line) -> int | None:
        """Return the earlier line that says nearly the same, with the same figures."""
        runs = _runs(line)
        hits: dict[int, int] = {}
        for run in runs:
            for place in self._places.get(run, ()):
                hits[place] = hits.get(place, 0) + 1
        for place, count in sorted(hits.items(), key=lambda hit: -hit[1])[:_MOST_LOOKED_AT]:
            new = frozenset(line.words) - self._words[place]
            figures = any(any(character.isdigit() for character in word) for word in new)
            if count >= _NEAR * len(runs) and len(new) <= _MOST_NEW_WORDS and not figures:
                return place
        return None


def _runs(line: Line) -> set[tuple[str, ...]]:
    found = line.words
    return {tuple(found[place : place + _RUN]) for place in range(len(found) - _RUN + 1)}
