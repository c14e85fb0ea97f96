"""Whatever the text: facts stand where they say, and two boards of one pair agree."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedupe.accounts import Account
from articles.dedupe.board import MOST_DIFFERENCES, MOST_GAPS, compare_accounts
from articles.dedupe.ledger import Passage, read_ledger

PIECES = st.sampled_from(
    [
        "15", "1,200", "٣", "۱۵", "2.5", "three", "a dozen", "half a million", "dozens of",
        "$", "Rs ", "per cent", "people", "killed", "injured", "were", "ports", "million",
        "to", "and", "between", "more than", "in", "on", "April", "May", "2024", "1979",
        "Sunday", "yesterday", "last month", "3 March 2019", "2019-02-31", "اپریل", "میں",
        "مارس", "يوم", "الأحد", "کہا", "Varnow", "Greta", "Karvan", "Sgt.", "said", "“",
        "”", '"', "‘", "’", "«", "»", "’’", ".", ",", "،", "۔", "\n", "-", "e\u0301",
        "\u200f", "İ", "ß", "ﬁ", "½", "①", "𝟛", "한", "34-year-old", "aged", "No. 7",
        "12:30", "at least", "KARVAN, 3 March (MWA) —",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
    st.text(max_size=200),
)
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 15), date(9998, 12, 15)))


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(TEXTS, max_size=4), day=DAYS)
def test_every_fact_is_the_words_between_its_offsets(texts: list[str], day: date | None) -> None:
    passages = [Passage(f"p-{place}", text) for place, text in enumerate(texts)]

    ledger = read_ledger(passages, day=day)

    for fact in ledger.facts:
        text = texts[fact.sentence.passage]
        assert fact.text
        assert text[fact.start : fact.end] == fact.text
        assert fact.sentence.start <= fact.start


@settings(max_examples=150, deadline=None)
@given(one=TEXTS, other=TEXTS, day=DAYS)
def test_board_of_any_two_texts_is_made_and_bounded(one: str, other: str, day: date | None) -> None:
    accounts = [
        Account(key, read_ledger([Passage("p", text)], day=day))
        for key, text in enumerate((one, other))
    ]

    board, again = compare_accounts(accounts), compare_accounts(accounts)

    assert board == again
    assert len(board.differences) <= MOST_DIFFERENCES
    assert len(board.gaps) <= MOST_GAPS
    assert all(len(statement.sides) > 1 for statement in board.differences)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, day=DAYS)
def test_text_beside_itself_differs_in_nothing_that_it_does_not_say_twice(
    text: str, day: date | None
) -> None:
    ledger = read_ledger([Passage("p", text)], day=day)

    alone = compare_accounts([Account(1, ledger)])
    doubled = compare_accounts([Account(1, ledger), Account(2, ledger)])

    assert alone.differences or doubled.differences == ()
    assert doubled.gaps == ()
