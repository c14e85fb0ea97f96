"""Dates, years and figures in running text."""

import pytest

from articles.dedupe.facts import read_facts, shared_dates
from articles.dedupe.numerals import find_figures, plain_numerals, take_dates, take_years


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 5 July 2025", {"2025-07-05"}),
        ("July 5, 2025, at noon", {"2025-07-05"}),
        ("on July 5", {"--07-05"}),
        ("in August 2021", {"2021-08"}),
        ("2024-01-31 report", {"2024-01-31"}),
        ("el 5 de julio de 2024", {"2024-07-05"}),
        ("since 15 March 2021", {"2021-03-15"}),
        ("they may 5 years later march 6 miles", set()),
        ("Mars 2020 landed", set()),
    ],
)
def test_dates_in_english_order_or_iso_are_found_in_normal_form(text: str, dates: set[str]) -> None:
    assert take_dates(text)[1] == dates


@pytest.mark.parametrize("text", ["۵ جولائی ۲۰۲۵ کو", "في ٥ يوليو ٢٠٢٥", "5 July 2025"])
def test_dates_in_urdu_and_arabic_equal_the_english_ones(text: str) -> None:
    assert read_facts([text]).dates == {"2025-07-05"}


def test_years_alone_are_found_but_not_money_shares_or_decimals() -> None:
    rest, years = take_years("in 1979 and 2021, $1985, 2020% and 2019.5")

    assert years == {"1979", "2021"}
    assert rest == "in   and  , $1985, 2020% and 2019.5"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("15,000 men", {"15000"}),
        ("15 thousand men", {"15000"}),
        ("1.5 million", {"1500000"}),
        ("8.0 mln", {"8000000"}),
        ("Rs1,00,000", {"100000"}),
        ("2,5 metres", {"2.5"}),
        ("0.003 pct", {"0.003"}),
        ("a 43-year-old", {"43"}),
        ("the A380", set()),
        ("call 12345678901234567890", set()),
    ],
)
def test_figures_of_equal_value_have_one_form(text: str, figures: set[str]) -> None:
    assert find_figures(text) == figures


def test_figures_in_arabic_digits_with_their_separators_are_read() -> None:
    text = plain_numerals("قتل ١٬٢٣٤ شخصا و٢٫٥ مليون")

    assert find_figures(text) == {"1234", "2500000"}


def test_a_number_counts_once_as_date_year_or_figure() -> None:
    facts = read_facts(["On 5 July 2025 at 14:30, 149 people; in 1989, 15,000."])

    assert (facts.dates, facts.years, facts.figures) == (
        {"2025-07-05"},
        {"2025", "1989"},
        {"149", "15000"},
    )


def test_date_or_figure_never_reaches_into_the_next_paragraph() -> None:
    facts = read_facts(["Bus number 5", "July 2025 was wet", "The mill sold 12", "million bags"])

    assert (facts.dates, facts.figures) == ({"2025-07"}, {"5", "12"})


def test_shared_dates_name_years_first_and_a_day_without_year_in_full() -> None:
    one = read_facts(["In August 2021, in 1979, and on 5 July 2025."])
    other = read_facts(["On July 5 they recalled 1979 and August 2021."])

    assert shared_dates(one, other) == ("1979", "2021", "2021-08", "2025-07-05")


def test_shared_dates_of_different_years_do_not_agree() -> None:
    one, other = read_facts(["On 5 July 2024."]), read_facts(["On 5 July 2025."])

    assert shared_dates(one, other) == ()
