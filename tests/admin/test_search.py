"""The search of the list of articles, of the inbox and of the pickers."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.admin import searching
from articles.admin.choosing import ArticleChoice
from articles.enums import Status
from articles.models import Article, BulkRun
from articles.search import finding
from tests import factories
from tests.admin import pages
from tests.factories import NOW

ARTICLES = "/admin/articles/article/"
INBOX = "/admin/inbox/"


def told(headline: str, text: str = "x", **fields: Any) -> Article:
    article = factories.make_article(headline=headline, body_html=f"<p>{text}</p>", **fields)
    search.index([article.pk])
    return article


def titles(client: Client, **query: Any) -> list[str]:
    return pages.texts(client.get(ARTICLES, query), pages.classed("field-title"))


class TestList:
    def test_words_are_found_in_the_text_and_ranked(self, desk: Client) -> None:
        told("Birds", "The storks are seen.")
        told("Storks return")
        told("Ferry")

        assert titles(desk, q="STORKS") == ["Storks return", "Birds"]

    def test_find_shows_what_was_looked_for_marked(self, desk: Client) -> None:
        told("Café reopens", "Before that, a café stood there.")

        response = desk.get(ARTICLES, {"q": "cafe"})

        assert pages.texts(response, "//table//mark") == ["Café", "café"]
        assert pages.texts(response, pages.classed("extract")) == [
            "Before that, a café stood there."
        ]

    def test_markup_in_a_text_stays_text(self, desk: Client) -> None:
        told("<b>Storks</b> <script>", "storks &lt;img src=x onerror=alert(1)&gt;")

        response = desk.get(ARTICLES, {"q": "storks"})

        assert pages.texts(response, pages.classed("field-title")) == ["<b>Storks</b> <script>"]
        assert pages.texts(response, pages.classed("extract")) == [
            "storks <img src=x onerror=alert(1)>"
        ]

    def test_filters_of_the_address_narrow_the_search(self, desk: Client) -> None:
        told("Storks here", status=Status.DRAFT)
        told("Storks there")

        assert titles(desk, q="storks", status__exact="draft") == ["Storks here"]
        assert titles(desk, q="storks status:incoming") == ["Storks there"]

    def test_number_finds_its_article_and_else_is_a_word(self, desk: Client) -> None:
        article = told("This one")
        told("The year 2031")

        assert [titles(desk, q=f"№ {article.pk}"), titles(desk, q="2031")] == [
            ["This one"],
            ["The year 2031"],
        ]

    def test_slip_is_put_right(self, desk: Client) -> None:
        told("Parliament sits")

        response = desk.get(ARTICLES, {"q": "parliment", "status__exact": "incoming"})

        assert pages.values(response, f"{pages.classed('meant')}/a/@href") == [
            "?q=parliament&status__exact=incoming"
        ]

    def test_filter_that_means_nothing_is_told(self, desk: Client) -> None:
        told("Storks")

        response = desk.get(ARTICLES, {"q": "storks section:nowhere"})

        assert pages.texts(response, pages.classed("warning")) == ["There is no section “nowhere”."]

    def test_pages_go_on_by_their_address(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("articles.admin.article.ArticleAdmin.list_per_page", 2)
        for number in range(3):
            told(f"Storks {number}")

        first = desk.get(ARTICLES, {"q": "storks"})
        (older,) = pages.values(first, "//a[@rel='next']/@href")
        second = desk.get(ARTICLES + older)

        shown = [pages.texts(r, pages.classed("field-title")) for r in (first, second)]
        assert shown == [["Storks 2", "Storks 1"], ["Storks 0"]]
        assert pages.values(second, "//a[@rel='next']/@href") == []

    def test_more_than_a_window_is_not_counted(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            told("Storks")

        exact = desk.get(ARTICLES, {"q": "storks"})
        monkeypatch.setattr(finding, "WINDOW", 2)
        more = desk.get(ARTICLES, {"q": "storks"})

        assert [pages.texts(r, pages.classed("found-count")) for r in (exact, more)] == [
            ["3 found, the best first."],
            ["More than 2 found: the newest, the best first."],
        ]

    def test_bulk_act_works_on_a_find(self, desk: Client) -> None:
        article = told("Storks")
        told("Trams")

        desk.post(
            f"{ARTICLES}?q=storks",
            {"action": "draft_selected", "_selected_action": [article.pk], "index": 0},
        )

        assert BulkRun.objects.get().articles == [article.pk]

    def test_as_many_queries_for_three_as_for_one_and_no_count(self, desk: Client) -> None:
        def queries() -> list[str]:
            with CaptureQueriesContext(connection) as found:
                assert desk.get(ARTICLES, {"q": "storks"}).status_code == 200
            return [query["sql"] for query in found.captured_queries]

        told("Storks")
        queries()
        one = queries()
        for _ in range(2):
            told("Storks", section=factories.make_section(), source=factories.make_source())
        three = queries()

        assert len(three) == len(one) <= 13
        assert [sql for sql in three if "COUNT(" in sql.upper()] == []

    @pytest.mark.parametrize("q", ['"', "*", "-", "x" * 5000, "AND OR NOT NEAR(", "‏‏", "%_'"])
    def test_any_text_is_answered(self, desk: Client, q: str) -> None:
        told("Storks")

        assert desk.get(ARTICLES, {"q": q}).status_code == 200


class TestInbox:
    def headlines(self, client: Client, **query: Any) -> list[str]:
        return pages.texts(client.get(INBOX, query), "//a[@class='headline']")

    def test_words_are_found_in_the_text(self, desk: Client) -> None:
        told("Birds", "The storks are seen.")
        told("Ferry")
        told("Storks out", status=Status.DRAFT)

        assert self.headlines(desk, q="storks") == ["Birds"]

    def test_filter_that_means_nothing_is_told(self, desk: Client) -> None:
        response = desk.get(INBOX, {"q": "lang:?"})

        assert pages.texts(response, pages.classed("warning")) == [
            "“?” is no code of a language. Write lang:ur, lang:en."
        ]


def test_picker_of_a_front_finds_the_best_published(desk: Client) -> None:
    front = factories.make_front(factories.make_section())
    told("Birds", "storks", status=Status.PUBLISHED, published_at=NOW, visible_at=NOW)
    told(
        "Storks return", status=Status.PUBLISHED, published_at=NOW, visible_at=NOW,
        arrived_at=NOW - timedelta(days=2),
    )  # fmt: skip
    told("Storks not out")

    response = desk.get(f"/admin/articles/front/{front.pk}/change/", {"q": "storks"})

    found = pages.texts(response, "//section[@aria-labelledby='pick-title']//li//a")
    assert found == ["Storks return", "Birds"]


def test_narrowed_rows_keep_their_own_order(db: None) -> None:
    first, second = told("Birds", "storks"), told("Storks")
    told("Ferry")

    rows = searching.narrowed(Article.objects.order_by("pk"), "storks", NOW)

    assert list(rows) == [first, second]


class TestChoosing:
    def test_words_that_one_article_has_choose_it(self, db: None) -> None:
        article = told("Storks return")
        told("Ferry")

        assert ArticleChoice().clean("storks") == article

    def test_several_that_fit_are_named_with_their_numbers(self, db: None) -> None:
        first, second = told("Storks return"), told("Birds", "Storks.")

        with pytest.raises(ValidationError) as refusal:
            ArticleChoice().clean("storks")

        assert refusal.value.messages == [
            "Several articles fit “storks”. Write the number of one: "
            f"№ {first.pk} “Storks return”; № {second.pk} “Birds”."
        ]

    def test_words_of_none_are_refused(self, db: None) -> None:
        with pytest.raises(ValidationError, match="There is no article “nothing”"):
            ArticleChoice().clean("nothing")
