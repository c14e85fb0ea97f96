"""The front: what stands where, and nothing twice."""

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Publication
from articles.web import front
from articles.web.page import Page
from tests import factories
from tests.factories import EARLIER, NOW
from tests.web.pictures import make_image
from tests.web.reading import graph, headlines, one, read, text

pytestmark = pytest.mark.django_db


def compose() -> front.FrontPage:
    page = Page(NOW, Publication.current(), None, "/")
    return front.compose(NOW, page.sections)


def test_front_without_anything_says_so(client: Client, paper: Publication) -> None:
    tree = read(client, "/")

    assert one(tree, "//main//p[@class='empty']") == "Nothing has been published yet."
    assert one(tree, "//h1") == "The Test Paper"


def test_front_leads_with_the_pick_and_its_own_words(client: Client, paper: Publication) -> None:
    picked = factories.make_published(
        headline="As written", published_at=EARLIER - timedelta(days=3)
    )
    factories.make_published(headline="Newest")
    factories.make_slot(
        factories.make_front(), picked, headline="As shown", standfirst="In our words."
    )

    tree = read(client, "/")

    assert headlines(tree)[0] == "As shown"
    assert text(tree, "//article")[0].startswith("As shown In our words.")


def test_front_shows_one_article_of_a_story_only(client: Client, paper: Publication) -> None:
    section = factories.make_section()
    for story in (factories.make_story(title="Flood"), factories.make_story(title="Strike")):
        for n in range(12):
            factories.make_published(
                headline=f"{story.title} {n}",
                story=story,
                section=section,
                published_at=EARLIER - timedelta(minutes=n),
            )

    assert sorted(headlines(read(client, "/"))) == ["Flood 0", "Strike 0"]


def test_front_shows_no_article_twice_and_fills_its_parts(paper: Publication) -> None:
    sections = [factories.make_section() for _ in range(4)]
    for n in range(60):
        factories.make_published(
            section=sections[n % 4], published_at=EARLIER - timedelta(minutes=n)
        )

    page = compose()

    shown = [card.article.pk for card in page.cards]
    shown += [article.pk for article in page.latest]
    shown += [article.pk for band in page.bands for article in band.articles]
    assert len(shown) == len(set(shown)) == 9 + front.LATEST + 4 * front.BAND
    assert [band.section for band in page.full_bands] == sections


def test_front_section_with_little_shares_a_row(paper: Publication) -> None:
    poor = factories.make_section(position=1)
    factories.make_published(section=poor, published_at=EARLIER - timedelta(days=9))
    for n in range(20):
        factories.make_published(published_at=EARLIER - timedelta(minutes=n))

    page = compose()

    assert [(band.section, len(band.articles)) for band in page.columns] == [(poor, 1)]
    assert page.full_bands == []


def test_front_section_off_the_news_still_shows_its_newest(
    paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A section's own newest are looked up, not sifted from the newest of all."""
    monkeypatch.setattr(front, "_DEPTH", 20)
    quiet = factories.make_section()
    old = factories.make_published(section=quiet, published_at=EARLIER - timedelta(days=400))
    for n in range(30):
        factories.make_published(published_at=EARLIER - timedelta(minutes=n))

    assert [band.articles for band in compose().bands] == [(old,)]


def test_front_band_is_led_by_a_picture_among_its_newest(paper: Publication) -> None:
    section = factories.make_section()
    plain = factories.make_published(section=section)
    pictured = factories.make_published(section=section, lead_image=make_image())

    band = front.Band(section, (plain, pictured), NOW)

    assert (band.feature, band.rest) == (pictured, [plain])
    assert front.leading([plain], NOW) == plain


def test_front_band_is_not_led_by_a_picture_whose_right_ended(paper: Publication) -> None:
    ended, shown = make_image("ended", expires_at=NOW), make_image("shown")
    first, second = (factories.make_published(lead_image=image) for image in (ended, shown))

    assert front.leading([first, second], NOW) == second
    assert front.leading([first], NOW) == first


def test_front_tells_how_many_reports_a_story_has(client: Client, paper: Publication) -> None:
    story = factories.make_story(title="Flood", slug="flood")
    sources = [factories.make_source() for _ in range(2)]
    for n in range(3):
        factories.make_published(headline=f"Flood {n}", story=story, source=sources[n % 2])
    factories.make_draft(story=story)

    links = read(client, "/").xpath("//a[@class='coverage-link']")

    assert [(link.text_content(), link.get("href")) for link in links] == [
        ("Full coverage: 3 reports from 2 sources", f"/story/{story.pk}/flood/")
    ]


def test_front_numbers_the_stories_that_most_sources_tell(
    client: Client, paper: Publication
) -> None:
    sources = [factories.make_source() for _ in range(4)]
    told = (("Strike", 3, 1), ("Flood", 4, 2), ("Two alone", 2, 3), ("Last month", 4, 24 * 30))
    for title, tellers, hours in told:
        story = factories.make_story(title=title, slug="x")
        for source in sources[:tellers]:
            factories.make_published(
                headline=title, story=story, source=source,
                published_at=EARLIER - timedelta(hours=hours),
            )  # fmt: skip

    listed = text(read(client, "/"), "//section[@class='told-most']//li")

    assert listed == ["Flood4 sources", "Strike3 sources"]


def test_front_marks_what_is_told_while_it_happens(client: Client, paper: Publication) -> None:
    factories.make_published(headline="A", kicker="Live")
    factories.make_published(headline="B", kicker="Living")

    kickers = read(client, "/").xpath("//article//p[starts-with(@class, 'kicker')]")

    assert {k.text_content(): k.get("class") for k in kickers} == {
        "Live": "kicker live",
        "Living": "kicker",
    }


def test_front_picture_is_loaded_first_and_the_others_late(
    client: Client, paper: Publication
) -> None:
    for n in range(3):
        factories.make_published(
            lead_image=make_image(f"p{n}"), published_at=EARLIER - timedelta(minutes=n)
        )

    images = read(client, "/").xpath("//main//img")

    assert [
        (img.get("src")[-6:], img.get("fetchpriority"), img.get("loading")) for img in images
    ] == [
        ("p0.jpg", "high", None),
        ("p1.jpg", None, "lazy"),
    ]


def test_front_tells_machines_of_site_and_publisher(client: Client, paper: Publication) -> None:
    told = graph(read(client, "/"))

    assert told["WebSite"]["url"] == "https://paper.example/"
    assert told["NewsMediaOrganization"]["logo"]["url"] == (
        "https://paper.example/static/articles/logo.png"
    )
