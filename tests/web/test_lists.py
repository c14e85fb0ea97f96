"""Lists: sections, tags, sources, authors, and how they are cut into pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.enums import CommentStatus, Rights
from articles.models import Article, Publication, Section
from articles.web import paging
from articles.web.views import lists
from tests import factories
from tests.factories import EARLIER
from tests.web.reading import graph, headlines, one, read, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(paper: Publication) -> Section:
    return factories.make_section(name="World", slug="world", hue="violet")


def make_many(count: int, **fields: Any) -> list[Article]:
    return [
        factories.make_published(
            headline=f"Number {n}", published_at=EARLIER - timedelta(minutes=n), **fields
        )
        for n in range(count)
    ]


def test_section_shows_all_of_its_own_and_nothing_else(client: Client, section: Section) -> None:
    make_many(8, section=section)
    factories.make_published(headline="Elsewhere")

    tree = read(client, "/section/world/")

    assert one(tree, "//h1") == "World"
    assert headlines(tree) == [f"Number {n}" for n in range(8)]


def test_section_top_is_what_its_editor_picked(client: Client, section: Section) -> None:
    made = make_many(8, section=section)
    front = factories.make_front(section)
    factories.make_slot(front, made[6], position=1, headline="In our own words")

    found = headlines(read(client, "/section/world/"))

    assert found[0] == "In our own words"
    assert sorted(found[1:]) == [f"Number {n}" for n in (0, 1, 2, 3, 4, 5, 7)]


def test_section_marks_its_place_in_the_menu(client: Client, section: Section) -> None:
    tree = read(client, "/section/world/")

    (current,) = tree.xpath("//header//*[@aria-current]")
    assert (current.text_content(), current.get("aria-current")) == ("World", "page")


def test_empty_section_says_so(client: Client, section: Section) -> None:
    assert one(read(client, "/section/world/"), "//main//p[@class='empty']") == (
        "Nothing to read here yet."
    )


def test_tag_without_listed_articles_is_404(client: Client, paper: Publication) -> None:
    tag = factories.make_tag("Secret plan")
    factories.tag_article(factories.make_draft(), tag)

    response = client.get("/tag/secret-plan/")

    assert response.status_code == 404
    assert b"Secret plan" not in response.content


def test_tag_shows_its_articles(client: Client, paper: Publication) -> None:
    tag = factories.make_tag("Sol")
    article = factories.make_published(headline="On the river")
    factories.tag_article(article, tag)
    factories.make_published(headline="Elsewhere")

    assert headlines(read(client, "/tag/sol/")) == ["On the river"]


def test_urdu_slug_of_a_tag_is_an_address(client: Client, paper: Publication) -> None:
    tag = factories.make_tag("دریائے سول")
    factories.tag_article(factories.make_published(headline="On the river"), tag)

    assert headlines(read(client, tag.get_absolute_url())) == ["On the river"]


def test_source_says_on_what_terms_it_is_carried(client: Client, paper: Publication) -> None:
    source = factories.make_source(
        name="Wire",
        slug="wire",
        rights=Rights.EXCERPT,
        licence="Partners",
        home_url="https://www.wire.example/",
        poll_url="https://wire.example/feed?token=secret",
        notes="Ask for Ann.",
    )
    factories.make_published(headline="By wire", source=source)

    tree = read(client, "/source/wire/")

    assert text(tree, "//dl/div/dd") == ["wire.example", "Excerpt", "Partners"]
    assert headlines(tree) == ["By wire"]
    content = client.get("/source/wire/").content
    assert b"secret" not in content
    assert b"Ask for Ann" not in content


def test_author_shows_what_they_had_a_hand_in_once(client: Client, paper: Publication) -> None:
    author = factories.make_author(name="Samira Dahl", slug="samira-dahl", job_title="Politics")
    article = factories.make_published(headline="Hers")
    factories.make_contribution(article, author=author)
    factories.make_contribution(article, author=author, role="photographer")
    factories.make_published(headline="Not hers")

    tree = read(client, "/author/samira-dahl/")

    assert (one(tree, "//h1"), headlines(tree)) == ("Samira Dahl", ["Hers"])


def test_list_page_is_cut_by_key_and_leads_to_the_next(
    client: Client, section: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 3)
    made = make_many(8, section=section)

    seen, path = [], "/section/world/"
    while path:
        tree = read(client, path)
        seen.append(set(headlines(tree)))
        older = tree.xpath("//nav[@class='older']/a[@rel='next']/@href")
        path = older[0] if older else ""

    assert seen == [
        {"Number 0", "Number 1", "Number 2", "Number 3", "Number 4"},  # the top shows two more
        {"Number 3", "Number 4", "Number 5"},
        {"Number 6", "Number 7"},
    ]
    assert paging.key_of(made[2]) == "20261120T105800000000-" + str(made[2].pk)


def test_older_page_has_its_own_address_and_a_way_back(client: Client, section: Section) -> None:
    made = make_many(2, section=section)
    key = paging.key_of(made[0])

    tree = read(client, f"/section/world/?utm_source=x&before={key}")

    assert headlines(tree) == ["Number 1"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [
        f"https://paper.example/section/world/?before={key}"
    ]
    assert tree.xpath("//a[@rel='first']/@href") == ["/section/world/"]
    assert graph(tree)["CollectionPage"]["url"].endswith(f"?before={key}")


def test_older_page_stays_when_something_new_comes(client: Client, section: Section) -> None:
    made = make_many(4, section=section)
    path = f"/section/world/?before={paging.key_of(made[1])}"
    before = headlines(read(client, path))

    factories.make_published(headline="New", section=section)

    assert headlines(read(client, path)) == before == ["Number 2", "Number 3"]


def test_paging_rows_of_one_moment_are_told_apart_by_id(paper: Publication) -> None:
    made = [factories.make_published() for _ in range(5)]
    queryset = Article.objects.order_by()

    first = paging.cut(queryset, before="", size=2)
    second = paging.cut(queryset, before=first.older, size=2)
    third = paging.cut(queryset, before=second.older, size=2)

    assert [first.rows, second.rows, third.rows] == [
        [made[4], made[3]],
        [made[2], made[1]],
        [made[0]],
    ]
    assert (first.is_first, second.is_first, third.older) == (True, False, "")


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "20261120T105800000000",
        "20261320T105800000000-5",
        "20261120T105800000000-0",
        "9" * 99,
    ],
)
def test_page_key_that_we_never_gave_out_is_404(client: Client, section: Section, key: str) -> None:
    assert client.get(f"/section/world/?before={key}").status_code == 404


def test_page_behind_the_oldest_is_404_for_every_list(client: Client, section: Section) -> None:
    article = factories.make_published(
        section=section,
        source=factories.make_source(slug="wire"),
        headline="Only one",
        takes_comments=True,
    )
    factories.make_contribution(article, author=factories.make_author(slug="ann"))
    factories.tag_article(article, factories.make_tag("Sol"))
    factories.make_correction(article)
    factories.make_comment(article, status=CommentStatus.APPROVED)
    paths = (
        "/section/world/", "/tag/sol/", "/source/wire/", "/author/ann/", "/archive/2026/11/",
        "/corrections/", f"{article.get_absolute_url()}comments/",
        "/section/world/feed.rss", "/corrections/feed.json",
    )  # fmt: skip

    found = {
        path: [
            client.get(f"{path}?before={key}").status_code
            for key in ("20991231T000000000000-9", "19000101T000000000000-1")
        ]
        for path in paths
    }

    assert found == {path: [200, 404] for path in paths}


def test_list_names_the_stories_told_most_beside_it(client: Client, section: Section) -> None:
    story = factories.make_story(title="Flood", slug="flood")
    factories.make_published(headline="Flood", story=story, section=section)
    factories.make_published(headline="Flood again", story=story)
    alone = factories.make_story(title="Alone")
    factories.make_published(headline="Alone", story=alone, section=section)

    rail = read(client, "/section/world/").xpath("//aside[@class='rail']")[0]

    assert text(rail, ".//li") == ["Flood2 reports"]
    assert rail.xpath(".//a/@href") == [f"/story/{story.pk}/flood/"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/section/world/", 8),
        ("/tag/sol/", 5),
        ("/source/wire/", 5),
        ("/author/samira-dahl/", 6),
        ("/archive/2026/11/", 5),
        ("/corrections/", 3),
        ("/story/{story}/flood/", 4),
        ("/", 10),
    ],
)
def test_list_takes_the_same_queries_for_one_article_and_for_three(
    client: Client,
    section: Section,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
    count: int,
) -> None:
    source = factories.make_source(slug="wire")
    story = factories.make_story(title="Flood", slug="flood")
    author = factories.make_author(slug="samira-dahl")
    tag = factories.make_tag("Sol")
    for n in range(count):
        made = factories.make_published(
            headline=f"Flood {n}", section=section, source=source, story=story
        )
        factories.make_contribution(made, author=author)
        factories.make_correction(made)
        factories.tag_article(made, tag)
    for _ in range(count):
        factories.make_contribution(
            factories.make_published(section=factories.make_section()), author=author
        )

    with django_assert_num_queries(queries):
        response = client.get(path.format(story=story.pk))

    assert response.status_code == 200


def test_what_lists_say_of_themselves_runs_as_its_words_do(
    client: Client, section: Section
) -> None:
    Section.objects.update(description="شہر کی خبریں")
    made = factories.make_published(section=section)
    author = factories.make_author(slug="ann", bio="رپورٹر")
    factories.make_contribution(made, author=author)
    factories.tag_article(made, factories.make_tag("Sol", slug="sol", description="سورج"))

    for path in ("/section/world/", "/author/ann/", "/tag/sol/"):
        tree = read(client, path)

        assert tree.xpath("//*[@class='list-head__about']/@dir") == ["auto"], path
