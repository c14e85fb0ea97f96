"""The inbox by keys, and every core act without script."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from articles.enums import Status
from articles.models import Article, Merge
from tests import factories
from tests.browser.conftest import Desk, log_in
from tests.browser.test_editor_path import arrive

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def status_of(article: Article) -> str:
    return Article.objects.get(pk=article.pk).status


def test_keys_move_tick_and_unfold(chief_desk: Desk) -> None:
    arrive()
    factories.make_article(headline="Alone", arrived_at=factories.NOW)
    page = chief_desk.open("/admin/inbox/")
    focused = "document.activeElement.textContent"
    seen = [page.evaluate(focused)]

    for key in ("j", "e", "j", "j", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate(focused))
    page.keyboard.press("x")

    wire, copy, account = arrive_headlines()
    assert seen == ["Alone", wire, wire, copy, account, copy]
    expect(page.get_by_role("checkbox", name=copy)).to_be_checked()
    expect(page.locator(".picked")).to_have_text("1 ticked")


def arrive_headlines() -> tuple[str, str, str]:
    from tests.browser import test_editor_path as path

    return path.WIRE, path.COPY, path.ACCOUNT


def test_schedule_echoes_both_clocks_before_it_is_sent(chief_desk: Desk) -> None:
    article = factories.make_article(headline="Later")
    page = chief_desk.open("/admin/inbox/")

    page.keyboard.press("s")
    page.keyboard.type("0630")
    echo = page.locator("output")
    expect(echo).to_contain_text("06:30 UTC · ")
    chief_desk.press("Enter")

    expect(page.get_by_text("Scheduled “Later” for")).to_be_visible()
    assert status_of(article) == Status.PUBLISHED


def test_night_of_forty_items_takes_forty_five_keys_or_fewer(chief_desk: Desk) -> None:
    wire, _copy, _account = arrive()
    story = wire.story
    for number in range(6):
        factories.make_article(
            story=story,
            copy_of=wire if number < 3 else None,
            source=factories.make_source(),
            word_count=3,
        )
    for number in range(31):
        factories.make_article(headline=f"Single {number}")
    chief_desk.open("/admin/inbox/")
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        keys += len(names)
        chief_desk.press(*names)

    while Article.objects.incoming().exists():
        here = chief_desk.page.evaluate("document.activeElement.textContent")
        if here == wire.headline and not Merge.objects.exists():
            press("m", "Enter", "l", "p")
        else:
            press("p" if keys % 2 else "t")

    assert keys <= 45
    assert Article.objects.filter(status=Status.MERGED).count() == 4
    assert status_of(wire) == Status.PUBLISHED


@pytest.fixture
def plain_desk(chromium: Browser, live_server: Any, ground: None) -> Any:
    """A browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    log_in(context, factories.make_chief(username="plain"), live_server.url)
    window = Desk(context.new_page(), live_server.url)
    yield window
    context.close()


def test_inbox_works_without_script(plain_desk: Desk) -> None:
    wire, copy, account = arrive()
    page = plain_desk.open("/admin/inbox/")

    page.get_by_role("button", name="3 reports").click()
    page.get_by_role("checkbox", name=wire.headline).check()
    page.get_by_role("checkbox", name=copy.headline).check()
    page.get_by_role("button", name="Merge").click()
    page.get_by_role("button", name="Merge ↵").click()
    page.get_by_role("button", name="2 reports").click()
    page.get_by_role("checkbox", name=account.headline).check()
    page.get_by_role("button", name="Spike").click()

    expect(page.get_by_text(f"Spiked “{account.headline}”.")).to_be_visible()
    assert (status_of(copy), status_of(account)) == (Status.MERGED, Status.SPIKED)


def test_article_is_edited_without_script(plain_desk: Desk) -> None:
    article = factories.make_draft(headline="Old", body_html="<p>Old text.</p>")
    page = plain_desk.open(f"/admin/articles/article/{article.pk}/change/")

    page.get_by_label("Headline").fill("New")
    page.locator("textarea[name=body_html]").fill("<p>New text.</p>")
    page.get_by_role("button", name="Save", exact=True).click()

    fresh = Article.objects.get(pk=article.pk)
    assert (fresh.headline, "New text." in fresh.body_html) == ("New", True)


def test_keys_of_one_letter_can_be_turned_off(chief_desk: Desk) -> None:
    one, other = factories.make_article(headline="One"), factories.make_article(headline="Other")
    page = chief_desk.open("/admin/inbox/")
    page.locator("#user-tools > summary").click()
    page.get_by_role("button", name="Single keys do nothing").click()

    page = chief_desk.open("/admin/inbox/")
    before = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("d")

    assert page.evaluate("document.activeElement.textContent") == before
    assert page.locator("input[name=pick]:checked").count() == 0
    page.get_by_label("Words, phrases and filters").press_sequentially("jxd")
    assert page.get_by_label("Words, phrases and filters").input_value() == "jxd"
    one.refresh_from_db()
    other.refresh_from_db()
    assert {one.status, other.status} == {Status.INCOMING}
    page.locator("#user-tools > summary").click()
    page.get_by_role("button", name="Single keys do nothing").click()
    page.locator("a.headline").first.focus()
    page.keyboard.press("x")
    expect(page.locator("input[name=pick]:checked")).to_have_count(1)
    assert chief_desk.problems == []
