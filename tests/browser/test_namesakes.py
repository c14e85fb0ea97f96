"""“Same name?” by keys, and without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from articles.models import Namesake, Tag
from tests import factories
from tests.browser.conftest import Desk, log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

NAMES = ("Dam wall", "Dam walls", "Ferry line", "Ferry lines", "Port strike", "Port strikes")


def tags() -> list[str]:
    return sorted(Tag.objects.values_list("name", flat=True))


def test_keys_move_choose_deny_and_undo(chief_desk: Desk) -> None:
    for name in NAMES:
        factories.make_tag(name)
    page = chief_desk.open("/admin/namesakes/")
    focused = "document.activeElement.textContent"
    seen = [page.evaluate(focused)]
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate(focused))

    chief_desk.press("2")  # Ferry lines stays
    seen.append(page.evaluate(focused))
    chief_desk.press("n")  # port strikes are not one
    chief_desk.press("1")  # Dam wall stays
    after = tags()
    chief_desk.press("u")

    assert seen == [
        "Dam wall",
        "Ferry line",
        "Port strike",
        "Port strike",
        "Ferry line",
        "Port strike",
    ]
    assert after == ["Dam wall", "Ferry lines", "Port strike", "Port strikes"]
    assert tags() == ["Dam wall", "Dam walls", "Ferry lines", "Port strike", "Port strikes"]
    assert Namesake.objects.count() == 1
    assert chief_desk.problems == []


@pytest.fixture
def plain_desk(chromium: Browser, live_server: Any, ground: None) -> Any:
    """A browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    log_in(context, factories.make_chief(username="plain"), live_server.url)
    yield Desk(context.new_page(), live_server.url)
    context.close()


def test_everything_works_without_script(plain_desk: Desk) -> None:
    for name in NAMES:
        factories.make_tag(name)
    page = plain_desk.open("/admin/namesakes/")

    page.get_by_role("button", name="Keep this: “Dam walls”; merge “Dam wall” into it").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undid: merge tags.")).to_be_visible()
    page.get_by_role("button", name="Not the same").first.click()
    page.get_by_role("link", name="singular and plural").click()
    page.get_by_role("link", name="Merge all of this kind").click()
    page.get_by_role("checkbox", name="Ferry").uncheck()
    page.get_by_role("button", name="Merge the ticked pairs").click()

    expect(page.get_by_text("Merged 1 pair.")).to_be_visible()
    assert tags() == ["Dam wall", "Dam walls", "Ferry line", "Ferry lines", "Port strike"]
