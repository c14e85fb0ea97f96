"""Lengths: what takes room in a line, where it is cut, how long it takes to read."""

import pytest

from articles.text import lengths


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Harbour opens", 13),
        ("بندرگاہ کھل گئی", 15),
        ("بَنْدَرگاہ", 7),
        ("نہ‌جائے", 6),
        ("東京の港", 8),
        ("e\u0301tat", 4),
    ],
)
def test_width_counts_what_takes_room(text: str, width: int) -> None:
    assert lengths.width(text) == width


def test_cut_short_text_is_left_alone() -> None:
    assert lengths.cut("Harbour opens", 13) == "Harbour opens"


def test_cut_long_text_ends_at_a_blank_and_fits() -> None:
    assert lengths.cut("Harbour opens after the storm", 20) == "Harbour opens after…"
    assert lengths.cut("Harbour opens after the storm", 22) == "Harbour opens after…"


def test_cut_one_long_word_is_cut_inside() -> None:
    assert lengths.cut("Donaudampfschifffahrt", 10) == "Donaudamp…"


def test_cut_wide_characters_fit_their_room() -> None:
    found = lengths.cut("東京の港が開く", 9)

    assert found == "東京の港…"
    assert lengths.width(found) == 9


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [
        (0, "en", 0),
        (1, "en", 1),
        (238, "en-GB", 1),
        (357, "en", 2),
        (690, "ar", 5),
        (690, "", 4),
        (380, "ur", 2),
        (714, "ja", 2),
    ],
)
def test_reading_minutes_follow_the_language(words: int, language: str, minutes: int) -> None:
    assert lengths.reading_minutes(words, language) == minutes
