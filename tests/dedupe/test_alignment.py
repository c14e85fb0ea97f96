"""What stands in another text in the same order."""

from hypothesis import given
from hypothesis import strategies as st

from articles.dedupe.alignment import MOST_WORDS, in_order

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


def longest_common_subsequence(one: list[str], other: list[str]) -> int:
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, word in enumerate(one):
        for j, beside in enumerate(other):
            rows[i + 1][j + 1] = (
                rows[i][j] + 1 if word == beside else max(rows[i][j + 1], rows[i + 1][j])
            )
    return rows[-1][-1]


@given(WORDS, WORDS)
def test_in_order_is_the_longest_common_subsequence(one: list[str], other: list[str]) -> None:
    expected = longest_common_subsequence(one, other) / len(one) if one else 0.0

    assert in_order(one, other) == expected


def test_words_in_another_order_are_not_in_order() -> None:
    assert in_order(["c", "b", "a"], ["a", "b", "c"]) == 1 / 3


def test_of_endless_texts_only_the_beginning_is_aligned() -> None:
    endless = [f"w{n}" for n in range(MOST_WORDS * 20)]

    assert in_order(endless, endless) == 1.0
