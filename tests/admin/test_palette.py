"""The palette: what it lists, for whom, at what cost, and that it believes nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.desk import editing, saving_views
from articles.enums import Status
from articles.models import Article, SavedView
from tests import factories
from tests.admin import pages
from tests.admin.conftest import logged_in
from tests.factories import NOW

PALETTE = "/admin/palette/"
# What may be asked of the database for one answer, log-in and rights included.
MOST = 12


def told(headline: str, text: str = "x", **fields: Any) -> Article:
    article = factories.make_article(headline=headline, body_html=f"<p>{text}</p>", **fields)
    search.index([article.pk])
    return article


def asked(client: Client, **query: Any) -> dict[str, list[str]]:
    """The labels that the palette lists, by group."""
    response = client.get(PALETTE, {"as": "json", **query})
    return {g["name"]: [item["label"] for item in g["items"]] for g in response.json()["groups"]}


class TestBeforeTyping:
    def test_screens_are_those_that_the_person_may_open(self, db: None) -> None:
        reporter = logged_in(factories.make_user(factories.REPORTER))

        screens = asked(reporter)["screen"]

        assert screens[:4] == ["The desk", "Write an article", "Inbox", "Articles"]
        assert [label for label in screens if label in ("People", "Sign-ins", "Users")] == []
        assert [label for label in screens if label.startswith("Add ")] == [
            "Add picture", "Add tag"
        ]  # fmt: skip
        assert len(set(screens)) == len(screens)

    @pytest.mark.once
    def test_every_screen_listed_opens(self, desk: Client) -> None:
        groups = desk.get(PALETTE, {"as": "json"}).json()["groups"]
        urls = [i["url"] for g in groups if g["name"] == "screen" for i in g["items"]]

        answers = {url: desk.get(url, follow=True).status_code for url in urls}

        assert len(urls) > 20
        assert answers == dict.fromkeys(urls, 200)

    def test_person_without_rights_gets_only_their_own_pages(self, db: None) -> None:
        other = factories.make_chief()
        saving_views.save_view(
            "Ports", screen=SavedView.Screen.INBOX, query="q=port", is_shared=True, by=other, at=NOW
        )
        told("Ports")
        factories.make_tag("Port")
        nobody = logged_in(factories.make_user())

        assert asked(nobody) == {
            "screen": ["The desk", "Change password", "Second factor", "Where you are signed in"]
        }
        assert asked(nobody, q="port") == {}

    def test_own_recent_articles_come_first_those_gone_to_before_them(
        self, desk: Client, chief: Any
    ) -> None:
        gone_to, foreign = told("Gone to"), told("Foreign")
        for minutes, headline in enumerate(("Older", "Newer")):
            article = told(headline)
            at = NOW + timedelta(minutes=minutes)
            editing.edit(article, by=chief, at=at, fields={"kicker": "Sea"})
        editing.edit(foreign, by=factories.make_chief(), at=NOW, fields={"kicker": "Sea"})

        found = asked(desk, used=[f"article-{gone_to.pk}", "article-x", "tag-1"])

        assert found["recent"] == ["Gone to", "Newer", "Older"]

    def test_views_of_the_person_and_the_desk_are_listed(self, desk: Client, chief: Any) -> None:
        other = factories.make_chief()
        for name, by, is_shared in (
            ("Mine", chief, False), ("Ours", other, True), ("Theirs", other, False)
        ):  # fmt: skip
            saving_views.save_view(
                name, screen=SavedView.Screen.INBOX, query="q=a%3Fb", is_shared=is_shared,
                by=by, at=NOW,
            )  # fmt: skip

        groups = desk.get(PALETTE, {"as": "json"}).json()["groups"]
        [views] = [g["items"] for g in groups if g["name"] == "view"]

        assert {(v["label"], v["url"]) for v in views} == {
            ("Mine", "/admin/inbox/?q=a%3Fb"), ("Ours", "/admin/inbox/?q=a%3Fb")
        }  # fmt: skip


class TestTyping:
    def test_rows_of_every_kind_are_found_by_their_beginnings(self, desk: Client) -> None:
        article = told("Karvan port shut", status=Status.DRAFT)
        told("Elsewhere", "Karvan is named in the text only.")
        tag = factories.make_tag("Karvan strike")
        factories.make_tag_alias(tag, "Karwan walkout")
        factories.make_author(name="Ann Kárvan")
        factories.make_source(name="The Karvan Post")
        factories.make_story(title="Karvan")
        factories.make_section(name="Karvan region")

        found = asked(desk, q="kar")

        assert found == {
            "article": [article.headline],
            "story": ["Karvan"],
            "tag": ["Karvan strike"],
            "source": ["The Karvan Post"],
            "author": ["Ann Kárvan"],
            "section": ["Karvan region"],
        }
        assert asked(desk, q="walk") == {"tag": ["Karvan strike"]}
        assert asked(desk, q="tkp") == {"source": ["The Karvan Post"]}

    def test_article_says_number_status_day_and_source(self, desk: Client) -> None:
        article = told("Storks", source=factories.make_source(name="Wire"))

        [group] = desk.get(PALETTE, {"as": "json", "q": "stork"}).json()["groups"]

        assert group["items"] == [
            {
                "key": f"article-{article.pk}",
                "label": "Storks",
                "url": f"/admin/articles/article/{article.pk}/change/",
                "detail": f"№ {article.pk} · Incoming · 20 Nov 2026 · Wire",
                "lang": article.language,
                "dir": "ltr",
            }
        ]

    def test_text_is_looked_in_where_no_headline_fits(self, desk: Client) -> None:
        told("Birds", "The storks are seen.")

        assert asked(desk, q="stork")["article"] == ["Birds"]

    def test_number_finds_its_article(self, desk: Client) -> None:
        article = told("This one")

        assert asked(desk, q=f"№{article.pk}")["article"] == ["This one"]

    def test_urdu_is_found_in_arabic_letters(self, desk: Client) -> None:
        told("کراچی میں ہڑتال", language="ur")
        factories.make_tag("ہڑتال")

        assert asked(desk, q="كراچي") == {"article": ["کراچی میں ہڑتال"]}
        assert asked(desk, q="ھڑتا")["tag"] == ["ہڑتال"]

    def test_screens_are_found_by_words_and_initials(self, desk: Client) -> None:
        assert asked(desk, q="hist") == {"screen": ["History"]}
        assert asked(desk, q="wyasi")["screen"] == ["Where you are signed in"]

    def test_kinds_that_the_person_may_not_see_are_left_out(self, db: None) -> None:
        factories.make_user(username="karim")
        reporter = logged_in(factories.make_user(factories.REPORTER))

        assert asked(reporter, q="karim") == {}
        assert asked(logged_in(factories.make_chief()), q="karim") == {"colleague": ["karim"]}

    @pytest.mark.parametrize(
        "text",
        ["x" * 10_000, "%", "_", "'\"", "section:x", "(((", "🐦" * 300, "a\x00b", "*", "-"],
    )
    def test_odd_letters_find_nothing_and_break_nothing(self, desk: Client, text: str) -> None:
        told("Storks")
        factories.make_tag("Storks")

        assert asked(desk, q=text) == {}

    def test_markup_stays_text(self, desk: Client) -> None:
        headline = "<img src=x onerror=alert(1)>"
        told(headline)

        response = desk.get(PALETTE, {"q": "img"})

        assert asked(desk, q="img")["article"] == [headline]
        assert pages.texts(response, "//section//li/a") == [headline]
        assert pages.tree(response).xpath("//section//img") == []


class TestCost:
    def queries(self, client: Client, **query: Any) -> list[str]:
        with CaptureQueriesContext(connection) as found:
            assert client.get(PALETTE, {"as": "json", **query}).status_code == 200
        return [query["sql"] for query in found.captured_queries]

    @pytest.mark.parametrize("text", ["", "port", "nothing of this"])
    def test_three_rows_cost_as_many_queries_as_one(
        self, desk: Client, chief: Any, text: str
    ) -> None:
        def add(number: int) -> None:
            article = told(f"Port {number}")
            editing.edit(article, by=chief, at=NOW, fields={"kicker": "Sea"})
            factories.make_tag(f"Port {number}")
            factories.make_author(name=f"Port {number}")
            factories.make_story(title=f"Port {number}")

        add(0)
        self.queries(desk, q=text)
        one = self.queries(desk, q=text)
        for number in (1, 2):
            add(number)
        three = self.queries(desk, q=text)

        assert len(three) == len(one) <= MOST

    def test_groups_are_short(self, desk: Client) -> None:
        for number in range(12):
            factories.make_tag(f"Port {number}")
            told(f"Port {number}")

        found = asked(desk, q="port")

        assert {name: len(labels) for name, labels in found.items()} == {"article": 8, "tag": 8}


def test_page_without_script_leads_to_the_same_places(desk: Client) -> None:
    told("Storks")

    response = desk.get(PALETTE, {"q": "stork"})

    links = pages.values(response, "//section//li/a/@href")
    [group] = desk.get(PALETTE, {"as": "json", "q": "stork"}).json()["groups"]
    assert links == [item["url"] for item in group["items"]]
    assert pages.texts(response, "//section/h2") == ["Articles"]


def test_every_page_has_the_button(desk: Client) -> None:
    response = desk.get("/admin/inbox/")

    assert pages.values(response, "//a[@id='palette-open']/@href") == [PALETTE]
    assert pages.texts(response, "//a[@id='palette-open']") == ["Find or do Ctrl K"]
