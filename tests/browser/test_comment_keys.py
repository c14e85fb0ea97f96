"""Judging comments by keys, and writing one without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from articles.models import Comment
from articles.web import replying
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]


def test_comments_are_judged_and_taken_back_by_keys(chief_desk: Desk) -> None:
    article = factories.make_published()
    for name in ("Ann", "Bob", "Cat"):
        factories.make_comment(article, name=name)
    page = chief_desk.open("/admin/comments/")
    names = page.locator(".queue h2")

    page.keyboard.press("j")
    chief_desk.press("a")
    expect(names).to_have_text(["Cat", "Ann"])
    expect(page.locator(".queue li.here h2")).to_have_text("Ann")
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator(".picked")).to_have_text("2 ticked")
    chief_desk.press("Shift+Digit1")
    expect(names).to_have_count(0)
    chief_desk.press("u")

    expect(names).to_have_text(["Cat", "Ann"])
    assert Comment.objects.get(name="Bob").status == "approved"
    assert chief_desk.problems == []


def test_reader_sends_a_comment_without_a_script_and_the_focus_leads(
    chromium: Browser, live_server: object, ground: None
) -> None:
    now = timezone.now()
    article = factories.make_published(published_at=now - timedelta(hours=1))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}{article.get_absolute_url()}")
    page.get_by_role("link", name="Leave a reply").click()
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Your comment", exact=True).fill("I saw it.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[role=alert]")).to_be_focused()
    expect(page.get_by_label("Your comment", exact=True)).to_have_value("I saw it.")
    page.get_by_role("link", name="Write your e-mail address").click()
    page.keyboard.type("ann@example.org")
    page.wait_for_timeout(1000 * replying.QUICKEST.total_seconds())
    page.get_by_role("button", name="Send").click()

    expect(page.locator("[role=status]")).to_be_focused()
    assert Comment.objects.get().text == "I saw it."
    context.close()
