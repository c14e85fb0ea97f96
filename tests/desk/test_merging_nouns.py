"""Merging sources and authors: every row follows, nobody's text gets freer, undo restores all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from articles.desk import merging_nouns, namesakes, noun_moves, relations, tagging, undoing
from articles.enums import Decision, Rights, Role
from articles.errors import ActRefused, NotPermitted, PlanOutdated
from articles.models import (
    Act,
    Address,
    Article,
    Author,
    AuthorAlias,
    Capture,
    Contribution,
    Credit,
    Namesake,
    Source,
    SourceAlias,
    SourceLine,
    Tag,
)
from tests import factories
from tests.desk.test_undoing import dump
from tests.factories import LATER, NOW

ORDER = (Rights.LINK, Rights.EXCERPT, Rights.FULL)
FEED, OTHER_FEED = "https://wire.example/feed.rss", "https://wire.example/all.atom"


def agreed(gone: Any, stays: Any) -> list[str]:
    return [question.key for question in merging_nouns.plan_merge(gone, stays).questions]


def merge(gone: Any, stays: Any, **fields: Any) -> Any:
    fields.setdefault("agreed", agreed(gone, stays))
    return merging_nouns.merge(gone, into=stays, **{"by": None, "at": NOW, **fields})


def add_line(source: Source, key: int, count: int, hours: int = 0) -> SourceLine:
    seen = NOW + timedelta(hours=hours)
    return SourceLine.objects.create(
        source=source, key=key, text=f"line {key}", article_count=count, last_seen_at=seen
    )


class MergeSourcesTest(TestCase):
    def setUp(self) -> None:
        self.gone = factories.make_source(name="Marsa Wire Ltd", slug="marsa-wire-ltd")
        self.stays = factories.make_source(name="Marsa Wire", slug="marsa-wire")

    def test_every_row_follows_and_the_address_leads_on_in_one_hop(self) -> None:
        article = factories.make_published(source=self.gone)
        capture = factories.make_capture(article)
        credit = factories.make_credit(article, source=self.gone, url="https://a.example/1")
        Address.objects.create(noun="source", key="oldest", target_id=self.gone.pk)

        merge(self.gone, self.stays)

        for row in (article, capture, credit):
            row.refresh_from_db()
            assert row.source_id == self.stays.pk
        assert set(Address.objects.values_list("key", "target_id")) == {
            ("oldest", self.stays.pk),
            ("marsa-wire-ltd", self.stays.pk),
        }
        page = self.client.get("/source/marsa-wire-ltd/")
        assert (page.status_code, page["Location"]) == (301, "/source/marsa-wire/")
        assert self.client.get("/source/oldest/")["Location"] == "/source/marsa-wire/"
        assert not Source.objects.filter(pk=self.gone.pk).exists()

    def test_plan_counts_what_follows_and_writes_nothing(self) -> None:
        for _number in range(2):
            factories.make_capture(factories.make_article(source=self.gone))

        with self.assertNumQueries(9):  # one a relation, one for the former names
            plan = merging_nouns.plan_merge(self.gone, self.stays)

        assert {move.model: move.count for move in plan.moves} == {
            "articles.article": 2,
            "articles.capture": 2,
        }
        assert (plan.names, plan.questions) == (("Marsa Wire Ltd",), ())
        assert Act.objects.count() == 0

    def test_what_both_have_is_kept_once_and_no_arrival_is_lost(self) -> None:
        article = factories.make_article(source=self.stays)
        both = {"item_key": "guid:1", "content_key": "c"}
        factories.make_capture(article, source=self.stays, **both)
        theirs = factories.make_capture(article, source=self.gone, **both)
        for source in (self.gone, self.stays):
            factories.make_credit(article, source=source, url="https://a.example/1")
        add_line(self.stays, 7, 2)
        add_line(self.gone, 7, 3, hours=5)
        add_line(self.gone, 8, 1)

        merge(self.gone, self.stays)

        assert Capture.objects.filter(source=self.stays).count() == 2
        theirs.refresh_from_db()
        assert (theirs.item_key, len(theirs.content_key)) == ("guid:1", 64)
        assert Credit.objects.get().source_id == self.stays.pk
        lines = SourceLine.objects.order_by("key")
        assert list(lines.values_list("source", "key", "article_count", "last_seen_at")) == [
            (self.stays.pk, 7, 5, NOW + timedelta(hours=5)),
            (self.stays.pk, 8, 1, NOW),
        ]

    def test_freer_rights_are_asked_about_and_reach_no_article_there_is(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(rights=Rights.EXCERPT)
        self.gone.refresh_from_db()
        rows = {
            given: factories.make_article(source=self.gone, rights=given)
            for given in ("", Rights.LINK, Rights.EXCERPT, Rights.FULL)
        }
        before = {given: Article.objects.get(pk=a.pk).effective_rights for given, a in rows.items()}

        with pytest.raises(PlanOutdated, match="keep to “Excerpt”"):
            merge(self.gone, self.stays, agreed=())
        assert Source.objects.count() == 2
        merge(self.gone, self.stays)

        after = {given: Article.objects.get(pk=a.pk).effective_rights for given, a in rows.items()}
        assert after == before

    def test_narrower_rights_are_asked_about_and_hold_for_all(self) -> None:
        Source.objects.filter(pk=self.stays.pk).update(rights=Rights.LINK)
        self.stays.refresh_from_db()
        article = factories.make_article(source=self.gone)

        with pytest.raises(PlanOutdated, match="shown as “Headline and link”"):
            merge(self.gone, self.stays, agreed=())
        merge(self.gone, self.stays)

        assert Article.objects.get(pk=article.pk).effective_rights == Rights.LINK

    def test_agreement_to_other_terms_is_no_agreement(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(licence="By letter")
        Source.objects.filter(pk=self.stays.pk).update(licence="Subscription")
        self.gone.refresh_from_db()
        self.stays.refresh_from_db()
        keys = agreed(self.gone, self.stays)
        Source.objects.filter(pk=self.stays.pk).update(licence="None any more")

        with pytest.raises(PlanOutdated, match="licences differ"):
            merge(self.gone, self.stays, agreed=keys)

        assert len(keys) == 1

    def test_feed_goes_to_a_source_without_one(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(poll_url=FEED, zone="Asia/Karachi")
        self.gone.refresh_from_db()

        merge(self.gone, self.stays)

        kept = Source.objects.get()
        assert (kept.poll_url, kept.zone, kept.former_feeds()) == (FEED, "Asia/Karachi", [])

    def test_second_feed_is_polled_on_and_the_same_feed_once(self) -> None:
        third = factories.make_source(name="Third", poll_url=FEED + "#top")
        Source.objects.filter(pk=self.gone.pk).update(poll_url=OTHER_FEED)
        Source.objects.filter(pk=self.stays.pk).update(poll_url=FEED)
        self.gone.refresh_from_db()
        self.stays.refresh_from_db()

        merge(self.gone, self.stays)
        merge(third, self.stays)

        kept = Source.objects.get()
        assert (kept.poll_url, [feed.poll_url for feed in kept.former_feeds()]) == (
            FEED,
            [OTHER_FEED],
        )

    def test_feed_of_a_source_that_is_switched_off_stays_off(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(poll_url=FEED, active=False)
        self.gone.refresh_from_db()

        merge(self.gone, self.stays)

        assert (Source.objects.get().poll_url, Source.objects.get().former_feeds()) == ("", [])

    def test_feed_that_would_stop_is_asked_about(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(poll_url=FEED)
        Source.objects.filter(pk=self.stays.pk).update(active=False)
        self.gone.refresh_from_db()
        self.stays.refresh_from_db()

        with pytest.raises(PlanOutdated, match="not polled any more"):
            merge(self.gone, self.stays, agreed=())

    def test_undo_after_a_poll_of_the_former_feed_still_restores_all(self) -> None:
        Source.objects.filter(pk=self.gone.pk).update(poll_url=OTHER_FEED)
        Source.objects.filter(pk=self.stays.pk).update(poll_url=FEED)
        self.gone.refresh_from_db()
        self.stays.refresh_from_db()
        before = dump()
        merge(self.gone, self.stays)
        SourceAlias.objects.update(etag="fresh")

        reverted = undoing.undo_act(Act.objects.get(), by=None, at=LATER)

        assert (reverted.kept, dump()) == ((), before)

    def test_undo_leaves_what_arrived_since_with_the_source_that_took_it_in(self) -> None:
        before = factories.make_article(source=self.gone)
        merge(self.gone, self.stays)
        since = factories.make_article(source=self.stays)
        before.refresh_from_db()
        before.headline = "Changed since"
        before.save()

        reverted = undoing.undo_act(Act.objects.get(), by=None, at=LATER)

        assert reverted.kept == ()
        assert set(Article.objects.values_list("pk", "source", "headline")) == {
            (before.pk, self.gone.pk, "Changed since"),
            (since.pk, self.stays.pk, since.headline),
        }

    def test_merge_without_the_right_or_with_itself_is_refused(self) -> None:
        editor = factories.make_user(factories.SECTION_EDITOR)

        with pytest.raises(NotPermitted):
            merge(self.gone, self.stays, by=editor)
        for other in (self.gone, factories.make_tag("Wire")):
            with pytest.raises(ActRefused):
                merging_nouns.merge(self.gone, into=other, by=None, at=NOW)

    def test_merge_of_what_somebody_merged_before_is_refused(self) -> None:
        merge(self.gone, self.stays)

        with pytest.raises(ActRefused, match="no longer exists"):
            merging_nouns.merge(self.gone, into=self.stays, by=None, at=NOW)

    def test_merge_that_would_keep_everybody_waiting_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="smaller one into the larger"):
            noun_moves.refuse_too_many(noun_moves.MOST_MOVED + 1)

    def test_every_relation_is_decided_on(self) -> None:
        for model in (Tag, Source, Author):
            assert set(relations.pointers(model)) == set(merging_nouns._known(model))


class MergeAuthorsTest(TestCase):
    def setUp(self) -> None:
        self.gone = factories.make_author(name="J. Roe", slug="j-roe", bio="Reports from Karvan.")
        self.stays = factories.make_author(name="Jane Roe", slug="jane-roe", job_title="Reporter")

    def test_bylines_follow_once_for_each_role(self) -> None:
        alone, both = factories.make_published(), factories.make_published()
        factories.make_contribution(alone, author=self.gone)
        for author in (self.gone, self.stays):
            factories.make_contribution(both, author=author)
        factories.make_contribution(both, author=self.gone, role=Role.PHOTOGRAPHER)

        merge(self.gone, self.stays)

        assert sorted(Contribution.objects.values_list("article", "author", "role")) == sorted(
            [
                (alone.pk, self.stays.pk, Role.WRITER),
                (both.pk, self.stays.pk, Role.WRITER),
                (both.pk, self.stays.pk, Role.PHOTOGRAPHER),
            ]
        )
        assert self.client.get("/author/j-roe/")["Location"] == "/author/jane-roe/"

    def test_account_and_what_is_missing_are_taken_over(self) -> None:
        user = factories.make_user()
        Author.objects.filter(pk=self.gone.pk).update(user=user)
        self.gone.refresh_from_db()
        before = dump()

        merge(self.gone, self.stays)
        kept = Author.objects.get()

        assert (kept.name, kept.job_title, kept.bio, kept.user_id) == (
            "Jane Roe",
            "Reporter",
            "Reports from Karvan.",
            user.pk,
        )
        undoing.undo_act(Act.objects.get(), by=None, at=LATER)
        assert dump() == before

    def test_two_accounts_are_two_people(self) -> None:
        for author in (self.gone, self.stays):
            author.user = factories.make_user()
            author.save()

        with pytest.raises(ActRefused, match="are two people"):
            merging_nouns.plan_merge(self.gone, self.stays)
        with pytest.raises(ActRefused, match="are two people"):
            merge(self.gone, self.stays, agreed=())

    def test_names_follow_through_a_second_merge(self) -> None:
        third = factories.make_author(name="Jane R. Roe")
        merge(self.gone, self.stays)

        merge(self.stays, third)

        assert set(AuthorAlias.objects.values_list("author", "name")) == {
            (third.pk, "J. Roe"),
            (third.pk, "Jane Roe"),
        }
        assert set(Address.objects.values_list("key", "target_id")) == {
            ("j-roe", third.pk),
            ("jane-roe", third.pk),
        }


class NotTheSameFollowsTest(TestCase):
    def test_what_was_said_of_the_one_that_goes_holds_for_the_one_that_stays(self) -> None:
        tags = [factories.make_tag(name) for name in ("Dam", "Dams", "Damm", "Damp")]
        gone, stays, third, fourth = tags
        kind = Namesake.Noun.TAG
        for other in (stays, third, fourth):
            namesakes.tell_apart(kind, gone.pk, other.pk, by=None, at=NOW)
        namesakes.tell_apart(kind, fourth.pk, stays.pk, by=None, at=NOW)
        before = dump()

        tagging.merge_tags(gone, into=stays, by=None, at=LATER)

        pairs = set(Namesake.objects.values_list("first_id", "second_id", "decision"))
        assert pairs == {
            (stays.pk, third.pk, Decision.NOT_THE_SAME),
            (stays.pk, fourth.pk, Decision.NOT_THE_SAME),
        }
        undoing.undo_act(Act.objects.get(verb="merge-tags"), by=None, at=LATER)
        assert dump() == before


class EveryRowTest(HypothesisTestCase):
    """Whatever two sources have, a merge loses none of it and its undo leaves no trace."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.booleans(),
                st.sampled_from(["", *Rights.values]),
                st.sampled_from(["a", "b"]),
                st.booleans(),
            ),
            max_size=6,
        ),
        st.sampled_from(ORDER),
        st.sampled_from(ORDER),
        st.booleans(),
    )
    def test_rows_before_are_rows_after_and_undo_restores_all(
        self, rows: list[tuple[bool, str, str, bool]], mine: Rights, theirs: Rights, feed: bool
    ) -> None:
        gone = factories.make_source(rights=mine, poll_url=OTHER_FEED if feed else "")
        stays = factories.make_source(rights=theirs, poll_url=FEED)
        for is_gone, given_rights, key, has_credits in rows:
            source = gone if is_gone else stays
            number = source.captures.count()
            article = factories.make_article(source=source, rights=given_rights)
            factories.make_capture(article, item_key=key, content_key=str(number))
            SourceLine.objects.get_or_create(
                source=source, key=number // 2,
                defaults={"text": key, "article_count": 1, "last_seen_at": NOW},
            )  # fmt: skip
            for other in (gone, stays) if has_credits else ():
                factories.make_credit(article, source=other, url=f"https://a.example/{key}")
        before, widths = dump(), allowed()
        counts = Article.objects.count(), Capture.objects.count()
        credited = set(Credit.objects.values_list("article", "url"))
        lines = sum(SourceLine.objects.values_list("article_count", flat=True))

        merge(gone, stays)

        assert (Article.objects.count(), Capture.objects.count()) == counts
        assert set(Credit.objects.values_list("article", "url")) == credited
        assert sum(SourceLine.objects.values_list("article_count", flat=True)) == lines
        after = allowed()
        assert all(ORDER.index(after[pk]) <= ORDER.index(widths[pk]) for pk in widths)
        for field in relations.pointers(Source).values():
            assert not field.model._base_manager.filter(**{f"{field.name}_id": gone.pk}).exists()
        reverted = undoing.undo_act(Act.objects.latest("id"), by=None, at=LATER)
        assert (reverted.kept, dump()) == ((), before)


def allowed() -> dict[int, Rights]:
    rows = Article.objects.select_related("source")
    return {article.pk: article.effective_rights for article in rows}
