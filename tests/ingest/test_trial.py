"""What other thresholds would have done: exactly what judging the texts again would do."""

from datetime import timedelta
from typing import Any

import pytest

from articles.dedupe.judge import DEFAULT, Limits, judge_prints
from articles.dedupe.measuring import Decided
from articles.enums import Decision, Question, Verdict
from articles.ingest import matching, trial
from articles.ingest.trial import Moved
from articles.models import Article, Match, Thresholds
from articles.models.label import RECENT
from tests.factories import NOW, make_article, make_label, make_match, make_source
from tests.ingest.documents import FLOOD, HEAT, MUSEUM, TRAM
from tests.ingest.test_matching import ACCOUNT, bring

pytestmark = pytest.mark.django_db

MIXED = (*FLOOD[:2], HEAT[0], MUSEUM[0])
TOLD_AGAIN = ("Harrow Bay remembers the flood of 1994, when the Sol last broke its dykes.", TRAM[1])


def facts(**changed: Any) -> dict[str, Any]:
    """What the judge kept of a pair of which nothing is special."""
    return {
        "exact": False, "empty": False, "item": False, "template": False, "retold": False,
        "quote": False, "version": False, "contained": 0.0, "in_order": 0.0, "event": 0.1,
        **changed,
    }  # fmt: skip


def kept(found_at: Any = NOW, decision: str = "", **changed: Any) -> Match:
    evidence = {"weighed": facts(**changed)}
    return make_match(
        make_article(), make_article(), found_at=found_at, decision=decision, evidence=evidence
    )


def moves(wanted: Limits, current: Limits = DEFAULT) -> dict[tuple[str, str], int]:
    return {(m.before, m.after): m.count for m in trial.try_limits(current, wanted, NOW).moved}


@pytest.mark.parametrize(
    "wanted",
    [
        Limits(0.95, 0.27, 0.5),
        Limits(1.0, 0.9, 0.5),
        Limits(0.5, 0.27, 0.95),
        Limits(0.3, 0.26, 0.3),
        Limits(0.9, 0.6, 0.85),
    ],
)
def test_trial_says_what_judging_the_texts_again_says(wanted: Limits) -> None:
    """Texts through the whole line; the same pairs judged from their texts by both limits."""
    for text in (FLOOD, ACCOUNT, FLOOD[:2], MIXED, TOLD_AGAIN):
        bring(text, source=make_source())
    assert Match.objects.count() > 5
    expected: dict[tuple[str, str], int] = {}
    for pair in Match.objects.select_related("a__source", "b__source"):
        prints = [matching.read(matching.document_of(article)) for article in (pair.a, pair.b)]
        before, after = (_states(judge_prints(*prints, limits)) for limits in (DEFAULT, wanted))
        for step in zip(before, after, strict=True):
            if step[0] != step[1]:
                expected[step] = expected.get(step, 0) + 1

    assert moves(wanted) == expected


def _states(judgement: Any) -> tuple[str, str]:
    verdict, band = str(judgement.verdict), judgement.evidence["band"]
    copy = {"same-copy": "folded", "new-version": "version"}.get(verdict)
    copy = copy or ("review" if band == "review" else "nothing")
    return copy, "unrelated" if verdict == "unrelated" else "event"


def test_counts_name_from_what_to_what_and_show_the_pairs() -> None:
    first = kept(contained=0.55, event=0.9)
    second = kept(found_at=NOW - timedelta(days=1), contained=0.58, event=0.9)
    kept(contained=0.7, event=0.9)
    kept(contained=0.3, event=0.55)

    tried = trial.try_limits(DEFAULT, Limits(0.6, 0.35, 0.6), NOW)

    assert tried.moved == (
        Moved("folded", "review", 2, [(p.a_id, p.b_id) for p in (first, second)]),
        Moved("event", "unrelated", 1, tried.moved[1].pairs),
        Moved("review", "nothing", 1, tried.moved[2].pairs),
    )
    assert (tried.read, tried.decided, tried.unknown, tried.is_cut) == (4, 0, 0, False)


def test_copy_that_is_a_version_or_a_form_goes_where_the_rules_send_it() -> None:
    kept(contained=0.45, version=True)
    kept(contained=0.45, template=True)
    kept(contained=0.265, quote=True)

    assert moves(Limits(0.4, 0.26, 0.5)) == {("review", "version"): 1, ("unrelated", "event"): 1}


def test_pairs_that_a_person_decided_are_left_alone_and_counted() -> None:
    kept(contained=0.55, decision=Decision.CONFIRMED)
    kept(contained=0.55, decision=Decision.NOT_THE_SAME)

    tried = trial.try_limits(DEFAULT, Limits(same_copy=0.9), NOW)

    assert (tried.decided, tried.moved) == (2, ())


def test_pairs_of_an_older_version_of_the_judge_are_said_to_be_unknown() -> None:
    make_match(make_article(), make_article(), found_at=NOW, evidence={"rule": "copy"})
    make_match(make_article(), make_article(), found_at=NOW, evidence={"weighed": {"odd": 1}})

    tried = trial.try_limits(DEFAULT, Limits(same_copy=0.9), NOW)

    assert (tried.read, tried.unknown, tried.moved) == (2, 2, ())


def test_only_the_last_thirty_days_count() -> None:
    kept(found_at=NOW - trial.WINDOW, contained=0.55)
    kept(found_at=NOW - trial.WINDOW + timedelta(seconds=1), contained=0.55)

    assert trial.try_limits(DEFAULT, Limits(same_copy=0.9), NOW).read == 1


def test_trial_writes_nothing() -> None:
    pair = kept(contained=0.55)

    trial.try_limits(DEFAULT, Limits(same_copy=0.9), NOW)

    pair.refresh_from_db()
    assert (pair.verdict, Thresholds.objects.count()) == (Verdict.SAME_COPY, 0)


def pairs_of(count: int) -> list[tuple[Article, Article]]:
    return [(make_article(), make_article()) for _ in range(count)]


def test_decided_pairs_carry_what_the_machine_had_said_to_each_question() -> None:
    one, two, three, four = pairs_of(4)
    make_label(*one, was_joined=True)
    make_label(*two, rule="event", band="review", verdict=Verdict.SAME_EVENT, copy_score=0.3)
    make_label(*three, rule="template", verdict=Verdict.UNRELATED, copy_score=0.25, is_same=False)
    make_label(*four, rule="event", verdict="", copy_score=0.1)
    make_label(*one, question=Question.EVENT, event_score=0.95)

    copies = trial.decided_pairs(Question.COPY, NOW)
    events = trial.decided_pairs(Question.EVENT, NOW)

    assert copies == [
        Decided(True, 0.1, "event", None),
        Decided(False, 0.25, "template", False),
        Decided(True, 0.3, "event", None),
        Decided(True, 0.8, "copy", True, was_joined=True),
    ]
    assert events == [Decided(True, 0.95, "copy", True)]


def test_old_labels_and_labels_without_a_score_are_left_out_of_the_scored() -> None:
    old, changed, good = pairs_of(3)
    make_label(*old, decided_at=NOW - RECENT)
    make_label(*changed, rule="changed", verdict="", copy_score=None)
    make_label(*good)

    found = trial.decided_pairs(Question.COPY, NOW)

    assert (len(found), [pair.score for pair in trial.scored(found)]) == (2, [0.8])


def test_rules_are_counted_over_the_window() -> None:
    for rule, days in (("copy", 1), ("copy", 2), ("event", 1), ("event", 31)):
        make_match(make_article(), make_article(), rule=rule, found_at=NOW - timedelta(days=days))

    assert trial.found_by_rule(NOW) == {"copy": 2, "event": 1}
