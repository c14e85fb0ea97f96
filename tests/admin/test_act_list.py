"""Who changed which headlines lately, section by section, with the words before and after."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import editing
from articles.models import Article, Section
from tests import factories
from tests.admin import pages

LIST = "/admin/articles/act/"
CELL = "//td[contains(@class, 'field-what')]"


def retitle(article: Article, headline: str, **ago: int) -> None:
    at = factories.NOW - timedelta(**ago)
    editing.edit(article, by=None, at=at, fields={"headline": headline})


def written(section: Section | None = None, headline: str = "Two died") -> Article:
    return factories.make_draft(section=section, headline=headline)


def shown(desk: Client, query: str) -> list[str]:
    return pages.texts(desk.get(f"{LIST}?{query}"), f"{CELL}//li")


def test_headlines_of_a_week_stand_in_their_section_with_before_and_after(desk: Client) -> None:
    world, sport = factories.make_section(name="World"), factories.make_section(name="Sport")
    mine, other, old = written(world), written(sport), written(world)
    retitle(mine, "Three died", hours=1)
    retitle(other, "Four died", hours=2)
    retitle(old, "Five died", days=8)
    editing.edit(mine, by=None, at=factories.NOW, fields={"kicker": "Floods"})

    of_world = shown(desk, f"field=headline&age=7&section={world.pk}")
    of_all = shown(desk, "field=headline&age=7")

    mine_told = f"removed: Twoadded: Three died World · № {mine.pk}"
    assert [text.replace(" added:", "added:") for text in of_world] == [mine_told]
    assert len(of_all) == 2


def test_chosen_field_looks_back_a_month_at_most(desk: Client) -> None:
    article = written()
    retitle(article, "Three died", days=40)
    retitle(article, "Four died", days=20)

    assert len(shown(desk, "field=headline")) == 1
    assert len(pages.texts(desk.get(LIST), "//tbody/tr")) == 2


def test_list_without_a_field_shows_no_words(desk: Client) -> None:
    retitle(written(), "Three died", hours=1)

    assert shown(desk, "age=7") == []


def test_list_of_headlines_costs_the_same_with_one_act_and_with_three(desk: Client) -> None:
    counts = []
    for _turn in range(2):
        section = factories.make_section()
        for _each in range(3 if counts else 1):
            retitle(written(section), "Three died", hours=1)
        url = f"{LIST}?field=headline&age=7&section={section.pk}"
        desk.get(url)
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_reports_lead_to_the_headlines_of_each_section(desk: Client) -> None:
    section = factories.make_section(name="World")
    mine: Any = written(section)
    retitle(mine, "Three died", hours=1)

    (url,) = pages.values(desk.get("/admin/reports/"), "//a[text()='World']/@href")
    response = desk.get(url)

    assert len(pages.texts(response, f"{CELL}//li")) == 1
