"""Every row that points at a duplicate follows to the survivor, and nothing is lost."""

from django.test import TestCase

from articles.desk import linking, merging, publishing
from articles.enums import (
    Decision,
    Relation,
    Status,
    SuggestionStatus,
    Verdict,
)
from articles.ingest.arriving import is_touched
from articles.models import (
    Article,
    Credit,
    Match,
    Merge,
    RelatedLink,
    Suggestion,
)
from tests.factories import (
    EARLIER,
    NOW,
    make_article,
    make_capture,
    make_correction,
    make_credit,
    make_front,
    make_link,
    make_match,
    make_published,
    make_section,
    make_slot,
    make_source,
    make_story,
    make_tag,
    tag_article,
)


def merge(survivor: Article, *duplicates: Article, **choices: int) -> Merge:
    """Plan and apply by the machine, at NOW; the survivor and duplicates are reloaded."""
    plan = merging.plan_merge(survivor, duplicates, choices=choices, by=None)
    done = merging.apply_merge(plan, by=None, at=NOW)
    for article in (survivor, *duplicates):
        article.refresh_from_db()
    return done


class FollowTest(TestCase):
    def test_what_leads_readers_to_a_duplicate_leads_to_the_survivor(self) -> None:
        survivor, duplicate, away = make_published(), make_published(), make_published()
        publishing.unpublish(away, by=None, at=NOW, forward_to=duplicate)

        merge(survivor, duplicate)

        assert away.withdrawals.get().forward_to == survivor

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

    def test_survivor_counts_as_touched_so_that_upstream_only_suggests(self) -> None:
        survivor, duplicate = make_article(), make_article()
        assert not is_touched(survivor)

        merge(survivor, duplicate)

        assert is_touched(survivor)

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
