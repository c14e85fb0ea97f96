"""Undo: every act has a way back, one's own and, with the right everywhere, another's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase

from articles.desk import (
    commenting,
    correcting,
    curating,
    editing,
    emptying,
    holding,
    launching,
    linking,
    merging,
    merging_nouns,
    namesakes,
    naming,
    planned_changes,
    planning,
    proposing,
    publishing,
    quoting,
    saving_views,
    staffing,
    tagging,
    takedown,
    undoing,
    version_naming,
)
from articles.enums import CorrectionKind, Decision, Door, Grave, Status, WithdrawalKind
from articles.errors import ActRefused, NotPermitted
from articles.models import (
    Act,
    Article,
    Ban,
    Change,
    Edition,
    Hold,
    PlannedChange,
    SavedView,
    Suggestion,
    VersionName,
)
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_author,
    make_capture,
    make_chief,
    make_colleague,
    make_comment,
    make_contribution,
    make_credit,
    make_draft,
    make_front,
    make_link,
    make_published,
    make_section,
    make_slot,
    make_source,
    make_story,
    make_tag,
    make_user,
    tag_article,
)
from tests.tables import contents

BOOKKEEPING = {"articles.act", "articles.change", "articles.text", "articles.merge"}
BOOKKEEPING |= {"articles.fingerprint"}  # read again from the text
BOOKKEEPING |= {"articles.searchtext", "articles.searchword"}  # and so are these


def dump() -> list[tuple[str, str]]:
    """Every row of the app but the history's, without the counter of versions."""
    return sorted(
        (model._meta.label_lower, repr(sorted({**row, "version": None}.items())))
        for model, rows in contents()
        if model._meta.label_lower not in BOOKKEEPING
        for row in rows
    )


def _suggested() -> Suggestion:
    article = make_draft()
    return Suggestion.objects.create(
        article=article,
        capture=make_capture(article),
        offered={"headline": "Newer"},
        made_at=NOW,
    )


def acts(by: Any = None) -> dict[str, Callable[[], Any]]:
    """One act of every verb that can be undone, by this person, on rows made beforehand."""
    draft, live, story, front = make_draft(), make_published(), make_story(), make_front()
    spiked = make_article(status=Status.SPIKED)
    leader = make_published(story=story)
    copy = make_published(copy_of=leader, story=story)
    slot = make_slot(front, make_published(), 2)
    drafted = make_front(make_section())
    former = Edition.objects.create(front=drafted, launched_at=EARLIER)
    drafted.draft = Edition.objects.create(front=drafted, begun_at=EARLIER)
    drafted.save()
    timed, planned = make_front(make_section()), make_front(make_section())
    timed.draft = Edition.objects.create(front=timed, begun_at=EARLIER)
    timed.save()
    later = Edition.objects.create(front=planned, begun_at=EARLIER, launch_at=LATER)
    words: dict[str, Any] = {"headline": "Sharper", "standfirst": "", "image_id": None}
    words |= {"from_at": None, "until_at": LATER}
    link = make_link(draft)
    old, tag = make_tag("Old"), make_tag("Tag")
    rule: dict[str, Any] = {"rule_order": "newest", "rule_own_first": True}
    rule |= {"rule_section_id": None, "rule_tag_id": tag.pk}
    tagged = make_draft()
    tag_article(tagged, old)
    suggestion, other = _suggested(), _suggested()
    joined = make_story()
    make_article(story=joined)
    retracted = make_published(retracted_at=NOW)
    changed = editing.edit(make_draft(), by=None, at=NOW, fields={"headline": "Twice"})
    change = Change.objects.get(row=str(changed.pk))
    incoming, source, section = make_article(), make_source(), make_section()
    second = make_link(draft, position=1)
    doubles = make_source(), make_source()
    for article in (make_article(source=doubles[0]), make_article(source=doubles[1])):
        make_capture(article)
        make_credit(article, source=doubles[0])
    authors = make_author(), make_author()
    make_contribution(draft, author=authors[0])
    kinds, pair = namesakes.Kind, (tag.pk, old.pk)
    quoted = make_article(source=source, body_html='<p id="p-00000001">It rained.</p>')
    passage = {"anchor": "p-00000001", "sentence": "It rained."}
    now: dict[str, Any] = {"by": by, "at": NOW}
    chief, inbox = by or make_chief(), SavedView.Screen.INBOX
    view, dropped = (SavedView(name=n, screen=inbox, query="q=x", owner=chief) for n in "ab")
    SavedView.objects.bulk_create([view, dropped])
    person, gone = make_colleague(), make_colleague(is_active=False)
    binned, held = make_article(source=source), make_draft()
    publishing.spike(binned, by=None, at=NOW - timedelta(days=31))
    make_capture(binned)
    make_contribution(binned)
    tag_article(binned, tag)
    Hold.objects.create(article=held, reason="Court", at=EARLIER)
    called = VersionName.objects.create(
        article=changed, act=change.act, name="Sent", named_at=EARLIER
    )
    named = editing.edit(make_draft(), by=None, at=NOW, fields={"kicker": "Then"})
    naming_act = Act.objects.latest("pk")
    waiting = PlannedChange.objects.create(
        article=held, fields={"kicker": "Then"}, base={"kicker": ""}, due_at=LATER, planned_at=NOW
    )
    killed, asked = make_article(status=Status.KILLED), {"by": chief, "at": NOW}
    sealed = make_article(status=Status.KILLED, sealed_at=EARLIER)
    said = [make_comment(live) for _ in range(5)]
    onward = make_published()
    publishing.unpublish(make_published(), by=None, at=EARLIER, forward_to=live)
    switched_off = make_published(takes_comments=False)
    ban = Ban.objects.create(network="192.0.2.0/24", made_at=EARLIER)
    return {
        "accept": lambda: editing.accept_suggestion(suggestion, fields=["headline"], **now),
        "add-alias": lambda: tagging.add_alias(tag, name="Alias", **now),
        "ask-kill": lambda: proposing.ask(live, verb=Grave.KILL, note="Wrong", **asked),
        "ask-retract": lambda: proposing.ask(live, verb=Grave.RETRACT, note="Wrong", **asked),
        "ask-take-down": lambda: proposing.ask(
            live, verb=Grave.TAKE_DOWN, note="By order", **asked
        ),
        "ask-lift": lambda: proposing.ask(sealed, verb=Grave.LIFT, **asked),
        "ask-revive": lambda: proposing.ask(killed, verb=Grave.REVIVE, **asked),
        "approve-comment": lambda: commenting.approve(said[:1], **now),
        "ban-network": lambda: commenting.ban_networks(said[1:2], **now),
        "ban-writer": lambda: commenting.ban_writers(said[2:3], **now),
        "close-comments": lambda: commenting.close_comments(live, **now),
        "lift-ban": lambda: commenting.lift_ban(ban, **now),
        "open-comments": lambda: commenting.open_comments(switched_off, **now),
        "refuse-comment": lambda: commenting.refuse(said[3:4], **now),
        "spam-comment": lambda: commenting.mark_spam(said[4:5], **now),
        "arrange": lambda: curating.arrange(front, article_ids=[live.pk], **now),
        "begin-draft": lambda: launching.begin_draft(front, **now),
        "byline": lambda: editing.set_byline(draft, names=[editing.Name(name="Sara")], **now),
        "call-off": lambda: planning.call_off(later, **now),
        "call-off-change": lambda: planned_changes.call_off_change(waiting, **now),
        "change-view": lambda: saving_views.change_view(view, name="New", is_shared=True, **now),
        "clear-slot": lambda: curating.clear_slot(slot, **now),
        "correct": lambda: correcting.correct(
            live, kind=CorrectionKind.CORRECTION, text="It was nine.", **now
        ),
        "credits": lambda: editing.set_credits(
            draft, credits=[editing.CreditLine(source.pk)], **now
        ),
        "deactivate": lambda: staffing.deactivate(person, **now),
        "draft": lambda: publishing.draft(incoming, **now),
        "edit": lambda: editing.edit(draft, fields={"body_html": "<p>New.</p>"}, **now),
        "edit-story": lambda: linking.edit_story(story, fields={"title": "Flood"}, **now),
        "embargo": lambda: publishing.embargo(live, until=LATER, **now),
        "empty-bin": lambda: emptying.remove(binned, door=Door.FORM, **now),
        "fill-slot": lambda: curating.fill_slot(front, position=2, article=live, **now),
        "hold": lambda: holding.hold(draft, reason="Court", **now),
        "join-stories": lambda: linking.join_stories(joined, into=story, **now),
        "judge-pair": lambda: linking.judge_pair(
            leader, copy, decision=Decision.NOT_THE_SAME, **now
        ),
        "kill": lambda: publishing.kill(live, note="Wrong", **now),
        "launch": lambda: launching.launch(
            drafted,
            seen=launching.plan_launch(drafted, NOW).seen,
            despite_changes=True,
            **now,
        ),
        "launch-at": lambda: planning.launch_at(
            timed,
            when=LATER,
            seen=launching.plan_launch(timed, LATER).seen,
            despite_changes=True,
            **now,
        ),
        "link": lambda: linking.link(draft, to=live, position=0, **now),
        "merge-authors": lambda: merging_nouns.merge(authors[0], into=authors[1], **now),
        "merge-sources": lambda: merging_nouns.merge(doubles[0], into=doubles[1], **now),
        "merge-tags": lambda: tagging.merge_tags(old, into=tag, **now),
        "move-address": lambda: naming.move_address(section, slug="moved", **now),
        "move-to-story": lambda: linking.move_to_story(copy, story=None, **now),
        "name-version": lambda: version_naming.name_version(
            named, act=naming_act, name="To the lawyer", **now
        ),
        "plan-change": lambda: planned_changes.plan_change(
            draft, fields={"headline": "Then"}, when=LATER, **now
        ),
        "publish": lambda: publishing.publish(draft, published_at=LATER, **now),
        "put-aside": lambda: launching.put_aside(drafted, **now),
        "quote": lambda: quoting.add_with_credit(draft, account=quoted, **passage, **now),
        "reactivate": lambda: staffing.reactivate(gone, **now),
        "refuse": lambda: editing.refuse_suggestion(other, **now),
        "reinstate": lambda: publishing.reinstate(retracted, **now),
        "release": lambda: holding.release(held, **now),
        "remove-view": lambda: saving_views.remove_view(dropped, **now),
        "rename": lambda: tagging.rename(tag, name="Renamed", **now),
        "reorder": lambda: linking.reorder(draft, link_ids=[second.pk, link.pk], **now),
        "restore": lambda: editing.restore_field(changed, change=change, **now),
        "retract": lambda: publishing.retract(live, note="Wrong", **now),
        "reword-slot": lambda: curating.reword_slot(slot, **words, **now),
        "roll-back": lambda: launching.roll_back(
            drafted, to=former, seen=drafted.live_id or 0, **now
        ),
        "revive": lambda: publishing.revive(spiked, **now),
        "save-view": lambda: saving_views.save_view(
            "Mine", screen=inbox, query="q=x", by=chief, at=NOW
        ),
        "set-copy": lambda: linking.set_copy(draft, of=leader, **now),
        "set-rule": lambda: launching.set_rule(front, rule=rule, **now),
        "spike": lambda: publishing.spike(draft, **now),
        "split-copy": lambda: linking.split_copy(copy, **now),
        "start-story": lambda: linking.start_story([draft, leader], title="New", **now),
        "tag": lambda: tagging.tag(tagged, names=["New"], replace=True, **now),
        "take-down": lambda: takedown.take_down(live, note="By order", **now),
        "tell-authors-apart": lambda: namesakes.tell_apart(
            kinds.AUTHOR, authors[0].pk, authors[1].pk, **now
        ),
        "tell-sources-apart": lambda: namesakes.tell_apart(
            kinds.SOURCE, doubles[0].pk, doubles[1].pk, **now
        ),
        "tell-tags-apart": lambda: namesakes.tell_apart(kinds.TAG, *pair, **now),
        "unlink": lambda: linking.unlink(link, **now),
        "unname-version": lambda: version_naming.unname_version(called, **now),
        "unpublish": lambda: publishing.unpublish(live, note="Gone", forward_to=onward, **now),
        "untag": lambda: tagging.untag(tagged, tags=[old], **now),
    }


class EveryVerbTest(TestCase):
    def test_acts_cover_every_verb_that_can_be_undone(self) -> None:
        assert set(acts()) | {"merge"} == set(undoing.RIGHTS) | {"move-address"}

    def test_undo_of_every_verb_leaves_every_table_as_it_was(self) -> None:
        made = acts()
        before = dump()
        for verb, act in made.items():
            with self.subTest(verb):
                act()
                done = Act.objects.latest("id")
                assert (done.verb, dump() != before) == (verb, True)

                reverted = undoing.undo_act(done, by=None, at=NOW)

                assert reverted.kept == ()
                former, before = before, dump()
                assert before == former

    def test_every_act_tells_who_when_door_before_and_after(self) -> None:
        for verb, act in acts().items():
            with self.subTest(verb):
                act()

                done = Act.objects.latest("id")
                changes = list(done.changes.all())
                assert (done.at, done.door) == (NOW, Door.FORM)
                assert changes
                for change in changes:
                    assert change.before != change.after
                    assert (change.kind == Change.Kind.UPDATE) == bool(change.field)
                undoing.undo_act(done, by=None, at=NOW)


class UndoTest(TestCase):
    def test_undo_is_recorded_and_done_once(self) -> None:
        chief = make_chief()
        article = editing.edit(make_draft(), by=chief, at=NOW, fields={"headline": "New"})
        act = Act.objects.get()

        undoing.undo_act(act, by=chief, at=LATER)

        undo = Act.objects.latest("id")
        assert (undo.verb, undo.undoes, undo.by, undo.door) == ("undo", act, chief, Door.INBOX)
        with pytest.raises(ActRefused, match="undone before"):
            undoing.undo_act(act, by=chief, at=LATER)
        article.refresh_from_db()
        assert article.headline != "New"

    def test_undo_of_an_undo_does_the_act_again(self) -> None:
        article = editing.edit(make_draft(), by=None, at=NOW, fields={"headline": "New"})
        undoing.undo_act(Act.objects.get(), by=None, at=NOW)

        undoing.undo_act(Act.objects.latest("id"), by=None, at=LATER)

        article.refresh_from_db()
        assert article.headline == "New"

    def test_undo_keeps_and_lists_what_was_changed_since(self) -> None:
        article = make_draft(kicker="Old")
        editing.edit(article, by=None, at=NOW, fields={"headline": "New", "kicker": "New"})
        act = Act.objects.get()
        editing.edit(article, by=None, at=NOW, fields={"headline": "Newer"})

        reverted = undoing.undo_act(act, by=None, at=LATER)

        article.refresh_from_db()
        assert (article.headline, article.kicker) == ("Newer", "Old")
        assert [(kept.field, kept.value) for kept in reverted.kept] == [("headline", "Newer")]

    def test_undo_of_what_was_wholly_changed_since_is_refused(self) -> None:
        article = make_draft()
        editing.edit(article, by=None, at=NOW, fields={"headline": "New"})
        act = Act.objects.get()
        editing.edit(article, by=None, at=NOW, fields={"headline": "Newer"})

        with pytest.raises(ActRefused, match="changed again since"):
            undoing.undo_act(act, by=None, at=LATER)

        assert not Act.objects.filter(verb="undo").exists()

    def test_undo_of_a_merge_goes_by_the_merge(self) -> None:
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=None)
        merge = merging.apply_merge(plan, by=None, at=NOW)

        undoing.undo_act(merge.act, by=None, at=LATER)

        merge.refresh_from_db()
        duplicate.refresh_from_db()
        assert (merge.undone_at, duplicate.status) == (LATER, Status.INCOMING)

    def test_undo_of_what_made_an_article_or_undid_a_merge_is_refused(self) -> None:
        editing.create(by=None, at=NOW, headline="Dam opens")
        created = Act.objects.get()
        plan = merging.plan_merge(make_article(), [make_article()], by=None)
        merging.undo_merge(merging.apply_merge(plan, by=None, at=NOW), by=None, at=NOW)

        for act in (created, Act.objects.latest("id")):
            with pytest.raises(ActRefused, match="cannot be undone"):
                undoing.undo_act(act, by=None, at=LATER)

    def test_undo_of_publishing_what_readers_saw_leaves_a_notice(self) -> None:
        article = publishing.publish(make_draft(), by=None, at=NOW)

        undoing.undo_act(Act.objects.get(), by=None, at=LATER)

        article.refresh_from_db()
        assert article.status == Status.DRAFT
        assert [w.kind for w in article.withdrawals.standing()] == [WithdrawalKind.GONE]

    def test_undo_of_a_story_that_took_in_others_since_keeps_the_story(self) -> None:
        first, later = make_article(), make_article(arrived_at=LATER)
        story = linking.start_story([first], title="Flood", by=None, at=NOW)
        act = Act.objects.get()
        linking.move_to_story(later, story=story, by=None, at=NOW)

        reverted = undoing.undo_act(act, by=None, at=LATER)

        found = dict(Article.objects.values_list("pk", "story_id"))
        assert found == {first.pk: None, later.pk: story.pk}
        assert [(kept.model, kept.field) for kept in reverted.kept] == [("articles.story", "")]

    def test_undo_of_a_tag_that_others_carry_by_now_keeps_the_tag(self) -> None:
        first, second = make_draft(), make_draft()
        tagging.tag(first, names=["Dam"], by=None, at=NOW)
        act = Act.objects.get()
        tagging.tag(second, names=["Dam"], by=None, at=NOW)

        undoing.undo_act(act, by=None, at=LATER)

        assert (first.tags.count(), second.tags.count()) == (0, 1)

    def test_undo_that_would_leave_a_live_page_unfit_is_refused(self) -> None:
        source = make_source(rights="link")
        article = make_published(source=source)
        fields = {"source_id": None}
        editing.edit(article, by=None, at=NOW, fields=fields)

        with pytest.raises(ActRefused, match="link only"):
            undoing.undo_act(Act.objects.get(), by=None, at=LATER)


class UndoRightsTest(TestCase):
    def setUp(self) -> None:
        self.section = make_section()
        self.article = make_draft(section=self.section)
        self.author = make_user(REPORTER, (self.section,))
        editing.edit(self.article, by=self.author, at=NOW, fields={"headline": "New"})
        self.act = Act.objects.get()

    def test_undo_of_ones_own_act_needs_the_right_in_general(self) -> None:
        self.section.members.all().delete()

        undoing.undo_act(self.act, by=self.author, at=LATER)

    def test_undo_of_anothers_act_needs_the_right_in_its_section(self) -> None:
        foreign = make_user(SECTION_EDITOR, (make_section(),))

        for user in (foreign, make_user()):
            with pytest.raises(NotPermitted):
                undoing.undo_act(self.act, by=user, at=LATER)
        undoing.undo_act(self.act, by=make_user(SECTION_EDITOR, (self.section,)), at=LATER)

    def test_undo_of_an_edit_that_was_published_since_needs_the_right_to_publish(self) -> None:
        publishing.publish(self.article, by=None, at=NOW)

        with pytest.raises(NotPermitted, match="publish_article"):
            undoing.undo_act(self.act, by=self.author, at=LATER)

    def test_undo_of_the_revival_of_a_killed_article_needs_the_right_to_kill(self) -> None:
        killed = make_article(status=Status.KILLED)
        publishing.revive(killed, by=None, at=NOW)
        revival = Act.objects.latest("id")

        with pytest.raises(NotPermitted, match="kill_article"):
            undoing.undo_act(revival, by=make_user(SECTION_EDITOR), at=LATER + timedelta(hours=1))
