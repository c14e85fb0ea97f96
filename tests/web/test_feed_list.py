"""All feeds at a glance, for people and for readers' apps."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from articles.models import Publication
from articles.web.views import feedlist
from tests import factories
from tests.factories import LATER
from tests.web.reading import read, text


def fill(count: int) -> None:
    section = factories.make_section(name="World & all", slug="world")
    source = factories.make_source(name="Wire", slug="wire")
    author = factories.make_author(name="Ann Lee", slug="ann")
    for n in range(count):
        made = factories.make_published(section=section, source=source)
        factories.make_contribution(made, author=author)
        factories.tag_article(made, factories.make_tag(f"Topic {n}", slug=f"topic-{n}"))


def test_feed_list_names_what_is_read_and_nothing_hidden(
    client: Client, paper: Publication
) -> None:
    fill(1)
    secret = factories.make_published(
        published_at=LATER, source=factories.make_source(name="Secret")
    )
    factories.tag_article(secret, factories.make_tag("Coup"))

    tree = read(client, "/feeds/")

    assert text(tree, "//a[@class='feed-offer__name']") == [
        "The latest", "Corrections", "World & all", "Topic 0", "Wire", "Ann Lee",
    ]  # fmt: skip
    assert tree.xpath("//a[@class='feed-offer__name'][.='Topic 0']/../span/a/@href") == [
        "/tag/topic-0/feed.rss", "/tag/topic-0/feed.atom", "/tag/topic-0/feed.json",
    ]  # fmt: skip
    for path in tree.xpath("//main//a/@href"):
        assert client.get(path).status_code == 200, path


def test_feed_list_names_each_list_in_its_own_language_and_direction(
    client: Client, paper: Publication
) -> None:
    made = factories.make_published(
        section=factories.make_section(name="شہر", language="ur"),
        source=factories.make_source(name="Le Fil", language="fr"),
    )
    factories.tag_article(made, factories.make_tag("Sol"))

    names = read(client, "/feeds/").xpath("//a[@class='feed-offer__name']")

    assert [(a.text, a.get("lang"), a.get("dir")) for a in names] == [
        ("The latest", None, "auto"),
        ("Corrections", None, "auto"),
        ("شہر", "ur", "auto"),
        ("Sol", None, "auto"),
        ("Le Fil", "fr", "auto"),
    ]


def test_opml_holds_the_same_lists_with_whole_addresses(client: Client, paper: Publication) -> None:
    fill(1)

    response = client.get("/feeds.opml")
    body = ElementTree.fromstring(response.content).find("body")

    assert response["Content-Type"] == "text/x-opml; charset=utf-8"
    assert body is not None
    assert [group.get("text") for group in body] == [
        "The Test Paper", "Sections", "Topics", "Sources", "Authors",
    ]  # fmt: skip
    assert body[1][0].attrib == {
        "type": "rss",
        "version": "RSS2",
        "text": "World & all",
        "title": "World & all",
        "xmlUrl": "https://paper.example/section/world/feed.rss",
        "htmlUrl": "https://paper.example/section/world/",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_feed_list_takes_the_same_queries_for_one_article_and_for_three(
    client: Client, paper: Publication, django_assert_num_queries: Any, count: int
) -> None:
    fill(count)

    with django_assert_num_queries(8):
        client.get("/feeds/")


def test_feed_list_is_bounded(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedlist, "MOST", 2)
    fill(3)

    assert client.get("/feeds.opml").content.decode().count("/tag/") == 4
