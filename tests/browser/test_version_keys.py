"""A new version by keys: from the inbox to what changed, and to its paragraph."""

import pytest
from playwright.sync_api import expect

from articles.enums import Verdict
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TOLL = "A blast at the Tarnow mill killed {} people on Monday, the governor said."
COST = "Rebuilding the mill will cost ${} million, engineers reckon."


def test_changes_of_a_new_version_are_read_by_keys(chief_desk: Desk) -> None:
    source = factories.make_source(name="Valley Wire")
    older, newer = (
        factories.make_article(
            source=source,
            headline=f"Mill blast kills {dead}",
            language="en",
            body_html="".join(f"<p>{text}</p>" for text in texts),
            arrived_at=arrived_at,
        )
        for dead, texts, arrived_at in (
            (3, (TOLL.format(3), COST.format("2.5")), factories.EARLIER),
            (5, (TOLL.format(5), COST.format("3.1")), factories.NOW),
        )
    )
    factories.make_match(older, newer, verdict=Verdict.NEW_VERSION, reason="Later text.")
    page = chief_desk.open("/admin/inbox/")

    chief_desk.press("c")
    heads = page.locator(".version-heads h2")
    expect(heads).to_have_text(["Older Mill blast kills 3", "Newer Mill blast kills 5"])
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_contain_text("3 people")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.locator("td:target")).to_contain_text("Rebuilding the mill")
    page.keyboard.press("k")
    expect(page.locator(":focus")).to_contain_text("3 people")
    chief_desk.press("v")
    expect(page.locator("article.side h2")).to_have_text(
        ["Mill blast kills 3", "Mill blast kills 5"]
    )
    assert chief_desk.problems == []
