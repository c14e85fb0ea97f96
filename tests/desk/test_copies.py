"""Copy groups: a star in every case, nothing hidden from readers, splits remembered."""

import pytest
from django.test import TestCase

from articles.desk import linking, undoing
from articles.enums import Decision, Status, Verdict
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Article, Match
from tests.factories import (
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_chief,
    make_match,
    make_merged,
    make_published,
    make_section,
    make_story,
    make_user,
)


def leaders(*articles: Article) -> list[int | None]:
    """What each article is a copy of, fresh from the table."""
    found = dict(Article.objects.values_list("pk", "copy_of_id"))
    return [found[article.pk] for article in articles]


class SetCopyTest(TestCase):
    def setUp(self) -> None:
        self.chief = make_chief()

    def fold(self, article: Article, of: Article) -> Article:
        return linking.set_copy(article, of=of, by=self.chief, at=NOW)

    def test_set_copy_of_a_copy_points_at_the_representative(self) -> None:
        leader = make_article()
        copy = make_article(copy_of=leader)
        article = make_article()

        self.fold(article, copy)

        assert leaders(leader, copy, article) == [None, leader.pk, leader.pk]

    def test_set_copy_of_a_representative_brings_its_copies_along(self) -> None:
        leader, article = make_article(), make_article()
        mine = make_article(copy_of=article)

        self.fold(article, leader)

        assert leaders(leader, article, mine) == [None, leader.pk, leader.pk]

    def test_set_copy_of_a_copy_in_another_group_leaves_its_siblings_behind(self) -> None:
        old, new = make_article(), make_article()
        article, sibling = make_article(copy_of=old), make_article(copy_of=old)

        self.fold(article, new)

        assert leaders(old, sibling, article) == [None, old.pk, new.pk]

    def test_set_copy_of_a_representative_under_its_copy_swaps_the_lead(self) -> None:
        leader = make_article()
        copy, other = make_article(copy_of=leader), make_article(copy_of=leader)

        self.fold(leader, copy)

        assert leaders(leader, copy, other) == [copy.pk, None, copy.pk]

    def test_set_copy_of_a_published_article_takes_the_lead_of_an_unpublished_group(self) -> None:
        leader = make_article()
        copy = make_article(copy_of=leader)
        article = make_published()

        self.fold(article, leader)

        assert leaders(leader, copy, article) == [article.pk, article.pk, None]

    def test_set_copy_of_a_merged_article_leads_to_its_survivor(self) -> None:
        survivor, article = make_article(), make_article()

        self.fold(article, make_merged(survivor))

        assert leaders(article) == [survivor.pk]

    def test_set_copy_gives_the_group_the_story_of_its_representative(self) -> None:
        story, other = make_story(), make_story()
        leader = make_article(story=story)
        article = make_article(story=other)
        mine = make_article(copy_of=article, story=other)

        self.fold(article, leader)

        assert set(Article.objects.values_list("story_id", flat=True)) == {story.pk}
        assert leaders(mine) == [leader.pk]

    def test_set_copy_under_a_representative_without_story_keeps_the_articles_story(self) -> None:
        story = make_story()
        leader, article = make_article(), make_article(story=story)

        self.fold(article, leader)

        assert set(Article.objects.values_list("story_id", flat=True)) == {story.pk}

    def test_set_copy_by_a_person_overrules_what_was_denied(self) -> None:
        leader, article = make_article(), make_article()
        make_match(leader, article, decision=Decision.NOT_THE_SAME)

        self.fold(article, leader)

        pair = Match.objects.get()
        assert (pair.decision, pair.decided_by, pair.decided_at) == (
            Decision.CONFIRMED,
            self.chief,
            NOW,
        )

    def test_set_copy_by_the_machine_of_a_denied_pair_is_refused(self) -> None:
        leader, article = make_article(), make_article()
        sibling = make_article(copy_of=leader)
        make_match(leader, article, decision=Decision.NOT_THE_SAME)

        for target in (leader, sibling):
            with pytest.raises(ActRefused, match="not the same"):
                linking.set_copy(article, of=target, by=None, at=NOW)

    def test_set_copy_by_the_machine_of_a_published_article_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="readers can see"):
            linking.set_copy(make_published(), of=make_published(), by=None, at=NOW)

    def test_set_copy_of_itself_or_of_a_closed_article_is_refused(self) -> None:
        article = make_article()
        killed = make_article(status=Status.KILLED)
        merged = make_merged(make_article())

        for one, other in ((article, article), (article, killed), (merged, article)):
            with pytest.raises(ActRefused):
                self.fold(one, other)

    def test_set_copy_without_the_right_in_both_sections_is_refused(self) -> None:
        mine, foreign = make_section(), make_section()
        pair = make_article(section=mine), make_article(section=foreign)

        for user in (make_user(SECTION_EDITOR, (mine,)), make_user(REPORTER, (mine, foreign))):
            with pytest.raises(NotPermitted):
                linking.set_copy(pair[0], of=pair[1], by=user, at=NOW)


class UnrelatedPairTest(TestCase):
    def test_fold_of_what_the_machine_calls_unrelated_stands_as_a_copy_until_undone(self) -> None:
        chief, one, other = make_chief(), make_article(), make_article()
        make_match(one, other, verdict=Verdict.UNRELATED, rule="nothing")

        linking.set_copy(other, of=one, by=chief, at=NOW)
        standing = list(Match.objects.standing().values_list("verdict", "decision"))
        undoing.undo_act(Act.objects.get(), by=chief, at=NOW)

        assert standing == [(Verdict.SAME_COPY, Decision.CONFIRMED)]
        assert Match.objects.get().verdict == Verdict.UNRELATED


class SplitCopyTest(TestCase):
    def test_split_copy_is_remembered_for_every_member(self) -> None:
        leader = make_article()
        article, sibling = make_article(copy_of=leader), make_article(copy_of=leader)
        make_match(leader, article)

        linking.split_copy(article, by=make_chief(), at=NOW)

        denied = Match.objects.denied().of(article.pk)
        assert leaders(leader, article, sibling) == [None, None, leader.pk]
        assert {pair.other(article.pk) for pair in denied} == {leader.pk, sibling.pk}

    def test_split_copy_stays_in_the_story(self) -> None:
        story = make_story()
        leader = make_article(story=story)
        article = make_article(copy_of=leader, story=story)

        assert linking.split_copy(article, by=None, at=NOW).story_id == story.pk

    def test_split_copy_of_the_representative_lets_the_best_other_lead(self) -> None:
        leader = make_article()
        short = make_article(copy_of=leader, body_html="<p>One.</p>")
        long = make_article(copy_of=leader, body_html="<p>One two three four five six.</p>")

        linking.split_copy(leader, by=None, at=NOW)

        assert leaders(leader, short, long) == [None, long.pk, None]

    def test_split_copy_outside_a_group_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="no copy group"):
            linking.split_copy(make_article(), by=None, at=NOW)


class JudgePairTest(TestCase):
    def deny(self, a: Article, b: Article) -> Match:
        return linking.judge_pair(a, b, decision=Decision.NOT_THE_SAME, by=None, at=NOW)

    def test_judge_pair_of_a_copy_and_its_representative_parts_them(self) -> None:
        leader = make_article()
        copy = make_article(copy_of=leader)

        pair = self.deny(leader, copy)

        assert leaders(leader, copy) == [None, None]
        assert (pair.a_id, pair.b_id, pair.verdict, pair.decision) == (
            leader.pk,
            copy.pk,
            Verdict.UNRELATED,
            Decision.NOT_THE_SAME,
        )

    def test_judge_pair_keeps_what_the_machine_found(self) -> None:
        one, other = make_article(), make_article()
        found = make_match(one, other, verdict=Verdict.SAME_EVENT, event_score=0.7)

        pair = self.deny(other, one)

        assert (pair.pk, pair.verdict, pair.event_score) == (found.pk, Verdict.SAME_EVENT, 0.7)
        assert list(Match.objects.denied()) == [found]

    def test_judge_pair_of_two_copies_parts_the_one_that_nothing_else_ties(self) -> None:
        leader = make_article()
        tied, loose = make_article(copy_of=leader), make_article(copy_of=leader)
        make_match(leader, tied)
        make_match(tied, loose)

        self.deny(tied, loose)

        assert leaders(tied, loose) == [leader.pk, None]

    def test_judge_pair_of_two_copies_that_both_match_the_lead_leaves_the_group(self) -> None:
        leader = make_article()
        first, second = make_article(copy_of=leader), make_article(copy_of=leader)
        make_match(leader, first)
        make_match(leader, second)

        self.deny(first, second)

        assert leaders(first, second) == [leader.pk, leader.pk]

    def test_judge_pair_takes_the_untied_one_out_of_the_story_with_its_copies(self) -> None:
        story = make_story()
        one, other, third = (make_article(story=story) for _number in range(3))
        copy = make_article(story=story, copy_of=one)
        make_match(one, other, verdict=Verdict.SAME_EVENT)
        make_match(other, third, verdict=Verdict.SAME_EVENT)

        self.deny(one, other)

        found = dict(Article.objects.values_list("pk", "story_id"))
        assert found == {one.pk: None, copy.pk: None, other.pk: story.pk, third.pk: story.pk}

    def test_judge_pair_leaves_a_story_that_others_hold_together(self) -> None:
        story = make_story()
        one, other, third = (make_article(story=story) for _number in range(3))
        for article in (one, other):
            make_match(article, third, verdict=Verdict.SAME_EVENT)

        self.deny(one, other)

        assert set(Article.objects.values_list("story_id", flat=True)) == {story.pk}

    def test_judge_pair_never_takes_out_the_pinned_lead(self) -> None:
        story = make_story()
        early, late = make_article(story=story), make_article(story=story, arrived_at=NOW)
        story.lead = late
        story.save()

        self.deny(early, late)

        found = dict(Article.objects.values_list("pk", "story_id"))
        assert found == {early.pk: None, late.pk: story.pk}

    def test_judge_pair_undecided_takes_the_word_back(self) -> None:
        one, other = make_article(), make_article()
        self.deny(one, other)

        pair = linking.judge_pair(one, other, decision=Decision.UNDECIDED, by=None, at=LATER)

        assert (pair.decision, pair.decided_at, list(Match.objects.denied())) == ("", None, [])

    def test_judge_pair_confirmed_moves_nothing(self) -> None:
        one, other = make_article(), make_article()

        pair = linking.judge_pair(one, other, decision=Decision.CONFIRMED, by=None, at=NOW)

        assert (pair.verdict, leaders(one, other)) == (Verdict.SAME_EVENT, [None, None])

    def test_judge_pair_of_one_article_is_refused(self) -> None:
        article = make_article()

        with pytest.raises(ActRefused, match="one and the same"):
            self.deny(article, article)
