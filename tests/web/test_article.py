"""An article's own page."""

from datetime import datetime, timedelta
from typing import Any

import feedparser
import lxml.html
import pytest
from django.test import Client
from lxml import etree

from articles.desk import publishing
from articles.enums import CorrectionKind, Kind, Relation, Rights, Role, Status
from articles.models import Article, Publication
from tests import factories
from tests.factories import EARLIER, LATER, NOW
from tests.web.pictures import make_image
from tests.web.reading import graph, one, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(paper: Publication) -> Article:
    source = factories.make_source(name="Marsa Wire", slug="wire", home_url="https://wire.example/")
    return factories.make_published(
        headline="Dyke breaks at Harrow Bay",
        kicker="Report",
        standfirst="Three people are missing.",
        body_html='<p id="p-00000001">The dyke gave way.</p><p id="p-00000002">It rained.</p>',
        dateline="HARROW BAY",
        slug="dyke-breaks",
        language="en",
        section=factories.make_section(name="Region", slug="region", hue="teal"),
        source=source,
        kind=Kind.REPUBLISHED,
        canonical_url="https://www.wire.example/dyke",
    )


def page(client: Client, article: Article) -> Any:
    return read(client, article.get_absolute_url())


def test_article_shows_its_parts_in_their_places(client: Client, article: Article) -> None:
    tree = page(client, article)

    assert one(tree, "//h1") == "Dyke breaks at Harrow Bay"
    assert one(tree, "//header/p[@class='kicker']") == "RegionReport"
    assert one(tree, "//p[@class='standfirst']") == "Three people are missing."
    assert text(tree, "//div[@class='body']/p") == [
        "HARROW BAY",
        "The dyke gave way.",
        "It rained.",
    ]
    assert one(tree, "//title") == "Dyke breaks at Harrow Bay – The Test Paper"


def test_article_time_is_shown_in_the_zone_of_the_paper(client: Client, article: Article) -> None:
    (time,) = page(client, article).xpath("//div[@class='story__meta']//time")

    assert time.get("datetime") == "2026-11-20T16:00:00+05:00"
    assert time.text_content() == "20 November 2026, 16:00 PKT"


@pytest.mark.parametrize("minutes", [5, 15])
def test_article_update_is_one_time_on_the_page_and_wherever_machines_read(
    client: Client, article: Article, minutes: int
) -> None:
    changed = EARLIER + timedelta(minutes=minutes)
    Article.objects.filter(pk=article.pk).update(updated_at=changed)

    tree = page(client, article)
    feed = feedparser.parse(client.get("/feed.atom").content).entries[0]
    rss = feedparser.parse(client.get("/feed.rss").content).entries[0]
    (item,) = client.get("/feed.json").json()["items"]
    sitemap = client.get("/sitemap-articles-2026-11.xml").content

    shown = tree.xpath("//p[@class='stamp'][contains(., 'Updated')]//time/@datetime")
    told = [
        *shown,
        graph(tree)["NewsArticle"]["dateModified"],
        *tree.xpath("//meta[@property='article:modified_time']/@content"),
        feed.updated,
        rss.updated,
        item["date_modified"],
        *etree.fromstring(sitemap).xpath("//*[local-name()='lastmod']/text()"),
    ]
    assert [datetime.fromisoformat(stamp) for stamp in told] == [changed] * 7


@pytest.mark.parametrize("moment", [None, EARLIER, EARLIER - timedelta(minutes=1)])
def test_article_that_did_not_change_since_it_came_out_shows_no_update(
    client: Client, article: Article, moment: datetime | None
) -> None:
    Article.objects.filter(pk=article.pk).update(updated_at=moment)

    tree = page(client, article)

    assert "Updated" not in tree.text_content()
    data = graph(tree)["NewsArticle"]
    assert data["dateModified"] == data["datePublished"]


def test_article_byline_names_people_with_their_roles(client: Client, article: Article) -> None:
    author = factories.make_author(name="Samira Dahl", slug="samira-dahl")
    factories.make_contribution(article, author=author)
    factories.make_contribution(article, name="Tobias Renn", position=1)
    factories.make_contribution(article, name="Ines C.", position=2)
    factories.make_contribution(article, name="Nora Feld", role=Role.REPORTING, position=3)

    tree = page(client, article)

    assert one(tree, "//address") == "By Samira Dahl, Tobias Renn and Ines C."
    assert text(tree, "//p[@class='makers']") == ["Additional reporting: Nora Feld"]
    assert tree.xpath("//address//a/@href") == ["/author/samira-dahl/"]


def test_article_without_names_is_by_its_source(client: Client, article: Article) -> None:
    tree = page(client, article)

    assert one(tree, "//address") == "By Marsa Wire"
    assert tree.xpath("//address//a/@href") == ["/source/wire/"]


def test_article_picture_has_size_alt_caption_and_credit(client: Client, article: Article) -> None:
    image = make_image("dyke", caption="The gap.", credit_line="Jo Doe")
    Article.objects.filter(pk=article.pk).update(lead_image=image)

    (figure,) = page(client, article).xpath("//figure")

    (img,) = figure.xpath("img")
    assert dict(img.attrib) == {
        "src": "/media/images/aa/dyke.jpg",
        "alt": "What dyke shows",
        "width": "1280",
        "height": "854",
        "fetchpriority": "high",
    }
    assert one(figure, "figcaption") == "The gap. Jo Doe"


def test_article_pictures_tell_that_their_originals_have_credentials(
    client: Client, article: Article
) -> None:
    lead, inside = (
        make_image(name, credit_line="Jo Doe", has_credentials=True) for name in ("dyke", "gap")
    )
    body = f'<p>x</p><figure data-image="{inside.pk}"></figure>'
    Article.objects.filter(pk=article.pk).update(lead_image=lead, body_html=body)

    told = [one(figure, "figcaption") for figure in page(client, article).xpath("//figure")]

    assert told == ["Jo Doe Original with Content Credentials"] * 2


def test_article_picture_whose_right_of_use_has_ended_is_not_shown(
    client: Client, article: Article
) -> None:
    image = make_image("dyke", expires_at=NOW)
    Article.objects.filter(pk=article.pk).update(lead_image=image)

    assert b"dyke.jpg" not in client.get(article.get_absolute_url()).content


def test_article_holds_no_longer_than_its_picture_may_be_shown(
    client: Client, article: Article
) -> None:
    image = make_image("dyke", expires_at=NOW + timedelta(seconds=20))
    Article.objects.filter(pk=article.pk).update(lead_image=image)

    response = client.get(article.get_absolute_url())

    assert response["Cache-Control"] == "public, max-age=20"


def test_article_of_an_excerpt_source_ends_with_the_way_to_the_original(
    client: Client, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(
        rights=Rights.EXCERPT, body_html=f"<p>Start.</p><p>{'word ' * 90}</p>"
    )

    tree = page(client, article)

    assert text(tree, "//div[@class='body']/p") == ["HARROW BAY", "Start."]
    (onward,) = tree.xpath("//p[@class='onward']/a")
    assert onward.get("href") == "https://www.wire.example/dyke"
    assert one(onward, ".") == "Read the full report at Marsa Wire wire.example"


def test_article_of_a_link_source_shows_headline_and_link_only(
    client: Client, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(rights=Rights.LINK)

    content = client.get(article.get_absolute_url()).content.decode()
    tree = page(client, article)

    assert "gave way" not in content
    assert "missing" not in content
    assert "HARROW BAY" not in text(tree, "//div[@class='body']/p")
    assert tree.xpath("//p[@class='onward']/a/@href") == ["https://www.wire.example/dyke"]


def test_article_sources_are_named_with_their_words_and_links(
    client: Client, article: Article
) -> None:
    factories.make_credit(
        article,
        source=factories.make_source(name="Radio", slug="radio"),
        text="Radio Marsa, with thanks",
        url="https://radio.example/1",
    )

    tree = page(client, article)

    assert text(tree, "//section[@class='sources']//li") == [
        "Marsa Wire · Original wire.example",
        "Radio Marsa, with thanks · Original radio.example",
    ]
    assert tree.xpath("//section[@class='sources']//a/@href") == [
        "/source/wire/",
        "https://www.wire.example/dyke",
        "/source/radio/",
        "https://radio.example/1",
    ]


@pytest.mark.parametrize(
    ("url", "original"),
    [
        ("", "https://www.wire.example/dyke"),
        ("https://mirror.example/dyke", "https://mirror.example/dyke"),
    ],
)
def test_article_source_that_is_credited_already_is_named_once_with_its_original(
    client: Client, article: Article, url: str, original: str
) -> None:
    factories.make_credit(article, source=article.source, text="Marsa Wire (MWA)", url=url)
    factories.make_credit(article, source=factories.make_source(name="Radio"), position=1)

    sources = page(client, article).xpath("//section[@class='sources']//li")

    assert [line.text_content().split(" · ")[0] for line in sources] == [
        "Marsa Wire (MWA)",
        "Radio",
    ]
    assert [line.xpath(".//a/@href")[1:] for line in sources] == [[original], []]


def test_article_correction_stands_on_top_and_leads_to_its_paragraph(
    client: Client, article: Article
) -> None:
    factories.make_correction(article, text="Not four.", paragraph_id="p-00000002")
    factories.make_correction(
        article,
        kind=CorrectionKind.CLARIFICATION,
        text="Seen from the north.",
        paragraph_id="p-gone0000",
        made_at=EARLIER - timedelta(minutes=1),
    )

    tree = page(client, article)

    assert text(tree, "//section[@class='notice']//div") == [
        "Correction Not four. 20 November 2026, 16:00 PKT · Go to the paragraph",
        "Clarification Seen from the north. 20 November 2026, 15:59 PKT",
    ]
    assert tree.xpath("//section[@class='notice']//a/@href") == ["#p-00000002"]
    first = tree.xpath("//div[@class='story__text']/*[1]")[0]
    assert first.get("class") == "notice"


def test_article_retracted_shows_headline_and_notice_and_no_text(
    client: Client, article: Article
) -> None:
    image = make_image("dyke")
    Article.objects.filter(pk=article.pk).update(lead_image=image)
    factories.tag_article(article, factories.make_tag("Flood"))
    publishing.retract(article, by=None, at=NOW, note="It was not true.")

    content = client.get(article.get_absolute_url()).content.decode()
    tree = page(client, article)

    assert one(tree, "//h1") == "Dyke breaks at Harrow Bay"
    notice = one(tree, "//section[@class='notice notice--grave']")
    assert notice.startswith("Retracted It was not true. 20 November 2026, 17:00 PKT")
    for hidden in ("gave way", "Three people", "dyke.jpg", "Flood"):
        assert hidden not in content


def test_article_related_links_are_grouped_by_kind_and_lead_to_readable_ones_only(
    client: Client, article: Article
) -> None:
    visible = factories.make_published(headline="What came before")
    for kind, target in [
        (Relation.BACKGROUND, visible),
        (Relation.UPDATE_OF, factories.make_draft(headline="Hidden draft")),
        (Relation.SEE_ALSO, factories.make_published(headline="Later", published_at=LATER)),
        (Relation.SEE_ALSO, factories.make_published(headline="Taken back", retracted_at=NOW)),
    ]:
        factories.make_link(article, target, kind=kind)
    factories.make_link(article, url="https://gauge.example/x", title="Gauge readings")

    tree = page(client, article)
    parts = tree.xpath("//aside/section")

    assert [(one(part, "h2"), headlines_of(part)) for part in parts] == [
        ("See also", ["Gauge readings"]),
        ("Background", ["What came before"]),
    ]


def headlines_of(part: Any) -> list[str]:
    return text(part, ".//h3")


def test_translations_that_readers_may_open_are_named_in_their_own_language(
    client: Client, article: Article
) -> None:
    urdu = factories.make_published(headline="بند ٹوٹ گیا", slug="بند", language="ur")
    hidden = factories.make_draft(headline="السد", language="ar")
    for target in (urdu, hidden):
        factories.make_link(article, target, kind=Relation.TRANSLATION)
    factories.make_link(article, url="https://gauge.example/de", title="Auf Deutsch",
                        kind=Relation.TRANSLATION)  # fmt: skip

    tree = page(client, article)

    alternates = tree.xpath("//link[@rel='alternate'][@hreflang]")
    here = f"https://paper.example{article.get_absolute_url()}"
    there = f"https://paper.example{urdu.get_absolute_url()}"
    assert [(one.get("hreflang"), one.get("href")) for one in alternates] == [
        ("en", here), ("ur", there),
    ]  # fmt: skip
    ways = tree.xpath("//div[@class='story__meta']//a[@hreflang]")
    assert [(a.text, a.get("lang"), a.get("dir")) for a in ways] == [("اردو", "ur", "rtl")]
    assert headlines_of(tree.xpath("//aside/section")[0]) == ["Auf Deutsch"]


def test_translations_of_one_article_name_each_other(
    client: Client, article: Article, django_assert_num_queries: Any
) -> None:
    """The desk links each to the original; what hangs on a hidden one alone stays unnamed."""
    urdu = factories.make_published(language="ur")
    arabic = factories.make_published(language="ar")
    german = factories.make_draft(language="de")
    behind = factories.make_published(language="fr")
    for one_way, other in [(article, urdu), (article, arabic), (article, german), (german, behind)]:
        factories.make_link(one_way, other, kind=Relation.TRANSLATION)
        factories.make_link(other, one_way, kind=Relation.TRANSLATION)
    factories.make_link(article, factories.make_published(language="es"))

    trees = [page(client, one) for one in (article, urdu, arabic)]

    named = {one.language: one.get_absolute_url() for one in (article, urdu, arabic)}
    for tree in trees:
        found = tree.xpath("//link[@rel='alternate'][@hreflang]")
        assert {one.get("hreflang"): one.get("href") for one in found} == {
            code: f"https://paper.example{path}" for code, path in named.items()
        }
    with django_assert_num_queries(11):
        client.get(urdu.get_absolute_url())


def test_article_names_the_other_accounts_of_its_story(client: Client, article: Article) -> None:
    story = factories.make_story(title="Dyke breaks", slug="dyke")
    Article.objects.filter(pk=article.pk).update(story=story)
    factories.make_published(headline="The radio's account", story=story)
    factories.make_draft(headline="Not yet", story=story)

    tree = page(client, article)

    assert headlines_of(tree.xpath("//aside/section")[0]) == ["The radio's account"]
    assert f"/story/{story.pk}/dyke/" in tree.xpath("//aside//a/@href")


def test_article_alone_in_its_story_offers_no_full_coverage(
    client: Client, article: Article
) -> None:
    story = factories.make_story()
    Article.objects.filter(pk=article.pk).update(story=story)
    factories.make_draft(story=story)

    assert b"/story/" not in client.get(article.get_absolute_url()).content


def test_article_offers_more_from_its_section_but_not_its_own_story(
    client: Client, article: Article
) -> None:
    story = factories.make_story(title="Dyke")
    Article.objects.filter(pk=article.pk).update(story=story)
    factories.make_published(headline="Dyke again", story=story, section=article.section)
    factories.make_published(headline="Something else", section=article.section)
    factories.make_published(headline="Elsewhere", section=factories.make_section())

    last = page(client, article).xpath("//aside/section")[-1]

    assert (one(last, "h2"), headlines_of(last)) == ("More from Region", ["Something else"])


def test_article_can_be_passed_on_by_plain_links(client: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(headline="Floods & 'fears'")

    hrefs = page(client, article).xpath("//nav[@class='share']//a/@href")

    here = f"https%3A%2F%2Fpaper.example%2Fnews%2F{article.pk}%2Fdyke-breaks%2F"
    assert hrefs[0] == f"mailto:?subject=Floods%20%26%20%27fears%27&body={here}"
    assert len(hrefs) == 5
    assert all(here in href for href in hrefs)


def test_related_link_says_why_it_is_there(client: Client, article: Article) -> None:
    factories.make_link(article, factories.make_published(), reason="The law of 1994.")

    assert text(page(client, article), "//p[contains(@class, 'around__reason')]") == [
        "The law of 1994."
    ]


def test_article_in_urdu_is_marked_as_urdu_and_runs_from_the_right(
    client: Client, paper: Publication
) -> None:
    made = factories.make_published(
        headline="روس کا فیصلہ",
        standfirst="خلاصہ",
        body_html="<p>متن</p>",
        language="ur",
        slug="",
    )

    tree = page(client, made)

    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    assert tree.xpath("//main//article")[0].get("dir") == "rtl"
    for xpath in ("//h1", "//p[@class='standfirst']", "//div[@class='body']"):
        assert tree.xpath(xpath)[0].get("lang") == "ur"
    assert tree.xpath("//meta[@property='og:locale']/@content") == ["ur_PK"]


def test_correction_of_an_urdu_article_is_marked_as_urdu_and_runs_as_its_words_do(
    client: Client, article: Article
) -> None:
    urdu = factories.make_published(headline="روس کا فیصلہ", language="ur", slug="x")
    factories.make_correction(urdu, text="چار نہیں، تین۔")
    factories.make_correction(article, text="Not four.")

    found = [
        page(client, made).xpath("//section[@class='notice']//p[not(@class)]")[0]
        for made in (urdu, article)
    ]

    assert [(p.get("lang"), p.get("dir")) for p in found] == [("ur", "auto"), (None, "auto")]


def test_notes_on_an_urdu_article_run_as_their_words_do(client: Client, article: Article) -> None:
    urdu = factories.make_published(headline="روس کا فیصلہ", language="ur", slug="x")
    factories.make_link(article, urdu, reason="یہ پہلی خبر ہے")
    (reason,) = page(client, article).xpath("//p[contains(@class, 'around__reason')]")
    publishing.retract(urdu, by=None, at=NOW, note="یہ درست نہ تھا")
    retracted = page(client, urdu).xpath("//section[@class='notice notice--grave']/p")[0]
    publishing.kill(article, by=None, at=NOW, note="یہ درست نہ تھا")
    gone = client.get(article.get_absolute_url())
    killed = lxml.html.fromstring(gone.content.decode()).xpath("//div[@class='notice']/p")[0]

    notes = (reason, retracted, killed)
    assert [note.text for note in notes[1:]] == ["یہ درست نہ تھا"] * 2
    assert [(note.get("lang"), note.get("dir")) for note in notes] == [
        (None, "auto"),
        ("ur", "auto"),
        (None, "auto"),
    ]


def test_caption_runs_as_its_own_words_do(client: Client, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(lead_image=make_image("dyke", caption="بند"))

    assert page(client, article).xpath("//figcaption/@dir") == ["auto"]


def test_english_article_in_an_urdu_paper_is_marked_as_english(
    client: Client, paper: Publication, article: Article
) -> None:
    Publication.objects.update(language="ur")

    tree = page(client, article)

    assert (tree.get("lang"), tree.get("dir")) == ("ur", "rtl")
    assert tree.xpath("//main//article")[0].get("dir") == "ltr"
    assert tree.xpath("//h1")[0].get("lang") == "en"


def test_page_language_is_the_papers_and_not_the_readers(client: Client, article: Article) -> None:
    response = client.get(article.get_absolute_url(), headers={"accept-language": "ur"})

    assert response["Content-Language"] == "en"
    assert b'lang="en"' in response.content


def test_article_head_names_canonical_feeds_and_picture(client: Client, article: Article) -> None:
    tree = page(client, article)

    url = f"https://paper.example/news/{article.pk}/dyke-breaks/"
    assert tree.xpath("//link[@rel='canonical']/@href") == [url]
    assert tree.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]
    assert tree.xpath("//link[@rel='license']/@href") == [f"/news/{article.pk}/rsl.xml"]
    assert tree.xpath("//link[@rel='alternate']/@href") == [
        f"/news/{article.pk}/ninjs.json",
        f"/news/{article.pk}/newsml.xml",
        "/feed.rss",
        "/feed.atom",
        "/feed.json",
        "/section/region/feed.rss",
        "/section/region/feed.atom",
        "/section/region/feed.json",
    ]
    og = {
        meta.get("property"): meta.get("content")
        for meta in tree.xpath(
            "//meta[starts-with(@property,'og:') or starts-with(@property,'art')]"
        )
    }
    assert og == {
        "og:type": "article",
        "og:title": "Dyke breaks at Harrow Bay",
        "og:description": "Three people are missing.",
        "og:url": url,
        "og:site_name": "The Test Paper",
        "og:locale": "en_GB",
        "og:image": "https://paper.example/static/articles/card.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "The Test Paper",
        "article:published_time": "2026-11-20T16:00:00+05:00",
        "article:modified_time": "2026-11-20T16:00:00+05:00",
        "article:section": "Region",
        "article:author": "https://paper.example/source/wire/",
    }


def test_folded_copy_names_its_representative_as_canonical(
    client: Client, paper: Publication
) -> None:
    leader = factories.make_published(slug="leader")
    copy = factories.make_published(copy_of=leader)
    other = factories.make_published(copy_of=factories.make_draft())

    assert page(client, copy).xpath("//link[@rel='canonical']/@href") == [
        f"https://paper.example/news/{leader.pk}/leader/"
    ]
    assert page(client, other).xpath("//link[@rel='canonical']/@href") == [
        f"https://paper.example{other.get_absolute_url()}"
    ]


def test_article_never_names_the_host_that_was_asked(client: Client, article: Article) -> None:
    response = client.get(
        article.get_absolute_url(), headers={"host": "localhost", "x-forwarded-host": "evil.test"}
    )

    assert response.status_code == 200
    assert b"localhost" not in response.content
    assert b"evil.test" not in response.content


def test_article_page_answers_304_to_its_own_tag(client: Client, article: Article) -> None:
    first = client.get(article.get_absolute_url())

    again = client.get(article.get_absolute_url(), headers={"if-none-match": first["ETag"]})

    assert not first["ETag"].startswith("W/")
    assert (first["Cache-Control"], again.status_code, again.content) == (
        "public, max-age=60",
        304,
        b"",
    )


def test_article_page_sets_no_cookie_and_refuses_to_be_posted_to(
    client: Client, article: Article
) -> None:
    assert not client.get(article.get_absolute_url()).cookies
    assert client.post(article.get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    "headline", ["<b>Bold</b> & <script>alert(1)</script>", "🎉🎉🎉", "x" * 500, "\u202eabc"]
)
def test_article_headline_is_shown_as_text_whatever_it_holds(
    client: Client, paper: Publication, headline: str
) -> None:
    made = factories.make_published(headline=headline, section=factories.make_section(), slug="")

    tree = page(client, made)

    assert tree.xpath("//h1")[0].text_content() == headline
    assert len(tree.xpath("//script")) == 1
    assert graph(tree)["NewsArticle"]["headline"] == (
        headline if len(headline) <= 110 else headline[:109] + "…"
    )


@pytest.mark.parametrize("count", [1, 3])
def test_article_takes_the_same_queries_for_one_of_each_and_for_three(
    client: Client, article: Article, django_assert_num_queries: Any, count: int
) -> None:
    story = factories.make_story(title="Dyke breaks")
    Article.objects.filter(pk=article.pk).update(story=story)
    for n in range(count):
        factories.make_contribution(article, author=factories.make_author())
        factories.make_credit(article)
        factories.make_correction(article)
        factories.tag_article(article, factories.make_tag())
        other = factories.make_published(story=story)
        factories.make_contribution(other, author=factories.make_author())
        linked = factories.make_published(section=article.section)
        factories.make_contribution(linked, author=factories.make_author())
        factories.make_link(article, linked, position=n)

    with django_assert_num_queries(12):
        client.get(article.get_absolute_url())


def test_withdrawn_article_shows_the_note_and_nothing_of_the_text(
    client: Client, article: Article
) -> None:
    path = article.get_absolute_url()
    publishing.kill(article, by=None, at=NOW, note="The agency <b>withdrew</b> it.")

    response = client.get(path)

    body = response.content.decode()
    assert response.status_code == 410
    assert "The agency &lt;b&gt;withdrew&lt;/b&gt; it." in body
    assert '<meta name="robots" content="noindex">' in body
    for hidden in ("Harrow Bay", "gave way", "Three people"):
        assert hidden not in body


def test_article_merged_into_a_hidden_one_is_404(client: Client, paper: Publication) -> None:
    merged = factories.make_merged(factories.make_article(status=Status.SPIKED))

    assert client.get(f"/news/{merged.pk}/x/").status_code == 404
