"""Which copies are folded without a look: by the desk's verdicts on their source, at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.dedupe.judge import DEFAULT, Limits
from articles.dedupe.measuring import ENOUGH_DECISIONS, Share
from articles.desk import linking, tuning, undoing
from articles.enums import Autopilot, Question, Verdict
from articles.ingest import autopilot, store
from articles.models import Act, Article, Label, Match, Source, Story
from articles.models.label import RECENT
from tests.factories import NOW, make_article, make_chief, make_published, make_source
from tests.ingest.documents import FLOOD, HEAT, TRAM, html, make_item, make_parsed

pytestmark = pytest.mark.django_db

CUT = FLOOD[:2]


def bring(text: tuple[str, ...], source: Source, **fields: Any) -> Article:
    """An article of the source with this text, taken in."""
    item = make_item(body_html=html(text), **fields)
    tally = store.take_in(make_parsed(item), source=source, now=NOW)
    assert tally.counts["failed"] == 0, tally.notes
    return Article.objects.get(pk=tally.article_ids[0])


def decide(source: Source, *answers: bool, other: Source | None = None, **fields: Any) -> None:
    """A label for each answer, on pairs that the machine folds by their score."""
    fields.setdefault("copy_score", 0.8)
    fields.setdefault("decided_at", NOW - timedelta(days=1))
    fields.setdefault("rule", "copy")
    fields.setdefault("question", Question.COPY)
    for is_same in answers:
        act = fields.get("act") or Act.objects.create(verb="judge-pair", at=NOW, door="form")
        a, b = make_article(), make_article()
        Label.objects.create(
            a=a,
            b=b,
            is_same=is_same,
            act=act,
            a_source=source,
            **{"b_source": other, **{n: v for n, v in fields.items() if n != "act"}},
        )


def is_open(source: Source, limits: Limits = DEFAULT) -> bool:
    return autopilot.licence_of(source, limits, NOW).is_open


def test_changed_copy_of_a_new_source_waits_for_a_person_beside_its_original() -> None:
    first = bring(FLOOD, make_source())

    copy = bring(CUT, make_source(autopilot=Autopilot.MEASURED))

    assert copy.copy_of is None
    pair = Match.objects.get()
    assert (pair.verdict, pair.evidence["band"]) == (Verdict.SAME_COPY, "automatic")
    assert set(Story.objects.get().articles.all()) == {first, copy}


@pytest.mark.parametrize("mode", Autopilot.values)
def test_identical_text_is_folded_whatever_the_source_may(mode: str) -> None:
    first = bring(FLOOD, make_source())

    copy = bring(FLOOD, make_source(autopilot=mode), headline="Flood at Harrow Bay")

    assert (copy.copy_of, Story.objects.count()) == (first, 0)


def test_copy_of_what_readers_see_waits_alone() -> None:
    make_published(body_html="<p>Something else.</p>")
    published = bring(FLOOD, make_source())
    Article.objects.filter(pk=published.pk).update(
        status="published", published_at=NOW, visible_at=NOW
    )

    copy = bring(CUT, make_source(autopilot=Autopilot.MEASURED))

    assert (copy.copy_of, copy.story) == (None, None)
    assert Match.objects.get().verdict == Verdict.SAME_COPY


def test_enough_right_decisions_unlock_a_source_from_its_next_arrival() -> None:
    source = make_source(autopilot=Autopilot.MEASURED)
    first = bring(FLOOD, make_source())
    decide(source, *[True] * (ENOUGH_DECISIONS - 1))
    early = bring(CUT, source)

    decide(source, True)
    late = bring(CUT, source, headline="Came later")

    assert (early.copy_of, late.copy_of_id in (first.pk, early.pk)) == (None, True)


def test_reversal_of_a_fold_locks_the_source_at_once_and_undoing_it_unlocks_it() -> None:
    chief, source = make_chief(), make_source(autopilot=Autopilot.MEASURED)
    decide(source, *[True] * ENOUGH_DECISIONS)
    first, folded = bring(FLOOD, make_source()), bring(CUT, source)
    assert folded.copy_of == first

    linking.split_copy(folded, by=chief, at=NOW)

    assert Label.objects.latest("id").was_joined
    licence = autopilot.licence_of(source, DEFAULT, NOW)
    assert (licence.is_open, licence.right) == (False, Share(ENOUGH_DECISIONS, 21))
    undoing.undo_act(Act.objects.get(verb="split-copy"), by=chief, at=NOW)
    assert is_open(source)


def test_source_trusted_from_the_start_is_locked_by_its_first_wrong_fold() -> None:
    source = make_source(autopilot=Autopilot.TRUSTED)
    folded = bring(CUT, source) if bring(FLOOD, make_source()) else None
    assert folded is not None
    assert folded.copy_of is not None

    linking.split_copy(folded, by=make_chief(), at=NOW)

    assert not is_open(source)


def test_source_that_is_switched_off_stays_so_whatever_was_decided() -> None:
    source = make_source(autopilot=Autopilot.OFF)
    decide(source, *[True] * 40)

    assert not is_open(source)


def test_one_wrong_in_fifty_is_allowed_and_one_in_forty_nine_is_not() -> None:
    source = make_source(autopilot=Autopilot.MEASURED)
    decide(source, False, *[True] * 48)
    assert not is_open(source)

    decide(source, True)

    assert is_open(source)


@pytest.mark.parametrize(
    "beside",
    [
        {"rule": "exact"},
        {"rule": "item"},
        {"question": Question.EVENT},
        {"copy_score": 0.49},
        {"copy_score": None, "rule": Label.CHANGED},
        {"decided_at": NOW - RECENT - timedelta(seconds=1)},
    ],
)
def test_decisions_that_say_nothing_of_changed_copies_do_not_count(beside: dict[str, Any]) -> None:
    source = make_source(autopilot=Autopilot.MEASURED)

    decide(source, *[True] * ENOUGH_DECISIONS, **beside)

    assert autopilot.licence_of(source, DEFAULT, NOW).right == Share(0, 0)


def test_higher_threshold_leaves_the_doubtful_decisions_out() -> None:
    source = make_source(autopilot=Autopilot.MEASURED)
    decide(source, *[True] * ENOUGH_DECISIONS, copy_score=0.8)
    decide(source, False, copy_score=0.55)

    assert [is_open(source), is_open(source, Limits(same_copy=0.6))] == [False, True]


def test_decision_counts_for_both_sources_of_its_pair_and_once_for_one() -> None:
    wire, paper = (make_source(autopilot=Autopilot.MEASURED) for _ in range(2))
    decide(wire, True, False, other=paper)
    decide(paper, True, other=paper)
    decide(paper, True)

    found = autopilot.licences([wire, paper], DEFAULT, NOW)

    one_by_one = {s.pk: autopilot.licence_of(s, DEFAULT, NOW) for s in (wire, paper)}
    assert {pk: licence.right for pk, licence in found.items()} == {
        wire.pk: Share(1, 2),
        paper.pk: Share(3, 4),
    }
    assert found == one_by_one


def test_act_that_answers_for_many_pairs_is_one_decision() -> None:
    source, other = (make_source(autopilot=Autopilot.MEASURED) for _ in range(2))
    merge = Act.objects.create(verb="merge", at=NOW, door="merge")
    decide(source, *[True] * ENOUGH_DECISIONS, act=merge, other=other)
    decide(other, True, act=merge, other=source)

    found = autopilot.licences([source, other], DEFAULT, NOW)

    assert [found[row.pk].right for row in (source, other)] == [Share(1, 1), Share(1, 1)]
    assert autopilot.licence_of(other, DEFAULT, NOW) == found[other.pk]


def test_licences_take_one_query_however_many_sources_there_are() -> None:
    def count(number: int) -> int:
        sources = [make_source(autopilot=Autopilot.MEASURED) for _ in range(number)]
        for source in sources:
            decide(source, True)
        with CaptureQueriesContext(connection) as queries:
            autopilot.licences(sources, DEFAULT, NOW)
        return len(queries)

    assert [count(1), count(5)] == [1, 1]


def test_arrival_without_a_changed_copy_asks_for_no_licence() -> None:
    source = make_source(autopilot=Autopilot.MEASURED)
    bring(TRAM, source)

    with CaptureQueriesContext(connection) as queries:
        bring(FLOOD, source)

    assert [q for q in queries if 'FROM "articles_label"' in q["sql"] and "COUNT" in q["sql"]] == []


def test_update_of_a_folded_copy_of_a_locked_source_stays_where_it_is() -> None:
    source = make_source(autopilot=Autopilot.TRUSTED)
    first, copy = bring(FLOOD, make_source()), bring(CUT, source, guid="cut")
    Source.objects.filter(pk=source.pk).update(autopilot=Autopilot.OFF)
    source.refresh_from_db()

    bring((*CUT, FLOOD[2]), source, guid="cut", url="https://wire.example/again")

    copy.refresh_from_db()
    assert FLOOD[2] in copy.body_text
    assert copy.copy_of == first


def test_thresholds_that_were_set_hold_from_the_next_arrival() -> None:
    source, chief = make_source(), make_chief()
    bring(FLOOD, make_source())
    mixed = (*FLOOD[:2], HEAT[0])
    before = bring(mixed, source, headline="Before")
    Match.objects.all().delete()
    Article.objects.filter(pk=before.pk).update(status="spiked")

    tuning.set_thresholds(
        Limits(same_copy=0.95), seen=DEFAULT, reason="Look at all", by=chief, at=NOW
    )
    after = bring(mixed, make_source(), headline="After")

    assert (before.copy_of is None, after.copy_of is None) == (False, True)
    assert Match.objects.get().evidence["band"] == "review"


def test_trust_in_advance_needs_a_reason() -> None:
    source = make_source(autopilot_reason=" ")

    with pytest.raises(ValidationError) as refused:
        source.full_clean()

    assert set(refused.value.message_dict) == {"autopilot_reason"}


def test_fold_by_the_machine_leaves_no_label_or_every_source_would_unlock_itself() -> None:
    first, copy = bring(FLOOD, make_source()), bring(CUT, make_source())

    assert (copy.copy_of, Label.objects.count()) == (first, 0)
