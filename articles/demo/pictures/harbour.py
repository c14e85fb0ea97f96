"""The port: gantry cranes, stacked boxes, pylons, quays."""

from articles.demo.pictures.canvas import Canvas
from articles.demo.pictures.palette import CREAM, Colour, mix
from articles.demo.pictures.ships import CARGO
from articles.demo.pictures.stamp import Stamp


def gantry_crane(
    stamp: Stamp, paint: Colour, *, raised: bool = False, load: Colour | None = None
) -> None:
    """A ship-to-shore crane 46 m high; its boom reaches to the right, or stands `raised`."""
    dark = mix(paint, (20, 24, 40), 0.3)
    for left in (-11, 9):
        stamp.poly([(left, 0), (left + 2, 0), (left + 1.4, 34), (left + 0.4, 34)], paint)
        stamp.box(left - 1.2, 0, 4.4, 1.5, dark)
    stamp.box(-11, 12.4, 22, 1.6, paint)
    stamp.line([(-10, 14), (10, 32)], dark, 0.6)
    stamp.line([(10, 14), (-10, 32)], dark, 0.6)
    stamp.box(-24, 33.6, 36, 2.2, paint)
    stamp.box(-20, 35.8, 9, 4.6, CREAM)
    stamp.box(-20, 35.8, 9, 1.2, dark)
    stamp.poly([(6, 35.8), (9.6, 35.8), (8.4, 50), (7.6, 50)], paint)
    stamp.line([(8, 49.6), (-22, 35.6)], dark, 0.45)
    if raised:
        stamp.poly([(10.6, 35.6), (12.6, 34.4), (25, 66), (23.6, 66.6)], paint)
        stamp.line([(8, 49.6), (22, 62)], dark, 0.4)
        return
    stamp.box(12, 33.8, 40, 1.8, paint)
    for place in range(10):
        left = 12 + place * 4
        stamp.line([(left, 33.8), (left + 2, 35.6), (left + 4, 33.8)], dark, 0.3)
    stamp.line([(8, 49.6), (28, 35.6)], dark, 0.45)
    stamp.line([(8, 49.6), (50, 35.6)], dark, 0.45)
    stamp.box(33, 31.6, 4.6, 2, dark)
    if load:
        for side in (33.6, 37):
            stamp.line([(side, 31.6), (side, 19)], dark, 0.25)
        stamp.box(29.3, 14, 12, 5, load)


def boxes(
    canvas: Canvas,
    left: float,
    right: float,
    base: float,
    unit: float,
    high: int,
    *,
    haze: Colour,
    depth: float,
) -> None:
    """Stacks of containers, `unit` pixels high each, up to `high` levels."""
    x = left
    while x < right:
        for level in range(canvas.dice.randint(max(1, high - 2), high)):
            paint = mix(canvas.dice.choice(CARGO), haze, depth)
            top = base - (level + 1) * unit
            canvas.rect(x, top, unit * 2.5 - 2, unit - 1.2, paint)
            canvas.rect(x, top, unit * 2.5 - 2, unit * 0.14, mix(paint, CREAM, 0.3))
            for rib in range(1, 8):
                canvas.rect(
                    x + rib * unit * 0.31,
                    top + unit * 0.2,
                    1,
                    unit * 0.66,
                    mix(paint, (20, 24, 40), 0.22),
                )
        x += unit * 2.5 + (unit * 0.6 if canvas.dice.random() < 0.2 else 0)


def pylon(stamp: Stamp, fill: Colour) -> None:
    """A lattice mast 44 m high with three pairs of arms; arm tips lie at (±9|±11|±8, 26|33|40)."""
    stamp.line([(-5, 0), (-1.2, 26), (0, 44)], fill, 0.5)
    stamp.line([(5, 0), (1.2, 26), (0, 44)], fill, 0.5)
    low, width = 0.0, 5.0
    for high in (7.0, 13.0, 18.0, 22.0, 26.0):
        above = 5 - high * 3.8 / 26
        stamp.line([(-width, low), (above, high)], fill, 0.26)
        stamp.line([(width, low), (-above, high)], fill, 0.26)
        stamp.line([(-above, high), (above, high)], fill, 0.26)
        low, width = high, above
    for high, reach in ((26, 9), (33, 11), (40, 8)):
        for side in (-1, 1):
            stamp.line([(0, high + 2), (side * reach, high), (0, high)], fill, 0.36)
            stamp.line([(side * reach, high), (side * reach, high - 2)], fill, 0.5)


def quay(canvas: Canvas, y: float, depth: float, top: Colour, face: Colour) -> None:
    """A stone quay across the sheet with bollards and tyre fenders."""
    wide = canvas.image.width / 2
    canvas.rect(0, y, wide, depth * 0.3, top)
    canvas.rect(0, y + depth * 0.3, wide, depth * 0.7, face)
    x = 40.0
    while x < wide:
        canvas.rect(x, y - 10, 16, 14, mix(face, (10, 14, 28), 0.5), 3)
        canvas.rect(x - 4, y - 14, 24, 7, mix(face, (10, 14, 28), 0.5), 3)
        canvas.disc(x + 90, y + depth * 0.62, depth * 0.2, mix(face, (10, 14, 28), 0.55))
        canvas.disc(x + 90, y + depth * 0.62, depth * 0.09, face)
        x += 200
