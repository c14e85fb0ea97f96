"""Fit the weights of `event` to labelled pairs; run by hand, its result is `weights.json`."""

from collections.abc import Sequence
from dataclasses import fields
from math import exp

from .event import Signals, Weights

STEPS = 600
RATE = 2.0
MOMENTUM = 0.9
SHRINK = 1e-4
"""Pull of each weight towards 0, so that signals that say the same share the weight."""


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
