"""The front in a real browser: a hierarchy, and enough of it in the first view."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.browser.conftest import Desk

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

HEADLINES = """() => [...document.querySelectorAll("main :is(h2, h3) > a")].filter((a) => {
    const box = a.getBoundingClientRect();
    return box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}).length"""
AREAS = """() => [...document.querySelectorAll("main .card")].map((card) => {
    const box = card.getBoundingClientRect();
    return box.width * box.height;
})"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def news(transactional_db: None) -> None:
    """Five sections with a dozen articles each, every second one with a picture."""
    now = timezone.now()
    for number in range(60):
        if number % 12 == 0:
            section = factories.make_section(position=number)
        picture: Any = factories.make_image(alt="A pier") if number % 2 == 0 else None
        factories.make_published(
            headline=f"Council votes by {number} to two for a tram to the harbour",
            standfirst="The line is to open in four years, if the money is found by then.",
            section=section,
            lead_image=picture,
            published_at=now - timedelta(minutes=number + 1),
        )


def test_front_has_one_lead_and_fills_the_first_view(desk: Desk, news: None) -> None:
    seen = {}
    for width, height in ((1280, 800), (390, 844), (320, 640)):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.open("/")
        seen[width] = desk.page.evaluate(HEADLINES)
        assert desk.page.evaluate(SIDEWAYS) <= 0, width
        if width == 1280:
            lead, *others = desk.page.evaluate(AREAS)

    assert seen[1280] >= 9
    assert seen[390] >= 2
    assert lead >= 2 * max(others)
