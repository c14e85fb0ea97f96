"""Which few stored documents are worth comparing."""

from articles.dedupe.fingerprint import Term, fingerprint
from articles.dedupe.judge import Judgement, judge
from articles.dedupe.match import (
    COPIES,
    EVENTS,
    GIVE_UP,
    Lookup,
    in_turn,
    rank,
    rank_groups,
    shingle_keys,
    term_weights,
)
from tests.dedupe.material import MARKET_MONDAY, RETOLD, WIRE, cut_copy

SMALL = Lookup(most_keys=3, most_holders=10, least_shared=2, most_candidates=2, days=1)


def test_rank_puts_those_that_share_most_first_and_of_equals_the_newest() -> None:
    assert rank({1: 5, 2: 9, 3: 5, 4: 1}, COPIES) == [2, 3, 1]


def test_rank_is_bounded() -> None:
    shared = {found: 2.0 + found for found in range(1000)}

    assert rank(shared, SMALL) == [999, 998]
    assert len(rank(shared, COPIES)) == COPIES.most_candidates


def test_rank_of_nothing_is_nothing() -> None:
    assert rank({}, COPIES) == []


def test_shingle_keys_of_a_long_text_are_its_least() -> None:
    assert shingle_keys([5, -2, 9, 0, 7], lookup=SMALL) == (-2, 0, 5)


def test_term_weights_of_many_terms_are_the_heaviest() -> None:
    terms = [Term(key, str(key), float(key % 5)) for key in range(1, 8)]

    assert term_weights(terms, lookup=SMALL) == {4: 4.0, 3: 3.0, 2: 2.0}


def test_a_cut_copy_shares_enough_shingles_to_be_compared() -> None:
    stored, asked = fingerprint(WIRE).shingles, shingle_keys(fingerprint(cut_copy()).shingles)

    assert len(stored.intersection(asked)) >= COPIES.least_shared


def test_another_account_shares_enough_terms_to_be_compared() -> None:
    asked = term_weights(fingerprint(RETOLD).terms)
    stored = {term.key for term in fingerprint(WIRE).terms}
    foreign = {term.key for term in fingerprint(MARKET_MONDAY).terms}

    assert sum(weight for key, weight in asked.items() if key in stored) > EVENTS.least_shared
    assert sum(weight for key, weight in asked.items() if key in foreign) < 2 * EVENTS.least_shared


def test_rank_groups_names_each_copy_group_once_by_its_representative() -> None:
    shared = {1: 9.0, 2: 8.0, 3: 7.0, 4: 2.0}

    assert rank_groups(shared, {1: 3, 2: 3, 3: 3}, SMALL) == [3, 4]


def test_candidates_are_judged_in_turn_until_so_many_were_unrelated() -> None:
    asked: list[int] = []
    same, other = judge(WIRE, RETOLD), judge(WIRE, MARKET_MONDAY)

    def say(found: int) -> Judgement:
        asked.append(found)
        return same if found in (0, 5) else other

    judged = dict(in_turn(range(100), say))

    assert asked == list(judged) == list(range(5 + GIVE_UP + 1))
    assert [found for found, judgement in judged.items() if judgement is same] == [0, 5]
