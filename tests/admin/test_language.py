"""The desk in the language of whoever works at it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(factories.make_chief())
    return client


@pytest.mark.parametrize(
    ("language", "direction", "word"), [("ur", "rtl", "سرخی"), ("ar", "rtl", "العنوان")]
)
def test_choice_of_a_language_stays(desk, language, direction, word) -> None:  # type: ignore[no-untyped-def]
    answer = desk.post(
        reverse("admin:language"), {"language": language}, headers={"referer": "/admin/inbox/"}
    )

    page = desk.get(reverse("admin:articles_article_add")).content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/inbox/")
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert word in page


def test_choice_reaches_no_page_of_readers(desk: Client) -> None:
    answer = desk.post(reverse("admin:language"), {"language": "ur"})

    assert answer.cookies["django_language"]["path"] == "/admin/"
    assert '<html lang="en"' in desk.get("/").content.decode()


def test_choice_leads_to_no_other_host(client: Client) -> None:
    answer = client.post(
        reverse("admin:language"), {"language": "ur", "next": "https://example.net/admin/"}
    )

    assert answer["Location"] == "/"


def test_log_in_page_offers_the_languages(client: Client) -> None:
    page = client.get(reverse("admin:login"), headers={"accept-language": "ar"}).content.decode()

    assert 'lang="ur"' in page
    assert '<html lang="ar" dir="rtl"' in page
