"""What every act that judges a pair leaves as an example, and that undoing it takes it back."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections

from articles.desk import acting, judging, linking, merging, undoing
from articles.desk.labelling import MOST, MOST_UNSEEN, Labeller
from articles.enums import Decision, Question, Relation, Verdict
from articles.models import Act, Article, Label, Match
from tests.factories import (
    NOW,
    make_article,
    make_chief,
    make_match,
    make_source,
    make_story,
    make_user,
)

COPY, EVENT = Question.COPY, Question.EVENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Any:
    return make_chief()


def judged(one: Article, other: Article, rule: str = "copy", **fields: Any) -> Match:
    """A pair as the machine leaves it."""
    band = fields.pop("band", "automatic" if rule in ("exact", "copy") else "none")
    fields.setdefault("copy_score", 0.8 if band == "automatic" else 0.1)
    fields.setdefault("event_score", 0.9)
    is_copy = rule in ("exact", "copy")
    fields.setdefault("verdict", Verdict.SAME_COPY if is_copy else Verdict.SAME_EVENT)
    evidence = {"rule": rule, "band": band}
    return make_match(one, other, rule=rule, evidence=evidence, **fields)


def told() -> list[tuple[str, int, int, bool]]:
    """Question, pair and answer of every label."""
    rows = Label.objects.order_by("question", "a_id", "b_id")
    return list(rows.values_list("question", "a_id", "b_id", "is_same"))


def pair_of(one: Article, other: Article) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


def undo(by: Any) -> None:
    undoing.undo_act(Act.objects.filter(undoes=None).latest("id"), by=by, at=NOW)


def test_merge_says_one_event_of_judged_pairs_and_one_text_where_the_machine_thought_so(
    chief: Any,
) -> None:
    first, copy, account, unseen = (make_article() for _ in range(4))
    judged(first, copy)
    judged(first, account, "event")
    judged(copy, account, "event", band="review", copy_score=0.3)

    plan = merging.plan_merge(first, [copy, account, unseen], by=chief)
    merge = merging.apply_merge(plan, by=chief, at=NOW)

    assert told() == [
        (COPY, *pair_of(first, copy), True),
        (COPY, *pair_of(copy, account), True),
        (EVENT, *pair_of(first, copy), True),
        (EVENT, *pair_of(first, account), True),
        (EVENT, *pair_of(copy, account), True),
    ]
    merging.undo_merge(merge, by=chief, at=NOW)
    assert told() == []


def test_label_keeps_what_the_machine_had_said_and_who_decided(chief: Any) -> None:
    here, there = make_source(), make_source()
    one, other = make_article(source=here), make_article(source=there)
    other.copy_of = one
    other.save()
    judged(one, other, copy_score=0.7123, event_score=0.91)

    linking.split_copy(other, by=chief, at=NOW)

    label = Label.objects.get()
    Match.objects.update(copy_score=0.1, rule="nothing", verdict=Verdict.UNRELATED)
    kept = (label.verdict, label.rule, label.band, label.copy_score, label.event_score)
    assert kept == (Verdict.SAME_COPY, "copy", "automatic", 0.7123, 0.91)
    assert (label.a_source, label.b_source, label.by, label.decided_at) == (here, there, chief, NOW)
    assert (label.question, label.is_same, label.was_joined) == (COPY, False, True)
    assert label.act == Act.objects.get(verb="split-copy")


def fold(one: Article, other: Article, chief: Any) -> None:
    linking.set_copy(other, of=one, by=chief, at=NOW)


def deny(one: Article, other: Article, chief: Any) -> None:
    judging.judge_pair(one, other, decision=Decision.NOT_THE_SAME, by=chief, at=NOW)


def confirm(one: Article, other: Article, chief: Any) -> None:
    judging.judge_pair(one, other, decision=Decision.CONFIRMED, by=chief, at=NOW)


def start(one: Article, other: Article, chief: Any) -> None:
    linking.start_story([one, other], title="Told twice", by=chief, at=NOW)


def link(one: Article, other: Article, chief: Any) -> None:
    linking.link(one, to=other, kind=Relation.OTHER_ACCOUNT, by=chief, at=NOW)


@pytest.mark.parametrize(
    ("act", "rule", "band", "expected"),
    [
        (fold, "copy", "automatic", [(COPY, True)]),
        (deny, "copy", "automatic", [(COPY, False), (EVENT, False)]),
        (deny, "event", "review", [(COPY, False), (EVENT, False)]),
        (deny, "event", "none", [(EVENT, False)]),
        (deny, "template", "none", [(COPY, False), (EVENT, False)]),
        (confirm, "copy", "automatic", [(COPY, True), (EVENT, True)]),
        (confirm, "event", "none", [(EVENT, True)]),
        (start, "event", "none", [(EVENT, True)]),
        (link, "event", "none", [(EVENT, True)]),
    ],
)
def test_act_on_a_pair_answers_its_questions_and_undoing_it_takes_them_back(
    chief: Any,
    act: Callable[[Article, Article, Any], None],
    rule: str,
    band: str,
    expected: list[tuple[str, bool]],
) -> None:
    one, other = make_article(), make_article()
    judged(one, other, rule, band=band)

    act(one, other, chief)

    assert [(question, same) for question, _a, _b, same in told()] == expected
    # Starting makes something, and is taken back only where nothing hangs on it.
    undo(chief)
    assert told() == []


def test_confirming_what_nobody_compared_says_one_event_and_keeps_no_score(chief: Any) -> None:
    one, other = make_article(), make_article()

    confirm(one, other, chief)

    label = Label.objects.get()
    kept = (label.question, label.is_same, label.rule, label.verdict, label.event_score)
    assert kept == (EVENT, True, "", "", None)
    assert list(Label.objects.unscored()) == [label]


def test_taking_a_word_on_a_pair_back_takes_its_answers_along(chief: Any) -> None:
    one, other = make_article(), make_article()
    judged(one, other)
    deny(one, other, chief)

    judging.judge_pair(one, other, decision=Decision.UNDECIDED, by=chief, at=NOW)

    assert told() == []


def test_moving_to_a_story_answers_for_the_ties_on_both_sides(chief: Any) -> None:
    left, joined = make_story(), make_story()
    article, mate = make_article(story=left), make_article(story=left)
    stranger, member = make_article(story=left), make_article(story=joined)
    judged(article, mate, "event")
    judged(article, member, "event")

    linking.move_to_story(article, story=joined, by=chief, at=NOW)

    assert told() == [
        (EVENT, *pair_of(article, mate), False),
        (EVENT, *pair_of(article, member), True),
    ]
    assert stranger.pk not in {pk for _q, *pair, _same in told() for pk in pair}


def test_moving_to_a_story_without_a_tie_answers_for_its_first_member(chief: Any) -> None:
    story = make_story()
    first, _second = make_article(story=story), make_article(story=story)
    article = make_article()

    linking.move_to_story(article, story=story, by=chief, at=NOW)

    assert told() == [(EVENT, *pair_of(article, first), True)]


def test_taking_out_of_a_story_denies_its_ties(chief: Any) -> None:
    story = make_story()
    article, tied, _untied = (make_article(story=story) for _ in range(3))
    judged(article, tied, "event")

    linking.move_to_story(article, story=None, by=chief, at=NOW)

    assert told() == [(EVENT, *pair_of(article, tied), False)]
    assert Label.objects.get().was_joined


def test_splitting_off_a_story_parts_the_two_and_ties_those_that_leave(chief: Any) -> None:
    story = make_story()
    stays, one, other = (make_article(story=story) for _ in range(3))
    judged(stays, one, "event")
    judged(one, other, "event")

    linking.start_story([one, other], title="Another event", by=chief, at=NOW)

    assert told() == [
        (EVENT, *pair_of(stays, one), False),
        (EVENT, *pair_of(one, other), True),
    ]


def test_joining_stories_answers_for_the_ties_between_them(chief: Any) -> None:
    gone, living = make_story(), make_story()
    here, there = make_article(story=gone), make_article(story=living)
    make_article(story=gone)
    judged(here, there, "event")

    linking.join_stories(gone, into=living, by=chief, at=NOW)

    assert told() == [(EVENT, *pair_of(here, there), True)]


def test_machine_leaves_no_examples() -> None:
    story = make_story()
    one, other = make_article(), make_article(story=story)
    judged(one, other)

    linking.set_copy(one, of=other, by=None, at=NOW)
    linking.move_to_story(make_article(), story=story, by=None, at=NOW)

    assert told() == []


def test_other_answer_replaces_the_first_and_undoing_it_brings_the_first_back(chief: Any) -> None:
    one, other = make_article(), make_article()
    pair = judged(one, other)
    fold(one, other, chief)
    first = Label.objects.values().get()
    Match.objects.filter(pk=pair.pk).update(copy_score=0.6)

    linking.split_copy(other, by=chief, at=NOW)
    second = Label.objects.get()
    undo(chief)

    assert (second.is_same, second.copy_score, second.act.verb) == (False, 0.6, "split-copy")
    assert Label.objects.values().get() == first


def test_same_answer_again_keeps_the_scores_of_the_first(chief: Any) -> None:
    one, other = make_article(), make_article()
    pair = judged(one, other, "event", event_score=0.6)
    confirm(one, other, chief)
    Match.objects.filter(pk=pair.pk).update(event_score=0.99, decision="")

    confirm(one, other, chief)

    assert Label.objects.get().event_score == 0.6


def test_was_joined_is_not_said_of_a_pair_that_a_person_had_joined(chief: Any) -> None:
    one, other = make_article(), make_article()
    judged(one, other)
    fold(one, other, chief)

    linking.split_copy(other, by=chief, at=NOW)

    assert not Label.objects.get().was_joined


def test_scores_filled_in_since_do_not_keep_an_answer_from_being_undone(chief: Any) -> None:
    one, other = make_article(), make_article()
    confirm(one, other, chief)
    Label.objects.update(rule="nothing", band="none", copy_score=0.0, event_score=0.1)

    undo(chief)

    assert told() == []


def test_large_merge_keeps_only_the_nearest_pairs(chief: Any) -> None:
    rows = [make_article() for _ in range(9)]
    pairs = [(a, b) for a in rows for b in rows if a.pk < b.pk]
    for place, (a, b) in enumerate(pairs):
        judged(a, b, "event", event_score=0.5 + place / 100)

    merging.apply_merge(merging.plan_merge(rows[0], rows[1:], by=chief), by=chief, at=NOW)

    kept = {(a, b) for _q, a, b, _same in told()}
    assert kept == {(a.pk, b.pk) for a, b in pairs[-MOST:]}


def test_story_of_many_that_nobody_compared_keeps_few_examples(chief: Any) -> None:
    linking.start_story([make_article() for _ in range(6)], title="Many", by=chief, at=NOW)

    assert len(told()) == MOST_UNSEEN


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_decide_one_pair_at_once_leave_the_later_answer() -> None:
    chief = make_user(is_superuser=True)
    one, other = make_article(), make_article()
    is_written, may_go_on = Event(), Event()

    def decide(is_same: bool, then: Callable[[], object]) -> None:
        with acting.act("judge-pair", by=chief, at=NOW) as recorder:
            Labeller(chief, NOW, recorder).answer(EVENT, is_same, [(one.pk, other.pk)])
            then()
        connections.close_all()

    slow = Thread(target=decide, args=(True, lambda: (is_written.set(), may_go_on.wait(10))))
    fast = Thread(target=decide, args=(False, lambda: None))
    slow.start()
    is_written.wait(10)
    fast.start()
    fast.join(0.5)
    waited = fast.is_alive()
    may_go_on.set()
    slow.join(10)
    fast.join(10)

    assert waited
    assert told() == [(EVENT, one.pk, other.pk, False)]
