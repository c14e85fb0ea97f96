"""What search engines are told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client

from articles.desk import publishing
from articles.enums import Indexing, Kind
from articles.models import Article, Publication
from articles.web import sitemaps
from tests import factories
from tests.factories import LATER, NOW
from tests.web.test_gone import WAYS

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def entries(client: Client, path: str) -> list[tuple[str, str]]:
    """(loc, lastmod) of each entry of a sitemap or an index."""
    response = client.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return [
        (entry.findtext(f"{SITEMAP}loc", ""), entry.findtext(f"{SITEMAP}lastmod", ""))
        for entry in ElementTree.fromstring(response.content)
    ]


def at(moment: datetime, **fields: Any) -> Article:
    return factories.make_published(published_at=moment, **fields)


def test_index_names_every_month_with_its_last_change(client: Client, paper: Publication) -> None:
    at(datetime(2026, 9, 3, tzinfo=UTC))
    at(datetime(2026, 9, 1, tzinfo=UTC), updated_at=datetime(2026, 10, 7, tzinfo=UTC))
    at(datetime(2026, 11, 2, tzinfo=UTC))
    at(LATER)

    assert entries(client, "/sitemap.xml") == [
        ("https://paper.example/sitemap-pages.xml", ""),
        ("https://paper.example/sitemap-news.xml", ""),
        ("https://paper.example/sitemap-articles-2026-11.xml", "2026-11-02T05:00:00+05:00"),
        ("https://paper.example/sitemap-articles-2026-09.xml", "2026-10-07T05:00:00+05:00"),
    ]


@pytest.mark.parametrize("way", ["killed", "retracted", "legal", "merged", "expired"])
def test_index_moves_a_month_on_when_its_newest_article_goes(
    client: Client, paper: Publication, clock: time_machine.Traveller, way: str
) -> None:
    at(datetime(2026, 9, 1, tzinfo=UTC))
    newest = at(datetime(2026, 9, 3, tzinfo=UTC))
    month = "https://paper.example/sitemap-articles-2026-09.xml"
    before = dict(entries(client, "/sitemap.xml"))[month]

    WAYS[way](newest)  # type: ignore[no-untyped-call]  # each takes the article
    clock.shift(timedelta(days=90))

    after = dict(entries(client, "/sitemap.xml"))[month]
    assert (before, after) == ("2026-09-03T05:00:00+05:00", "2026-11-20T17:00:00+05:00")


def test_index_stays_when_what_search_engines_never_had_goes(
    client: Client, paper: Publication
) -> None:
    at(datetime(2026, 9, 1, tzinfo=UTC))
    source = factories.make_source(indexing=Indexing.NOINDEX)
    publishing.kill(
        at(datetime(2026, 9, 3, tzinfo=UTC), source=source, kind=Kind.REPUBLISHED),
        by=None, at=NOW, note="No.",
    )  # fmt: skip

    assert entries(client, "/sitemap.xml")[2][1] == "2026-09-01T05:00:00+05:00"


def test_index_of_an_empty_paper_is_valid(client: Client, paper: Publication) -> None:
    assert len(entries(client, "/sitemap.xml")) == 2


def test_month_sitemap_holds_what_is_listed_with_its_last_material_change(
    client: Client, paper: Publication
) -> None:
    old = at(datetime(2026, 11, 2, tzinfo=UTC), slug="old", updated_at=NOW)
    at(datetime(2026, 10, 2, tzinfo=UTC))
    at(LATER)
    retracted = factories.make_published()
    publishing.retract(retracted, by=None, at=NOW, note="No.")
    factories.make_published(copy_of=old)

    assert entries(client, "/sitemap-articles-2026-11.xml") == [
        (f"https://paper.example/news/{old.pk}/old/", "2026-11-20T17:00:00+05:00")
    ]


def test_month_sitemap_asks_as_often_for_many_pictures_as_for_one(
    client: Client, paper: Publication, django_assert_max_num_queries: Any
) -> None:
    rendered = {"key": "a", "whole": {"jpg": [1200]}}
    asked = []
    for renditions in ({}, rendered, {}):
        at(NOW - timedelta(hours=1), lead_image=factories.make_image(renditions=renditions))
        with django_assert_max_num_queries(20) as queries:
            found = client.get("/sitemap-articles-2026-11.xml").content

        assert b"image:loc" in found
        asked.append(len(queries))

    assert len(set(asked)) == 1


def test_month_sitemap_of_a_month_without_articles_is_404(
    client: Client, paper: Publication
) -> None:
    assert client.get("/sitemap-articles-2026-11.xml").status_code == 404


def test_pages_sitemap_names_front_sections_and_the_pages_of_the_paper(
    client: Client, paper: Publication
) -> None:
    factories.make_section(slug="world")

    assert [url for url, _ in entries(client, "/sitemap-pages.xml")] == [
        "https://paper.example/",
        "https://paper.example/section/world/",
        "https://paper.example/corrections/",
        "https://paper.example/archive/",
        "https://paper.example/feeds/",
        "https://paper.example/about/",
        "https://paper.example/about/standards/",
        "https://paper.example/about/corrections-policy/",
        "https://paper.example/about/ownership/",
        "https://paper.example/about/privacy/",
        "https://paper.example/about/contact/",
    ]


def news(client: Client) -> list[str]:
    tree = ElementTree.fromstring(client.get("/sitemap-news.xml").content)
    return [entry.findtext(f"{NEWS}news/{NEWS}title", "") for entry in tree]


def test_news_sitemap_tells_all_that_google_news_asks(client: Client, paper: Publication) -> None:
    article = factories.make_published(headline="5 < 6 &\x0b more", slug="x", language="ur-PK")
    (entry,) = ElementTree.fromstring(client.get("/sitemap-news.xml").content)

    assert [(part.tag.rpartition("}")[2], (part.text or "").strip()) for part in entry.iter()] == [
        ("url", ""),
        ("loc", f"https://paper.example/news/{article.pk}/x/"),
        ("news", ""),
        ("publication", ""),
        ("name", "The Test Paper"),
        ("language", "ur"),
        ("publication_date", "2026-11-20T16:00:00+05:00"),
        ("title", "5 < 6 & more"),
    ]


def test_news_sitemap_holds_an_article_to_its_47_59_and_not_at_48_hours(
    client: Client, paper: Publication
) -> None:
    minute = timedelta(minutes=1)
    at(NOW - sitemaps.NEWS_AGE + minute, headline="47:59")
    at(NOW - sitemaps.NEWS_AGE, headline="48:00")
    at(NOW - sitemaps.NEWS_AGE - minute, headline="48:01")

    assert news(client) == ["47:59"]


def test_news_sitemap_may_be_kept_until_its_oldest_drops_out(
    client: Client, paper: Publication, clock: time_machine.Traveller
) -> None:
    at(NOW - sitemaps.NEWS_AGE + timedelta(seconds=20), headline="Going")

    assert client.get("/sitemap-news.xml")["Cache-Control"] == "public, max-age=20"
    clock.move_to(NOW + timedelta(seconds=20))
    assert news(client) == []


def test_news_sitemap_holds_a_thousand_and_the_newest_of_them(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sitemaps.NEWS_LENGTH == 1000
    monkeypatch.setattr(sitemaps, "NEWS_LENGTH", 2)
    for n in range(3):
        at(NOW - timedelta(minutes=n), headline=f"Number {n}")

    assert news(client) == ["Number 0", "Number 1"]


def test_robots_txt_keeps_crawlers_off_the_desk_only(client: Client, paper: Publication) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "\n"
        "Sitemap: https://paper.example/sitemap.xml\n"
        "Sitemap: https://paper.example/sitemap-news.xml\n"
    )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/sitemap.xml", 8),
        ("/sitemap-news.xml", 2),
        ("/sitemap-pages.xml", 2),
        ("/sitemap-articles-2026-11.xml", 2),
        ("/robots.txt", 1),
        ("/archive/", 5),
    ],
)
def test_sitemap_takes_the_same_queries_for_one_article_and_for_three(
    client: Client,
    paper: Publication,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    count: int,
) -> None:
    for _ in range(count):
        factories.make_published(section=factories.make_section(), updated_at=NOW)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
