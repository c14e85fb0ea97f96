"""Accounts: who may make, change, close and open them; and what nobody may do."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import TestCase

from articles.desk import factor, rights, staffing, undoing
from articles.desk.staffing import Person
from articles.errors import ActRefused, NotPermitted
from articles.models import Account, Act, Change, Colleague, DeskSession, SectionMember
from tests.factories import (
    CHIEF,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_chief,
    make_colleague,
    make_factor,
    make_section,
    make_user,
)


def person_of(colleague: Any, **fields: Any) -> Person:
    return Person(**{"username": colleague.username, "role": staffing.role_of(colleague), **fields})


def held(colleague: Any) -> list[str]:
    return list(colleague.groups.values_list("name", flat=True))


class StaffingTest(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief(username="chief")

    def test_add_makes_an_account_without_a_password(self) -> None:
        city = make_section()
        person = Person("jonna", "Jonna", "Sarkis", "j@Example.ORG", REPORTER, (city.pk,))

        made = staffing.add(person, by=self.chief, at=NOW)

        fresh = Colleague.objects.get(username="jonna")
        assert fresh == made
        assert (fresh.is_staff, fresh.is_superuser, fresh.has_usable_password()) == (
            True, False, False,
        )  # fmt: skip
        assert (fresh.email, held(fresh)) == ("j@example.org", [REPORTER])
        assert SectionMember.objects.get().section == city
        assert Act.objects.get().verb == "add-colleague"

    def test_history_of_an_account_never_holds_a_password(self) -> None:
        made = staffing.add(Person("jonna"), by=self.chief, at=NOW)
        Colleague.objects.get(pk=made.pk).set_password("x")

        kept = list(Change.objects.filter(model="articles.colleague"))

        assert kept
        assert not any("password" in (change.after or {}) for change in kept)

    def test_name_that_is_taken_is_refused_with_the_reason(self) -> None:
        with pytest.raises(ActRefused, match="already exists"):
            staffing.add(Person("chief"), by=self.chief, at=NOW)

    def test_others_may_not(self) -> None:
        jonna = make_colleague(REPORTER)
        for by in (make_user(SECTION_EDITOR), make_user(REPORTER), make_user()):
            for act in (
                lambda by=by: staffing.add(Person("new"), by=by, at=NOW),
                lambda by=by: staffing.edit(jonna, person_of(jonna, email="x@y.z"), by=by, at=NOW),
                lambda by=by: staffing.deactivate(jonna, by=by, at=NOW),
                lambda by=by: staffing.make_link(jonna, by=by, at=NOW),
                lambda by=by: staffing.reset_factor(jonna, reason="x", by=by, at=NOW),
            ):
                with pytest.raises(NotPermitted):
                    act()
        assert not Act.objects.exists()

    def test_superusers_are_untouchable_but_for_one_another(self) -> None:
        root, other = make_colleague(is_superuser=True), make_user(is_superuser=True)

        for act in (staffing.deactivate, staffing.make_link):
            with pytest.raises(NotPermitted, match="above yours"):
                act(root, by=self.chief, at=NOW)
        staffing.deactivate(root, by=other, at=NOW)

        root.refresh_from_db()
        assert not root.is_active

    def test_nobody_touches_an_account_with_rights_that_they_lack(self) -> None:
        powerful = make_colleague(CHIEF)
        powerful.user_permissions.add(Permission.objects.get(codename="delete_user"))

        with pytest.raises(NotPermitted, match="rights that you lack"):
            staffing.make_link(powerful, by=self.chief, at=NOW)

    def test_role_above_ones_own_is_not_given(self) -> None:
        manager = make_user(REPORTER)
        for codename in ("change_colleague", "add_colleague"):
            manager.user_permissions.add(Permission.objects.get(codename=codename))

        with pytest.raises(NotPermitted, match="cannot give the role"):
            staffing.add(Person("puppet", role=CHIEF), by=manager, at=NOW)
        with pytest.raises(NotPermitted, match="cannot give the role"):
            staffing.add(Person("puppet", role="root"), by=self.chief, at=NOW)
        staffing.add(Person("jonna", role=REPORTER), by=manager, at=NOW)

        assert not Colleague.objects.filter(username="puppet").exists()

    def test_nobody_lifts_closes_or_resets_themselves(self) -> None:
        me = Colleague.objects.get(pk=self.chief.pk)
        make_factor(me)

        for act in (
            lambda: staffing.edit(me, person_of(me, role=REPORTER), by=self.chief, at=NOW),
            lambda: staffing.deactivate(me, by=self.chief, at=NOW),
            lambda: staffing.reset_factor(me, reason="x", by=self.chief, at=NOW),
        ):
            with pytest.raises(ActRefused, match="own account"):
                act()
        staffing.edit(me, person_of(me, first_name="Adela"), by=self.chief, at=NOW)

        assert Colleague.objects.get(pk=me.pk).first_name == "Adela"

    def test_role_is_changed_and_taken_back(self) -> None:
        jonna = make_colleague(REPORTER)

        staffing.edit(jonna, person_of(jonna, role=SECTION_EDITOR), by=self.chief, at=NOW)
        raised = held(jonna)
        undoing.undo_act(Act.objects.get(), by=self.chief, at=LATER)

        assert (raised, held(jonna)) == ([SECTION_EDITOR], [REPORTER])

    def test_undo_is_no_way_to_lift_oneself_or_touch_a_superuser(self) -> None:
        root_user = make_user(is_superuser=True)
        demoted, sleeping = make_colleague(CHIEF), make_colleague(is_superuser=True)
        staffing.edit(demoted, person_of(demoted, email="a@b.org"), by=root_user, at=NOW)
        own = Act.objects.latest("id")
        staffing.deactivate(sleeping, by=root_user, at=NOW)
        of_root = Act.objects.latest("id")

        with pytest.raises(ActRefused, match="own account"):
            undoing.undo_act(own, by=demoted, at=LATER)
        with pytest.raises(NotPermitted, match="above yours"):
            undoing.undo_act(of_root, by=self.chief, at=LATER)

        sleeping.refresh_from_db()
        assert not sleeping.is_active

    def test_undo_does_not_bring_back_rights_above_the_undoers(self) -> None:
        manager, root = make_user(REPORTER), make_user(is_superuser=True)
        manager.user_permissions.add(Permission.objects.get(codename="change_colleague"))
        former = make_colleague(CHIEF)
        staffing.edit(former, person_of(former, role=REPORTER), by=root, at=NOW)

        with pytest.raises(NotPermitted, match="rights that you lack"):
            undoing.undo_act(Act.objects.get(), by=manager, at=LATER)

        assert held(former) == [REPORTER]

    def test_closing_ends_sessions_and_keeps_the_history(self) -> None:
        jonna = make_colleague(REPORTER)
        DeskSession.objects.create(user=jonna, session_key="k", opened_at=NOW, seen_at=NOW)
        act = staffing.edit(jonna, person_of(jonna, email="a@b.org"), by=self.chief, at=NOW)

        staffing.deactivate(jonna, reason="Left", by=self.chief, at=NOW)

        jonna.refresh_from_db()
        assert (jonna.is_active, held(jonna), act.email) == (False, [REPORTER], "a@b.org")
        assert not DeskSession.objects.exists()
        with pytest.raises(ActRefused, match="so already"):
            staffing.deactivate(jonna, by=self.chief, at=NOW)
        staffing.reactivate(jonna, by=self.chief, at=NOW)
        jonna.refresh_from_db()
        assert jonna.is_active

    def test_section_that_somebody_runs_is_handed_over_first(self) -> None:
        city = make_section(name="City")
        editor = make_colleague(SECTION_EDITOR, (city,))
        SectionMember.objects.update(is_owner=True)

        with pytest.raises(ActRefused, match="runs the section City"):
            staffing.edit(editor, person_of(editor), by=self.chief, at=NOW)

        assert SectionMember.objects.exists()

    def test_saving_what_is_changes_nothing(self) -> None:
        city = make_section()
        editor = make_colleague(SECTION_EDITOR, (city,))

        staffing.edit(editor, person_of(editor, section_ids=(city.pk,)), by=self.chief, at=NOW)

        assert not Act.objects.exists()


class LinkTest(TestCase):
    def setUp(self) -> None:
        self.chief, self.jonna = make_chief(), make_colleague(REPORTER)

    def is_good(self, token: str) -> bool:
        return staffing.TOKENS.check_token(Colleague.objects.get(pk=self.jonna.pk), token)

    def test_link_is_void_after_use_by_a_newer_one_and_by_closing(self) -> None:
        first = staffing.make_link(self.jonna, by=self.chief, at=NOW)[1]
        good_at_first = self.is_good(first)
        second = staffing.make_link(self.jonna, by=self.chief, at=LATER)[1]
        after_newer = [self.is_good(first), self.is_good(second)]
        staffing.link_used(self.jonna, at=LATER)
        after_use = self.is_good(second)
        third = staffing.make_link(self.jonna, by=self.chief, at=LATER + timedelta(hours=1))[1]
        staffing.deactivate(self.jonna, by=self.chief, at=LATER)

        assert good_at_first
        assert after_newer == [False, True]
        assert not after_use
        assert not self.is_good(third)

    def test_link_of_one_person_opens_no_other_account(self) -> None:
        other = make_colleague(REPORTER)
        token = staffing.make_link(self.jonna, by=self.chief, at=NOW)[1]
        staffing.make_link(other, by=self.chief, at=NOW)

        assert not staffing.TOKENS.check_token(other, token)

    def test_making_a_link_changes_no_password(self) -> None:
        staffing.make_link(self.jonna, by=self.chief, at=NOW)

        assert Colleague.objects.get(pk=self.jonna.pk).check_password("a password for tests")


class ResetFactorTest(TestCase):
    def test_reset_takes_a_reason_and_leaves_no_device(self) -> None:
        chief, jonna = make_chief(), make_colleague(REPORTER)
        make_factor(jonna)
        Account.objects.update(factor_since=NOW)

        with pytest.raises(ActRefused, match="A reason is missing"):
            staffing.reset_factor(jonna, reason=" ", by=chief, at=NOW)
        staffing.reset_factor(jonna, reason="Phone lost", by=chief, at=LATER)

        act = Act.objects.get()
        assert factor.device_of(jonna) is None
        assert (act.verb, act.reason, act.by) == ("reset-factor", "Phone lost", chief)
        assert Account.objects.get().factor_since is None
        with pytest.raises(ActRefused, match="cannot be undone"):
            undoing.undo_act(act, by=chief, at=LATER)
        with pytest.raises(ActRefused, match="no second factor"):
            staffing.reset_factor(jonna, reason="Again", by=chief, at=LATER)


def test_role_is_the_highest_that_somebody_holds(db: None) -> None:
    both = make_user(REPORTER)
    both.groups.add(*make_chief().groups.all())

    assert (staffing.role_of(both), staffing.role_of(make_user())) == (rights.CHIEF, "")
