"""The board of a story by keys: to the paragraphs, and a fact added with credit."""

import pytest
from playwright.sync_api import expect

from articles.enums import Status
from articles.models import Article, Story
from articles.text import markup
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WIRE = "The ferry Saltmaiden ran on a sandbank off Oreva with 214 passengers aboard."
DAILY = "All 217 passengers of the ferry Saltmaiden were safe after it hit a sandbank off Oreva."
ALONE = "The ship was built in 1987."


def make_pair() -> tuple[Story, Article]:
    """A story of a draft and another account, which differ and of which one says more."""
    story = factories.make_story(title="Ferry aground")
    into = factories.make_draft(
        story=story, source=factories.make_source(name="Wire"), body_html=f"<p>{WIRE}</p>"
    )
    factories.make_article(
        story=story,
        source=factories.make_source(name="Daily"),
        body_html=f"<p>{DAILY}</p><p>{ALONE}</p>",
        status=Status.INCOMING,
    )
    return story, into


def test_board_is_worked_by_keys_from_the_story_to_the_added_fact(chief_desk: Desk) -> None:
    story, into = make_pair()
    page = chief_desk.open(f"/admin/articles/story/{story.pk}/change/")

    chief_desk.press("w")
    page.keyboard.press("j")
    chief_desk.press("Enter")
    expect(page.locator("#pointed .side p")).to_have_text(
        [f"{WIRE} in the text", f"{DAILY} in the text"]
    )
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("j")
    chief_desk.press("a")

    expect(page.get_by_text("with credit to Daily")).to_be_visible()
    into.refresh_from_db()
    assert [text for _id, text in markup.paragraphs(into.body_html)] == [WIRE, ALONE, "— Daily"]
    assert chief_desk.problems == []
