"""Which page search engines are sent to, in the page, its headers and every sitemap."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from articles.enums import Indexing, Kind
from articles.models import Publication, Source
from tests import factories
from tests.factories import LATER, NOW
from tests.web.pictures import make_image
from tests.web.reading import read

ORIGINAL = "https://wire.example/original"


@pytest.mark.parametrize(
    ("policy", "kind", "original", "canonical", "robots", "is_mapped"),
    [
        (Indexing.INDEX, Kind.REPUBLISHED, ORIGINAL, "ours", "", True),
        (Indexing.CANONICAL, Kind.REPUBLISHED, ORIGINAL, ORIGINAL, "", False),
        (Indexing.CANONICAL, Kind.REPUBLISHED, "", "ours", "", True),
        (Indexing.CANONICAL, Kind.OWN, ORIGINAL, "ours", "", True),
        (Indexing.NOINDEX, Kind.REPUBLISHED, ORIGINAL, "ours", "noindex", False),
        (Indexing.NOINDEX, Kind.LINK_OUT, ORIGINAL, "ours", "noindex", False),
        (Indexing.NOINDEX, Kind.OWN, ORIGINAL, "ours", "", True),
    ],
)
def test_page_and_sitemaps_follow_the_policy_of_the_source(
    client: Client,
    paper: Publication,
    policy: Indexing,
    kind: Kind,
    original: str,
    canonical: str,
    robots: str,
    is_mapped: bool,
) -> None:
    source = factories.make_source(indexing=policy)
    made = factories.make_published(source=source, kind=kind, canonical_url=original, slug="a")
    factories.make_published(headline="Ours", slug="ours")
    path = f"/news/{made.pk}/a/"

    tree = read(client, path + "?utm_source=x&fbclid=1")
    own = f"https://paper.example{path}"

    assert tree.xpath("//link[@rel='canonical']/@href") == [
        own if canonical == "ours" else canonical
    ]
    assert tree.xpath("//meta[@property='og:url']/@content") == [own]
    assert client.get(path).get("X-Robots-Tag", "") == robots
    assert ("noindex" in tree.xpath("//meta[@name='robots']/@content")[0]) is bool(robots)
    for name in ("sitemap-articles-2026-11.xml", "sitemap-news.xml"):
        assert (own in client.get(f"/{name}").content.decode()) is is_mapped, name
    assert made.headline in client.get("/feed.rss").content.decode()  # feeds are no search engine


def test_month_of_which_nothing_is_indexed_is_not_in_the_index(
    client: Client, paper: Publication
) -> None:
    source = factories.make_source(indexing=Indexing.NOINDEX)
    factories.make_published(source=source, kind=Kind.REPUBLISHED)

    assert b"sitemap-articles" not in client.get("/sitemap.xml").content

    Source.objects.update(indexing=Indexing.INDEX)
    assert b"sitemap-articles-2026-11" in client.get("/sitemap.xml").content


def test_sitemap_names_pictures_while_their_right_runs(client: Client, paper: Publication) -> None:
    shown = make_image("x", expires_at=LATER)
    factories.make_published(lead_image=shown)
    factories.make_published(lead_image=make_image("y", expires_at=NOW))

    response = client.get("/sitemap-articles-2026-11.xml")

    found = ElementTree.fromstring(response.content).iter(
        "{http://www.google.com/schemas/sitemap-image/1.1}loc"
    )
    assert [element.text for element in found] == ["https://paper.example/media/images/aa/x.jpg"]


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"


def shape(element: Any) -> list[Any]:
    """Names and order of what stands in it, as a schema sees it."""
    return [(child.tag, shape(child)) for child in element]


def test_sitemaps_have_the_shape_that_their_schemas_ask_for(
    client: Client, paper: Publication
) -> None:
    factories.make_published(headline="A & <b> ]]>", lead_image=make_image("x"), language="ur-PK")

    index, month, news = (
        ElementTree.fromstring(client.get(path).content)
        for path in ("/sitemap.xml", "/sitemap-articles-2026-11.xml", "/sitemap-news.xml")
    )

    loc, lastmod = (f"{SITEMAP}loc", []), (f"{SITEMAP}lastmod", [])
    assert (index.tag, month.tag, news.tag) == (
        f"{SITEMAP}sitemapindex", f"{SITEMAP}urlset", f"{SITEMAP}urlset",
    )  # fmt: skip
    assert [(tag, kids) for tag, kids in shape(index)] == [
        (f"{SITEMAP}sitemap", [loc]),
        (f"{SITEMAP}sitemap", [loc]),
        (f"{SITEMAP}sitemap", [loc, lastmod]),
    ]
    assert shape(month) == [
        (f"{SITEMAP}url", [loc, lastmod, (f"{IMAGE}image", [(f"{IMAGE}loc", [])])])
    ]
    publication = (f"{NEWS}publication", [(f"{NEWS}name", []), (f"{NEWS}language", [])])
    told = [publication, (f"{NEWS}publication_date", []), (f"{NEWS}title", [])]
    assert shape(news) == [(f"{SITEMAP}url", [loc, (f"{NEWS}news", told)])]
    assert news.find(f".//{NEWS}language").text == "ur"  # type: ignore[union-attr]  # it is there
