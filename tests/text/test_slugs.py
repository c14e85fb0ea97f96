"""The readable part of an address."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.slugs import SLUG_PATTERN, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Russia’s “first” move!", "russias-first-move"),
        ("  A -- B__C ", "a-b-c"),
        ("Café Zürich", "café-zürich"),
        ("روس نے تسلیم کر لیا", "روس-نے-تسلیم-کر-لیا"),
        ("مُحَمَّد", "محمد"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("ＦＵＬＬ width", "full-width"),
        ("🎉🎉", "item"),
        ("", "item"),
        ("---", "item"),
        ("<b>bold</b>", "b-bold-b"),
    ],
)
def test_slugify_text_of_any_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_slugify_long_text_is_cut_between_words() -> None:
    assert slugify("alpha beta gamma", max_length=12) == "alpha-beta"


def test_slugify_long_word_is_cut_anywhere() -> None:
    assert slugify("abcdefghij", max_length=4) == "abcd"


@given(st.text(max_size=120))
def test_slugify_any_text_fits_the_pattern_and_the_length(text: str) -> None:
    slug = slugify(text, max_length=40)

    assert re.fullmatch(SLUG_PATTERN, slug)
    assert 1 <= len(slug) <= 40


@given(st.text(max_size=60))
def test_slugify_twice_is_once(text: str) -> None:
    assert slugify(slugify(text)) == slugify(text)
