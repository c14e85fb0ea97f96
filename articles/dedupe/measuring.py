"""How right the judge is on pairs that people decided: precision, recall, and how sure that is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

CONFIDENCE = 1.96
"""Standard deviations of a 95 % interval."""

TRUSTED_PRECISION = 0.98
"""Share of right decisions from which a source's copies may be folded without a look: one wrong
fold in fifty is what a desk undoes in passing."""

ENOUGH_DECISIONS = 20
"""Decisions from which a source's precision is told at all. With twenty right ones the interval
still begins at 0.84, so the screen shows it; to ask that the interval itself lies above 0.98 would
take 189 decisions without a single error, which no small source ever brings."""

SAYS_COPY = frozenset({"exact", "item", "source", "copy"})
"""Rules by which a pair is one text, or a later state of it."""

DENIES_COPY = frozenset({"template", "quote"})
"""Rules by which common wording is no copy."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`, with the Wilson interval in which the true share lies, 95 times of 100.

    >>> Share(20, 20).value, round(Share(20, 20).low, 2), Share(0, 0).value is None
    (1.0, 0.84, True)
    """

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self._ends()[0]

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self._ends()[1]

    def _ends(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 1.0
        n, share, z = self.total, self.hits / self.total, CONFIDENCE
        middle = share + z * z / (2 * n)
        spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        # At the ends rounding would leave 1e-17 where the formula says 0.
        low = 0.0 if self.hits == 0 else (middle - spread) / scale
        high = 1.0 if self.hits == n else (middle + spread) / scale
        return low, high


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall of one way to say "the same"."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; None where one of them is unknown."""
        precision, recall = self.precision.value, self.recall.value
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Decided:
    """A pair that a person decided, with what the machine had said of it.

    `score` is None where the texts were never compared. `was_joined` says that the machine had
    put the two together by itself before the person came.
    """

    is_same: bool
    score: float | None
    rule: str = ""
    says_same: bool | None = None
    was_joined: bool = False


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How one rule did: how often it was right, and how much of the truth it found.

    `recall` is the share of all pairs that are the same which this rule called so; None for a
    rule that says no. `reversed_` are those of its own joinings that people took apart.
    """

    rule: str
    says_same: bool
    right: Share
    recall: Share | None
    reversed_: Share


@dataclass(frozen=True, slots=True)
class Point:
    """Precision and recall at one threshold, None where nothing is called the same."""

    threshold: float
    precision: float | None
    recall: float | None


def claims_copy(rule: str) -> bool | None:
    """What a rule says to "is it one text?"; None where it leaves that to a person or is silent."""
    if rule in SAYS_COPY:
        return True
    return False if rule in DENIES_COPY else None


def at_threshold(pairs: Iterable[Decided], threshold: float) -> Measure:
    """Precision and recall, were every pair of this score or a higher one called the same.

    A pair that was never compared has no score and is called nothing: it lowers recall only.
    """
    called = right = same = 0
    for pair in pairs:
        is_called = pair.score is not None and pair.score >= threshold
        same += pair.is_same
        called += is_called
        right += is_called and pair.is_same
    return Measure(Share(right, called), Share(right, same))


def curve(pairs: Collection[Decided], thresholds: Sequence[float]) -> tuple[Point, ...]:
    """`at_threshold` for each of these, in one pass over the pairs; thresholds must rise."""
    scored = sorted((p.score, p.is_same) for p in pairs if p.score is not None)
    same = sum(pair.is_same for pair in pairs)
    points, at = [], 0
    called, right = len(scored), sum(is_same for _score, is_same in scored)
    for threshold in thresholds:
        while at < len(scored) and scored[at][0] < threshold:
            called -= 1
            right -= scored[at][1]
            at += 1
        measure = Measure(Share(right, called), Share(right, same))
        points.append(Point(threshold, measure.precision.value, measure.recall.value))
    return tuple(points)


def by_rule(pairs: Collection[Decided]) -> tuple[RuleRecord, ...]:
    """The record of each rule that said yes or no to at least one of the pairs, most used first."""
    same = sum(pair.is_same for pair in pairs)
    groups: dict[tuple[str, bool], list[Decided]] = {}
    for pair in pairs:
        if pair.says_same is not None:
            groups.setdefault((pair.rule, pair.says_same), []).append(pair)
    records = [_record(rule, says, found, same) for (rule, says), found in groups.items()]
    return tuple(sorted(records, key=lambda record: (-record.right.total, record.rule)))


def overall(pairs: Collection[Decided]) -> Measure:
    """Precision and recall of what the machine really said, all rules together."""
    called = [pair for pair in pairs if pair.says_same]
    right = sum(pair.is_same for pair in called)
    return Measure(Share(right, len(called)), Share(right, sum(pair.is_same for pair in pairs)))


def reversals(pairs: Iterable[Decided]) -> Share:
    """Of what the machine had joined by itself and a person looked at: how much was taken apart."""
    joined = [pair for pair in pairs if pair.was_joined]
    return Share(sum(not pair.is_same for pair in joined), len(joined))


def is_trusted(right: Share, *, fewest: int = ENOUGH_DECISIONS) -> bool:
    """Whether so many right decisions let the machine act without a look."""
    if right.total < fewest:
        return False
    return right.value is None or right.value >= TRUSTED_PRECISION


def _record(rule: str, says: bool, found: Sequence[Decided], same: int) -> RuleRecord:
    right = sum(pair.is_same == says for pair in found)
    return RuleRecord(
        rule,
        says,
        Share(right, len(found)),
        Share(right, same) if says else None,
        reversals(found),
    )
