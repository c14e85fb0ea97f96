"""The palette, completion and the library by keys, left to right and right to left."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from playwright.sync_api import Page, expect

from articles import search
from articles.enums import Status
from articles.models import Article, Image
from articles.text import markup
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.test_body_editor import editor_of, save

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def told(headline: str, **fields: Any) -> Article:
    article = factories.make_article(headline=headline, **fields)
    search.index([article.pk])
    return article


def chosen(page: Page) -> Any:
    return page.locator("#palette [role=option][aria-selected=true]")


def call(page: Page, typed: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Words, initials or a number")).to_be_focused()
    page.keyboard.type(typed)


def test_palette_presses_the_buttons_of_the_page_and_goes_anywhere(chief_desk: Desk) -> None:
    hostile = "<img src=x onerror=document.title='lost'> pier"
    article, storks = told(hostile), told("Storks return")
    page = chief_desk.open("/admin/inbox/")
    page.keyboard.press("j")

    call(page, "spi")
    expect(chosen(page)).to_contain_text("Spike")
    chief_desk.press("Enter")

    assert Article.objects.get(pk=article.pk).status == Status.SPIKED
    call(page, "onerror")
    expect(chosen(page)).to_contain_text(hostile)
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    assert page.title() != "lost"

    call(page, "stork")
    expect(chosen(page)).to_contain_text("Storks return")
    expect(page.locator("#palette .palette-said")).to_have_text("Found: 1")
    chief_desk.press("Enter")

    assert page.url.endswith(f"/admin/articles/article/{storks.pk}/change/")
    call(page, "pub")
    expect(chosen(page)).to_contain_text("Publish")
    page.keyboard.press("Escape")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=group]").first).to_contain_text("Storks return")
    assert chief_desk.problems == []


def test_palette_reads_right_to_left_and_any_letter_form(chief_desk: Desk) -> None:
    article = told("کراچی میں ہڑتال", language="ur")
    chief_desk.page.set_extra_http_headers({"Accept-Language": "ur"})
    page = chief_desk.open("/admin/articles/tag/")

    page.keyboard.press("Control+k")
    page.keyboard.insert_text("كراچي")
    expect(chosen(page)).to_contain_text("کراچی میں ہڑتال")
    label, detail = (
        chosen(page).locator(f".palette-{part}").bounding_box() for part in ("label", "detail")
    )
    chief_desk.press("Enter")

    assert label["x"] > detail["x"]
    assert page.url.endswith(f"/admin/articles/article/{article.pk}/change/")
    assert chief_desk.problems == []


def test_tags_are_completed_and_other_spellings_put_right(chief_desk: Desk) -> None:
    tag = factories.make_tag("Parliament")
    factories.make_tag_alias(tag, "Parliment")
    factories.make_tag("Port strike")
    article = factories.make_draft()
    page = chief_desk.open(f"/admin/articles/article/{article.pk}/change/")
    field = page.get_by_role("combobox", name="Tags")

    field.focus()
    page.keyboard.type("stri")
    expect(page.get_by_role("option", name="Port strike")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Port strike, ")
    page.keyboard.type("Parliment, brand new")

    expect(field).to_have_value("Port strike, Parliament, brand new")
    save(chief_desk)
    names = set(article.tags.values_list("name", flat=True))
    assert names == {"Port strike", "Parliament", "brand new"}
    # A database in memory locks whole tables, and the autosave may hold one at that moment.
    assert [one for one in chief_desk.problems if "503" not in one] == []


@pytest.fixture
def library(settings: Any, tmp_path: Path) -> list[Image]:
    """Three pictures that have files; the right to the newest has ended."""
    settings.MEDIA_ROOT = tmp_path
    made = []
    for number in range(3):
        kept = io.BytesIO()
        Picture.new("RGB", (60, 40), ("teal", "maroon", "navy")[number]).save(kept, "PNG")
        ended = factories.EARLIER.replace(year=2020) if number == 2 else None
        file = ContentFile(kept.getvalue(), "pier.png")
        made.append(factories.make_image(file=file, alt=f"Pier {number}", expires_at=ended))
    return made


def test_pictures_are_picked_and_added_by_keys(
    chief_desk: Desk, library: list[Image], tmp_path: Path
) -> None:
    article = factories.make_draft(body_html="<p>One.</p>")
    editor = editor_of(chief_desk, article)
    page = chief_desk.page
    page.get_by_role("link", name="Choose a picture").focus()

    page.keyboard.press("Enter")
    expect(page.locator(".picture")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # its right has ended
    expect(page.get_by_role("dialog", name="Pictures")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator("#id_lead_image")).to_have_value(str(library[1].pk))
    expect(page.locator("[data-picture-view] img")).to_be_visible()

    editor.locator("p").last.click()
    page.keyboard.press("Alt+Shift+P")
    page.get_by_text("Add a new picture").click()
    page.get_by_label("File").set_input_files(str(library[0].file.path))
    page.get_by_label("Credit", exact=False).last.fill("Jo Doe")
    page.get_by_role("button", name="Add and pick").click()
    expect(page.get_by_text("Say what the picture shows.")).to_be_visible()
    page.keyboard.type("A new pier")
    page.get_by_role("button", name="Add and pick").click()
    expect(page.locator(".ProseMirror figure[data-image]")).to_be_visible()
    save(chief_desk)

    new = Image.objects.get(alt="A new pier")
    fresh = Article.objects.get(pk=article.pk)
    assert (fresh.lead_image_id, markup.image_ids(fresh.body_html)) == (library[1].pk, [new.pk])
    assert chief_desk.problems == []
