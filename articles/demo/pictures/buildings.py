"""The landmarks of Karvan, in metres, standing on their own middle."""

from articles.demo.pictures.city import windows
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    INK,
    LAMP,
    ROSE,
    SAND,
    SLATE,
    TEAL,
    WHITE,
    Colour,
    Mood,
    mix,
)
from articles.demo.pictures.stamp import Stamp, dome


def _columns(
    stamp: Stamp,
    left: float,
    right: float,
    foot: float,
    tall: float,
    count: int,
    fill: Colour,
    shade: Colour,
) -> None:
    step = (right - left) / (count - 1)
    for place in range(count):
        x = left + place * step
        stamp.box(x - 0.9, foot, 1.8, tall, fill)
        stamp.box(x + 0.3, foot, 0.6, tall, shade)
        stamp.box(x - 1.3, foot + tall - 0.8, 2.6, 0.8, fill)
        stamp.box(x - 1.3, foot, 2.6, 0.7, fill)


def assembly(stamp: Stamp, mood: Mood, *, lit: bool) -> None:
    """The Assembly: 120 m of arcade under a teal dome and a lantern."""
    stone, shade = mood.far(CREAM, 0), mood.far(mix(CREAM, mood.ink, 0.28), 0)
    glass = LAMP if lit else mix(mood.ink, SLATE, 0.4)
    copper = mood.far(mix(TEAL, WHITE, 0.22), 0)
    for left in (-60, 22):
        stamp.box(left, 0, 38, 17, mix(stone, mood.ink, 0.1))
        stamp.box(left - 1, 16, 40, 2, stone)
        stamp.box(left, 0, 38, 2.4, shade)
        for place in range(7):
            at = left + 3 + place * 5
            stamp.box(at, 4, 2.6, 5.4, glass)
            stamp.poly(dome(at + 1.3, 9.4, 1.3), glass)
            stamp.box(at, 12.4, 2.6, 2.2, glass)
    stamp.box(-24, 0, 48, 22, stone)
    stamp.box(-22, 2.4, 44, 14, mix(shade, mood.ink, 0.35) if not lit else mix(LAMP, shade, 0.35))
    for place in range(5):
        stamp.box(-17.6 + place * 8, 2.4, 3.2, 9.4, glass)
        stamp.poly(dome(-16 + place * 8, 11.8, 1.6), glass)
    _columns(stamp, -20.4, 20.4, 2.4, 14, 6, stone, shade)
    stamp.box(-25, 16.4, 50, 2.4, stone)
    stamp.box(-25, 16.4, 50, 0.6, shade)
    stamp.poly([(-25, 18.8), (0, 27), (25, 18.8)], stone)
    stamp.poly([(-19, 19.8), (0, 25.6), (19, 19.8)], shade)
    stamp.disc(0, 21.8, 1.7, stone)
    stamp.box(-15, 24, 30, 8, mix(stone, mood.ink, 0.08))
    for place in range(8):
        stamp.box(-13.2 + place * 3.5, 25.6, 1.7, 4.6, glass)
    stamp.box(-16, 31.4, 32, 1.4, stone)
    stamp.poly(dome(0, 32.8, 15, 0.98), copper)
    stamp.poly(
        [*dome(0, 32.8, 15, 0.98)[:12], *reversed(dome(0, 32.8, 8.6, 1.7)[:12])],
        mix(copper, INK, 0.22),
    )
    for rib in (-9, -4.6, 0, 4.6):
        stamp.line(
            [(rib * 1.1, 33), (rib * 0.8, 43), (rib * 0.16, 47.6)], mix(copper, INK, 0.3), 0.35
        )
    stamp.box(-2.6, 47, 5.2, 5, stone)
    stamp.row(-1.8, 47.6, 3, 1.4, 0.8, 3.4, glass)
    stamp.poly(dome(0, 52, 2.9), copper)
    stamp.line([(0, 54.6), (0, 64)], mood.ink, 0.4)
    stamp.poly([(0.2, 63.6), (8, 62.6), (8, 59.4), (0.2, 60)], CORAL)
    for step in range(4):
        stamp.box(
            -27 - step * 1.6,
            2.4 - (step + 1) * 0.8,
            54 + step * 3.2,
            0.8,
            mix(stone, mood.ink, 0.06 * step),
        )


def customs_house(stamp: Stamp, mood: Mood, *, lit: bool) -> None:
    """The Customs House on Old Quay: 70 m of brick arches and a clock tower."""
    brick, stone = mood.far(mix(BRICK, ROSE, 0.3), 0), mood.far(CREAM, 0)
    shade = mix(brick, mood.ink, 0.35)
    glass = LAMP if lit else mix(mood.ink, SLATE, 0.35)
    stamp.box(-36, 0, 72, 18, brick)
    stamp.box(-37, 17, 74, 1.8, stone)
    stamp.box(-36, 8.2, 72, 0.9, stone)
    stamp.poly([(-36, 18.8), (-33, 24), (33, 24), (36, 18.8)], mix(SLATE, mood.ink, 0.3))
    for place in range(11):
        if place == 5:
            continue
        at = -33.4 + place * 6.2
        stamp.box(at, 0, 3.6, 4.6, stone)
        stamp.poly(dome(at + 1.8, 4.6, 1.8), stone)
        stamp.box(at + 0.5, 0, 2.6, 4.4, glass if place % 3 else shade)
        stamp.poly(dome(at + 1.8, 4.4, 1.3), glass if place % 3 else shade)
        stamp.box(at + 0.4, 10.6, 2.8, 4.6, stone)
        stamp.box(at + 0.8, 11, 2, 3.8, glass)
    stamp.box(-7, 0, 14, 34, mix(brick, WHITE, 0.06))
    stamp.box(3.4, 0, 3.6, 34, shade)
    stamp.box(-8, 33, 16, 1.6, stone)
    stamp.disc(0, 28, 3.6, stone)
    stamp.disc(0, 28, 3, WHITE if not lit else mix(LAMP, WHITE, 0.5))
    stamp.line([(0, 28), (0, 30.2)], INK, 0.4)
    stamp.line([(0, 28), (1.5, 27.2)], INK, 0.4)
    stamp.box(-3.4, 0, 6.8, 7, stone)
    stamp.poly(dome(0, 7, 3.4), stone)
    stamp.box(-2.5, 0, 5, 6.6, mood.ink)
    stamp.poly(dome(0, 6.6, 2.5), mood.ink)
    stamp.row(-3, 14, 2, 3.6, 2.2, 5.4, glass)
    stamp.box(-4.6, 34.6, 9.2, 5, stone)
    stamp.row(-3.6, 35, 3, 2.6, 1.7, 3.8, shade)
    stamp.poly([(-5.6, 39.6), (0, 50), (5.6, 39.6)], mix(TEAL, WHITE, 0.12))
    stamp.poly([(0, 50), (5.6, 39.6), (1.6, 39.6)], mix(TEAL, INK, 0.2))
    stamp.line([(0, 49), (0, 54)], mood.ink, 0.35)


def hospital(stamp: Stamp, mood: Mood, *, west: float, east: float) -> None:
    """Karvan General, 130 m: main block, entrance, east wing; shares of panes that are lit."""
    canvas = stamp.canvas
    wall, shade = mood.far(CREAM, 0.1), mood.far(mix(CREAM, mood.ink, 0.4), 0)
    dark = mix(mood.ink, SLATE, 0.3)
    for left, low, w, h, paint, lit in (
        (-64, 0, 58, 44, wall, west),
        (4, 0, 60, 34, mix(wall, mood.ink, 0.12), east),
    ):
        stamp.box(left, low, w, h, paint)
        stamp.box(left + w - 7, low, 7, h, shade)
        stamp.box(left - 1, h - 1.2, w + 2, 2, shade)
        x, y = stamp.at(left, h - 2)
        size = stamp.size
        windows(
            canvas,
            x,
            y,
            (w - 7) * size,
            (h - 6) * size,
            pane=(2.9 * size, 2.2 * size),
            gap=(1.5 * size, 2.3 * size),
            dark=dark,
            lit=mood.lamp,
            share=lit,
        )
    stamp.box(-64, 4.6, 128, 1.4, CORAL)
    stamp.box(-16, 0, 30, 9, mix(TEAL, WHITE, 0.1))
    stamp.box(-18, 8.4, 34, 1.8, wall)
    stamp.row(-14, 0.4, 5, 5.4, 4.2, 6.6, mix(LAMP, WHITE, 0.35) if west > 0.3 else dark)
    stamp.box(-44, 46, 12, 12, WHITE, 2)
    stamp.box(-39.4, 47.5, 2.8, 9, CORAL)
    stamp.box(-42.5, 50.6, 9, 2.8, CORAL)
    stamp.box(-58, 45, 6, 4, shade)
    stamp.box(14, 35, 10, 5, shade)
    stamp.box(40, 35, 8, 3.4, shade)


def observatory(stamp: Stamp, mood: Mood) -> None:
    """A white drum under a slit dome, 24 m wide, its telescope looking out."""
    wall, shade = mood.far(CREAM, 0.1), mood.far(mix(CREAM, mood.ink, 0.4), 0)
    stamp.box(-12, 0, 24, 11, wall)
    stamp.box(5, 0, 7, 11, shade)
    stamp.box(-13, 10.4, 26, 1.6, mix(wall, WHITE, 0.4))
    stamp.poly(dome(0, 12, 12), mix(wall, WHITE, 0.3))
    stamp.poly([(4.4, 12), *[(x, y) for x, y in dome(0, 12, 12)[:12]], (6.4, 22)], shade)
    stamp.poly([(-2.4, 13), (3.2, 13), (-1.4, 24.2), (-6.4, 22.2)], mood.ink)
    stamp.line([(0.4, 14), (-6.6, 25)], mix(SLATE, WHITE, 0.4), 2.4)
    stamp.line([(-5.4, 23), (-7.4, 26.4)], CORAL, 2.6)
    stamp.box(-2, 0, 3.6, 6, mood.ink)
    stamp.box(-1.4, 0.3, 2.4, 5.2, LAMP)
    stamp.row(-9.6, 4.4, 2, 3.4, 1.7, 3, LAMP)


def lighthouse(stamp: Stamp, mood: Mood, *, on: bool = True) -> None:
    """A banded light tower 34 m high."""
    for band in range(5):
        low, high = band * 5.2, (band + 1) * 5.2
        near, far = 4.2 - low * 0.055, 4.2 - high * 0.055
        fill = CORAL if band % 2 else CREAM
        stamp.poly([(-near, low), (near, low), (far, high), (-far, high)], fill)
        stamp.poly(
            [(near * 0.4, low), (near, low), (far, high), (far * 0.4, high)],
            mix(fill, mood.ink, 0.24),
        )
    stamp.box(-4, 26, 8, 1, mood.ink)
    stamp.box(-2.2, 27, 4.4, 4, LAMP if on else SAND)
    stamp.line([(0, 27), (0, 31)], mood.ink, 0.3)
    stamp.poly(dome(0, 31, 2.7), CORAL)
    stamp.line([(0, 33), (0, 36)], mood.ink, 0.3)
