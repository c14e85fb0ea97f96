"""The text editor: what is typed is saved, blocks keep their ids, foreign mark-up survives."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from articles.text import markup
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

RICH = (
    '<p>First, as <cite>The Times</cite> wrote in <abbr title="November">Nov</abbr>.</p>'
    "<h2>Heading</h2><ul><li>Point</li></ul>"
    '<blockquote><p dir="rtl" lang="ur">اقتباس</p></blockquote>'
    "<table><tbody><tr><td>Cell</td></tr></tbody></table><p>Last.</p>"
)


def editor_of(desk: Desk, article: Article):  # type: ignore[no-untyped-def]  # a locator
    page = desk.open(f"/admin/articles/article/{article.pk}/change/")
    editor = page.locator(".ProseMirror[contenteditable=true]")
    expect(editor).to_be_visible()
    return editor


def save(desk: Desk) -> None:
    with desk.page.expect_navigation(wait_until="load"):
        desk.page.get_by_role("button", name="Save", exact=True).click()


def ids(article: Article) -> list[str]:
    body = Article.objects.get(pk=article.pk).body_html
    return [found for found, _text in markup.paragraphs(body)]


def test_typing_keeps_the_ids_of_blocks_and_new_ones_get_their_own(chief_desk: Desk) -> None:
    article = factories.make_draft(body_html="<p>One.</p><p>Two.</p>")
    before = ids(article)
    editor = editor_of(chief_desk, article)

    editor.locator("p").last.click()
    chief_desk.page.keyboard.press("End")
    chief_desk.page.keyboard.type(" More of two.")
    chief_desk.page.keyboard.press("Enter")
    chief_desk.page.keyboard.type("Three.")
    save(chief_desk)

    fresh = Article.objects.get(pk=article.pk)
    assert markup.to_text(fresh.body_html).split("\n") == ["One.", "Two. More of two.", "Three."]
    assert ids(article)[:2] == before
    assert len(set(ids(article))) == 3
    assert chief_desk.problems == []


def test_editing_one_block_keeps_all_markup_of_the_others(chief_desk: Desk) -> None:
    article = factories.make_draft(body_html=RICH)
    before = Article.objects.get(pk=article.pk).body_html
    editor = editor_of(chief_desk, article)

    editor.locator("p").last.click()
    chief_desk.page.keyboard.press("End")
    chief_desk.page.keyboard.type(" Word.")
    save(chief_desk)

    after = Article.objects.get(pk=article.pk).body_html
    assert after == before.replace("Last.", "Last. Word.")


def test_opening_and_saving_changes_nothing(chief_desk: Desk) -> None:
    article = factories.make_draft(body_html=RICH)
    editor_of(chief_desk, article)

    save(chief_desk)

    assert Article.objects.get(pk=article.pk).version == 1


def test_editor_writes_from_the_right_for_urdu(chief_desk: Desk) -> None:
    article = factories.make_draft(body_html="<p>بندرگاہ پر ہڑتال</p>", language="ur")

    editor = editor_of(chief_desk, article)

    assert editor.locator("p").evaluate("e => getComputedStyle(e).direction") == "rtl"
