"""Judge a file of articles as the newsroom would: what copies what, which tell one event.

All articles are read first, as an archive is, so that the furniture of their sites is known; then
each is compared with those before it, in the order given, within the bounds of the look-up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from articles.text.lines import Line
from articles.text.repeats import find_repeats

from .chrome import LineCounts
from .event import SAME_EVENT
from .fingerprint import Document, Prints, fingerprint
from .grouping import Grouping
from .index import MemoryIndex
from .judge import DEFAULT, REVIEW, Judgement, Verdict, judge_prints
from .likeness import Likeness
from .match import in_turn

LEAST_REPEATED = 4
"""Words of a paragraph from which its repetition is reported; a shorter one is a heading."""

DAY_SECONDS = 86_400


class Level(StrEnum):
    """What is asked of the pairs, or of each article."""

    NEAR = "near"
    STORY = "story"
    REPEATS = "repeats"


@dataclass(frozen=True, slots=True)
class Prediction:
    """A pair, the later one first, and what the judge said of it."""

    one: str
    other: str
    judgement: Judgement

    def score(self, level: Level) -> float:
        """From 0 to 1, so scaled that the product acts from 0.5.

        near: shows the pair to an editor (`judge.REVIEW`). story: says "same event" or more.
        """
        copy = scaled(self.judgement.copy_score, REVIEW)
        if level is Level.NEAR:
            return copy
        event = scaled(self.judgement.event_score, SAME_EVENT)
        is_copy = self.judgement.verdict in (Verdict.SAME_COPY, Verdict.NEW_VERSION)
        return max(event, copy) if is_copy else event


def read_all(documents: Mapping[str, Document]) -> Iterator[tuple[str, Prints]]:
    """The prints of each document, without the chrome that all of them together show."""
    lines = LineCounts()
    for document in documents.values():
        lines.add(document.paragraphs)
    for name, document in documents.items():
        yield name, fingerprint(document, chrome=lines.chrome)


class Archive:
    """Texts that arrive one after the other: each is compared, then grouped, then remembered."""

    def __init__(self, likeness: Likeness | None = None) -> None:
        self.names: list[str] = []
        self.grouping = Grouping()
        self._prints: list[Prints] = []
        self._index = MemoryIndex()
        self._likeness = likeness

    def take_in(self, name: str, prints: Prints) -> list[Prediction]:
        """What the text is to each that the look-up proposes."""
        number, at = len(self.names), prints.document.published_at
        day = None if at is None else at.timestamp() / DAY_SECONDS
        whole_day = None if day is None else int(day)
        judged = self._judged(prints, self._index.copies(prints, whole_day))
        accounts = self._index.accounts(prints, self.grouping.leaders, whole_day)
        others = [other for other in accounts if other not in judged]
        judged |= self._judged(prints, others)
        self.grouping.place(
            number,
            judged,
            lambda other: self._judge(prints, other),
            word_count=prints.word_count,
            day=day,
        )
        self._index.add(number, prints, whole_day)
        self.names.append(name)
        self._prints.append(prints)
        return [Prediction(name, self.names[other], found) for other, found in judged.items()]

    def groups(self) -> dict[str, list[str]]:
        """The members of each copy group, in order of arrival, by its representative."""
        found: dict[str, list[str]] = {}
        for number, leader in sorted(self.grouping.leaders.items()):
            found.setdefault(self.names[leader], []).append(self.names[number])
        return found

    def _judged(self, prints: Prints, others: Sequence[int]) -> dict[int, Judgement]:
        return dict(in_turn(others, lambda other: self._judge(prints, other)))

    def _judge(self, prints: Prints, other: int) -> Judgement:
        return judge_prints(prints, self._prints[other], DEFAULT, self._likeness)


def predict(
    documents: Mapping[str, Document], likeness: Likeness | None = None
) -> tuple[list[Prediction], Archive]:
    """Each pair that the look-up proposes, in order of arrival, and the archive at the end."""
    archive = Archive(likeness)
    found: list[Prediction] = []
    for name, prints in read_all(documents):
        found += archive.take_in(name, prints)
    return found, archive


def pair_scores(
    predictions: Iterable[Prediction], archive: Archive, level: Level
) -> dict[tuple[str, str], float]:
    """Score of each pair above 0, the later text first.

    Of a copy group only the representative is compared with other accounts; what is said of it
    holds for its copies, as they share its story.
    """
    scores = {
        (found.one, found.other): found.score(level)
        for found in predictions
        if found.score(level) > 0
    }
    if level is not Level.STORY:
        return scores
    return _spread(scores, archive.groups()) | scores


def _spread(
    scores: Mapping[tuple[str, str], float], groups: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], float]:
    """The best score between two groups for every pair across them, and 1 within a group."""
    heads = {name: head for head, members in groups.items() for name in members}
    best: dict[tuple[str, str], float] = {}
    for (one, other), score in scores.items():
        key = (heads[one], heads[other])
        best[key] = max(best.get(key, 0.0), score)
    across = {
        (one, other): score
        for (first, second), score in best.items()
        if first != second
        for one in groups[first]
        for other in groups[second]
        if (other, one) not in scores
    }
    within = {
        (one, other): 1.0
        for members in groups.values()
        for at, other in enumerate(members)
        for one in members[at + 1 :]
    }
    return across | within


def scaled(score: float, edge: float) -> float:
    """`score` with `edge` moved to 0.5, on two straight lines from 0 and to 1."""
    if score < edge:
        return 0.5 * score / edge
    return 0.5 + 0.5 * (score - edge) / (1 - edge)


def repeated_paragraphs(paragraphs: Sequence[str]) -> list[int]:
    """Offsets of the paragraphs that say again what an earlier one says."""
    lines = [Line(at, text) for at, text in enumerate(paragraphs)]
    return sorted(find_repeats(lines, least_words=LEAST_REPEATED))
