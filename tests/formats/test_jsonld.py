"""JSON-LD as pages carry it."""

import json

import pytest

from articles.formats.jsonld import LinkedData, read

URL = "https://harbour.example/news/ferry"


def script(*nodes: object) -> list[str]:
    return [json.dumps(node) for node in nodes]


def test_article_inside_a_graph_is_read_with_its_references_resolved() -> None:
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "Harbour News"},
            {"@type": ["Article", "NewsArticle"], "headline": "Ferry &amp; reef",
             "author": {"@id": "#mara"}, "publisher": {"@id": "#hn"},
             "image": [{"@type": "ImageObject", "url": "/a.jpg"}, "/b.jpg"],
             "articleSection": ["Port"], "keywords": "tide, reef", "isAccessibleForFree": "False",
             "datePublished": "2025-07-05", "inLanguage": {"@value": "en"}},
            {"@type": "Person", "@id": "#mara", "name": "Mara Lindqvist"},
            {"@type": "NewsMediaOrganization", "@id": "#hn", "name": "Harbour News"},
        ]
    }  # fmt: skip

    assert read(script(graph), url=URL) == LinkedData(
        is_article=True,
        headline="Ferry & reef",
        authors=("Mara Lindqvist",),
        published="2025-07-05",
        language="en",
        publisher="Harbour News",
        images=("/a.jpg", "/b.jpg"),
        sections=("Port",),
        keywords=("tide", "reef"),
        is_free=False,
    )


def test_article_about_this_address_is_preferred() -> None:
    teasers = [
        {"@type": "NewsArticle", "headline": "Another", "datePublished": "2025-07-06"},
        {"@type": "NewsArticle", "headline": "This one", "mainEntityOfPage": {"@id": URL + "?a"}},
        {"@type": "NewsArticle", "headline": "It", "url": "http://www.harbour.example/news/ferry/"},
    ]

    assert read(script(teasers), url=URL).headline == "It"
    assert read(script(teasers), url="").headline == "Another"


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "Article", "name": "Tide"} -->',
        '//<![CDATA[\n{"@type": "Article", "name": "Tide"}\n//]]>',
        '{"@type": "Article", "name": "Tide",};',
        '{"@type": "https://schema.org/Article", "name": "Tide", "description": "a\nb"}',
    ],
)
def test_wrapped_or_slightly_broken_script_is_read(text: str) -> None:
    assert read([text], url=URL).headline == "Tide"


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '"text"', "7", '{"@type": 5}', '{"@type": "Product"}']
)
def test_script_without_an_article_says_nothing(text: str) -> None:
    assert read([text], url=URL) == LinkedData()


def test_list_page_says_that_it_is_one() -> None:
    assert read(script({"@type": "CollectionPage"}), url=URL) == LinkedData(is_list=True)


def test_organisation_as_author_is_kept_apart() -> None:
    authors = [{"@type": "Organization", "name": "Coast Press"}, "Mara Lindqvist"]

    found = read(script({"@type": "Article", "headline": "A", "author": authors}), url=URL)

    assert (found.authors, found.organisations) == (("Mara Lindqvist",), ("Coast Press",))
