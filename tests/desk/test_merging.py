"""Merging: what forbids it, what it chooses and why, what follows, and that nothing is lost."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.desk import editing, linking, merging, moving, relations
from articles.enums import (
    Decision,
    Door,
    Kind,
    Relation,
    Rights,
    Status,
    SuggestionStatus,
    Trust,
    Verdict,
)
from articles.errors import ActRefused, IllegalMove, NotPermitted, PlanOutdated
from articles.models import (
    Act,
    Article,
    Credit,
    Match,
    Merge,
    RelatedLink,
    Suggestion,
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
    make_contribution,
    make_correction,
    make_credit,
    make_draft,
    make_front,
    make_link,
    make_match,
    make_merged,
    make_published,
    make_section,
    make_slot,
    make_source,
    make_story,
    make_tag,
    make_user,
    tag_article,
)


def merge(survivor: Article, *duplicates: Article, **choices: int) -> Merge:
    """Plan and apply by the machine, at NOW; the survivor and duplicates are reloaded."""
    plan = merging.plan_merge(survivor, duplicates, choices=choices, by=None)
    done = merging.apply_merge(plan, by=None, at=NOW)
    for article in (survivor, *duplicates):
        article.refresh_from_db()
    return done


def chosen(survivor: Article, *duplicates: Article) -> dict[str, int]:
    """The article that the rule takes each field from."""
    return merging.plan_merge(survivor, duplicates, by=None).choices


class RefusalTest(TestCase):
    def test_merge_of_an_article_with_itself_is_refused(self) -> None:
        article = make_article()

        with pytest.raises(ActRefused, match="with itself"):
            merging.plan_merge(article, [make_article(), article], by=None)
        with pytest.raises(ActRefused, match="two different"):
            merging.plan_merge(article, [], by=None)

    def test_merge_of_merged_killed_spiked_or_retracted_articles_is_refused(self) -> None:
        cases = (
            (make_merged(make_article()), "was merged"),
            (make_article(status=Status.KILLED), "was killed"),
            (make_article(status=Status.SPIKED), "is spiked"),
            (make_published(retracted_at=EARLIER), "is retracted"),
        )

        for closed, told in cases:
            for pair in ((closed, make_published()), (make_published(), closed)):
                with pytest.raises(ActRefused, match=told):
                    merging.plan_merge(pair[0], [pair[1]], by=None)

    def test_merge_of_a_published_article_into_an_unpublished_one_is_refused(self) -> None:
        with pytest.raises(IllegalMove, match="lead nowhere"):
            merging.plan_merge(make_draft(), [make_published()], by=None)

    def test_merge_of_a_live_article_into_a_scheduled_one_is_refused(self) -> None:
        plan = merging.plan_merge(make_published(published_at=LATER), [make_published()], by=None)

        with pytest.raises(IllegalMove, match="lead nowhere"):
            merging.apply_merge(plan, by=None, at=NOW)

        assert Merge.objects.count() == Act.objects.count() == 0

    def test_merge_without_the_right_in_each_section_is_refused(self) -> None:
        mine, foreign = make_section(), make_section()
        articles = make_article(section=mine), make_article(section=foreign)
        plan = merging.plan_merge(articles[0], [articles[1]], by=None)

        for user in (make_user(SECTION_EDITOR, (mine,)), make_user(REPORTER, (mine, foreign))):
            with pytest.raises(NotPermitted):
                merging.plan_merge(articles[0], [articles[1]], by=user)
            with pytest.raises(NotPermitted):
                merging.apply_merge(plan, by=user, at=NOW)

    def test_merge_of_what_was_edited_since_the_plan_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=None)
        editing.edit(duplicate, by=None, at=NOW, fields={"headline": "New"})

        with pytest.raises(PlanOutdated):
            merging.apply_merge(plan, by=None, at=NOW)

    def test_merge_of_a_byline_that_changed_since_the_plan_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=None)
        editing.set_byline(duplicate, names=[editing.Name(name="Sara")], by=None, at=NOW)

        with pytest.raises(PlanOutdated):
            merging.apply_merge(plan, by=None, at=NOW)

    def test_merge_by_two_editors_at_once_is_done_by_the_first_only(self) -> None:
        one, other, third = make_article(), make_article(), make_article()
        first = merging.plan_merge(one, [other], by=None)
        second = merging.plan_merge(third, [other], by=None)
        merging.apply_merge(first, by=None, at=NOW)

        with pytest.raises(PlanOutdated):
            merging.apply_merge(second, by=None, at=NOW)

        other.refresh_from_db()
        assert (other.survivor_id, Merge.objects.count()) == (one.pk, 1)

    def test_merge_with_a_choice_of_no_such_field_or_article_is_refused(self) -> None:
        survivor, duplicate = make_article(), make_article()

        for choices in ({"status": survivor.pk}, {"headline": 0}, {"source_id": duplicate.pk}):
            with pytest.raises(ActRefused, match=next(iter(choices))):
                merging.plan_merge(survivor, [duplicate], choices=choices, by=None)

    def test_merge_with_a_relation_that_nobody_decided_on_is_refused_by_name(self) -> None:
        known = set(moving.MOVERS) - {"articles.correction.article"}

        with pytest.raises(ActRefused) as refused:
            relations.refuse_unknown(Article, known)

        assert refused.value.message == (
            "Merging is switched off: nobody has decided what happens to "
            "articles.correction.article."
        )

    def test_merge_has_decided_on_every_relation_of_the_model(self) -> None:
        assert sorted(moving.MOVERS) == sorted(relations.pointers(Article))


class PlanTest(TestCase):
    def test_plan_in_json_is_the_same_plan(self) -> None:
        section = make_section()
        survivor = make_article(source=make_source(), section=section)
        duplicate = make_article(
            headline="روس نے تسلیم کیا", written_at=NOW, source=make_source(name="Wire")
        )
        make_contribution(duplicate)
        make_match(survivor, duplicate, verdict=Verdict.SAME_EVENT)

        plan = merging.plan_merge(survivor, [duplicate], by=None)

        assert merging.MergePlan.from_json(json.loads(json.dumps(plan.as_json()))) == plan

    def test_plan_writes_nothing(self) -> None:
        plan = merging.plan_merge(make_article(), [make_article()], by=None)

        assert (Act.objects.count(), {a.version for a in Article.objects.all()}) == (0, {1})
        assert [version for _pk, version in plan.versions] == [1, 1]

    def test_plan_of_nine_takes_as_many_queries_as_one_of_two(self) -> None:
        counts = []
        for number in (2, 9):
            articles = [
                make_article(
                    source=make_source(), section=make_section(), story=make_story(), language="en"
                )
                for _each in range(number)
            ]
            for article in articles:
                make_credit(article)
                make_contribution(article, author=make_author())
                tag_article(article, make_tag())
                make_match(articles[0], article) if article != articles[0] else None
            with CaptureQueriesContext(
                connection,
            ) as queries:
                merging.plan_merge(articles[0], articles[1:], by=None)
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert counts[0] <= 25

    def test_plan_counts_what_will_follow(self) -> None:
        survivor, duplicate = make_article(), make_article()
        tag_article(duplicate, make_tag(), make_tag())
        make_link(make_article(), duplicate)
        make_capture(duplicate)

        plan = merging.plan_merge(survivor, [duplicate], by=None)

        assert {(move.model, move.count) for move in plan.moves} == {
            ("articles.tagging", 2),
            ("articles.relatedlink", 1),
            ("articles.capture", 1),
        }

    def test_plan_warns_of_denied_pairs_other_accounts_languages_and_stories(self) -> None:
        survivor = make_article(headline="One", language="en", story=make_story())
        denied = make_article(headline="Two", language="ur")
        account = make_article(headline="Three", story=make_story(title="Flood"))
        make_match(survivor, denied, decision=Decision.NOT_THE_SAME)
        make_match(survivor, account, verdict=Verdict.SAME_EVENT)

        plan = merging.plan_merge(survivor, [denied, account], by=None)

        assert plan.warnings == (
            "“One” and “Two” were called not the same.",
            "“One” and “Three” are two accounts, not copies of one text.",
            "They are in different languages. A translation is better linked.",
            "“Three” leaves the story “Flood”.",
        )


class ChoiceTest(TestCase):
    def test_survivor_is_published_then_own_then_trusted_then_full_then_early(self) -> None:
        trusted = make_source(trust=Trust.HIGH)
        usual = make_source()
        plain = make_article(source=usual, kind=Kind.REPUBLISHED, arrived_at=NOW)
        early = make_article(source=usual, kind=Kind.REPUBLISHED)
        full = make_article(source=usual, kind=Kind.REPUBLISHED, body_html="<p>a b c d e f g</p>")
        high = make_article(source=trusted, kind=Kind.REPUBLISHED)
        own = make_article()
        live = make_published(source=usual, kind=Kind.REPUBLISHED)

        found = []
        articles = [plain, early, full, high, own, live]
        while len(articles) > 1:
            best, reason = merging.choose_survivor(articles)
            found.append((best, reason))
            articles.remove(best)

        assert found == [
            (live, "It is published: readers know its address."),
            (own, "It is our own reporting."),
            (high, "Its source is trusted more."),
            (full, "It is the fullest text."),
            (early, "It is the earliest."),
        ]

    def test_choice_of_text_takes_the_best_and_what_goes_with_it(self) -> None:
        survivor = make_article(
            source=make_source(), kind=Kind.REPUBLISHED, standfirst="Short", dateline="KABUL"
        )
        own = make_article(standfirst="Longer", language="en")

        found = chosen(survivor, own)

        names = ("body_html", "headline", "standfirst", "dateline", "language")
        assert [found[name] for name in names] == [own.pk, own.pk, own.pk, survivor.pk, own.pk]

    def test_choice_for_a_published_survivor_leaves_what_readers_know(self) -> None:
        survivor = make_published(source=make_source(), kind=Kind.REPUBLISHED)

        found = chosen(survivor, make_article())

        assert (found["headline"], found["body_html"]) == (survivor.pk, survivor.pk)

    def test_choice_of_headline_avoids_shouting(self) -> None:
        survivor = make_article(headline="Dam opens", source=make_source(), kind=Kind.REPUBLISHED)
        loud = make_article(headline="DAM OPENS AT NOON")

        found = chosen(survivor, loud)

        assert (found["headline"], found["body_html"]) == (survivor.pk, loud.pk)

    def test_choice_of_urgency_takes_the_most_urgent(self) -> None:
        survivor, flash = make_article(urgency=5), make_article(urgency=1)

        assert chosen(survivor, flash)["urgency"] == flash.pk

    def test_choice_of_section_stays_unless_the_survivor_has_none(self) -> None:
        section = make_section()
        with_one, without = make_article(section=section), make_article()

        assert chosen(with_one, make_article(section=make_section()))["section_id"] == with_one.pk
        assert chosen(without, with_one)["section_id"] == with_one.pk

    def test_choice_tells_a_reason_for_every_field(self) -> None:
        plan = merging.plan_merge(make_article(), [make_article(urgency=2)], by=None)

        reasons = {field.name: field.reason for field in plan.fields}
        assert reasons == {
            "headline": "It came in first.",
            "kicker": "None has one.",
            "standfirst": "None has one.",
            "body_html": "It came in first.",
            "byline": "None has one.",
            "dateline": "None has one.",
            "language": "None has one.",
            "section_id": "None has one.",
            "lead_image_id": "None has one.",
            "slugline": "None has one.",
            "urgency": "It is the most urgent.",
            "seo_title": "None has one.",
            "social_title": "None has one.",
            "editor_note": "None has one.",
        }

    def test_choice_by_an_editor_wins_field_by_field(self) -> None:
        survivor, second, third = (make_article() for _number in range(3))
        wanted = {"headline": second.pk, "body_html": third.pk}

        done = merge(survivor, second, third, **wanted)

        assert (survivor.headline, survivor.body_html) == (second.headline, third.body_html)
        reasons = {f["name"]: f["reason"] for f in done.plan["fields"]}
        assert (reasons["headline"], reasons["body_html"]) == ("You chose it.", "You chose it.")


class TextTest(TestCase):
    def test_merged_text_brings_its_source_rights_and_address(self) -> None:
        survivor = make_draft()
        source = make_source(rights=Rights.EXCERPT)
        wire = make_article(
            source=source, kind=Kind.REPUBLISHED, canonical_url="https://w.example/1"
        )

        merge(survivor, wire, body_html=wire.pk)

        assert (survivor.source, survivor.kind, survivor.canonical_url) == (
            source,
            Kind.REPUBLISHED,
            "https://w.example/1",
        )
        assert survivor.effective_rights == Rights.EXCERPT
        assert survivor.word_count == wire.word_count

    def test_merged_standfirst_of_a_link_only_source_narrows_the_rights(self) -> None:
        survivor = make_draft()
        wire = make_article(source=make_source(rights=Rights.LINK), standfirst="Theirs")

        merge(survivor, wire, body_html=survivor.pk, standfirst=wire.pk)

        assert (survivor.standfirst, survivor.effective_rights) == ("Theirs", Rights.LINK)

    def test_merged_text_under_embargo_pulls_the_survivor_behind_the_wall(self) -> None:
        survivor = make_published()
        wire = make_article(embargoed_until=LATER)

        merge(survivor, wire, body_html=wire.pk)

        assert (survivor.embargoed_until, survivor.visible_at) == (LATER, LATER)

    def test_merged_duplicate_under_embargo_binds_nobody_when_its_text_is_not_taken(self) -> None:
        survivor = make_published()

        merge(survivor, make_article(embargoed_until=LATER))

        assert (survivor.embargoed_until, survivor.visible_at) == (None, EARLIER)

    def test_merged_text_that_readers_had_not_seen_moves_updated_at(self) -> None:
        survivor, wire = make_published(), make_article()
        other = make_published()

        merge(survivor, wire, body_html=wire.pk)
        merge(other, make_article(urgency=1))

        assert (survivor.updated_at, other.updated_at) == (NOW, None)

    def test_merged_link_only_text_without_address_is_refused_on_a_live_survivor(self) -> None:
        survivor = make_published()
        wire = make_article(source=make_source(rights=Rights.LINK))

        with pytest.raises(ActRefused, match="link only"):
            merge(survivor, wire, body_html=wire.pk)

        survivor.refresh_from_db()
        assert survivor.source is None

    def test_merged_byline_is_the_chosen_one_alone(self) -> None:
        survivor, wire = make_article(), make_article()
        make_contribution(survivor, name="Ours")
        make_contribution(wire, name="Theirs")

        merge(survivor, wire, byline=wire.pk)

        assert [row.name for row in survivor.contributions.all()] == ["Theirs"]


class FollowTest(TestCase):
    def test_duplicates_become_merged_and_lead_to_the_survivor_in_one_hop(self) -> None:
        first, second, third = make_article(), make_article(), make_article()
        merge(second, first)

        merge(third, second)

        first.refresh_from_db()
        assert [(a.status, a.survivor_id) for a in (first, second, third)] == [
            (Status.MERGED, third.pk),
            (Status.MERGED, third.pk),
            (Status.INCOMING, None),
        ]

    def test_copies_of_a_duplicate_become_copies_of_the_survivor(self) -> None:
        survivor, duplicate = make_article(), make_article()
        copy = make_article(copy_of=duplicate)

        merge(survivor, duplicate)

        copy.refresh_from_db()
        assert copy.copy_of_id == survivor.pk

    def test_copy_that_survives_its_representative_leads_the_group(self) -> None:
        leader = make_article()
        survivor, other = make_article(copy_of=leader), make_article(copy_of=leader)

        merge(survivor, leader)

        other.refresh_from_db()
        assert (survivor.copy_of_id, other.copy_of_id, leader.copy_of_id) == (
            None,
            survivor.pk,
            None,
        )

    def test_copy_of_an_outsider_that_survives_brings_the_others_into_that_star(self) -> None:
        outsider = make_article()
        survivor, duplicate = make_article(copy_of=outsider), make_article()
        copy = make_article(copy_of=duplicate)

        merge(survivor, duplicate)

        copy.refresh_from_db()
        assert (survivor.copy_of_id, copy.copy_of_id) == (outsider.pk, outsider.pk)

    def test_story_is_inherited_by_a_survivor_without_one_and_its_copies(self) -> None:
        story = make_story()
        survivor = make_article()
        mine = make_article(copy_of=survivor)
        duplicate = make_article(story=story)
        theirs = make_article(copy_of=duplicate, story=story)

        merge(survivor, duplicate)

        found = dict(Article.objects.values_list("pk", "story_id"))
        assert found == {
            survivor.pk: story.pk,
            mine.pk: story.pk,
            theirs.pk: story.pk,
            duplicate.pk: None,
        }

    def test_story_lead_passes_to_the_survivor_in_the_same_story_only(self) -> None:
        same, other = make_story(), make_story()
        survivor = make_article(story=same)
        first, second = make_article(story=same), make_article(story=other)
        same.lead, other.lead = first, second
        same.save()
        other.save()

        merge(survivor, first, second)

        same.refresh_from_db()
        other.refresh_from_db()
        assert (same.lead_id, other.lead_id) == (survivor.pk, None)

    def test_tags_are_united(self) -> None:
        survivor, duplicate = make_article(), make_article()
        both, theirs = make_tag(), make_tag()
        tag_article(survivor, both)
        tag_article(duplicate, both, theirs)

        merge(survivor, duplicate)

        assert set(survivor.tags.all()) == {both, theirs}
        assert list(duplicate.tags.all()) == []

    def test_links_follow_in_both_directions_without_repeats_or_loops(self) -> None:
        survivor, duplicate, other, fourth = (make_article() for _number in range(4))
        linking.link(survivor, to=other, by=None, at=NOW)
        linking.link(duplicate, to=other, kind=Relation.UPDATE_OF, by=None, at=NOW)
        linking.link(duplicate, to=fourth, kind=Relation.UPDATE_OF, by=None, at=NOW)
        linking.link(duplicate, to=survivor, by=None, at=NOW)
        outside = make_link(duplicate, url="https://example.org/outside", position=7)

        merge(survivor, duplicate)

        rows = RelatedLink.objects.order_by("article_id", "position")
        assert list(rows.values_list("article_id", "target_id", "kind")) == [
            (survivor.pk, other.pk, "see-also"),
            (survivor.pk, fourth.pk, "update-of"),
            (survivor.pk, None, "see-also"),
            (other.pk, survivor.pk, "see-also"),
            (fourth.pk, survivor.pk, "updated-by"),
        ]
        outside.refresh_from_db()
        assert outside.article_id == survivor.pk

    def test_slots_follow_and_the_best_place_on_a_front_wins(self) -> None:
        survivor, duplicate = make_published(), make_published()
        home, front = make_front(), make_front(make_section())
        make_slot(home, survivor, 5)
        best = make_slot(home, duplicate, 2, headline="Best")
        only = make_slot(front, duplicate, 1)

        merge(survivor, duplicate)

        assert list(survivor.slots.order_by("pk").values_list("pk", "position")) == [
            (best.pk, 2),
            (only.pk, 1),
        ]

    def test_captures_suggestions_and_corrections_follow(self) -> None:
        survivor, duplicate = make_article(), make_article()
        capture = make_capture(duplicate)
        suggestion = Suggestion.objects.create(article=duplicate, capture=capture, made_at=EARLIER)
        correction = make_correction(duplicate)

        merge(survivor, duplicate)

        for row in (capture, suggestion, correction):
            row.refresh_from_db()
            assert row.article_id == survivor.pk
        assert suggestion.status == SuggestionStatus.OPEN

    def test_pairs_follow_and_the_word_of_the_desk_is_not_lost(self) -> None:
        survivor, duplicate, third, fourth = (make_article() for _number in range(4))
        make_match(survivor, duplicate)
        make_match(survivor, third)
        make_match(duplicate, third, decision=Decision.NOT_THE_SAME, decided_at=EARLIER)
        make_match(duplicate, fourth, verdict=Verdict.SAME_EVENT)

        merge(survivor, duplicate)

        rows = Match.objects.order_by("b_id").values_list("a_id", "b_id", "verdict", "decision")
        assert list(rows) == [
            (survivor.pk, third.pk, Verdict.SAME_COPY, Decision.NOT_THE_SAME),
            (survivor.pk, fourth.pk, Verdict.SAME_EVENT, ""),
        ]


class CreditTest(TestCase):
    def test_credits_name_every_source_with_its_words_and_address(self) -> None:
        ours, theirs, third = make_source(), make_source(), make_source(credit_text="Third / AP")
        survivor = make_article(source=ours, canonical_url="https://a.example/1")
        wire = make_article(source=theirs, canonical_url="https://b.example/1")
        make_credit(wire, source=theirs, text="By Theirs", url="https://b.example/1")
        other = make_article(source=third, canonical_url="https://c.example/1")

        plan = merging.plan_merge(survivor, [wire, other], by=None)
        merge(survivor, wire, other)

        rows = survivor.credits.select_related("source")
        assert [(row.source, row.printed_text, row.url) for row in rows] == [
            (theirs, "By Theirs", "https://b.example/1"),
            (ours, ours.name, "https://a.example/1"),
            (third, "Third / AP", "https://c.example/1"),
        ]
        assert [(line.source_id, line.text, line.url) for line in plan.credits] == [
            (row.source_id, row.printed_text, row.url) for row in rows
        ]

    def test_credits_of_one_source_stand_once_for_each_address(self) -> None:
        source = make_source()
        survivor = make_article(source=source)
        make_credit(survivor, source=source, url="https://a.example/1")
        second, third = make_article(source=source), make_article(source=source)
        make_credit(second, source=source, url="https://a.example/1", text="Again")
        make_credit(third, source=source)
        fourth = make_article(source=source, canonical_url="https://a.example/2")

        merge(survivor, second, third, fourth)

        assert list(survivor.credits.values_list("text", "url")) == [
            ("", "https://a.example/1"),
            ("", "https://a.example/2"),
        ]
        assert Credit.objects.count() == 2

    def test_credits_of_the_survivor_stay_when_its_text_is_replaced(self) -> None:
        ours, theirs = make_source(), make_source()
        survivor = make_article(source=ours)
        wire = make_article(source=theirs)

        merge(survivor, wire, body_html=wire.pk)

        assert [row.source for row in survivor.credits.all()] == [ours, theirs]


class RecordTest(TestCase):
    def test_merge_is_one_act_with_who_when_door_and_plan(self) -> None:
        chief = make_chief()
        survivor, duplicate = make_article(), make_article()
        plan = merging.plan_merge(survivor, [duplicate], by=chief)

        done = merging.apply_merge(plan, by=chief, at=NOW, door=Door.INBOX)

        act = Act.objects.get()
        assert (act.verb, act.by, act.at, act.door) == ("merge", chief, NOW, Door.INBOX)
        assert act.plan == {"survivor": survivor.pk, "duplicates": [duplicate.pk]}
        assert (done.act, done.survivor, done.merged_at, done.merged_by) == (
            act,
            survivor,
            NOW,
            chief,
        )
        assert merging.MergePlan.from_json(done.plan) == plan


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

        assert list(front.slots.values_list("position", "article_id")) == [
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
