"""The pages that say no: own, plain, and safe when all else fails."""

from pathlib import Path

import lxml.html
import pytest
from django.conf import settings
from django.template import loader
from django.test import Client, RequestFactory, override_settings
from django.views import defaults
from django.views.csrf import csrf_failure

from articles.models import Publication
from tests import factories
from tests.web.reading import one, text


def test_unknown_address_is_404_in_the_papers_own_page(client: Client, paper: Publication) -> None:
    factories.make_section(name="World")

    response = client.get("/no/such/page/")

    tree = lxml.html.fromstring(response.content)
    assert response.status_code == 404
    assert one(tree, "//h1") == "There is no page at this address"
    assert one(tree, "//header//p[@class='masthead__name']") == "The Test Paper"
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_404_leads_on_to_the_newest_that_readers_may_see(
    client: Client, paper: Publication
) -> None:
    factories.make_published(headline="Dyke breaks")
    factories.make_draft(headline="Hidden")

    for path in ("/no/such/page/", "/section/none/"):
        tree = lxml.html.fromstring(client.get(path).content)
        assert text(tree, "//main//h3") == ["Dyke breaks"]
        assert "/archive/" in tree.xpath("//main//a/@href")


def test_404_speaks_the_language_of_the_paper(client: Client, paper: Publication) -> None:
    Publication.objects.update(language="ur")

    for path in ("/no/such/page/", "/section/none/"):
        tree = lxml.html.fromstring(client.get(path, headers={"accept-language": "en"}).content)
        assert (tree.get("lang"), tree.get("dir")) == ("ur", "rtl")


def test_query_of_a_thousand_parts_is_refused_and_no_error(
    client: Client, paper: Publication
) -> None:
    query = "&".join(["a=1"] * 1200)

    assert client.get(f"/?{query}").status_code == 400
    assert client.get(f"/no/such/page/?{query}").status_code == 404


def paper_of_everything() -> list[str]:
    """The address of every kind of list and feed, each with something in it."""
    section, source = factories.make_section(slug="world"), factories.make_source(slug="wire")
    story = factories.make_story(title="A flood", slug="a-flood")
    article = factories.make_published(
        headline="A flood", section=section, source=source, story=story, slug="a-flood"
    )
    factories.tag_article(article, factories.make_tag("Sea", slug="sea"))
    factories.make_contribution(article, author=factories.make_author(slug="ann"))
    factories.make_correction(article)
    lists = ["/", "/section/world/", "/tag/sea/", "/source/wire/", "/author/ann/"]
    lists += [f"/story/{story.pk}/a-flood/", "/corrections/"]
    feeds = [f"{path}feed.{form}" for path in lists for form in ("rss", "atom", "json")]
    more = ["/archive/", "/archive/2026/11/", "/search/", "/feeds/", "/feeds.opml"]
    return [*lists, *feeds, *more, article.get_absolute_url(), "/sitemap.xml"]


@pytest.mark.parametrize("number", ["-1", "0", "999999", "abc"])
def test_number_of_a_page_that_we_never_had_is_noise_in_any_address(
    client: Client, paper: Publication, number: str
) -> None:
    for path in paper_of_everything():
        plain, noisy = client.get(path), client.get(f"{path}?page={number}")

        assert (plain.status_code, noisy.status_code) == (200, 200), path
        assert noisy.content == plain.content, path  # canonical and own addresses among it
        assert b"page=" not in noisy.content, path


@pytest.mark.parametrize("number", ["-1", "0", "999999", "abc"])
def test_number_in_the_place_of_a_page_key_leads_nowhere_and_fails_nowhere(
    client: Client, paper: Publication, number: str
) -> None:
    for path in paper_of_everything():
        response = client.get(f"{path}?before={number}")

        assert response.status_code in (200, 404), path
        if response.status_code == 200:  # a page that is whole knows no other pages
            assert response.content == client.get(path).content, path


@pytest.mark.django_db
def test_404_before_the_paper_is_set_up_is_a_page_too(client: Client) -> None:
    assert client.get("/no/such/page/").status_code == 404


@pytest.mark.django_db
def test_host_that_is_not_ours_is_400_without_its_name(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert one(lxml.html.fromstring(response.content), "//h1") == (
        "This request could not be understood"
    )
    assert b"evil.example" not in response.content


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "500.html", "503.html"]
)
def test_error_page_needs_neither_context_nor_database(template: str) -> None:
    tree = lxml.html.fromstring(loader.get_template(template).render())

    assert one(tree, "//h1")
    assert tree.xpath("//a/@href") == ["/"]
    assert tree.xpath("//link[@rel='stylesheet']/@href") == ["/static/articles/site.css"]


@pytest.mark.django_db
def test_no_public_page_fails_for_a_file_that_the_manifest_lacks(
    client: Client, tmp_path: Path
) -> None:
    strict = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    article = factories.make_published(section=factories.make_section())
    paths = ["/", article.get_absolute_url(), article.section.get_absolute_url(), "/nothing/"]

    with override_settings(STORAGES=strict, STATIC_ROOT=tmp_path):
        answers = [client.get(path) for path in paths]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    assert all(b'href="/static/articles/site.css"' in answer.content for answer in answers)
    assert b"/static/articles/card.png" in answers[1].content


def test_500_answers_even_when_the_static_manifest_is_missing() -> None:
    strict = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    with override_settings(STORAGES=strict, STATIC_ROOT=Path("/nonexistent")):
        response = defaults.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"/static/articles/site.css" in response.content


def test_form_refused_for_its_token_says_what_to_do() -> None:
    response = csrf_failure(RequestFactory().post("/"))

    assert response.status_code == 403
    assert b"reload the page" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/media/../settings.py",
        "/media/images/aa/x.html",
        "/media/images/zz/" + "a" * 32 + ".jpg",
        "/media/images/aa/" + "a" * 32 + ".jpg",
        "/media/demo-secret-key",
    ],
)
def test_media_hands_out_nothing_but_pictures_under_our_names(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
