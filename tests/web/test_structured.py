"""JSON-LD: the fields that Google recommends for an article, and nothing that can break out."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from articles.desk import publishing
from articles.enums import Rights
from articles.models import Article, Publication
from articles.web import structured
from tests import factories
from tests.factories import EARLIER, NOW
from tests.web.pictures import make_image
from tests.web.reading import graph, read

pytestmark = pytest.mark.django_db


def test_news_article_tells_everything_recommended(client: Client, paper: Publication) -> None:
    source = factories.make_source(name="Wire", credit_text="MWA", slug="wire")
    article = factories.make_published(
        headline="Dyke breaks",
        standfirst="Three are missing.",
        dateline="HARROW BAY",
        slug="dyke",
        language="en",
        section=factories.make_section(name="Region", slug="region"),
        source=source,
        canonical_url="https://wire.example/1",
        lead_image=make_image("dyke", caption="The gap.", credit_line="Jo Doe"),
        updated_at=NOW,
        word_count=3,
    )
    factories.make_contribution(article, author=factories.make_author(name="Ann Bee", slug="ann"))
    factories.make_contribution(article, name="Cy Dee", position=1)
    factories.tag_article(article, factories.make_tag("Sol"))
    factories.make_correction(article, text="Not four.")
    url = f"https://paper.example/news/{article.pk}/dyke/"
    publisher = {
        "@type": "NewsMediaOrganization",
        "@id": "https://paper.example/#publisher",
        "name": "The Test Paper",
        "url": "https://paper.example/",
        "logo": {
            "@type": "ImageObject",
            "url": "https://paper.example/static/articles/logo.png",
            "width": 512,
            "height": 512,
        },
    }

    told = graph(read(client, article.get_absolute_url()))

    assert told["NewsArticle"] == {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": "Dyke breaks",
        "description": "Three are missing.",
        "image": [
            {
                "@type": "ImageObject",
                "url": "https://paper.example/media/images/aa/dyke.jpg",
                "width": 1280,
                "height": 854,
                "caption": "The gap.",
                "creditText": "Jo Doe",
            }
        ],
        "datePublished": "2026-11-20T16:00:00+05:00",
        "dateModified": "2026-11-20T17:00:00+05:00",
        "author": [
            {"@type": "Person", "name": "Ann Bee", "url": "https://paper.example/author/ann/"},
            {"@type": "Person", "name": "Cy Dee", "url": "https://paper.example/about/"},
        ],
        "publisher": publisher,
        "articleSection": "Region",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "wordCount": 3,
        "keywords": ["Sol"],
        "creditText": "MWA",
        "isBasedOn": "https://wire.example/1",
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "Not four.",
                "datePublished": "2026-11-20T16:00:00+05:00",
            }
        ],
        "locationCreated": {"@type": "Place", "name": "HARROW BAY"},
    }
    assert told["NewsMediaOrganization"] == publisher | {
        "description": "All of it made up",
        "publishingPrinciples": "https://paper.example/about/standards/",
        "ethicsPolicy": "https://paper.example/about/standards/",
        "correctionsPolicy": "https://paper.example/about/corrections-policy/",
        "ownershipFundingInfo": "https://paper.example/about/ownership/",
        "actionableFeedbackPolicy": "https://paper.example/about/contact/",
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "newsroom",
            "url": "https://paper.example/about/contact/",
            "email": "desk@paper.example",
        },
    }
    assert [step["name"] for step in told["BreadcrumbList"]["itemListElement"]] == [
        "The Test Paper",
        "Region",
        "Dyke breaks",
    ]


def test_script_cannot_be_ended_by_a_text() -> None:
    told = structured.script({"name": "</script><script>alert(1)</script> & <!--"})

    assert told == (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":'
        '[{"name":"\\u003C/script\\u003E\\u003Cscript\\u003Ealert(1)\\u003C/script\\u003E '
        '\\u0026 \\u003C!--"}]}</script>'
    )


def test_time_of_page_and_data_and_share_tags_are_one(client: Client, paper: Publication) -> None:
    article = factories.make_published()

    tree = read(client, article.get_absolute_url())

    assert (
        tree.xpath("//div[@class='story__meta']//time/@datetime")[0]
        == (graph(tree)["NewsArticle"]["datePublished"])
    )
    assert tree.xpath("//meta[@property='article:published_time']/@content") == [
        "2026-11-20T16:00:00+05:00"
    ]


def test_change_before_publication_is_no_later_change(paper: Publication) -> None:
    article = factories.make_published(updated_at=EARLIER - timedelta(days=1))

    published, modified = structured.stamps(article)

    assert published == modified


def test_article_without_names_is_by_source_or_paper(client: Client, paper: Publication) -> None:
    ours = factories.make_published()
    theirs = factories.make_published(source=factories.make_source(name="Wire"))

    authors = [
        graph(read(client, article.get_absolute_url()))["NewsArticle"]["author"]
        for article in (ours, theirs)
    ]

    assert authors[0]["name"] == "The Test Paper"
    assert [(author["@type"], author["name"]) for author in authors[1]] == [
        ("Organization", "Wire")
    ]


def test_description_is_the_start_of_the_text_where_there_is_no_standfirst(
    paper: Publication,
) -> None:
    article = Article(headline="X", body_html="<p>The <b>first</b> words.</p><p>Then.</p>")

    assert structured.description(article) == "The first words. Then."


def test_description_ends_between_two_words(paper: Publication) -> None:
    article = Article(headline="X", body_html=f"<p>{'the harbour ' * 30}</p>")

    assert structured.description(article) == f"{'the harbour ' * 16}the…"


def test_description_of_a_link_names_headline_and_source_only(paper: Publication) -> None:
    source = factories.make_source(name="Blog", rights=Rights.LINK)
    article = Article(headline="A number.", standfirst="No.", body_html="<p>No.</p>", source=source)

    assert structured.description(article) == "A number. Read the report at Blog."


def test_retracted_article_tells_machines_the_notice_only(
    client: Client, paper: Publication
) -> None:
    article = factories.make_published(
        standfirst="False words.", dateline="NOWHERE", lead_image=make_image("lie")
    )
    factories.make_correction(article)
    publishing.retract(article, by=None, at=NOW, note="It was not true.")

    told = graph(read(client, article.get_absolute_url()))["NewsArticle"]

    assert (told["description"], told["image"][0]["url"][-8:]) == ("It was not true.", "card.png")
    assert "correction" not in told
    assert "locationCreated" not in told


def test_authors_page_tells_machines_of_the_person(client: Client, paper: Publication) -> None:
    author = factories.make_author(name="Ann Bee", slug="ann", job_title="Editor", bio="Of dykes.")
    factories.make_contribution(factories.make_published(), author=author)

    told = graph(read(client, "/author/ann/"))["ProfilePage"]

    assert told["mainEntity"] == {
        "@type": "Person",
        "@id": "https://paper.example/author/ann/#person",
        "name": "Ann Bee",
        "url": "https://paper.example/author/ann/",
        "jobTitle": "Editor",
        "description": "Of dykes.",
        "worksFor": {"@id": "https://paper.example/#publisher"},
    }


def test_portrait_is_shown_and_told_while_its_right_runs(
    client: Client, paper: Publication
) -> None:
    face = make_image("face", alt="Ann Bee at her desk", expires_at=NOW + timedelta(seconds=30))
    ann = factories.make_author(name="Ann Bee", slug="ann", portrait=face)
    alone, together = factories.make_published(), factories.make_published()
    factories.make_contribution(alone, author=ann)
    for author in (ann, factories.make_author()):
        factories.make_contribution(together, author=author)
    paths = ["/author/ann/", alone.get_absolute_url(), together.get_absolute_url()]

    def faces() -> list[int]:
        pages = (read(client, path) for path in paths)
        return [len(page.xpath("//img[contains(@class, 'portrait')]")) for page in pages]

    assert faces() == [1, 1, 0]
    person = graph(read(client, "/author/ann/"))["ProfilePage"]["mainEntity"]
    assert person["image"]["url"] == f"https://paper.example{face.file.url}"
    assert "max-age=30" in client.get(paths[0])["Cache-Control"]
    assert "max-age=30" in client.get(paths[1])["Cache-Control"]
    with time_machine.travel(NOW + timedelta(seconds=30), tick=False):
        assert faces() == [0, 0, 0]
        assert "image" not in graph(read(client, "/author/ann/"))["ProfilePage"]["mainEntity"]


def test_comments_that_readers_see_are_counted_and_told(client: Client, paper: Publication) -> None:
    article = factories.make_published(slug="port")
    first = factories.make_comment(
        article, name="Io", text="Good </script> words. " * 30, status="approved", language="en"
    )
    factories.make_comment(article, text="Thanks.", status="approved", parent=first)
    factories.make_comment(article, text="Held back.")

    told = graph(read(client, article.get_absolute_url()))["NewsArticle"]

    assert told["commentCount"] == 2
    [comment] = told["comment"]
    assert comment.pop("text").startswith("Good </script> words.")
    assert comment == {
        "@type": "Comment",
        "dateCreated": "2026-11-20T16:00:00+05:00",
        "author": {"@type": "Person", "name": "Io"},
        "url": f"https://paper.example/news/{article.pk}/port/comments/#comment-{first.pk}",
        "inLanguage": "en",
        "commentCount": 1,
    }
    Publication.objects.update(comments_on=False)
    assert "commentCount" not in graph(read(client, article.get_absolute_url()))["NewsArticle"]


@pytest.mark.parametrize(
    ("path", "name"), [("/corrections/", "Corrections"), ("/archive/", "Archive")]
)
def test_page_of_the_paper_tells_machines_its_own_title(
    client: Client, paper: Publication, path: str, name: str
) -> None:
    told = graph(read(client, path))

    assert told["CollectionPage"]["name"] == name
    assert [(step["name"], step["item"]) for step in told["BreadcrumbList"]["itemListElement"]] == [
        ("The Test Paper", "https://paper.example/"),
        (name, f"https://paper.example{path}"),
    ]


def test_list_tells_machines_what_it_shows_each_once(client: Client, paper: Publication) -> None:
    section = factories.make_section(slug="world")
    made = [
        factories.make_published(
            section=section, slug=f"n{n}", published_at=EARLIER - timedelta(minutes=n)
        )
        for n in range(7)
    ]

    told = graph(read(client, "/section/world/"))["CollectionPage"]["mainEntity"]

    assert [entry["url"] for entry in told["itemListElement"]] == [
        f"https://paper.example/news/{article.pk}/n{n}/" for n, article in enumerate(made)
    ]
