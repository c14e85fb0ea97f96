"""How telling a word is."""

import pytest

from articles.dedupe.rarity import RAREST, is_common, opens_name, rarity
from articles.text.normalise import fold


@pytest.mark.parametrize("word", ["the", "said", "کے", "التي", "para", "nach"])
def test_the_commonest_words_of_a_language_tell_little(word: str) -> None:
    assert rarity(fold(word)) <= 1.0


def test_rarer_words_tell_more_and_unknown_ones_most() -> None:
    weights = [rarity(word) for word in ("the", "minister", "ferry", "zhirnov")]

    assert weights == sorted(weights)
    assert weights[-1] == RAREST


def test_words_that_are_no_names_by_themselves_are_common() -> None:
    words = ("after", "minister", "ministry", "zhirnov", "germany")

    assert [is_common(word) for word in words] == [True, True, True, False, False]


def test_words_that_belong_to_the_name_after_them_open_it() -> None:
    assert (opens_name("new"), opens_name("york")) == (True, False)
