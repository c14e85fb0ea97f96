"""Lengths while one types: the same numbers as the server's, in every script."""

import pytest
from playwright.sync_api import expect

from articles.text import lengths, markup
from tests import factories
from tests.browser.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

HEADLINES = (
    "Pier opens",
    "The pier of the old harbour opens again after eleven years of work on it",
    "بندرگاہ گیارہ سال کے کام کے بعد دوبارہ کھل گئی اور پہلا جہاز صبح سویرے وہاں پہنچا",
    "بَنْدَرگاہ کُھل گئی",
    "東京の港が十一年ぶりに開き最初の船が朝早く着いた東京の港が十一年ぶりに開き最初の船が",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde",
)
BODIES = (
    "<p>Russia’s 1,200 men &amp; “two” ships.</p><p>It’s <b>b</b>old</p>",
    "<ul><li>One<li>Two</ul><table><tr><td>Cell<td>Other</table>",
    "<p>وزیرِ اعظم نے کہا کہ ۱۲ جہاز نہ‌جائیں گے۔</p>",
    "<p>東京の port は open</p><p>मुख्य मंत्री</p>",
    "<h2>Head</h2><blockquote><p>Said</p></blockquote><p>a<br>b</p><p></p>",
)


def test_lengths_follow_the_typing_and_agree_with_the_server(chief_desk: Desk) -> None:
    article = factories.make_draft(language="en")
    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    own, search = (page.locator(f"[data-counts={name}]") for name in ("headline", "seo_title"))

    for text in HEADLINES:
        page.locator("#id_headline").fill(text)

        width = lengths.width(text)
        expect(own.locator("[data-length]")).to_have_text(str(width))
        expect(search.locator("[data-cut]")).to_have_text(lengths.cut(text, lengths.SEARCH))
        assert ("is-over" in (search.get_attribute("class") or "")) == (width > lengths.SEARCH)
    assert chief_desk.problems == []


def test_words_and_minutes_follow_the_text(chief_desk: Desk) -> None:
    article = factories.make_draft(language="en", body_html="<p>One.</p>")
    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    line = page.locator("[data-counts-words]")

    for body in (*BODIES, f"<p>{'word ' * 600}</p>"):
        page.locator("#id_body_html").evaluate(
            "(area, html) => { area.value = html; "
            "area.dispatchEvent(new Event('input', { bubbles: true })); }",
            body,
        )

        count = markup.word_count(body)
        expect(line.locator("[data-words]")).to_have_text(str(count))
        minutes = lengths.reading_minutes(count, "en")
        expect(line.locator("[data-minutes]")).to_have_text(str(minutes))
    page.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.type(" Two words")
    expect(line.locator("[data-words]")).to_have_text("3")
    assert chief_desk.problems == []
