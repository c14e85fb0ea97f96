"""Dates as feeds, pages and texts write them; no guessing."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.dates import parse, plausible

DAY = datetime(2025, 7, 5, tzinfo=UTC)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return DAY.replace(hour=hour, minute=minute, second=second)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat, 05 Jul 2025 10:00:00 GMT", at(10)),
        ("Sat, 05 Jul 2025 10:00:00 +0500", at(5)),
        ("Sat, 05 Jul 2025 10:00:00 EDT", at(14)),
        ("05 Jul 25 10:00 UT", at(10)),
        ("2025-07-05", DAY),
        ("2025-07-05T10:00:00Z", at(10)),
        ("2025-07-05T10:00:00.123+05:30", at(4, 30)),
        ("2025-07-05 10:00:01", at(10, 0, 1)),
        ("20250705T100000Z", at(10)),
        ("2025/07/05 10:00", at(10)),
        ("5 July 2025", DAY),
        ("July 5, 2025", DAY),
        ("July 5th, 2025 14:30", at(14, 30)),
        ("Jul. 5, 2025 | 2:30 p.m.", at(14, 30)),
        ("Updated: July 5, 2025 at 2 pm", at(14)),
        ("Last updated on: 5 July 2025, 12:05 am", at(0, 5)),
        ("Published 10:30 5 July 2025", at(10, 30)),
        ("5.7.2025", DAY),
        ("25/07/2025", DAY.replace(day=25)),
        ("07/25/2025", DAY.replace(day=25)),
        ("5 جولائی 2025", DAY),
        ("۵ جولائی ۲۰۲۵", DAY),
        ("تاریخ: 5 جولائی 2025ء", DAY),
        ("٥ يوليو ٢٠٢٥", DAY),
        ("السبت 5 تموز 2025", DAY),
        ("5 juillet 2025", DAY),
        ("23:59:60 5 July 2025", at(23, 59, 59)),
    ],
)
def test_parse_reads_dates_as_utc(text: str, expected: datetime) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "05/07/2025",
        "31 February 2025",
        "Sat, 05 Jul 2025 10:00:00 +9900",
        "Sat, 05 Jul 2025 10:00:00 XYZ",
        "2025-13-01",
        "2025-07-05T25:00:00Z",
        "July 2025",
        "5 July",
        "He was born on 5 July 2025 in Kabul",
        "5 July 2025 and 6 July 2025",
        "July July 5 2025",
        "5 July 2025 17 pm and more",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1 " * 100,
    ],
)
def test_parse_what_is_not_surely_a_date_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (ZoneInfo("Asia/Karachi"), at(5)),
        (timezone(timedelta(hours=-4)), at(14)),
    ],
)
def test_parse_without_zone_takes_the_given_one(zone: tzinfo, expected: datetime) -> None:
    assert parse("5 July 2025 10:00", zone=zone) == expected
    assert parse("5 July 2025 10:00 UTC", zone=zone) == at(10)


@given(st.text(max_size=60) | st.text(alphabet="0123456789-:T+Zjuly, ", max_size=40))
def test_parse_any_text_gives_utc_or_none(text: str) -> None:
    found = parse(text)

    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (DAY, True),
        (DAY + timedelta(hours=20), True),
        (DAY + timedelta(days=2), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (datetime(1999, 1, 1, tzinfo=UTC), True),
    ],
)
def test_plausible_is_between_1971_and_tomorrow(when: datetime, expected: bool) -> None:
    assert plausible(when, DAY) is expected
