"""The editor's path, by keyboard alone: from two copies in the inbox to the front and the feed."""

import feedparser
import pytest
from playwright.sync_api import expect

from articles.enums import Relation, Status, Verdict
from articles.models import Article, Merge, RelatedLink
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WIRE = "Fire empties a hospital wing, nobody seriously hurt"
COPY = "Beds on the lawn as fire empties hospital wing"
ACCOUNT = "Everyone is safe, says the hospital’s director"
BODY = "<p>Fire broke out in the basement of the hospital on Friday night, the brigade said.</p>"


def arrive() -> tuple[Article, Article, Article]:
    """The wire's text, a daily's copy of it, and a broadcaster's own account, as one story."""
    story = factories.make_story(title=WIRE)
    wire = factories.make_article(
        headline=WIRE, body_html=BODY, story=story,
        source=factories.make_source(name="Wire Agency"),
    )  # fmt: skip
    copy = factories.make_article(
        headline=COPY, body_html=BODY, story=story, copy_of=wire,
        source=factories.make_source(name="Daily"),
    )  # fmt: skip
    account = factories.make_article(
        headline=ACCOUNT, body_html="<p>The director spoke at noon.</p>", story=story,
        source=factories.make_source(name="Radio"),
    )  # fmt: skip
    factories.make_match(wire, copy, reason="Word for word the same text.")
    factories.make_match(wire, account, verdict=Verdict.SAME_EVENT, reason="Same names.")
    return wire, copy, account


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def headlines_in_feed(desk: Desk) -> list[str]:
    answer = desk.page.request.get(desk.url + "/feed.rss")
    return [entry.title for entry in feedparser.parse(answer.body()).entries]


def test_editor_goes_from_inbox_to_front_and_back_by_keyboard(desk: Desk) -> None:
    factories.make_chief(username="chief")
    wire, copy, account = arrive()
    page = desk.open("/admin/")

    # Log in, open the inbox.
    page.keyboard.type("chief")
    page.keyboard.press("Tab")
    page.keyboard.type("a password for tests")
    desk.press("Enter", "i")
    expect(page.get_by_role("link", name=WIRE)).to_be_focused()
    expect(page.get_by_role("button", name="3 reports")).to_be_visible()

    # Merge the two copies: m shows the plan, Enter does it.
    desk.press("m")
    expect(page.get_by_role("heading", name="Merge 2 articles into one")).to_be_visible()
    desk.press("Enter")
    expect(page.get_by_text("Merged 2 articles into one.")).to_be_visible()
    assert (fresh(copy).status, fresh(copy).survivor) == (Status.MERGED, wire)

    # Link the other account, publish.
    desk.press("l")
    link = RelatedLink.objects.get(article=account)
    assert (link.target, link.kind) == (wire, Relation.OTHER_ACCOUNT)
    expect(page.get_by_role("link", name=WIRE)).to_be_focused()
    desk.press("p")
    assert fresh(wire).status == Status.PUBLISHED
    expect(page.get_by_role("link", name=ACCOUNT)).to_be_focused()

    # It is on the front and in the feed, with both credits' sources kept.
    desk.open("/")
    expect(page.get_by_role("link", name=WIRE).first).to_be_visible()
    assert headlines_in_feed(desk) == [WIRE]

    # Undo the merge: the copy is back in the inbox, what was published stays.
    desk.open(f"/admin/articles/article/{wire.pk}/change/")
    page.get_by_role("link", name="1 article", exact=True).focus()
    desk.press("Enter", "u")
    expect(page.get_by_text("The merge is undone.")).to_be_visible()
    assert (fresh(copy).status, fresh(wire).status) == (Status.INCOMING, Status.PUBLISHED)
    assert Merge.objects.get().undone_at is not None
    desk.press("i")
    page.keyboard.press("e")
    expect(page.get_by_role("link", name=COPY)).to_be_visible()
    assert headlines_in_feed(desk) == [WIRE]
    assert desk.problems == []
