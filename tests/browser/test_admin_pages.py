"""Every page of the admin in a real browser: no word from the content policy, no script error."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests import factories, test_permissions
from tests.browser.conftest import Desk, log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_no_page_breaks_the_content_policy_or_a_script(desk: Desk, context: BrowserContext) -> None:
    people, world = test_permissions.make_all(test_permissions.OWN)
    log_in(context, people["superuser"], desk.url)
    names = [n for n, roles in test_permissions.LOOKING.items() if "superuser" in roles]
    paths = [test_permissions.url_to_look_at(name, world) for name in names]
    paths += ["/admin/password_change/", "/admin/auth/user/", "/admin/articles/"]

    for path in paths:
        desk.open(path)

    assert desk.problems == []


def test_login_page_is_clean(desk: Desk) -> None:
    page = desk.open("/admin/login/")

    expect(page.get_by_label("Username")).to_be_focused()
    assert desk.problems == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl"), ("ar", "rtl")])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_inbox_never_scrolls_sideways(
    chief_desk: Desk, language: str, direction: str, width: int
) -> None:
    story = factories.make_story()
    for number in range(3):
        factories.make_article(story=story, headline=f"{number} " + "port of Karvan " * 9)
    chief_desk.page.set_viewport_size({"width": width, "height": 900})
    chief_desk.page.set_extra_http_headers({"Accept-Language": language})

    page = chief_desk.open("/admin/inbox/")

    assert page.evaluate("document.documentElement.dir") == direction
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
