"""A front by keyboard alone: push, draft, move, words, launch, roll back, preview, undo."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Front
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

NAMES = ("Bridge closes", "Ferry aground", "Bank holds its rate", "Night trains return")
PUSHED = NAMES[-1]


def arrive() -> None:
    """Four articles, one more than there are places; the oldest came in last."""
    now = timezone.now()
    for hours, name in enumerate(NAMES, start=1):
        factories.make_published(headline=name, published_at=now - timedelta(hours=hours))


def live(front: Front) -> list[tuple[int, str, str]]:
    edition = Front.objects.get(pk=front.pk).live
    assert edition is not None
    rows = edition.slots.order_by("position")
    return list(rows.values_list("position", "article__headline", "headline"))


def test_editor_drafts_launches_and_rolls_back_by_keyboard(chief_desk: Desk) -> None:
    front = factories.make_front(slot_count=3)
    arrive()
    page = chief_desk.open("/admin/articles/article/")

    # From the list: f and a digit put the row in focus on the front, and the list is back.
    page.keyboard.press("j")
    chief_desk.press("f")
    expect(page.get_by_text("Bank holds its rate whichever place you choose")).to_be_visible()
    chief_desk.press("2")
    expect(page.get_by_text("“Bank holds its rate” dropped out.")).to_be_visible()
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    assert live(front) == [(2, PUSHED, "")]

    # On the front: the rule fills the rest; D begins a draft, a digit moves, e opens the words.
    chief_desk.open(f"/admin/articles/front/{front.pk}/change/")
    expect(page.get_by_role("link", name="Bridge closes").first).to_be_focused()
    chief_desk.press("D")
    expect(page.get_by_text("Places of the draft")).to_be_visible()
    page.keyboard.press("j")
    chief_desk.press("1")
    expect(page.get_by_role("link", name=PUSHED).first).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.type("In our words")
    chief_desk.press("Enter")
    expect(page.get_by_text("Saved the words of place 1.")).to_be_visible()
    assert live(front) == [(2, PUSHED, "")]

    # v shows the draft as readers would see it, b goes back, L launches.
    chief_desk.press("v")
    frame = page.frame_locator("iframe").nth(2)
    expect(frame.get_by_role("link", name="In our words")).to_be_visible()
    chief_desk.press("b", "L")
    assert live(front) == [(1, PUSHED, "In our words")]

    # R rolls back, u takes that back, x takes the pick off.
    chief_desk.press("R")
    assert live(front) == [(2, PUSHED, "")]
    chief_desk.press("u")
    assert live(front) == [(1, PUSHED, "In our words")]
    chief_desk.press("x")
    assert live(front) == []
    assert chief_desk.problems == []
