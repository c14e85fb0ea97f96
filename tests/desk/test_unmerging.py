"""Undoing a merge: what comes back, and what was changed since and stays."""

from datetime import timedelta

import pytest
from django.test import TestCase

from articles.desk import editing, linking, merging
from articles.enums import (
    Status,
)
from articles.errors import ActRefused, NotPermitted
from articles.models import (
    Act,
    Article,
    Merge,
)
from tests.factories import (
    LATER,
    NOW,
    REPORTER,
    make_article,
    make_chief,
    make_front,
    make_published,
    make_slot,
    make_user,
)


def merge(survivor: Article, *duplicates: Article, **choices: int) -> Merge:
    """Plan and apply by the machine, at NOW; the survivor and duplicates are reloaded."""
    plan = merging.plan_merge(survivor, duplicates, choices=choices, by=None)
    done = merging.apply_merge(plan, by=None, at=NOW)
    for article in (survivor, *duplicates):
        article.refresh_from_db()
    return done


class UndoTest(TestCase):
    def test_undo_gives_the_duplicates_their_status_back(self) -> None:
        survivor, live = make_published(), make_published()
        done = merge(survivor, live)
        chief = make_chief()

        merging.undo_merge(done, by=chief, at=LATER)

        live.refresh_from_db()
        done.refresh_from_db()
        assert (live.status, live.survivor_id, live.is_published(LATER)) == (
            Status.PUBLISHED,
            None,
            True,
        )
        assert (done.undone_at, done.undone_by) == (LATER, chief)
        assert Act.objects.latest("id").undoes == done.act

    def test_undo_keeps_later_edits_and_lists_them(self) -> None:
        survivor, wire = make_article(), make_article()
        done = merge(survivor, wire, headline=wire.pk, body_html=wire.pk)
        editing.edit(survivor, by=None, at=NOW, fields={"headline": "Edited since"})

        reverted = merging.undo_merge(done, by=None, at=LATER)

        before = survivor.body_html
        survivor.refresh_from_db()
        assert survivor.headline == "Edited since"
        assert survivor.body_html != before
        assert [(k.model, k.row, k.field, k.value) for k in reverted.kept] == [
            ("articles.article", str(survivor.pk), "headline", "Edited since")
        ]

    def test_undo_twice_is_refused(self) -> None:
        done = merge(make_article(), make_article())
        merging.undo_merge(done, by=None, at=NOW)

        with pytest.raises(ActRefused, match="undone before"):
            merging.undo_merge(done, by=None, at=LATER)

    def test_undo_of_a_merge_whose_survivor_was_merged_is_refused(self) -> None:
        first, second, third = make_article(), make_article(), make_article()
        done = merge(second, first)
        later = merge(third, second)

        with pytest.raises(ActRefused, match="merged itself"):
            merging.undo_merge(done, by=None, at=NOW)

        merging.undo_merge(later, by=None, at=NOW)
        merging.undo_merge(done, by=None, at=LATER)
        assert set(Article.objects.values_list("status", flat=True)) == {Status.INCOMING}

    def test_undo_by_a_reporter_is_refused(self) -> None:
        done = merge(make_article(), make_article())

        with pytest.raises(NotPermitted):
            merging.undo_merge(done, by=make_user(REPORTER), at=LATER)

    def test_undo_with_a_slot_taken_since_leaves_the_newcomer(self) -> None:
        survivor, duplicate, newcomer = (make_published() for _number in range(3))
        front = make_front()
        make_slot(front, survivor, 1)
        gone = make_slot(front, duplicate, 2)
        done = merge(survivor, duplicate)
        make_slot(front, newcomer, 2)

        reverted = merging.undo_merge(done, by=None, at=LATER)

        assert list(front.live.slots.values_list("position", "article_id")) == [
            (1, survivor.pk),
            (2, newcomer.pk),
        ]
        assert [(k.model, k.row) for k in reverted.kept] == [("articles.frontslot", str(gone.pk))]

    def test_undo_with_copies_regrouped_since_makes_no_chain(self) -> None:
        leader = make_article()
        survivor = make_article(copy_of=leader)
        done = merge(survivor, leader)
        newcomer = make_article()
        linking.set_copy(newcomer, of=survivor, by=None, at=NOW)

        merging.undo_merge(done, by=None, at=LATER)

        found = dict(Article.objects.values_list("pk", "copy_of_id"))
        assert found == {leader.pk: None, survivor.pk: leader.pk, newcomer.pk: leader.pk}

    def test_undo_of_the_earlier_of_two_merges_keeps_what_the_later_one_wrote(self) -> None:
        survivor, first, second = (make_article() for _number in range(3))
        earlier = merge(survivor, first, headline=first.pk)
        merge(survivor, second, headline=second.pk)

        merging.undo_merge(earlier, by=None, at=LATER)

        survivor.refresh_from_db()
        first.refresh_from_db()
        assert (survivor.headline, first.status) == (second.headline, Status.INCOMING)

    def test_undo_a_day_later_still_works(self) -> None:
        done = merge(make_article(), make_article())

        reverted = merging.undo_merge(done, by=None, at=NOW + timedelta(days=1))

        assert reverted.kept == ()
