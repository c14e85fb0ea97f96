"""Whether two documents report the same event."""

from dataclasses import replace

import pytest

from articles.dedupe.event import (
    MOST_COST,
    SAME_EVENT,
    Signals,
    Weights,
    event_score,
    signals,
    weights,
)
from articles.dedupe.fingerprint import Document, fingerprint
from tests.dedupe.material import ARABIC, RETOLD, TWIN, URDU, URDU_RETOLD, WIRE

FAIR = Signals(body=0.4, headline=0.4, names=0.6, figures=0.4, dates=0.0, opening=0.5)


def score(one: Document, other: Document, days: float | None = None) -> float:
    return event_score(signals(fingerprint(one), fingerprint(other)), days_apart=days)


def test_shipped_weights_speak_for_an_event_and_never_against() -> None:
    model = weights()

    assert model.bias < 0
    assert set(model.signals) == {"body", "headline", "names", "figures", "dates", "opening"}
    assert all(weight >= 0 for weight in model.signals.values())


def test_signals_are_the_same_either_way_round() -> None:
    one, other = fingerprint(WIRE), fingerprint(RETOLD)

    there, back = signals(one, other), signals(other, one)

    assert there.names == pytest.approx(back.names)
    assert there.body == pytest.approx(back.body)
    assert there.headline == pytest.approx(back.headline)


def test_score_of_one_event_in_other_words_is_high() -> None:
    assert score(WIRE, RETOLD, days=0.8) > 0.9
    assert score(URDU, URDU_RETOLD) > 0.8


def test_score_of_unrelated_texts_is_low() -> None:
    assert score(WIRE, ARABIC) < 0.1
    assert score(URDU, ARABIC) < 0.1


def test_score_falls_with_each_day_after_the_first() -> None:
    scores = [event_score(FAIR, days_apart=days) for days in (None, 0, 1, 2, 7, 30)]

    assert scores[0] == scores[1] == scores[2]
    assert scores[2] > scores[3] > scores[4] > scores[5]


def test_cost_of_time_is_bounded() -> None:
    assert event_score(FAIR, days_apart=100) == event_score(FAIR, days_apart=10_000)
    assert MOST_COST == 12.0


def test_a_twin_on_another_date_is_another_event() -> None:
    near = replace(TWIN, published_at=None)

    assert score(WIRE, near, days=10) < SAME_EVENT / 5


def test_nothing_to_compare_gives_a_low_score() -> None:
    empty = Document(headline="", paragraphs=())

    assert score(empty, empty) < 0.1


def test_a_shared_headline_alone_is_half_an_event() -> None:
    one = Document(headline="Weather for the weekend", paragraphs=())
    other = Document(headline="Budget for the libraries", paragraphs=())

    assert score(one, one) > score(one, other)


def test_another_model_can_be_asked() -> None:
    certain = Weights(bias=0.0, signals={"body": 0.0})

    assert event_score(FAIR, days_apart=None, model=certain) == 0.5
