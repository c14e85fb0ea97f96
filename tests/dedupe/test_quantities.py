"""Numbers in running text, what they count, and when two of them agree."""

import pytest

from articles.dedupe.numerals import plain_numerals
from articles.dedupe.quantities import Fit, Quantity, find_quantities
from articles.dedupe.spelled import find_spelled


def found(text: str) -> list[tuple[str, str]]:
    """The printed part and the unit of every quantity."""
    plain = plain_numerals(text)
    return [(plain[at.start : at.end], at.quantity.unit.name) for at in find_quantities(plain)]


def only(text: str) -> Quantity:
    [at] = find_quantities(plain_numerals(text))
    return at.quantity


def values(text: str) -> tuple[int, int]:
    quantity = only(text)
    return int(quantity.low), int(quantity.high)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It killed 15 people.", [("15 people", "people")]),
        ("The rate rose to 41 per cent.", [("41 per cent", "%")]),
        ("The rate rose by 2 percentage points.", [("2 percentage points", "points")]),
        ("It cost Rs 2.5 million.", [("Rs 2.5 million", "PKR")]),
        ("It cost £30m to build.", [("£30m", "GBP")]),
        ("The cost:US$ 30m.", [("US$ 30m", "USD")]),
        ("It cost 640 million crowns a year.", [("640 million crowns", "crown")]),
        ("It cost MC 412m.", [("MC 412m", "crown")]),
        ("It lies 2.1 kilometres off.", [("2.1 kilometres", "length")]),
        ("It covers 180 square kilometres.", [("180 square kilometres", "square length")]),
        ("Karim Bassel, 34, was there.", [("34", "years old")]),
        ("A 34-year-old was there.", [("34-year-old", "years old")]),
        ("About 133 were killed.", [("133", "people")]),
        ("The toll rose to 133, officials said.", [("133", "people")]),
        ("The strike shut 14 Norhelm ports.", [("14 Norhelm ports", "port")]),
        ("قیمت 25 فیصد بڑھی۔", [("25 فیصد", "%")]),
        ("۱۵ افراد ہلاک ہوئے۔", [("15 افراد", "people")]),
        ("بلغت الكلفة ٣٠ مليون دولار.", [("30 ملیون دولار", "USD")]),
    ],
)
def test_quantity_is_found_with_its_unit(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was the 21st such case.",
        "Statement No. 211 says so.",
        "Article 14 says so.",
        "They won 3-1 at home.",
        "It began at 6:30 and ended at 7pm.",
        "Flight PK-301 left.",
        "The G7 met.",
        "Turnout was 58.4 last time.",
        "The ship was built four years ago.",
        "The second one came first.",
        "He scored in the thirty-fourth minute.",
        "It rang in the one hundred and thirty-first minute.",
        "No one came.",
    ],
)
def test_number_that_counts_nothing_comparable_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("three people", 3, 3),
        ("a dozen people", 12, 12),
        ("two dozen people", 24, 24),
        ("fifteen thousand people", 15_000, 15_000),
        ("twenty-two people", 22, 22),
        ("one hundred and five people", 105, 105),
        ("half a million people", 500_000, 500_000),
        ("dozens of people", 24, 99),
        ("hundreds of thousands of people", 200_000, 999_999),
        ("three to five people", 3, 5),
        ("between 30 and 40 people", 30, 40),
        ("2 to 3 million people", 2_000_000, 3_000_000),
        ("more than 100 people", 100, 150),
        ("at least 100 people", 100, 150),
        ("up to 100 people", 50, 100),
        ("nearly 100 people", 90, 100),
        ("about 20 people", 18, 22),
        ("some 2,140 people", 2097, 2182),
        ("1,00,000 people", 100_000, 100_000),
        ("15 000 people", 15_000, 15_000),
    ],
)
def test_number_means_a_range_of_values(text: str, low: int, high: int) -> None:
    assert values(f"It moved {text} inland.") == (low, high)


def test_list_of_number_words_is_no_number() -> None:
    assert list(find_spelled("one two three")) == []


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("15 people", "15 people", Fit.SAME),
        ("about 15 people", "15 people", Fit.SAME),
        ("15 people", "fifteen people", Fit.SAME),
        ("15 people", "17 people", Fit.APART),
        ("20 people", "19 people", Fit.APART),
        ("more than 100 people", "120 people", Fit.ROUNDED),
        ("more than 100 people", "400 people", Fit.APART),
        ("more than $2 million", "$2.4 million", Fit.ROUNDED),
        ("less than PKR 900", "Rs 850", Fit.ROUNDED),
        ("$2 million", "$2.4 million", Fit.APART),
        ("$2 million", "$2.4m", Fit.APART),
        ("about 15,000 people", "14,870 people", Fit.ROUNDED),
        ("half a million people", "527,000 people", Fit.ROUNDED),
        ("2.5 per cent", "2.48 per cent", Fit.ROUNDED),
        ("6 per cent", "6.2 per cent", Fit.ROUNDED),
        ("6 per cent", "6.8 per cent", Fit.APART),
        ("10 miles", "16 kilometres", Fit.ROUNDED),
        ("10 miles", "20 kilometres", Fit.APART),
    ],
)
def test_two_numbers_agree_as_far_as_they_are_told(one: str, other: str, fit: Fit) -> None:
    mine, theirs = only(f"It was {one} in all."), only(f"It was {other} in all.")

    assert (mine.meets(theirs), theirs.meets(mine)) == (fit, fit)


def test_fate_of_the_counted_is_the_nearest_one() -> None:
    text = "The blast killed 15 people and injured 30, and 4 people are missing."

    fates = [at.quantity.fate for at in find_quantities(text)]

    assert fates == ["die", "hurt", "missing"]


def test_spans_taken_by_dates_are_left_alone() -> None:
    assert find_quantities("5 July riots", taken=[(0, 6)]) == []
