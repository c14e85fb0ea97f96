"""Saved views above the inbox and the list of articles."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.admin import saved_views
from articles.enums import Status
from articles.models import SavedView
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

ARTICLES = "/admin/articles/article/"
INBOX = "/admin/inbox/"
ACT = "/admin/views/act/"
TABS = "//nav[@class='views']/a"


def save(client: Client, name: str = "Ports", query: str = "q=port", **given: Any) -> Any:
    fields = {"act": "save", "screen": "inbox", "name": name, "query": query, **given}
    return client.post(ACT, fields)


def test_view_is_saved_and_shown_as_a_tab_with_its_count(desk: Client) -> None:
    wire = factories.make_source(slug="wire")
    for source in (wire, wire, None):
        factories.make_article(source=source)

    response = save(desk, "Wire", "source=wire&at=5")

    assert response.url == f"{INBOX}?source=wire"
    assert pages.said(response) == ["Saved the view “Wire”. Undo it with u in the inbox."]
    page = desk.get(response.url)
    assert pages.texts(page, TABS) == ["Wire 2"]
    assert pages.values(page, f"{TABS}/@href") == [f"{INBOX}?source=wire"]
    assert pages.values(page, f"{TABS}/@aria-current") == ["page"]


def test_undo_in_the_inbox_takes_the_view_back(desk: Client) -> None:
    save(desk)

    desk.post("/admin/inbox/act/", {"act": "undo", "back": INBOX})

    assert not SavedView.objects.exists()


def test_tabs_stand_above_the_list_of_articles_too(desk: Client) -> None:
    section = factories.make_section()
    article = factories.make_draft(section=section, headline="Storks")
    factories.make_draft(headline="Storks")
    search.index([article.pk])
    query = f"q=storks&section__id__exact={section.pk}&status__exact=draft"

    save(desk, "Birds", query, screen="articles")

    page = desk.get(f"{ARTICLES}?{query}")
    assert pages.texts(page, TABS) == ["Birds 1"]
    assert pages.texts(desk.get(INBOX), TABS) == []


def test_first_three_have_keys(desk: Client) -> None:
    for number in range(4):
        save(desk, f"View {number}", f"q=x{number}")

    page = desk.get(INBOX)

    assert pages.values(page, f"{TABS}/@data-key") == ["g 1", "g 2", "g 3"]


def test_counting_stops_at_a_hundred(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_COUNTED", 3)
    for _ in range(4):
        factories.make_article(language="ur")

    save(desk, "Urdu", "language=ur")

    assert pages.texts(desk.get(INBOX), TABS) == ["Urdu 2+"]


def test_view_is_renamed_shared_and_removed(desk: Client) -> None:
    save(desk)
    view = SavedView.objects.get()
    reporter = logged_in(factories.make_user(factories.REPORTER))
    given = {"screen": "inbox", "query": view.query, "view": view.pk}

    desk.post(ACT, {**given, "act": "change", "name": "Harbours", "shared": "on"})
    seen = pages.texts(reporter.get(INBOX), TABS)
    desk.post(ACT, {**given, "act": "remove"})

    assert seen == ["Harbours 0 shared"]
    assert pages.texts(desk.get(INBOX), TABS) == []


def test_view_shows_nobody_more_than_that_person_may_see(desk: Client) -> None:
    save(desk, is_shared=True)
    nobody = logged_in(factories.make_user())

    assert nobody.get(f"{INBOX}?q=port").status_code == 403


def test_private_view_of_another_is_not_there(desk: Client) -> None:
    save(desk)
    view = SavedView.objects.get()
    other = logged_in(factories.make_user(factories.CHIEF))

    response = other.post(ACT, {"act": "remove", "view": view.pk, "screen": "inbox"})

    assert response.status_code == 404
    assert SavedView.objects.exists()


def test_address_to_come_back_to_is_ours_whatever_was_posted(desk: Client) -> None:
    response = save(desk, query="//evil.example/?q=x", screen="https://evil.example")

    assert response.url.startswith(f"{INBOX}?")


def test_form_to_save_is_offered_where_something_is_narrowed(desk: Client) -> None:
    summaries = [
        pages.texts(desk.get(url), "//nav[@class='views']//summary")
        for url in (INBOX, f"{INBOX}?q=port", f"{ARTICLES}?status__exact=draft")
    ]

    assert summaries == [[], ["Save this view v"], ["Save this view v"]]


def test_name_is_text(desk: Client) -> None:
    save(desk, "<b>Ports</b>")

    assert pages.texts(desk.get(INBOX), f"{TABS}/bdi") == ["<b>Ports</b>"]


@pytest.mark.parametrize("query", ["nonsense=1", "section__id__exact=x", "status__exact=%00x"])
def test_view_with_odd_filters_does_no_harm_to_the_tabs(desk: Client, query: str) -> None:
    save(desk, "Odd", query, screen="articles")

    assert pages.texts(desk.get(ARTICLES), f"{TABS}/bdi") == ["Odd"]


def test_as_many_queries_for_three_articles_as_for_one(desk: Client) -> None:
    save(desk, "Drafts", "status__exact=draft", screen="articles")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(ARTICLES).status_code == 200
        return len(found)

    factories.make_article(status=Status.DRAFT)
    queries()
    one = queries()
    for _ in range(2):
        factories.make_article(status=Status.DRAFT)

    assert queries() == one <= 12
