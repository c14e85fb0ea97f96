"""RSS, RDF and Atom, well-formed and not."""

from datetime import UTC, datetime

import pytest

from articles.errors import UnreadableFormat
from articles.formats import parse
from articles.formats.item import Parsed
from tests.formats.reading import NOW, URL, cuts, rss, sample, told


def test_rss_item_is_read_with_all_its_fields() -> None:
    parsed = sample("harbour.rss.xml")

    assert (parsed.kind, parsed.title, parsed.home_url, parsed.problems) == (
        "rss",
        "Harbour News",
        "https://harbour.example/",
        (),
    )
    assert told(parsed.items[0]) == {
        "guid": "hn-1001",
        "url": "https://harbour.example/news/ferry-aground?utm_source=rss",
        "headline": "Ferry runs aground off Norhelm & all are safe",
        "standfirst": "Two hundred passengers were taken off by lifeboats after the morning "
        "crossing failed.",
        "body_html": "<p>NORHELM — A ferry with 212 people on board ran aground on the Skarv reef "
        "on Saturday morning, and all of them were taken off within two hours.</p>"
        '<p>The <a href="https://harbour.example/ships/aurelia" rel="noopener noreferrer">Aurelia'
        "</a> had left at seven and lost power in one engine, the port authority said.</p>",
        "authors": ("Mara Lindqvist", "Tom Adair"),
        "credit": "Coast Press Agency",
        "published_at": datetime(2025, 7, 5, 7, 30, tzinfo=UTC),
        "language": "en",
        "tags": ("Shipping", "Norhelm"),
        "image_url": "https://harbour.example/pictures/aurelia.jpg",
        "complete": True,
    }
    assert cuts(parsed.items[0]) == [
        ("The post Ferry runs aground appeared first on Harbour News.", "chrome")
    ]


def test_summary_that_invites_to_read_on_is_incomplete_and_loses_the_invitation() -> None:
    item = sample("harbour.rss.xml").items[1]

    assert told(item) == {
        "guid": "/news/bridge-toll",
        "url": "https://harbour.example/news/bridge-toll",
        "headline": "Bridge toll to rise in autumn",
        "body_html": "<p>The council voted on Friday to raise the toll from four to five crowns."
        "</p>",
        "published_at": datetime(2025, 7, 4, 18, 0, tzinfo=UTC),
        "language": "en",
        "complete": False,
    }
    assert cuts(item) == [("Read more…", "chrome")]


def test_item_without_headline_takes_its_first_words_and_a_future_date_is_not_believed() -> None:
    assert told(sample("harbour.rss.xml").items[2]) == {
        "guid": "hn-note-7",
        "headline": "The archive is closed until Monday.",
        "body_html": "<p>The archive is closed until Monday.</p>",
        "language": "en",
        "problems": (
            "no headline; made from the first words",
            "published date in the future: Fri, 04 Jul 2031 18:00:00 GMT",
        ),
        "complete": False,
    }


def test_raw_of_each_item_is_its_own_part_of_the_document() -> None:
    raws = [item.raw for item in sample("harbour.rss.xml").items]

    assert [raw[:6] + raw[-7:] for raw in raws] == [b"<item></item>"] * 3
    assert [raw.count(b"<item>") for raw in raws] == [1, 1, 1]


def test_broken_feed_gives_its_finished_items_with_their_problems() -> None:
    parsed = sample("broken.rss.xml")

    assert parsed.title == "Hill & Dale Gazette"
    assert parsed.problems == ("the document breaks off; its unfinished last item was left out",)
    assert [told(item) for item in parsed.items] == [
        {
            "guid": "same",
            "url": "https://hill.example/1",
            "headline": "Market prices fall & rise",
            "body_html": "<p>Wheat fell by a tenth; <br>barley rose.</p>",
            "authors": ("Ann Lee",),
            "language": "en",
            "problems": ("guid repeated",),
            "complete": False,
        },
        {
            "guid": "same",
            "url": "https://hill.example/2",
            "headline": "Second of the same guid",
            "language": "en",
            "problems": (
                "guid repeated",
                "published date not understood: 31 Feb 2025 10:00:00 GMT",
            ),
            "complete": False,
        },
        {"headline": "No guid at all", "complete": False},
    ]


def test_wrongly_declared_encoding_is_found_out() -> None:
    parsed = sample("cp1252.rss.xml")

    assert parsed.title == "Café Press"
    assert parsed.problems == ("declared as utf-8, but is cp1252",)
    assert parsed.items[0].headline == "The “old” café – gone"


def test_empty_feed_has_no_items() -> None:
    assert sample("empty.rss.xml") == Parsed(
        kind="rss", title="Nothing yet", home_url="https://new.example/"
    )


def test_urdu_feed_that_declares_english_is_urdu() -> None:
    assert told(sample("urdu.rss.xml").items[0]) == {
        "guid": "sn-1",
        "url": "https://sahil.example/%D8%AE%D8%A8%D8%B1%DB%8C%DA%BA/%DA%A9%D8%B4%D8%AA%DB%8C",
        "headline": "نورہیلم کے قریب کشتی چٹان سے ٹکرا گئی",
        "body_html": "<p>بندرگاہ کے حکام کا کہنا ہے کہ کشتی میں سوار تمام مسافروں کو دو گھنٹے کے "
        "اندر بحفاظت نکال لیا گیا ہے۔</p>",
        "published_at": datetime(2025, 7, 5, tzinfo=UTC),
        "language": "ur",
        "tags": ("جہاز رانی",),
        "complete": False,
    }


def test_atom_entry_is_read_with_xml_base_and_markup_in_its_title() -> None:
    parsed = sample("upland.atom.xml")

    assert (parsed.kind, parsed.title) == ("atom", "Upland Notes")
    assert [told(item) for item in parsed.items] == [
        {
            "guid": "tag:upland.example,2025:1",
            "url": "https://upland.example/blog/harvest",
            "headline": "A quiet harvest",
            "standfirst": "What the hills gave this year.",
            "body_html": '<p>The hills gave <a href="https://upland.example/blog/2025/oats" '
            'rel="noopener noreferrer">oats</a> and little else.</p>',
            "authors": ("Ewa Stern",),
            "published_at": datetime(2025, 7, 6, 2, 15, tzinfo=UTC),
            "updated_at": datetime(2025, 7, 6, 8, 0, tzinfo=UTC),
            "language": "en",
            "tags": ("Farming",),
            "image_url": "https://upland.example/blog/harvest.jpg",
            "complete": True,
        }
    ]


def test_guid_that_is_no_address_is_not_taken_for_the_link() -> None:
    items = rss(
        "<item><guid>12</guid><title>A</title></item>"
        "<item><guid>https://harbour.example/b</guid><title>B</title></item>"
        '<item><guid isPermaLink="false">https://harbour.example/c</guid><title>C</title></item>'
    ).items

    assert [(item.guid, item.url) for item in items] == [
        ("12", ""),
        ("https://harbour.example/b", "https://harbour.example/b"),
        ("https://harbour.example/c", ""),
    ]


def test_original_link_behind_a_feed_service_is_taken() -> None:
    parsed = parse(
        b'<rss version="2.0" xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>'
        b"<title>A</title><link>https://feeds.example/~r/1</link>"
        b"<f:origLink>https://harbour.example/a</f:origLink></item></channel></rss>"
    )

    assert parsed.items[0].url == "https://harbour.example/a"


def test_scripts_reach_no_field() -> None:
    parsed = rss(
        '<item><guid isPermaLink="true">javascript:alert(2)</guid>'
        "<title>&lt;img src=x onerror=alert(1)&gt;Tide</title><link>javascript:alert(1)</link>"
        "<description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href='javascript:x'&gt;z&lt;/a&gt;"
        "&lt;p onclick='x()' style='background:url(//t.example)'&gt;High water.&lt;/p&gt;"
        "</description>"
        '<enclosure url="javascript:alert(3)" type="image/png"/></item>'
    )

    assert [told(item) for item in parsed.items] == [
        {
            "headline": "Tide",
            "body_html": "<p>z</p><p>High water.</p>",
            "problems": ("guid not usable: javascript:alert(2)",),
            "complete": False,
        }
    ]


def test_headline_of_5000_characters_is_cut_at_a_word_and_kept_in_the_report() -> None:
    whole = ("tide " * 1_000).strip()

    item = rss(f"<item><title>{whole}</title></item>").items[0]

    assert item.headline == "tide " * 99 + "tide…"
    assert item.problems == ("headline of 4,999 characters, cut to 500",)
    assert item.report == {"headline": whole, "cut": []}


@pytest.mark.parametrize("title", ["😀" * 20, "5 &lt; 6 &amp;amp; 7", "مد و جزر"])
def test_headline_of_emoji_signs_or_right_to_left_stays(title: str) -> None:
    expected = title.replace("&lt;", "<").replace("&amp;amp;", "&")

    assert rss(f"<item><title>{title}</title></item>").items[0].headline == expected


def test_plain_text_description_goes_through_the_cleaner() -> None:
    text = (
        "HomeNewsShipping\nFerry aground off Norhelm\n"
        "A ferry with 212 people on board ran aground on the Skarv reef on Saturday morning.\n"
        "All of them were taken off by lifeboats within two hours, the port authority said.\n"
        "Related Articles\nBridge toll to rise in autumn\n"
    )

    item = rss(
        f"<item><title>Ferry aground off Norhelm</title><description>{text}</description></item>"
    ).items[0]

    assert item.section_hints == ("Home", "News", "Shipping")
    assert told(item)["body_html"] == (
        "<p>A ferry with 212 people on board ran aground on the Skarv reef on Saturday morning."
        "</p><p>All of them were taken off by lifeboats within two hours, the port authority "
        "said.</p>"
    )
    assert cuts(item) == [
        ("HomeNewsShipping", "breadcrumb"),
        ("Ferry aground off Norhelm", "headline-echo"),
        ("Related Articles", "chrome"),
        ("Bridge toll to rise in autumn", "outside"),
    ]


def test_lines_known_as_chrome_of_the_source_are_cut() -> None:
    feed = (
        "<rss><channel><item><title>A</title><description>&lt;p&gt;The tide came in at noon and "
        "stayed until the evening.&lt;/p&gt;&lt;p&gt;Printed on recycled paper&lt;/p&gt;"
        "</description></item></channel></rss>"
    )

    item = parse(feed.encode(), chrome=frozenset({"printed on recycled paper"})).items[0]

    assert cuts(item) == [("Printed on recycled paper", "known-chrome")]
    assert (
        told(item)["body_html"] == "<p>The tide came in at noon and stayed until the evening.</p>"
    )


def test_text_escaped_twice_is_unescaped() -> None:
    item = rss(
        "<item><title>A</title><description>&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;"
        "&amp;lt;p&amp;gt;Two.&amp;lt;/p&amp;gt;</description></item>"
    ).items[0]

    assert told(item)["body_html"] == "<p>One.</p><p>Two.</p>"
    assert item.problems == ("text escaped twice",)


def test_long_description_without_content_is_complete() -> None:
    items = rss(
        f"<item><title>A</title><description>{'word ' * 149}</description></item>"
        f"<item><title>B</title><description>{'word ' * 150}</description></item>"
    ).items

    assert [item.complete for item in items] == [False, True]


def test_item_past_the_5000th_is_left_out_and_told() -> None:
    parsed = rss("".join(f"<item><title>Item {n}</title></item>" for n in range(5_002)))

    assert parsed.problems == ("5,002 items; only the first 5,000 were read",)
    assert (len(parsed.items), parsed.items[-1].headline) == (5_000, "Item 4999")


def test_body_over_the_size_limit_is_a_problem_of_its_item_only() -> None:
    items = rss(
        f"<item><title>A</title><description>&lt;p&gt;{'tide ' * 500_000}</description></item>"
        "<item><title>B</title><description>Fine.</description></item>"
    ).items

    assert [(item.headline, item.body_html != "", item.complete) for item in items] == [
        ("A", False, False),
        ("B", True, False),
    ]
    assert len(items[0].problems) == 1


def test_entity_bomb_stays_unexploded() -> None:
    bomb = '<!ENTITY a "tide"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    feed = f"<!DOCTYPE rss [{bomb}]><rss><channel><title>&b;</title></channel></rss>"

    parsed = parse(feed.encode())

    assert (parsed.title, parsed.problems) == ("&b;", ("entities of the DOCTYPE ignored: 2",))


def test_external_entity_is_not_loaded() -> None:
    feed = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<rss><channel><title>[&x;]</title></channel></rss>"
    )

    assert parse(feed.encode()).title == "[&x;]"


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><title>&#1114112;</title><item><title>A</title></item></channel></rss>",
        "<rss><channel><title>&nbsp;&#55296;</title><item><title>A</title></item></channel></rss>",
        '<!DOCTYPE rss [<!ENTITY p "C:\\data">]><rss><channel><title>&p;</title>'
        "<item><title>A</title></item></channel></rss>",
    ],
)
def test_references_on_which_feedparser_raises_are_dropped(feed: str) -> None:
    assert [item.headline for item in parse(feed.encode()).items] == ["A"]


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        (
            f'<!DOCTYPE rss [<!ENTITY a "{"A" * 5_000}">]><rss><channel/></rss>',
            "The DOCTYPE is longer than 4,096 characters.",
        ),
        (
            "<rss><channel>" + "<x>" * 1_100 + "</channel></rss>",
            "Elements are nested more than 1,000 deep.",
        ),
    ],
)
def test_attack_is_refused_by_name(feed: str, message: str) -> None:
    with pytest.raises(UnreadableFormat) as refusal:
        parse(feed.encode(), url=URL, now=NOW)

    assert refusal.value.message == message
