"""The corrections page and the page about the paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import publishing
from articles.enums import Statement
from articles.models import Publication
from articles.public import edges
from articles.web import paging
from articles.web.views import paper as views
from tests import factories
from tests.factories import EARLIER, LATER, NOW
from tests.web.reading import headlines, one, read, text

pytestmark = pytest.mark.django_db


def test_corrections_are_listed_newest_first_with_their_articles(
    client: Client, paper: Publication
) -> None:
    article = factories.make_published(headline="Dyke breaks")
    factories.make_correction(article, text="Not four.", made_at=EARLIER - timedelta(days=1))
    factories.make_correction(article, text="Not five.", made_at=EARLIER)

    tree = read(client, "/corrections/")

    assert text(tree, "//p[@class='correction__text']") == ["Not five.", "Not four."]
    assert headlines(tree) == ["Dyke breaks", "Dyke breaks"]


def test_correction_of_a_foreign_text_names_its_language_and_runs_as_its_words_do(
    client: Client, paper: Publication
) -> None:
    urdu = factories.make_published(headline="بند ٹوٹ گیا", language="ur", slug="x")
    factories.make_correction(urdu, text="چار نہیں، تین۔", made_at=EARLIER)
    factories.make_correction(factories.make_published(), text="Not four.", made_at=EARLIER)

    tree = read(client, "/corrections/")

    own, foreign = tree.xpath("//p[contains(@class, 'correction__text')]")
    assert [(p.get("lang"), p.get("dir")) for p in (foreign, own)] == [
        ("ur", "auto"),
        (None, "auto"),
    ]


def test_corrections_of_what_readers_cannot_open_are_not_listed(
    client: Client, paper: Publication
) -> None:
    hidden = [
        factories.make_draft(),
        factories.make_published(published_at=LATER),
        factories.make_published(expires_at=NOW),
        factories.make_published(),
    ]
    publishing.retract(hidden[3], by=None, at=NOW, note="No.")
    for article in hidden:
        factories.make_correction(article, text="Secret words")

    tree = read(client, "/corrections/")

    assert one(tree, "//p[@class='empty']") == "No corrections have been made."


def test_corrections_read_no_text_of_their_articles(client: Client, paper: Publication) -> None:
    for number in range(3):
        made = factories.make_published(section=factories.make_section(), body_html="<p>Long.</p>")
        factories.make_correction(made, made_at=EARLIER - timedelta(days=number))

    with CaptureQueriesContext(connection) as queries:
        tree = read(client, "/corrections/")

    asked = [query["sql"] for query in queries if "articles_correction" in query["sql"]]
    assert len(headlines(tree)) == 3
    assert len(asked) == 1
    assert "headline" in asked[0]
    for column in ("body_html", "standfirst", "description"):
        assert column not in "".join(query["sql"] for query in queries), column


def test_corrections_are_cut_by_key(
    client: Client, paper: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    article = factories.make_published()
    new = factories.make_correction(article, text="New")
    factories.make_correction(article, text="Old", made_at=EARLIER - timedelta(days=1))

    (older,) = read(client, "/corrections/").xpath("//a[@rel='next']/@href")

    assert older == f"/corrections/?before={paging.key_of(new, 'made_at')}"
    assert text(read(client, older), "//p[@class='correction__text']") == ["Old"]


def test_about_says_who_makes_the_paper_and_how_to_reach_them(
    client: Client, paper: Publication
) -> None:
    Publication.objects.update(about="We are <three>.\n\nAnd a cat.")

    tree = read(client, "/about/")

    assert text(tree, "//div[@class='body']/p")[:2] == ["We are <three>.", "And a cat."]
    assert "mailto:desk@paper.example" in tree.xpath("//a/@href")


@pytest.mark.parametrize("kind", Statement)
def test_statement_speaks_our_words_for_the_paper_until_it_has_its_own(
    client: Client, paper: Publication, kind: Statement
) -> None:
    path = f"/about/{kind.value}/"
    started = one(read(client, path), "//div[@class='body']")

    Publication.objects.update(**{kind.field: "Ours & <theirs>.\n## Money\n- One\n\n- Two"})

    tree = read(client, path)
    assert "The Test Paper" in started
    assert one(tree, "//h1") == str(kind.label)
    assert text(tree, "//div[@class='body']/p")[0] == "Ours & <theirs>."
    assert text(tree, "//div[@class='body']/h2") == ["Money"]
    assert text(tree, "//div[@class='body']//li") == ["One", "Two"]
    assert path in tree.xpath("//footer//a/@href")


def test_statement_that_the_paper_does_not_make_is_404(client: Client, paper: Publication) -> None:
    assert client.get("/about/horoscope/").status_code == 404


def test_statements_are_read_from_the_database_on_their_own_page_only(
    paper: Publication,
) -> None:
    publication, _edge = edges.opening(NOW)

    assert publication.get_deferred_fields() == {kind.field for kind in Statement}
