"""Fronts that launch at a moment: the moment alone decides what readers see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import cachekeys
from articles.desk import composing, curating, launching, planning, publishing, undoing
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Article, Edition, Front
from tests.desk.test_launching import LaunchCase, fresh, picks
from tests.factories import (
    LATER,
    NOW,
    SECTION_EDITOR,
    make_article,
    make_draft,
    make_front,
    make_published,
    make_section,
    make_slot,
    make_user,
)

SOON, BEFORE = LATER + timedelta(hours=1), LATER - timedelta(microseconds=1)


def seen_at(front: Front, now: datetime) -> list[str]:
    """The headlines that readers see at that moment."""
    return [card.headline for card in composing.front_articles(fresh(front), now)]


class PlanCase(LaunchCase):
    def plan(self, when: datetime = LATER, at: datetime = NOW, **more: Any) -> launching.Difference:
        front = fresh(self.front)
        more.setdefault("seen", launching.plan_launch(front, when).seen)
        more.setdefault("by", None)
        return planning.launch_at(front, when=when, at=at, **more)

    def begin_with(self, article: Article, position: int = 1) -> Edition:
        draft = self.begin()
        self.put(article, position)
        return draft

    def told(self, now: datetime = NOW) -> list[tuple[datetime | None, str, str]]:
        front = fresh(self.front)
        found = planning.planned(front, front.shown_at(now), now)
        return [(one.edition.launch_at, str(one.change), str(one.unseen)) for one in found]


class MomentTest(PlanCase):
    def test_readers_see_it_from_the_moment_on_and_nobody_does_anything(self) -> None:
        self.begin_with(self.new)
        acts = Act.objects.count()

        self.plan()

        before, after = ["First, in our words", "Second", "Filler"], ["New", "First, in our words"]
        assert seen_at(self.front, BEFORE) == before
        assert seen_at(self.front, LATER)[:2] == after
        assert Act.objects.count() == acts + 1
        assert fresh(self.front).draft is None

    def test_page_cache_is_told_when_it_is_planned_and_called_off(self) -> None:
        draft = self.begin_with(self.new)
        values = [cachekeys.latest(cachekeys.names.front(None))]

        for act in (self.plan, lambda: planning.call_off(draft, by=None, at=NOW)):
            with self.captureOnCommitCallbacks(execute=True):
                act()
            values.append(cachekeys.latest(cachekeys.names.front(None)))

        assert len(set(values)) == 3

    def test_two_launches_come_in_their_order_whichever_was_planned_first(self) -> None:
        self.begin_with(self.new)
        self.plan(SOON)
        self.begin_with(make_published(headline="Between"))
        self.plan(LATER, despite_changes=True)

        assert seen_at(self.front, BEFORE)[0] == "First, in our words"
        assert seen_at(self.front, LATER)[0] == "Between"
        assert seen_at(self.front, SOON)[0] == "New"

    def test_what_is_withdrawn_meanwhile_leaves_and_its_place_is_filled(self) -> None:
        self.begin_with(self.new)
        self.plan()

        publishing.kill(self.new, note="Wrong", by=None, at=NOW)

        assert "New" not in seen_at(self.front, LATER)
        assert len(seen_at(self.front, LATER)) == 3

    def test_slot_timed_within_and_article_scheduled_until_then_keep_their_own_moments(
        self,
    ) -> None:
        scheduled = make_article(
            headline="Scheduled", status="published", published_at=LATER, visible_at=LATER
        )
        self.begin_with(scheduled)
        curating.fill_slot(
            fresh(self.front), position=3, article=self.new, from_at=SOON, by=None, at=NOW
        )

        change = self.plan()

        assert "Scheduled" in str(change)
        assert seen_at(self.front, LATER)[0] == "Scheduled"
        assert "New" not in seen_at(self.front, LATER)[:3]
        assert seen_at(self.front, SOON)[2] == "New"

    def test_what_is_picked_afterwards_goes_to_the_edition_that_shows(self) -> None:
        draft = self.begin_with(self.new)
        self.plan()

        curating.fill_slot(
            fresh(self.front), position=3, article=make_draft(headline="Late"), by=None, at=SOON
        )

        assert picks(draft) == [(1, "New"), (2, "First"), (3, "Late")]

    def test_front_is_read_with_its_planned_edition_in_two_queries(self) -> None:
        self.begin_with(self.new)
        self.plan()
        self.begin()

        with CaptureQueriesContext(connection) as queries:
            front = composing.front_of(None, LATER)
            edition = front.shown_at(LATER)

        assert len(queries) == 2
        assert edition.launch_at == LATER


class TakenBackTest(PlanCase):
    def test_called_off_it_is_the_draft_again_and_never_shows(self) -> None:
        draft = self.begin_with(self.new)
        self.plan()

        planning.call_off(draft, by=None, at=NOW)

        assert fresh(self.front).draft == draft
        assert seen_at(self.front, SOON)[0] == "First, in our words"
        with pytest.raises(ActRefused, match="not planned any more"):
            planning.call_off(draft, by=None, at=NOW)

    def test_called_off_beside_another_draft_it_lies_aside_until_undo_plans_it_again(self) -> None:
        planned = self.begin_with(self.new)
        self.plan()
        draft = self.begin()

        planning.call_off(planned, by=None, at=NOW)
        aside = (fresh(self.front).draft, seen_at(self.front, LATER)[0])
        self.undo()

        assert aside == (draft, "First, in our words")
        assert seen_at(self.front, LATER)[0] == "New"

    def test_launch_whose_moment_came_is_rolled_back_and_not_called_off(self) -> None:
        draft = self.begin_with(self.new)
        self.plan()
        with pytest.raises(ActRefused, match="Its moment has come"):
            planning.call_off(draft, by=None, at=LATER)
        front = fresh(self.front)
        before = launching.edition_before(front, front.shown_at(SOON), SOON)
        former = launching.former_editions(front, SOON)

        launching.roll_back(front, to=former[0], seen=draft.pk, by=None, at=SOON)

        assert [before] == [edition.pk for edition in former]
        assert seen_at(self.front, SOON)[0] == "First, in our words"
        assert launching.former_editions(fresh(self.front), SOON) == [draft]

    def test_rolled_back_by_hand_a_later_plan_still_comes(self) -> None:
        self.begin_with(self.new)
        self.plan()
        self.begin_with(make_published(headline="Evening"))
        self.plan(SOON + timedelta(hours=1), despite_changes=True)
        front = fresh(self.front)
        live = front.live
        assert live is not None

        launching.roll_back(front, to=live, seen=front.shown_at(SOON).pk, by=None, at=SOON)

        assert seen_at(self.front, SOON)[0] == "First, in our words"
        assert seen_at(self.front, SOON + timedelta(hours=1))[0] == "Evening"

    def test_launch_by_hand_after_it_wins_and_its_undoing_shows_it_again(self) -> None:
        planned = self.begin_with(self.new)
        self.plan()
        front = fresh(self.front)
        launching.begin_draft(front, by=None, at=SOON)
        curating.fill_slot(
            fresh(front), position=1, article=make_published(headline="Late"), by=None, at=SOON
        )

        seen = launching.plan_launch(fresh(front), SOON).seen
        launching.launch(fresh(front), seen=seen, by=None, at=SOON)
        by_hand = seen_at(front, SOON)[0]
        former = launching.edition_before(fresh(front), fresh(front).shown_at(SOON), SOON)
        undoing.undo_act(Act.objects.latest("pk"), by=None, at=SOON)

        assert (by_hand, former) == ("Late", planned.pk)
        assert seen_at(front, SOON)[0] == "New"

    def test_undone_plan_is_the_draft_again(self) -> None:
        draft = self.begin_with(self.new)
        self.plan()

        self.undo()

        assert fresh(self.front).draft == draft
        assert seen_at(self.front, LATER)[0] == "First, in our words"


class RefusedTest(PlanCase):
    def test_moment_that_has_passed_or_is_taken_is_refused(self) -> None:
        self.begin_with(self.new)
        with pytest.raises(ActRefused, match="That moment has passed"):
            self.plan(NOW)
        self.plan()
        self.begin_with(make_published(headline="Other"))

        with pytest.raises(ActRefused, match="Another launch"):
            self.plan()

    def test_front_that_will_be_another_by_then_must_be_looked_at(self) -> None:
        self.begin_with(self.new)
        self.plan()
        self.begin_with(make_published(headline="Other"))
        now_seen = launching.plan_launch(fresh(self.front), NOW).seen

        with pytest.raises(PlanOutdated, match="changed since you looked"):
            self.plan(SOON, seen=now_seen)
        with pytest.raises(PlanOutdated, match=r"changed since this draft was begun.*New"):
            self.plan(SOON)
        self.plan(SOON, despite_changes=True)

        assert [moment for moment, _change, _unseen in self.told()] == [LATER, SOON]

    def test_without_a_draft_or_the_right_nothing_is_planned(self) -> None:
        with pytest.raises(ActRefused, match="no draft"):
            planning.launch_at(fresh(self.front), when=LATER, seen="", by=None, at=NOW)
        self.begin_with(self.new)

        with pytest.raises(NotPermitted):
            self.plan(by=make_user(SECTION_EDITOR))


class ToldTest(PlanCase):
    def test_each_tells_what_it_changes_against_the_one_before_it(self) -> None:
        self.begin_with(self.new, 3)
        self.plan()
        self.begin()
        curating.clear_slot(
            fresh(self.front).draft.slots.get(position=2),
            by=None,
            at=NOW,  # type: ignore[union-attr]
        )
        self.plan(SOON, despite_changes=True)

        assert self.told() == [
            (LATER, "in: “New”", ""),
            (SOON, "out: “Second”, “New”", "in: “New”"),
        ]
        assert self.told(LATER) == [(SOON, "out: “Second”, “New”", "in: “New”")]

    def test_change_of_the_live_front_that_it_will_undo_is_told(self) -> None:
        self.begin_with(self.new, 3)
        self.plan()

        curating.fill_slot(
            fresh(self.front), position=3, article=make_draft(headline="Since"), by=None, at=NOW
        )

        assert [unseen for _moment, _change, unseen in self.told()] == ["in: “Since”"]

    def test_front_of_a_section_without_rows_has_no_plans(self) -> None:
        front = composing.front_of(make_section(), NOW)

        assert planning.planned(front, front.shown_at(NOW), NOW) == []

    def test_plans_take_as_many_queries_for_three_as_for_one(self) -> None:
        counts = []
        for number in (1, 3):
            front = make_front(make_section())
            for hour in range(1, number + 1):
                edition = Edition.objects.create(
                    front=front, begun_at=NOW, launch_at=NOW + timedelta(hours=hour)
                )
                make_slot(front, make_published(), 1, edition=edition)
            shown = front.shown_at(NOW)
            with CaptureQueriesContext(connection) as queries:
                assert len(planning.planned(front, shown, NOW)) == number
            counts.append(len(queries))

        assert counts == [2, 2]
