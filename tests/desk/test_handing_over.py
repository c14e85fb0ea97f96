"""Who runs a section: at once, from a day ahead, and who is asked about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase

from articles.desk import handing_over, undoing
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Section, SectionMember
from tests.factories import (
    NOW,
    SECTION_EDITOR,
    make_chief,
    make_section,
    make_user,
)

DAY = timedelta(days=1)


class HandOverTest(TestCase):
    def setUp(self) -> None:
        self.chief, self.city = make_chief(), make_section(name="City")
        self.old = make_user(SECTION_EDITOR, (self.city,), username="kamal")
        self.new = make_user(SECTION_EDITOR, username="jonna")
        SectionMember.objects.update(is_owner=True)

    def hand(self, to: Any, **fields: Any) -> Section:
        return handing_over.hand_over(self.city, to=to, by=self.chief, at=NOW, **fields)

    def owner(self, days: int = 0) -> Any:
        return handing_over.owner_at(self.city, NOW + days * DAY)

    def test_at_once_the_new_owner_joins_and_the_old_one_stays(self) -> None:
        self.hand(self.new)

        assert self.owner() == self.new
        members = SectionMember.objects.filter(section=self.city)
        assert sorted(members.values_list("user__username", "is_owner")) == [
            ("jonna", True), ("kamal", False),
        ]  # fmt: skip
        assert Act.objects.get().by == self.chief

    def test_ahead_the_old_one_runs_it_until_that_day(self) -> None:
        self.hand(self.new, from_at=NOW + 3 * DAY)

        assert [self.owner(days) for days in (0, 2, 3, 9)] == [
            self.old, self.old, self.new, self.new,
        ]  # fmt: skip

    def test_another_plan_replaces_the_one_ahead(self) -> None:
        third = make_user(SECTION_EDITOR)
        self.hand(self.new, from_at=NOW + 3 * DAY)

        self.hand(third, from_at=NOW + 5 * DAY)

        assert [self.owner(days) for days in (0, 4, 5)] == [self.old, self.old, third]

    def test_back_to_who_runs_it_drops_the_plan(self) -> None:
        self.hand(self.new, from_at=NOW + 3 * DAY)

        self.hand(self.old)

        assert [self.owner(days) for days in (0, 9)] == [self.old, self.old]

    def test_section_may_be_left_without_an_owner(self) -> None:
        self.hand(None)

        assert self.owner() is None

    def test_it_is_taken_back_by_undo(self) -> None:
        self.hand(self.new)

        undoing.undo_act(Act.objects.get(), by=self.chief, at=NOW)

        assert self.owner() == self.old
        assert not SectionMember.objects.filter(user=self.new).exists()

    def test_it_is_refused_to_others_and_for_nonsense(self) -> None:
        gone = make_user(SECTION_EDITOR, is_active=False)

        with pytest.raises(NotPermitted):
            handing_over.hand_over(self.city, to=self.new, by=self.old, at=NOW)
        with pytest.raises(ActRefused, match="does not work here"):
            self.hand(gone)
        with pytest.raises(ActRefused, match="has passed"):
            self.hand(self.new, from_at=NOW)
        with pytest.raises(ActRefused, match="Nobody was chosen"):
            self.hand(None, from_at=NOW + DAY)
        assert self.owner() == self.old

    def test_nothing_new_leaves_no_trace(self) -> None:
        self.hand(self.old)

        assert not Act.objects.exists()

    def test_owners_of_many_sections_come_in_one_query(self) -> None:
        for _n in range(2):
            section = make_section()
            SectionMember.objects.create(section=section, user=self.new, is_owner=True)

        with self.assertNumQueries(1):
            found = [row.section_id for row in SectionMember.objects.owning(NOW)]

        assert len(found) == 3
