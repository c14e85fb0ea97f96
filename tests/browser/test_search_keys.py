"""Searching and saved views by keys."""

import pytest
from playwright.sync_api import expect

from articles import search
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_search_is_saved_and_opened_again_by_keys(chief_desk: Desk) -> None:
    storks = factories.make_article(
        headline="Storks return to the marsh", body_html="<p>A café saw the storks first.</p>"
    )
    search.index([storks.pk, factories.make_article(headline="Ferry aground").pk])
    page = chief_desk.open("/admin/articles/article/")

    page.keyboard.press("/")
    page.keyboard.type("cafe storks")
    chief_desk.press("Enter")
    expect(page.locator("#result_list mark")).to_have_text(["Storks", "café", "storks"])
    page.keyboard.press("v")
    page.keyboard.type("Birds")
    chief_desk.press("Enter")
    chief_desk.open("/admin/articles/article/")
    page.keyboard.press("g")
    chief_desk.press("1")

    expect(page.locator("nav.views a[aria-current]")).to_contain_text("Birds")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    assert chief_desk.problems == []
