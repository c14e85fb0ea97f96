"""How well predictions agree with the truth: pairs, and groups of texts."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

RESAMPLES = 200
"""Times the truth is drawn anew for an interval."""

INTERVAL = (0.025, 0.975)

T = TypeVar("T")
Member = tuple[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and the interval in which it lies 95 times of 100, by drawing the sample anew."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class PairScore:
    """Precision, recall and their harmonic mean over labelled pairs."""

    precision: Interval
    recall: Interval
    f1: Interval


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Agreement of two groupings: adjusted Rand index (Hubert and Arabie, 1985), B-cubed
    precision, recall and F1 (Bagga and Baldwin, 1998)."""

    ari: Interval
    bcubed_precision: Interval
    bcubed_recall: Interval
    bcubed_f1: Interval


def score_pairs(said: Sequence[bool], truth: Sequence[bool]) -> PairScore:
    """Of labelled pairs, what was said and what is so, in the same order."""
    pairs = list(zip(said, truth, strict=True))
    precision, recall, f1 = _intervals(pairs, _pair_figures)
    return PairScore(precision, recall, f1)


def score_difference(
    before: Sequence[bool],
    after: Sequence[bool],
    truth: Sequence[bool],
    topics: Sequence[Hashable],
) -> Interval:
    """By how much F1 rises from one way to say it to another, on the same labelled pairs.

    Whole topics are drawn anew: what helps with one event helps with all its pairs, so pairs of a
    topic are no independent witnesses.
    """
    rows: dict[Hashable, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for topic, *row in zip(topics, before, after, truth, strict=True):
        rows[topic].append((row[0], row[1], row[2]))

    def gain(drawn: Sequence[list[tuple[bool, bool, bool]]]) -> tuple[float]:
        pairs = [row for topic in drawn for row in topic]
        then, now = (_pair_figures([(row[at], row[2]) for row in pairs])[2] for at in (0, 1))
        return (now - then,)

    sample = list(rows.values())
    (value,) = gain(sample)
    ((low, high),) = _ends(sample, gain, 1)
    return Interval(value, min(low, value), max(high, value))


def score_groups(said: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> GroupScore:
    """The group of each text as predicted and as it is; texts without a truth are left out."""
    groups: dict[Hashable, list[Member]] = defaultdict(list)
    for name, group in truth.items():
        groups[group].append((said.get(name, name), group))

    def figures(drawn: Sequence[tuple[int, list[Member]]]) -> tuple[float, ...]:
        # A group that is drawn again is another group, with the same mistakes.
        times: Counter[int] = Counter()
        members: list[Member] = []
        for at, group in drawn:
            members += [((times[at], one), (times[at], other)) for one, other in group]
            times[at] += 1
        return _group_figures(members)

    whole = _group_figures([pair for group in groups.values() for pair in group])
    ends = _ends(list(enumerate(groups.values())), figures, len(whole))
    ari, precision, recall, f1 = (
        Interval(value, min(low, value), max(high, value))
        for value, (low, high) in zip(whole, ends, strict=True)
    )
    return GroupScore(ari, precision, recall, f1)


def _pair_figures(pairs: Sequence[tuple[bool, bool]]) -> tuple[float, ...]:
    counts = Counter(pairs)
    hit, false, missed = counts[True, True], counts[True, False], counts[False, True]
    precision = hit / (hit + false) if hit + false else 1.0
    recall = hit / (hit + missed) if hit + missed else 1.0
    return precision, recall, _harmonic(precision, recall)


def _group_figures(members: Sequence[Member]) -> tuple[float, ...]:
    both = Counter(members)
    said = Counter(one for one, _ in members)
    truth = Counter(other for _, other in members)
    precision = _share(sum(n * n / said[one] for (one, _), n in both.items()), len(members))
    recall = _share(sum(n * n / truth[other] for (_, other), n in both.items()), len(members))
    return _ari(both, said, truth, len(members)), precision, recall, _harmonic(precision, recall)


def _ari(
    both: Mapping[Member, int],
    said: Mapping[Hashable, int],
    truth: Mapping[Hashable, int],
    count: int,
) -> float:
    together = sum(map(_pairs, both.values()))
    one, other = sum(map(_pairs, said.values())), sum(map(_pairs, truth.values()))
    expected = one * other / _pairs(count) if count > 1 else 0.0
    most = (one + other) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def _pairs(count: int) -> float:
    return count * (count - 1) / 2


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def _intervals(
    sample: Sequence[tuple[bool, bool]],
    figures: Callable[[Sequence[tuple[bool, bool]]], tuple[float, ...]],
) -> list[Interval]:
    """The figures of a sample with their intervals."""
    values = figures(sample)
    ends = _ends(sample, figures, len(values))
    return [Interval(value, *pair) for value, pair in zip(values, ends, strict=True)]


def _ends(
    sample: Sequence[T], figures: Callable[[Sequence[T]], tuple[float, ...]], count: int
) -> list[tuple[float, float]]:
    """The ends of each figure's interval; every run draws alike."""
    chance = random.Random(RESAMPLES)  # noqa: S311 - a drawing, not a secret
    drawn = [
        figures(chance.choices(sample, k=len(sample))) for _ in range(RESAMPLES * bool(sample))
    ]
    ends = []
    for at in range(count):
        column = sorted(row[at] for row in drawn) or [1.0]
        low, high = (column[round(end * (len(column) - 1))] for end in INTERVAL)
        ends.append((low, high))
    return ends
