"""Vessels in side view, in metres: ferry, tug, fishing boat, freighter, rowing boat."""

from articles.demo.pictures.palette import CORAL, CREAM, INK, OCHRE, WHITE, Colour, Mood, mix
from articles.demo.pictures.stamp import Stamp

CARGO: tuple[Colour, ...] = (
    (196, 84, 62),
    (44, 108, 120),
    (222, 168, 78),
    (92, 112, 128),
    (160, 64, 56),
    (66, 134, 124),
)


def ferry(stamp: Stamp, mood: Mood, distance: float = 0, hull: Colour = (28, 74, 92)) -> None:
    """A car ferry 84 m long: dark hull, white decks, coral funnel."""

    def tone(colour: Colour) -> Colour:
        return mood.far(colour, distance)

    lit, shade = tone(CREAM), tone(mix(CREAM, mood.ink, 0.3))
    glass = tone(mix(mood.ink, (80, 130, 150), 0.4))
    side = [(-41, 7), (-37, -3), (36, -3), (43, 8.6), (34, 7.6)]
    stamp.fade(side, (tone(mix(hull, WHITE, 0.1)), tone(hull)))
    stamp.poly([(-37, -3), (-38.2, -0.4), (37.6, -0.4), (36, -3)], tone(CORAL))
    stamp.poly([(-41, 7), (-40.6, 6), (35, 6.6), (43, 7.6), (43, 8.6), (34, 7.6)], lit)
    stamp.box(-37, 7, 68, 5.2, lit)
    stamp.box(-35, 12.2, 60, 4.6, mix(lit, shade, 0.25))
    stamp.box(-35, 12.2, 60, 0.9, shade)
    stamp.box(-24, 16.8, 44, 4.2, lit)
    stamp.box(-24, 16.8, 44, 0.8, shade)
    stamp.poly([(8, 21), (20, 21), (18.4, 26), (9, 26)], lit)
    stamp.box(7, 26, 13.4, 0.9, shade)
    stamp.poly([(9.6, 22.6), (19.5, 22.6), (18.8, 25), (9.6, 25)], glass)
    stamp.row(-34, 8.6, 15, 4.3, 2.8, 1.9, glass)
    stamp.row(-32.6, 13.9, 17, 3.4, 2.2, 1.7, glass)
    stamp.row(-21, 18.4, 11, 3.6, 2.3, 1.5, glass)
    stamp.poly([(-15, 21), (-7, 21), (-8.4, 29), (-14, 29)], tone(CORAL))
    stamp.poly([(-14.8, 27), (-8.0, 27), (-8.4, 29), (-14, 29)], tone(INK))
    stamp.line([(13.6, 26.6), (13.6, 35)], shade, 0.45)
    stamp.line([(11.2, 31.4), (16, 31.4)], shade, 0.4)
    for place in (-30, -20, -1, 5):
        stamp.box(place, 16.9 if place > -25 else 16.8, 5.4, 1.7, tone(OCHRE), 0.8)


def tug(stamp: Stamp, mood: Mood, distance: float = 0, colour: Colour = CORAL) -> None:
    """A harbour tug 26 m long with fenders and a tall bridge."""

    def tone(paint: Colour) -> Colour:
        return mood.far(paint, distance)

    stamp.fade(
        [(-13, 3.4), (-12, -1.6), (10.6, -1.6), (14, 5.6), (6, 3.8)],
        (tone(mix(mood.ink, WHITE, 0.1)), tone(mood.ink)),
    )
    stamp.poly([(-13, 3.4), (-12.8, 2.6), (6.2, 3), (14, 4.8), (14, 5.6), (6, 3.8)], tone(OCHRE))
    stamp.box(-4, 3.4, 11, 3.6, tone(CREAM))
    stamp.row(-3, 4.6, 4, 2.5, 1.4, 1.4, tone(INK))
    stamp.poly([(-1, 7), (6, 7), (5.4, 11), (-0.4, 11)], tone(CREAM))
    stamp.box(-0.2, 8.4, 5.6, 1.7, tone(INK))
    stamp.box(-1.2, 11, 7.4, 0.7, tone(colour))
    stamp.poly([(-4.6, 7), (-1.8, 7), (-2.2, 11.6), (-4.4, 11.6)], tone(colour))
    stamp.line([(2.4, 11.4), (2.4, 16.4)], tone(mood.ink), 0.4)
    stamp.row(-11, -0.2, 8, 2.8, 1.5, 1.5, tone(mix(mood.ink, WHITE, 0.22)))


def fishing_boat(stamp: Stamp, mood: Mood, distance: float = 0, paint: Colour = OCHRE) -> None:
    """A wooden boat 12 m long with a small wheelhouse and a mast."""

    def tone(colour: Colour) -> Colour:
        return mood.far(colour, distance)

    stamp.poly([(-6, 1.8), (-5, -0.8), (4.6, -0.8), (7, 2.8), (3, 1.8)], tone(paint))
    stamp.poly([(-6, 1.8), (-5.8, 1.3), (3, 1.3), (7, 2.3), (7, 2.8), (3, 1.8)], tone(CREAM))
    stamp.box(-3.8, 1.8, 3.6, 2.6, tone(CREAM))
    stamp.box(-3.2, 2.8, 2.4, 1, tone(mood.ink))
    stamp.box(-4.2, 4.4, 4.4, 0.4, tone(CORAL))
    stamp.line([(1.6, 1.6), (1.6, 8.4)], tone(mood.ink), 0.25)
    stamp.line([(1.6, 8), (6.6, 2.8)], tone(mood.ink), 0.12)
    stamp.line([(1.6, 8), (-5.4, 2)], tone(mood.ink), 0.12)


def freighter(stamp: Stamp, mood: Mood, distance: float = 0) -> None:
    """A container ship 180 m long, stacked four to six high."""

    def tone(colour: Colour) -> Colour:
        return mood.far(colour, distance)

    hull = tone((44, 58, 84))
    stamp.fade([(-90, 16), (-86, -4), (80, -4), (94, 19), (76, 15)], (mix(hull, WHITE, 0.1), hull))
    stamp.poly([(-86.6, -1), (-86, -4), (80, -4), (82, -1)], tone((150, 58, 50)))
    stamp.box(-84, 16, 20, 30, tone(CREAM))
    stamp.box(-87, 42, 27, 5, tone(CREAM))
    stamp.box(-86, 43.4, 25, 2, tone(mood.ink))
    stamp.row(-81, 20, 5, 3.2, 1.8, 2, tone(mood.ink))
    stamp.row(-81, 26, 5, 3.2, 1.8, 2, tone(mood.ink))
    stamp.row(-81, 32, 5, 3.2, 1.8, 2, tone(mood.ink))
    for place in range(10):
        high = stamp.canvas.dice.choice((3, 4, 4, 5))
        for level in range(high):
            paint = tone(stamp.canvas.dice.choice(CARGO))
            stamp.box(-60 + place * 13.4, 15 + level * 5.4, 12.6, 5, paint)


def rowing_boat(stamp: Stamp, mood: Mood, paint: Colour = CORAL) -> None:
    """An open boat 6 m long."""
    stamp.poly([(-3, 0.9), (-2.4, -0.3), (2.3, -0.3), (3.3, 1.2), (2.2, 0.8)], paint)
    stamp.poly([(-3, 0.9), (-2.9, 0.6), (2.2, 0.5), (3.2, 0.9), (3.3, 1.2), (2.2, 0.8)], CREAM)
    stamp.line([(-0.4, 0.6), (-3.8, -0.5)], mood.ink, 0.12)
