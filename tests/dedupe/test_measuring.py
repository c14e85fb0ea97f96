"""Precision, recall and their intervals over pairs that people decided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dedupe.measuring import (
    Decided,
    Measure,
    Point,
    RuleRecord,
    Share,
    at_threshold,
    by_rule,
    claims_copy,
    curve,
    is_trusted,
    overall,
    reversals,
)

PAIRS = (
    Decided(True, 0.9, "copy", True, was_joined=True),
    Decided(True, 0.7, "copy", True),
    Decided(False, 0.6, "copy", True, was_joined=True),
    Decided(True, 0.4, "event", None),
    Decided(False, 0.25, "template", False),
    Decided(True, 0.2, "quote", False),
    Decided(True, None),
)


# From Wilson's formula by hand, z = 1.96; (0, n) and (n, n) mirror each other.
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.27754),
        (10, 10, 0.72246, 1.0),
        (5, 10, 0.23659, 0.76341),
        (49, 50, 0.89505, 0.99646),
        (189, 189, 0.98008, 1.0),
    ],
)
def test_interval_of_a_share_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    share = Share(hits, total)

    assert (share.low, share.high) == (pytest.approx(low, abs=1e-5), pytest.approx(high, abs=1e-5))


@given(total=st.integers(1, 5000), data=st.data())
def test_interval_holds_the_share_and_lies_between_0_and_1(total: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, total)), total)

    assert share.value is not None
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_threshold_counts_what_it_would_call_the_same() -> None:
    measure = at_threshold(PAIRS, 0.6)

    assert measure == Measure(precision=Share(2, 3), recall=Share(2, 5))
    assert measure.f1 == pytest.approx(0.5)


def test_threshold_above_every_score_calls_nothing() -> None:
    measure = at_threshold(PAIRS, 0.95)

    assert (measure.precision.value, measure.recall.value, measure.f1) == (None, 0.0, None)


@given(
    pairs=st.lists(st.builds(Decided, st.booleans(), st.none() | st.floats(0, 1)), max_size=40),
    thresholds=st.lists(st.floats(0, 1), max_size=10).map(sorted),
)
def test_curve_is_the_threshold_tried_at_each_point(
    pairs: list[Decided], thresholds: list[float]
) -> None:
    expected = [
        Point(t, found.precision.value, found.recall.value)
        for t in thresholds
        for found in [at_threshold(pairs, t)]
    ]

    assert list(curve(pairs, thresholds)) == expected


def test_each_rule_is_told_by_what_it_said() -> None:
    assert by_rule(PAIRS) == (
        RuleRecord("copy", True, Share(2, 3), Share(2, 5), Share(1, 2)),
        RuleRecord("quote", False, Share(0, 1), None, Share(0, 0)),
        RuleRecord("template", False, Share(1, 1), None, Share(0, 0)),
    )


def test_pairs_that_the_machine_left_open_count_as_not_found() -> None:
    assert overall(PAIRS) == Measure(Share(2, 3), Share(2, 5))


def test_reversed_are_the_machines_own_joinings_that_were_taken_apart() -> None:
    assert reversals(PAIRS) == Share(1, 2)


@pytest.mark.parametrize(
    ("right", "total", "trusted"),
    [(20, 20, True), (19, 19, False), (49, 50, True), (48, 49, False), (0, 0, False)],
)
def test_source_is_trusted_from_enough_right_decisions(
    right: int, total: int, trusted: bool
) -> None:
    assert is_trusted(Share(right, total)) is trusted


@pytest.mark.parametrize(("right", "total", "trusted"), [(0, 0, True), (1, 1, True), (3, 4, False)])
def test_trust_given_in_advance_lasts_until_the_decisions_speak_against_it(
    right: int, total: int, trusted: bool
) -> None:
    assert is_trusted(Share(right, total), fewest=0) is trusted


@pytest.mark.parametrize(
    ("rule", "says"),
    [("exact", True), ("copy", True), ("source", True), ("item", True), ("template", False),
     ("quote", False), ("event", None), ("nothing", None), ("", None)],
)  # fmt: skip
def test_rules_that_speak_of_copies(rule: str, says: bool | None) -> None:
    assert claims_copy(rule) is says
