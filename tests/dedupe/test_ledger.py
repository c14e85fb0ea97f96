"""The ledger of a text: which facts it states, of what kind, and exactly where."""

from datetime import date

import pytest

from articles.dedupe.ledger import (
    LONGEST_PASSAGE,
    MOST_FACTS,
    MOST_PASSAGES,
    Fact,
    Kind,
    Passage,
    read_ledger,
)
from articles.dedupe.names import find_names, place_names
from articles.dedupe.numerals import plain_numerals
from articles.dedupe.plaintext import plain

DAY = date(2026, 11, 20)
ENGLISH = (
    "The Tarnow dam broke on 3 March 2019 and killed 41 people.",
    "Repairs cost $2.5 million, said Governor Ilse Varnow. “We were warned three times,” she said.",
)
URDU = (
    "تارنو بند ۳ مارچ ۲۰۱۹ کو ٹوٹا۔ ۴۱ افراد ہلاک ہوئے، گورنر نے کہا: ’’ہمیں خبردار کیا گیا تھا۔‘‘"
)
ARABIC = "انهار سدّ تارنو في ٣ مارس ٢٠١٩ وبلغت كلفة الإصلاح ٢٫٥ مليون دولار."


def read(*texts: str, day: date | None = DAY) -> list[Fact]:
    passages = [Passage(f"p-{place}", text) for place, text in enumerate(texts)]
    return list(read_ledger(passages, day=day).facts)


def told(*texts: str) -> list[tuple[Kind, str]]:
    return [(fact.kind, fact.text) for fact in read(*texts)]


def test_ledger_of_an_english_text_has_every_kind_of_fact_in_order() -> None:
    assert told(*ENGLISH) == [
        (Kind.NAME, "Tarnow"),
        (Kind.DATE, "3 March 2019"),
        (Kind.COUNT, "41 people"),
        (Kind.AMOUNT, "$2.5 million"),
        (Kind.NAME, "Governor Ilse Varnow"),
        (Kind.QUOTE, "We were warned three times,"),
    ]


def test_ledger_of_an_urdu_text_has_date_count_and_quote() -> None:
    assert told(URDU) == [
        (Kind.DATE, "۳ مارچ ۲۰۱۹"),
        (Kind.COUNT, "۴۱ افراد"),
        (Kind.QUOTE, "ہمیں خبردار کیا گیا تھا۔"),
    ]


def test_ledger_of_an_arabic_text_has_date_and_amount() -> None:
    assert told(ARABIC) == [(Kind.DATE, "٣ مارس ٢٠١٩"), (Kind.AMOUNT, "٢٫٥ مليون دولار")]


@pytest.mark.parametrize("text", [*ENGLISH, URDU, ARABIC, "Le café a coûté 3 millions d’euros."])
def test_offsets_cut_the_printed_words_out_of_the_paragraph(text: str) -> None:
    facts = read(text)

    assert [text[fact.start : fact.end] for fact in facts] == [fact.text for fact in facts]
    for fact in facts:
        assert 0 <= fact.sentence.start <= fact.start < fact.end <= len(text)


def test_offsets_are_right_after_letters_that_plain_numerals_drop() -> None:
    text = "Café́ Zoë: 15 people died."

    bare = plain(text)

    assert bare.text == plain_numerals(text)
    start, end = bare.span(bare.text.index("15"), bare.text.index("15") + 2)
    assert text[start:end] == "15"


def test_fact_knows_its_sentence_and_what_it_is_about() -> None:
    [date_fact, *_rest] = [fact for fact in read(*ENGLISH) if fact.kind is Kind.DATE]

    assert ENGLISH[0][date_fact.sentence.start : date_fact.sentence.end] == ENGLISH[0]
    assert "#die" in date_fact.about
    assert "2019" not in date_fact.about


def test_sentence_of_a_quotation_goes_on_to_its_closing_mark() -> None:
    text = "It was dark. “We saw it. We ran,” said Varnow. It rained."
    ledger = read_ledger([Passage("p-1", text)], day=DAY)
    [quote] = [fact for fact in ledger.facts if fact.kind is Kind.QUOTE]

    assert ledger.sentence_text(quote.sentence) == "“We saw it."
    assert ledger.whole_text(quote.sentence, [quote]) == "“We saw it. We ran,” said Varnow."
    assert ledger.whole_text(quote.sentence, []) == "“We saw it."


def test_dateline_states_no_fact() -> None:
    text = "PORT ELLWIN, 3 March (Reuters) — A ferry ran aground with 214 passengers aboard."

    assert told(text) == [(Kind.COUNT, "214 passengers")]


def test_placed_names_are_the_names_that_are_found() -> None:
    words = {word for names in place_names(ENGLISH) for name in names for word in name.words}

    assert words == {name.text for name in find_names(ENGLISH).values()}


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "\u200f\u202e", "15", "“", "\ud83d"])
def test_text_that_states_nothing_has_an_empty_ledger(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 30_000,
        "1,1." * 20_000,
        '"' * 60_000,
        "“a" * 30_000,
        "one hundred and " * 8_000,
        "in April " * 8_000,
        "killed 15 people " * 8_000,
        "number of people " * 8_000,
        "more than " * 8_000 + "5 people",
        "Ab " * 30_000,
        "-5-5" * 20_000,
        "e\u0301" * 50_000,
    ],
)
def test_hostile_paragraph_is_read_in_time_and_within_the_limits(text: str) -> None:
    ledger = read_ledger([Passage("p-1", text)], day=DAY)

    assert len(ledger.facts) <= MOST_FACTS
    assert all(fact.end <= LONGEST_PASSAGE for fact in ledger.facts)


def test_paragraphs_beyond_the_limit_are_not_read() -> None:
    ledger = read_ledger([Passage("p", "It rained.")] * MOST_PASSAGES + [Passage("q", "5 people")])

    assert (len(ledger.passages), ledger.facts) == (MOST_PASSAGES, ())
