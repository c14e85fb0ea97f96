"""The rule of two: nobody retracts, kills or revives alone, by whatever door."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from articles.desk import editing, lifting, proposing, publishing, second_name, takedown, undoing
from articles.enums import Door, Grave, Outcome, Status
from articles.errors import (
    ActRefused,
    IllegalMove,
    NotPermitted,
    PlanOutdated,
    SecondPersonNeeded,
)
from articles.history import record
from articles.models import Account, Act, Article, Proposal, Withdrawal
from tests.factories import (
    LATER,
    NOW,
    SECTION_EDITOR,
    make_article,
    make_chief,
    make_published,
    make_section,
    make_user,
)

HALF_HOUR = timedelta(minutes=30)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def ask(article: Article, by: Any, verb: Grave = Grave.RETRACT, **fields: Any) -> Proposal:
    fields.setdefault("note", "The figures were wrong.")
    return proposing.ask(article, verb=verb, by=by, at=NOW, **fields)


@override_settings(TWO_PERSON_MINUTES=30)
class RuleTest(TestCase):
    def setUp(self) -> None:
        self.one, self.two = make_chief(username="adela"), make_chief(username="kamal")
        self.live = make_published()

    def test_no_act_of_the_desk_passes_without_a_request(self) -> None:
        killed = make_article(status=Status.KILLED)
        acts = [
            lambda: publishing.retract(self.live, by=self.one, at=NOW, note="No"),
            lambda: publishing.kill(self.live, by=self.one, at=NOW, note="No", door=Door.API),
            lambda: takedown.take_down(self.live, by=self.one, at=NOW, note="No"),
            lambda: publishing.revive(killed, by=self.one, at=NOW, door=Door.BULK),
        ]

        for act in acts:
            with pytest.raises(SecondPersonNeeded):
                act()

        assert (fresh(self.live).status, fresh(self.live).retracted_at) == ("published", None)
        assert fresh(killed).status == Status.KILLED
        assert not Act.objects.exists()
        assert not Withdrawal.objects.exists()

    def test_what_the_rule_does_not_bind_goes_on_as_ever(self) -> None:
        spiked = make_article(status=Status.SPIKED)

        publishing.revive(spiked, by=self.one, at=NOW)
        publishing.retract(self.live, by=None, at=NOW, note="The machine's own")

        assert fresh(spiked).status == Status.INCOMING
        assert fresh(self.live).retracted_at == NOW

    def test_without_the_rule_one_person_does_it(self) -> None:
        with override_settings(TWO_PERSON_MINUTES=0):
            publishing.kill(self.live, by=self.one, at=NOW, note="Libel")

        assert fresh(self.live).status == Status.KILLED

    def test_second_person_confirms_and_both_stand_in_the_history(self) -> None:
        proposal = ask(self.live, self.one)

        proposing.confirm(proposal, by=self.two, at=LATER)

        proposal.refresh_from_db()
        assert fresh(self.live).retracted_at == LATER
        assert Withdrawal.objects.get().note == "The figures were wrong."
        assert (proposal.outcome, proposal.decided_by) == (Outcome.CONFIRMED, self.two)
        asked, done = Act.objects.order_by("id")
        assert (asked.verb, asked.by, done.verb, done.by) == (
            "ask-retract", self.one, "retract", self.two,
        )  # fmt: skip
        assert done.plan == {
            "proposal": proposal.pk,
            "asked_by": "adela",
            "asked_at": NOW.isoformat(),
            "alone_because": "",
        }

    def test_takedown_and_revival_go_the_same_way(self) -> None:
        killed = make_article(status=Status.KILLED)
        proposing.confirm(ask(self.live, self.one, Grave.TAKE_DOWN), by=self.two, at=NOW)
        assert Withdrawal.objects.get().kind == "legal"

        assert fresh(self.live).sealed_at == NOW
        proposing.confirm(ask(killed, self.two, Grave.REVIVE), by=self.one, at=LATER)
        assert fresh(killed).status == Status.DRAFT

    def test_takedown_takes_along_what_was_ticked_when_it_was_asked_for(self) -> None:
        copy = make_published(copy_of=self.live)

        proposing.confirm(
            ask(self.live, self.one, Grave.TAKE_DOWN, also=[copy.pk]), by=self.two, at=NOW
        )

        assert [fresh(article).sealed_at for article in (self.live, copy)] == [NOW, NOW]

    def test_lifting_a_takedown_needs_two_names_like_the_takedown(self) -> None:
        copy = make_published(copy_of=self.live)
        proposing.confirm(
            ask(self.live, self.one, Grave.TAKE_DOWN, also=[copy.pk]), by=self.two, at=NOW
        )
        takedown_act = Act.objects.get(verb="take-down")

        for alone in (
            lambda: lifting.lift(fresh(self.live), by=self.one, at=LATER),
            lambda: undoing.undo_act(takedown_act, by=self.one, at=LATER),
        ):
            with pytest.raises(SecondPersonNeeded):
                alone()
        assert fresh(self.live).sealed_at == NOW
        asked = proposing.ask(fresh(self.live), verb=Grave.LIFT, by=self.one, at=LATER)
        proposing.confirm(asked, by=self.two, at=LATER)

        states = [(fresh(a).status, fresh(a).sealed_at) for a in (self.live, copy)]
        assert states == [(Status.PUBLISHED, None)] * 2
        act = Act.objects.get(verb="undo")
        assert (act.by, act.plan["asked_by"]) == (self.two, self.one.get_username())

    def test_asker_does_not_confirm_the_own_request(self) -> None:
        proposal = ask(self.live, self.one)

        with pytest.raises(SecondPersonNeeded, match="You asked for this yourself"):
            proposing.confirm(proposal, by=self.one, at=LATER + HALF_HOUR)

        assert fresh(self.live).retracted_at is None

    def test_request_of_another_article_or_act_is_no_leave(self) -> None:
        other = make_published()
        leave = second_name.Leave(ask(other, self.one))

        with pytest.raises(SecondPersonNeeded, match="another act"):
            publishing.retract(self.live, by=self.two, at=NOW, note="No", leave=leave)
        with pytest.raises(SecondPersonNeeded, match="another act"):
            publishing.kill(other, by=self.two, at=NOW, note="No", leave=leave)

    def test_confirming_needs_the_right_itself(self) -> None:
        proposal = ask(self.live, self.one)

        with pytest.raises(NotPermitted):
            proposing.confirm(proposal, by=make_user(SECTION_EDITOR), at=NOW)
        with pytest.raises(NotPermitted):
            ask(self.live, make_user(SECTION_EDITOR), Grave.KILL)
        with pytest.raises(NotPermitted):
            proposing.decline(proposal, reason="No", by=make_user(SECTION_EDITOR), at=NOW)

    def test_request_is_carried_out_once(self) -> None:
        proposal = ask(self.live, self.one)
        stale = Proposal.objects.get(pk=proposal.pk)
        proposing.confirm(proposal, by=self.two, at=NOW)
        publishing.reinstate(self.live, by=self.one, at=NOW)

        with pytest.raises(ActRefused, match="decided before"):
            proposing.confirm(stale, by=self.two, at=NOW)

        assert fresh(self.live).retracted_at is None

    def test_request_about_an_older_text_is_refused_and_gives_way_to_a_new_one(self) -> None:
        proposal = ask(self.live, self.one)
        editing.edit(self.live, by=self.two, at=NOW, fields={"headline": "Mended"})

        with pytest.raises(PlanOutdated, match="changed after this was asked for"):
            proposing.confirm(proposal, by=self.two, at=NOW)
        ask(fresh(self.live), self.two)

        proposal.refresh_from_db()
        assert proposal.outcome == Outcome.LAPSED
        assert [p.asked_by for p in Proposal.objects.waiting()] == [self.two]

    def test_request_lapses_after_a_day(self) -> None:
        proposal = ask(self.live, self.one)

        with pytest.raises(PlanOutdated, match="lapsed"):
            proposing.confirm(proposal, by=self.two, at=NOW + timedelta(hours=24))

    def test_asking_twice_names_who_asked(self) -> None:
        ask(self.live, self.one)

        with pytest.raises(ActRefused, match="adela has asked for this already"):
            ask(self.live, self.two)

    def test_asking_for_what_does_not_fit_is_refused(self) -> None:
        for verb, article, note in (
            (Grave.RETRACT, make_article(), "No"),
            (Grave.KILL, make_article(), "No"),
            (Grave.REVIVE, self.live, ""),
        ):
            with pytest.raises(IllegalMove):
                ask(article, self.one, verb, note=note)
        with pytest.raises(ActRefused, match="A note is missing"):
            ask(self.live, self.one, note="  ")

    def test_declining_takes_a_reason_and_withdrawing_none(self) -> None:
        proposal = ask(self.live, self.one)

        with pytest.raises(ActRefused, match="A reason is missing"):
            proposing.decline(proposal, reason=" ", by=self.two, at=NOW)
        proposing.decline(proposal, reason="A correction will do", by=self.two, at=NOW)
        withdrawn = proposing.decline(ask(self.live, self.two), reason="", by=self.two, at=NOW)

        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.reason) == ("declined", "A correction will do")
        assert withdrawn.outcome == Outcome.WITHDRAWN
        with pytest.raises(ActRefused, match="decided before"):
            proposing.decline(proposal, reason="No", by=self.two, at=NOW)


@override_settings(TWO_PERSON_MINUTES=30)
class AloneTest(TestCase):
    def setUp(self) -> None:
        self.one, self.live = make_chief(username="adela"), make_published()

    def test_asker_may_after_half_an_hour_with_a_reason(self) -> None:
        make_chief()
        proposal = ask(self.live, self.one)
        alone: dict[str, Any] = {"by": self.one, "reason": "Nobody answers"}

        with pytest.raises(SecondPersonNeeded):
            proposing.carry_out_alone(proposal, at=NOW + HALF_HOUR - timedelta(seconds=1), **alone)
        with pytest.raises(ActRefused, match="A reason is missing"):
            proposing.carry_out_alone(proposal, by=self.one, reason=" ", at=NOW + HALF_HOUR)
        proposing.carry_out_alone(proposal, at=NOW + HALF_HOUR, **alone)

        proposal.refresh_from_db()
        assert (proposal.outcome, proposal.reason) == (Outcome.ALONE, "Nobody answers")
        assert Act.objects.get(verb="retract").plan["alone_because"] == "Nobody answers"
        assert fresh(self.live).retracted_at == NOW + HALF_HOUR

    def test_only_holder_of_the_right_may_at_once_with_a_reason(self) -> None:
        make_chief(is_active=False)
        make_user(SECTION_EDITOR)
        proposal = ask(self.live, self.one)

        proposing.carry_out_alone(proposal, reason="I am alone", by=self.one, at=NOW)

        assert fresh(self.live).retracted_at == NOW

    def test_nobody_else_carries_a_request_out_alone(self) -> None:
        other = make_chief()
        proposal = ask(self.live, self.one)

        with pytest.raises(ActRefused, match="Only who asked"):
            proposing.carry_out_alone(proposal, reason="Why not", by=other, at=NOW + HALF_HOUR)

    def test_account_that_the_asker_opened_today_is_no_second_person(self) -> None:
        puppet = make_chief(username="puppet")
        account = Account.objects.create(user=puppet)
        with record("make-link", by=self.one, at=NOW, door=Door.FORM) as recorder:
            recorder.change(account, link_made_at=NOW)
        proposal = ask(self.live, self.one)

        with pytest.raises(SecondPersonNeeded, match="adela changed your account"):
            proposing.confirm(proposal, by=puppet, at=NOW + HALF_HOUR)

        later = ask_again = NOW + timedelta(hours=25)
        Proposal.objects.filter(pk=proposal.pk).update(asked_at=ask_again)
        proposing.confirm(proposal, by=puppet, at=later)
        assert fresh(self.live).retracted_at == later


@override_settings(TWO_PERSON_MINUTES=30)
class BackDoorTest(TestCase):
    """Undo is a door like any other."""

    def setUp(self) -> None:
        self.one, self.two = make_chief(), make_chief()

    def grave(self, verb: Grave, article: Article) -> Act:
        proposing.confirm(ask(article, self.one, verb), by=self.two, at=NOW)
        return Act.objects.latest("id")

    def test_undoing_a_kill_would_revive(self) -> None:
        article = make_published()
        act = self.grave(Grave.KILL, article)

        with pytest.raises(SecondPersonNeeded, match="would revive"):
            undoing.undo_act(act, by=self.two, at=NOW)

        assert fresh(article).status == Status.KILLED

    def test_undoing_a_revival_would_kill(self) -> None:
        article = make_article(status=Status.KILLED)
        act = self.grave(Grave.REVIVE, article)

        with pytest.raises(SecondPersonNeeded, match="would kill"):
            undoing.undo_act(act, by=self.one, at=NOW)

    def test_taking_a_retraction_back_is_free_and_doing_it_again_is_not(self) -> None:
        article = make_published()
        act = self.grave(Grave.RETRACT, article)
        undoing.undo_act(act, by=self.one, at=NOW)
        undo = Act.objects.latest("id")

        with pytest.raises(SecondPersonNeeded, match="would retract"):
            undoing.undo_act(undo, by=self.one, at=NOW)

        assert fresh(article).retracted_at is None
        assert [p.outcome for p in Proposal.objects.all()] == [Outcome.CONFIRMED]

    def test_undo_of_asking_takes_the_request_back(self) -> None:
        ask(make_published(), self.one)

        undoing.undo_act(Act.objects.get(), by=self.one, at=NOW)

        assert not Proposal.objects.exists()


@override_settings(TWO_PERSON_MINUTES=30)
class SecondsTest(TestCase):
    def test_seconds_are_the_others_who_may_there(self) -> None:
        section = make_section()
        one, other = make_chief(username="a"), make_chief(username="b")
        make_chief(username="gone", is_active=False)
        make_user(SECTION_EDITOR, (section,), username="editor")
        root = make_user(username="root", is_superuser=True)

        with CaptureQueriesContext(connection) as queries:
            found = second_name.seconds(Grave.KILL, make_article(section=section), one)

        assert found == [other, root]
        assert len([q for q in queries if "auth_user" in q["sql"]]) == 1
