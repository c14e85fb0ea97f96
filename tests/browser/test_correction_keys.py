"""A correction by the keyboard: its key, the kind, the text, and it is public."""

import pytest
from playwright.sync_api import expect

from articles.models import Correction
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_correction_is_issued_in_four_acts(chief_desk: Desk) -> None:
    article = factories.make_published(headline="Nine boats sank")
    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")

    chief_desk.press("c")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("It was eight boats.")
    chief_desk.press("Control+Enter")

    expect(page.locator(".messagelist")).to_contain_text("Correct")
    assert list(Correction.objects.values_list("kind", "text")) == [
        ("clarification", "It was eight boats.")
    ]
    assert chief_desk.problems == []
