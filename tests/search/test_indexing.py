"""The index follows what is done to articles, in the same transaction."""

from typing import Any

import pytest
from django.db import transaction

from articles import search
from articles.desk import (
    acting,
    crediting,
    editing,
    merging,
    publishing,
    tagging,
    undoing,
)
from articles.enums import Status
from articles.formats.item import Item
from articles.ingest import store
from articles.models import Act, Article, SearchText, SearchWord
from articles.search import indexing, rebuilding
from tests import factories
from tests.factories import NOW
from tests.ingest.documents import make_parsed

pytestmark = pytest.mark.django_db


def found(text: str) -> list[int]:
    page = search.find(text, now=NOW, is_desk=True)
    return sorted(hit.article.pk for hit in page.hits)


def indexed(**fields: Any) -> Article:
    article = factories.make_article(**fields)
    search.index([article.pk])
    return article


class TestActs:
    def test_new_draft_is_found_at_once(self) -> None:
        made = editing.create(by=None, at=NOW, headline="Storks return")

        assert found("storks status:draft") == [made.pk]

    def test_edit_replaces_what_was_said(self) -> None:
        article = indexed(headline="Storks", body_html="<p>Old words.</p>")

        editing.edit(article, by=None, at=NOW, fields={"body_html": "<p>New ones.</p>"}, version=1)

        assert [found("old"), found("new"), found("storks")] == [[], [article.pk], [article.pk]]

    def test_edit_that_is_undone_is_undone_in_the_index(self) -> None:
        article = indexed(headline="Storks")
        editing.edit(article, by=None, at=NOW, fields={"headline": "Ferry"}, version=1)

        undoing.undo_act(Act.objects.get(verb="edit"), by=None, at=NOW)

        assert [found("storks"), found("ferry")] == [[article.pk], []]

    def test_act_that_fails_leaves_the_index_alone(self) -> None:
        article = indexed(headline="Storks")

        def fail() -> None:
            with acting.act("edit", by=None, at=NOW) as recorder:
                recorder.change(article, headline="Ferry")
                search.follow(recorder.pending)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()

        assert [found("storks"), found("ferry")] == [[article.pk], []]

    def test_status_follows(self) -> None:
        article = indexed(headline="Storks")

        publishing.publish(article, by=None, at=NOW)

        assert [found("storks status:incoming"), found("storks status:published")] == [
            [],
            [article.pk],
        ]
        assert [hit.article.pk for hit in search.find("storks", now=NOW).hits] == [article.pk]

    def test_tags_and_byline_are_found(self) -> None:
        article = indexed(headline="Storks")

        tagging.tag(article, names=("Wetlands",), by=None, at=NOW)
        crediting.set_byline(article, names=[crediting.Name(name="Ann Feld")], by=None, at=NOW)

        queries = ("wetlands", "tag:wetlands", "feld", "by:ann")
        assert [found(query) for query in queries] == [[article.pk]] * 4

    def test_merged_article_is_found_by_its_status(self) -> None:
        stays, gone = indexed(headline="Storks one"), indexed(headline="Storks two")

        plan = merging.plan_merge(stays, [gone], by=None)
        merging.apply_merge(plan, by=None, at=NOW)

        assert found("storks -status:merged") == [stays.pk]

    def test_many_articles_at_once_are_marked_and_read_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(indexing, "AT_ONCE", 2)
        articles = [indexed(headline=f"Storks {number}") for number in range(3)]
        section = factories.make_section(slug="world")

        with acting.act("edit", by=None, at=NOW) as recorder:
            recorder.change_all(Article.objects.all(), section_id=section.pk)
        before = found("section:world")
        done = search.reread(5)

        assert [before, done] == [[], 3]
        assert found("storks section:world") == [article.pk for article in articles]

    def test_new_name_of_a_tag_marks_its_articles(self) -> None:
        article = indexed(headline="Storks")
        tag = factories.make_tag("Birds")
        factories.tag_article(article, tag)
        search.index([article.pk])

        tagging.rename(tag, name="Wetlands", by=None, at=NOW)
        search.reread(5)

        assert [found("wetlands"), found("birds")] == [[article.pk], []]

    def test_row_that_is_removed_is_forgotten(self) -> None:
        article = indexed(headline="Storks")

        search.forget([article.pk])

        assert [found("storks"), SearchText.objects.count()] == [[], 0]


class TestRebuilding:
    def test_missing_and_marked_articles_are_read_and_no_others(self) -> None:
        fresh = indexed(headline="Storks fresh")
        marked = indexed(headline="Storks marked")
        missing = factories.make_article(headline="Storks missing")
        SearchText.objects.outdate([marked.pk])
        SearchText.objects.filter(pk=fresh.pk).update(body="untouched")

        counts = [rebuilding.count_old(), sum(rebuilding.rebuild()), rebuilding.count_old()]

        assert counts == [2, 2, 0]
        assert SearchText.objects.get(pk=fresh.pk).body == "untouched"
        assert found("storks") == [fresh.pk, marked.pk, missing.pk]

    def test_stopped_rebuilding_goes_on(self) -> None:
        articles = [factories.make_article(headline="Storks") for _ in range(30)]

        first = next(rebuilding.rebuild())
        rest = sum(rebuilding.rebuild())

        assert (first, rest) == (20, 10)
        assert len(SearchText.objects.all()) == len(articles)

    def test_cleared_index_is_empty_and_can_be_filled_again(self) -> None:
        article = indexed(headline="Storks")

        rebuilding.clear()
        empty = [found("storks"), list(SearchWord.objects.all())]
        list(rebuilding.rebuild())

        assert empty == [[], []]
        assert found("storks") == [article.pk]


class TestWords:
    def test_words_are_completed_the_commonest_first(self) -> None:
        indexed(headline="Storm over Storks")
        indexed(headline="Storks return")
        rows = Article.objects.all()

        assert search.complete("sto", among=rows, now=NOW) == ["storks", "storm"]
        assert search.complete("Return sto", among=rows, now=NOW) == ["Return storks"]
        assert search.complete("white sto", among=rows, now=NOW) == []

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("parliment", "parliament"),
            ("praliament sits", "parliament sits"),
            ("xarliament", "parliament"),
            ("status:incoming parlaiment", "status:incoming parliament"),
            ("parliament", ""),
            ("zzzzzzzz", ""),
            ("", ""),
        ],
    )
    def test_slips_are_put_right(self, typed: str, meant: str) -> None:
        indexed(headline="Parliament sits")

        assert search.suggest(typed, among=Article.objects.all(), now=NOW) == meant

    def test_nothing_hidden_is_given_away(self) -> None:
        indexed(headline="Secretmerger", status=Status.DRAFT)
        listed = Article.objects.listed(NOW)

        given = [
            search.suggest("secretmergar", among=listed, now=NOW),
            search.complete("secre", among=listed, now=NOW),
        ]

        assert given == ["", []]
        assert search.complete("secre", among=Article.objects.all(), now=NOW) == ["secretmerger"]


def test_index_is_rolled_back_with_its_transaction() -> None:
    article = factories.make_article(headline="Storks")

    with transaction.atomic():
        search.index([article.pk])
        transaction.set_rollback(True)

    assert found("storks") == []


def test_arrival_and_its_next_version_are_found() -> None:
    source = factories.make_source()

    def take(**fields: Any) -> None:
        item = Item(guid="a", headline="Storks", authors=("Ann Feld",), **fields)
        store.take_in(make_parsed(item), source=source, now=NOW)

    take(body_html="<p>First words.</p>")
    first = [found("first by:feld status:incoming"), found("second")]
    take(body_html="<p>Second words.</p>", updated_at=NOW)

    article = Article.objects.get()
    assert first == [[article.pk], []]
    assert [found("first"), found("second by:feld")] == [[], [article.pk]]
