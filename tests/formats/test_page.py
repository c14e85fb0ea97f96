"""Articles on web pages."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from articles.errors import TooLarge, UnreadableFormat
from articles.formats import parse
from articles.formats.item import Parsed
from articles.text import markup
from tests.conftest import SHARED
from tests.formats.reading import NOW, URL, cuts, sample, told

PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The third light on the reef was lit on Thursday evening, four years after the council "
        "had first voted for it and two years after the money had been found.",
        "It stands on a pillar of concrete eleven metres high, and can be seen from nine miles "
        "in clear weather, the harbour master told those who had come out to look.",
        "Ships had called for it since the accident of 2021, when a freighter with a cargo of "
        "timber lay on the rocks for a week before the tugs could move it.",
    )
)


def page(body: str = PARAGRAPHS, *, head: str = "", url: str = URL) -> Parsed:
    html = f"<html><head>{head}</head><body><h1>A light for the reef</h1>{body}</body></html>"
    return parse(html.encode(), url=url, now=NOW)


def linked_data(**values: object) -> str:
    data = {"@type": "NewsArticle", "headline": "A light for the reef", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_article_is_read_with_its_fields_and_its_structure() -> None:
    parsed = sample("ferry.page.html")

    assert (parsed.kind, parsed.title, parsed.home_url, parsed.feed_urls) == (
        "page",
        "Harbour News",
        "https://harbour.example/",
        ("https://harbour.example/feed.xml",),
    )
    assert [told(item) for item in parsed.items] == [
        {
            "url": "https://harbour.example/news/ferry-aground",
            "headline": "Ferry aground off Norhelm",
            "body_html": "<p>Two hundred passengers are safe after the morning crossing failed."
            "</p><p>A ferry with 212 people on board ran aground on the Skarv reef on Saturday "
            "morning, and all of them were taken off by lifeboats within two hours, the port "
            'authority said.</p><p>The <a href="https://harbour.example/ships/aurelia" '
            'rel="noopener noreferrer">Aurelia</a> had left the old quay at seven in calm weather '
            "and lost power in one of its two engines half an hour later, according to the harbour "
            "master.</p><h2>A reef with a history</h2><p>It was the third accident on the reef in "
            "ten years; after the last one, in 2021, the council had asked for a second light, "
            "which was never built because the money went to the new terminal.</p><blockquote><p>"
            "“We heard a long scrape, and then it was very quiet,” said one of the passengers, a "
            "teacher on her way to the mainland with a class of twenty pupils.</p></blockquote>"
            "<p>Divers were to look at the hull in the afternoon. The company said that crossings "
            "would go on with a smaller ship, and that tickets for Saturday would be paid back in "
            "full.</p>",
            "authors": ("Mara Lindqvist",),
            "credit": "Coast Press Agency",
            "published_at": datetime(2025, 7, 5, 7, 30, tzinfo=UTC),
            "updated_at": datetime(2025, 7, 5, 10, 0, tzinfo=UTC),
            "language": "en",
            "tags": ("Norhelm", "ferries"),
            "section_hints": ("Shipping",),
            "image_url": "https://harbour.example/pictures/aurelia-wide.jpg",
            "complete": True,
        }
    ]


def test_furniture_of_the_page_is_reported_as_cut() -> None:
    assert cuts(sample("ferry.page.html").items[0]) == [
        ("Ferry aground off Norhelm", "headline-echo"),
        ("Harbour News", "chrome"),
        ("News", "chrome"),
        ("Sport", "chrome"),
        ("By Mara Lindqvist", "chrome"),
        ("Related articles", "chrome"),
        ("Bridge toll to rise in autumn", "chrome"),
        ("Crane falls at the east dock", "chrome"),
        ("Leave a comment", "chrome"),
        ("Send", "chrome"),
        ("© 2025 Harbour News. All rights reserved.", "chrome"),
        ("Privacy policy", "chrome"),
    ]


def test_front_page_has_no_item_but_offers_its_feeds() -> None:
    assert sample("front.page.html", url="https://harbour.example/") == Parsed(
        kind="page",
        title="Harbour News",
        home_url="https://harbour.example/",
        problems=("this page is a list or has no article",),
        feed_urls=(
            "https://harbour.example/feed.xml",
            "https://harbour.example/feed.atom",
            "https://harbour.example/feed.json",
        ),
    )


def test_long_front_page_is_no_article_either() -> None:
    assert page(url="https://harbour.example/").items == ()
    assert len(page(url="https://harbour.example/light").items) == 1


def test_urdu_page_that_declares_english_is_urdu() -> None:
    item = sample("urdu.page.html").items[0]

    assert (item.headline, item.language) == ("نورہیلم کے قریب کشتی چٹان سے ٹکرا گئی", "ur")
    assert [text.split()[0] for _, text in markup.paragraphs(item.body_html)] == [
        "بندرگاہ",
        "حکام",
        "یہ",
    ]


def test_windows_1252_page_keeps_its_quotes_and_dashes() -> None:
    item = sample("cp1252.page.html").items[0]

    assert item.headline == "The “old” café"
    assert markup.to_text(item.body_html).split(",")[0] == (
        "The café at the corner of the old market"
    )


def test_tag_soup_is_read() -> None:
    item = sample("soup.page.html").items[0]

    assert item.headline == "Nails of the old pier"
    assert [text.split()[:3] for _, text in markup.paragraphs(item.body_html)] == [
        ["The", "old", "pier"],
        ["They", "are", "of"],
        ["Nails", "11,000"],
        ["“Nobody", "had", "looked,”"],
    ]


def test_standfirst_is_the_description_where_readers_see_it_beside_the_text() -> None:
    described = '<meta name="description" content="Nine miles of safety.">'

    assert (
        page(f"<aside>Nine miles of safety.</aside>{PARAGRAPHS}", head=described)
        .items[0]
        .standfirst
        == "Nine miles of safety."
    )
    assert page(head=described).items[0].standfirst == ""


def test_canonical_address_counts_unless_it_is_only_the_front_page() -> None:
    def canonical(address: str) -> str:
        return page(head=f'<link rel="canonical" href="{address}">').items[0].url

    assert canonical("/light") == "https://harbour.example/light"
    assert canonical("https://harbour.example/") == URL
    assert canonical("javascript:alert(1)") == URL


def test_site_itself_is_no_author() -> None:
    head = '<meta property="og:site_name" content="Harbour News"><meta name="author" content="{}">'

    assert page(head=head.format("Harbour News")).items[0].authors == ()
    assert page(head=head.format("Mara Lindqvist")).items[0].authors == ("Mara Lindqvist",)


def test_future_date_is_not_believed() -> None:
    item = page(head=linked_data(datePublished="2031-01-01T00:00:00Z")).items[0]

    assert (item.published_at, item.problems) == (
        None,
        ("published date in the future: 2031-01-01T00:00:00Z",),
    )


def test_text_that_only_json_ld_has_is_taken_from_there() -> None:
    told_text = "The third light on the reef was lit on Thursday evening.\n" * 6

    item = page("<div id='app'></div>", head=linked_data(articleBody=told_text)).items[0]

    assert item.problems == ("text taken from the page's JSON-LD",)
    assert markup.paragraphs(item.body_html)[0][1] == (
        "The third light on the reef was lit on Thursday evening."
    )


def test_short_text_behind_a_paywall_is_incomplete() -> None:
    assert page(head=linked_data(isAccessibleForFree=False)).items[0].complete is False
    assert page(head=linked_data(isAccessibleForFree=True)).items[0].complete is True


def test_article_without_text_keeps_its_fields_and_is_incomplete() -> None:
    assert [told(item) for item in page("", head=linked_data()).items] == [
        {"url": URL, "headline": "A light for the reef", "language": "en", "complete": False}
    ]


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<html>" + "tide " * 1_100_000, TooLarge),
        ("<html><body>" + "<p>tide</p>" * 40_001, TooLarge),
        ("<!DOCTYPE html><!-- nothing -->", UnreadableFormat),
    ],
)
def test_page_that_cannot_be_read_is_refused_by_name(html: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(html.encode())


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><h1>A</h1>" + "<div>" * 60_000 + "tide",
        "<html><body><p " + " ".join(f"a{n}='x'" for n in range(50_000)) + ">tide</p>",
        '<html><script type="application/ld+json">' + "[" * 50_000 + "</script><p>tide</p>",
        "<html><body>" + '<a href="' * 50_000,
    ],
)
def test_page_made_to_cost_time_has_no_article(html: str) -> None:
    assert parse(html.encode(), url=URL).items == ()


GOLD = SHARED / "data/ingest/pages"


@pytest.mark.skipif(not GOLD.exists(), reason="the shared material is not beside the checkout")
def test_real_pages_are_read_nearly_word_for_word() -> None:
    """The whole set takes a minute; these six are there to notice a change of trafilatura."""
    gold = {row["id"]: row for row in rows("gold.jsonl")}
    chosen = rows("index.jsonl")[:60:10]

    found = {}
    for row in chosen:
        data = gzip.decompress((GOLD.parent / row["file"]).read_bytes())
        item = parse(data, url=row["url"]).items[0]
        found[row["id"]] = overlap(markup.to_text(item.body_html), gold[row["id"]]["body"])

    assert {key: value for key, value in found.items() if value < 0.9} == {}


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (GOLD / name).read_text("utf-8").splitlines()]


def overlap(text: str, wanted: str) -> float:
    """Return how much two texts share of their words, 1.0 if all."""
    have, want = set(text.split()), set(wanted.split())
    return 2 * len(have & want) / (len(have) + len(want))
