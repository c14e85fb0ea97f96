"""Small figures in flat colours, one unit high from sole to crown."""

from collections.abc import Sequence

from articles.demo.pictures.canvas import Canvas, Point, places
from articles.demo.pictures.palette import CORAL, CREAM, INK, OCHRE, SEA, TEAL, Colour, mix
from articles.demo.pictures.stamp import Stamp

SKIN: tuple[Colour, ...] = ((198, 140, 104), (156, 102, 74), (224, 172, 136), (120, 78, 58))
COATS: tuple[Colour, ...] = (CORAL, TEAL, OCHRE, (62, 84, 112), SEA, CREAM, (140, 70, 80))

ARMS: dict[str, tuple[Point, Point]] = {
    "down": ((-0.125, 0.48), (0.125, 0.48)),
    "up": ((-0.2, 1.1), (0.2, 1.1)),
    "ahead": ((0.22, 0.68), (0.25, 0.64)),
    "one": ((-0.125, 0.48), (0.17, 1.1)),
    "reading": ((0.13, 0.66), (0.15, 0.64)),
}

SCARF = places(
    "-0.07,0.82 -0.075,0.93 -0.05,0.99 0.01,1.008 0.055,0.98 "
    "0.05,0.955 -0.015,0.95 -0.03,0.87 0.03,0.845 0.05,0.82"
)
SHORT_HAIR = places(
    "-0.062,0.9 -0.064,0.96 -0.035,1.0 0.015,1.008 0.054,0.985 0.06,0.95 -0.01,0.955 -0.036,0.9"
)


def figure(
    canvas: Canvas,
    x: float,
    y: float,
    tall: float,
    coat: Colour,
    *,
    legs: Colour = INK,
    skin: Colour | None = None,
    hair: Colour = INK,
    arms: str = "down",
    stride: float = 0.07,
    flip: bool = False,
    long_coat: bool = False,
    scarf: bool = False,
) -> Stamp:
    """A standing person; `arms` are a key of ARMS. Returns the stamp used."""
    stamp = Stamp(canvas, x, y, tall, flip=flip)
    face = skin or canvas.dice.choice(SKIN)
    hem = 0.26 if long_coat else 0.44
    for side in (-1, 1):
        foot = side * stride
        inner, outer = sorted((side * 0.006, side * 0.095))
        stamp.poly([(inner, 0.5), (outer, 0.5), (foot + 0.036, 0), (foot - 0.036, 0)], legs)
        stamp.box(foot - 0.036, 0, 0.094, 0.03, mix(legs, INK, 0.6))
    far_hand, near_hand = ARMS[arms]
    _arm(stamp, -0.085, far_hand, mix(coat, INK, 0.22), face)
    flare = 0.105 if not long_coat else 0.135
    chest = [(-0.105, 0.81), (-0.06, 0.85), (0.06, 0.85), (0.105, 0.81)]
    stamp.poly([*chest, (flare, hem), (-flare, hem)], coat)
    stamp.poly(
        [(0.035, 0.85), (0.06, 0.85), (0.105, 0.81), (flare, hem), (0.05, hem)],
        mix(coat, INK, 0.16),
    )
    _arm(stamp, 0.085, near_hand, mix(coat, INK, 0.3), face)
    stamp.box(-0.026, 0.83, 0.052, 0.06, mix(face, INK, 0.12))
    stamp.disc(0, 0.925, 0.058, face, 0.07)
    stamp.poly(SCARF if scarf else SHORT_HAIR, hair)
    return stamp


def _arm(stamp: Stamp, shoulder: float, hand: Point, sleeve: Colour, skin: Colour) -> None:
    side = 1 if shoulder > 0 else -1
    elbow = ((shoulder + hand[0]) / 2 + side * 0.025, (0.79 + hand[1]) / 2)
    stamp.disc(hand[0], hand[1], 0.027, skin)
    stamp.line([(shoulder, 0.8), elbow, hand], sleeve, 0.056)
    stamp.disc(shoulder, 0.8, 0.028, sleeve)


def crowd(
    canvas: Canvas,
    left: float,
    right: float,
    y: float,
    tall: float,
    *,
    gap: float = 0.4,
    coats: Sequence[Colour] = COATS,
    arms: Sequence[str] = ("down",),
    haze: Colour | None = None,
    depth: float = 0,
) -> None:
    """A row of different people from left to right, seen through `depth` of haze."""

    def tone(colour: Colour) -> Colour:
        return mix(colour, haze, depth) if haze else colour

    x = left
    while x < right:
        high = tall * canvas.dice.uniform(0.88, 1.06)
        figure(
            canvas,
            x,
            y + canvas.dice.uniform(-0.02, 0.02) * tall,
            high,
            tone(canvas.dice.choice(coats)),
            legs=tone(INK),
            skin=tone(canvas.dice.choice(SKIN)),
            hair=tone(canvas.dice.choice((INK, (70, 48, 40), (92, 58, 92), (210, 206, 200)))),
            arms=canvas.dice.choice(arms),
            long_coat=canvas.dice.random() < 0.4,
            scarf=canvas.dice.random() < 0.25,
            flip=canvas.dice.random() < 0.5,
        )
        x += tall * gap * canvas.dice.uniform(0.75, 1.3)
