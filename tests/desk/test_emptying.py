"""The bin: what is removed after thirty days, what never is, and that no word is lost with it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.desk import emptying, holding, publishing, relations, undoing
from articles.enums import Status
from articles.errors import ActRefused, NotPermitted
from articles.ingest import store
from articles.models import (
    Act,
    Article,
    Capture,
    Change,
    Hold,
    Sitting,
    VersionName,
    Withdrawal,
)
from tests import factories
from tests.factories import NOW, SECTION_EDITOR, make_article, make_chief, make_user
from tests.ingest.documents import make_item, make_parsed

OVER = NOW - emptying.KEPT_FOR
TEXT = "Dockers left the northern quay before dawn and the ferry to the island did not sail. " * 3


def binned(days: int = 31, **fields: Any) -> Article:
    """An article that was spiked so many days ago."""
    article = make_article(**fields)
    return publishing.spike(article, by=None, at=NOW - timedelta(days=days), reason="Old")


def left() -> set[str]:
    return set(Article.objects.values_list("headline", flat=True))


def killed(article: Article) -> None:
    """Readers had it once: published, taken back to draft, spiked, all long ago."""
    article.status = Status.DRAFT
    article.save()
    long_ago = NOW - timedelta(days=40)
    publishing.publish(article, by=None, at=long_ago, published_at=long_ago)
    publishing.unpublish(article, by=None, at=long_ago)
    Withdrawal.objects.all().delete()  # its acts alone must be enough to know it
    publishing.spike(article, by=None, at=long_ago)


def unsaved(article: Article) -> None:
    Sitting.objects.create(
        token="3f0c8f9e-7d52-4a2e-9c59-1f64f6a2a001", article=article, person=make_user(),
        opened_at=NOW, kept_at=NOW, fields={"headline": ["Mine"]},
    )  # fmt: skip


KEEPERS: dict[str, Callable[[Article], Any]] = {
    "legal hold": lambda a: Hold.objects.create(article=a, reason="Court", at=NOW),
    "withheld for legal reasons": lambda a: Article.objects.filter(pk=a.pk).update(sealed_at=NOW),
    "readers have seen it; its address answers for good": lambda a: Withdrawal.objects.create(
        article=a, kind="gone", at=NOW, lifted_at=NOW
    ),
    "somebody has words of it that are unsaved": unsaved,
    "used: Articles": lambda a: make_article(copy_of=a),
    "used: Related links": lambda a: factories.make_link(make_article(), a),
    "used: Slots": lambda a: factories.make_slot(factories.make_front(), a),
    "used: Stories": lambda a: factories.make_story(lead=a),
    "used: Corrections": factories.make_correction,
}


class EmptyTest(TestCase):
    def test_only_what_was_spiked_thirty_days_ago_is_removed(self) -> None:
        for days in (31, 30, 29):
            binned(days, headline=f"Spiked {days}")
        revived = binned(40, headline="Revived")
        publishing.revive(revived, by=None, at=OVER)
        make_article(headline="Unknown", status=Status.SPIKED)
        make_article(headline="Waiting")

        done = emptying.empty(NOW)

        assert (done.removed, done.kept, done.failed) == (2, {}, 0)
        assert left() == {"Spiked 29", "Revived", "Unknown", "Waiting"}

    def test_second_run_finds_nothing_to_do(self) -> None:
        binned()
        emptying.empty(NOW)
        acts = Act.objects.count()

        again = emptying.empty(NOW)

        assert (again.removed, again.kept, Act.objects.count()) == (0, {}, acts)

    def test_whatever_speaks_for_an_article_keeps_it_and_is_told(self) -> None:
        for why, keep in KEEPERS.items():
            with self.subTest(why):
                article = binned(headline=why)
                keep(article)

                (found,) = [one for lot in emptying.overdue(NOW) for one in lot]
                done = emptying.empty(NOW)

                assert found.kept_because == why
                assert (done.removed, done.kept) == (0, {why: 1})
                with pytest.raises(ActRefused, match=why):
                    emptying.remove(article, by=None, at=NOW)
                Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)

    def test_article_that_was_ever_published_stays_though_nothing_else_tells_of_it(self) -> None:
        article = make_article(headline="Seen")
        killed(article)

        done = emptying.empty(NOW)

        assert list(done.kept) == ["readers have seen it; its address answers for good"]
        assert left() == {"Seen"}

    def test_survivor_of_a_merge_stays_for_its_merged_articles(self) -> None:
        survivor = binned(headline="Survivor")
        factories.make_merged(survivor, headline="Merged")

        emptying.empty(NOW)

        assert left() == {"Survivor", "Merged"}

    def test_revived_between_look_and_removal_it_stays(self) -> None:
        article = binned()
        (lot,) = list(emptying.overdue(NOW))
        publishing.revive(article, by=None, at=NOW)

        with pytest.raises(ActRefused, match="not in the bin any more"):
            emptying.remove(lot[0].article, by=None, at=NOW)

    def test_removal_is_logged_with_its_headline(self) -> None:
        article = binned(headline="Ferry")

        with self.assertLogs(emptying.log, logging.INFO) as logged:
            emptying.empty(NOW)

        assert logged.records[0].getMessage().startswith(f"Removed article {article.pk}, spiked")
        assert logged.records[0].getMessage().endswith(": Ferry")

    def test_lots_are_walked_to_the_end_and_cost_the_same_for_three_as_for_one(self) -> None:
        counts = []
        for number in (1, 3):
            Article.objects.update(status=Status.DRAFT)
            for _each in range(number):
                binned()
            with CaptureQueriesContext(connection) as queries:
                (lot,) = list(emptying.overdue(NOW))
            assert len(lot) == number
            counts.append(len(queries))

        assert counts[0] == counts[1]


class NothingLostTest(TestCase):
    def test_chief_takes_the_removal_back_with_every_row(self) -> None:
        chief = make_chief()
        article = binned(headline="Ferry", body_html=f"<p>{TEXT}</p>")
        factories.make_contribution(article, name="Sara")
        factories.tag_article(article, factories.make_tag("Quay"))
        capture = factories.make_capture(article)
        named = VersionName.objects.create(
            article=article, act=Act.objects.latest("pk"), name="As filed", named_at=NOW
        )
        before = Article.objects.values().get(pk=article.pk)
        emptying.empty(NOW)
        gone = left()

        undoing.undo_act(Act.objects.get(verb="empty-bin"), by=chief, at=NOW)

        assert gone == set()
        assert Article.objects.values().get(pk=article.pk) == before
        back = Article.objects.get(pk=article.pk)
        assert list(back.contributions.values_list("name", flat=True)) == ["Sara"]
        assert list(back.tags.names()) == ["Quay"]
        assert list(back.version_names.all()) == [named]
        assert Capture.objects.get(pk=capture.pk).article == back
        found = search.find_ids("ferry", among=Article.objects.all(), now=NOW, most=5)
        assert tuple(found.ids) == (article.pk,)

    def test_taking_it_back_needs_the_right_to_kill(self) -> None:
        binned()
        emptying.empty(NOW)

        with pytest.raises(NotPermitted):
            undoing.undo_act(
                Act.objects.get(verb="empty-bin"), by=make_user(SECTION_EDITOR), at=NOW
            )

    def test_same_arrival_does_not_bring_a_removed_article_in_again(self) -> None:
        source = factories.make_source()
        parsed = make_parsed(make_item(guid="one", headline="Theirs", body_html=f"<p>{TEXT}</p>"))
        store.take_in(parsed, source=source, now=NOW - timedelta(days=60))
        article = Article.objects.get()
        publishing.spike(article, by=None, at=NOW - timedelta(days=59))
        emptying.empty(NOW)

        store.take_in(parsed, source=source, now=NOW)

        assert left() == set()
        assert Capture.objects.get().article is None

    def test_every_relation_is_decided_on(self) -> None:
        known = set(relations.pointers(Article))
        decided = {*emptying.GOES, *emptying.UNTOLD, *emptying.APART, *emptying.ASKED}

        assert decided <= known
        assert known - decided == {
            "articles.article.copy_of", "articles.article.survivor",
            "articles.comment.article", "articles.correction.article",
            "articles.frontslot.article", "articles.label.a", "articles.label.b",
            "articles.merge.survivor",
            "articles.proposal.article", "articles.relatedlink.target",
            "articles.sealedprint.article", "articles.sealedreading.article",
            "articles.story.lead", "articles.withdrawal.forward_to",
        }  # fmt: skip


class HoldTest(TestCase):
    def test_hold_needs_a_reason_and_the_right_and_stands_once(self) -> None:
        article, chief = make_article(), make_chief()
        with pytest.raises(ActRefused, match="needs a reason"):
            holding.hold(article, reason="  ", by=chief, at=NOW)
        with pytest.raises(NotPermitted):
            holding.hold(article, reason="Court", by=make_user(SECTION_EDITOR), at=NOW)

        holding.hold(article, reason="Court order", by=chief, at=NOW)

        with pytest.raises(ActRefused, match="held already"):
            holding.hold(article, reason="Court", by=chief, at=NOW)
        assert Change.objects.filter(article_id=article.pk, model="articles.hold").exists()

    def test_released_article_is_removed_in_its_turn(self) -> None:
        article = binned()
        holding.hold(article, reason="Court", by=None, at=NOW)
        held = emptying.empty(NOW).removed

        holding.release(article, by=None, at=NOW)

        assert (held, emptying.empty(NOW).removed) == (0, 1)
        with pytest.raises(ActRefused, match="no longer exists"):
            holding.release(article, by=None, at=NOW)
