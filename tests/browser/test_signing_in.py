"""Setting a second factor up and logging in with it, by keyboard, in a real browser."""

import time
from typing import Any

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import BrowserContext, expect

from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "a password for tests"


def code_of(device: TOTPDevice) -> str:
    """A code that was not used yet: the next one where this one was."""
    now = int(time.time()) // device.step
    return f"{totp(device.bin_key, drift=1 if device.last_t >= now else 0):06d}"


def type_password(desk: Desk) -> None:
    desk.open("/admin/login/?next=/admin/inbox/")
    desk.page.keyboard.type("chief")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type(PASSWORD)
    desk.press("Enter")


def test_publisher_sets_a_factor_up_and_logs_in_with_a_code(
    desk: Desk, context: BrowserContext, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    factories.make_chief(username="chief")
    page = desk.page

    type_password(desk)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_role("button", name="Set it up").focus()
    desk.press("Enter")
    expect(page.get_by_role("img", name="Picture of the secret")).to_be_visible()
    page.get_by_label("Code that your device shows now").focus()
    page.keyboard.type(code_of(TOTPDevice.objects.get()))
    desk.press("Enter")
    expect(page.locator("ol code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").focus()
    desk.press("Enter")
    expect(page.get_by_role("heading", name="The desk")).to_be_visible()

    context.clear_cookies()
    type_password(desk)
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("000000")
    desk.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    time.sleep(1.2)  # after a wrong code the next one counts a second later
    page.get_by_label("Code").focus()
    page.keyboard.type(code_of(TOTPDevice.objects.get()))
    desk.press("Enter")

    assert page.url.endswith("/admin/inbox/")
    assert desk.problems == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_pages_of_the_own_account_fit_every_width(
    desk: Desk, settings: Any, language: str, direction: str
) -> None:
    factories.make_chief(username="chief")
    article = factories.make_published(headline="port of Karvan " * 9)
    settings.TWO_PERSON_MINUTES = 30
    desk.page.set_extra_http_headers({"Accept-Language": language})
    type_password(desk)
    desk.open("/admin/factor/")
    desk.page.locator("button[type=submit].default").focus()
    desk.press("Enter")
    paths = [
        "/admin/factor/",
        "/admin/sessions/",
        "/admin/second-names/",
        "/admin/articles/colleague/",
        "/admin/articles/signin/",
        f"/admin/articles/article/{article.pk}/act/retract/",
    ]
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    found = {}
    for path in paths:
        page = desk.open(path)
        found[path] = [page.evaluate("document.documentElement.dir")]
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            found[path].append(page.evaluate(overflow))

    assert found == {path: [direction, 0, 0] for path in paths}
    assert desk.problems == []
