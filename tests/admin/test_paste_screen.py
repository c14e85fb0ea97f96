"""The paste box: understood first, stored only when taken in."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Capture, Source
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

PASTE = "/admin/paste/"
TEXT = """Home
Dockers walk out of Karvan port

Dockers at the port of Karvan walked out on Monday after talks about the night roster failed.

The port authority said that eleven ships were waiting outside the harbour in the afternoon.

Share this article
"""


@pytest.fixture
def source(db: None) -> Source:
    return factories.make_source(name="Harbour Post", slug="harbour-post")


def paste(client: Client, **fields: Any) -> Any:
    return client.post(PASTE, {"text": TEXT, "source": "Harbour Post", **fields})


def cut(response: Any) -> list[str]:
    return pages.texts(response, f"{pages.classed('cut', 'section')}//tbody/tr/td[1]")


def test_understanding_stores_nothing(desk: Client, source: Source) -> None:
    response = paste(desk)

    facts = pages.texts(response, f"{pages.classed('facts', 'dl')}/div")
    assert facts[0] == "HeadlineDockers walk out of Karvan port"
    assert "Datethe text gives none" in facts
    assert cut(response) == ["Home", "Share this article"]
    assert (Article.objects.count(), Capture.objects.count()) == (0, 0)


def test_each_cut_line_has_a_reason_and_a_restore_button(desk: Client, source: Source) -> None:
    response = paste(desk)

    rows = pages.classed("cut", "section") + "//tbody/tr"
    assert all(pages.texts(response, f"{rows}/td[2]"))
    assert pages.texts(response, f"{rows}/td[3]") == ["Restore", "Restore"]


def test_restored_line_stays_restored_over_the_rounds(desk: Client, source: Source) -> None:
    first = paste(desk)
    number = pages.values(first, "//button[@name='restore']/@value")[-1]

    second = paste(desk, restore=number)
    third = paste(desk, keep=pages.values(second, "//input[@name='keep']/@value"))

    assert cut(second) == cut(third) == ["Home"]


def test_restored_line_can_be_left_out_again(desk: Client, source: Source) -> None:
    number = pages.values(paste(desk), "//button[@name='restore']/@value")[-1]

    response = paste(desk, keep=number, cut=number)

    assert cut(response) == ["Home", "Share this article"]


def test_taking_in_stores_the_article_as_understood(desk: Client, source: Source) -> None:
    response = paste(desk, take="1")

    article = Article.objects.get()
    assert (article.headline, article.source) == ("Dockers walk out of Karvan port", source)
    assert response.url == f"/admin/articles/article/{article.pk}/change/"
    assert pages.said(response) == ["Taken in: “Dockers walk out of Karvan port”."]


def test_same_text_twice_is_known_and_shown_before(desk: Client, source: Source) -> None:
    paste(desk, take="1")

    preview = paste(desk)
    again = paste(desk, take="1")

    warning = pages.texts(preview, "//p[@class='warning']")
    assert warning == ["Known already: Dockers walk out of Karvan port (Harbour Post)"]
    assert Article.objects.count() == 1
    assert pages.said(again) == [
        "Known already: “Dockers walk out of Karvan port”. Nothing was doubled."
    ]


def test_source_may_be_written_by_its_slug(desk: Client, source: Source) -> None:
    paste(desk, source="harbour-post", take="1")

    assert Article.objects.get().source == source


def test_unknown_source_is_refused_and_the_text_kept(desk: Client, source: Source) -> None:
    response = paste(desk, source="Nobody", take="1")

    assert Article.objects.count() == 0
    assert pages.texts(response, "//ul[contains(@class, 'errorlist')]/li") == [
        "There is no source “Nobody”. Choose one, or add it under Sources."
    ]
    assert "eleven ships" in pages.texts(response, "//textarea")[0]


def test_empty_text_is_refused(desk: Client, source: Source) -> None:
    response = paste(desk, text="   \n ")

    errors = pages.texts(response, "//ul[contains(@class, 'errorlist')]/li")
    assert errors == ["There is no text to work on."]
    assert Article.objects.count() == 0


def test_markup_in_the_text_stays_text(desk: Client, source: Source) -> None:
    evil = "Port <img src=x onerror=alert(1)> closed by strike"

    response = paste(desk, text=TEXT.replace("Dockers walk out of Karvan port", evil))

    assert pages.values(response, "//main//img/@src") == []


def test_person_without_the_right_is_told_so(source: Source) -> None:
    nobody = logged_in(factories.make_user())

    assert paste(nobody, take="1").status_code == 403
    assert Article.objects.count() == 0
