"""What goes out as ninjs and NewsML-G2 comes back in as the same article."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from articles.enums import Kind, Rights
from articles.formats.item import Item
from articles.formats.parsing import parse
from articles.models import Article, Publication
from articles.text import markup
from tests import factories
from tests.factories import NOW
from tests.web.pictures import make_image

pytestmark = pytest.mark.django_db

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
NAMES = {
    "ninjs.json": "application/ninjs+json",
    "newsml.xml": "application/vnd.iptc.g2.newsitem+xml",
}


@pytest.fixture
def article(paper: Publication) -> Article:
    source = factories.make_source(name="Marsa Wire", credit_text="MWA")
    made = factories.make_published(
        headline="Water rises at the ]]> dyke: 5 < 6 & more to come",
        standfirst="Volunteers fill sandbags through the night; the school is closed.",
        body_html=(
            "<p>The river passed the mark of 1998 shortly before midnight, the port said.</p>"
            "<h2>At the sluice</h2><p>Two of the <strong>three</strong> gates hold &amp; one leaks."
            ' <a href="/about/">More</a></p><ul><li>One</li><li>Two</li></ul>'
        ),
        slug="water",
        slugline="FLOOD-DYKE",
        dateline="KARVAN",
        language="en",
        urgency=3,
        source=source,
        section=factories.make_section(name="World"),
        lead_image=make_image("x", caption="The dyke", alt="A dyke at night", credit_line="D. Rao"),
        updated_at=NOW - timedelta(minutes=5),
    )
    factories.make_contribution(made, author=factories.make_author(name="Samira Dahl"))
    factories.make_contribution(made, name="Tobias Renn", position=1)
    factories.tag_article(made, factories.make_tag("Flood"), factories.make_tag("Sea walls"))
    return made


def brought_back(client: Client, article: Article, name: str) -> Item:
    response = client.get(f"/news/{article.pk}/{name}")
    assert (response.status_code, response["Content-Type"]) == (200, NAMES[name])
    assert response["X-Robots-Tag"] == "noindex"
    parsed = parse(response.content, content_type=response["Content-Type"])
    assert parsed.kind == name.partition(".")[0]
    (item,) = parsed.items
    return item


@pytest.mark.parametrize("name", NAMES)
def test_article_comes_back_as_it_went_out(client: Client, article: Article, name: str) -> None:
    item = brought_back(client, article, name)

    assert item.guid == f"urn:uuid:{article.uid}"
    assert item.url == f"https://paper.example{article.get_absolute_url()}"
    assert item.headline == article.headline
    assert item.standfirst == article.standfirst
    assert markup.to_text(item.body_html) == article.body_text
    assert "<h2" in item.body_html
    assert "<strong>three</strong>" in item.body_html
    assert 'href="https://paper.example/about/"' in item.body_html
    assert item.authors == ("Samira Dahl", "Tobias Renn")
    assert item.credit == "MWA"
    assert (item.published_at, item.updated_at) == (article.published_at, article.updated_at)
    assert item.published_at is not None
    assert item.published_at.tzinfo is UTC
    assert (item.language, item.tags) == ("en", ("Flood", "Sea walls"))
    assert item.section_hints == ("World",)
    assert item.image_url == "https://paper.example/media/images/aa/x.jpg"
    assert (item.problems, item.complete) == ((), True)


@pytest.mark.parametrize("name", NAMES)
def test_export_gives_no_more_than_the_rights_allow(
    client: Client, paper: Publication, name: str
) -> None:
    sources = {r: factories.make_source(rights=r) for r in (Rights.EXCERPT, Rights.LINK)}
    body = "<p>Start.</p><p>" + "word " * 90 + "</p><p>The end of it.</p>"
    for rights, source in sources.items():
        made = factories.make_published(
            body_html=body, source=source, standfirst="In short.", kind=Kind.REPUBLISHED, slug="x"
        )
        text = client.get(f"/news/{made.pk}/{name}").content.decode()
        assert "The end of it" not in text
        assert ("Start." in text) is ("In short." in text) is (rights == Rights.EXCERPT)
        assert f"© {source.name}" in text


def test_ninjs_keeps_to_the_names_of_its_schema(client: Client, article: Article) -> None:
    item: dict[str, Any] = client.get(f"/news/{article.pk}/ninjs.json").json()

    assert set(item) == {
        "uri", "standard", "type", "version", "firstCreated", "versionCreated", "pubStatus",
        "urgency", "copyrightNotice", "language", "title", "headlines", "descriptions", "bodies",
        "by", "slugline", "located", "subjects", "infoSources", "altIds", "associations",
        "rightsInfo",
    }  # fmt: skip
    assert (item["urgency"], item["pubStatus"], item["located"]) == (3, "usable", "KARVAN")
    assert item["rightsInfo"] == {
        "linkedRights": f"https://paper.example/news/{article.pk}/rsl.xml"
    }
    (picture,) = item["associations"]
    assert {"name", "uri"} <= set(picture)
    assert picture["by"] == "D. Rao"
    assert picture["renditions"][0]["width"] == 1280


def test_newsml_has_the_order_that_its_schema_asks_for(client: Client, article: Article) -> None:
    root = etree.fromstring(client.get(f"/news/{article.pk}/newsml.xml").content)

    def names(path: str) -> list[str]:
        found = root if not path else root.find(f"{G2}{path}")
        assert found is not None
        return list(dict.fromkeys(str(child.tag).removeprefix(G2) for child in found))

    assert (root.get("standard"), root.get("conformance")) == ("NewsML-G2", "power")
    assert names("") == ["catalogRef", "rightsInfo", "itemMeta", "contentMeta", "contentSet"]
    assert names("itemMeta") == [
        "itemClass", "provider", "versionCreated", "firstCreated", "pubStatus", "title", "link",
    ]  # fmt: skip
    assert names("contentMeta") == [
        "icon", "urgency", "located", "infoSource", "creator", "language", "subject", "slugline",
        "headline", "by", "description",
    ]  # fmt: skip


def test_export_of_a_bare_article_is_whole(client: Client, paper: Publication) -> None:
    made = factories.make_published(headline="روس کا فیصلہ", body_html="", language="ur", slug="x")

    for name in NAMES:
        item = brought_back(client, made, name)
        assert (item.headline, item.language, item.body_html) == ("روس کا فیصلہ", "ur", "")


@pytest.mark.parametrize("name", NAMES)
def test_export_takes_the_same_queries_whatever_it_holds(
    client: Client, article: Article, django_assert_num_queries: Any, name: str
) -> None:
    with django_assert_num_queries(6):
        client.get(f"/news/{article.pk}/{name}")
