"""What every engine answers: that of the database, and one that a setting names."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from articles import search
from articles.enums import Status
from articles.models import Article
from articles.search import opensearch, rebuilding
from articles.search.engine import Atom, Match, Stretch, engine
from articles.search.opensearch import server
from tests import factories
from tests.factories import NOW
from tests.search import memory, opensearch_server
from tests.search.opensearch_server import Cluster

pytestmark = pytest.mark.django_db


REAL = os.environ.get("TEST_OPENSEARCH_URL", "")


@pytest.fixture(params=["", "memory", "opensearch"], ids=["the database's", "by setting", None])
def named(
    request: pytest.FixtureRequest, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """One engine after the other, each empty; nothing of a test is left in one elsewhere."""
    if request.param == "opensearch":
        settings.OPENSEARCH_INDEX = f"newsroom-test-{uuid4().hex}"
        # The test is one transaction: what it writes is sent at once.
        monkeypatch.setattr(transaction, "on_commit", lambda send, robust: send())
        with nullcontext(REAL) if REAL else opensearch_server.running(Cluster()) as url:
            settings.OPENSEARCH_URL = url
            engine().clear()
            yield request.param
            if REAL:
                server(url, settings.OPENSEARCH_INDEX).remove()
    else:
        settings.SEARCH_ENGINE = "tests.search.memory.Index" if request.param else ""
        memory.KEPT.clear()
        yield request.param
        memory.KEPT.clear()


def told(headline: str, body: str = "", **fields: Any) -> Article:
    article = factories.make_published(headline=headline, body_html=f"<p>{body}</p>", **fields)
    search.index([article.pk])
    return article


def word(*words: str, **more: Any) -> tuple[Atom, ...]:
    return (Atom(words, **more),)


def ask(*wanted: tuple[Atom, ...], unwanted: tuple[Atom, ...] = (), most: int = 9) -> list[int]:
    show()
    match = Match(wanted or (word("·")), unwanted)  # the facet that every article has
    return engine().newest(match, Stretch(0, 10**9), most)


def show() -> None:
    """Let a server that is asked for it show at once what was written; it does within a second."""
    if isinstance(found := engine(), opensearch.Index):
        found.refresh()


def test_engine_answers_words_rows_beginnings_and_what_is_left_out(named: str) -> None:
    strike = told("Port strike", "Goes on.").pk
    port = told("A strike", "It hit the port of Karvan.").pk
    storks = told("Storks", "In the harbour.", language="ur-PK").pk

    assert ask(word("port")) == [port, strike]
    assert ask(word("port", "strike")) == [strike]
    assert ask(word("harb", is_prefix=True)) == [storks]
    assert ask(word("port", in_headline=True)) == [strike]
    assert ask(word("port", "of", "kar", is_prefix=True)) == [port]
    assert ask(word("strike", "po", is_prefix=True, in_headline=True)) == []
    assert ask(word("strike"), unwanted=(Atom(("karvan",)),)) == [strike]
    assert ask((*word("storks"), *word("karvan"))) == [storks, port]
    assert ask(word("lang·ur")) == [storks]
    assert ask(word("strike", "goes")) == []  # no row of words reaches from one column to another
    assert ask(word("nothing")) == []


def test_engine_gives_the_newest_of_a_stretch_and_no_more(named: str) -> None:
    made = [told("Storks", pk=pk).pk for pk in (5, 70_000, 200_000, 900_000)]
    match = Match((word("storks"),))
    show()

    assert ask(word("storks"), most=2) == [900_000, 200_000]
    assert engine().newest(match, Stretch(6, 200_000), 9) == [200_000, 70_000]
    assert engine().newest(match, Stretch(196_608, 229_375, 14), 9) == [200_000]
    assert made == [5, 70_000, 200_000, 900_000]


def test_engine_forgets_what_was_replaced_and_what_is_gone(named: str) -> None:
    kept, gone = told("Storks"), told("Storks")
    Article.objects.filter(pk=kept.pk).update(headline="Cranes")

    search.index([kept.pk])
    search.forget([gone.pk])

    assert [ask(word("storks")), ask(word("cranes"))] == [[], [kept.pk]]
    rebuilding.clear()
    assert ask(word("cranes")) == []


def test_search_is_the_same_on_any_engine(named: str) -> None:
    story = factories.make_story()
    told("Storks return", "The storks are seen by the harbour.", story=story)
    told("Birds", "Storks again.", story=story)
    told("Elsewhere", "A stork and storks.")
    hidden = factories.make_article(headline="Storks hidden", status=Status.DRAFT)
    search.index([hidden.pk])
    rows = Article.objects.all()
    show()

    readers = search.find("storks", now=NOW)

    assert [hit.article.headline for hit in readers.hits] == ["Storks return", "Elsewhere"]
    assert readers.count == search.Count(2)
    assert len(search.find("storks", now=NOW, is_desk=True).hits) == 4
    assert search.suggest("stroks", among=rows, now=NOW, is_desk=False) == "storks"
    assert search.complete("stor", among=rows, now=NOW, is_desk=False) == ["storks"]
    assert search.looser("storks zzzz", among=rows, now=NOW, is_desk=False) == ["storks"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="FTS5 only")
def test_beginnings_have_lists_of_their_own_and_remaking_the_table_keeps_its_words() -> None:
    migration = import_module("articles.migrations.0027_search_beginnings")
    pk = told("Storks return").pk
    found = []

    for remake in (migration.drop, migration.add):
        remake(None, connection.schema_editor(atomic=False))
        found.append(ask(word("st", is_prefix=True)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_searchindex'")
        assert "prefix='2 3'" in cursor.fetchone()[0]
    assert found == [[pk], [pk]]
    search.forget([pk])
    assert ask(word("st", is_prefix=True)) == []
