"""The lineage as a picture: places, sizes, and that nothing lies on anything else."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from articles.admin import drawing
from articles.admin.drawing import Drawing, Spot, draw
from articles.dedupe.reuse import Edge, Kind
from tests.factories import NOW


def spot(number: int, *, minutes: float = 0, lane: int = 0, own: float | None = 1.0) -> Spot:
    return Spot(number, number, lane, NOW + timedelta(minutes=minutes), own)


def copied(giver: int, taker: int, share: float = 0.5) -> Edge:
    return Edge(giver, taker, Kind.COPIED, share)


def drawn(spots: list[Spot], *edges: Edge, is_mirrored: bool = False) -> Drawing:
    return draw(spots, edges, is_mirrored=is_mirrored)


def numbers(path: str) -> list[int]:
    return [int(found) for found in re.findall(r"-?\d+", path)]


def places(found: Drawing) -> dict[int, tuple[int, int]]:
    return {ring.number: (ring.x, ring.y) for ring in found.rings}


def test_nothing_to_draw_is_an_empty_frame() -> None:
    found = drawn([])

    assert (found.rings, found.arrows, found.ticks, found.lanes) == ((), (), (), ())
    assert found.height == drawing.HEAD


def test_each_source_has_a_lane_and_time_runs_on() -> None:
    found = drawn([spot(1), spot(2, minutes=5, lane=1), spot(3, minutes=500, lane=0)])

    (x1, y1), (x2, y2), (x3, y3) = places(found).values()
    assert x1 < x2 < x3 <= found.width - drawing.MARGIN
    assert (y1, y2, y3) == (found.lanes[0], found.lanes[1], found.lanes[0])
    assert found.height == drawing.HEAD + 2 * drawing.LANE


def test_mirrored_it_is_the_same_from_the_right() -> None:
    spots = [spot(1), spot(2, minutes=5, lane=1), spot(3, minutes=90)]

    plain, mirrored = drawn(spots, copied(1, 2)), drawn(spots, copied(1, 2), is_mirrored=True)

    assert places(mirrored) == {n: (plain.width - x, y) for n, (x, y) in places(plain).items()}
    assert mirrored.arrows[0].label_x == plain.width - plain.arrows[0].label_x


def test_sixty_texts_of_an_hour_stand_clear_of_each_other() -> None:
    found = drawn([spot(n, minutes=n, lane=n % 7) for n in range(60)])

    xs = sorted(x for x, _y in places(found).values())
    assert min(b - a for a, b in pairwise(xs)) >= drawing.STEP
    assert found.width >= xs[-1] + drawing.MARGIN


def test_pause_of_months_does_not_push_the_rest_together() -> None:
    found = drawn([spot(1), spot(2, minutes=1), spot(3, minutes=60 * 24 * 90)])

    first, second, third = (x for x, _y in places(found).values())
    assert second - first >= drawing.STEP
    assert second - first < third - second <= drawing.MOST_STEPS * (second - first)


def test_texts_of_one_source_at_one_moment_stand_side_by_side() -> None:
    found = drawn([spot(1), spot(2), spot(3, lane=1), spot(4, minutes=1)])

    one, other, below, later = places(found).values()
    assert other[0] - one[0] == drawing.BESIDE > 2 * drawing.RADIUS
    assert below[0] == one[0]
    assert later[0] - other[0] >= drawing.STEP


def test_axis_names_each_day_of_the_current_zone_once() -> None:
    with timezone.override("Asia/Karachi"):  # NOW is 17:00 there
        found = drawn([spot(1), spot(2, minutes=60 * 6 + 59), spot(3, minutes=60 * 7), spot(4)])

    assert [(tick.at, tick.day and tick.day.day) for tick in found.ticks] == [
        (NOW, 20),
        (NOW + timedelta(hours=6, minutes=59), None),
        (NOW + timedelta(hours=7), 21),
    ]


def test_doubled_hour_of_the_clock_change_is_two_moments() -> None:
    spots = [
        Spot(1, 1, 0, datetime.fromisoformat("2026-10-25T00:30:00+00:00"), 1.0),
        Spot(2, 2, 0, datetime.fromisoformat("2026-10-25T01:30:00+00:00"), 1.0),
    ]

    with timezone.override("Europe/Lisbon"):
        first, second = (x for x, _y in places(drawn(spots)).values())

    assert first < second


def test_ring_is_filled_by_what_is_its_own() -> None:
    found = drawn([spot(1, own=0.654), spot(2, own=None), spot(3, own=0.0)])

    assert [ring.own for ring in found.rings] == [65, None, 0]


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_arrow_runs_from_giver_to_taker(is_mirrored: bool) -> None:
    spots = [spot(1), spot(2, minutes=9, lane=2)]

    found = drawn(spots, copied(1, 2, 0.81), is_mirrored=is_mirrored)

    (arrow,) = found.arrows
    (x1, y1), (x2, y2) = places(found).values()
    way = -1 if is_mirrored else 1
    assert arrow.path.startswith(f"M{x1 + way * drawing.RADIUS} {y1}Q")
    assert arrow.path.endswith(f" {y2}H{x2 - way * drawing.GAP}")
    assert (arrow.kind, arrow.percent, arrow.width) == (Kind.COPIED, 81, "2.6")


def test_arrow_passes_beside_a_text_of_the_same_moment() -> None:
    """Through its ring it would seem to come from there, or to end there."""
    spots = [spot(1), spot(2, lane=1), spot(3, minutes=9, lane=2)]

    (arrow,) = drawn(spots, copied(1, 3)).arrows

    upright = int(arrow.path.split("V")[0].split()[-2])
    x, _y = places(drawn(spots))[2]
    assert upright - x > drawing.RADIUS + 4


def test_arrow_within_a_lane_is_a_bow_below_the_axis() -> None:
    found = drawn([spot(1), spot(2, minutes=9)], Edge(1, 2, Kind.VERSION, 1.0))

    (_x, y), *_rest = places(found).values()
    (arrow,) = found.arrows
    top = min(numbers(arrow.path)[3::2])
    assert arrow.path.endswith(f" {y - drawing.GAP}")
    # A bow comes to three quarters of what its control points say; the axis ends at 36.
    assert 36 <= y - drawing.RADIUS + 0.75 * (top - (y - drawing.RADIUS)) < y - drawing.RADIUS


@pytest.mark.parametrize("minutes", [0, -30])
def test_arrow_to_the_same_or_an_earlier_moment_stays_in_the_frame(minutes: int) -> None:
    found = drawn([spot(1), spot(2, minutes=minutes, lane=1)], copied(1, 2))

    (arrow,) = found.arrows
    assert min(numbers(arrow.path)) >= 0
    assert 14 <= arrow.label_x <= found.width


def test_undecided_pair_is_one_line() -> None:
    pair = Edge(1, 2, Kind.UNDECIDED, 0.9), Edge(2, 1, Kind.UNDECIDED, 0.8)

    found = drawn([spot(1), spot(2, lane=1)], *pair)

    assert [arrow.kind for arrow in found.arrows] == [Kind.UNDECIDED]


def test_two_arrows_into_one_text_have_their_per_cent_apart() -> None:
    spots = [spot(1), spot(2, lane=1), spot(3, minutes=9, lane=2)]

    one, other = drawn(spots, copied(1, 3), copied(2, 3)).arrows

    assert one.label_x == other.label_x
    assert abs(one.label_y - other.label_y) >= 14
