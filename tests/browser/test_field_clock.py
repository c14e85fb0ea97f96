"""Who changed the headline: one key in the field, no word lost."""

import pytest
from playwright.sync_api import expect

from articles.desk import editing
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_past_of_a_field_opens_by_one_key_and_warns_before_words_are_lost(
    chief_desk: Desk,
) -> None:
    article = factories.make_draft(headline="Two men died", language="en")
    editing.edit(article, by=None, at=factories.NOW, fields={"headline": "Three men died"})
    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    page.wait_for_timeout(500)
    page.locator("textarea[name=headline]").focus()

    page.keyboard.press("Alt+h")

    window = page.get_by_role("dialog")
    expect(window).to_contain_text("the machine")
    expect(window.locator("del")).to_have_text("removed: Two")
    expect(window.locator("ins")).to_have_text("added: Three")
    page.keyboard.press("Escape")
    expect(page.locator("textarea[name=headline]")).to_be_focused()

    page.keyboard.press("End")
    page.keyboard.type(" at dawn")
    page.keyboard.press("Alt+h")
    back = window.get_by_role("button", name="Back to")
    back.press("Enter")
    expect(window.get_by_role("alert")).to_contain_text("not saved")
    page.keyboard.press("Escape")
    expect(page.locator("textarea[name=headline]")).to_have_value("Three men died at dawn")
    assert chief_desk.problems == []
