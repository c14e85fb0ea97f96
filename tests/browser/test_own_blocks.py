"""Pull quote, table, picture and card from the keyboard; they come back as they were."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from articles.text import markup
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.test_body_editor import editor_of, save

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def body(article: Article) -> str:
    return Article.objects.get(pk=article.pk).body_html


def at_the_end(desk: Desk, article: Article) -> Page:
    editor_of(desk, article).locator("p").last.click()
    desk.page.keyboard.press("End")
    return desk.page


def test_pull_quote_and_table_are_typed_with_keys(chief_desk: Desk) -> None:
    article = factories.make_draft(body_html="<p>One.</p><p>Stay open.</p>")
    page = at_the_end(chief_desk, article)

    page.keyboard.press("Alt+Shift+Q")
    save(chief_desk)

    assert '<blockquote id="p-' in body(article)
    assert 'class="pull"><p id="p-' in body(article)

    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror[contenteditable=true] > p").first.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Shift+T")
    for word in ("Year", "Ships", "Crew", "2026"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    save(chief_desk)

    stored = body(article)
    assert stored.count("<th>") == 3
    assert "Year\tShips\tCrew\n2026" in markup.to_text(stored)
    assert 'class="pull"' in stored
    assert chief_desk.problems == []


def test_picture_and_card_are_asked_for_in_a_dialog(chief_desk: Desk) -> None:
    image = factories.make_image(alt="A pier", file="")
    article = factories.make_draft(body_html="<p>One.</p>")
    page = at_the_end(chief_desk, article)

    page.keyboard.press("Alt+Shift+P")
    page.get_by_role("option", name=f"№ {image.pk}").click()
    expect(page.locator(".ProseMirror figure[data-image]")).to_be_visible()
    save(chief_desk)

    assert markup.image_ids(body(article)) == [image.pk]

    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror[contenteditable=true] > p").first.click()
    page.keyboard.press("Alt+Shift+K")
    page.get_by_label("Address").last.fill("https://youtu.be/abcdefghijk")
    page.locator("dialog[open]").get_by_label("Title", exact=True).fill("The storm <b>filmed")
    page.get_by_role("button", name="Insert", exact=True).click()
    save(chief_desk)

    stored = body(article)
    assert 'class="embed"><figcaption><a href="https://youtu.be/abcdefghijk"' in stored
    assert "The storm &lt;b&gt;filmed" in stored
    assert markup.image_ids(stored) == [image.pk]
    assert chief_desk.problems == []


def test_own_blocks_come_back_as_they_were(chief_desk: Desk) -> None:
    image = factories.make_image()
    html = (
        f'<figure data-image="{image.pk}"></figure>'
        '<blockquote class="pull"><p>Open.</p></blockquote>'
        f'<figure data-image="{image.pk}"><figcaption>Own <em>words</em></figcaption></figure>'
        '<figure class="embed"><figcaption><a href="https://youtu.be/abcdefghijk">Film</a>'
        '</figcaption></figure><table><tbody><tr><th scope="col">Year</th></tr></tbody></table>'
        "<p>Last.</p>"
    )
    article = factories.make_draft(body_html=html)
    before = body(article)
    page = at_the_end(chief_desk, article)

    page.keyboard.type(" Word.")
    save(chief_desk)

    assert body(article) == before.replace("Last.", "Last. Word.")
    assert chief_desk.problems == []
