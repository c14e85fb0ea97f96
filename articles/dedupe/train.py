"""Fit the weights of `event` to labelled pairs, and those of a model that sees the grey ones again.

Run by hand; the results are `weights.json` and `leanings.json`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import exp, log

from articles.errors import BadInput

from .event import Signals, Weights
from .likeness import Leaning, is_grey

STEPS = 600
RATE = 2.0
MOMENTUM = 0.9
SHRINK = 1e-4
"""Pull of each weight towards 0, so that signals that say the same share the weight."""

NEWTON_STEPS = 30


def fit(pairs: Sequence[Signals], same: Sequence[bool]) -> Weights:
    """Logistic regression by gradient descent; weights stay at 0 or above.

    A signal that speaks for an event may be weak but never speaks against it: a negative weight
    would fit chance in the sample and give reasons no editor could follow.
    """
    names = [field.name for field in fields(Signals) if field.name != "across"]
    rows = [[1.0, *(float(getattr(pair, name)) for name in names)] for pair in pairs]
    values = [0.0] * (len(names) + 1)
    speed = [0.0] * len(values)
    for _ in range(STEPS):
        slope = _slope(rows, same, values)
        speed = [MOMENTUM * before + now for before, now in zip(speed, slope, strict=True)]
        values = [value - RATE * step for value, step in zip(values, speed, strict=True)]
        values[1:] = [max(0.0, value) for value in values[1:]]
    signals = {name: round(value, 3) for name, value in zip(names, values[1:], strict=True)}
    return Weights(bias=round(values[0], 3), signals=signals)


@dataclass(frozen=True, slots=True)
class Seen:
    """A labelled pair with its event score by words, and the cosine that a model gave it."""

    by_words: float
    cosine: float
    is_same: bool


def fit_leaning(pairs: Sequence[Seen], scripts: Sequence[str]) -> Leaning:
    """How far to listen to a model, by the grey ones of these pairs; raises BadInput without any.

    One weight, and no new bias: what the words say is kept, and the cosine is set against what lies
    halfway between the means of the pairs of one event and of the others. A model that does
    not part them gets a weight of 0 and changes nothing; it never speaks against its own cosine.
    """
    grey = [pair for pair in pairs if is_grey(pair.by_words)]
    means = [_mean([p.cosine for p in grey if p.is_same is same]) for same in (True, False)]
    if means[0] is None or means[1] is None:
        message = "Of one event and of two, there must be pairs that the words leave open."
        raise BadInput(message, "Give a larger set.")
    usual = round((means[0] + means[1]) / 2, 3)
    weight = 0.0
    for _ in range(NEWTON_STEPS):
        slope, bend = SHRINK * weight, SHRINK
        for pair in grey:
            more = pair.cosine - usual
            odds = log(pair.by_words / (1 - pair.by_words)) + weight * more
            chance = 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
            slope += more * (chance - pair.is_same) / len(grey)
            bend += more * more * chance * (1 - chance) / len(grey)
        weight = max(0.0, weight - slope / bend)
    return Leaning(usual, round(weight, 3), tuple(sorted(set(scripts))))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _slope(
    rows: Sequence[Sequence[float]], same: Sequence[bool], values: Sequence[float]
) -> list[float]:
    """Gradient of the mean log-loss at `values`."""
    slope = [SHRINK * value for value in values]
    for row, label in zip(rows, same, strict=True):
        odds = sum(value * weight for value, weight in zip(row, values, strict=True))
        error = (1 / (1 + exp(-max(-30.0, min(30.0, odds)))) - label) / len(rows)
        for at, value in enumerate(row):
            slope[at] += error * value
    return slope
