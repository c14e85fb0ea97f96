"""Dates in running text: where they stand and which days they may mean."""

from datetime import date

import pytest

from articles.dedupe.numerals import plain_numerals
from articles.dedupe.timings import Meeting, Timing, find_timings

FRIDAY = date(2026, 11, 20)


def found(text: str, day: date | None = FRIDAY) -> list[tuple[str, date | None, date | None]]:
    plain = plain_numerals(text)
    return [
        (plain[at.start : at.end], at.timing.first, at.timing.last)
        for at in find_timings(plain, day=day)
    ]


def only(text: str, day: date | None = FRIDAY) -> Timing:
    [at] = find_timings(plain_numerals(text), day=day)
    return at.timing


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It opened on 5 July 2019.", date(2019, 7, 5), date(2019, 7, 5)),
        ("It opened on July 5, 2019.", date(2019, 7, 5), date(2019, 7, 5)),
        ("It opened on 2019-07-05.", date(2019, 7, 5), date(2019, 7, 5)),
        ("It opened in July 2019.", date(2019, 7, 1), date(2019, 7, 31)),
        ("It opened in 2019.", date(2019, 1, 1), date(2019, 12, 31)),
        ("پل ۵ جولائی ۲۰۱۹ کو کھلا۔", date(2019, 7, 5), date(2019, 7, 5)),
        ("افتتح الجسر في يوليو ٢٠١٩.", date(2019, 7, 1), date(2019, 7, 31)),
        ("Le pont a ouvert le 5 juillet 2019.", date(2019, 7, 5), date(2019, 7, 5)),
    ],
)
def test_printed_date_means_its_days_in_every_script(text: str, first: date, last: date) -> None:
    timing = only(text)

    assert (timing.first, timing.last, timing.is_reckoned) == (first, last, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The bridge fell in April.", date(2026, 4, 1), date(2026, 4, 30)),
        ("The bridge fell in December.", date(2025, 12, 1), date(2025, 12, 31)),
        ("It is due to open in April.", date(2027, 4, 1), date(2027, 4, 30)),
        ("پل اپریل میں گرا۔", date(2026, 4, 1), date(2026, 4, 30)),
        ("انهار الجسر في أبريل.", date(2026, 4, 1), date(2026, 4, 30)),
        ("The bridge fell on Tuesday.", date(2026, 11, 17), date(2026, 11, 17)),
        ("The bridge fell on Friday.", FRIDAY, FRIDAY),
        ("It will open next Tuesday.", date(2026, 11, 24), date(2026, 11, 24)),
        ("The bridge fell yesterday.", date(2026, 11, 19), date(2026, 11, 19)),
        ("The bridge fell last month.", date(2026, 10, 1), date(2026, 10, 31)),
        ("The bridge fell last year.", date(2025, 1, 1), date(2025, 12, 31)),
        ("The bridge fell last week.", date(2026, 11, 9), date(2026, 11, 15)),
        ("پل منگل کو گرا۔", date(2026, 11, 17), date(2026, 11, 17)),
        ("انهار الجسر يوم الثلاثاء.", date(2026, 11, 17), date(2026, 11, 17)),
        ("پل گزشتہ ماہ گرا۔", date(2026, 10, 1), date(2026, 10, 31)),
        ("It fell on 3 January.", date(2027, 1, 3), date(2027, 1, 3)),
    ],
)
def test_incomplete_date_is_reckoned_from_the_day_of_the_text(
    text: str, first: date, last: date
) -> None:
    timing = only(text)

    assert (timing.first, timing.last, timing.is_reckoned) == (first, last, True)


def test_lone_month_of_a_text_without_a_day_leaves_the_year_open() -> None:
    timing = only("The bridge fell in April.", None)

    assert (timing.first, timing.last, timing.month, timing.days) == (None, None, 4, 0)


@pytest.mark.parametrize(
    "text", ["It fell yesterday.", "It fell last month.", "It fell on Sunday."]
)
def test_relative_date_of_a_text_without_a_day_is_left_out(text: str) -> None:
    assert found(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "She may march on, and April Jones will sing.",
        "The songs of the 1990s were loud.",
        "He scored in the 2021-22 season.",
        "A crowd of 2000 people came.",
        "It cost $2019.",
        "The minister said on Tuesday.",
        "لانگ مارچ میں لوگ تھے۔",
        "پیر صاحب آئے۔",
        "It opened on 31 February 2019-02-31.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [at for at in found(text) if at[1] is not None] == []


def test_no_character_belongs_to_two_dates() -> None:
    text = "From 5 July 2019 to August 2020, then in 2021 and in April."

    assert [words for words, _, _ in found(text)] == ["5 July 2019", "August 2020", "2021", "April"]


@pytest.mark.parametrize(
    ("one", "other", "meeting"),
    [
        ("in April 2024", "in April 2024", Meeting.SAME),
        ("in April 2024", "in 2024", Meeting.WITHIN),
        ("on 3 April 2024", "in April 2024", Meeting.WITHIN),
        ("in April 2024", "in June 2024", Meeting.APART),
        ("in April 2024", "in April 2025", Meeting.APART),
        ("in 2003", "in April 2024", Meeting.APART),
    ],
)
def test_two_dates_meet_as_their_days_do(one: str, other: str, meeting: Meeting) -> None:
    mine, theirs = only(f"It fell {one}."), only(f"It fell {other}.")

    assert (mine.meets(theirs), theirs.meets(mine)) == (meeting, meeting)


@pytest.mark.parametrize(
    ("text", "meeting"),
    [
        ("in April", Meeting.SAME),
        ("in April 2024", Meeting.OPEN),
        ("in June 2024", Meeting.APART),
        ("in 2024", Meeting.STRANGE),
    ],
)
def test_month_of_an_unknown_year_against_others(text: str, meeting: Meeting) -> None:
    april = only("It fell in April.", None)

    assert april.meets(only(f"It fell {text}.", None)) == meeting


def test_day_of_the_week_reckoned_a_week_apart_is_the_same_day() -> None:
    before = only("The council meets on Monday.", date(2026, 11, 21))
    after = only("The council will meet on Monday.", date(2026, 11, 21))

    assert before.first != after.first
    assert before.meets(after) == Meeting.SAME
