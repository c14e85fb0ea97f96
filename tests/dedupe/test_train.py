"""Fitting the weights of the event score."""

from articles.dedupe.event import Signals, event_score
from articles.dedupe.train import fit


def signals(names: float, figures: float = 0.5) -> Signals:
    return Signals(body=0.3, headline=0.3, names=names, figures=figures, dates=0.0, opening=0.3)


def test_fit_learns_which_signal_tells_events_apart() -> None:
    pairs = [signals(0.9), signals(0.8), signals(0.7), signals(0.2), signals(0.1), signals(0.3)]

    model = fit(pairs, [True, True, True, False, False, False])

    assert model.signals["names"] == max(model.signals.values())
    assert event_score(signals(0.9), days_apart=None, model=model) > 0.9
    assert event_score(signals(0.1), days_apart=None, model=model) < 0.1


def test_fit_never_lets_a_signal_speak_against_an_event() -> None:
    pairs = [signals(0.9, figures=0.0), signals(0.8, figures=0.1), signals(0.1, figures=0.9)]

    model = fit(pairs, [True, True, False])

    assert model.signals["figures"] == 0.0
