"""Which language, and which way it runs."""

import pytest

from articles.text.language import direction, guess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council has approved the plan for the harbour, and it will open in May.", "en"),
        ("Velmora becomes the first port to ban ferries", "en"),
        ("روس افغانستان میں طالبان کی حکومت کو تسلیم کرنے والا پہلا ملک بن گیا ہے۔", "ur"),
        ("روسيا تصبح أول دولة تعترف بحكومة طالبان في أفغانستان بعد اجتماع في كابل", "ar"),
        ("کراچی میں بارش", "ur"),
        ("القاهرة", "ar"),
        ("Le conseil a approuvé le plan pour le port et il ouvrira dans la ville.", ""),
        ("Der Rat hat den Plan für den Hafen gebilligt, und er wird im Mai eröffnet.", ""),
        ("Совет одобрил план", ""),
        ("日本語の文章です", ""),
        ("12:30 – 45 %", ""),
        ("", ""),
    ],
)
def test_guess_language(text: str, language: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ur", "rtl"), ("ar-EG", "rtl"), ("fa_IR", "rtl"), ("HE", "rtl"), ("en", "ltr"), ("", "ltr")],
)
def test_direction_of_language_tag(tag: str, way: str) -> None:
    assert direction(tag) == way
