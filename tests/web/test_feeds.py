"""The feeds, read as feed readers read them."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.utils.http import parse_http_date

from articles.desk import editing, publishing
from articles.enums import Kind, Rights, Role
from articles.formats.parsing import parse
from articles.models import Article, Publication
from articles.text import markup
from articles.web.feedformats import writable
from tests import factories
from tests.factories import EARLIER, NOW
from tests.web.pictures import make_image

FORMS = ("rss", "atom", "json")
TYPES = {
    "rss": "application/xml; charset=utf-8",
    "atom": "application/xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def told(client: Client, path: str) -> Any:
    """The feed as feedparser reads it; it must find nothing wrong."""
    parsed = feedparser.parse(client.get(path).content)
    assert parsed.bozo is False
    return parsed


def items(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path).json()["items"]
    return found


@pytest.fixture
def article(paper: Publication) -> Article:
    source = factories.make_source(
        name="Marsa Wire", credit_text="MWA", home_url="https://wire.example/"
    )
    made = factories.make_published(
        headline="5 < 6 & “more”",
        standfirst="Short & clear.",
        body_html='<p id="p-00000001">First. <a href="/about/">Us</a></p><p>Second.</p>',
        slug="five",
        source=source,
        kind=Kind.REPUBLISHED,
        canonical_url="https://wire.example/five",
        language="en",
        section=factories.make_section(name="World", slug="world"),
        updated_at=NOW - timedelta(minutes=10),
    )
    author = factories.make_author(name="Samira Dahl", slug="samira-dahl")
    factories.make_contribution(made, author=author)
    factories.make_contribution(made, name="Tobias Renn", position=1)
    factories.make_contribution(made, name="Ed Itor", role=Role.EDITOR, position=2)
    factories.tag_article(made, factories.make_tag("Sol"))
    factories.make_correction(made, text="It said 7.")
    return made


def test_rss_item_carries_everything_the_article_has(client: Client, article: Article) -> None:
    feed = told(client, "/feed.rss")

    entry = feed.entries[0]
    assert feed.version == "rss20"
    assert (feed.feed.title, feed.feed.link) == ("The Test Paper", "https://paper.example/")
    assert (entry.title, entry.summary) == ("5 < 6 & “more”", "Short &amp; clear.")
    assert entry.link == f"https://paper.example/news/{article.pk}/five/"
    assert (entry.id, entry.guidislink) == (f"urn:uuid:{article.uid}", False)
    assert [author.name for author in entry.authors] == ["Samira Dahl", "Tobias Renn"]
    assert [tag.term for tag in entry.tags] == ["Sol"]
    assert (entry.source.title, entry.source.href) == ("Marsa Wire", "https://wire.example/")
    assert (entry.rights, entry.language) == ("MWA", "en")
    assert entry.published == "Fri, 20 Nov 2026 11:00:00 +0000"
    assert [line.strip() for line in entry.content[0].value.splitlines() if line.strip()] == [
        '<p id="p-00000001">First. <a href="https://paper.example/about/" '
        'rel="noopener noreferrer">Us</a></p><p id="p-65356748">Second.</p>',
        "<p><strong>Correction:</strong> It said 7.</p>",
        '<p>Source: <a href="https://wire.example/five">MWA</a></p>',
    ]


def test_atom_entry_carries_everything_the_article_has(client: Client, article: Article) -> None:
    feed = told(client, "/feed.atom")

    entry = feed.entries[0]
    assert feed.version == "atom10"
    assert (entry.title, entry.id) == ("5 < 6 & “more”", f"urn:uuid:{article.uid}")
    assert entry.link == f"https://paper.example/news/{article.pk}/five/"
    assert [link.href for link in entry.links if link.rel == "via"] == ["https://wire.example/five"]
    assert [author.name for author in entry.authors] == ["Samira Dahl", "Tobias Renn"]
    assert (entry.published, entry.updated) == (
        "2026-11-20T11:00:00+00:00",
        "2026-11-20T11:50:00+00:00",
    )
    assert (entry.source.title, entry.rights) == ("Marsa Wire", "MWA")
    assert feed.feed.updated == "2026-11-20T11:50:00+00:00"


def test_json_item_carries_everything_the_article_has(client: Client, article: Article) -> None:
    feed = client.get("/feed.json").json()

    assert (feed["version"], feed["feed_url"], feed["home_page_url"]) == (
        "https://jsonfeed.org/version/1.1",
        "https://paper.example/feed.json",
        "https://paper.example/",
    )
    item = feed["items"][0]
    assert item.pop("content_html").startswith('<p id="p-00000001">First.')
    assert item == {
        "id": f"urn:uuid:{article.uid}",
        "url": f"https://paper.example/news/{article.pk}/five/",
        "external_url": "https://wire.example/five",
        "title": "5 < 6 & “more”",
        "summary": "Short & clear.",
        "date_published": "2026-11-20T11:00:00+00:00",
        "date_modified": "2026-11-20T11:50:00+00:00",
        "authors": [{"name": "Samira Dahl"}, {"name": "Tobias Renn"}],
        "tags": ["Sol"],
        "language": "en",
        "_source": {"name": "Marsa Wire", "url": "https://wire.example/", "credit": "MWA"},
        "_licence": {"url": f"https://paper.example/news/{article.pk}/rsl.xml"},
    }


def test_feed_names_itself_whatever_host_was_asked(client: Client, article: Article) -> None:
    for form in FORMS:
        body = client.get(f"/section/world/feed.{form}", headers={"host": "localhost"}).content

        assert b"localhost" not in body
        assert f"https://paper.example/section/world/feed.{form}".encode() in body


@pytest.mark.parametrize("form", FORMS)
def test_every_list_has_its_feed_with_its_articles_only(
    client: Client, article: Article, form: str
) -> None:
    story = factories.make_story(title="5 < 6", slug="five")
    Article.objects.filter(pk=article.pk).update(story=story)
    factories.make_published(headline="Of none of these", slug="other")
    paths = [
        "/section/world",
        "/tag/sol",
        f"/source/{article.source.slug}",  # type: ignore[union-attr]
        "/author/samira-dahl",
        f"/story/{story.pk}/five",
    ]

    for path in paths:
        response = client.get(f"{path}/feed.{form}")

        assert (response.status_code, response["Content-Type"]) == (200, TYPES[form]), path
        assert b"Of none of these" not in response.content, path
        assert str(article.uid).encode() in response.content, path


def test_feed_holds_the_newest_fifty_newest_first(client: Client, paper: Publication) -> None:
    made = [
        factories.make_published(published_at=EARLIER - timedelta(minutes=n)) for n in range(51)
    ]

    assert [entry.id for entry in told(client, "/feed.rss").entries] == [
        f"urn:uuid:{article.uid}" for article in made[:50]
    ]


def test_feed_id_survives_retitling_moving_merging_and_another_domain(
    client: Client, article: Article
) -> None:
    before = items(client, "/feed.json")[0]["id"]
    section = factories.make_section()
    Article.objects.filter(pk=article.pk).update(headline="Anew", slug="anew", section=section)
    factories.make_merged(article)
    Publication.objects.update(base_url="https://elsewhere.example")

    after = items(client, "/feed.json")

    assert [item["id"] for item in after] == [before]
    assert after[0]["url"] == f"https://elsewhere.example/news/{article.pk}/anew/"


def test_feed_of_an_excerpt_source_gives_the_excerpt(client: Client, paper: Publication) -> None:
    source = factories.make_source(rights=Rights.EXCERPT)
    body = "<p>Start.</p><p>" + "word " * 90 + "</p><p>The end of it.</p>"
    factories.make_published(body_html=body, source=source, standfirst="In short.")

    for path in ("/feed.rss", "/feed.atom"):
        entry = told(client, path).entries[0]
        assert "Start." in entry.content[0].value
        assert "The end of it" not in str(entry)
        assert entry.summary == "In short."
    assert "The end of it" not in items(client, "/feed.json")[0]["content_html"]


def test_feed_summary_shows_no_entity_to_a_person_who_opens_it(
    client: Client, paper: Publication
) -> None:
    factories.make_published(standfirst='The islands’ "nets" & 5 < 6: it\'s law')

    shown = client.get("/feed.rss").content.decode()

    # Once for XML, once for the HTML that apps read there; what shows it raw shows the marks.
    assert '<description>The islands’ "nets" &amp;amp; 5 &amp;lt; 6: it\'s law</desc' in shown


def test_feed_of_a_link_source_gives_headline_link_and_credit_only(
    client: Client, paper: Publication
) -> None:
    source = factories.make_source(name="Blog", rights=Rights.LINK)
    factories.make_published(
        headline="Only this",
        body_html="<p>Not ours to show.</p>",
        standfirst="Nor this.",
        source=source,
        canonical_url="https://blog.example/1",
    )

    for form in FORMS:
        text = client.get(f"/feed.{form}").content.decode()
        assert "Only this" in text
        assert "https://blog.example/1" in text
        assert "Not ours" not in text
        assert "Nor this" not in text
    assert items(client, "/feed.json")[0]["content_html"] == (
        '<p>Source: <a href="https://blog.example/1">Blog</a></p>'
    )


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_words_of_a_picture_are_not_taken_for_those_of_the_article(
    client: Client, article: Article, form: str
) -> None:
    """As rss2email reads them: subject and summary are the article's."""
    image = make_image("p", alt="Workers on a dyke", caption="The dyke at noon")
    Article.objects.filter(pk=article.pk).update(lead_image=image)

    (entry,) = told(client, f"/feed.{form}").entries

    assert len(entry.media_content) == 1
    assert (entry.title, entry.title_detail.value) == ("5 < 6 & “more”",) * 2
    assert (entry.summary, entry.summary_detail.value) == ("Short &amp; clear.",) * 2


def test_feed_shows_a_picture_while_its_right_of_use_runs(
    client: Client, paper: Publication
) -> None:
    until = NOW + timedelta(minutes=1)
    image = make_image("x", caption="A dyke", credit_line="Drawn", expires_at=until)
    factories.make_published(lead_image=image)
    ended = make_image("y", expires_at=NOW)
    factories.make_published(lead_image=ended, published_at=EARLIER - timedelta(minutes=1))

    shown, hidden = told(client, "/feed.rss").entries

    assert shown.media_content == [
        {
            "url": "https://paper.example/media/images/aa/x.jpg",
            "width": "1280",
            "height": "854",
            "medium": "image",
            "type": "image/jpeg",
        }
    ]
    assert shown.media_credit[0]["content"] == "Drawn"
    assert "media_content" not in hidden
    assert [item.get("image", "") for item in items(client, "/feed.json")] == [
        "https://paper.example/media/images/aa/x.jpg",
        "",
    ]


def test_feed_control_characters_cannot_break_it(client: Client, paper: Publication) -> None:
    bad = "a\x00b\x0bc\x1fd\ufffee\ud800f"
    assert writable(bad) == "abcdef"

    article = factories.make_published(headline="x\x0by", standfirst="s\x1ft")
    Article.objects.filter(pk=article.pk).update(body_html="<p>b\x0cd</p>")
    factories.make_contribution(article, name="N\x08ame")

    for path in ("/feed.rss", "/feed.atom"):
        ElementTree.fromstring(client.get(path).content)
        assert told(client, path).entries[0].title == "xy"
    assert items(client, "/feed.json")[0]["title"] == "xy"


def test_feed_updated_moves_with_a_material_change_and_not_with_another(
    client: Client, article: Article
) -> None:
    before = told(client, "/feed.atom").entries[0].updated
    Article.objects.filter(pk=article.pk).update(standfirst="A comma, moved.")
    assert told(client, "/feed.atom").entries[0].updated == before

    Article.objects.filter(pk=article.pk).update(updated_at=NOW)

    assert told(client, "/feed.atom").entries[0].updated == "2026-11-20T12:00:00+00:00"


@pytest.mark.parametrize("form", FORMS)
def test_feed_answers_304_to_its_own_tag_and_date(
    client: Client, article: Article, form: str
) -> None:
    first = client.get(f"/feed.{form}")

    by_tag = client.get(f"/feed.{form}", headers={"if-none-match": first["ETag"]})
    by_date = client.get(f"/feed.{form}", headers={"if-modified-since": first["Last-Modified"]})
    changed = client.get(f"/feed.{form}", headers={"if-none-match": '"other"'})

    assert first["Last-Modified"] == "Fri, 20 Nov 2026 11:50:00 GMT"
    assert [by_tag.status_code, by_date.status_code, changed.status_code] == [304, 304, 200]
    assert (by_tag.content, first["Cache-Control"]) == (b"", "public, max-age=60")


def test_change_that_is_no_news_is_told_to_those_who_ask_by_date(
    client: Client, article: Article
) -> None:
    """libcurl even throws away what another entity tag brought it under the old date."""
    mended_at = NOW - timedelta(seconds=30)
    before = client.get("/feed.rss")

    editing.edit(article, by=None, at=mended_at, fields={"headline": "5 < 7"})

    after = client.get("/feed.rss", headers={"if-modified-since": before["Last-Modified"]})
    again = client.get("/feed.rss", headers={"if-modified-since": after["Last-Modified"]})
    assert (after.status_code, b"5 &lt; 7" in after.content) == (200, True)
    assert parse_http_date(after["Last-Modified"]) == mended_at.timestamp()
    assert again.status_code == 304


def test_feed_without_articles_is_valid_and_stays_the_same(
    client: Client, paper: Publication
) -> None:
    first = client.get("/feed.rss")

    assert told(client, "/feed.rss").entries == []
    assert client.get("/feed.rss")["ETag"] == first["ETag"]


def test_feed_forgets_what_is_retracted(client: Client, article: Article) -> None:
    publishing.retract(article, by=None, at=NOW, note="It was not true.")

    assert items(client, "/feed.json") == []


def test_feed_of_an_unlisted_tag_or_story_is_404(client: Client, paper: Publication) -> None:
    tag = factories.make_tag("Secret plan")
    factories.tag_article(factories.make_draft(), tag)
    story = factories.make_story()

    assert client.get(f"/tag/{tag.slug}/feed.rss").status_code == 404
    assert client.get(f"/story/{story.pk}/x/feed.rss").status_code == 404
    assert client.get("/section/none/feed.rss").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/feed.rss", 10),
        ("/section/world/feed.atom", 11),
        ("/tag/sol/feed.json", 12),
        ("/source/wire/feed.rss", 11),
        ("/author/samira-dahl/feed.rss", 11),
        ("/story/{story}/flood/feed.rss", 12),
    ],
)
def test_feed_takes_the_same_queries_for_one_article_and_for_three(
    client: Client,
    paper: Publication,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    count: int,
) -> None:
    section = factories.make_section(slug="world")
    source = factories.make_source(slug="wire")
    story = factories.make_story(title="Flood", slug="flood")
    author = factories.make_author(slug="samira-dahl")
    tag = factories.make_tag("Sol")
    for n in range(count):
        made = factories.make_published(
            headline=f"Flood {n}", section=section, source=source, story=story
        )
        factories.make_contribution(made, author=author)
        factories.make_credit(made)
        factories.make_correction(made)
        factories.tag_article(made, tag)

    with django_assert_num_queries(queries):
        response = client.get(path.format(story=story.pk))

    assert response.status_code == 200
    assert response.content.count(b"urn:uuid:") == count


def test_json_feed_holds_one_content_for_each_item(client: Client, paper: Publication) -> None:
    factories.make_published(headline="Nothing but this", body_html="")

    item = json.loads(client.get("/feed.json").content)["items"][0]

    assert ("content_html" in item, item["content_text"]) == (False, "Nothing but this")


def in_urdu(**fields: Any) -> Article:
    """An article in Urdu with a correction and a source."""
    source = factories.make_source(name="رزنامہ", home_url="https://wire.example/")
    made = factories.make_published(
        headline="روس کا فیصلہ", body_html='<p id="p-00000001">متن</p>', source=source, slug="x",
        **fields,
    )  # fmt: skip
    factories.make_correction(made, text="سات نہیں۔")
    return made


def texts(client: Client, form: str) -> list[str]:
    """The whole text of each item, in the three forms alike."""
    if form == "json":
        return [item["content_html"] for item in items(client, "/feed.json")]
    tree = ElementTree.fromstring(client.get(f"/feed.{form}").content)
    return [found.text or "" for found in tree.iterfind(f".//{CONTENT[form]}")]


CONTENT = {
    "rss": "{http://purl.org/rss/1.0/modules/content/}encoded",
    "atom": "{http://www.w3.org/2005/Atom}content",
}


@pytest.mark.parametrize("form", FORMS)
def test_text_in_another_language_says_which_and_which_way_it_runs(
    client: Client, paper: Publication, form: str
) -> None:
    in_urdu(language="ur")

    (html,) = texts(client, form)

    assert [line for line in html.splitlines() if line] == [
        '<div lang="ur" dir="rtl"><p id="p-00000001">متن</p>',
        "<p><strong>Correction:</strong> سات نہیں۔</p>",
        "<p>Source: رزنامہ</p></div>",
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("paper_language", "language", "expected"),
    [
        ("en", "en", '<p id="p-00000001">'),
        ("en", "fr", '<div lang="fr" dir="ltr"><p id="p-00000001">'),
        ("ur", "en", '<div lang="en" dir="ltr"><p id="p-00000001">'),
        # An app lays out the texts of a feed in its own direction, not in that of the paper.
        ("ur", "ur", '<div lang="ur" dir="rtl"><p id="p-00000001">'),
    ],
)
def test_text_says_its_direction_only_where_an_app_would_take_it_wrong(
    client: Client, paper: Publication, form: str, paper_language: str, language: str, expected: str
) -> None:
    Publication.objects.update(language=paper_language)
    in_urdu(language=language)

    assert texts(client, form)[0].startswith(expected)


@pytest.mark.parametrize("form", FORMS)
def test_our_own_ingest_takes_the_text_out_of_what_says_its_direction(
    client: Client, paper: Publication, form: str
) -> None:
    in_urdu(language="ur")
    response = client.get(f"/feed.{form}")

    (item,) = parse(response.content, content_type=response["Content-Type"]).items

    assert item.language == "ur"
    assert "<div" not in item.body_html
    assert item.body_html.startswith("<p")
    assert markup.to_text(item.body_html).splitlines()[0] == "متن"


def test_item_without_text_says_no_direction(client: Client, paper: Publication) -> None:
    factories.make_published(headline="روس کا فیصلہ", body_html="", language="ur", slug="x")

    item = items(client, "/feed.json")[0]

    assert "content_html" not in item


def test_correction_runs_as_its_own_words_do(client: Client, paper: Publication) -> None:
    in_urdu(language="ur")

    (item,) = items(client, "/corrections/feed.json")

    assert item["content_html"] == '<p dir="auto">سات نہیں۔</p>'
