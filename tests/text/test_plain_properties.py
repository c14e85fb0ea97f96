"""What holds for every text: nothing is lost, twice is once, a person's word counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.errors import TooLarge
from articles.text.lines import MAX_CHARS, MAX_LINES, read_lines
from articles.text.plain import REASONS, CleanedText, Cut, clean_text
from articles.text.sentences import sentences
from tests.text import material
from tests.text.mutations import ARABIC, CRUMBS, ENGLISH, FORMS, URDU

LINES = (
    *material.FERRY.paragraphs,
    material.FERRY.headline,
    material.TRAM.lead,
    material.TRAM.headline,
    material.TRAM.standfirst,
    *material.TRAM.paragraphs,
    *(crumb for crumb, _ in CRUMBS),
    *ENGLISH, *FORMS, *URDU, *ARABIC,
    "By Jane Doe, Agency | July 5, 2025", "Updated: July 5, 2025", "By Jane Doe", "AFP", "Sport",
    "(Anna Berg / Harbour Press)", "Photo: Anna Berg", "What next?", "“No.”", "GO ON",
    "Jane Doe is a reporter who covers the harbour for the Post.", "* * *", "12", "…",
    "Tomas Reike", "GET THE HARBOUR POST ON THE GO NOW",
    "LONG QUARREL OF HARBOUR, TOWN AND THE YARD AT HARROW POINT", "Read on below…", "",
    "کابل: روس افغانستان میں طالبان کی حکومت کو تسلیم کرنے والا پہلا ملک بن گیا ہے۔",
    "5 جولائی 2025",
)  # fmt: skip
page_like = st.lists(st.sampled_from(LINES), max_size=40).map("\n".join)
any_text = st.text(max_size=400) | st.text(alphabet="aA. \n|:-\u200c\u0627\u06d4*é1", max_size=300)


def slot_texts(cleaned: CleanedText) -> str:
    slots = (cleaned.headline, cleaned.lead, cleaned.standfirst, cleaned.byline, cleaned.date)
    cut = (one.line for one in cleaned.cut)
    return "\n".join([*(slot for slot in slots if slot), *cleaned.paragraphs, *cut])


@settings(max_examples=100, deadline=None)
@given(page_like | any_text)
def test_clean_text_any_text_loses_no_sentence(text: str) -> None:
    kept = slot_texts(clean_text(text))

    lost = [
        sentence
        for line in read_lines(text)
        for part in line.text.split(" | ")  # byline and date may part a line
        for sentence in sentences(part)
        if sentence not in kept
    ]
    assert lost == []


@settings(max_examples=100, deadline=None)
@given(page_like | any_text)
def test_clean_text_twice_is_once(text: str) -> None:
    once = clean_text(text)

    twice = clean_text(once.text, headline=once.headline)

    assert (twice.text, twice.cut) == (once.text, ())


@settings(max_examples=100, deadline=None)
@given(page_like | any_text)
def test_clean_text_reasons_are_the_named_ones(text: str) -> None:
    assert {one.reason for one in clean_text(text).cut} <= set(REASONS) - {"by-hand"}


@settings(max_examples=100, deadline=None)
@given(page_like, st.data())
def test_clean_text_restored_line_alone_changes(text: str, data: st.DataObject) -> None:
    cleaned = clean_text(text)
    if not cleaned.cut:
        return
    restored = data.draw(st.sampled_from(cleaned.cut))

    again = clean_text(text, keep=frozenset({restored.number}))

    assert again.cut == tuple(one for one in cleaned.cut if one != restored)
    assert sorted(again.paragraphs) == sorted((*cleaned.paragraphs, restored.line))


@settings(max_examples=100, deadline=None)
@given(page_like, st.data())
def test_clean_text_dropped_line_alone_changes(text: str, data: st.DataObject) -> None:
    cleaned = clean_text(text)
    lines = read_lines(text)
    if not lines:
        return
    dropped = data.draw(st.sampled_from(lines))

    again = clean_text(text, drop=frozenset({dropped.number}))

    others = [one for one in cleaned.cut if one.number != dropped.number]
    by_hand = Cut(dropped.text, "by-hand", dropped.number)
    assert again.cut == tuple(sorted([*others, by_hand], key=lambda one: one.number))


@pytest.mark.parametrize("text", ["x" * (MAX_CHARS + 1), "\n" * MAX_LINES])
def test_clean_text_over_the_limit_is_refused(text: str) -> None:
    with pytest.raises(TooLarge, match="the limit is"):
        clean_text(text)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\N{NO-BREAK SPACE}"])
def test_clean_text_blank_has_no_slots(text: str) -> None:
    cleaned = clean_text(text)

    assert (slot_texts(cleaned), cleaned.confidence) == ("", 0.0)
