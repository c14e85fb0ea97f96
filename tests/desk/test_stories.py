"""Stories: membership of whole copy groups, leads, joins, and what the machine may not redo."""

import pytest
from django.test import TestCase

from articles.desk import linking
from articles.enums import Decision, StoryStatus, Verdict
from articles.errors import ActRefused, NotPermitted
from articles.models import Address, Article, Match, Story
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    make_article,
    make_chief,
    make_match,
    make_story,
    make_user,
)


def members(story: Story) -> list[int]:
    """Ids of the story's articles."""
    return list(Article.objects.filter(story=story).order_by("pk").values_list("pk", flat=True))


class MoveToStoryTest(TestCase):
    def test_move_to_story_of_a_copy_moves_its_whole_group(self) -> None:
        story = make_story()
        leader = make_article()
        copy, sibling = make_article(copy_of=leader), make_article(copy_of=leader)

        linking.move_to_story(copy, story=story, by=None, at=NOW)

        assert members(story) == [leader.pk, copy.pk, sibling.pk]

    def test_move_to_story_keeps_last_at_at_the_newest_arrival(self) -> None:
        story = make_story(last_at=EARLIER)

        linking.move_to_story(make_article(arrived_at=LATER), story=story, by=None, at=NOW)

        story.refresh_from_db()
        assert story.last_at == LATER

    def test_move_to_story_of_the_pinned_lead_unpins_it(self) -> None:
        story, other = make_story(), make_story()
        article = make_article(story=story)
        story.lead = article
        story.save()

        linking.move_to_story(article, story=other, by=make_chief(), at=NOW)

        story.refresh_from_db()
        assert (story.lead_id, members(other)) == (None, [article.pk])

    def test_move_to_story_none_by_a_person_is_remembered_for_the_machine(self) -> None:
        story = make_story()
        article, stays = make_article(story=story), make_article(story=story)
        make_match(article, stays, verdict=Verdict.SAME_EVENT)

        linking.move_to_story(article, story=None, by=make_chief(), at=NOW)

        assert members(story) == [stays.pk]
        assert Match.objects.get().decision == Decision.NOT_THE_SAME
        with pytest.raises(ActRefused, match="does not belong"):
            linking.move_to_story(article, story=story, by=None, at=LATER)

    def test_move_to_story_none_of_an_article_placed_by_hand_is_remembered_too(self) -> None:
        story = make_story()
        article, stays = make_article(story=story), make_article(story=story)

        linking.move_to_story(article, story=None, by=make_chief(), at=NOW)

        pair = Match.objects.denied().get()
        assert {pair.a_id, pair.b_id} == {article.pk, stays.pk}

    def test_move_to_story_that_was_joined_leads_to_the_living_one(self) -> None:
        living = make_story()
        gone = make_story(joined_into=living)
        article = make_article()

        linking.move_to_story(article, story=gone, by=None, at=NOW)

        assert members(living) == [article.pk]

    def test_move_to_story_by_a_reporter_is_refused(self) -> None:
        with pytest.raises(NotPermitted):
            linking.move_to_story(
                make_article(), story=make_story(), by=make_user(REPORTER), at=NOW
            )


class StartStoryTest(TestCase):
    def test_start_story_takes_articles_with_their_copies_out_of_other_stories(self) -> None:
        old = make_story()
        article, stays = make_article(story=old, language="ur"), make_article(story=old)
        copy = make_article(story=old, copy_of=article, arrived_at=NOW)
        chief = make_chief()

        story = linking.start_story([article], title="  ڈیم\nکھل گیا ", by=chief, at=NOW)

        story.refresh_from_db()
        assert (story.title, story.slug, story.language, story.owner, story.last_at) == (
            "ڈیم کھل گیا",
            "ڈیم-کھل-گیا",
            "ur",
            chief,
            NOW,
        )
        assert (members(story), members(old)) == ([article.pk, copy.pk], [stays.pk])

    def test_start_story_without_title_or_article_is_refused(self) -> None:
        for articles, title in (([make_article()], " "), ([], "Flood")):
            with pytest.raises(ActRefused):
                linking.start_story(articles, title=title, by=None, at=NOW)

        assert Story.objects.count() == 0


class JoinStoriesTest(TestCase):
    def test_join_stories_moves_members_and_forwards_every_address_in_one_hop(self) -> None:
        first, second, third = make_story(), make_story(), make_story()
        article = make_article(story=first)
        linking.join_stories(first, into=second, by=None, at=NOW)

        living = linking.join_stories(second, into=third, by=None, at=LATER)

        first.refresh_from_db()
        second.refresh_from_db()
        assert (living.pk, members(third)) == (third.pk, [article.pk])
        assert (first.joined_into_id, second.joined_into_id) == (third.pk, third.pk)
        assert (first.status, second.status) == (StoryStatus.ARCHIVED, StoryStatus.ARCHIVED)
        assert set(Address.objects.values_list("noun", "key", "target_id")) == {
            ("story", str(first.pk), third.pk),
            ("story", str(second.pk), third.pk),
        }

    def test_join_stories_with_itself_is_refused(self) -> None:
        story = make_story()

        with pytest.raises(ActRefused, match="itself"):
            linking.join_stories(story, into=story, by=None, at=NOW)

    def test_join_stories_back_into_what_it_was_joined_into_is_refused(self) -> None:
        first, second = make_story(), make_story()
        linking.join_stories(first, into=second, by=None, at=NOW)

        with pytest.raises(ActRefused, match="itself"):
            linking.join_stories(second, into=first, by=None, at=LATER)


class EditStoryTest(TestCase):
    def test_edit_story_title_moves_the_slug_along(self) -> None:
        story = make_story(title="Old", slug="old")

        edited = linking.edit_story(story, fields={"title": "New title"}, by=None, at=NOW)

        assert (edited.title, edited.slug) == ("New title", "new-title")

    def test_edit_story_lead_that_is_no_member_is_refused(self) -> None:
        story = make_story()
        member, stranger = make_article(story=story), make_article()

        edited = linking.edit_story(story, fields={"lead_id": member.pk}, by=None, at=NOW)

        assert edited.lead_id == member.pk
        with pytest.raises(ActRefused, match="one of its articles"):
            linking.edit_story(story, fields={"lead_id": stranger.pk}, by=None, at=NOW)

    def test_edit_story_with_impossible_values_is_refused(self) -> None:
        story = make_story()

        for fields in ({"title": " "}, {"status": "lost"}, {"joined_into_id": 1}):
            with pytest.raises(ActRefused):
                linking.edit_story(story, fields=fields, by=None, at=NOW)
