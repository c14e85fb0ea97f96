"""The readers' search: what it shows, how it is narrowed and paged, what it answers to anything."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from articles import search
from articles.enums import Rights, Status
from articles.models import Article, Publication, Section
from articles.web.pagekey import key_of
from articles.web.views import search as views
from tests import factories
from tests.factories import EARLIER
from tests.web.reading import headlines, one, read, text
from tests.web.test_pagecache import environ

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(paper: Publication) -> Section:
    return factories.make_section(name="World", slug="world", hue="violet")


def out(headline: str, body: str = "Nothing more.", **fields: Any) -> Article:
    """A listed article, in the index."""
    fields.setdefault("language", "en")
    article = factories.make_published(headline=headline, body_html=f"<p>{body}</p>", **fields)
    search.index([article.pk])
    return article


def asked(client: Client, q: str, **more: str) -> Any:
    return read(client, f"/search/?{urlencode({'q': q, **more})}")


def found(client: Client, q: str, **more: str) -> list[str]:
    return text(asked(client, q, **more), "//ol[@class='finds']//h2")


def test_search_shows_what_fits_with_the_words_marked(client: Client, section: Section) -> None:
    source = factories.make_source(name="Marsa Wire")
    out("Storks return", "They nest by the <b>Storks</b> Inn &amp; <i>port</i>.", section=section)
    out("Elsewhere", "Nothing.", source=source)

    tree = asked(client, "storks")

    assert headlines(tree) == ["Search", "Storks return"][1:]
    assert text(tree, "//mark") == ["Storks", "Storks"]
    assert one(tree, "//p[@class='find__extract']") == "They nest by the Storks Inn & port."
    assert one(tree, "//*[@role='status']") == "1 result"
    assert tree.xpath("//input[@type='search']/@value") == ["storks"]
    assert tree.xpath("//label[@for='words']")
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, max-image-preview:large"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [
        "https://paper.example/search/?q=storks"
    ]


def test_search_hostile_words_are_text_everywhere(client: Client, paper: Publication) -> None:
    evil = "<script>alert(1)</script>"
    out(f"Storks {evil}", "&lt;img src=x onerror=alert(1)&gt; storks")

    body = client.get(
        "/search/", {"q": f'storks -"{evil}" "><svg onload=alert(1)>'}
    ).content.decode()
    plain = asked(client, "storks")

    assert evil not in body
    assert "<svg" not in body
    assert text(plain, "//ol//h2") == [f"Storks {evil}"]
    assert plain.xpath("//ol//img | //ol//script") == []


def test_search_folds_letters_and_marks_them_as_they_stand(
    client: Client, paper: Publication
) -> None:
    out("كتابُ میں", "می‌خواهم ۱۲۳ مدرسے", language="ur")

    tree = asked(client, "کتاب")

    assert text(tree, "//mark") == ["كتابُ"]
    assert tree.xpath("//article[@dir='rtl']//h2/@lang") == ["ur"]
    for words in ("كتاب", "کتاب", "میخواهم", "123", "١٢٣", "می‌خواهم"):
        assert len(text(asked(client, words), "//mark")) == 1, words


def test_search_story_is_shown_once_with_the_way_to_the_others(
    client: Client, paper: Publication
) -> None:
    story = factories.make_story(title="Storks", slug="storks")
    out("Storks return", story=story)
    for n in range(3):
        out(f"Harbour birds {n}", "Storks again.", story=story)
    factories.make_draft(headline="Storks that nobody may see", story=story)
    out("Storks alone")

    tree = asked(client, "storks")

    assert sorted(text(tree, "//ol[@class='finds']//h2")) == ["Storks alone", "Storks return"]
    assert one(tree, "//a[@class='find__more']") == "3 more on this story"
    assert tree.xpath("//a[@class='find__more']/@href") == [f"/story/{story.pk}/storks/"]
    assert one(tree, "//*[@role='status']") == "2 results"


@pytest.mark.parametrize(
    ("rights", "shown"),
    [(Rights.FULL, ["Plain. Storks inside."]), (Rights.LINK, [])],
)
def test_search_extract_is_what_the_source_allows(
    client: Client, paper: Publication, rights: Rights, shown: list[str]
) -> None:
    source = factories.make_source(rights=rights)
    out("Storks", "Storks inside.", standfirst="Plain.", source=source)

    tree = asked(client, "storks")

    assert text(tree, "//p[@class='find__extract']") == shown
    assert text(tree, "//ol//h2") == ["Storks"]


def test_search_is_narrowed_by_links_that_can_be_taken_off(
    client: Client, section: Section
) -> None:
    wire = factories.make_source(name="Wire", slug="wire")
    out("Storks of the world", section=section, source=wire)
    out("Storks elsewhere", language="ur")
    old = EARLIER - timedelta(days=40)
    out("Storks of old", section=section, published_at=old)

    tree = asked(client, "storks", section="world")
    (off,) = tree.xpath("//ul[@class='chosen']//a/@href")

    assert text(tree, "//ol//h2") == ["Storks of the world", "Storks of old"]
    assert off == "/search/?q=storks"
    assert found(client, "storks", source="wire") == ["Storks of the world"]
    assert found(client, "storks", lang="ur") == ["Storks elsewhere"]
    assert found(client, "storks", to=old.date().isoformat()) == ["Storks of old"]
    assert len(found(client, "storks", **{"from": EARLIER.date().isoformat()})) == 2
    assert found(client, "", section="world", to="2026-10-31") == ["Storks of old"]
    links = text(asked(client, "storks"), "//aside//a")
    assert links[:2] == ["English 2", "اردو 1"]


def test_search_newest_first_goes_by_when_readers_could_see_it(
    client: Client, paper: Publication
) -> None:
    out("Storks old", published_at=EARLIER - timedelta(days=9))
    out("Birds new", "A stork and storks.", published_at=EARLIER)
    out("Storks older", published_at=EARLIER - timedelta(days=90))

    assert found(client, "storks", sort="newest") == ["Birds new", "Storks old", "Storks older"]
    assert found(client, "storks")[0] == "Storks old"


def test_search_pages_follow_one_another_by_key(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    made = [out(f"Storks {n}") for n in range(5)]
    factories.make_draft(headline="Storks hidden")

    seen, path = [], "/search/?q=storks&sort=newest"
    while path:
        tree = read(client, path)
        seen.append(text(tree, "//ol[@class='finds']//h2"))
        older = tree.xpath("//nav[@class='older']/a[contains(@rel, 'next')]/@href")
        path = older[0] if older else ""
        out("Storks that came in meanwhile")

    assert seen == [["Storks 4", "Storks 3"], ["Storks 2", "Storks 1"], ["Storks 0"]]
    assert f"before={made[4].pk}~4" in str(tree.xpath("//link[@rel='canonical']/@href"))


def test_search_hidden_articles_leave_no_trace(client: Client, paper: Publication) -> None:
    """The page is the same to the letter whether they are there or not."""
    out("Storks return")
    pages = [
        "/search/?q=storks",
        "/search/?q=secretmergar",
        "/search/?q=secretmerger",
        "/search/?q=tag:secretplan",
        "/search/complete?q=secret",
        "/search/",
    ]
    before = [client.get(path).content for path in pages]

    tag = factories.make_tag("Secretplan")
    for n, status in enumerate((Status.DRAFT, Status.INCOMING, Status.SPIKED, Status.KILLED)):
        hidden = factories.make_article(headline=f"Secretmerger storks {n}", status=status)
        factories.tag_article(hidden, tag)
        search.index([hidden.pk])
    out("Secretmerger storks", published_at=factories.LATER)

    after = [client.get(path).content for path in pages]
    assert [a == b for a, b in zip(after, before, strict=True)] == [True] * len(pages)


def test_search_hidden_matches_take_no_place_among_the_newest(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands that came in and were never published stand between readers and the one report."""
    monkeypatch.setattr("articles.search.finding.WINDOW", 2)
    monkeypatch.setattr("articles.search.finding.LEAST", 1)
    monkeypatch.setattr("articles.search.finding.LOOKED", 4)
    out("Storks return")
    for _ in range(9):
        hidden = factories.make_article(headline="Storks")
        search.index([hidden.pk])

    assert found(client, "storks") == ["Storks return"]


def test_search_that_ran_out_of_time_says_so_and_goes_on(
    client: Client, section: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.finding.WINDOW", 2)
    monkeypatch.setattr("articles.search.finding.LEAST", 1)
    monkeypatch.setattr("articles.search.finding.LOOKED", 2)
    out("Storks return", section=section)
    made = [out("Storks elsewhere") for _ in range(3)]
    # The index is behind: it holds that they stand in the section.
    Article.objects.filter(pk__in=[a.pk for a in made]).update(section=section)
    search.index([a.pk for a in made])
    Article.objects.filter(pk__in=[a.pk for a in made]).update(section=None)

    tree = asked(client, "storks", section="world")
    (on,) = tree.xpath("//nav[@class='older']/a/@href")

    assert one(tree, "//*[@role='status']").startswith("This search looked back to 20 November")
    assert text(read(client, on), "//ol[@class='finds']//h2") == ["Storks return"]


def test_search_without_words_offers_sections_subjects_and_the_newest(
    client: Client, section: Section
) -> None:
    factories.tag_article(out("Storks return"), factories.make_tag("Birds"))
    factories.tag_article(factories.make_draft(), factories.make_tag("Secretplan"))

    tree = read(client, "/search/")

    assert text(tree, "//section/h2") == ["Newest", "Sections", "Subjects"]
    assert text(tree, "//section//li//a") == ["Storks return", "World", "Birds"]
    assert one(tree, "//*[@role='status']").startswith("Type a word")


def test_search_that_finds_nothing_helps(client: Client, section: Section) -> None:
    out("Parliament sits", "By the harbour.", section=section)

    meant = asked(client, "parlaiment harbour")
    wider = asked(client, "parliament", to="2026-01-01")
    looser = asked(client, '"harbour parliament" zzzz')

    assert one(meant, "//*[@role='status']") == "Nothing was found for “parlaiment harbour”."
    assert meant.xpath("//p[@class='meant']/a/@href") == ["/search/?q=parliament+harbour"]
    assert wider.xpath("//p[@class='meant']/a/@href") == ["/search/?q=parliament"]
    assert one(asked(client, "sits zzzz"), "//section[@class='meant']//li") == "sits"
    assert text(looser, "//section[@class='meant']//li") == []
    assert text(asked(client, '"harbour parliament"'), "//section[@class='meant']//li") == [
        "harbour parliament"
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"section": "nowhere"}, "There is no section “nowhere”; all sections were searched."),
        ({"source": "nobody"}, "There is no source “nobody”; all sources were searched."),
        ({"lang": "a\x00b"}, "“a b” is no code of a language; all languages were searched."),
        ({"from": "soon"}, "“soon” is no day such as 2026-11-20; it was left out."),
        ({"to": "9999-12-31"}, "“9999-12-31” is no day such as 2026-11-20; it was left out."),
        ({"q": "storks section:nowhere"}, "There is no section “nowhere”."),
        ({"q": "storks after:soon"}, "“soon” is no day. Write after:2026-11-20, after:2026-11,"),
        ({"q": "storks " * 2000}, "That is a long search: only its first words were looked for."),
    ],
)
def test_search_says_what_it_did_not_understand(
    client: Client, paper: Publication, given: dict[str, str], told: str
) -> None:
    out("Storks return")

    status = one(
        read(client, f"/search/?{urlencode({'q': 'storks', **given})}"), "//*[@role='status']"
    )

    assert status.startswith(told)


ODD = [
    "the", "- - -", "؟ ، ۔", '"', "(storks", "storks AND", "NEAR(storks, 3)", "storks\x00", "*",
    ":", "a" * 10_000, "😀", "‮storks", "ก" * 1000, "%00%ff", "\ud800", "storks" * 500, "' OR 1 --",
    "tag:x", "status:draft", "kind:none", "by:", 'section:"a\x00b"', "{{ 7*191 }}", "storks:*&!|",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_search_answers_anything(client: Client, paper: Publication, odd: str) -> None:
    out("Storks return", "The storks.")
    query = quote(odd, errors="surrogatepass")

    page = client.get(f"/search/?q={query}&page=-1&_connector=OR&source={query}&before={query}")
    completed = client.get(f"/search/complete?q={query}")

    assert (page.status_code, completed.status_code) == (200, 200)
    assert b"133" + b"7" not in page.content
    assert len(completed.content) < 6000


def test_search_text_with_a_word_longer_than_databases_take_is_indexed(
    client: Client, paper: Publication
) -> None:
    out("Storks", "ก" * 5000 + " harbour " + "x" * 9000)

    assert found(client, "harbour") == ["Storks"]


def test_search_address_without_its_slash_keeps_what_was_asked(
    client: Client, paper: Publication
) -> None:
    response = client.get("/search?utm_source=x&sort=newest&q=a+b&before=")

    assert (response.status_code, response["Location"]) == (301, "/search/?q=a+b&sort=newest")


@pytest.mark.parametrize("count", [1, 3])
def test_search_takes_the_same_queries_for_one_find_and_for_three(
    client: Client, section: Section, django_assert_num_queries: Any, count: int
) -> None:
    source = factories.make_source()
    for n in range(count):
        story = factories.make_story()
        for part in range(2):
            article = out(f"Storks {n} {part}", story=story, section=section, source=source)
            factories.make_contribution(article, author=factories.make_author())

    with django_assert_num_queries(11):
        assert len(found(client, "storks")) == count


def test_search_pages_are_cached_by_what_they_read(paper: Publication) -> None:
    def key(query: str, path: str = "/search/") -> Any:
        return key_of(environ(path, query))

    assert key("q=a&utm_source=x&zz=1") == key("zz=2&q=a")
    assert len({key("q=a"), key("q=b"), key("q=a&section=x"), key("q=a&sort=newest")}) == 4
    assert key("q=a&q=") == key("")
    assert key("q=a", "/") == key("", "/")
    assert key("q=ab", "/search/complete") != key("q=ac", "/search/complete")


def test_search_completes_words_and_names_with_something_to_read(
    client: Client, section: Section
) -> None:
    storks = factories.make_tag("Stork watch")
    factories.tag_article(
        out("Storks return", source=factories.make_source(name="Storm Wire")), storks
    )
    factories.make_tag("Store closures")
    factories.make_source(name="Storied Press")

    response = client.get("/search/complete", {"q": "stor"})

    typed, texts, kinds, paths = response.json()
    assert (typed, list(zip(texts, kinds, strict=True))) == (
        "stor",
        [
            ("storks", "search"),
            ("Stork watch", "tag"),
            ("Storm Wire", "source"),
            ("Storks return", "report"),
        ],
    )
    assert paths[0] == "https://paper.example/search/?q=storks"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert response["Content-Type"] == "application/x-suggestions+json"


def test_search_completes_the_last_word_with_those_before_it(
    client: Client, paper: Publication
) -> None:
    out("Port strike goes on")
    out("Storks return")

    _typed, texts, *_rest = client.get("/search/complete", {"q": "Port st"}).json()

    assert texts == ["Port strike", "Port strike goes on"]
    assert client.get("/search/complete", {"q": "p"}).json() == ["p", [], [], []]
    assert client.get("/search/complete").json() == ["", [], [], []]


def test_search_is_described_to_browsers(client: Client, paper: Publication) -> None:
    from lxml import etree

    response = client.get("/opensearch.xml")

    tree = etree.fromstring(response.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert tree.xpath("//o:Url/@template", namespaces=space) == [
        "https://paper.example/search/?q={searchTerms}",
        "https://paper.example/search/complete?q={searchTerms}",
        "https://paper.example/opensearch.xml",
    ]
    assert tree.xpath("string(//o:ShortName)", namespaces=space) == "The Test Paper"
    assert read(client, "/search/").xpath("//link[@rel='search']/@href") == ["/opensearch.xml"]


def test_search_script_is_small_and_optional(client: Client, paper: Publication) -> None:
    (script,) = read(client, "/search/").xpath("//script[@src]")

    assert script.get("src") == "/static/articles/search.js"
    assert "defer" in script.attrib
