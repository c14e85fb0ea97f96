"""A launch at a time by keyboard: typed, told on two clocks, never at once, called off."""

import pytest
from playwright.sync_api import expect

from articles.models import Edition, Front
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_launch_is_planned_and_called_off_by_keyboard(chief_desk: Desk) -> None:
    front = factories.make_front(slot_count=3)
    factories.make_published(headline="Ferry aground")
    page = chief_desk.open(f"/admin/articles/front/{front.pk}/change/")
    chief_desk.press("D")
    draft = Front.objects.get(pk=front.pk).draft

    # T goes to the time, which is told back before it is sent; Enter plans and launches nothing.
    page.keyboard.press("T")
    page.keyboard.type("+90")
    expect(page.locator("output[for=id_when]")).to_contain_text("UTC")
    chief_desk.press("Enter")

    expect(page.get_by_text("Launches by itself at")).to_be_visible()
    expect(page.get_by_role("heading", name="Planned launches")).to_be_visible()
    planned = Front.objects.get(pk=front.pk)
    assert (planned.draft, planned.live == draft) == (None, False)
    assert Edition.objects.get(launch_at__isnull=False) == draft

    chief_desk.press("O")

    expect(page.get_by_text("The launch is called off")).to_be_visible()
    assert Front.objects.get(pk=front.pk).draft == draft
    assert chief_desk.problems == []
