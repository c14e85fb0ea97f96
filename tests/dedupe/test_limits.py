"""Other limits than ours: what they change, and that the kept facts tell the same as the texts."""

import json
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.dedupe.fingerprint import fingerprint
from articles.dedupe.judge import (
    DEFAULT,
    NOT_A_COPY,
    Limits,
    Weighed,
    decide,
    judge_prints,
    rule,
)
from articles.dedupe.pair import measure
from tests.dedupe.material import (
    MARKET_MONDAY,
    MARKET_TUESDAY,
    RETOLD,
    TWIN,
    WIRE,
    cut_copy,
)

TEXTS = (
    WIRE,
    RETOLD,
    TWIN,
    MARKET_MONDAY,
    MARKET_TUESDAY,
    cut_copy(keep=2),
    replace(WIRE, headline="All safe", source="portal"),
    replace(WIRE, paragraphs=WIRE.paragraphs[:3] + TWIN.paragraphs, source="wire"),
    replace(WIRE, paragraphs=()),
)
PRINTS = [fingerprint(text) for text in TEXTS]
PAIRS = list(combinations(PRINTS, 2))

scores = st.floats(0.01, 0.99)


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    review = draw(st.floats(NOT_A_COPY + 0.001, 1))
    return Limits(draw(st.floats(review, 1)), review, draw(scores))


@settings(deadline=None)
@given(pair=st.sampled_from(PAIRS), tried=limits(), kept_under=limits())
def test_facts_kept_under_some_limits_tell_what_others_would_have_made_of_the_texts(
    pair: tuple[object, object], tried: Limits, kept_under: Limits
) -> None:
    one, other = pair
    evidence = judge_prints(one, other, kept_under).evidence  # type: ignore[arg-type]  # Prints
    kept = json.loads(json.dumps(evidence["weighed"]))

    again = rule(Weighed.read(kept), tried)

    assert again == decide(measure(one, other), tried)  # type: ignore[arg-type]  # Prints


def test_cut_copy_under_a_higher_limit_is_for_a_person_to_say() -> None:
    one, other = fingerprint(WIRE), fingerprint(cut_copy(keep=4))
    usual = judge_prints(one, other)

    strict = judge_prints(one, other, Limits(same_copy=0.999))

    assert (usual.evidence["rule"], usual.evidence["band"]) == ("copy", "automatic")
    assert (strict.evidence["rule"], strict.evidence["band"]) == ("event", "review")
    assert strict.copy_score == usual.copy_score


def test_two_accounts_under_a_higher_limit_are_unrelated() -> None:
    one, other = fingerprint(WIRE), fingerprint(RETOLD)
    score = judge_prints(one, other).event_score

    verdicts = [
        judge_prints(one, other, Limits(same_event=score + step)).verdict for step in (-0.001, 1e-3)
    ]

    assert [str(verdict) for verdict in verdicts] == ["same-event", "unrelated"]


def test_without_limits_the_judge_takes_its_own() -> None:
    assert judge_prints(*PAIRS[0]) == judge_prints(*PAIRS[0], DEFAULT)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"review": 0.6, "same_copy": 0.5},
        {"review": NOT_A_COPY},
        {"same_copy": 1.01},
        {"same_event": 0.0},
        {"same_event": 1.0},
        {"same_event": float("nan")},
        {"review": float("nan")},
    ],
)
def test_limits_that_make_no_sense_are_refused(nonsense: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="Review lies above a quote"):
        Limits(**nonsense)
