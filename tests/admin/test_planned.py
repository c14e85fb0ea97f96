"""What will happen by itself, in its order."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Edition
from tests import factories
from tests.admin import pages
from tests.factories import EARLIER, NOW

URL = "/admin/planned/"


def plan_everything() -> None:
    def hour(number: int) -> dict[str, object]:
        return {"published_at": NOW + timedelta(hours=number)}

    front = factories.make_front(name="Home")
    scheduled = factories.make_published(headline="Scheduled", **hour(1))
    factories.make_published(headline="Walled", embargoed_until=NOW + timedelta(hours=2))
    factories.make_published(headline="Expiring", expires_at=NOW + timedelta(hours=3))
    edition = Edition.objects.create(
        front=front, begun_at=EARLIER, launch_at=NOW + timedelta(hours=4)
    )
    factories.make_slot(
        front, scheduled, 2, edition=edition,
        from_at=NOW + timedelta(hours=5), until_at=NOW + timedelta(hours=6),
    )  # fmt: skip


def test_everything_that_time_does_stands_in_its_order_on_both_clocks(desk: Client) -> None:
    plan_everything()
    factories.make_published(headline="Out already")
    factories.make_draft(headline="Draft", expires_at=NOW + timedelta(hours=1))
    former = Edition.objects.create(front=factories.make_front(), launched_at=EARLIER)
    factories.make_slot(
        factories.make_front(), factories.make_published(), 3, edition=former,
        from_at=NOW + timedelta(hours=1),
    )  # fmt: skip

    response = desk.get(URL)

    rows = pages.tree(response).xpath("//tbody/tr")
    told = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert told[0][0] == "Fri 20 Nov 2026, 13:00 UTC Fri 20 Nov, 13:00 UTC"
    assert [row[1:] for row in told] == [
        ["appears", "Scheduled"],
        ["its embargo ends", "Walled"],
        ["leaves: the right to use it ends", "Expiring"],
        ["the front launches", "Home"],
        ["comes to the front", "Home 2: Scheduled"],
        ["leaves the front", "Home 2: Scheduled"],
    ]
    links = pages.values(response, "//tbody//a/@href")
    assert links[3] == reverse(
        "admin:articles_front_change", args=[Edition.objects.get(launch_at__isnull=False).front_id]
    )
    assert {desk.get(link).status_code for link in links} == {200}


def test_nothing_planned_says_so(desk: Client) -> None:
    assert pages.texts(desk.get(URL), "//tbody//td") == ["Nothing is planned."]


def test_list_costs_the_same_with_one_and_with_three(desk: Client) -> None:
    counts = []
    for number in (1, 3):
        for _each in range(number):
            article = factories.make_published(published_at=NOW + timedelta(hours=1))
            front = factories.make_front(factories.make_section())
            factories.make_slot(front, article, from_at=NOW + timedelta(hours=2))
            Edition.objects.create(front=front, launch_at=NOW + timedelta(hours=3))
        with CaptureQueriesContext(connection) as queries:
            desk.get(URL)
        counts.append(len(queries))

    assert counts[0] == counts[1]
