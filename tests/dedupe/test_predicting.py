"""A file of texts, judged as the newsroom judges its arrivals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import REVIEW, SAME_COPY
from articles.dedupe.predicting import (
    Level,
    pair_scores,
    predict,
    repeated_paragraphs,
    scaled,
)
from tests.dedupe.material import MARKET_MONDAY, NOON, RETOLD, TWIN, URDU, WIRE, cut_copy

REPRINT = replace(WIRE, source="paper", published_at=NOON + timedelta(hours=2))
PILE = {
    "wire": WIRE,
    "market": MARKET_MONDAY,
    "cut": replace(cut_copy(), source="gazette", published_at=NOON + timedelta(hours=1)),
    "retold": RETOLD,
    "reprint": REPRINT,
    "twin": TWIN,
}


def scores(level: Level, pile: dict[str, Document] = PILE) -> dict[tuple[str, str], float]:
    predictions, archive = predict(pile)
    return pair_scores(predictions, archive, level)


def test_copies_are_scored_above_one_half_and_accounts_below() -> None:
    found = scores(Level.NEAR)

    assert {pair for pair, score in found.items() if score >= 0.5} == {
        ("cut", "wire"),
        ("reprint", "wire"),
        ("reprint", "cut"),
    }


def test_accounts_of_one_event_are_scored_above_one_half_with_all_copies_of_each() -> None:
    found = scores(Level.STORY)

    assert {frozenset(pair) for pair, score in found.items() if score >= 0.5} == {
        frozenset(pair)
        for pair in [
            ("cut", "wire"),
            ("reprint", "wire"),
            ("reprint", "cut"),
            ("retold", "wire"),
            ("retold", "cut"),
            ("retold", "reprint"),
        ]
    }


def test_groups_are_stars_and_the_event_is_one_story() -> None:
    _, archive = predict(PILE)

    assert archive.groups() == {
        "wire": ["wire", "cut", "reprint"],
        "market": ["market"],
        "retold": ["retold"],
        "twin": ["twin"],
    }
    stories = {archive.names[n]: story for n, story in archive.grouping.stories.items()}
    assert stories == {"wire": 0, "cut": 0, "retold": 0, "reprint": 0, "market": 1, "twin": 5}


def test_a_fuller_text_leads_the_group_of_the_cut_one_that_came_first() -> None:
    _, archive = predict({"cut": cut_copy(), "wire": WIRE})

    assert archive.groups() == {"wire": ["cut", "wire"]}


def test_texts_far_apart_in_time_are_not_compared() -> None:
    later = replace(RETOLD, published_at=NOON + timedelta(days=60))

    assert scores(Level.STORY, {"wire": WIRE, "later": later}) == {}


def test_nothing_and_empty_texts_are_taken_in() -> None:
    empty = Document(headline="", paragraphs=("",))

    assert scores(Level.NEAR, {}) == {}
    assert scores(Level.STORY, {"a": empty, "b": empty, "c": URDU}) == {}


@pytest.mark.parametrize(
    ("score", "expected"), [(0.0, 0.0), (REVIEW, 0.5), (1.0, 1.0), (SAME_COPY, 0.6575)]
)
def test_scores_are_scaled_so_that_the_product_acts_from_one_half(
    score: float, expected: float
) -> None:
    assert scaled(score, REVIEW) == pytest.approx(expected, abs=1e-4)


def test_repeated_paragraphs_are_told_and_short_headings_are_not() -> None:
    paragraphs = [
        "The ferry left the old harbour at noon with ninety people aboard.",
        "Weather",
        "Nobody was hurt, the line said.",
        "Weather",
        "The ferry left the old harbour at noon with ninety people aboard.",
        "Nobody was hurt, the line said.",
    ]

    assert repeated_paragraphs(paragraphs) == [4, 5]
