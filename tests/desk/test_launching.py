"""Drafts of a front: nothing shows before the launch, and every launch has a way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase

from articles import cachekeys
from articles.desk import composing, curating, launching, merging, tagging, undoing
from articles.enums import RuleOrder, Status
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import Act, Article, Edition, Front, FrontSlot
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    SECTION_EDITOR,
    make_article,
    make_chief,
    make_draft,
    make_front,
    make_published,
    make_section,
    make_slot,
    make_story,
    make_tag,
    make_user,
    tag_article,
)


def fresh(front: Front) -> Front:
    return Front.objects.get(pk=front.pk)


def shown(front: Front) -> list[str]:
    """The headlines that readers see."""
    return [card.headline for card in composing.front_articles(fresh(front), NOW)]


def picks(edition: Edition | None) -> list[tuple[int, str]]:
    assert edition is not None
    rows = edition.slots.order_by("position").values_list("position", "article__headline")
    return list(rows)


class LaunchCase(TestCase):
    def setUp(self) -> None:
        self.front = make_front(slot_count=3)
        self.first, self.second, self.new = (
            make_published(headline=name, published_at=EARLIER - timedelta(minutes=minutes))
            for name, minutes in (("First", 0), ("Second", 10), ("New", 20))
        )
        make_slot(self.front, self.first, 1, headline="First, in our words")
        make_slot(self.front, self.second, 2)
        make_published(headline="Filler", published_at=EARLIER + timedelta(minutes=5))

    def begin(self) -> Edition:
        return launching.begin_draft(fresh(self.front), by=None, at=NOW)

    def put(self, article: Article, position: int = 1) -> None:
        curating.fill_slot(fresh(self.front), position=position, article=article, by=None, at=NOW)

    def seen(self) -> str:
        return launching.plan_launch(fresh(self.front), NOW).seen

    def launch(self, **more: Any) -> launching.Difference:
        more.setdefault("seen", self.seen())
        more.setdefault("by", None)
        return launching.launch(fresh(self.front), at=NOW, **more)

    def roll_back(self, to: Edition) -> launching.Difference:
        front = fresh(self.front)
        return launching.roll_back(front, to=to, seen=front.live_id or 0, by=None, at=NOW)

    def undo(self) -> None:
        undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)


class DraftTest(LaunchCase):
    def test_draft_begins_as_the_live_front_with_all_its_words(self) -> None:
        draft = self.begin()

        own = draft.slots.order_by("position").values_list("headline", "replaced_headline")
        assert list(own) == [("First, in our words", "First"), ("", "")]
        assert fresh(self.front).draft == draft

    def test_what_is_done_to_a_draft_shows_to_nobody(self) -> None:
        before = shown(self.front)
        self.begin()
        values = cachekeys.latest(cachekeys.names.front(None))

        with self.captureOnCommitCallbacks(execute=True):
            self.put(self.new)
            slot = FrontSlot.objects.get(edition__draft_of=self.front, position=2)
            curating.clear_slot(slot, by=None, at=NOW)

        assert shown(self.front) == before
        assert picks(fresh(self.front).draft) == [(1, "New"), (3, "Second")]
        assert cachekeys.latest(cachekeys.names.front(None)) == values

    def test_what_is_done_to_the_live_front_empties_the_page_cache(self) -> None:
        values = cachekeys.latest(cachekeys.names.front(None))

        with self.captureOnCommitCallbacks(execute=True):
            self.put(self.new)

        assert cachekeys.latest(cachekeys.names.front(None)) != values

    def test_second_draft_is_refused(self) -> None:
        self.begin()

        with pytest.raises(ActRefused, match="has a draft already"):
            self.begin()

    def test_slot_of_the_live_front_cannot_be_changed_beside_a_draft(self) -> None:
        slot = FrontSlot.objects.get(article=self.first)
        self.begin()

        with pytest.raises(ActRefused, match="Another edition of this front is worked on"):
            curating.clear_slot(slot, by=None, at=NOW)

    def test_draft_that_is_put_aside_comes_back_by_undo(self) -> None:
        draft = self.begin()
        self.put(self.new)

        launching.put_aside(fresh(self.front), by=None, at=NOW)
        aside = fresh(self.front).draft
        self.undo()

        assert (aside, fresh(self.front).draft) == (None, draft)
        assert picks(draft) == [(1, "New"), (2, "First"), (3, "Second")]

    def test_begun_draft_is_taken_back_without_a_trace(self) -> None:
        self.begin()

        self.undo()

        assert fresh(self.front).draft is None
        assert Edition.objects.count() == 1

    def test_front_that_was_never_used_gets_its_editions(self) -> None:
        section = make_section(name="World")

        draft = launching.begin_draft(composing.front_of(section, NOW), by=None, at=NOW)

        front = Front.objects.get(section=section)
        assert (front.draft, picks(front.live)) == (draft, [])


class LaunchTest(LaunchCase):
    def test_plan_tells_who_comes_in_drops_out_and_moves(self) -> None:
        self.begin()
        self.put(self.new)
        slot = FrontSlot.objects.get(edition__draft_of=self.front, article=self.second)
        words = {"headline": "Sharper", "standfirst": "", "image_id": None}
        curating.reword_slot(slot, **words, from_at=None, until_at=None, by=None, at=NOW)

        change = launching.plan_launch(fresh(self.front), NOW).change

        assert [line.headline for line in change.came] == ["New"]
        assert [line.headline for line in change.went] == ["Filler"]
        moved = [(line.headline, before, line.position) for line, before in change.moved]
        assert moved == [("First, in our words", 1, 2), ("Sharper", 2, 3)]
        assert [line.headline for line in change.reworded] == ["Sharper"]

    def test_launch_shows_the_draft_in_one_act(self) -> None:
        chief = make_chief()
        draft = self.begin()
        self.put(self.new)
        acts = Act.objects.count()

        change = self.launch(by=chief)

        front = fresh(self.front)
        assert shown(front) == ["New", "First, in our words", "Second"]
        assert (front.live, front.draft) == (draft, None)
        assert front.live is not None
        assert front.live.launched_by == chief
        assert str(change) == "in: “New”; out: “Filler”; moved: “First, in our words”, “Second”"
        assert Act.objects.count() == acts + 1

    def test_launch_empties_the_page_cache(self) -> None:
        self.begin()
        values = cachekeys.latest(cachekeys.names.front(None))

        with self.captureOnCommitCallbacks(execute=True):
            self.launch()

        assert cachekeys.latest(cachekeys.names.front(None)) != values

    def test_launch_is_undone_and_the_draft_is_there_again(self) -> None:
        before = shown(self.front)
        draft = self.begin()
        self.put(self.new)
        self.launch()

        self.undo()

        front = fresh(self.front)
        assert (shown(front), front.draft) == (before, draft)
        assert picks(front.draft) == [(1, "New"), (2, "First"), (3, "Second")]

    def test_launch_without_a_draft_names_who_launched_before(self) -> None:
        self.begin()
        seen = self.seen()
        self.launch(by=make_chief(username="ada"))

        with pytest.raises(ActRefused, match="ada launched the last one"):
            self.launch(seen=seen)

    def test_launch_of_a_draft_that_changed_meanwhile_is_refused(self) -> None:
        self.begin()
        seen = self.seen()
        self.put(self.new)

        with pytest.raises(PlanOutdated, match="changed since you looked"):
            self.launch(seen=seen)

    def test_launch_over_changes_of_the_live_front_needs_a_word(self) -> None:
        """Another editor rolls back, or launches, while this draft is worked on."""
        former = fresh(self.front).live
        assert former is not None
        self.begin()
        self.put(self.new)
        self.launch()
        self.begin()
        self.roll_back(former)

        unseen = launching.plan_launch(fresh(self.front), NOW).unseen
        with pytest.raises(PlanOutdated, match="out: “New”"):
            self.launch()
        after_refusal = shown(self.front)
        self.launch(despite_changes=True)

        assert [line.headline for line in unseen.went] == ["New"]
        assert after_refusal == ["First, in our words", "Second", "Filler"]
        assert shown(self.front) == ["New", "First, in our words", "Second"]

    def test_launch_needs_the_right_for_that_front(self) -> None:
        self.begin()

        with pytest.raises(NotPermitted, match="the chief editors"):
            self.launch(by=make_user(SECTION_EDITOR, (make_section(),)))

    def test_editor_of_another_section_cannot_undo_a_launch(self) -> None:
        self.begin()
        self.put(self.new)
        self.launch()
        editor = make_user(SECTION_EDITOR, (make_section(),))

        with pytest.raises(NotPermitted, match="the chief editors"):
            undoing.undo_act(Act.objects.latest("pk"), by=editor, at=LATER)


class RollBackTest(LaunchCase):
    def setUp(self) -> None:
        super().setUp()
        self.former = fresh(self.front).live
        self.begin()
        self.put(self.new)
        self.launch()

    def test_roll_back_shows_the_former_launch_and_is_undone(self) -> None:
        assert self.former is not None

        change = self.roll_back(self.former)
        back = shown(self.front)
        self.undo()

        assert back == ["First, in our words", "Second", "Filler"]
        assert [line.headline for line in change.went] == ["New"]
        assert shown(self.front) == ["New", "First, in our words", "Second"]

    def test_roll_back_leaves_off_what_was_withdrawn_since(self) -> None:
        assert self.former is not None
        Article.objects.filter(pk=self.second.pk).update(status=Status.KILLED)

        self.roll_back(self.former)

        assert shown(self.front) == ["First, in our words", "Filler", "New"]

    def test_editions_to_roll_back_to_are_the_newest_first(self) -> None:
        second = fresh(self.front).live
        self.begin()
        self.launch()

        assert launching.former_editions(fresh(self.front), NOW) == [second, self.former]
        live = fresh(self.front).live
        assert live is not None
        assert live.former == second

    def test_roll_back_from_a_front_that_changed_is_refused(self) -> None:
        assert self.former is not None

        with pytest.raises(PlanOutdated, match="Another edition is live"):
            launching.roll_back(
                fresh(self.front), to=self.former, seen=self.former.pk, by=None, at=NOW
            )

    def test_roll_back_to_a_draft_or_to_another_front_is_refused(self) -> None:
        aside = self.begin()
        other = make_front(make_section()).live
        assert other is not None

        for edition in (aside, other):
            with pytest.raises(ActRefused, match="cannot be rolled back to"):
                self.roll_back(edition)


class MergeTest(LaunchCase):
    def test_survivor_takes_the_place_on_the_live_front_and_in_the_draft(self) -> None:
        draft = self.begin()
        self.put(self.new, 1)
        survivor = make_published(headline="Survivor")

        plan = merging.plan_merge(survivor, [self.second], by=None)
        merging.apply_merge(plan, by=None, at=NOW)

        assert picks(fresh(self.front).live) == [(1, "First"), (2, "Survivor")]
        assert picks(draft) == [(1, "New"), (2, "First"), (3, "Survivor")]


class RuleTest(TestCase):
    def setUp(self) -> None:
        self.front = make_front(slot_count=3)

    def at(self, minutes: int, **fields: Any) -> Article:
        return make_published(published_at=NOW - timedelta(minutes=minutes), **fields)

    def rule(self, **columns: Any) -> None:
        rule = {
            "rule_order": RuleOrder.WEIGHED,
            "rule_own_first": False,
            "rule_section_id": None,
            "rule_tag_id": None,
        }
        launching.set_rule(fresh(self.front), rule={**rule, **columns}, by=None, at=NOW)

    def test_rule_fills_by_time_alone_when_told(self) -> None:
        self.at(60, headline="Flash", urgency=1)
        self.at(10, headline="Routine")
        weighed = shown(self.front)

        self.rule(rule_order=RuleOrder.NEWEST)

        assert (weighed, shown(self.front)) == (["Flash", "Routine"], ["Routine", "Flash"])

    def test_rule_puts_own_texts_first_within_six_hours(self) -> None:
        self.at(10, headline="Agency", kind="republished")
        self.at(5 * 60, headline="Ours of the morning", kind="own")
        self.at(7 * 60, headline="Ours of the night", kind="own")

        self.rule(rule_own_first=True)

        expected = ["Ours of the morning", "Agency", "Ours of the night"]
        assert shown(self.front) == expected

    def test_rule_keeps_to_a_section_and_a_tag(self) -> None:
        section, tag = make_section(), make_tag("Vote")
        both = self.at(10, headline="Both", section=section)
        tagged = self.at(20, headline="Tagged")
        self.at(30, headline="In the section", section=section)
        for article in (both, tagged):
            tag_article(article, tag)

        self.rule(rule_section_id=section.pk, rule_tag_id=tag.pk)

        assert shown(self.front) == ["Both"]

    def test_rule_of_a_draft_waits_for_the_launch(self) -> None:
        self.at(60, headline="Flash", urgency=1)
        self.at(10, headline="Routine")
        launching.begin_draft(fresh(self.front), by=None, at=NOW)
        self.rule(rule_order=RuleOrder.NEWEST)
        before = shown(self.front)

        plan = launching.plan_launch(fresh(self.front), NOW)
        launching.launch(fresh(self.front), seen=plan.seen, by=None, at=NOW)

        assert (before, shown(self.front)) == (["Flash", "Routine"], ["Routine", "Flash"])
        assert (plan.change.is_rule_changed, bool(plan.unseen)) == (True, False)

    def test_rule_follows_a_tag_that_is_merged(self) -> None:
        tag, into = make_tag("Vote"), make_tag("Election")
        self.rule(rule_tag_id=tag.pk)

        tagging.merge_tags(tag, into=into, by=None, at=NOW)

        live = fresh(self.front).live
        assert live is not None
        assert live.rule_tag == into

    def test_rule_is_undone(self) -> None:
        self.rule(rule_own_first=True)

        undoing.undo_act(Act.objects.latest("pk"), by=None, at=LATER)

        live = fresh(self.front).live
        assert live is not None
        assert live.rule_own_first is False

    def test_reason_of_the_rule_names_urgency_and_own_text(self) -> None:
        cases = (
            (make_published(urgency=2), "urgency 2, counts as 6 h newer"),
            (make_published(urgency=6), "urgency 6, counts as 2 h older"),
            (make_published(urgency=5), "the newest that fits"),
            (make_published(urgency=4, kind="own"), "urgency 4, own text, counts as 8 h newer"),
        )
        rule = Edition(front=self.front, rule_own_first=True).rule
        Article.objects.exclude(urgency=4).update(kind="republished")

        told = [composing.why_filled(Article.objects.get(pk=a.pk), rule) for a, _why in cases]

        assert told == [why for _article, why in cases]


class LookTest(TestCase):
    """What the desk sees is what readers get, and why the rest is off."""

    def setUp(self) -> None:
        self.front = make_front(slot_count=9)

    def look(self) -> composing.View:
        front = fresh(self.front)
        return composing.look(front, NOW, front.shown_at(NOW))[0]

    def test_desk_sees_the_cards_that_readers_see(self) -> None:
        story = make_story()
        for place, article in enumerate(
            (
                make_published(),
                make_published(story=story),
                make_published(story=story),
                make_draft(),
                make_published(expires_at=NOW),
                make_published(),
            ),
            1,
        ):
            make_slot(self.front, article, place)
        late = make_published()
        make_slot(self.front, late, 7, from_at=LATER)

        cards = self.look().cards

        public = composing.front_articles(fresh(self.front), NOW)
        assert [(c.article, c.place, c.picked) for c in cards] == [
            (c.article, c.place, c.picked) for c in public
        ]

    def test_pick_that_does_not_show_says_why(self) -> None:
        story = make_story()
        make_slot(self.front, make_published(story=story), 1)
        leader = make_published()
        cases = (
            (make_published(story=story), {}, "another report of the same story"),
            (make_article(status=Status.KILLED), {}, "killed"),
            (make_draft(), {}, "not published"),
            (make_published(retracted_at=EARLIER), {}, "retracted"),
            (make_published(copy_of=leader), {}, "folded as a copy"),
            (make_published(expires_at=NOW), {}, "the right to use it has ended"),
            (make_published(), {"until_at": NOW}, "its time on the front is over"),
        )
        for place, (article, times, _why) in enumerate(cases, 2):
            make_slot(self.front, article, place, **times)

        idle = self.look().idle

        assert [one.why[: len(why)] for one, (_a, _t, why) in zip(idle, cases, strict=True)] == [
            why for _article, _times, why in cases
        ]

    def test_pick_beyond_the_front_says_so(self) -> None:
        make_slot(self.front, make_published(), 3)
        Front.objects.filter(pk=self.front.pk).update(slot_count=2)

        assert [one.why for one in self.look().idle] == ["the front has only 2 places"]

    def test_scheduled_pick_says_from_when_it_shows(self) -> None:
        later = LATER + timedelta(hours=1)
        make_slot(self.front, make_published(published_at=LATER), 1, from_at=later)
        make_slot(self.front, make_published(embargoed_until=LATER), 2)

        assert [one.opens_at for one in self.look().idle] == [later, LATER]

    def test_push_foretells_who_drops_out(self) -> None:
        """As the act then does it, for a listed article and for one that is not yet."""
        Front.objects.filter(pk=self.front.pk).update(slot_count=2)
        first, second = make_published(headline="First"), make_published(headline="Second")
        make_slot(self.front, first, 1)
        make_slot(self.front, second, 2)
        view = self.look()

        for article in (make_published(), make_draft()):
            lost = view.lost_by(view.pushed(article, 1))

            assert [card.headline for card in lost] == ["Second"]
        curating.fill_slot(fresh(self.front), position=1, article=article, by=None, at=NOW)
        assert picks(fresh(self.front).live)[1:] == [(2, "First")]

    def test_push_of_what_stands_lower_moves_the_others_down_to_its_place(self) -> None:
        places = {1: 10, 2: 20, 3: 30, 5: 50}
        cases = (
            ((3, 10), {1: 20, 2: 30, 3: 10, 5: 50}, None),
            ((1, 30), {1: 30, 2: 10, 3: 20, 5: 50}, None),
            ((4, 10), {2: 20, 3: 30, 4: 10, 5: 50}, None),
            ((5, 60), {1: 10, 2: 20, 3: 30, 5: 60}, 50),
            ((1, 60), {1: 60, 2: 10, 3: 20, 4: 30, 5: 50}, None),
        )

        for (position, newcomer), after, out in cases:
            found = composing.push(places, position, newcomer, 5)

            assert found == (after, out)


class WordsTest(TestCase):
    def setUp(self) -> None:
        self.front = make_front()
        self.article = make_published(headline="As filed")
        self.slot = make_slot(self.front, self.article, 1, picked_at=EARLIER)

    def reword(self, **words: Any) -> FrontSlot:
        given = {"headline": "", "standfirst": "", "image_id": None}
        given |= {"from_at": None, "until_at": None, **words}
        curating.reword_slot(self.slot, **given, by=None, at=NOW)
        return FrontSlot.objects.select_related("article").get(pk=self.slot.pk)

    def rename(self) -> None:
        Article.objects.filter(pk=self.article.pk).update(headline="As corrected")

    def test_words_leave_the_article_and_the_age_of_the_pick_alone(self) -> None:
        slot = self.reword(headline=" Sharper \n words ")

        assert (slot.headline, slot.article.headline) == ("Sharper words", "As filed")
        assert slot.picked_at == EARLIER

    def test_headline_here_is_outdated_once_the_article_is_renamed(self) -> None:
        before = self.reword(headline="Sharper").is_headline_outdated
        self.rename()
        after = FrontSlot.objects.get(pk=self.slot.pk).is_headline_outdated

        assert (before, after) == (False, True)

    def test_saving_other_words_does_not_hide_that_the_article_was_renamed(self) -> None:
        self.reword(headline="Sharper")
        self.rename()

        assert self.reword(headline="Sharper", standfirst="More").is_headline_outdated is True
        assert self.reword(headline="Sharper still").is_headline_outdated is False

    def test_headline_is_kept_or_dropped_after_the_article_was_renamed(self) -> None:
        for keep, expected in ((True, ("Sharper", False)), (False, ("", False))):
            self.reword(headline="")
            Article.objects.filter(pk=self.article.pk).update(headline="As filed")
            slot = self.reword(headline="Sharper")
            self.rename()

            curating.settle_headline(slot, keep=keep, by=None, at=NOW)

            slot = FrontSlot.objects.get(pk=slot.pk)
            assert (slot.headline, slot.is_headline_outdated) == expected

    def test_moment_that_has_passed_is_refused_unless_it_stood_there(self) -> None:
        FrontSlot.objects.filter(pk=self.slot.pk).update(from_at=EARLIER)

        kept = self.reword(headline="Sharper", from_at=EARLIER)

        assert kept.from_at == EARLIER
        for name in ("from_at", "until_at"):
            with pytest.raises(ActRefused, match="has passed"):
                self.reword(**{name: NOW})

    def test_words_are_undone(self) -> None:
        self.reword(headline="Sharper", until_at=LATER)

        undoing.undo_act(Act.objects.latest("pk"), by=None, at=NOW)

        slot = FrontSlot.objects.get(pk=self.slot.pk)
        assert (slot.headline, slot.replaced_headline, slot.until_at) == ("", "", None)
