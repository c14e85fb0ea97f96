"""The smaller nouns: what their tables refuse, and the choices of rows that acts rely on."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import TestCase

from articles.enums import Decision, StoryStatus, Verdict, WithdrawalKind
from articles.models import (
    Contribution,
    FrontSlot,
    Match,
    Publication,
    RelatedLink,
    Source,
    Story,
    TagAlias,
    Withdrawal,
)
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    make_article,
    make_author,
    make_contribution,
    make_credit,
    make_draft,
    make_front,
    make_image,
    make_link,
    make_match,
    make_published,
    make_slot,
    make_source,
    make_story,
    make_tag,
    make_tag_alias,
)


class TablesTest(TestCase):
    def refuses(self, constraint: str, row: models.Model) -> None:
        """SQLite names the columns of a broken uniqueness, PostgreSQL the constraint."""
        with pytest.raises(IntegrityError, match=rf"{constraint}|UNIQUE"), transaction.atomic():
            row.save()

    def test_tables_refuse_what_must_not_be(self) -> None:
        one, other = make_article(), make_article()
        front, source = make_front(), make_source()
        make_match(one, other)
        make_slot(front, one, 1)
        make_credit(one, source=source)
        make_link(one, other)
        Withdrawal.objects.create(article=one, kind=WithdrawalKind.GONE, at=NOW)
        slot: dict[str, Any] = {"edition": front.live, "picked_at": NOW}
        link: dict[str, Any] = {"article": one, "made_at": NOW}
        pair: dict[str, Any] = {"verdict": Verdict.SAME_COPY, "found_at": NOW}
        cases: list[tuple[str, models.Model]] = [
            ("match_once", Match(a=one, b=other, **pair)),
            ("match_ordered", Match(a=other, b=one, **pair)),
            ("slot_once", FrontSlot(position=1, article=other, **slot)),
            ("slot_article_once", FrontSlot(position=2, article=one, **slot)),
            (
                "slot_ends_after_start",
                FrontSlot(position=2, article=other, from_at=NOW, until_at=NOW, **slot),
            ),
            ("link_has_one_target", RelatedLink(**link)),
            ("link_has_one_target", RelatedLink(target=other, url="https://a.example/", **link)),
            ("link_not_to_itself", RelatedLink(target=one, **link)),
            ("link_once", RelatedLink(target=other, **link)),
            ("contribution_named", Contribution(article=one)),
            ("withdrawal_once", Withdrawal(article=one, kind=WithdrawalKind.GONE, at=NOW)),
            ("one_publication", Publication(pk=2)),
        ]

        for constraint, row in cases:
            with self.subTest(constraint):
                self.refuses(constraint, row)

    def test_tag_alias_of_another_spelling_of_the_same_is_refused(self) -> None:
        tag = make_tag("Kabul")
        make_tag_alias(tag, "Caboul")

        self.refuses("folded", TagAlias(tag=tag, name="CABOUL"))


class ChoicesTest(TestCase):
    def test_slots_current_at_a_moment_include_the_start_and_exclude_the_end(self) -> None:
        front = make_front()
        times = [(None, None), (NOW, None), (None, NOW), (EARLIER, LATER), (LATER, None)]
        for position, (from_at, until_at) in enumerate(times, 1):
            make_slot(front, make_article(), position, from_at=from_at, until_at=until_at)

        found = FrontSlot.objects.current(NOW).values_list("position", flat=True)

        assert list(found) == [1, 2, 4]

    def test_matches_are_found_from_both_ends(self) -> None:
        one, other, third = make_article(), make_article(), make_article()
        pair = make_match(one, other)
        denied = make_match(other, third, decision=Decision.NOT_THE_SAME)
        unrelated = make_match(one, third, verdict=Verdict.UNRELATED)

        assert Match.objects.between(other.pk, one.pk).get() == pair
        assert set(Match.objects.of(third.pk)) == {denied, unrelated}
        assert list(Match.objects.standing()) == [pair]
        assert list(Match.objects.denied()) == [denied]
        assert (pair.other(one.pk), pair.other(other.pk)) == (other.pk, one.pk)

    def test_sources_due_are_active_polled_and_past_their_pace(self) -> None:
        url = "https://a.example/feed"
        due = [
            make_source(slug="a", poll_url=url),
            make_source(slug="b", poll_url=url, next_poll_at=NOW),
        ]
        make_source(poll_url=url, next_poll_at=LATER)
        make_source(poll_url=url, active=False)
        make_source()

        assert list(Source.objects.due(NOW)) == due

    def test_stories_with_listed_members_leave_out_the_others(self) -> None:
        shown, hidden = make_story(), make_story()
        make_story()
        make_published(story=shown)
        make_draft(story=hidden)

        assert list(Story.objects.with_listed_members(NOW)) == [shown]

    def test_stories_open_since_leave_out_paused_and_older_ones(self) -> None:
        open_one = make_story(last_at=NOW)
        make_story(last_at=NOW, status=StoryStatus.PAUSED)
        make_story(last_at=EARLIER)

        assert list(Story.objects.open_since(NOW)) == [open_one]

    def test_withdrawals_standing_leave_out_lifted_ones(self) -> None:
        article = make_article()
        fields: dict[str, Any] = {"article": article, "kind": WithdrawalKind.GONE, "at": NOW}
        Withdrawal.objects.create(lifted_at=NOW, **fields)
        stands = Withdrawal.objects.create(**fields)

        assert list(article.withdrawals.standing()) == [stands]


class WordsTest(TestCase):
    def test_contribution_prints_the_free_name_before_the_authors(self) -> None:
        article, author = make_article(), make_author(name="Amina Khan")

        printed = [
            make_contribution(article, author=author).printed_name,
            make_contribution(article, author=author, name="A. Khan").printed_name,
        ]

        assert printed == ["Amina Khan", "A. Khan"]

    def test_credit_prints_its_text_then_the_sources_wish_then_its_name(self) -> None:
        article = make_article()
        plain, wishing = make_source(name="Wire"), make_source(credit_text="Wire / AP")

        printed = [
            make_credit(article, source=plain).printed_text,
            make_credit(article, source=wishing).printed_text,
            make_credit(article, source=wishing, text="By Wire", url="https://a/").printed_text,
        ]

        assert printed == ["Wire", "Wire / AP", "By Wire"]

    def test_image_may_be_shown_until_its_right_ends(self) -> None:
        image = make_image(expires_at=NOW)

        assert [image.may_be_shown(at) for at in (EARLIER, NOW)] == [True, False]
        assert make_image().may_be_shown(NOW)

    def test_publication_makes_addresses_absolute_and_refuses_odd_zones(self) -> None:
        publication = Publication.current()
        publication.base_url = "https://paper.example/"

        assert publication.absolute("/news/1/") == "https://paper.example/news/1/"
        assert publication.absolute("https://b.example/x") == "https://b.example/x"
        publication.zone = "Mars/Olympus"
        with pytest.raises(ValidationError, match="Choose a zone"):
            publication.clean()
