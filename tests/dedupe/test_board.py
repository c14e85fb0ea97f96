"""The board of several accounts: where they differ, what rounds, and what only one says."""

from datetime import date
from pathlib import Path

import pytest

from articles.dedupe.accounts import Account
from articles.dedupe.aligning import Degree
from articles.dedupe.board import (
    MOST_ACCOUNTS,
    MOST_DIFFERENCES,
    MOST_GAPS,
    MOST_ROUNDED,
    Board,
    Statement,
    compare_accounts,
)
from articles.dedupe.ledger import Kind, Passage, read_ledger
from articles.demo import documents
from articles.text.normalise import decode, repair
from articles.text.plain import clean_text
from tests.conftest import SHARED

DAY = date(2026, 11, 20)
TWINS = documents.FOLDER / "raw" / "01-norhelm-recognition"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


def account(key: int, *texts: str, headline: str = "", day: date | None = DAY) -> Account:
    passages = [Passage(f"p-{place}", text) for place, text in enumerate(texts)]
    passages.append(Passage("headline", headline, is_body=False))
    return Account(key, read_ledger(passages, day=day))


def board_of(*texts: str, day: date | None = DAY) -> Board:
    """The board of accounts of one paragraph each, numbered from 1."""
    return compare_accounts(
        [account(key, text, day=day) for key, text in enumerate(texts, start=1)]
    )


def sides(statement: Statement) -> list[list[tuple[int, str]]]:
    return [[(claim.account, claim.fact.text) for claim in side] for side in statement.sides]


def differences(board: Board) -> list[list[list[tuple[int, str]]]]:
    return [sides(statement) for statement in board.differences]


def gaps(board: Board) -> list[tuple[int, list[str]]]:
    return [(gap.account, [fact.text for fact in gap.facts]) for gap in board.gaps]


# --- Differences ---------------------------------------------------------------------------


def test_count_of_one_thing_that_differs_is_listed_with_both_sides() -> None:
    board = board_of(
        "The ferry Saltmaiden ran on a sandbank off Oreva with 214 passengers aboard.",
        "All 217 passengers of the ferry Saltmaiden were safe after it hit a sandbank off Oreva.",
    )

    assert differences(board) == [[[(1, "214 passengers")], [(2, "217 passengers")]]]
    assert [(found.kind, found.degree) for found in board.differences] == [
        (Kind.COUNT, Degree.APART)
    ]
    assert board.differences[0].label == "ferry Saltmaiden sandbank off Oreva"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "The Tarnow dam broke in March 2019 and drowned the lower town.",
            "The lower town was drowned when the Tarnow dam broke in May 2019.",
            ("March 2019", "May 2019"),
        ),
        (
            "The blast at the Tarnow mill killed 15 people, the governor said.",
            "At least 19 died in the blast at the Tarnow mill.",
            ("15 people", "19"),
        ),
        (
            "Rebuilding the Tarnow dam will cost $2.5 million, engineers reckon.",
            "The cost of rebuilding the Tarnow dam is $3.1 million, engineers said.",
            ("$2.5 million", "$3.1 million"),
        ),
        (
            "Turnout in the Tarnow council election was 58 per cent.",
            "Turnout in the council election at Tarnow reached 61 per cent.",
            ("58 per cent", "61 per cent"),
        ),
        (
            "Varnow said: “We were warned of the crack three times before.”",
            "“We were warned of the crack many times before,” said Varnow.",
            (
                "We were warned of the crack three times before.",
                "We were warned of the crack many times before,",
            ),
        ),
        (
            "گورنر کے مطابق تارنو بند مارچ 2019 میں ٹوٹا اور زیریں شہر ڈوب گیا۔",
            "زیریں شہر اس وقت ڈوب گیا جب تارنو بند مئی 2019 میں ٹوٹا۔",
            ("مارچ 2019", "مئی 2019"),
        ),
        (
            "انهار سد تارنو في مارس 2019 وغرقت المدينة السفلى.",
            "غرقت المدينة السفلى عندما انهار سد تارنو في مايو 2019.",
            ("مارس 2019", "مايو 2019"),
        ),
        (
            "The judge, Greta Holmsund, was heard.",
            "Judge Greta Holmsunt was heard.",
            ("Greta Holmsund", "Greta Holmsunt"),
        ),
        (
            "The judge, Marina Holmsund, was heard.",
            "Judge Maria Holmsund was heard.",
            ("Marina Holmsund", "Maria Holmsund"),
        ),
        (
            "The judge, Greta Holmsund, was heard.",
            "Judge Greta Holmsunt heard Judge Greta Holmsund.",
            None,
        ),
        (
            "The judge, Greta Holmsund, was heard.",
            "Judge Greta Bolmsand was heard.",
            None,
        ),
        (
            "The minister, Amir Mutaki, left early.",
            "Minister Amir Muttaqi left early.",
            ("Amir Mutaki", "Amir Muttaqi"),
        ),
    ],
)
def test_values_of_one_thing_that_differ_are_one_row(
    one: str, other: str, expected: tuple[str, str] | None
) -> None:
    board = board_of(one, other)

    pairs = [[(1, expected[0])], [(2, expected[1])]] if expected else None
    assert differences(board) == ([pairs] if pairs else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another thing with a number of the same kind
        (
            "The mill at Tarnow has 15 workers on its floor.",
            "The hospital of Ellwin took in 22 workers after the fire.",
        ),
        # dead and wounded
        (
            "The blast at the Tarnow mill killed 15 people.",
            "The blast at the Tarnow mill injured 30 people.",
        ),
        # two currencies
        (
            "Rebuilding the Tarnow dam will cost $2.5 million.",
            "Rebuilding the Tarnow dam will cost €2.1 million.",
        ),
        # a rise and a fall
        (
            "Tarnow Mills rose 4 per cent on the exchange.",
            "Tarnow Mills fell 3 per cent on the exchange.",
        ),
        # far apart: the beginning and the end of a thing
        (
            "Norhelm put Karvan on its list of restricted ports in 2003.",
            "Norhelm took Karvan off its list of restricted ports in April 2024.",
        ),
        # one knows both figures
        (
            "Electricity was off in 4,300 homes of Tarnow.",
            "Electricity was off in 3,750 homes of Tarnow, down from 4,300.",
        ),
        # each party its own seats
        (
            "After the count the Upland Union of Tarnow won 17 seats.",
            "After the count the Harbour Left won 12 seats of Tarnow.",
        ),
        # when people spoke
        (
            "The blast shook Tarnow, the governor Ilse Varnow said on Monday.",
            "The blast shook Tarnow, the governor Ilse Varnow said on Tuesday.",
        ),
    ],
)
def test_numbers_of_two_things_are_no_difference(one: str, other: str) -> None:
    assert differences(board_of(one, other)) == []


def test_sentence_with_both_numbers_is_held_against_neither() -> None:
    board = board_of(
        "The blast at the Tarnow mill killed 15 people and injured 30 people.",
        "The blast at the Tarnow mill killed 15 people and injured 30 people there.",
    )

    assert (differences(board), board.agreed_count) == ([], 2)


def test_value_of_most_accounts_comes_first() -> None:
    board = board_of(
        "The ferry Saltmaiden ran on a sandbank off Oreva with 214 passengers aboard.",
        "The ferry Saltmaiden ran on a sandbank off Oreva with 217 passengers.",
        "With 217 passengers the ferry Saltmaiden ran on a sandbank off Oreva.",
    )

    assert differences(board) == [
        [[(2, "217 passengers"), (3, "217 passengers")], [(1, "214 passengers")]]
    ]


def test_text_that_contradicts_itself_is_listed() -> None:
    one = account(
        1,
        "The Tarnow dam broke in March 2019 and drowned the lower town.",
        "It rained for a week.",
        "The lower town was drowned when the Tarnow dam broke in May 2019.",
    )

    board = compare_accounts([one])

    assert differences(board) == [[[(1, "March 2019")], [(1, "May 2019")]]]
    assert board.gaps == ()


def test_headline_that_repeats_the_text_adds_no_claim() -> None:
    one = account(1, "The blast at Tarnow killed 15 people.", headline="Tarnow blast kills 15")
    other = account(2, "The blast at Tarnow killed 19 people.", headline="Blast at Tarnow")

    assert differences(compare_accounts([one, other])) == [[[(1, "15 people")], [(2, "19 people")]]]


# --- Precision -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The blast at the Tarnow mill killed more than 100 people.",
            "The blast at the Tarnow mill killed 112 people.",
        ),
        (
            "About 15,000 people fled the lower town of Tarnow.",
            "In Tarnow 14,870 people fled the lower town.",
        ),
        (
            "The Tarnow dam broke in March 2019 and drowned the lower town.",
            "The lower town drowned when the Tarnow dam broke in 2019.",
        ),
    ],
)
def test_values_told_with_other_precision_are_no_difference_and_are_said_so(
    one: str, other: str
) -> None:
    board = board_of(one, other)

    assert differences(board) == []
    assert [found.degree for found in board.rounded] == [Degree.ROUNDED]


# --- Gaps ----------------------------------------------------------------------------------


def test_facts_that_only_one_account_has_are_gaps_by_sentence() -> None:
    board = board_of(
        "The blast at Tarnow killed 15 people. Judge Greta Holmsund will lead an inquiry.",
        "The blast at Tarnow killed 15 people. The mill cost $4.2 million in 1987.",
    )

    assert gaps(board) == [(2, ["$4.2 million", "1987"]), (1, ["Greta Holmsund"])]
    assert board.gap_count == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mill cost $4.2 million.", "About $4.2 million went into the mill."),
        ("It drowned 61 fishermen.", "It cost 61 lives."),
        ("The minister, Amir Mutaki, left.", "Amir Muttaqi has left."),
        ("Afghan envoys came.", "Envoys of Afghanistan came."),
        ("She said: “We saw it come.”", "That they saw it come was told: we saw it come."),
        ("Two sides met.", "They met."),
        ("It was heard by Lt. Dr. Varnow.", "Varnow heard it."),
        ("It happened on Monday.", "It happened."),
    ],
)
def test_fact_that_another_account_tells_in_its_way_is_no_gap(one: str, other: str) -> None:
    assert gaps(board_of(one, other)) == []


def test_name_in_another_script_cannot_be_missed() -> None:
    board = board_of(
        "انهار سد تارنو في مارس 2019 وقتل 41 شخصا.",
        "The Tarnow dam broke in March 2019 and killed 41 people, Governor Ilse Varnow said.",
    )

    assert gaps(board) == []


def test_name_counts_as_a_gap_where_it_comes_first() -> None:
    board = board_of(
        "It rained. The judge, Greta Holmsund, came. Later Holmsund left.", "It rained all day."
    )

    assert gaps(board) == [(1, ["Greta Holmsund"])]


def test_one_account_has_no_gaps() -> None:
    assert gaps(board_of("The mill cost $4.2 million in 1987.")) == []


# --- Limits --------------------------------------------------------------------------------


def test_board_of_nothing_is_empty() -> None:
    assert compare_accounts([]) == Board((), (), (), 0, 0)


def test_board_of_many_long_accounts_is_bounded() -> None:
    town = "In the town of Tarnow{n} the blast of Mill{n} killed {k} people and cost ${k} million."
    accounts = [
        account(key, *(town.format(n=chr(97 + n) * 3, k=10 + key + n) for n in range(12)))
        for key in range(MOST_ACCOUNTS + 6)
    ]

    board = compare_accounts(accounts)

    rows = [*board.differences, *board.rounded]
    named = {claim.account for row in rows for side in row.sides for claim in side}
    assert len(board.differences) <= MOST_DIFFERENCES
    assert len(board.rounded) <= MOST_ROUNDED
    assert len(board.gaps) <= MOST_GAPS
    assert named <= set(range(MOST_ACCOUNTS))


def test_order_of_two_accounts_changes_no_row() -> None:
    texts = (
        "The blast at the Tarnow mill killed 15 people. It opened in 1987.",
        "At least 19 died in the blast at the Tarnow mill. Greta Holmsund came.",
    )

    there, back = board_of(*texts), board_of(*texts[::-1])

    assert sorted(words for _, words in gaps(there)) == sorted(words for _, words in gaps(back))
    assert len(there.differences) == len(back.differences) == 1


# --- The two texts that the product was conceived from, and their twins of our own making -------


def seed(key: int, day: date | None) -> Account:
    return cleaned(key, SEEDS[key - 1], day)


def cleaned(key: int, path: Path, day: date | None) -> Account:
    """A raw text as the desk would take it in."""
    text = clean_text(repair(decode(path.read_bytes()).text))
    paragraphs = [part for part in (text.lead, *text.paragraphs) if part]
    heads = [part for part in (text.standfirst, text.headline) if part]
    passages = [Passage(f"p-{place}", part) for place, part in enumerate(paragraphs)]
    passages += [Passage(f"h-{place}", part, is_body=False) for place, part in enumerate(heads)]
    return Account(key, read_ledger(passages, day=day))


def test_twins_of_the_seeds_differ_in_the_lifting_of_the_port_ban() -> None:
    names = "02-sol-tribune.txt", "03-harbour-post.txt"

    board = compare_accounts(
        [cleaned(key, TWINS / name, None) for key, name in enumerate(names, start=1)]
    )

    assert differences(board) == [[[(1, "April")], [(1, "April 2024")], [(2, "June 2024")]]]
    assert (1, ["Sigrun Aasen", "the only light on that coast that answers when we call"]) in gaps(
        board
    )
    assert (2, ["640 million crowns"]) in gaps(board)


@pytest.mark.skipif(len(SEEDS) != 2, reason="The seeds do not stand beside this checkout.")
@pytest.mark.parametrize(("day", "degree"), [(None, Degree.OPEN), (date(2025, 7, 4), Degree.APART)])
def test_seeds_differ_in_the_two_april_statements_and_nothing_else(
    day: date | None, degree: Degree
) -> None:
    one = seed(1, day)

    board = compare_accounts([one, seed(2, day)])

    assert differences(board) == [[[(1, "April")], [(1, "April 2024")]]]
    [statement] = board.differences
    assert (statement.kind, statement.degree, board.rounded) == (Kind.DATE, degree, ())
    assert statement.label == "Russia removed Taliban terrorist organizations"
    said = [one.ledger.sentence_text(side[0].fact.sentence) for side in statement.sides]
    assert said[0].startswith("Russia had also removed the Taliban from its list")
    assert said[1].startswith("The Taliban, which was outlawed as a terrorist organization")


@pytest.mark.skipif(len(SEEDS) != 2, reason="The seeds do not stand beside this checkout.")
def test_seeds_lack_exactly_these_facts_of_each_other() -> None:
    board = compare_accounts([seed(1, None), seed(2, None)])

    assert gaps(board) == [
        (1, ["March 2024", "149 people", "ISIS"]),
        (
            2,
            [
                "courageous",
                "a new phase of positive relations, mutual respect, and constructive engagement",
            ],
        ),
        (1, ["15,000 Soviet casualties", "Mikhail Gorbachev"]),
        (1, ["ISIS-Khorasan"]),
        (1, ["Islamist"]),
        (1, ["Ashraf Ghani"]),
        (1, ["President Vladimir Putin"]),
        (2, ["Sharia"]),
        (1, ["December 1979"]),
        (1, ["2003"]),
    ]
    assert board.agreed_count == 3
