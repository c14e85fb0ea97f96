"""Bad input through the whole way in: stored clean or refused by name, counted, nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import formats
from articles.ingest import store
from articles.ingest.tally import Tally
from articles.models import Article, Capture, Source
from articles.text import markup
from tests.factories import NOW, make_source
from tests.ingest.documents import FLOOD, TRAM, html, rss, rss_item

pytestmark = pytest.mark.django_db

SCRIPTS = (
    "<p onclick='steal()'>The mayor said <script>steal()</script>that the bridge is open.</p>"
    "<p><a href='javascript:steal()'>A link</a> <a href=' JaVaScRiPt:steal()'>another</a> "
    "<a href='data:text/html,steal'>a third</a> <img src=x onerror='steal()'></p>"
    "<style>p { display: none }</style><iframe src='https://bad.example/'></iframe>"
    "<svg><script>steal()</script></svg><math><mtext><script>steal()</script></mtext></math>"
    f"<p>{TRAM[0]}</p>"
)
FORBIDDEN = ("script", "steal", "onclick", "onerror", "iframe", "style", "javascript", "data:")


@pytest.fixture
def wire() -> Source:
    return make_source(slug="wire", home_url="https://wire.example/")


def take(source: Source, data: bytes, *, url: str = "https://wire.example/feed") -> Tally:
    return store.take_in(formats.parse(data, url=url, now=NOW), source=source, now=NOW)


def headline_of(source: Source, title: str) -> str:
    """The headline under which an item with this title is stored."""
    tally = take(source, rss(rss_item(1, title=title)))
    assert tally.counts == {"create": 1}, tally.notes
    return Article.objects.get().headline


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("🌊🌊🔥", "🌊🌊🔥"),
        ("👩‍👩‍👧 come home", "👩‍👩‍👧 come home"),
        ("دریائے سول کا بند ٹوٹ گیا", "دریائے سول کا بند ٹوٹ گیا"),
        ("انكسار سد «الطاحونة» على نهر سول", "انكسار سد «الطاحونة» على نهر سول"),
        ("Flood <b>at</b> Harrow <script>steal()</script>Bay", "Flood at Harrow Bay"),
        ("Flood &lt;b&gt;at&lt;/b&gt; Harrow &amp;amp; Tellin", "Flood at Harrow & Tellin"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("Flood at\u00a0Harrow\u200b  Bay\u202e", "Flood at Harrow Bay"),
        ("  \n Flood \n at Harrow Bay ", "Flood at Harrow Bay"),
        ("FranÃ§ois at Harrow Bay", "François at Harrow Bay"),
    ],
)
def test_headline_is_stored_as_plain_sound_text(wire: Source, title: str, headline: str) -> None:
    assert headline_of(wire, title) == headline


def test_headline_of_5000_characters_is_cut_and_told_and_kept_whole(wire: Source) -> None:
    title = " ".join(f"word{number}" for number in range(600))[:5000]

    tally = take(wire, rss(rss_item(1, title=title)))

    headline = Article.objects.get().headline
    assert len(headline) <= 500
    assert headline.endswith("…")
    assert title.startswith(headline[:-1])
    assert "cut to 500" in tally.notes[0]
    assert Capture.objects.get().report["headline"] == title


def test_headline_of_5000_characters_without_a_blank_is_cut(wire: Source) -> None:
    assert headline_of(wire, "x" * 5000) == "x" * 499 + "…"


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\ufffe"])
def test_control_characters_are_stored_nowhere(wire: Source, character: str) -> None:
    title = f"Flood{character} at Harrow Bay"
    data = rss(rss_item(1, title=title, description=f"<p>{FLOOD[0]}{character}</p>"))

    tally = take(wire, data)

    article = Article.objects.get()
    assert tally.counts == {"create": 1}
    assert character not in article.headline + article.body_html + article.standfirst
    assert article.headline == "Flood at Harrow Bay"


def test_scripts_and_script_links_do_not_come_in_by_feed(wire: Source) -> None:
    take(wire, rss(rss_item(1, description=SCRIPTS, link="javascript:steal()")))

    article = Article.objects.get()
    assert [word for word in FORBIDDEN if word in article.body_html.lower()] == []
    assert "that the bridge is open" in article.body_text
    assert TRAM[0] in article.body_text
    assert article.canonical_url == ""


def test_scripts_and_script_links_do_not_come_in_by_page(wire: Source) -> None:
    paragraphs = html((*FLOOD, *TRAM))
    page = f"<html><body><article><h1>Flood</h1>{SCRIPTS}{paragraphs}</article></body></html>"

    take(wire, page.encode(), url="https://wire.example/flood")

    article = Article.objects.get()
    assert [word for word in FORBIDDEN if word in article.body_html.lower()] == []
    assert FLOOD[0] in article.body_text


def test_scripts_written_past_the_desk_are_cleaned_on_saving(wire: Source) -> None:
    article = Article.objects.create(headline="H", body_html=SCRIPTS, arrived_at=NOW)

    article.refresh_from_db()
    assert [word for word in FORBIDDEN if word in article.body_html.lower()] == []


def test_relative_links_lead_to_the_publisher(wire: Source) -> None:
    body = (
        '<p>The council met on the <a href="/more">old quay</a> and in the <a href="../b">town '
        "hall</a>, as it does.</p><p>Nobody had expected that it would be over so soon.</p>"
    )

    take(wire, rss(rss_item(1, link="/reports/1", description=body)))

    article = Article.objects.get()
    assert article.canonical_url == "https://wire.example/reports/1"
    assert 'href="https://wire.example/more"' in article.body_html
    assert 'href="https://wire.example/b"' in article.body_html


def test_feed_without_guids_is_known_again_by_its_addresses(wire: Source) -> None:
    items = [{k: v for k, v in rss_item(n).items() if k != "guid"} for n in range(3)]

    assert take(wire, rss(*items)).counts == {"create": 3}
    assert take(wire, rss(*reversed(items))).counts == {"known": 3}


def test_feed_without_guids_and_addresses_is_known_again_by_its_texts(wire: Source) -> None:
    items = [
        {"title": f"Report {n}", "description": html((f"Report {n}.", *TRAM))} for n in range(3)
    ]

    assert take(wire, rss(*items)).counts == {"create": 3}
    assert take(wire, rss(*items)).counts == {"known": 3}


def test_feed_that_gives_one_guid_to_all_items_keeps_them_apart(wire: Source) -> None:
    items = [rss_item(n, guid="https://wire.example/") for n in range(3)]

    first = take(wire, rss(*items))

    assert first.counts == {"create": 3}
    assert all("guid repeated" in note for note in first.notes)
    assert take(wire, rss(*items)).counts == {"known": 3}


@pytest.mark.parametrize(
    ("date", "written_at"),
    [
        ("Fri, 20 Nov 2026 10:00:00 +0000", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:00:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("2026-11-20 10:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:00:00 +0530", datetime(2026, 11, 20, 4, 30, tzinfo=UTC)),
        ("Fri, 20 Nov 2066 10:00:00 +0000", None),
        ("Fri, 20 Nov 2026 10:00:00 +9900", None),
        ("Fri, 31 Feb 2026 10:00:00 +0000", None),
        ("1 January 1970", None),
        ("soon", None),
        ("", None),
    ],
)
def test_date_is_read_or_left_unknown(wire: Source, date: str, written_at: datetime | None) -> None:
    tally = take(wire, rss(rss_item(1, pubDate=date)))

    assert tally.counts == {"create": 1}
    assert Article.objects.get().written_at == written_at
    assert Article.objects.get().arrived_at == NOW


def test_date_far_ahead_does_not_hold_back_later_versions(wire: Source) -> None:
    take(wire, rss(rss_item(1, title="One", pubDate="Fri, 20 Nov 2066 10:00:00 +0000")))
    soon = NOW + timedelta(hours=1)

    tally = take(wire, rss(rss_item(1, title="Two", pubDate=f"{soon:%a, %d %b %Y %H:%M:%S} +0000")))

    assert tally.counts == {"update": 1}


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "klingon"])
@pytest.mark.parametrize("real", ["utf-8", "cp1252", "utf-16"])
def test_real_encoding_counts_whatever_is_declared(wire: Source, declared: str, real: str) -> None:
    data = rss(rss_item(1, title="Überflutung in Zürich – „schlimm“")).decode()
    data = data.replace('encoding="utf-8"', f'encoding="{declared}"')

    tally = take(wire, data.encode(real))

    assert tally.counts == {"create": 1}
    assert Article.objects.get().headline == "Überflutung in Zürich – „schlimm“"


def test_external_entity_reads_no_file(wire: Source) -> None:
    item = "<item><title>T &x;</title><guid>1</guid><description>D &x;</description></item>"
    data = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<rss version="2.0"><channel><title>F</title>{item}</channel></rss>'
    )

    tally = take(wire, data.encode())

    article = Article.objects.get()
    assert tally.counts == {"create": 1}
    assert "root:" not in article.headline + article.body_html


def test_cut_off_feed_keeps_the_finished_items(wire: Source) -> None:
    whole = rss(*[rss_item(number) for number in range(3)])

    tally = take(wire, whole[: whole.rindex(b"<item>") + 30])

    assert tally.counts["create"] >= 2
    assert {"Report number 0", "Report number 1"} <= set(
        Article.objects.values_list("headline", flat=True)
    )


def test_text_of_a_megabyte_in_one_paragraph_is_stored(wire: Source) -> None:
    long = " ".join(f"word{number}" for number in range(120_000))

    tally = take(wire, rss(rss_item(1, description=f"<p>{long}</p>")))

    assert tally.counts == {"create": 1}
    assert markup.word_count(Article.objects.get().body_html) == 120_000


def test_item_of_endless_tags_and_authors_is_stored(wire: Source) -> None:
    item = "".join(
        f"<category>{'tag' * 50}{number}</category><author>Name {number}</author>"
        for number in range(2000)
    )
    data = rss(rss_item(1)).replace(b"</item>", f"{item}</item>".encode())

    assert take(wire, data).counts == {"create": 1}
