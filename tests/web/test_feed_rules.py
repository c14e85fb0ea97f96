"""Every feed against the rules that validators know, with the worst texts that a desk can hold."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.enums import Kind, Rights
from articles.models import Article, Publication
from articles.web import feeds
from articles.web.feedentries import portable
from tests import factories
from tests.factories import EARLIER, NOW
from tests.web import feedrules
from tests.web.pictures import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def awkward(paper: Publication) -> Article:
    """An article of which everything that may go wrong in a feed does."""
    Publication.objects.update(hub_url="https://hub.example/", copyright="© Us & ]]> them")
    source = factories.make_source(
        name="A <b> & ]]>", slug="wire", home_url="https://wire.example/"
    )
    story = factories.make_story(title="Ends ]]> here", slug="ends")
    made = factories.make_published(
        headline="Ends ]]> here </title><script>alert(1)</script> & more \x0b",
        standfirst="Short ]]> & <i>not</i> markup",
        body_html=(
            '<p>See <a href="/about/">us</a>, <a href="#p-1">below</a> and ]]&gt;.</p>'
            '<p><img src="https://elsewhere.example/a.jpg" alt="A dyke" loading="lazy"></p>'
            "<blockquote>Cited</blockquote><table><tr><td>1</td></tr></table>"
        ),
        slug="ends",
        language="",
        source=source,
        kind=Kind.REPUBLISHED,
        canonical_url="https://wire.example/a?b=1&c=2",
        section=factories.make_section(name="World & all", slug="world"),
        story=story,
        lead_image=make_image("x", alt='A "dyke" & ]]>', caption="<Dyke>", credit_line="D & R"),
        updated_at=NOW - timedelta(minutes=5),
    )
    factories.make_contribution(made, author=factories.make_author(name="Ann <Lee>", slug="ann"))
    factories.tag_article(made, factories.make_tag("Sea & ]]>", slug="sea"))
    factories.make_correction(made, text="It ]]> was <b>seven</b>.")
    linked = factories.make_source(name="Blog", slug="blog", rights=Rights.LINK)
    factories.make_published(headline="Only a link", source=linked, section=made.section)
    factories.make_published(headline="Nothing else", body_html="", language="ur")
    return made


def paths(awkward: Article) -> list[str]:
    lists = ["", "section/world/", "tag/sea/", "source/wire/", "author/ann/", "corrections/"]
    return [f"/{path}" for path in [*lists, f"story/{awkward.story_id}/ends/"]]


def test_every_feed_keeps_the_rules_of_its_format(client: Client, awkward: Article) -> None:
    story = client.get(f"/story/{awkward.story_id}/ends/", follow=True).request["PATH_INFO"]

    for path in [*paths(awkward)[:-1], story]:
        rss, atom, feed = (client.get(f"{path}feed.{form}") for form in feeds.FORMS)
        at = f"https://paper.example{path}feed."

        assert feedrules.broken_in_rss(rss.content, f"{at}rss") == [], path
        assert feedrules.broken_in_atom(atom.content, f"{at}atom") == [], path
        assert feedrules.broken_in_json(feed.json(), f"{at}json") == [], path
        assert b"<script" not in rss.content + atom.content


def test_rules_find_what_is_broken() -> None:
    """The rules themselves: a feed that breaks them is told so."""
    rss = b"<rss version='2.0'><channel><title>t</title><link>/</link><description>d</description>"
    rss += b"<language>english!</language><item><title>x</title><link>/news/1/</link>"
    rss += b"<guid>1</guid><pubDate>yesterday</pubDate><author>Ann</author>"
    rss += b"<description>&lt;img src='/x.jpg' style='a'&gt;</description></item></channel></rss>"
    atom = b"<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><entry><id>1</id></entry></feed>"

    assert {"language", "ttl", "guid", "src /x.jpg", "img style", "unknown author"} <= set(
        feedrules.broken_in_rss(rss, "https://a.example/feed.rss")
    )
    assert {"id", "alternate", "feed without author", "date: "} <= set(
        feedrules.broken_in_atom(atom, "https://a.example/feed.atom")
    )


def test_portable_makes_addresses_whole_and_leaves_words_alone() -> None:
    html = '<p id="p-1">href="/x" <a href="//cdn.example/a">1</a><a href="#p-2">2</a></p>'

    assert portable(html, "https://a.example/news/1/b/") == (
        '<p id="p-1">href="/x" <a href="https://cdn.example/a">1</a>'
        '<a href="https://a.example/news/1/b/#p-2">2</a></p>'
    )


@pytest.mark.parametrize("form", feeds.FORMS)
def test_feed_pages_follow_one_another_to_the_last_article(
    client: Client, paper: Publication, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "LENGTH", 2)
    made = [factories.make_published(published_at=EARLIER - timedelta(minutes=n)) for n in range(5)]
    asked, seen = f"/feed.{form}", []
    for _page in range(3):
        body = client.get(asked).content.decode()
        seen += [article.uid for article in made if str(article.uid) in body]
        links = _links(client, asked, form)
        assert links.get("self") == f"https://paper.example{asked}"
        assert ("first" in links) is ("before" in asked and form != "json")
        asked = links.get("next", "").removeprefix("https://paper.example")

    assert (seen, asked) == ([article.uid for article in made], "")
    assert client.get(f"/feed.{form}?before=nonsense").status_code == 404


def _links(client: Client, path: str, form: str) -> dict[str, str]:
    response = client.get(path)
    if form == "json":
        feed = response.json()
        return {"self": feed["feed_url"]} | (
            {"next": feed["next_url"]} if "next_url" in feed else {}
        )
    tree = feedrules.etree.fromstring(response.content)
    parent = tree[0] if form == "rss" else tree
    found = parent.findall(f"{feedrules.ATOM}link")
    return {link.get("rel"): link.get("href") for link in found}


def test_feed_names_its_hub_in_the_document_and_in_the_header(
    client: Client, awkward: Article
) -> None:
    for form in feeds.FORMS:
        response = client.get(f"/feed.{form}")

        assert response["Link"] == (
            f'<https://hub.example/>; rel="hub", <https://paper.example/feed.{form}>; rel="self"'
        )
        assert b"https://hub.example/" in response.content
    Publication.objects.update(hub_url="")
    assert "Link" not in client.get("/feed.rss")
    assert b"hub" not in client.get("/feed.atom").content


def test_feed_tells_people_what_it_is(client: Client, paper: Publication) -> None:
    for form in ("rss", "atom"):
        body = client.get(f"/feed.{form}").content
        assert b'<?xml-stylesheet href="https://paper.example/feeds/feed.css"' in body

    Publication.objects.update(name='A "} body{} </style> paper')
    sheet = client.get("/feeds/feed.css")

    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    text = sheet.content.decode()
    assert "Copy the address of this page into a feed reader" in text
    assert "</style>" not in text
    assert 'A "} body{}' not in text
