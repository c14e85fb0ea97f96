"""The index on an OpenSearch server: what is sent, when, and what happens while it is away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from articles import cachekeys, search
from articles.cachekeys import names
from articles.desk import publishing
from articles.errors import SearchAway
from articles.models import Article, SavedView, SearchText
from articles.search import opensearch
from articles.search.engine import Atom, Match, Stretch, engine
from articles.search.opensearch import server
from newsroom import checks
from tests import factories
from tests.factories import NOW
from tests.search import opensearch_server
from tests.search.opensearch_server import Cluster, Refused

pytestmark = pytest.mark.django_db

STORKS = Match(((Atom(("storks",)),),))
EVERYWHERE = Stretch(0, 10**9)


@pytest.fixture
def cluster(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A server that the newsroom searches; it is asked again at once after it failed."""
    monkeypatch.setattr(opensearch, "PAUSE", 0.0)
    cluster = Cluster()
    with opensearch_server.running(cluster) as url:
        settings.OPENSEARCH_URL = url
        engine().clear()
        cluster.log.clear()
        yield cluster


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a commit would send is sent at once: the test is one transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda send, robust: send())


def storks(headline: str = "Storks return") -> Article:
    article = factories.make_published(headline=headline)
    search.index([article.pk])
    return article


def ids() -> list[int]:
    return engine().newest(STORKS, EVERYWHERE, 9)


def test_entries_are_sent_once_their_transaction_has_committed(
    cluster: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        pk = storks().pk
    before = list(cluster.log)
    for send in waiting:
        send()

    assert before == []
    assert ids() == [pk]


def test_what_was_committed_and_not_sent_stays_marked(
    cluster: Cluster, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(transaction, "on_commit", lambda send, robust: None)
        pk = storks().pk

    assert ids() == []
    search.reread(1)
    assert ids() == [pk]


def test_what_is_sent_is_what_the_article_says_by_then(
    cluster: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as early:
        pk = storks().pk
    Article.objects.filter(pk=pk).update(headline="Cranes return")
    with django_capture_on_commit_callbacks(execute=True):
        search.index([pk])

    for send in early:
        send()

    assert ids() == []
    assert not SearchText.objects.outdated().exists()


def test_request_that_comes_late_does_not_overtake_a_later_one(
    cluster: Cluster, at_once: None
) -> None:
    pk = storks().pk
    late = {"_id": str(pk), "version": 1, "version_type": "external_gte"}
    held = server(settings.OPENSEARCH_URL, settings.OPENSEARCH_INDEX)

    refused = held.send([{"delete": late}])

    assert refused == set()  # not to be sent again: what stands there is newer
    assert ids() == [pk]


def test_what_a_server_misses_while_away_is_sent_when_it_is_back(
    cluster: Cluster, at_once: None
) -> None:
    cluster.fails = 503
    pk = storks().pk  # the act goes on

    missed = list(SearchText.objects.outdated().values_list("pk", flat=True))
    search.reread(1)
    still = len(cluster.log)
    cluster.fails = 0
    search.reread(1)

    assert missed == [pk]
    assert still == 2  # the act tried once, and so did the round
    assert ids() == [pk]
    assert not SearchText.objects.outdated().exists()


def test_rereading_ends_where_the_same_articles_are_refused_again(
    cluster: Cluster, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.indexing.AT_ONCE", 2)
    cluster.fails = 503
    made = [storks().pk for _ in range(3)]
    asked = len(cluster.log)

    search.reread(60)

    assert len(cluster.log) == asked + 1
    assert SearchText.objects.outdated().count() == len(made)


def test_index_that_somebody_took_away_is_missed_aloud_until_it_is_made_anew(
    cluster: Cluster, at_once: None, caplog: pytest.LogCaptureFixture
) -> None:
    made = [storks().pk, storks().pk]
    cluster.aliases.clear()
    cluster.made.clear()

    with pytest.raises(SearchAway):  # not: nothing was found
        ids()
    search.index(made[:1])
    call_command("rebuild_search", "--fresh", verbosity=0)

    assert "rebuild_search --fresh" in caplog.text
    assert ids() == made[::-1]
    assert [index.fields["words"]["analyzer"] for index in cluster.made.values()] == ["whitespace"]


def test_server_that_refuses_one_request_is_asked_the_next_one(
    cluster: Cluster, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch, "PAUSE", 60.0)
    pk = storks().pk
    cluster.fails = 400

    with pytest.raises(SearchAway):
        ids()
    cluster.fails = 0

    assert ids() == [pk]


@pytest.mark.parametrize("status", [429, 503])
def test_server_that_is_away_is_not_asked_by_everybody(
    cluster: Cluster, at_once: None, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(opensearch, "PAUSE", 60.0)
    cluster.fails = status

    for _ in range(3):
        with pytest.raises(SearchAway):
            ids()

    assert len(cluster.log) == 1


def test_search_without_its_server_says_so_and_the_paper_goes_on(
    cluster: Cluster, at_once: None, client: Client
) -> None:
    storks()
    cluster.fails = 503
    desk, chief = Client(), factories.make_chief()

    saved = SavedView(name="Birds", screen="articles", query="q=storks", owner=chief)
    saved.save()
    desk.force_login(chief)

    answers = [client.get("/search/?q=storks"), desk.get("/admin/articles/article/?q=storks")]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert {answer.headers["Retry-After"] for answer in answers} == {"30"}
    assert not {"public", "max-age=60"} & set(answers[0].headers["Cache-Control"].split(", "))
    assert all("search is not available" in answer.content.decode() for answer in answers)
    for path in ("/", "/search/", "/search/complete?q=sto"):
        assert client.get(path).status_code == 200
    shown = desk.get("/admin/articles/article/")
    assert shown.status_code == 200
    assert "Birds" in shown.content.decode()
    cluster.fails = 0
    assert client.get("/search/?q=storks").status_code == 200


def test_server_that_cannot_be_reached_is_away(settings: Any) -> None:
    settings.OPENSEARCH_URL = "http://127.0.0.1:9"

    with pytest.raises(SearchAway):
        ids()


def test_one_of_several_servers_is_enough(cluster: Cluster, at_once: None, settings: Any) -> None:
    settings.OPENSEARCH_URL = f"http://127.0.0.1:9,{settings.OPENSEARCH_URL}"

    pk = storks().pk

    assert [ids() for _ in range(3)] == [[pk]] * 3


def test_what_follows_a_commit_waits_for_no_search_server(
    cluster: Cluster, django_capture_on_commit_callbacks: Any
) -> None:
    article = storks()
    with django_capture_on_commit_callbacks() as waiting:
        publishing.retract(article, by=None, at=NOW, note="No.")
    before = cachekeys.latest(names.article(article.pk))

    waiting[0]()

    assert cachekeys.latest(names.article(article.pk)) > before
    assert cluster.log == []


def test_rebuilding_anew_leaves_one_full_index(
    cluster: Cluster, at_once: None, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [storks().pk, storks().pk]
    former = set(cluster.made)

    call_command("rebuild_search", "--fresh", verbosity=0)

    assert ids() == sorted(made, reverse=True)
    assert len(cluster.made) == 1
    assert not former & set(cluster.made)


def test_rebuilding_without_the_server_says_what_is_left(cluster: Cluster, at_once: None) -> None:
    storks()
    cluster.fails = 503

    with pytest.raises(CommandError, match="does not answer"):
        call_command("rebuild_search", "--fresh", verbosity=0)
    SearchText.objects.update(version=0)
    with pytest.raises(CommandError, match="1 article"):
        call_command("rebuild_search", verbosity=0)


def test_page_of_finds_is_the_same_with_the_server(cluster: Cluster, at_once: None) -> None:
    story = factories.make_story()
    first = factories.make_published(headline="Storks return", story=story)
    second = factories.make_published(headline="Storks seen", story=story)
    other = factories.make_published(headline="Harbour", body_html="<p>No storks here.</p>")
    search.index([first.pk, second.pk, other.pk])

    page = search.find("storks -harbour", now=NOW)
    newest = search.find("stor*", now=NOW, is_newest_first=True)

    assert len(page.hits) == 1
    assert len(page.hits[0].more) == 1
    assert [hit.article.pk for hit in newest.hits] == [other.pk, second.pk]


def test_the_small_server_refuses_what_it_does_not_know() -> None:
    cluster = Cluster()
    with pytest.raises(Refused):
        opensearch_server.fits({"words": {}}, {"fuzzy": {"words": {"value": "x"}}})
    with pytest.raises(Refused):
        opensearch_server.fits({"words": {}}, {"term": {"words": {"value": "x", "slop": 1}}})
    with pytest.raises(Refused):
        cluster.answer("POST", "/newsroom/_msearch", {}, b"")


def test_start_without_the_client_says_what_to_install(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.search_server_can_be_asked(None) == []
    settings.OPENSEARCH_URL = "http://search.internal:9200"
    assert checks.search_server_can_be_asked(None) == []
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    (error,) = checks.search_server_can_be_asked(None)

    assert "newsroom[opensearch]" in str(error.hint)


def test_one_connection_a_process_is_kept() -> None:
    one = server("http://127.0.0.1:9", "newsroom")

    assert server("http://127.0.0.1:9", "newsroom") is one
