"""The bin: what was spiked or killed in the last 30 days, how long it stays, and the way back."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import publishing
from articles.models import Article, BulkRun, Hold
from tests import factories
from tests.admin import pages

LIST = "/admin/articles/article/?report=bin"


def binned(days: int = 3, **fields: Any) -> Article:
    article = factories.make_article(**fields)
    at = factories.NOW - timedelta(days=days)
    return publishing.spike(article, by=factories.make_chief(), at=at, reason="Seen before")


def test_bin_holds_what_was_spiked_lately_and_nothing_else(desk: Client) -> None:
    for headline, days in (("Fresh", 29), ("Old", 31)):
        binned(days, headline=headline)
    revived = binned(1, headline="Revived")
    factories.make_article(headline="Waiting")
    publishing.revive(revived, by=None, at=factories.NOW)

    assert pages.texts(desk.get(LIST), "//th[contains(@class, 'field-title')]//a") == ["Fresh"]


def test_bin_tells_days_left_by_whom_why_and_since_when(desk: Client) -> None:
    publishing.spike(
        factories.make_article(headline="Ferry"),
        by=factories.make_user(factories.CHIEF, username="ada", first_name="Ada"),
        at=factories.NOW - timedelta(days=3, hours=1),
        reason="Seen before",
    )
    killed = factories.make_published(headline="Killed")
    publishing.kill(killed, by=None, at=factories.NOW - timedelta(days=2), note="Wrong")
    held = binned(headline="Held")
    Hold.objects.create(article=held, reason="Court", at=factories.NOW)

    response = desk.get(LIST)

    told = {
        name: pages.texts(response, f"//td[contains(@class, 'field-{name}')]")
        for name in ("days_left", "binned_why")
    }
    assert told["days_left"] == ["stays: legal hold", "stays: its address answers", "27 days"]
    assert told["binned_why"] == ["Seen before", "Wrong", "Seen before"]
    by = pages.texts(response, "//td[contains(@class, 'field-binned_by')]")
    assert by[1:] == ["–", "Ada"]
    assert pages.texts(response, "//td[contains(@class, 'field-binned_at')]")[2] == (
        "17 Nov 2026, 11:00"
    )


def test_several_are_restored_at_once_from_the_list(desk: Client) -> None:
    rows = [binned(headline=name) for name in "AB"]

    asked = desk.post(
        LIST, {"action": "revive_selected", "_selected_action": [row.pk for row in rows]}
    )
    run = BulkRun.objects.get()
    desk.post(f"/admin/bulk/{run.pk}/act/", {"act": "begin"})

    assert asked.url.startswith(f"/admin/bulk/{run.pk}/")
    assert {Article.objects.get(pk=row.pk).status for row in rows} == {"incoming"}


def test_bin_stands_in_the_menu_and_is_marked_there_alone(desk: Client) -> None:
    def marked(url: str) -> list[str]:
        return pages.texts(desk.get(url), "//nav//div[@class='menu-body']//a[@aria-current]")

    assert (marked(LIST), marked("/admin/articles/article/")) == (["Bin"], [])


def test_bin_costs_the_same_with_one_and_with_three(desk: Client) -> None:
    counts = []
    for number in (1, 3):
        for _each in range(number):
            binned(source=factories.make_source())
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]
