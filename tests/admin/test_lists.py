"""Lists that stay fast: no counting, pages that look one row ahead; and what they find."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles import search
from articles.admin.paging import LookAheadPaginator
from articles.enums import Door, SourceKind
from articles.history import record
from articles.models import Article
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in

ARTICLES = "/admin/articles/article/"


def make_act(number: int) -> None:
    with record("spike", by=None, at=factories.NOW, door=Door.INBOX) as recorder:
        recorder.change(factories.make_article(), kicker=str(number))


def numbered(count: int) -> LookAheadPaginator:
    Article.objects.bulk_create(
        Article(headline=str(n), arrived_at=factories.EARLIER) for n in range(count)
    )
    return LookAheadPaginator(Article.objects.order_by("pk"), 10)


@pytest.mark.parametrize(
    ("rows", "page", "pages_known"),
    [(5, 1, 1), (10, 1, 1), (25, 1, 2), (25, 2, 3), (25, 3, 3)],
)
def test_paginator_knows_just_the_next_page(
    db: None, rows: int, page: int, pages_known: int
) -> None:
    paginator = numbered(rows)
    paginator.page_asked_for = page

    assert paginator.num_pages == pages_known


def test_page_past_the_end_leads_to_the_first(desk: Client) -> None:
    factories.make_article()

    response = desk.get(ARTICLES, {"p": "7"})

    assert response.url == f"{ARTICLES}?e=1"


def test_page_number_that_is_none_is_the_first(desk: Client) -> None:
    factories.make_article(headline="Here")

    response = desk.get(ARTICLES, {"p": "x"})

    assert pages.texts(response, f"{pages.classed('field-title')}") == ["Here"]


def test_whole_table_is_never_shown_at_once(desk: Client) -> None:
    for _ in range(51):
        factories.make_article()

    response = desk.get(ARTICLES, {"all": ""})

    assert len(pages.texts(response, pages.classed("field-title"))) == 50


class TestArticles:
    def titles(self, client: Client, **query: Any) -> list[str]:
        return pages.texts(client.get(ARTICLES, query), pages.classed("field-title"))

    def test_search_finds_words_of_a_headline(self, desk: Client) -> None:
        found = factories.make_article(headline="Port stands still")
        other = factories.make_article(headline="Storks return")
        search.index([found.pk, other.pk])

        assert self.titles(desk, q="STANDS") == ["Port stands still"]

    def test_search_finds_a_number(self, desk: Client) -> None:
        article = factories.make_article(headline="This one")
        factories.make_article()

        assert self.titles(desk, q=str(article.pk)) == ["This one"]

    def test_filters_choose_by_status_section_and_source(self, desk: Client) -> None:
        section, source = factories.make_section(), factories.make_source()
        factories.make_draft(headline="Draft")
        factories.make_article(headline="Section", section=section)
        factories.make_article(headline="Source", source=source)

        found = [
            self.titles(desk, status__exact="draft"),
            self.titles(desk, section__id__exact=section.pk),
            self.titles(desk, source=source.slug),
        ]

        assert found == [["Draft"], ["Section"], ["Source"]]

    def test_state_is_told_in_words(self, desk: Client) -> None:
        now, hour = factories.NOW, timedelta(hours=1)
        factories.make_article()
        factories.make_published(published_at=now + hour)
        factories.make_published(embargoed_until=now + hour)
        factories.make_published(expires_at=now)
        factories.make_published(retracted_at=now)

        response = desk.get(ARTICLES)

        assert pages.texts(response, pages.classed("field-state")) == [
            "Retracted",
            "Expired",
            "Embargoed",
            "Scheduled",
            "Incoming",
        ]

    def test_headline_with_markup_stays_text(self, desk: Client) -> None:
        evil = "<img src=x onerror=alert(1)>"
        factories.make_article(headline=evil)

        assert self.titles(desk) == [evil]

    def test_blank_headline_can_be_opened_all_the_same(self, desk: Client) -> None:
        factories.make_article(headline=" ")

        assert self.titles(desk) == ["(no headline)"]

    def test_bulk_merge_opens_the_workbench(self, desk: Client) -> None:
        one, other = factories.make_article(), factories.make_article()

        response = desk.post(
            ARTICLES, {"action": "merge_selected", "_selected_action": [one.pk, other.pk]}
        )

        assert response.url == f"/admin/merge/?id={one.pk}&id={other.pk}"

    def test_reporter_is_offered_no_bulk_act_he_may_not_do(self, db: None) -> None:
        factories.make_article()
        reporter = logged_in(factories.make_user(factories.REPORTER))

        response = reporter.get(ARTICLES)

        assert pages.values(response, "//select[@name='action']/option/@value") == [
            "",
            "draft_selected",
            "section_selected",
            "tag_selected",
            "take_out_selected",
        ]


class TestOthers:
    def test_health_of_sources_is_told_in_words(self, desk: Client) -> None:
        fields: list[dict[str, Any]] = [
            {"poll_url": "https://a.example/feed", "last_success_at": factories.EARLIER},
            {"poll_url": "https://b.example/feed"},
            {"poll_url": "https://c.example/feed", "failure_count": 3},
            {"active": False},
            {"kind": SourceKind.FILE},
        ]
        for number, given in enumerate(fields):
            factories.make_source(name=f"{number}", **given)

        response = desk.get("/admin/articles/source/")

        assert pages.texts(response, pages.classed("field-health")) == [
            "Healthy",
            "Not polled yet",
            "Failed 3 times",
            "Switched off",
            "By hand",
        ]

    def test_history_finds_all_changes_of_headlines(self, desk: Client) -> None:
        with record("edit", by=None, at=factories.NOW, door=Door.FORM) as recorder:
            recorder.change(factories.make_article(), headline="New")
        make_act(1)

        response = desk.get("/admin/articles/act/", {"field": "headline", "age": "7"})

        assert pages.texts(response, pages.classed("field-deed")) == ["edit"]

    def test_captures_are_found_by_source(self, desk: Client) -> None:
        capture = factories.make_capture(url="https://a.example/1")
        factories.make_capture(url="https://b.example/1")

        response = desk.get("/admin/articles/capture/", {"source": capture.source.slug})

        assert pages.texts(response, pages.classed("field-name")) == ["https://a.example/1"]
