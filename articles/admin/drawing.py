"""A traced story as a picture: a lane a source, a ring a text, an arrow for what was taken.

Only places and sizes are worked out here, in whole pixels; the template writes the SVG. Time does
not run to scale: ten copies within an hour and a follow-up after a week must both be readable.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import log2

from django.utils import timezone

from articles.dedupe.reuse import Edge, Kind

# The stylesheet gives the names beside the drawing the same height of lane and head.
LANE = 36
HEAD = 50
# Also room for a line between two texts of the first moment, which goes round behind them.
MARGIN = 48
RADIUS = 10
# Room for an arrow's head beside a ring.
GAP = RADIUS + 4
# How high the bow between two texts of a lane reaches out; it comes to three quarters of that.
BOW = 27
# Beside a ring, where arrows go up and down.
ASIDE = RADIUS + 8
# Between two moments at least: an arrow's head and its per cent must fit between two rings.
STEP = 64
# Two texts of one source at one moment stand side by side.
BESIDE = 2 * RADIUS + 4
# A pause grows with its length so slowly that a week is four steps, and no pause is longer.
PAUSE = timedelta(minutes=15)
MOST_STEPS = 4.0
NARROWEST = 640


@dataclass(frozen=True)
class Spot:
    """One text to be drawn: its number, lane and moment, and the share of its words that is its
    own (None where the text is too short to tell)."""

    id: int
    number: int
    lane: int
    at: datetime
    own: float | None


@dataclass(frozen=True)
class Ring:
    """A text as drawn; `own` is the filled part of the ring in per cent."""

    number: int
    x: int
    y: int
    own: int | None


@dataclass(frozen=True)
class Arrow:
    """Words that went from one text to another; `label` is where the per cent stand."""

    kind: Kind
    path: str
    width: str
    percent: int
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Tick:
    """A moment on the axis; `day` only where it is the first of its day."""

    x: int
    at: datetime
    day: date | None


@dataclass(frozen=True)
class Drawing:
    """All that the template needs to draw a story."""

    width: int
    height: int
    lanes: tuple[int, ...]
    ticks: tuple[Tick, ...]
    rings: tuple[Ring, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True)
class _Place:
    x: int
    y: int


def draw(spots: Sequence[Spot], edges: Sequence[Edge], *, is_mirrored: bool) -> Drawing:
    """Lay the story out; mirrored, time runs from the right, as its readers read.

    The axis names the days of the current zone.
    """
    columns, width = _columns(spots)
    lane_count = 1 + max((spot.lane for spot in spots), default=-1)
    places: dict[int, _Place] = {}
    beside: Counter[tuple[int, datetime]] = Counter()
    for spot in spots:
        x = columns[spot.at] + BESIDE * beside[spot.lane, spot.at]
        beside[spot.lane, spot.at] += 1
        places[spot.id] = _Place(width - x if is_mirrored else x, _lane_y(spot.lane))
    return Drawing(
        width=width,
        height=HEAD + LANE * lane_count,
        lanes=tuple(_lane_y(lane) for lane in range(lane_count)),
        ticks=_ticks(columns, width, is_mirrored),
        rings=tuple(
            Ring(spot.number, places[spot.id].x, places[spot.id].y, _percent(spot.own))
            for spot in spots
        ),
        arrows=_arrows(edges, places, -1 if is_mirrored else 1),
    )


def _lane_y(lane: int) -> int:
    return HEAD + LANE * lane + LANE // 2


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _columns(spots: Sequence[Spot]) -> tuple[dict[datetime, int], int]:
    """The x of each moment, and the width of the whole; a short story is spread out."""
    most: Counter[datetime] = Counter()
    for (_lane, at), count in Counter((spot.lane, spot.at) for spot in spots).items():
        most[at] = max(most[at], count)
    moments = sorted(most)
    gaps = [_steps(later - at) for at, later in pairwise(moments)]
    wide = sum(BESIDE * (count - 1) for count in most.values())
    room = NARROWEST - 2 * MARGIN - wide
    step = max(STEP, int(room / sum(gaps))) if gaps else STEP
    columns: dict[datetime, int] = {}
    x = MARGIN
    for before, moment in zip([0.0, *gaps], moments, strict=False):
        x += int(before * step)
        columns[moment] = x
        x += BESIDE * (most[moment] - 1)
    return columns, max(NARROWEST, x + MARGIN)


def _steps(pause: timedelta) -> float:
    return min(MOST_STEPS, 1 + log2(1 + pause / PAUSE) / 4)


def _ticks(columns: Mapping[datetime, int], width: int, is_mirrored: bool) -> tuple[Tick, ...]:
    ticks: list[Tick] = []
    known: date | None = None
    for at, x in columns.items():
        day = timezone.localdate(at)
        ticks.append(Tick(width - x if is_mirrored else x, at, None if day == known else day))
        known = day
    return tuple(ticks)


def _arrows(edges: Sequence[Edge], places: Mapping[int, _Place], way: int) -> tuple[Arrow, ...]:
    """An arrow an edge; where nobody was first the two edges of the pair are one line."""
    arrows = []
    incoming: Counter[int] = Counter()
    drawn: set[frozenset[int]] = set()
    for edge in edges:
        pair = frozenset((edge.giver, edge.taker))
        if edge.kind in (Kind.UNDECIDED, Kind.PASSAGE) and pair in drawn:
            continue
        drawn.add(pair)
        path, label = _path(places[edge.giver], places[edge.taker], way, incoming[edge.taker])
        incoming[edge.taker] += 1
        width = f"{1 + 2 * edge.share:.1f}"
        percent = round(100 * edge.share)
        arrows.append(Arrow(edge.kind, path, width, percent, label.x, label.y))
    return tuple(arrows)


def _path(giver: _Place, taker: _Place, way: int, before: int) -> tuple[str, _Place]:
    """The line and the place of its label; `before` arrows come into the taker already.

    It goes up or down beside its ring, clear of other texts of the moment, and comes in along the
    lane: the arrows to ten copies hang from their origin like twigs. Within a lane it makes a bow
    above it; to a text of the same or an earlier moment, which only a credit can make a copy, it
    goes round behind the two.
    """
    ahead = way * (taker.x - giver.x)
    if giver.y == taker.y:
        top = giver.y - BOW
        path = (
            f"M{giver.x} {giver.y - RADIUS}C{giver.x} {top} {taker.x} {top}"
            f" {taker.x} {taker.y - GAP}"
        )
        return path, _Place((giver.x + taker.x) // 2, giver.y - RADIUS - 9)
    down = 1 if taker.y > giver.y else -1
    if ahead <= 2 * GAP:
        side = way * (min(way * giver.x, way * taker.x) - 34)
        path = (
            f"M{giver.x - way * RADIUS} {giver.y}C{side} {giver.y} {side} {taker.y}"
            f" {taker.x - way * GAP} {taker.y}"
        )
        return path, _Place(side + way * 4, (giver.y + taker.y) // 2 + 4)
    x = giver.x + way * ASIDE
    bend = way * min(30, ahead - ASIDE - GAP)
    turn = taker.y - down * 16
    path = (
        f"M{giver.x + way * RADIUS} {giver.y}Q{x} {giver.y} {x} {giver.y + down * 10}V{turn}"
        f"Q{x} {taker.y} {x + bend} {taker.y}H{taker.x - way * GAP}"
    )
    return path, _Place(taker.x - way * (GAP + 16), taker.y + (-5 if before % 2 == 0 else 13))
