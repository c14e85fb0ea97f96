"""A time as an editor types it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.admin import moments
from articles.admin.moments import BadMoment, Moment

KARACHI = ZoneInfo("Asia/Karachi")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # 17:00 in Karachi


@pytest.mark.parametrize(
    "text", ["0630", "630", "6:30", "06.30", " 06:30 ", "۰۶۳۰", "٠٦٣٠", "\u200f۰۶:۳۰\u200e"]
)
def test_clock_time_that_has_passed_today_means_tomorrow(text: str) -> None:
    found = moments.understand(text, now=NOW, zone=KARACHI)

    assert found.at == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def test_clock_time_that_is_still_to_come_means_today() -> None:
    found = moments.understand("2315", now=NOW, zone=KARACHI)

    assert found.at == datetime(2026, 11, 20, 18, 15, tzinfo=UTC)


def test_minutes_count_from_now() -> None:
    assert moments.understand("+45", now=NOW, zone=KARACHI).at == NOW + timedelta(minutes=45)


def test_moment_tells_both_clocks() -> None:
    found = moments.understand("2026-11-23 06:30", now=NOW, zone=KARACHI)

    assert found == Moment(
        datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
        "Mon 23 Nov 2026, 06:30 Asia/Karachi",
        "Mon 23 Nov, 01:30 UTC",
    )


def test_hour_that_summer_time_skips_is_refused() -> None:
    with pytest.raises(BadMoment) as refusal:
        moments.understand("2027-03-28 02:30", now=NOW, zone=BERLIN)

    assert str(refusal.value) == (
        "The clocks skip 02:30 on that day. "
        "Summer time begins then; choose 2027-03-28 01:59 or 2027-03-28 03:00."
    )


def test_hour_that_comes_twice_means_the_first_and_says_so() -> None:
    found = moments.understand("2027-10-31 02:30", now=NOW, zone=BERLIN)

    assert (found.at, found.note) == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        "That hour comes twice; the first is meant. The second is 2027-10-31 01:30 UTC.",
    )


def test_second_coming_of_an_hour_is_written_in_utc_and_told() -> None:
    found = moments.understand("2027-10-31 01:30 UTC", now=NOW, zone=BERLIN)

    assert (found.at, found.local, found.note) == (
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        "Sun 31 Oct 2027, 02:30 Europe/Berlin",
        "That hour comes twice; this is the second. The first is 2027-10-31 00:30 UTC.",
    )


@pytest.mark.parametrize(
    ("now", "then"),
    [
        # Half past two comes again today; on the spring day it is gone by, and tomorrow's is meant.
        (datetime(2027, 10, 31, 0, 40, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 10, tzinfo=UTC), datetime(2027, 3, 29, 0, 30, tzinfo=UTC)),
        (datetime(2027, 3, 28, 8, 0, tzinfo=UTC), datetime(2027, 3, 29, 0, 30, tzinfo=UTC)),
    ],
)
def test_clock_time_on_a_day_of_change_is_the_next_one_shown(now: datetime, then: datetime) -> None:
    assert moments.understand("0230", now=now, zone=BERLIN).at == then


def test_minutes_over_a_change_are_real_minutes() -> None:
    before = datetime(2027, 3, 28, 0, 45, tzinfo=UTC)  # 01:45 in Berlin

    found = moments.understand("+45", now=before, zone=BERLIN)

    assert (found.at, found.local) == (
        before + timedelta(minutes=45),
        "Sun 28 Mar 2027, 03:30 Europe/Berlin",
    )


@pytest.mark.parametrize(
    "text", ["", "soon", "2460", "25:00", "2026-02-30 06:00", "2026-13-01 06:00", "12345"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadMoment):
        moments.understand(text, now=NOW, zone=KARACHI)


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(seconds=-5), "0 m"),
        (timedelta(minutes=59), "59 m"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_age_is_short(ago: timedelta, told: str) -> None:
    assert moments.age(NOW - ago, NOW) == told
