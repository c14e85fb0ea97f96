"""Rows that hold what a list shows and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Source
from articles.models.narrow import NarrowQuerySet
from articles.models.prepared import Prepared
from tests import factories
from tests.factories import NOW
from tests.web.pictures import make_image

pytestmark = pytest.mark.django_db


def test_row_is_the_article_with_the_columns_that_were_named() -> None:
    made = factories.make_published(headline="Storks", source=factories.make_source())

    with CaptureQueriesContext(connection) as queries:
        row = Article.objects.filter(pk=made.pk).narrow("id", "headline", "source_id").get()
        told = (row, row.headline, row.source_id)
    assert told == (made, "Storks", made.source_id)
    assert len(queries) == 1
    assert set(vars(row)) == {"id", "headline", "source_id", "_state"}


def test_what_was_not_read_is_read_when_it_is_asked_for() -> None:
    made = factories.make_published(standfirst="They nest.", source=factories.make_source())

    row = Article.objects.narrow("id").get(pk=made.pk)

    assert row.standfirst == "They nest."
    assert row.source == made.source
    assert row._state.db == "default"
    assert not row._state.adding


def test_relation_is_loaded_with_its_columns_shared_by_rows_and_none_where_there_is_none() -> None:
    source = factories.make_source(name="Marsa Wire")
    for n in range(3):
        factories.make_published(source=source if n else None, arrived_at=NOW + timedelta(n))
    columns = ("id", "source_id", "source__id", "source__name")

    with CaptureQueriesContext(connection) as queries:
        rows = list(Article.objects.order_by("arrived_at").narrow(*columns))
        names = [row.source and row.source.name for row in rows]

    assert names == [None, "Marsa Wire", "Marsa Wire"]
    assert rows[1].source is rows[2].source
    assert len(queries) == 1


def test_line_of_a_list_reads_as_the_whole_article_does() -> None:
    made = factories.make_published(
        headline="Storks",
        section=factories.make_section(name="World"),
        source=factories.make_source(rights="excerpt"),
        lead_image=make_image("stork"),
        body_html="<p>Nests.</p>",
    )
    whole = Article.objects.get(pk=made.pk)

    for line in (
        Article.objects.listed(NOW).for_list().get(),
        Article.objects.listed(NOW).for_feed().get(),
        Article.objects.listed(NOW).for_detail().get(),
    ):
        assert line.get_absolute_url() == whole.get_absolute_url()
        assert line.effective_rights == whole.effective_rights
        assert line.section == whole.section
        assert line.lead_image is not None
        assert whole.lead_image is not None
        assert line.lead_image.file.name == whole.lead_image.file.name
        assert line.lead_image.renditions == whole.lead_image.renditions
        assert line.lead_image.uid == whole.lead_image.uid


def test_line_can_be_saved_no_more_than_what_it_holds() -> None:
    """A row that was read in part writes what it holds, as after `only()`."""
    made = factories.make_published(headline="Storks", standfirst="They nest.")

    row = Article.objects.narrow("id", "headline").get(pk=made.pk)
    row.headline = "Cranes"
    row.save()

    made.refresh_from_db()
    assert (made.headline, made.standfirst) == ("Cranes", "They nest.")


def prepared() -> Prepared[Article]:
    return Prepared(
        lambda ids, now: (
            Article.objects.listed(now).filter(pk__in=ids).newest_first().narrow("id", "headline")
        )
    )


def test_prepared_query_answers_as_the_query_set_does_for_any_value() -> None:
    made = [
        factories.make_published(headline=f"No {n}", visible_at=NOW + timedelta(hours=n))
        for n in range(7)
    ]
    ask = prepared()

    for count in range(8):
        for hours in (0, 3, 9):
            now = NOW + timedelta(hours=hours)
            ids = [article.pk for article in made[:count]]
            wanted = Article.objects.listed(now).filter(pk__in=ids).newest_first()
            assert ask(ids=ids, now=now) == list(wanted)
    assert {len(key) for key in ask._known} == {4}
    assert len(ask._known) == 4  # for one, two, four and eight ids


def test_prepared_query_takes_texts_as_they_come() -> None:
    names = ("it's; --", "100 % %s", "سلام", '"')
    for n, name in enumerate(names):
        factories.make_source(name=name, slug=f"s{n}")
    ask: Prepared[Any] = Prepared(
        lambda name: Source.objects.filter(name=name).values_list("slug", "last_item_at")
    )

    assert [ask(name=name) for name in names] == [[(f"s{n}", None)] for n in range(4)]


def test_prepared_query_gives_values_as_django_does() -> None:
    source = factories.make_source(last_item_at=NOW)
    whole = Source.objects.filter(pk=source.pk).values_list("name", "last_item_at", "active")
    ask: Prepared[Any] = Prepared(
        lambda pk: Source.objects.filter(pk=pk).values_list("name", "last_item_at", "active")
    )

    assert ask(pk=source.pk) == list(whole)


def test_prepared_query_refuses_what_it_would_get_wrong() -> None:
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (lambda pk: Article.objects.filter(pk=pk), {"pk": 1}),
        (lambda pk: Article.objects.values_list("pk"), {"pk": 1}),
        (lambda pk: Article.objects.filter(pk=pk + 1).values_list("pk"), {"pk": 1}),
        (
            lambda now: Article.objects.listed(now - timedelta(days=1)).values_list("pk"),
            {"now": NOW},
        ),
        (
            lambda is_live: Source.objects.filter(active=is_live).values_list("pk"),
            {"is_live": True},
        ),
        (lambda pk: Article.objects.filter(pk=pk).values_list("pk"), {"pk": None}),
    ]

    for build, values in wrong:
        with pytest.raises(TypeError, match="prepared query"):
            Prepared(build)(**values)


def test_nothing_is_asked_for_an_empty_list() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert prepared()(ids=[], now=NOW) == []
    assert len(queries) == 0


def test_any_model_can_be_read_in_part() -> None:
    factories.make_source(name="Wire")

    assert [row.name for row in NarrowQuerySet(Source).narrow("id", "name")] == ["Wire"]
