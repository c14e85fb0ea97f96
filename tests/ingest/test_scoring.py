"""Labels of pairs that nothing had compared get their scores before the next arrival."""

from typing import Any

import pytest

from articles.desk import editing, judging, merging
from articles.enums import Decision
from articles.ingest import matching, scoring, store
from articles.models import Article, Label, Match
from tests.factories import NOW, make_article, make_chief, make_source
from tests.ingest.documents import FLOOD, TRAM, html, make_item, make_parsed
from tests.ingest.test_matching import ACCOUNT

pytestmark = pytest.mark.django_db


def confirmed(one: Article, other: Article, by: Any) -> Label:
    judging.judge_pair(one, other, decision=Decision.CONFIRMED, by=by, at=NOW)
    return Label.objects.get()


def test_missed_pair_gets_the_scores_that_the_judge_would_have_given() -> None:
    one, other = make_article(body_html=html(FLOOD)), make_article(body_html=html(ACCOUNT))
    confirmed(one, other, make_chief())

    assert scoring.score_labels() == 1

    label = Label.objects.get()
    expected = matching.judge_prints(
        *(matching.read(matching.document_of(article)) for article in (one, other))
    )
    assert (label.copy_score, label.event_score) == (expected.copy_score, expected.event_score)
    assert (label.rule, label.band, label.verdict) == ("event", "none", "")


def test_scored_labels_are_left_alone() -> None:
    label = confirmed(make_article(), make_article(), make_chief())
    Label.objects.update(rule="nothing", event_score=0.12)

    assert scoring.score_labels() == 0

    label.refresh_from_db()
    assert label.event_score == 0.12


def test_text_that_was_changed_after_the_decision_gets_no_score() -> None:
    chief = make_chief()
    one, other = make_article(body_html=html(FLOOD)), make_article(body_html=html(TRAM))
    confirmed(one, other, chief)
    editing.edit(one, by=chief, at=NOW, fields={"body_html": html(TRAM)})

    scoring.score_labels()

    label = Label.objects.get()
    assert (label.rule, label.event_score) == (Label.CHANGED, None)
    assert scoring.score_labels() == 0


def test_text_that_was_changed_before_the_decision_is_scored_as_it_was_then() -> None:
    chief = make_chief()
    one, other = make_article(body_html=html(FLOOD)), make_article(body_html=html(TRAM))
    editing.edit(one, by=chief, at=NOW, fields={"body_html": html(TRAM)})

    confirmed(one, other, chief)
    scoring.score_labels()

    assert Label.objects.get().rule == "exact"


def test_arrival_brings_the_scores_along() -> None:
    # With words of their own: the number of an article may be a figure of the other one.
    one = make_article(headline="The dyke", body_html=html(FLOOD))
    other = make_article(headline="Storks", body_html="<p>They are back on the mast.</p>")
    confirmed(one, other, make_chief())

    store.take_in(make_parsed(make_item()), source=make_source(), now=NOW)

    assert Label.objects.get().rule == "nothing"


def test_no_more_than_a_few_are_scored_at_once() -> None:
    chief = make_chief()
    for _ in range(scoring.MOST_AT_ONCE + 1):
        judging.judge_pair(
            make_article(), make_article(), decision=Decision.CONFIRMED, by=chief, at=NOW
        )

    assert [scoring.score_labels(), scoring.score_labels()] == [scoring.MOST_AT_ONCE, 1]


def test_merge_of_what_nobody_compared_leaves_no_example() -> None:
    chief = make_chief()
    one, other = make_article(), make_article()

    merging.apply_merge(merging.plan_merge(one, [other], by=chief), by=chief, at=NOW)

    assert (Label.objects.count(), Match.objects.count()) == (0, 0)
