"""Fronts: picks stand, the rule fills, nothing twice, nothing that lists may not show."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.desk import composing, curating
from articles.enums import Status
from articles.errors import ActRefused, NotPermitted
from articles.models import Act, Article, Front, FrontSlot
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_author,
    make_chief,
    make_contribution,
    make_draft,
    make_front,
    make_image,
    make_merged,
    make_published,
    make_section,
    make_slot,
    make_source,
    make_story,
    make_user,
)


def shown(front: Front) -> list[tuple[int, bool]]:
    """What the front shows at NOW: article and whether it was picked."""
    return [(card.article.pk, card.picked) for card in composing.front_articles(front, NOW)]


def places(front: Front) -> list[tuple[int, int]]:
    """What is picked, by place."""
    return list(front.live.slots.order_by("position").values_list("position", "article_id"))


def ago(minutes: int) -> Article:
    """An article that went live that many minutes before NOW."""
    return make_published(published_at=NOW - timedelta(minutes=minutes))


class FrontArticlesTest(TestCase):
    def setUp(self) -> None:
        self.front = make_front(slot_count=3)

    def test_front_without_picks_shows_the_newest(self) -> None:
        old, new, middle, _oldest = ago(30), ago(10), ago(20), ago(40)

        assert shown(self.front) == [(new.pk, False), (middle.pk, False), (old.pk, False)]

    def test_front_puts_picks_at_their_places_and_fills_the_gaps(self) -> None:
        new, pick, second = ago(10), ago(60), ago(20)
        make_slot(self.front, pick, 2)

        assert shown(self.front) == [(new.pk, False), (pick.pk, True), (second.pk, False)]

    def test_front_counts_urgency_as_newness(self) -> None:
        routine = ago(10)
        flash = make_published(published_at=NOW - timedelta(hours=7), urgency=1)
        stale = make_published(published_at=NOW - timedelta(hours=9), urgency=1)

        assert [pk for pk, _picked in shown(self.front)] == [flash.pk, routine.pk, stale.pk]

    def test_front_never_shows_two_of_one_story_whether_picked_or_not(self) -> None:
        story = make_story()
        pick = make_published(story=story)
        second_pick = make_published(story=story)
        make_published(story=story)
        other = make_story()
        lead, follow_up = ago(10), ago(20)
        Article.objects.filter(pk__in=[lead.pk, follow_up.pk]).update(story=other)
        make_slot(self.front, pick, 1)
        make_slot(self.front, second_pick, 2)

        assert shown(self.front) == [(pick.pk, True), (lead.pk, False)]

    def test_front_never_shows_a_copy_beside_its_representative(self) -> None:
        leader = ago(10)
        copy = make_published(copy_of=leader)
        make_slot(self.front, copy, 1)

        assert shown(self.front) == [(leader.pk, False)]

    def test_front_fills_the_place_of_a_pick_that_readers_may_not_see(self) -> None:
        filler = ago(10)
        hidden = (
            make_draft(),
            make_article(status=Status.KILLED),
            make_merged(make_draft()),
            make_published(published_at=LATER),
            make_published(embargoed_until=LATER),
            make_published(expires_at=NOW),
            make_published(retracted_at=EARLIER),
        )

        for article in hidden:
            slot = make_slot(self.front, article, 1)

            assert shown(self.front) == [(filler.pk, False)]
            slot.delete()

    def test_front_fills_the_place_of_a_pick_out_of_its_time(self) -> None:
        pick = ago(60)
        slot = make_slot(self.front, pick, 1, headline="Own words")
        cases = {(LATER, None): False, (None, NOW): False, (NOW, LATER): True}

        for (from_at, until_at), stands in cases.items():
            FrontSlot.objects.filter(pk=slot.pk).update(from_at=from_at, until_at=until_at)

            assert shown(self.front) == [(pick.pk, stands)]

    def test_front_of_a_section_fills_from_that_section_only(self) -> None:
        section = make_section()
        front = make_front(section)
        mine, foreign = make_published(section=section), make_published()
        make_slot(front, foreign, 1)

        assert shown(front) == [(foreign.pk, True), (mine.pk, False)]

    def test_front_card_shows_the_words_of_the_slot_before_those_of_the_article(self) -> None:
        article = make_published(headline="Long", standfirst="Theirs")
        make_slot(self.front, article, 1, headline="Short", standfirst="Ours")

        card = composing.front_articles(self.front, NOW)[0]

        assert (card.headline, card.standfirst, card.position) == ("Short", "Ours", 1)

    def test_front_card_of_a_link_only_source_shows_no_standfirst(self) -> None:
        make_published(standfirst="Theirs", source=make_source(rights="link"))

        assert composing.front_articles(self.front, NOW)[0].standfirst == ""

    def test_front_card_shows_no_picture_whose_right_ended(self) -> None:
        make_published(lead_image=make_image(expires_at=NOW))

        assert composing.front_articles(self.front, NOW)[0].image is None

    def test_front_card_falls_back_to_the_article_for_a_picture_whose_right_ended(self) -> None:
        own, ended = make_image(), make_image(expires_at=NOW)
        make_slot(self.front, make_published(lead_image=own), 1, image=ended)

        assert composing.front_articles(self.front, NOW)[0].image == own
        assert composing.front_articles(self.front, EARLIER)[0].image == ended

    def test_front_takes_as_many_queries_for_three_slots_as_for_one(self) -> None:
        counts = []
        for number in (1, 3):
            front = make_front(make_section(), slot_count=number * 2)
            for place in range(1, number + 1):
                for section in (front.section, None):
                    article = make_published(section=section, source=make_source())
                    make_contribution(article, author=make_author())
                    if section is None:
                        make_slot(front, article, place)
            with CaptureQueriesContext(connection) as queries:
                cards = composing.front_articles(composing.front_of(front.section, NOW), NOW)
            counts.append((len(cards), len(queries)))

        assert counts == [(2, 6), (6, 6)]

    def test_front_that_was_never_used_is_filled_by_the_rule(self) -> None:
        section = make_section()
        article = make_published(section=section)

        assert shown(composing.front_of(section, NOW)) == [(article.pk, False)]
        assert not Front.objects.filter(section=section).exists()


class FillSlotTest(TestCase):
    def setUp(self) -> None:
        self.front = make_front(slot_count=3)

    def fill(self, position: int, article: Article, **words: object) -> curating.Placed:
        return curating.fill_slot(
            self.front, position=position, article=article, by=None, at=NOW, **words
        )

    def test_fill_slot_pushes_down_and_drops_the_last(self) -> None:
        first, second, third, new = (make_published() for _number in range(4))
        for position, article in enumerate((first, second, third), 1):
            make_slot(self.front, article, position)

        placed = self.fill(1, new)

        assert places(self.front) == [(1, new.pk), (2, first.pk), (3, second.pk)]
        assert placed.dropped == third

    def test_fill_slot_pushes_only_as_far_as_the_next_gap(self) -> None:
        first, third, new = (make_published() for _number in range(3))
        make_slot(self.front, first, 1)
        make_slot(self.front, third, 3)

        placed = self.fill(1, new)

        assert places(self.front) == [(1, new.pk), (2, first.pk), (3, third.pk)]
        assert placed.dropped is None

    def test_fill_slot_of_what_stands_there_already_moves_it_with_its_words(self) -> None:
        first, second = make_published(), make_published()
        make_slot(self.front, first, 1)
        make_slot(self.front, second, 2, headline="Own words")

        placed = self.fill(1, second)

        assert places(self.front) == [(1, second.pk), (2, first.pk)]
        assert (placed.slot.headline, placed.dropped) == ("Own words", None)

    def test_fill_slot_at_its_own_place_sets_the_words_given(self) -> None:
        article = make_published()
        slot = make_slot(self.front, article, 2, headline="Old", standfirst="Old")

        placed = self.fill(2, article, headline=" New\nwords ", until_at=LATER)

        placed.slot.refresh_from_db()
        assert placed.slot.pk == slot.pk
        assert (placed.slot.headline, placed.slot.standfirst) == ("New words", "")
        assert (placed.slot.until_at, placed.slot.picked_at) == (LATER, NOW)

    def test_fill_slot_on_a_front_that_was_never_used_makes_it(self) -> None:
        section = make_section(name="World")
        article = make_published(section=section)

        curating.fill_slot(
            composing.front_of(section, NOW), position=1, article=article, by=None, at=NOW
        )

        front = Front.objects.get(section=section)
        assert (front.name, places(front)) == ("World", [(1, article.pk)])

    def test_fill_slot_of_a_draft_is_allowed_and_shows_nothing_yet(self) -> None:
        self.fill(1, make_draft())

        assert (len(places(self.front)), shown(self.front)) == (1, [])

    def test_fill_slot_of_what_will_never_be_listed_is_refused(self) -> None:
        leader = make_published(headline="The whole report")
        cases = {
            make_article(status=Status.SPIKED): "is spiked",
            make_article(status=Status.KILLED): "was killed",
            make_merged(leader): "was merged",
            make_published(retracted_at=EARLIER): "is retracted",
            make_published(copy_of=leader): "The whole report",
        }

        for article, told in cases.items():
            with pytest.raises(ActRefused, match=told):
                self.fill(1, article)

    def test_fill_slot_with_a_second_article_of_a_story_is_refused(self) -> None:
        story = make_story()
        make_slot(self.front, make_published(story=story, headline="First"), 1)

        with pytest.raises(ActRefused, match="“First” of the same story"):
            self.fill(2, make_published(story=story))

    def test_fill_slot_beyond_the_front_or_ending_before_it_begins_is_refused(self) -> None:
        article = make_published()

        for position in (0, 4):
            with pytest.raises(ActRefused, match="3 places"):
                self.fill(position, article)
        with pytest.raises(ActRefused, match="before it begins"):
            self.fill(1, article, from_at=LATER, until_at=NOW)

    def test_fill_slot_with_a_picture_that_may_not_be_used_then_is_refused(self) -> None:
        article = make_published()
        ended, sealed = make_image(expires_at=NOW), make_image(sealed_at=EARLIER)
        ends_first = make_image(expires_at=LATER)

        with pytest.raises(ActRefused, match="The right to use picture"):
            self.fill(1, article, image_id=ended.pk)
        with pytest.raises(ActRefused, match="withheld for legal reasons"):
            self.fill(1, article, image_id=sealed.pk)
        with pytest.raises(ActRefused, match="The right to use picture"):
            self.fill(1, article, image_id=ends_first.pk, from_at=LATER)
        assert places(self.front) == []
        assert self.fill(1, article, image_id=ends_first.pk).slot.image_id == ends_first.pk

    def test_reword_slot_keeps_an_ended_picture_but_takes_no_other(self) -> None:
        old, other = make_image(expires_at=NOW), make_image(expires_at=NOW)
        slot = make_slot(self.front, make_published(), 1, image=old)
        said: dict[str, Any] = {"headline": "Ours", "standfirst": "", "by": None, "at": NOW}
        said |= {"from_at": None, "until_at": None}

        with pytest.raises(ActRefused, match="The right to use picture"):
            curating.reword_slot(slot, image_id=other.pk, **said)
        kept = curating.reword_slot(slot, image_id=old.pk, **said)

        assert (kept.headline, kept.image_id) == ("Ours", old.pk)

    def test_section_editor_curates_the_front_of_the_section_alone(self) -> None:
        mine, foreign = make_section(), make_section()
        editor = make_user(SECTION_EDITOR, (mine,))
        cases = (
            (make_front(foreign), "is not yours", editor),
            (self.front, "the chief editors", editor),
            (self.front, "You lack the right", make_user(REPORTER)),
        )

        for front, told, user in cases:
            with pytest.raises(NotPermitted, match=told):
                curating.fill_slot(front, position=1, article=make_published(), by=user, at=NOW)
        of_elsewhere = make_published(section=foreign)
        front = make_front(mine)
        curating.fill_slot(front, position=1, article=of_elsewhere, by=editor, at=NOW)
        assert places(front) == [(1, of_elsewhere.pk)]

    def test_chief_curates_the_front_of_the_paper(self) -> None:
        article = make_published()

        curating.fill_slot(self.front, position=1, article=article, by=make_chief(), at=NOW)

        assert places(self.front) == [(1, article.pk)]


class ClearAndArrangeTest(TestCase):
    def setUp(self) -> None:
        self.front = make_front(slot_count=4)
        self.articles = [make_published() for _number in range(4)]
        self.slots = [
            make_slot(self.front, article, place, headline=f"Words {place}")
            for place, article in enumerate(self.articles[:3], 1)
        ]

    def test_clear_slot_leaves_the_others_where_they_are(self) -> None:
        curating.clear_slot(self.slots[1], by=make_chief(), at=NOW)

        assert places(self.front) == [(1, self.articles[0].pk), (3, self.articles[2].pk)]

    def test_clear_slot_twice_is_refused(self) -> None:
        curating.clear_slot(self.slots[0], by=None, at=NOW)

        with pytest.raises(ActRefused, match="free already"):
            curating.clear_slot(self.slots[0], by=None, at=LATER)

    def test_arrange_keeps_words_drops_the_rest_and_adds_what_is_new(self) -> None:
        first, second, third, new = self.articles

        curating.arrange(self.front, article_ids=[third.pk, new.pk, first.pk], by=None, at=NOW)

        slots = self.front.live.slots.order_by("position")
        assert [(s.position, s.article, s.headline) for s in slots] == [
            (1, third, "Words 3"),
            (2, new, ""),
            (3, first, "Words 1"),
        ]
        assert second.slots.count() == 0

    def test_arrange_in_a_ring_settles(self) -> None:
        ids = [self.articles[place].pk for place in (1, 2, 0)]

        curating.arrange(self.front, article_ids=ids, by=None, at=NOW)

        assert places(self.front) == list(enumerate(ids, 1))

    def test_arrange_of_more_than_there_is_room_for_is_refused(self) -> None:
        ids = [article.pk for article in self.articles] + [make_published().pk]

        with pytest.raises(ActRefused, match="4 places"):
            curating.arrange(self.front, article_ids=ids, by=None, at=NOW)

    def test_arrange_into_the_order_there_is_leaves_no_trace(self) -> None:
        ids = [article.pk for article in self.articles[:3]]

        curating.arrange(self.front, article_ids=ids, by=None, at=NOW)

        assert Act.objects.count() == 0
