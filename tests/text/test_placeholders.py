"""Placeholders: what stands for a word to come, and what only looks like it."""

import pytest

from articles.text import placeholders


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor, TK, said", "TK"),
        ("TKTK said", "TKTK"),
        ("It cost XXX rupees", "XXX"),
        ("Call xxxx today", "xxxx"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("He paid ??? for it", "???"),
        ("وزیر TK نے کہا", "TK"),
    ],
)
def test_placeholder_is_found(text: str, found: str) -> None:
    assert placeholders.find(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "Super Bowl XX", "tk 500", "Really???", "XXL shirts", "the .xxx domain", "TKO in round 3"],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert placeholders.find(text) == ""
