"""Agreement with the truth, on cases that can be reckoned by hand."""

import pytest

from articles.dedupe.scoring import score_difference, score_groups, score_pairs


def test_pairs_are_scored_by_what_was_said_and_what_is_so() -> None:
    found = score_pairs([True, True, True, False], [True, True, False, True])

    assert found.precision.value == found.recall.value == pytest.approx(2 / 3)
    assert found.f1.value == pytest.approx(2 / 3)
    assert 0 <= found.f1.low <= found.f1.value <= found.f1.high <= 1


def test_no_pairs_are_no_mistakes() -> None:
    found = score_pairs([], [])

    assert (found.precision.value, found.recall.value) == (1.0, 1.0)


def test_groups_that_agree_have_full_scores_whatever_they_are_called() -> None:
    found = score_groups({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"})

    assert (found.ari.value, found.bcubed_f1.value) == (1.0, 1.0)


def test_one_group_for_all_has_full_recall_and_no_agreement_beyond_chance() -> None:
    truth = {"a": "x", "b": "x", "c": "y", "d": "y"}

    found = score_groups(dict.fromkeys(truth, 1), truth)

    assert (found.ari.value, found.bcubed_recall.value) == (0.0, 1.0)
    assert found.bcubed_precision.value == 0.5


def test_b_cubed_of_a_split_group() -> None:
    truth = {"a": "x", "b": "x", "c": "x", "d": "y"}

    found = score_groups({"a": 1, "b": 1, "c": 2, "d": 3}, truth)

    assert found.bcubed_precision.value == 1.0
    assert found.bcubed_recall.value == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_texts_without_a_truth_are_left_out_and_unplaced_ones_stand_alone() -> None:
    found = score_groups({"a": 1, "z": 1}, {"a": "x", "b": "y"})

    assert (found.ari.value, found.bcubed_f1.value) == (1.0, 1.0)


def test_intervals_are_the_same_in_every_run() -> None:
    said, truth = [True, False] * 20, [True, True, False, False] * 10

    assert score_pairs(said, truth) == score_pairs(said, truth)


def test_gain_is_that_of_the_whole_and_drawn_by_topics() -> None:
    truth = [True, False, True, False]
    before, after = [True, True, True, True], [True, False, True, False]

    gain = score_difference(before, after, truth, ["a", "a", "b", "b"])

    assert gain.value == gain.low == gain.high == pytest.approx(1 - 2 / 3)


def test_gain_of_what_is_said_twice_is_nothing_and_swapped_it_is_a_loss() -> None:
    truth, topics = [True, False, True], ["a", "b", "c"]
    one, other = [True, True, False], [True, False, True]

    assert score_difference(one, one, truth, topics).value == 0.0
    there, back = (score_difference(*pair, truth, topics) for pair in ((one, other), (other, one)))
    assert there.value == pytest.approx(-back.value) == pytest.approx(0.5)
    assert there.low < there.value < there.high
