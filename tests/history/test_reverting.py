"""Taking acts back: whole rows at once, later edits kept, nothing broken on the way."""

from collections.abc import Callable

from django.test import TestCase

from articles import history
from articles.enums import Door, Status
from articles.history import Recorder, Reverted
from articles.models import Act, Article, Change, Credit, Section, Story, Tag, Tagging
from tests.factories import (
    NOW,
    make_article,
    make_credit,
    make_section,
    make_source,
    make_story,
    make_tag,
    tag_article,
)


def perform(deed: Callable[[Recorder], object]) -> Act:
    """An act that does the deed."""
    with history.record("test", by=None, at=NOW, door=Door.COMMAND) as recorder:
        deed(recorder)
    return recorder.act


def undo(act: Act) -> Reverted:
    """The act taken back under an act of its own."""
    with history.record("undo", by=None, at=NOW, door=Door.COMMAND, undoes=act) as recorder:
        return history.revert(act, recorder)


class RevertTest(TestCase):
    def test_revert_sets_fields_that_a_constraint_binds_back_together(self) -> None:
        survivor, article = make_article(), make_article()
        act = perform(lambda r: r.change(article, status=Status.MERGED, survivor_id=survivor.pk))

        reverted = undo(act)

        article.refresh_from_db()
        assert (reverted, article.status, article.survivor) == (
            Reverted(2, ()),
            Status.INCOMING,
            None,
        )

    def test_revert_of_a_field_changed_twice_goes_back_to_the_first_value(self) -> None:
        article = make_article(headline="One")

        def twice(recorder: Recorder) -> None:
            recorder.change(article, headline="Two")
            recorder.change(article, headline="Three")

        undo(perform(twice))

        article.refresh_from_db()
        assert article.headline == "One"

    def test_revert_is_recorded_like_any_act(self) -> None:
        article = make_article(headline="One")
        act = perform(lambda r: r.change(article, headline="Two"))

        undo(act)

        change = Change.objects.latest("id")
        assert (change.before, change.after, change.act.undoes) == ("Two", "One", act)

    def test_revert_keeps_what_a_constraint_forbids_by_now(self) -> None:
        article = make_article(status=Status.PUBLISHED, published_at=NOW, visible_at=NOW)
        act = perform(
            lambda r: r.change(
                article, status=Status.DRAFT, published_at=None, visible_at=None, kicker="New"
            )
        )
        Article.objects.filter(pk=article.pk).update(visible_at=NOW.replace(year=2020))

        reverted = undo(act)

        article.refresh_from_db()
        assert (article.status, article.kicker) == (Status.DRAFT, "New")
        assert {kept.field for kept in reverted.kept} == {
            "status",
            "published_at",
            "visible_at",
            "kicker",
        }

    def test_revert_keeps_the_row_that_came_into_the_place_of_a_removed_one(self) -> None:
        article, source = make_article(), make_source()
        credit = make_credit(article, source=source)
        act = perform(lambda r: r.delete(credit))
        newer = make_credit(article, source=source)

        reverted = undo(act)

        assert list(Credit.objects.all()) == [newer]
        assert [(kept.model, kept.row) for kept in reverted.kept] == [
            ("articles.credit", str(credit.pk))
        ]

    def test_revert_does_not_bring_back_a_row_whose_target_is_gone(self) -> None:
        article, tag = make_article(), make_tag()
        tag_article(article, tag)
        row = Tagging.objects.get()
        act = perform(lambda r: r.delete(row))
        Tag.objects.all().delete()

        reverted = undo(act)

        assert not Tagging.objects.exists()
        assert [kept.model for kept in reverted.kept] == ["articles.tagging"]

    def test_revert_does_not_point_at_a_row_that_is_gone(self) -> None:
        gone, now_there = make_section(), make_section()
        article = make_article(section=gone)
        act = perform(lambda r: r.change(article, section_id=now_there.pk))
        Section.objects.filter(pk=gone.pk).delete()

        reverted = undo(act)

        article.refresh_from_db()
        assert article.section == now_there
        assert [kept.value for kept in reverted.kept] == [now_there.pk]

    def test_revert_keeps_a_made_row_that_was_changed_or_is_pointed_at(self) -> None:
        changed, led = Story(title="One", last_at=NOW), Story(title="Two", last_at=NOW)
        acts = [perform(lambda r, s=story: r.create(s)) for story in (changed, led)]  # type: ignore[misc]  # bound in the loop
        Story.objects.filter(pk=changed.pk).update(title="Changed")
        make_article(story=led)

        kept = [undo(act).kept for act in acts]

        assert Story.objects.count() == 2
        assert [[(k.model, k.field) for k in each] for each in kept] == [
            [("articles.story", "")],
            [("articles.story", "")],
        ]

    def test_revert_of_a_change_to_a_row_that_is_gone_lists_it(self) -> None:
        story = make_story(title="One")
        act = perform(lambda r: r.change(story, title="Two"))
        Story.objects.all().delete()

        reverted = undo(act)

        assert [(k.row, k.field, k.value) for k in reverted.kept] == [
            (str(story.pk), "title", None)
        ]

    def test_revert_of_a_move_of_many_rows_leaves_only_those_that_moved_on(self) -> None:
        gone, stays, third = make_source(), make_source(), make_source()
        articles = [make_article(source=gone) for _number in range(4)]
        rows = Article.objects.filter(source=gone)
        act = perform(lambda r: r.change_all(rows, source_id=stays.pk))
        Article.objects.filter(pk=articles[1].pk).update(source=third)

        reverted = undo(act)

        found = list(Article.objects.order_by("pk").values_list("source", flat=True))
        assert found == [gone.pk, third.pk, gone.pk, gone.pk]
        (kept,) = reverted.kept
        assert (reverted.count, kept.row, kept.value) == (3, str(articles[1].pk), third.pk)

    def test_revert_of_a_move_costs_the_same_for_three_rows_as_for_nine(self) -> None:
        gone, stays = make_source(), make_source()
        for count in (3, 9):
            for _number in range(count):
                make_article(source=gone)
            rows = Article.objects.filter(source=gone)
            act = perform(lambda r, rows=rows: r.change_all(rows, source_id=stays.pk))

            # its changes, whether all still stand, whether the owner is there; savepoint (two),
            # rows, update; the new act with its savepoint (three) and changes
            with self.assertNumQueries(11):
                undo(act)

            Article.objects.update(source=stays)

    def test_revert_of_a_move_that_a_constraint_forbids_by_now_keeps_that_row(self) -> None:
        tag, other = make_tag("Old"), make_tag("New")
        one, both = make_article(), make_article()
        for article in (one, both):
            tag_article(article, tag)
        rows = Tagging.objects.filter(tag=tag)
        act = perform(lambda r: r.change_all(rows, tag_id=other.pk))
        tag_article(both, tag)

        reverted = undo(act)

        assert (reverted.count, [kept.field for kept in reverted.kept]) == (1, ["tag_id"])
        assert set(Tagging.objects.values_list("tag", "content_object")) == {
            (tag.pk, one.pk),
            (tag.pk, both.pk),
            (other.pk, both.pk),
        }
