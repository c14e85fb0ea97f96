"""The front in a real browser: a hierarchy, and enough of it in the first view."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Publication
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
BESIDE = """() => [...document.querySelectorAll("nav, form, aside")].filter(
    (each) => each.getClientRects().length).length"""
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


def test_no_name_of_a_paper_pushes_the_plate_beyond_a_small_screen(desk: Desk) -> None:
    Publication.objects.update_or_create(
        pk=1, defaults={"name": "The Marsa Courier and Harbour Post", "base_url": desk.url}
    )
    desk.page.set_viewport_size({"width": 320, "height": 640})

    for path in ("/", "/search/"):
        page = desk.open(path)
        for text in ("Menu", "Search"):
            box = page.locator(".masthead__plate").get_by_role("link", name=text).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320, (path, text)


def test_table_wider_than_a_small_screen_scrolls_in_its_own_box(desk: Desk) -> None:
    row = "".join(f"<td>Harbour-dues-{n}</td>" for n in range(20))
    article = factories.make_published(
        body_html=f"<p>Dues rose.</p><table><tr>{row}</tr></table><p>Nobody paid.</p>"
    )
    desk.page.set_viewport_size({"width": 320, "height": 640})

    page = desk.open(article.get_absolute_url())
    box = page.locator("main .table")
    box.focus()
    page.keyboard.press("ArrowRight")

    assert page.evaluate(SIDEWAYS) <= 0
    wide, seen = box.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
    assert wide > 2 * seen
    assert seen <= 320
    page.wait_for_function("document.querySelector('main .table').scrollLeft > 0")


def test_paper_prints_no_menu_form_or_box_beside(desk: Desk, news: None) -> None:
    desk.open("/")
    desk.page.get_by_role("article").first.get_by_role("link").first.click()
    screen = desk.page.evaluate(BESIDE)

    desk.page.emulate_media(media="print")

    assert screen >= 3
    assert desk.page.evaluate(BESIDE) == 0
    assert desk.page.get_by_role("heading", level=1).is_visible()
