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


def test_feed_list_names_the_stories_that_run_under_what_readers_may_know(
    client: Client, paper: Publication
) -> None:
    flood, coup = factories.make_story(title="A flood"), factories.make_story(title="A coup")
    for n in range(2):
        factories.make_published(story=flood, headline=f"Part {n}")
    factories.make_published(story=coup, headline="Quiet in the capital")
    factories.make_published(story=coup, published_at=LATER)

    tree = read(client, "/feeds/")
    listed = tree.xpath("//h2[.='Stories']/..//a/@href")

    base = f"/story/{flood.pk}/part-1/"
    assert listed == [base, *(f"{base}feed.{form}" for form in ("rss", "atom", "json"))]
    assert f"https://paper.example{base}feed.rss" in client.get("/feeds.opml").content.decode()
    for path in listed:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("count", [1, 3])
def test_feed_list_takes_the_same_queries_for_one_article_and_for_three(
    client: Client, paper: Publication, django_assert_num_queries: Any, count: int
) -> None:
    fill(count)
    for n in range(count):
        story = factories.make_story(title=f"A flood {n}")
        for _ in range(2):
            factories.make_published(story=story, headline=f"A flood {n}")

    with django_assert_num_queries(9):
        client.get("/feeds/")


def test_feed_list_is_bounded(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedlist, "MOST", 2)
    fill(3)
    for story in [factories.make_story() for _ in range(3)] * 2:
        factories.make_published(story=story)

    told = client.get("/feeds.opml").content.decode()
    assert (told.count("/tag/"), told.count("/story/")) == (4, 4)
