"""Copies under one representative, accounts in one story."""

from math import log

import pytest

from articles.dedupe.cluster import (
    LEAST_FIT,
    SUREST,
    Voice,
    best_story,
    groups_to_join,
    takes_lead,
    voices_fit,
)


def test_a_copy_joins_the_group_whose_representative_it_is_most_like() -> None:
    leaders, sizes = {1: 1, 2: 2, 3: 3}, {1: 1, 2: 1, 3: 1}

    assert groups_to_join({1: 0.6, 2: 0.9, 3: 0.4}, leaders, sizes) == [2, 1]


def test_of_equal_groups_the_first_to_come_is_joined() -> None:
    assert groups_to_join({4: 0.9, 2: 0.9}, {4: 4, 2: 2}, {4: 1, 2: 1}) == [2, 4]


def test_nothing_is_joined_without_a_copy() -> None:
    assert groups_to_join({}, {}, {}) == []
    assert groups_to_join({1: 0.49}, {1: 1}, {1: 1}) == []


def test_a_copy_of_one_member_of_many_is_no_copy_of_the_group() -> None:
    leaders = {5: 1}

    assert groups_to_join({5: 0.95}, leaders, {1: 3}) == []
    assert groups_to_join({5: 0.95}, leaders, {1: 2}) == [1]


def test_two_members_at_review_strength_stand_for_one_sure_one() -> None:
    leaders, sizes = {1: 1, 5: 1}, {1: 3}

    assert groups_to_join({1: 0.3, 5: 0.35}, leaders, sizes) == [1]
    assert groups_to_join({1: 0.3}, leaders, sizes) == []


def test_limits_of_a_newsroom_are_kept() -> None:
    assert groups_to_join({1: 0.6}, {1: 1}, {1: 1}, same_copy=0.7, review=0.5) == []
    assert groups_to_join({1: 0.3}, {1: 1}, {1: 1}, same_copy=0.28) == [1]


@pytest.mark.parametrize(("words", "leads"), [(120, False), (121, True), (90, False)])
def test_a_text_leads_when_it_is_much_fuller(words: int, leads: bool) -> None:
    assert takes_lead(words, 100) is leads


def test_a_story_fits_by_the_mean_of_what_all_its_accounts_say() -> None:
    assert voices_fit([Voice(0.5), Voice(0.5)]) == 0
    assert voices_fit([Voice(0.8), Voice(0.2)]) == pytest.approx(0)


def test_one_sure_account_cannot_outvote_the_others() -> None:
    assert voices_fit([Voice(1.0), *[Voice(0.05)] * 3]) == pytest.approx((SUREST - 3 * log(19)) / 4)
    assert voices_fit([Voice(1.0), *[Voice(0.05)] * 4]) < LEAST_FIT
    assert voices_fit([Voice(0.0)]) == -SUREST


def test_the_best_fitting_story_comes_first_and_strangers_are_left_out() -> None:
    stories = {
        7: [Voice(0.6)],
        8: [Voice(0.9), Voice(0.8)],
        9: [Voice(0.55), *[Voice(0.01)] * 5],
    }

    assert best_story(stories) == [8, 7]


def test_accounts_in_another_script_without_common_names_do_not_speak_against_a_story() -> None:
    heard = [Voice(0.95, is_across=True), Voice(0.6, is_across=True)]
    silent = [Voice(0.01, is_across=True)] * 10

    assert voices_fit([*silent, *heard]) == voices_fit(heard) > LEAST_FIT
    assert voices_fit([*silent, Voice(0.95)]) < LEAST_FIT
