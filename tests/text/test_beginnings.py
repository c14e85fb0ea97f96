"""What the letters typed so far may mean."""

import pytest

from articles.text.beginnings import LONGEST, asked_words, rank, typed


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Port of Karvan", "port of karvan", 0),
        ("port of", "Port of Karvan", 1),
        ("port o", "Port of Karvan", 2),
        ("p k", "Port of Karvan", 3),
        ("kar po", "Port of Karvan", 4),
        ("pok", "Port of Karvan", 5),
        ("po", "Port of Karvan", 2),
        ("cafe", "Café Nord", 1),
        ("كتاب", "کتاب میلہ", 1),
        ("میل کتا", "کتاب میلہ", 4),
        ("port port", "Port of Karvan", None),
        ("ort", "Port of Karvan", None),
        ("p", "Old Port", 3),
        ("op", "Old Port", 5),
        ("", "Port", None),
        ("port", "", None),
        ("—", "Port", None),
    ],
)
def test_name_is_ranked_by_how_it_answers(text: str, name: str, expected: int | None) -> None:
    assert rank(asked_words(text), name) == expected


def test_what_was_typed_is_one_short_line_without_unseen_characters() -> None:
    assert typed(" a\x00b\u202e\n\tc ") == "ab c"
    assert len(typed("x" * 10_000)) == LONGEST
