"""The archive, month by month in the zone of the paper."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article, Publication
from articles.web import months, paging
from articles.web.months import Month
from articles.web.views import archive
from tests import factories
from tests.factories import LATER, NOW
from tests.web.reading import headlines, one, read, text

pytestmark = pytest.mark.django_db


def at(*parts: int) -> Article:
    moment = datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]
    return factories.make_published(headline=f"{moment:%d %b %H:%M} UTC", published_at=moment)


def test_month_begins_and_ends_at_midnight_of_the_papers_zone(
    client: Client, paper: Publication
) -> None:
    at(2026, 9, 30, 18, 59)
    at(2026, 9, 30, 19, 0)  # midnight in Karachi
    at(2026, 10, 31, 18, 59)
    at(2026, 10, 31, 19, 0)

    tree = read(client, "/archive/2026/10/")

    assert one(tree, "//h1") == "October 2026"
    assert text(tree, "//section/h2") == ["Saturday 31 October", "Thursday 1 October"]
    assert headlines(tree) == ["31 Oct 18:59 UTC", "30 Sep 19:00 UTC"]


@pytest.mark.parametrize(
    ("month", "hours"), [(Month(2026, 3), 743), (Month(2026, 10), 745), (Month(2026, 5), 744)]
)
def test_month_with_a_missing_or_doubled_hour_has_its_true_length(month: Month, hours: int) -> None:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        start, end = month.start.astimezone(UTC), month.end.astimezone(UTC)

        assert (end - start) / timedelta(hours=1) == hours
        assert Month.of(start) == month == Month.of(end - timedelta(microseconds=1))
        assert Month.of(end) == month.next()


def test_both_moments_of_a_doubled_hour_stand_in_their_order(
    client: Client, paper: Publication
) -> None:
    Publication.objects.update(zone="Europe/Berlin")
    at(2026, 10, 25, 0, 30)
    at(2026, 10, 25, 1, 30)

    times = read(client, "/archive/2026/10/").xpath("//main//time/@datetime")

    assert times == ["2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00"]


def test_archive_pages_of_a_past_month_stay_as_they_are(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    made = [at(2026, 10, day, 12) for day in (20, 15, 10, 5)]
    path = f"/archive/2026/10/?before={paging.key_of(made[1])}"
    before = headlines(read(client, path))

    at(2026, 11, 1, 12)

    assert headlines(read(client, path)) == before == ["10 Oct 12:00 UTC", "05 Oct 12:00 UTC"]


def test_archive_leads_to_the_nearest_months_with_something(
    client: Client, paper: Publication
) -> None:
    for month in (3, 6, 10):
        at(2026, month, 15)

    tree = read(client, "/archive/2026/06/")

    assert tree.xpath("//nav[@aria-label='Months']/a/@href") == [
        "/archive/2026/03/",
        "/archive/2026/10/",
    ]


def test_archive_index_names_the_months_that_have_something(
    client: Client, paper: Publication
) -> None:
    for year, month in ((2024, 12), (2026, 3), (2026, 10)):
        at(year, month, 15)
    factories.make_published(published_at=datetime(2027, 1, 5, tzinfo=UTC))

    tree = read(client, "/archive/")

    assert [(one(s, "h2"), text(s, ".//li")) for s in tree.xpath("//section")] == [
        ("2026", ["October", "March"]),
        ("2024", ["December"]),
    ]


@pytest.mark.parametrize("path", ["2025/01", "2026/13", "2026/00", "2026/1", "0999/01", "26/01"])
def test_month_that_has_nothing_or_cannot_be_is_404(
    client: Client, paper: Publication, path: str
) -> None:
    at(2026, 10, 15)

    assert client.get(f"/archive/{path}/").status_code == 404


def test_month_with_nothing_but_planned_articles_is_404_until_their_second(
    client: Client, paper: Publication, clock: time_machine.Traveller
) -> None:
    factories.make_published(published_at=LATER)
    assert client.get("/archive/2026/11/").status_code == 404

    clock.move_to(LATER)

    assert client.get("/archive/2026/11/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_filled_months_cost_three_queries_however_many_there_are(
    django_assert_num_queries: object, paper: Publication, count: int
) -> None:
    for n in range(count):
        at(2026, 10 - n, 15)

    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(months.filled(NOW)) == count
