"""Streets and roofs: house rows, towers, windows, lamps, trees and trams."""

from collections.abc import Sequence

from articles.demo.pictures.canvas import Canvas
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUNE,
    INK,
    LAMP,
    OCHRE,
    ROSE,
    SAND,
    SLATE,
    TEAL,
    WHITE,
    Colour,
    Mood,
    clear,
    mix,
)
from articles.demo.pictures.stamp import Stamp, dome

PLASTER: tuple[Colour, ...] = (SAND, CREAM, ROSE, DUNE, (206, 196, 176), (186, 112, 88))


def windows(
    canvas: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    *,
    pane: tuple[float, float],
    gap: tuple[float, float],
    dark: Colour,
    lit: Colour | None = None,
    share: float = 0.0,
) -> None:
    """Rows of panes in a wall (x, y: upper left); `share` of them are lit."""
    across = max(1, int((w - gap[0]) // (pane[0] + gap[0])))
    down = int((h - gap[1]) // (pane[1] + gap[1]))
    edge = (w - across * pane[0] - (across - 1) * gap[0]) / 2
    for row in range(down):
        for place in range(across):
            glows = lit is not None and canvas.dice.random() < share
            fill = lit if glows and lit else dark
            left = x + edge + place * (pane[0] + gap[0])
            canvas.rect(left, y + gap[1] + row * (pane[1] + gap[1]), *pane, fill)


def house(
    canvas: Canvas,
    x: float,
    base: float,
    w: float,
    h: float,
    wall: Colour,
    mood: Mood,
    *,
    distance: float = 0.0,
    lit: float = 0.1,
) -> None:
    """A town house standing on `base`: wall, panes and one of five roofs."""
    paint = mood.far(wall, distance)
    shade = mood.far(mix(wall, mood.ink, 0.32), distance)
    glass = mood.far(mix(mood.ink, SLATE, 0.4), distance)
    canvas.rect(x, base - h, w, h, paint)
    canvas.rect(x + w * 0.82, base - h, w * 0.18, h, shade)
    kind = canvas.dice.randrange(6)
    if kind == 0:
        canvas.poly(
            [(x - 3, base - h), (x + w / 2, base - h - w * 0.36), (x + w + 3, base - h)], shade
        )
    elif kind == 1:
        canvas.rect(x - 3, base - h - 7, w + 6, 8, shade)
        canvas.rect(x + w * 0.2, base - h - 30, w * 0.3, 24, shade)
    elif kind == 2:
        stamp = Stamp(canvas, x + w / 2, base - h, 1)
        stamp.poly(dome(0, 0, w * 0.32), shade)
        canvas.rect(x + w / 2 - 1, base - h - w * 0.32 - 14, 2, 16, shade)
    elif kind == 3:
        canvas.poly(
            [
                (x - 3, base - h),
                (x + 6, base - h - 20),
                (x + w - 6, base - h - 20),
                (x + w + 3, base - h),
            ],
            mood.far(mix(BRICK, mood.ink, 0.15), distance),
        )
    else:
        canvas.rect(x - 2, base - h - 5, w + 4, 6, shade)
    size = max(5.0, min(13.0, w / 8))
    windows(
        canvas,
        x,
        base - h + 4,
        w * 0.82,
        h * 0.9,
        pane=(size, size * 1.5),
        gap=(size * 0.95, size * 1.25),
        dark=glass,
        lit=mood.far(mood.lamp, distance * 0.5),
        share=lit,
    )


def house_row(
    canvas: Canvas,
    left: float,
    right: float,
    base: float,
    tall: float,
    mood: Mood,
    *,
    distance: float = 0.0,
    lit: float = 0.1,
    paints: Sequence[Colour] = PLASTER,
    wide: tuple[float, float] = (0.5, 1.0),
) -> None:
    """Houses wall to wall, each of another colour, width and height round `tall`."""
    x, former = left, None
    while x < right:
        w = tall * canvas.dice.uniform(*wide)
        wall = canvas.dice.choice([paint for paint in paints if paint != former])
        house(
            canvas,
            x,
            base,
            w,
            tall * canvas.dice.uniform(0.62, 1.12),
            wall,
            mood,
            distance=distance,
            lit=lit,
        )
        x, former = x + w, wall


def rooftops(
    canvas: Canvas, left: float, right: float, base: float, tall: float, colour: Colour
) -> None:
    """A far town as one silhouette: blocks, a few domes and slender towers."""
    x = left
    while x < right:
        w = tall * canvas.dice.uniform(0.18, 0.5)
        h = tall * canvas.dice.uniform(0.3, 0.7)
        canvas.rect(x, base - h, w + 1, h, colour)
        turn = canvas.dice.random()
        if turn < 0.14:
            Stamp(canvas, x + w / 2, base - h, 1).poly(dome(0, 0, w * 0.45), colour)
        elif turn < 0.24:
            slim = tall * 0.06
            canvas.rect(x + w / 2, base - tall, slim, tall, colour)
            canvas.poly(
                [
                    (x + w / 2 - 2, base - tall),
                    (x + w / 2 + slim / 2, base - tall * 1.16),
                    (x + w / 2 + slim + 2, base - tall),
                ],
                colour,
            )
        elif turn < 0.4:
            canvas.rect(x + w * 0.2, base - h - tall * 0.08, w * 0.3, tall * 0.1, colour)
        x += w


def street_lamp(canvas: Canvas, x: float, y: float, tall: float, ink: Colour, *, on: bool) -> None:
    """A lamp post with one round lamp."""
    canvas.rect(x - tall * 0.012, y - tall, tall * 0.024, tall, ink)
    canvas.rect(x - tall * 0.035, y - tall * 0.06, tall * 0.07, tall * 0.06, ink)
    if on:
        canvas.glow(x, y - tall * 1.03, tall * 0.55, LAMP, 0.5)
    canvas.disc(x, y - tall * 1.03, tall * 0.05, LAMP if on else CREAM)
    canvas.rect(x - tall * 0.05, y - tall * 1.1, tall * 0.1, tall * 0.025, ink)


def tram(stamp: Stamp, mood: Mood, *, body: Colour = CORAL, lit: bool = False) -> None:
    """A low-floor tram of three sections, 30 m long and 3.4 m high, with its trolley arm."""
    glass = mix(mood.ink, SLATE, 0.35)
    pane = mix(LAMP, WHITE, 0.3) if lit else glass
    for part, left in enumerate((-15.0, -4.8, 5.4)):
        stamp.box(left, 0.5, 9.6, 2.9, body, 0.5)
        stamp.box(left, 0.45, 9.6, 0.75, CREAM, 0.3)
        for place in range(4):
            stamp.box(left + 0.5 + place * 2.3, 1.55, 1.75, 1.25, pane, 0.16)
        stamp.box(left + 2.6 + part * 0.2, 0.62, 1.9, 2.3, mix(body, INK, 0.28), 0.1)
        stamp.box(left + 2.75 + part * 0.2, 0.8, 0.75, 2.0, pane, 0.08)
        stamp.box(left + 3.6 + part * 0.2, 0.8, 0.75, 2.0, pane, 0.08)
    for left in (-5.4, 4.8):
        stamp.box(left, 0.6, 0.6, 2.6, INK)
    stamp.poly([(13.6, 1.4), (15, 1.4), (15, 2.2), (14.6, 2.95), (13.6, 2.95)], pane)
    stamp.poly([(-13.6, 1.4), (-15, 1.4), (-15, 2.2), (-14.6, 2.95), (-13.6, 2.95)], pane)
    stamp.box(-9, 3.4, 4, 0.35, SLATE, 0.1)
    stamp.box(6.5, 3.4, 5, 0.35, SLATE, 0.1)
    stamp.line([(-1, 3.4), (1.2, 4.2), (-0.4, 5.0)], INK, 0.12)
    stamp.line([(-1.2, 5.0), (0.6, 5.0)], INK, 0.14)
    for axle in (-12.6, -10, -2.2, 0.6, 8.6, 11.2):
        stamp.disc(axle, 0.32, 0.42, INK)
    stamp.disc(14.7, 1.0, 0.17, LAMP)
    if lit:
        stamp.canvas.glow(*stamp.at(15.2, 1.0), stamp.size * 3, LAMP, 0.7)


def wire(canvas: Canvas, left: float, right: float, y: float, colour: Colour, sag: float) -> None:
    """An overhead wire with a little slack between the edges."""
    points = []
    for step in range(21):
        share = step / 20
        points.append((left + (right - left) * share, y + sag * 4 * share * (1 - share)))
    canvas.line(points, clear(colour, 0.8), 1.5)


def paving(canvas: Canvas, top: float, bottom: float, middle: float, colour: Colour) -> None:
    """Joints of a square that run to one vanishing point over its middle."""
    fill = clear(colour, 0.25)
    for place in range(-14, 15):
        canvas.line([(middle + place * 60, top), (middle + place * 200, bottom)], fill, 1.5)
    y, step = top, 6.0
    while y < bottom:
        canvas.line([(0, y), (canvas.image.width / 2, y)], fill, 1.5)
        y, step = y + step, step * 1.5


def kiosk(stamp: Stamp, paint: Colour = TEAL) -> None:
    """A market stall 3 m wide with a striped awning."""
    stamp.box(-1.4, 0, 2.8, 1.1, mix(paint, INK, 0.25))
    stamp.box(-1.5, 1.0, 3, 0.16, OCHRE)
    stamp.box(-1.4, 1.1, 0.1, 1.6, INK)
    stamp.box(1.3, 1.1, 0.1, 1.6, INK)
    for place in range(6):
        left = -1.7 + place * 0.567
        fill = CREAM if place % 2 else paint
        stamp.poly([(left + 0.1, 3.1), (left + 0.6, 3.1), (left + 0.567, 2.4), (left, 2.4)], fill)
