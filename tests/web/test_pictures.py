"""Pictures on pages: what a browser may choose from, and that every channel obeys the rights."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.enums import SourceType
from articles.media import renditions
from articles.models import Article, Image, Publication
from articles.public import pictures
from tests import factories
from tests.factories import NOW
from tests.test_visibility import PATHS

pytestmark = pytest.mark.django_db


def make(width: int = 2000, height: int = 2000, **fields: Any) -> Image:
    """A picture whose renditions are told as made; no page looks at the disk."""
    fields.setdefault("alt", "A pier")
    image = factories.make_image(width=width, height=height, sha256="a" * 64, **fields)
    image.renditions = {"key": renditions.key_of(image), **renditions.wanted(image)}
    image.save()
    return image


def shown(image: Image, place: str, **given: Any) -> Any:
    return html.fragment_fromstring(str(pictures.element(image, place, **given)), "div")


def test_card_offers_both_kinds_at_every_width_in_the_ratio_of_the_site() -> None:
    image = make()
    base = f"/media/{renditions.folder(image.uid)}/{image.renditions['key']}-c"

    tree = shown(image, "feature")

    assert [(s.get("type"), s.get("srcset")) for s in tree.xpath(".//source")] == [
        (
            f"image/{kind}",
            ", ".join(f"{base}{w}.{kind} {w}w" for w in (160, 320, 480, 640, 960)),
        )
        for kind in ("avif", "webp")
    ]
    sizes = {s.get("sizes") for s in tree.xpath(".//source")}
    # "auto" on any source but the last is an error to the HTML checker.
    assert sizes == {pictures.PLACES["feature"].sizes}
    assert dict(tree.xpath(".//img")[0].attrib) == {
        "class": "picture", "src": f"{base}640.jpg", "alt": "A pier", "width": "640",
        "height": "427", "loading": "lazy", "decoding": "async",
    }  # fmt: skip


def test_first_picture_is_asked_for_at_once() -> None:
    tree = shown(make(), "lead", is_eager=True)

    img = tree.xpath(".//img")[0]
    assert (img.get("fetchpriority"), img.get("loading")) == ("high", None)
    assert not tree.xpath(".//source[contains(@sizes, 'auto')]")


def test_picture_without_avif_yet_offers_webp_alone() -> None:
    image = make()
    for shape in ("whole", "card"):
        del image.renditions[shape]["avif"]

    assert [s.get("type") for s in shown(image, "row").xpath(".//source")] == ["image/webp"]


def test_picture_without_renditions_is_its_original_with_the_focal_point_in_view() -> None:
    image = factories.make_image(width=2400, height=1200, alt="<b>", focal_x=20, focal_y=80)

    tree = shown(image, "second")

    assert dict(tree.xpath("./img")[0].attrib) == {
        "class": "picture fx20 fy80", "src": image.file.url, "alt": "<b>", "width": "1280",
        "height": "640", "loading": "lazy", "decoding": "async",
    }  # fmt: skip


def test_article_shows_the_picture_whole_and_says_what_made_it(
    client: Client, paper: Publication
) -> None:
    image = make(
        2000, 1000, source_type=SourceType.AI, credit_line="Jo Doe", caption="A pier.",
        creator="Jo Doe", rights_notice="© Jo Doe",
    )  # fmt: skip
    inside = make(source_type=SourceType.COMPOSITE)
    article = factories.make_published(
        lead_image=image, body_html=f'<p>x</p><figure data-image="{inside.pk}"></figure>'
    )

    page = client.get(article.get_absolute_url()).content.decode()

    tree = html.fromstring(page)
    lead, text = tree.xpath("//figure")
    assert (lead.xpath(".//img/@width"), lead.xpath(".//img/@height")) == (["1280"], ["640"])
    assert lead.xpath("string(figcaption)") == "A pier. AI-generated image Jo Doe"
    assert text.xpath("string(.//span[@class='source-type'])") == "Composite image"
    key = f"{renditions.folder(image.uid)}/{image.renditions['key']}"
    share = {m.get("property"): m.get("content") for m in tree.xpath("//meta[@property]")}
    assert share["og:image"] == f"https://paper.example/media/{key}-s1200.jpg"
    assert (share["og:image:width"], share["og:image:height"]) == ("1200", "630")
    for said in (
        f'"url":"https://paper.example/media/{key}-w1280.jpg","width":1280,"height":640',
        '"digitalSourceType":"https://schema.org/TrainedAlgorithmicMediaDigitalSource"',
        '"copyrightNotice":"© Jo Doe"',
    ):
        assert said in page


def shared(client: Client, path: str) -> Any:
    tree = html.fromstring(client.get(path).content.decode())
    return tree.xpath("//meta[@property='og:image']/@content")


def test_picture_narrower_than_others_show_large_is_not_shared(
    client: Client, paper: Publication
) -> None:
    narrow, wide = make(1199, 800), make(1200, 800)
    articles = [factories.make_published(lead_image=image) for image in (narrow, wide)]

    found = [shared(client, article.get_absolute_url()) for article in articles]

    assert found == [
        ["https://paper.example/static/articles/card.png"],
        [f"https://paper.example{renditions.one(wide, 'share', 1200).url}"],
    ]


def test_full_coverage_shares_the_picture_of_its_lead_while_it_may_be_shown(
    client: Client, paper: Publication
) -> None:
    image = make(expires_at=factories.LATER)
    story = factories.make_story(title="Flood", slug="flood")
    factories.make_published(headline="Flood", lead_image=image, story=story)
    path = f"/story/{story.pk}/flood/"

    assert shared(client, path) == [
        f"https://paper.example{renditions.one(image, 'share', 1200).url}"
    ]
    Image.objects.update(expires_at=factories.EARLIER)
    assert shared(client, path) == ["https://paper.example/static/articles/card.png"]


def test_photograph_is_not_labelled() -> None:
    assert make(source_type=SourceType.CAPTURE).notice == ""
    assert Image(source_type="nonsense").notice == ""


def test_every_channel_gives_files_that_we_made_and_none_once_the_right_has_ended(
    client: Client, paper: Publication
) -> None:
    """All public addresses, with the picture as lead, in a text, on a front and in feeds."""
    end = NOW + timedelta(minutes=30)
    section, tag = factories.make_section(slug="world"), factories.make_tag("Zoo")
    source = factories.make_source(slug="wire")
    story, author = factories.make_story(), factories.make_author(slug="ann")
    image, inside = make(expires_at=end), make(expires_at=end)
    for slug in ("in-plain-sight", "another"):
        article = factories.make_published(
            slug=slug, lead_image=image, section=section, source=source, story=story,
            body_html=f'<p>x</p><figure data-image="{inside.pk}"></figure>',
        )  # fmt: skip
        factories.make_contribution(article, author=author)
        factories.tag_article(article, tag)
    first = Article.objects.order_by("pk")[0]
    told = f"/story/{story.pk}/{story.slug or 'in-plain-sight'}/"

    def emitted() -> dict[str, set[str]]:
        found = {}
        for name, path in PATHS.items():
            asked = told + path_of(name) if name.startswith(("story", "feed-story")) else ""
            url = asked or path(_World(first))
            body = client.get(url, follow=True).content.decode()
            found[name] = set(re.findall(r"/media/[^\s\"'<>,\\&]+", body))
        return found

    before = emitted()
    with time_machine.travel(end, tick=False):
        after = emitted()

    shows = {name for name, urls in before.items() if urls}
    assert shows >= {"home", "article-detail", "section-detail", "tag-detail", "story-detail"}
    of_no_article = {"feed-list", "feed-opml", "feed-style"}
    feeds = {name for name in PATHS if name.startswith("feed-") and "corrections" not in name}
    assert feeds - of_no_article <= shows
    urls = set().union(*before.values())
    assert {url for url in urls if not url.startswith("/media/renditions/")} == set()
    assert after == {name: set() for name in PATHS}


def path_of(name: str) -> str:
    return f"feed.{name.rpartition('-')[2]}" if name.startswith("feed-") else ""


class _World:
    """What the paths of the wall's test are made of."""

    def __init__(self, visible: Article) -> None:
        self.visible = visible


def test_pictures_of_a_front_cost_no_query_each(client: Client, paper: Publication) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/").content.count(b"<picture>") > 0
        return len(caught)

    section = factories.make_section()
    factories.make_published(lead_image=make(), section=section)
    queries()
    one = queries()
    for _ in range(2):
        factories.make_published(lead_image=make(), section=section)

    assert queries() == one


def test_card_says_of_its_picture_what_a_figure_says(client: Client, db: None) -> None:
    source = factories.make_source(slug="wire")
    kinds = ("trainedAlgorithmicMedia", "digitalCapture", "")
    for kind in kinds:
        image = factories.make_image(source_type=kind)
        factories.make_published(source=source, lead_image=image, headline=f"Shown {kind}.")
    factories.make_published(source=source, headline="Plain.")

    page = html.fromstring(client.get("/source/wire/").content)

    told = {
        card.xpath("string(.//*[contains(@class, 'headline')])").strip(): [
            found.text_content()
            for found in card.xpath(".//p[@class='meta']/*[@class='source-type']")
        ]
        for card in page.xpath("//article")
    }
    assert told == {
        "Shown trainedAlgorithmicMedia.": ["AI-generated image"],
        "Shown digitalCapture.": [],
        "Shown .": [],
        "Plain.": [],
    }
