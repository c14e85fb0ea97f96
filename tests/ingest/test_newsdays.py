"""Days in numbers: counted once, in the publication's days, and again while they still move."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.enums import Status
from articles.ingest import newsdays
from articles.models import NewsDay
from tests import factories

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
KARACHI = ZoneInfo("Asia/Karachi")


def test_day_counts_arrivals_copies_and_who_took_from_whom(db: None) -> None:
    wire, herald = factories.make_source(), factories.make_source()
    first = factories.make_article(source=wire, arrived_at=NOW - timedelta(hours=3))
    for _number in range(2):
        factories.make_article(source=herald, copy_of=first, arrived_at=NOW - timedelta(hours=2))
    factories.make_article(source=wire, copy_of=first, arrived_at=NOW - timedelta(hours=1))
    factories.make_article(source=None, arrived_at=NOW)  # our own does not come in

    today = newsdays.lately(NOW, ZoneInfo("UTC"))[-1]

    assert (today.arrived, today.copies) == (4, 3)
    assert sorted(today.sources) == sorted([[wire.pk, 2, 1], [herald.pk, 2, 2]])
    assert today.taken == [[wire.pk, herald.pk, 2]]  # a source that repeats itself takes nothing


def test_day_is_the_publications_not_the_worlds(db: None) -> None:
    late = datetime(2026, 11, 19, 20, tzinfo=UTC)  # the 20th in Karachi
    factories.make_article(source=factories.make_source(), arrived_at=late)

    assert [day.arrived for day in newsdays.lately(NOW, KARACHI, days=2)] == [0, 1]


def test_wait_is_the_middle_one_of_what_came_in_and_was_published(db: None) -> None:
    wire = factories.make_source()
    for minutes in (10, 20, 90):
        factories.make_article(
            source=wire,
            status=Status.PUBLISHED,
            arrived_at=NOW - timedelta(hours=2),
            published_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes),
            visible_at=NOW - timedelta(hours=2) + timedelta(minutes=minutes),
        )
    factories.make_article(
        status=Status.PUBLISHED, arrived_at=NOW, published_at=NOW, visible_at=NOW
    )

    today = newsdays.lately(NOW, ZoneInfo("UTC"))[-1]

    assert (today.published, today.wait) == (4, 20 * 60)


def test_day_without_anything_is_known_to_be_empty(db: None) -> None:
    days = newsdays.lately(NOW, ZoneInfo("UTC"), days=3)

    assert [(day.arrived, day.published, day.wait) for day in days] == [(0, 0, None)] * 3
    assert NewsDay.objects.count() == 3


def test_known_days_are_read_in_one_query_and_today_is_counted_again_later(db: None) -> None:
    newsdays.lately(NOW, ZoneInfo("UTC"))
    with CaptureQueriesContext(connection) as found:
        newsdays.lately(NOW + timedelta(minutes=5), ZoneInfo("UTC"))
    assert len(found) == 1
    factories.make_article(source=factories.make_source(), arrived_at=NOW)

    later = newsdays.lately(NOW + timedelta(minutes=11), ZoneInfo("UTC"))

    assert later[-1].arrived == 1
    assert NewsDay.objects.count() == newsdays.SHOWN


def test_day_is_counted_for_good_a_day_after_it_is_over(db: None) -> None:
    def arrived(hours: int) -> int:
        days = newsdays.lately(NOW + timedelta(hours=hours), ZoneInfo("UTC"))
        return {day.day: day.arrived for day in days}[NOW.date()]

    found = [arrived(0)]
    for hours in (30, 50, 70):
        factories.make_article(source=factories.make_source(), arrived_at=NOW)
        found.append(arrived(hours))

    assert found == [0, 1, 2, 2]


def test_sources_beyond_the_most_are_summed_but_not_kept(db: None) -> None:
    for _number in range(newsdays.MOST_SOURCES + 2):
        factories.make_article(source=factories.make_source(), arrived_at=NOW)

    today = newsdays.lately(NOW, ZoneInfo("UTC"))[-1]

    assert today.arrived == newsdays.MOST_SOURCES + 2
    assert len(today.sources) == newsdays.MOST_SOURCES
