"""Changes at a later moment: made in their order, never over anybody's later work."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TestCase

from articles.desk import editing, planned_changes, publishing, undoing
from articles.enums import Door, PlanOutcome, Status
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Article, PlannedChange
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_draft,
    make_published,
    make_section,
    make_user,
)

SOON = LATER + timedelta(hours=1)


class PlanCase(TestCase):
    def setUp(self) -> None:
        self.section = make_section()
        self.editor = make_user(SECTION_EDITOR, (self.section,))
        self.article = make_published(headline="Now", section=self.section)

    def plan(self, when: datetime = LATER, by: Any = None, **fields: Any) -> PlannedChange:
        return planned_changes.plan_change(
            self.article, fields=fields, when=when, by=by or self.editor, at=NOW
        )

    def fresh(self) -> Article:
        return Article.objects.get(pk=self.article.pk)

    def outcome(self, planned: PlannedChange) -> tuple[str, str]:
        planned.refresh_from_db()
        return planned.outcome, planned.note


class MadeTest(PlanCase):
    def test_nothing_changes_before_the_moment_and_then_all_of_it(self) -> None:
        long_text = "At noon the quay was shut. " * 20
        planned = self.plan(headline="Then", standfirst=long_text, urgency=3)

        early = planned_changes.make_due(LATER - timedelta(seconds=1))
        before = self.fresh().headline
        made = planned_changes.make_due(LATER)

        assert (early, before, made) == ({}, "Now", {PlanOutcome.DONE: 1})
        after = self.fresh()
        assert (after.headline, after.standfirst, after.urgency) == ("Then", long_text.strip(), 3)
        act = Act.objects.latest("pk")
        assert (act.verb, act.by, act.at, act.door) == ("edit", self.editor, LATER, Door.COMMAND)
        assert self.outcome(planned) == (PlanOutcome.DONE, "")

    def test_several_are_made_in_the_order_of_their_moments(self) -> None:
        second = self.plan(SOON, headline="Evening")
        first = self.plan(LATER, headline="Noon", kicker="Live")

        planned_changes.make_due(LATER)
        at_noon = self.fresh().headline
        # What the later one was planned over is no longer what stands there: see the conflict.
        planned_changes.make_due(SOON)

        assert at_noon == "Noon"
        assert self.outcome(first)[0] == PlanOutcome.DONE
        assert self.outcome(second) == (PlanOutcome.CONFLICT, "headline")

    def test_one_that_builds_on_an_earlier_one_is_made_after_it(self) -> None:
        self.plan(LATER, headline="Noon")
        self.plan(SOON, headline="Evening")

        assert planned_changes.make_due(SOON) == {PlanOutcome.DONE: 2}
        assert self.fresh().headline == "Evening"

    def test_second_run_makes_nothing_twice_and_undoing_does_not_bring_it_back(self) -> None:
        self.plan(headline="Then")
        planned_changes.make_due(LATER)

        undoing.undo_act(Act.objects.latest("pk"), by=self.editor, at=LATER)
        again = planned_changes.make_due(SOON)

        assert (again, self.fresh().headline) == ({}, "Now")

    def test_command_makes_what_is_due_and_a_dry_run_nothing(self) -> None:
        planned_changes.plan_change(
            self.article, fields={"headline": "Then"}, when=EARLIER, by=None,
            at=EARLIER - timedelta(hours=1),
        )  # fmt: skip

        call_command("make_planned_changes", "--dry-run", verbosity=0)
        before = self.fresh().headline
        call_command("make_planned_changes", verbosity=0)

        assert (before, self.fresh().headline) == ("Now", "Then")


class LeftTest(PlanCase):
    def test_later_edit_of_the_field_is_kept_and_the_conflict_is_named(self) -> None:
        planned = self.plan(headline="Then", kicker="Live")
        editing.edit(self.fresh(), by=None, at=NOW, fields={"headline": "Mended"})

        named = planned_changes.conflicts(planned, self.fresh())
        planned_changes.make_due(LATER)

        assert named == ["headline"]
        assert (self.fresh().headline, self.fresh().kicker) == ("Mended", "")
        assert self.outcome(planned) == (PlanOutcome.CONFLICT, "headline")

    def test_later_edit_of_another_field_is_no_conflict(self) -> None:
        self.plan(headline="Then")
        editing.edit(self.fresh(), by=None, at=NOW, fields={"kicker": "Live"})

        planned_changes.make_due(LATER)

        assert (self.fresh().headline, self.fresh().kicker) == ("Then", "Live")

    def test_planner_who_lost_the_right_changes_nothing_and_it_says_why(self) -> None:
        planned = self.plan(headline="Then")
        self.editor.groups.clear()

        planned_changes.make_due(LATER)

        outcome, note = self.outcome(planned)
        assert (outcome, self.fresh().headline) == (PlanOutcome.REFUSED, "Now")
        assert "You lack the right “publish_article”." in note

    def test_one_that_cannot_be_made_stops_no_other(self) -> None:
        self.plan(headline="Then")
        publishing.kill(self.article, note="Wrong", by=None, at=NOW)
        other = make_draft(headline="Other")
        planned_changes.plan_change(other, fields={"kicker": "Live"}, when=SOON, by=None, at=NOW)

        counts = planned_changes.make_due(SOON)

        assert counts == {PlanOutcome.REFUSED: 1, PlanOutcome.DONE: 1}
        assert self.fresh().status == Status.KILLED

    def test_called_off_it_is_never_made_and_undo_plans_it_again(self) -> None:
        planned = self.plan(headline="Then")
        planned_changes.call_off_change(planned, by=self.editor, at=NOW)
        off = planned_changes.make_due(LATER)
        with pytest.raises(ActRefused, match="already: Called off"):
            planned_changes.call_off_change(planned, by=self.editor, at=NOW)

        undoing.undo_act(Act.objects.latest("pk"), by=self.editor, at=NOW)

        assert off == {}
        assert planned_changes.make_due(LATER) == {PlanOutcome.DONE: 1}


class RefusedTest(PlanCase):
    def test_what_cannot_be_planned_is_refused_with_its_reason(self) -> None:
        for when, fields, said in (
            (NOW, {"headline": "Then"}, "That moment has passed"),
            (LATER, {"headline": "Now"}, "Nothing would change"),
            (LATER, {"status": "draft"}, "status cannot be planned"),
        ):
            with pytest.raises(ActRefused, match=said):
                self.plan(when, **fields)
        with pytest.raises(NotPermitted):
            self.plan(by=make_user(REPORTER, (self.section,)), headline="Then")
        assert not PlannedChange.objects.exists()

    def test_more_than_anybody_remembers_is_refused(self) -> None:
        for number in range(planned_changes.MOST):
            self.plan(LATER + timedelta(minutes=number), headline=f"At {number}")

        with pytest.raises(ActRefused, match="planned already"):
            self.plan(SOON, kicker="One more")
