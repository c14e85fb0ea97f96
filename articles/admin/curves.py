"""Precision and recall against the threshold, drawn by the server as lines of an SVG."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from articles.dedupe.measuring import Decided, curve

WIDTH, HEIGHT = 320, 150
LEFT, TOP, RIGHT, BOTTOM = 26, 8, 312, 130
STEPS = 50
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Tick:
    """A value on an axis and its place."""

    label: str
    at: str


@dataclass(frozen=True)
class Mark:
    """A threshold, drawn as an upright line."""

    kind: str
    at: str


@dataclass(frozen=True)
class Curve:
    """All that the template draws; places are written as SVG wants them, in every language."""

    precision: tuple[str, ...]
    recall: tuple[str, ...]
    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    upright: tuple[Tick, ...]


def draw(pairs: Collection[Decided], marks: Iterable[tuple[str, float]]) -> Curve:
    """The curve over these pairs; `marks` are a kind ("now", "wanted") and its threshold."""
    points = curve(pairs, [step / STEPS for step in range(STEPS + 1)])
    return Curve(
        tuple(_lines((point.threshold, point.precision) for point in points)),
        tuple(_lines((point.threshold, point.recall) for point in points)),
        tuple(Mark(kind, _x(value)) for kind, value in marks),
        tuple(Tick(f"{value:g}", _x(value)) for value in TICKS),
        tuple(Tick(f"{value:g}", _y(value)) for value in TICKS),
    )


def _lines(values: Iterable[tuple[float, float | None]]) -> Iterator[str]:
    """Runs of known values, each as the points of a line."""
    run: list[str] = []
    for threshold, value in values:
        if value is None:
            if run:
                yield " ".join(run)
            run = []
        else:
            run.append(f"{_x(threshold)},{_y(value)}")
    if run:
        yield " ".join(run)


def _x(value: float) -> str:
    return f"{LEFT + value * (RIGHT - LEFT):.1f}"


def _y(value: float) -> str:
    return f"{BOTTOM - value * (BOTTOM - TOP):.1f}"
