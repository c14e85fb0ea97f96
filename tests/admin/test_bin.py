"""The bin: what was spiked in the last 30 days, and nothing that was revived since."""

from datetime import timedelta

from django.test import Client

from articles.desk import publishing
from tests import factories
from tests.admin import pages

LIST = "/admin/articles/article/?report=bin"


def test_bin_holds_what_was_spiked_lately_and_nothing_else(desk: Client) -> None:
    fresh, old, revived = (
        factories.make_article(headline=headline) for headline in ("Fresh", "Old", "Revived")
    )
    factories.make_article(headline="Waiting")
    for article, days in ((fresh, 29), (old, 31), (revived, 1)):
        publishing.spike(article, by=None, at=factories.NOW - timedelta(days=days))
    publishing.revive(revived, by=None, at=factories.NOW)

    assert pages.texts(desk.get(LIST), "//th[contains(@class, 'field-title')]//a") == ["Fresh"]
