"""Unsaved words in a real browser: kept while typing, handed over, not lost with the log-in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from articles.models import Article, Sitting
from tests import factories
from tests.browser.conftest import Desk, log_in, watch

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def article(ground: None) -> Article:
    return factories.make_draft(headline="Port closed", body_html="<p>One.</p><p>Two.</p>")


@pytest.fixture
def other(chromium: Browser, live_server: Any, ground: None) -> Iterator[Desk]:
    """Another person's machine."""
    found = chromium.new_context(viewport={"width": 1440, "height": 1080})
    found.set_default_timeout(10_000)
    window = Desk(found.new_page(), live_server.url)
    watch(window)
    log_in(found, factories.make_chief(username="ann"), live_server.url)
    yield window
    found.close()


def path(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def typed(desk: Desk, article: Article, words: str) -> Page:
    """The form, with words put at the end of the text."""
    page = desk.open(path(article))
    page.locator(".ProseMirror[contenteditable=true] p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(words)
    return page


def looked_at(page: Page) -> None:
    """The window comes to the front, at which the script asks the newsroom."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_text_of_a_browser_that_was_closed_is_offered_and_taken(
    chief_desk: Desk, other: Desk, context: BrowserContext, article: Article
) -> None:
    page = typed(chief_desk, article, " And three.")
    expect(page.locator("#kept")).to_contain_text("Unsaved text kept at")
    page.close()
    desk = Desk(context.new_page(), chief_desk.url)
    watch(desk)

    page = desk.open(path(article))
    offer = page.get_by_role("region", name="Your unsaved text")
    expect(offer.locator("ins")).to_contain_text("And three.")
    offer.get_by_role("button", name="Take it into the form").click()
    expect(page.locator(".ProseMirror[contenteditable=true]")).to_contain_text("Two. And three.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Your unsaved text")).to_have_count(0)

    assert "And three." in Article.objects.get(pk=article.pk).body_html
    assert chief_desk.problems + desk.problems == []


def test_last_words_are_kept_when_one_leaves_at_once(chief_desk: Desk, article: Article) -> None:
    typed(chief_desk, article, " Last words.")

    chief_desk.open("/admin/inbox/")
    page = chief_desk.open(path(article))

    offer = page.get_by_role("region", name="Your unsaved text")
    expect(offer.locator("ins")).to_contain_text("Last words.")
    expect(offer).not_to_contain_text("in another window")


def test_take_over_while_the_other_types_gives_the_words_to_both(
    chief_desk: Desk, other: Desk, article: Article
) -> None:
    chiefs = typed(chief_desk, article, " By the chief.")
    expect(chiefs.locator("#kept")).to_contain_text("Unsaved text kept at")

    anns = other.open(path(article))
    anns.get_by_label("Headline:").fill("Typed by Ann")
    expect(anns.get_by_role("status").first).to_contain_text("chief")
    anns.get_by_role("button", name="Take over").click()

    expect(anns.get_by_label("Headline:")).to_have_value("Typed by Ann")
    offer = anns.get_by_role("region", name="Unsaved text of chief")
    expect(offer.locator("ins")).to_contain_text("By the chief.")
    looked_at(chiefs)
    expect(chiefs.locator("#presence")).to_contain_text("ann took over at")
    expect(chiefs.locator(".ProseMirror[contenteditable=true]")).to_contain_text("By the chief.")

    anns.get_by_role("button", name="Save", exact=True).click()
    expect(anns.locator(".messagelist, ul.messages").first).to_be_visible()
    chiefs.get_by_role("button", name="Save", exact=True).click()
    expect(chiefs.locator("ul.messagelist")).to_contain_text("it is in, too: Headline.")
    stored = Article.objects.get(pk=article.pk)
    assert stored.headline == "Typed by Ann"
    assert "By the chief." in stored.body_html
    assert chief_desk.problems + other.problems == []


def test_logged_out_while_typing_is_told_and_goes_on_after_a_log_in_elsewhere(
    chief_desk: Desk, context: BrowserContext, article: Article
) -> None:
    page = chief_desk.open(path(article))
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Headline:").fill("Typed without a session")
    alarm = page.get_by_role("alert").filter(has_text="You are logged out")
    expect(alarm).to_be_visible()
    assert Sitting.objects.exclude(kept_at=None).count() == 0

    login = context.new_page()
    login.goto(chief_desk.url + "/admin/login/")
    login.get_by_label("Username").fill("chief")
    login.get_by_label("Password").fill("a password for tests")
    with login.expect_navigation(wait_until="load"):
        login.keyboard.press("Enter")
    login.close()
    looked_at(page)

    expect(alarm).to_be_hidden()
    expect(page.locator("#kept")).to_contain_text("Unsaved text kept at")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("ul.messagelist")).to_be_visible()
    assert Article.objects.get(pk=article.pk).headline == "Typed without a session"


def test_enter_in_a_field_saves_and_presses_no_other_button(
    chief_desk: Desk, other: Desk, article: Article
) -> None:
    typed(chief_desk, article, " By the chief.")
    expect(chief_desk.page.locator("#kept")).to_contain_text("Unsaved text kept at")
    anns = other.open(path(article))

    anns.get_by_label("Kicker:").fill("Port")
    with anns.expect_navigation(wait_until="load"):
        anns.get_by_label("Kicker:").press("Enter")

    assert Article.objects.get(pk=article.pk).kicker == "Port"
    assert Sitting.objects.filter(taken_by__isnull=False).count() == 0
