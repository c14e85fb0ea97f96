"""Writing history: every field before and after, once, exactly, or nothing at all."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import TestCase

from articles import history
from articles.enums import Door, Status
from articles.history import Recorder, values
from articles.models import Act, Article, Change, Story, Tag, Tagging, Text
from tests.factories import (
    NOW,
    make_article,
    make_chief,
    make_match,
    make_story,
    make_tag,
    tag_article,
)


def new_recorder() -> Recorder:
    """A recorder under an act of its own."""
    return Recorder(Act.objects.create(verb="test", at=NOW, door=Door.COMMAND))


class RecorderTest(TestCase):
    def test_change_all_records_each_row_that_differs_and_counts_versions_up(self) -> None:
        story = make_story()
        articles = [make_article(urgency=urgency) for urgency in (5, 4, 3)]
        recorder = new_recorder()

        with self.assertNumQueries(2):
            count = recorder.change_all(Article.objects.all(), story_id=story.pk, urgency=4)
        recorder.flush()

        rows = Change.objects.order_by("id").values_list("article_id", "field", "before", "after")
        assert count == 3
        assert list(rows) == [
            (articles[0].pk, "story_id", None, story.pk),
            (articles[0].pk, "urgency", 5, 4),
            (articles[1].pk, "story_id", None, story.pk),
            (articles[2].pk, "story_id", None, story.pk),
            (articles[2].pk, "urgency", 3, 4),
        ]
        assert set(Article.objects.values_list("story", "urgency", "version")) == {(story.pk, 4, 2)}

    def test_change_records_each_field_that_differs(self) -> None:
        article, story = make_article(headline="Old", urgency=5), make_story()
        recorder = new_recorder()

        changed = recorder.change(article, headline="New", urgency=5, story_id=story.pk)
        recorder.flush()

        article.refresh_from_db()
        rows = Change.objects.order_by("id").values_list("field", "before", "after", "article_id")
        assert changed == ["headline", "story_id"]
        assert list(rows) == [
            ("headline", "Old", "New", article.pk),
            ("story_id", None, story.pk, article.pk),
        ]
        assert (article.headline, article.story, article.version) == ("New", story, 2)

    def test_change_of_nothing_writes_nothing(self) -> None:
        article = make_article()
        recorder = new_recorder()

        with self.assertNumQueries(0):
            changed = recorder.change(article, headline=article.headline)

        assert (changed, recorder.pending, article.version) == ([], [], 1)

    def test_change_keeps_a_long_text_once(self) -> None:
        article, other = make_article(), make_article()
        long = f"<p>{'word ' * 100}</p>"
        recorder = new_recorder()

        for each in (article, other):
            recorder.change(each, body_html=long)
            recorder.change(each, body_html="<p>Short.</p>")
        recorder.flush()

        assert Text.objects.filter(value__contains="word word").count() == 1

    def test_create_and_delete_record_the_whole_row(self) -> None:
        tag, article = make_tag(), make_article()
        recorder = new_recorder()
        row = Tagging(tag=tag, content_object=article)

        recorder.create(row)
        key = row.pk
        recorder.delete(row)
        recorder.flush()

        image = {"tag_id": tag.pk, "content_object_id": article.pk}
        rows = Change.objects.order_by("id").values_list("kind", "row", "before", "after")
        assert list(rows) == [
            ("create", str(key), None, image),
            ("delete", str(key), image, None),
        ]
        assert not Tagging.objects.exists()

    def test_delete_of_a_row_that_others_point_at_cascades_nothing(self) -> None:
        tag, article = make_tag(), make_article()
        tag_article(article, tag)

        with pytest.raises(IntegrityError):
            self._delete(tag)

        assert (Tag.objects.count(), Tagging.objects.count()) == (1, 1)

    def _delete(self, tag: Tag) -> None:
        """Delete and check the keys as a commit does; the test's transaction never commits."""
        with history.record("test", by=None, at=NOW, door=Door.COMMAND) as recorder:
            recorder.delete(tag)
            connection.check_constraints()

    def test_record_that_changed_nothing_keeps_no_act(self) -> None:
        article = make_article()

        with history.record("edit", by=None, at=NOW, door=Door.FORM) as recorder:
            recorder.change(article, headline=article.headline)

        assert Act.objects.count() == 0

    def test_record_of_a_pair_is_found_from_its_first_article(self) -> None:
        one, other = make_article(), make_article()
        recorder = new_recorder()

        recorder.change(make_match(one, other), reason="New")
        recorder.flush()

        assert Change.objects.get().article_id == one.pk


class ValuesTest(TestCase):
    def test_values_come_back_as_they_were(self) -> None:
        article = make_article(
            status=Status.PUBLISHED,
            standfirst="ایک " * 200,
            embargoed_until=NOW - timedelta(days=1),
        )
        article.refresh_from_db()

        for field in Article._meta.concrete_fields:
            value = getattr(article, field.attname)
            assert values.restored(Article, field.attname, values.pack(value)) == value

    def test_values_of_times_do_not_depend_on_the_zone(self) -> None:
        karachi = timezone(timedelta(hours=5))
        moment = datetime(2026, 11, 20, 17, 0, tzinfo=karachi)

        assert values.pack(moment) == values.pack(NOW) == "2026-11-20T12:00:00+00:00"
        assert values.restored(Article, "arrived_at", values.pack(moment)) == NOW
        assert NOW.tzinfo is UTC


class ReadingTest(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()
        self.article = make_article(headline="One")
        for number, headline in enumerate(("Two", "Three"), 1):
            self.edit(self.article, NOW + timedelta(hours=number), headline=headline)

    def edit(self, row: Any, at: datetime, **fields: Any) -> None:
        with history.record("edit", by=self.chief, at=at, door=Door.FORM) as recorder:
            recorder.change(row, **fields)

    def test_value_at_tells_what_the_field_said_then(self) -> None:
        times = [NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=5)]

        found = [history.value_at(self.article, "headline", at) for at in times]

        assert found == ["One", "Two", "Three"]

    def test_field_entries_tell_before_after_and_who_newest_first(self) -> None:
        entries = history.field_entries(self.article, "headline")

        assert [(e.before, e.after, e.act.by) for e in entries] == [
            ("Two", "Three", self.chief),
            ("One", "Two", self.chief),
        ]

    def test_entries_of_article_hold_only_its_own_changes_in_two_queries(self) -> None:
        other = make_article()
        with history.record("tag", by=None, at=NOW + timedelta(days=1), door=Door.BULK) as recorder:
            for article in (self.article, other):
                recorder.create(Tagging(tag=make_tag(), content_object=article))

        with self.assertNumQueries(2):
            entries = history.entries_of_article(self.article.pk)

        assert [(e.act.verb, e.act.door, len(e.changes)) for e in entries] == [
            ("tag", Door.BULK, 1),
            ("edit", Door.FORM, 1),
            ("edit", Door.FORM, 1),
        ]

    def test_entries_of_article_stop_at_the_limit(self) -> None:
        entries = history.entries_of_article(self.article.pk, limit=1)

        assert [e.changes[0].after for e in entries] == ["Three"]


class RestoreTest(TestCase):
    def test_restore_brings_automatic_times_back_as_they_were(self) -> None:
        story = make_story()
        then = NOW - timedelta(days=9)
        Story.objects.filter(pk=story.pk).update(created_at=then)
        story.refresh_from_db()
        with history.record("test", by=None, at=NOW, door=Door.COMMAND) as recorder:
            recorder.delete(story)

        with history.record("undo", by=None, at=NOW, door=Door.COMMAND) as recorder:
            history.revert(Act.objects.get(verb="test"), recorder)

        assert Story.objects.get(pk=story.pk).created_at == then
