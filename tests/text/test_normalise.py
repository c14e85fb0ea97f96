"""One form to store, one form to compare."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.text.normalise import fold, repair, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("Itâ€™s cafÃ©", "It’s café"),
        ("“quotes” ‘stay’", "“quotes” ‘stay’"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("a\u200bb\ufeffc\u00add\u2060e", "abcde"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("a\u200db a\u200cb", "ab ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧 ok", "👩\u200d👩\u200d👧 ok"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", None),
        ("e\u0301", "é"),
        ("a\ue000b", "a b"),
        ("&amp; stays", "&amp; stays"),
        ("tab\tstays", "tab\tstays"),
        ("\ud83d\ude00 \ud800x", "😀 \ufffdx"),
    ],
)
def test_repair_gives_the_form_to_store(text: str, expected: str | None) -> None:
    assert repair(text) == (text if expected is None else expected)


@given(st.text(max_size=60) | st.text(alphabet="aÃ©â€™\u200d\u0301ی\u00a0\r\n👩🏽", max_size=30))
@example("Â\xa0Ã©")
def test_repair_twice_is_once(text: str) -> None:
    once = repair(text)

    assert repair(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  The\tCAFÉ ", "the cafe"),
        ("Straße", "strasse"),
        ("“a” ‘b’ «c» it’s", "'a' 'b' 'c' it's"),
        ("a—b–c", "a-b-c"),
        ("١٢٣ ۴۵۶ १२", "123 456 12"),
        ("كتاب يحيى", "کتاب یحیی"),
        ("أإآا ة ه ہ ھ", "اااا ه ه ه ه"),
        ("مُحَمَّد ـــ", "محمد"),
        ("کیا؟ ہاں۔", "کیا? هاں."),
        ("ﷺ", fold("صلى الله عليه وسلم")),
        ("ﬁne … x²", "fine ... x2"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_gives_the_form_to_compare(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text(max_size=60) | st.text(alphabet="aÀßİıﬁكيىہ١ ‘’\u0301\u064b", max_size=30))
def test_fold_twice_is_once(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop, U.S.-led (2nd)!", ["don't", "stop", "u", "s", "led", "2nd"]),
        ("ہے، کیا۔", ["هے", "کیا"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("日本x", ["日", "本", "x"]),
        ("—… ", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_folded_words_of_any_script(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60), max_size=8))
@example(["a" * 60, "Ω’s", "木" * 50])
def test_words_of_a_text_are_those_of_its_parts_between_blanks(parts: list[str]) -> None:
    assert words(" ".join(parts)) == [word for part in parts for word in words(part)]


def test_words_are_the_same_beside_one_that_is_too_long_to_be_kept() -> None:
    text = "The mill’s 1,200 “bags” – ساٹھ"

    assert words(f"{text} {'a' * 60}") == [*words(text), "a" * 60]
