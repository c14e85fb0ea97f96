"""Status moves: the whole table, times compared at reading, and the answers that addresses give."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase

from articles.desk import publishing
from articles.enums import Kind, Rights, Status, WithdrawalKind, may_move
from articles.errors import ActRefused, IllegalMove, NotPermitted
from articles.models import Act, Article, Withdrawal
from tests.factories import (
    EARLIER,
    LATER,
    NOW,
    REPORTER,
    SECTION_EDITOR,
    make_article,
    make_chief,
    make_draft,
    make_published,
    make_section,
    make_source,
    make_user,
)

NEW, D, P, S, K, M = Status.values
# Each act: what it makes of an article in each status; None where it is refused.
OUTCOMES: dict[str, dict[str, str | None]] = {
    "publish": {NEW: P, D: P, P: P, S: None, K: None, M: None},
    "schedule": {NEW: P, D: P, P: None, S: None, K: None, M: None},
    "unpublish": {NEW: None, D: None, P: D, S: None, K: None, M: None},
    "spike": {NEW: S, D: S, P: None, S: None, K: None, M: None},
    "revive": {NEW: None, D: None, P: None, S: NEW, K: D, M: None},
    "draft": {NEW: D, D: None, P: None, S: D, K: None, M: None},
    "kill": {NEW: None, D: None, P: K, S: None, K: None, M: None},
    "retract": {NEW: None, D: None, P: P, S: None, K: None, M: None},
}


def in_status(status: str) -> Article:
    """An article in that status, complete as the table demands."""
    if status == Status.MERGED:
        return make_article(status=status, survivor=make_article())
    return make_published() if status == Status.PUBLISHED else make_article(status=status)


def act(name: str) -> Callable[[Article], Article]:
    """The act with the least that it needs, by the machine at NOW."""
    extra: dict[str, dict[str, Any]] = {
        "schedule": {"when": LATER},
        "kill": {"note": "Wrong."},
        "retract": {"note": "Wrong."},
    }
    verb = getattr(publishing, name)
    return lambda article: verb(article, by=None, at=NOW, **extra.get(name, {}))


def standing(article: Article) -> list[str]:
    """Kinds of the withdrawals that stand."""
    return list(article.withdrawals.standing().values_list("kind", flat=True))


class MovesTest(TestCase):
    def test_every_act_in_every_status_does_what_the_table_says(self) -> None:
        for name, outcomes in OUTCOMES.items():
            for status, outcome in outcomes.items():
                with self.subTest(name, status=status):
                    article = in_status(status)
                    if outcome is None:
                        with pytest.raises(IllegalMove):
                            act(name)(article)
                    else:
                        act(name)(article)
                    article.refresh_from_db()
                    assert article.status == (outcome or status)

    def test_moves_of_the_acts_are_those_of_the_enum(self) -> None:
        moves = {
            (status, outcome)
            for outcomes in OUTCOMES.values()
            for status, outcome in outcomes.items()
            if outcome is not None and outcome != status
        }

        legal = {(a, b) for a in Status.values for b in Status.values if may_move(a, b)}
        assert moves == {(a, b) for a, b in legal if b != Status.MERGED}

    def test_refused_move_leaves_no_trace_and_says_why(self) -> None:
        article = make_article(headline="Dam opens", status=Status.SPIKED)

        with pytest.raises(IllegalMove) as refused:
            publishing.publish(article, by=None, at=NOW)

        assert refused.value.message == "“Dam opens” is Spiked and cannot become Published."
        assert Act.objects.count() == 0


class PublishTest(TestCase):
    def test_publish_fixes_slug_and_times(self) -> None:
        article = publishing.publish(make_draft(headline="Dam opens"), by=None, at=NOW)

        assert (article.slug, article.published_at, article.visible_at) == ("dam-opens", NOW, NOW)
        assert article.is_listed(NOW)

    def test_publish_under_embargo_stays_behind_the_wall(self) -> None:
        article = publishing.publish(make_draft(embargoed_until=LATER), by=None, at=NOW)

        assert (article.published_at, article.visible_at) == (NOW, LATER)
        assert [article.is_published(at) for at in (NOW, LATER)] == [False, True]

    def test_publish_again_leaves_the_first_time_of_a_live_article(self) -> None:
        article = publishing.publish(make_published(), by=None, at=NOW)

        assert article.published_at == EARLIER
        assert Act.objects.count() == 0

    def test_publish_of_a_scheduled_article_brings_it_forward(self) -> None:
        article = publishing.publish(make_published(published_at=LATER), by=None, at=NOW)

        assert article.visible_at == NOW

    def test_publish_of_a_link_only_text_makes_it_a_link_out(self) -> None:
        source = make_source(rights=Rights.LINK)
        fields = {"source": source, "kind": Kind.REPUBLISHED}
        article = make_draft(canonical_url="https://a.example/1", **fields)

        assert publishing.publish(article, by=None, at=NOW).kind == Kind.LINK_OUT
        with pytest.raises(ActRefused, match="no original address"):
            publishing.publish(make_draft(**fields), by=None, at=NOW)

    def test_publish_of_a_copy_takes_the_lead_unless_the_lead_is_live(self) -> None:
        leader = make_draft()
        copy, sibling = make_draft(copy_of=leader), make_draft(copy_of=leader)
        live = make_published()
        folded = make_draft(copy_of=live)

        publishing.publish(copy, by=None, at=NOW)
        publishing.publish(folded, by=None, at=NOW)

        found = dict(Article.objects.values_list("pk", "copy_of_id"))
        assert found == {
            leader.pk: copy.pk,
            copy.pk: None,
            sibling.pk: copy.pk,
            live.pk: None,
            folded.pk: live.pk,
        }

    def test_publish_needs_the_right_in_the_section(self) -> None:
        section = make_section()
        article = make_draft(section=section)

        for user in (make_user(REPORTER, (section,)), make_user(SECTION_EDITOR)):
            with pytest.raises(NotPermitted):
                publishing.publish(article, by=user, at=NOW)
        for user in (make_user(SECTION_EDITOR, (section,)), make_chief()):
            publishing.publish(article, by=user, at=NOW)

    def test_schedule_again_moves_what_is_not_visible_yet(self) -> None:
        article = make_published(published_at=LATER)
        when = LATER + timedelta(hours=1)

        assert publishing.schedule(article, by=None, at=NOW, when=when).visible_at == when

    def test_schedule_of_a_live_article_is_refused(self) -> None:
        article = make_published()

        with pytest.raises(IllegalMove, match="is live"):
            publishing.schedule(article, by=None, at=NOW, when=LATER)

        assert Article.objects.published(NOW).get() == article

    def test_schedule_into_the_past_is_refused(self) -> None:
        for when in (EARLIER, NOW):
            with pytest.raises(ActRefused, match="has passed"):
                publishing.schedule(make_draft(), by=None, at=NOW, when=when)


class StaleTest(TestCase):
    def test_acts_judge_the_row_as_it_stands_not_as_it_was_handed_in(self) -> None:
        section = make_section()
        foreign, killed = make_draft(section=section), make_article(status=Status.KILLED)
        foreign.section = None
        killed.status = Status.SPIKED
        editor = make_user(SECTION_EDITOR)

        with pytest.raises(NotPermitted, match="not yours"):
            publishing.publish(foreign, by=editor, at=NOW)
        with pytest.raises(NotPermitted, match="kill_article"):
            publishing.revive(killed, by=editor, at=NOW)

    def test_draft_of_a_spiked_article_needs_the_right_to_spike(self) -> None:
        reporter = make_user(REPORTER)

        with pytest.raises(NotPermitted, match="spike_article"):
            publishing.draft(make_article(status=Status.SPIKED), by=reporter, at=NOW)
        assert publishing.draft(make_article(), by=reporter, at=NOW).status == Status.DRAFT


class EmbargoTest(TestCase):
    def test_embargo_on_a_live_article_hides_it_until_lifted(self) -> None:
        article = make_published()

        hidden = publishing.embargo(article, by=None, at=NOW, until=LATER)
        assert (hidden.visible_at, hidden.is_published(NOW)) == (LATER, False)

        shown = publishing.embargo(article, by=None, at=NOW, until=None)
        assert (shown.visible_at, shown.is_published(NOW)) == (EARLIER, True)

    def test_embargo_on_a_draft_waits_for_publication(self) -> None:
        article = publishing.embargo(make_draft(), by=None, at=NOW, until=LATER)

        assert (article.embargoed_until, article.visible_at) == (LATER, None)


class WithdrawTest(TestCase):
    def test_unpublish_of_what_readers_saw_leaves_a_notice(self) -> None:
        article = publishing.unpublish(make_published(), by=None, at=NOW, note="Moved")

        withdrawal = article.withdrawals.get()
        assert (withdrawal.kind, withdrawal.note, withdrawal.at) == (
            WithdrawalKind.GONE,
            "Moved",
            NOW,
        )
        assert (article.published_at, article.visible_at) == (None, None)

    def test_unpublish_of_what_nobody_saw_leaves_none(self) -> None:
        article = publishing.unpublish(make_published(published_at=LATER), by=None, at=NOW)

        assert standing(article) == []

    def test_unpublish_with_a_forward_is_refused_where_it_would_lead_nowhere(self) -> None:
        article = make_published()
        away = publishing.unpublish(make_published(), by=None, at=NOW, forward_to=article)

        for target, told in (
            (article, "cannot lead to itself"),
            (make_draft(), "lead nowhere"),
            (make_published(published_at=LATER), "lead nowhere"),
            (away, "lead nowhere"),  # it leads here: a circle
        ):
            with pytest.raises(IllegalMove, match=told):
                publishing.unpublish(article, by=None, at=NOW, forward_to=target)

        article.refresh_from_db()
        assert (article.status, standing(article)) == (Status.PUBLISHED, [])

    def test_unpublish_with_a_forward_takes_along_what_led_here(self) -> None:
        first, second, last = make_published(), make_published(), make_published()
        publishing.unpublish(first, by=None, at=NOW, forward_to=second)

        publishing.unpublish(second, by=None, at=NOW, forward_to=last)

        assert [row.withdrawals.get().forward_to for row in (first, second)] == [last, last]

    def test_publish_again_lifts_the_notice(self) -> None:
        article = publishing.unpublish(make_published(), by=None, at=NOW)

        publishing.publish(article, by=None, at=LATER)

        assert standing(article) == []
        assert Withdrawal.objects.get().lifted_at == LATER

    def test_kill_is_gone_and_needs_a_chief_to_revive(self) -> None:
        gone = publishing.kill(make_published(), by=None, at=NOW, note="Wrong")

        assert standing(gone) == ["gone"]
        with pytest.raises(NotPermitted, match="kill_article"):
            publishing.revive(gone, by=make_user(SECTION_EDITOR), at=LATER)
        assert publishing.revive(gone, by=make_chief(), at=LATER).status == Status.DRAFT

    def test_retract_keeps_the_page_and_leaves_the_lists(self) -> None:
        article = publishing.retract(make_published(), by=None, at=NOW, note="Fabricated")

        assert (article.is_published(NOW), article.is_listed(NOW)) == (True, False)
        assert standing(article) == ["retracted"]

        back = publishing.reinstate(article, by=None, at=LATER)
        assert (back.is_listed(LATER), standing(back)) == (True, [])

    def test_retract_without_a_note_is_refused(self) -> None:
        with pytest.raises(ActRefused, match="needs a note"):
            publishing.retract(make_published(), by=None, at=NOW, note=" ")

    def test_expiry_ends_visibility_at_its_moment(self) -> None:
        article = make_published(expires_at=LATER)

        last = LATER - timedelta(microseconds=1)
        assert [article.is_published(at) for at in (last, LATER)] == [True, False]
