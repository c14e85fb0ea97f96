"""Whether two documents report the same event: weighted words, names, figures and dates."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from .facts import shared_dates
from .fingerprint import Prints, figure_weight
from .rarity import RAREST, rarity

SAME_EVENT = 0.5
"""Score from which two documents report the same event; the weights are fitted to it."""

FREE_DAYS = 1.0
"""Days apart that cost nothing: agencies, morning papers and late editions tell one event."""

DAY_COST = 0.45
"""Log-odds that each further day costs. The dev sets have no dates to fit it on; with it twins
(the next match, next month's figures: log-odds 1 to 3 by their words) part within a week, and
follow-ups that share names and wording (5 to 8) hold for ten days to a fortnight."""

MOST_COST = 12.0
"""Log-odds that time can cost: after a month only another month's telling of it is left out."""

ENOUGH_DATES = 3
"""Shared dates and years after which more say nothing new."""

FULL_OPENING = 80.0
"""Summed rarity of shared words, a dozen rare ones, from which two openings tell the same."""

UNKNOWN = 0.2
"""Share in common where there is nothing to share; one shared name alone is no whole share either:
every share is reckoned with one more rare word, of which so much is in common."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for one event, each from 0 to 1 and the same whichever document comes first.

    body: cosine of the weighted words. headline: share of each headline in the other's headline
    and lead. names: share of each one's subjects named by the other. figures: share of figures
    in common. dates: dates and years in common. opening: how much telling matter the two openings
    (headline and lead) share; unlike the others no share of the text, so that two short forms
    with nothing in them but the same few words do not pass for one event.
    """

    body: float
    headline: float
    names: float
    figures: float
    dates: float
    opening: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model over `Signals`: log-odds without any, and for each at its full value."""

    bias: float
    signals: Mapping[str, float]


@cache
def weights() -> Weights:
    """The weights of `weights.json`, fitted by `train` on human-labelled pairs."""
    text = files(__package__).joinpath("weights.json").read_text("utf-8")
    return Weights(**json.loads(text))


def signals(one: Prints, other: Prints) -> Signals:
    """Measure two documents against each other."""
    openings = one.headline | one.lead, other.headline | other.lead
    return Signals(
        body=_cosine(one.weights, other.weights),
        headline=_mean(
            _covered(one.headline or one.lead, openings[1]),
            _covered(other.headline or other.lead, openings[0]),
        ),
        names=_mean(_named(one, other), _named(other, one)),
        figures=_shared_figures(one.facts.figures, other.facts.figures),
        dates=min(len(shared_dates(one.facts, other.facts)), ENOUGH_DATES) / ENOUGH_DATES,
        opening=min(1.0, sum(map(rarity, openings[0] & openings[1])) / FULL_OPENING),
    )


def event_score(found: Signals, *, days_apart: float | None, model: Weights | None = None) -> float:
    """Probability from 0 to 1 that the signals are those of one event, `days_apart` counted in."""
    model = model or weights()
    odds = model.bias + sum([w * getattr(found, name) for name, w in model.signals.items()])
    if days_apart is not None:
        odds -= min(DAY_COST * max(0.0, days_apart - FREE_DAYS), MOST_COST)
    return 1 / (1 + exp(-odds))


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two sparse vectors."""
    few, many = sorted((one, other), key=len)
    product = sum(weight * many[word] for word, weight in few.items() if word in many)
    norms = sum(w * w for w in one.values()) * sum(w * w for w in other.values())
    return product / sqrt(norms) if norms else 0.0


def _covered(words: Collection[str], found_in: Collection[str]) -> float:
    """Share of `words`, by rarity, that `found_in` holds."""
    shared = sum(rarity(word) for word in words if word in found_in)
    return _steadied(shared, sum(map(rarity, words)))


def _named(one: Prints, other: Prints) -> float:
    """Share of the subjects of `one`, by weight, that `other` names."""
    shared = sum(one.names[key] for key in one.subjects if key in other.names)
    return _steadied(shared, sum(one.names[key] for key in one.subjects))


def _shared_figures(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the figures in common, by the text that has fewer."""
    least = min(sum(map(figure_weight, one)), sum(map(figure_weight, other)))
    return _steadied(min(least, sum(map(figure_weight, one & other))), least)


def _steadied(shared: float, total: float) -> float:
    """`shared` of `total` as a share that leaves `UNKNOWN` only as far as there is matter."""
    return (shared + UNKNOWN * RAREST) / (total + RAREST)


def _mean(one: float, other: float) -> float:
    return (one + other) / 2
