"""Completion of fields: what is offered, to whom, and what the field then means."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.admin.choosing import ArticleChoice, SourceChoice, StoryChoice, TagChoice
from articles.enums import Status
from articles.models import Article
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in


def told(headline: str, text: str = "x", **fields: Any) -> Article:
    article = factories.make_article(headline=headline, body_html=f"<p>{text}</p>", **fields)
    search.index([article.pk])
    return article


def lines(client: Client, kind: str, q: str, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/admin/complete/{kind}/", {"q": q, **more}).json()[
        "results"
    ]
    return found


def labels(client: Client, kind: str, q: str) -> list[str]:
    return [line["label"] for line in lines(client, kind, q)]


class TestTags:
    def test_alias_leads_to_the_tag_that_it_means(self, desk: Client) -> None:
        tag = factories.make_tag("Parliament")
        factories.make_tag_alias(tag, "Parliment")

        assert lines(desk, "tag", "parlim") == [
            {
                "value": "Parliament",
                "label": "Parliament",
                "detail": "meant by “Parliment”",
                "lang": "",
                "dir": "auto",
                "is_exact": False,
            }
        ]
        assert [line["is_exact"] for line in lines(desk, "tag", "PARLIMENT")] == [True]
        assert [line["is_exact"] for line in lines(desk, "tag", "parliament")] == [False]

    def test_slip_of_the_finger_is_offered_the_tag(self, desk: Client) -> None:
        factories.make_tag("Election")
        factories.make_tag("Electricity")

        assert labels(desk, "tag", "eleciton") == ["Election"]

    def test_beginning_of_the_name_comes_before_that_of_a_later_word(self, desk: Client) -> None:
        for name in ("Old port", "Portugal", "Port strike", "Port", "Sport"):
            factories.make_tag(name)

        assert labels(desk, "tag", "port") == ["Port", "Port strike", "Portugal", "Old port"]

    def test_old_tag_is_found_behind_those_that_are_compared(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from articles.admin import looking_up

        factories.make_tag("Café strike")
        for name in ("Other", "Third"):
            factories.make_tag(name)
        monkeypatch.setattr(looking_up, "READ", 2)

        assert labels(desk, "tag", "cafe") == ["Café strike"]
        assert labels(desk, "tag", "strike") == ["Café strike"]


class TestArticles:
    def test_newest_come_first_with_status_and_day(self, desk: Client) -> None:
        older = told("Storks return", status=Status.DRAFT)
        newer = told("Storks leave")
        told("Ferry", "storks")

        assert [(line["value"], line["detail"]) for line in lines(desk, "article", "stor")] == [
            (f"№ {newer.pk} Storks leave", f"№ {newer.pk} · Incoming · 20 Nov 2026"),
            (f"№ {older.pk} Storks return", f"№ {older.pk} · Draft · 20 Nov 2026"),
        ]

    @pytest.mark.parametrize("word", ["headline", "text"])
    def test_twenty_stand_on_a_page_and_the_next_one_goes_on(self, desk: Client, word: str) -> None:
        made = [
            told(f"Storks {n}" if word == "headline" else f"Birds {n}", "storks").pk
            for n in range(21)
        ]

        first = desk.get("/admin/complete/article/", {"q": "storks"}).json()
        second = desk.get(
            "/admin/complete/article/", {"q": "storks", "after": first["next"]}
        ).json()

        numbers = [int(x["value"].split()[1]) for x in first["results"] + second["results"]]
        assert (len(first["results"]), second["next"]) == (20, "")
        assert numbers == made[::-1]

    def test_three_rows_cost_as_many_queries_as_one(self, desk: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert lines(desk, "article", "stor")
            return len(found)

        told("Storks")
        queries()
        one = queries()
        told("Storks", source=factories.make_source())
        told("Storks", source=factories.make_source())

        assert queries() == one <= 12


class TestFields:
    def test_completed_line_means_its_row(self, db: None) -> None:
        article, twin = told("Storks"), told("Storks")
        story, other = factories.make_story(title="Birds"), factories.make_story(title="Birds")
        sources = [factories.make_source(name="Wire") for _ in range(2)]
        tag = factories.make_tag("№ 5 bus")

        assert ArticleChoice().clean(f"№ {article.pk} Storks") == article != twin
        assert StoryChoice().clean(f"№ {story.pk} Birds") == story != other
        assert SourceChoice().clean(f"№ {sources[1].pk} Wire") == sources[1]
        assert TagChoice().clean("№ 5 bus") == tag
        with pytest.raises(ValidationError):
            StoryChoice().clean("№ 999999 Birds")

    def test_two_sources_of_one_name_are_told_apart(self, desk: Client) -> None:
        one, other = factories.make_source(name="Wire"), factories.make_source(name="WIRE")
        factories.make_source(name="Wire service")

        assert {line["value"] for line in lines(desk, "source", "wire")} == {
            f"№ {one.pk} Wire", f"№ {other.pk} WIRE", "Wire service"
        }  # fmt: skip

    def test_fields_of_the_article_form_know_where_to_ask(self, desk: Client) -> None:
        article = factories.make_draft()
        response = desk.get(f"/admin/articles/article/{article.pk}/change/")

        found = {
            name: pages.values(response, f"//input[@name='{name}']/@data-complete")
            for name in ("tag_names", "source", "contributions-0-name", "credits-0-source",
                         "links-0-to")
        }  # fmt: skip

        assert found == {
            "tag_names": ["/admin/complete/tag/"],
            "source": ["/admin/complete/source/"],
            "contributions-0-name": ["/admin/complete/author/"],
            "credits-0-source": ["/admin/complete/source/"],
            "links-0-to": ["/admin/complete/article/"],
        }


@pytest.mark.parametrize("kind", ["article", "story", "tag", "source", "author", "section"])
def test_who_may_not_see_a_kind_is_not_offered_it(db: None, kind: str) -> None:
    nobody = logged_in(factories.make_user())

    assert nobody.get(f"/admin/complete/{kind}/", {"q": "a"}).status_code == 403


def test_other_kinds_are_no_address(desk: Client) -> None:
    assert desk.get("/admin/complete/user/", {"q": "a"}).status_code == 404


@pytest.mark.parametrize("kind", ["article", "story", "tag", "source", "author", "section"])
@pytest.mark.parametrize("text", ["x" * 10_000, "\x00", "%", "'", "*", "-a", "section:x"])
def test_odd_letters_find_nothing_and_break_nothing(desk: Client, kind: str, text: str) -> None:
    assert lines(desk, kind, text, after="x") == []


class TestDjangosOwn:
    def ask(self, client: Client, field: str, **query: Any) -> Any:
        given = {"app_label": "articles", "model_name": "story", "field_name": field}
        return client.get("/admin/autocomplete/", {**given, **query})

    def test_it_searches_as_ours_does_and_tells_status_and_day(self, desk: Client) -> None:
        for n in range(22):
            told(f"Café {n}", status=Status.DRAFT)
        told("Ferry")

        first = self.ask(desk, "lead", term="cafe").json()
        second = self.ask(desk, "lead", term="cafe", page=2).json()

        newest = Article.objects.get(headline="Café 21")
        assert first["results"][0] == {
            "id": str(newest.pk),
            "text": f"Café 21 (№ {newest.pk} · Draft · 20 Nov 2026)",
        }
        assert (len(first["results"]), first["pagination"]) == (20, {"more": True})
        assert (len(second["results"]), second["pagination"]) == (2, {"more": False})

    def test_person_without_the_right_is_refused(self, db: None) -> None:
        nobody = logged_in(factories.make_user())

        assert self.ask(nobody, "lead", term="a").status_code == 403
