"""Differences by words, paragraphs and sentences."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text.diff import Row, Shared, Span, paragraphs, row, shared_sentences, words
from articles.text.sentences import sentences


def brief(spans: list[Span]) -> list[tuple[str, str]]:
    return [(span.op, span.text) for span in spans]


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("", "", []),
        ("a b", "a b", [("same", "a b")]),
        ("", "a", [("added", "a")]),
        ("a", "", [("removed", "a")]),
        (
            "two men died",
            "three men died",
            [("removed", "two "), ("added", "three "), ("same", "men died")],
        ),
        ("the end.", "the end!", [("same", "the end"), ("removed", "."), ("added", "!")]),
        ("a  b", "a b", [("same", "a b")]),
        ("don’t", "don't", [("removed", "don’t"), ("added", "don't")]),
        (
            "روس نے تسلیم کیا",
            "چین نے تسلیم کیا",
            [("removed", "روس "), ("added", "چین "), ("same", "نے تسلیم کیا")],
        ),
        ("مُحَمَّد", "مُحَمَّد", [("same", "مُحَمَّد")]),
    ],
)
def test_words_gives_spans_of_whole_words(
    before: str, after: str, spans: list[tuple[str, str]]
) -> None:
    assert brief(words(before, after)) == spans


TOKENS = ["a", "b", "c", "the", "روس", "é", "12", ".", ",", "“", "\n"]
TEXTS = st.lists(st.sampled_from(TOKENS), max_size=40).map(" ".join)


@settings(deadline=None)
@given(TEXTS | st.text(max_size=40), TEXTS | st.text(max_size=40))
def test_words_spans_joined_give_both_texts(before: str, after: str) -> None:
    spans = words(before, after)

    assert "".join(span.text for span in spans if span.op != "removed") == after
    old = "".join(span.text for span in spans if span.op != "added")
    assert old.split() == before.split() or "".join(old.split()) == "".join(before.split())


def test_words_of_long_texts_find_the_one_change() -> None:
    body = " ".join(f"word{number % 997} and" for number in range(20_000))

    spans = words(f"{body} old {body}", f"{body} new {body}")

    assert brief(spans)[1:3] == [("removed", "old "), ("added", "new ")]
    assert len(spans) == 4


def test_words_of_long_unlike_texts_come_to_an_end() -> None:
    spans = words("a b " * 50_000, "b c " * 50_000)

    assert {span.op for span in spans} <= {"same", "removed", "added"}


def test_paragraphs_stand_beside_what_they_became() -> None:
    before = ["Same one.", "The mayor spoke for an hour.", "Gone entirely now."]
    after = ["Same one.", "New in the middle here.", "The mayor spoke for two hours.", "Last."]

    rows = paragraphs(before, after)

    assert [(row.before is not None, row.after is not None, row.changed) for row in rows] == [
        (True, True, False),
        (False, True, True),
        (True, True, True),
        (True, False, True),
        (False, True, True),
    ]
    assert rows[0] == Row((Span("same", "Same one."),), (Span("same", "Same one."),), False)
    assert rows[1] == Row(None, (Span("added", "New in the middle here."),), True)
    assert rows[2].before == (
        Span("same", "The mayor spoke for "),
        Span("removed", "an hour"),
        Span("same", "."),
    )


def test_paragraphs_that_differ_in_case_only_are_changed() -> None:
    assert [row.changed for row in paragraphs(["A b."], ["a b."])] == [True]


def test_paragraphs_many_of_them_rewritten_come_to_an_end() -> None:
    rows = paragraphs([f"old {n} text" for n in range(400)], [f"new {n} words" for n in range(500)])

    assert len(rows) == 500


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8))
@settings(deadline=None)
def test_paragraphs_rows_hold_every_paragraph_in_order(before: list[str], after: list[str]) -> None:
    rows = paragraphs(before, after)

    new = ["".join(span.text for span in row.after) for row in rows if row.after is not None]
    assert new == after
    assert sum(row.before is not None for row in rows) == len(before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. A. Khan of the U.S. came. He left.", ["Dr. A. Khan of the U.S. came.", "He left."]),
        ("It cost 3.5 million. “Too much.” He said so.",
         ["It cost 3.5 million.", "“Too much.”", "He said so."]),
        ("He said: “Go.” and left.", ["He said: “Go.” and left."]),
        ("روس نے کہا۔ چین نے سنا؟ ہاں۔", ["روس نے کہا۔", "چین نے سنا؟", "ہاں۔"]),
        ("قال الرئيس. ثم ذهب؟ نعم.", ["قال الرئيس.", "ثم ذهب؟", "نعم."]),
        ("一句。二句。", ["一句。", "二句。"]),
        ("no stop\nnext line", ["no stop", "next line"]),
        ("Wait... what? Yes", ["Wait... what?", "Yes"]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_sentences_of_several_scripts(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet='aB. ?!۔\n"”)', max_size=60))
def test_sentences_lose_no_letter(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_shared_sentences_word_for_word_or_nearly() -> None:
    a = "The mayor opened the new bridge on Monday. Nobody was hurt in the storm. He said no."
    b = "Rain fell. The mayor opened the NEW bridge on Monday! He said no."

    assert shared_sentences(a, b) == Shared(frozenset({0}), frozenset({1}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Seven more ships lay at anchor off the port on the morning after the storm.",
         "Nine more ships lay at anchor off the port on the morning after the storm."),
        ("The committee of the port has so far counted 15 ships that were held up by it.",
         "The committee of the port has so far counted 16 ships that were held up by it."),
        ("شہر کی انتظامیہ نے بتایا کہ طوفان کے بعد سات جہاز بندرگاہ کے باہر کھڑے رہے۔",
         "شہر کی انتظامیہ نے بتایا کہ طوفان کے بعد نو جہاز بندرگاہ کے باہر کھڑے رہے۔"),
    ],
)  # fmt: skip
def test_sentence_with_another_number_is_not_shared(one: str, other: str) -> None:
    assert shared_sentences(one, other) == Shared(frozenset(), frozenset())


def test_sentence_with_another_word_is_shared_and_keeps_its_numbers() -> None:
    one = "The committee has so far counted 15 ships and 3 boats that were held up by the storm."
    other = one.replace("held", "kept")

    assert shared_sentences(one, other) == Shared(frozenset({0}), frozenset({0}))


def test_short_sentence_is_shared_between_shared_ones() -> None:
    a = "The mayor opened the new bridge on Monday. Nobody was hurt. A band played until midnight."

    assert shared_sentences(a, a[: a.index(" A band")]) == Shared(
        frozenset({0, 1}), frozenset({0, 1})
    )


def test_shared_sentences_of_unlike_texts_are_none() -> None:
    assert shared_sentences("One two three four five.", "") == Shared(frozenset(), frozenset())


def test_row_shows_each_side_in_its_own_blanks() -> None:
    shown = row("The gap in the dyke was 40 metres.", "The gap in the dyke, at dawn 40 metres.")

    assert shown.before is not None
    assert shown.after is not None
    assert "".join(span.text for span in shown.before) == "The gap in the dyke was 40 metres."
    assert "".join(span.text for span in shown.after) == "The gap in the dyke, at dawn 40 metres."
    assert [span.text for span in shown.before if span.op == "removed"] == ["was "]
