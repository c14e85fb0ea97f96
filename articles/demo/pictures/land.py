"""Ground and water: ridges, dunes, banks, ripples, glitter, palms and reeds."""

import itertools
import math
from collections.abc import Sequence

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.palette import WHITE, Colour, clear, mix

STEP = 10


def skyline(
    canvas: Canvas, level: float, swing: float, waves: float, *, rough: float = 0.0
) -> list[Point]:
    """The upper edge of a ridge from left to right: about `waves` humps, `swing` high."""
    phases = [canvas.dice.uniform(0, math.tau) for _ in range(3)]
    edge = []
    for x in range(-STEP, WIDTH + 2 * STEP, STEP):
        turn = x / WIDTH * math.tau * waves
        rise = math.sin(turn + phases[0]) * 0.6 + math.sin(turn * 2.1 + phases[1]) * 0.28
        rise += math.sin(turn * 4.7 + phases[2]) * 0.12 + canvas.dice.uniform(-rough, rough)
        edge.append((float(x), level - rise * swing))
    return edge


def down_to(edge: Sequence[Point], bottom: float) -> list[Point]:
    """Close an edge into a shape that reaches down to `bottom`."""
    return [*edge, (edge[-1][0], bottom), (edge[0][0], bottom)]


def ridge(
    canvas: Canvas,
    level: float,
    swing: float,
    waves: float,
    stops: Sequence[Colour],
    *,
    bottom: float = HEIGHT,
    rough: float = 0.0,
) -> list[Point]:
    """A hill range filled from its top to `bottom`; returns its edge to plant things on."""
    edge = skyline(canvas, level, swing, waves, rough=rough)
    canvas.fade_poly(down_to(edge, bottom), stops)
    return edge


def height_at(edge: Sequence[Point], x: float) -> float:
    """The y of an edge at x."""
    for (left, high), (right, low) in itertools.pairwise(edge):
        if left <= x <= right:
            return high + (low - high) * (x - left) / (right - left or 1)
    return edge[-1][1]


def water(canvas: Canvas, top: float, stops: Sequence[Colour], bottom: float = HEIGHT) -> None:
    """Flat water from the waterline down."""
    canvas.fade(0, top, WIDTH, bottom - top, stops)


def ripples(
    canvas: Canvas,
    top: float,
    bottom: float,
    colour: Colour,
    count: int,
    *,
    opacity: float = 0.35,
    left: float = 0,
    right: float = WIDTH,
) -> None:
    """Thin lenses of light or shade on water, longer and bolder the nearer they lie."""
    for _ in range(count):
        depth = canvas.dice.random() ** 1.3
        y = top + 4 + depth * (bottom - top)
        reach = (16 + 120 * depth) * canvas.dice.uniform(0.4, 1.2)
        x = canvas.dice.uniform(left, right)
        fill = clear(colour, opacity * canvas.dice.uniform(0.4, 1))
        canvas.disc(x, y, reach, fill, 0.8 + 2.6 * depth)


def glitter(
    canvas: Canvas, x: float, top: float, bottom: float, colour: Colour, width: float
) -> None:
    """The broken path of light under a sun, a moon or a lamp."""
    y, depth = top + 3, 0.0
    while y < bottom:
        depth = (y - top) / (bottom - top)
        reach = width * (0.35 + 0.65 * depth) * canvas.dice.uniform(0.3, 1)
        drift = canvas.dice.uniform(-0.4, 0.4) * width * (0.3 + depth)
        fill = clear(colour, (0.85 - 0.6 * depth) * canvas.dice.uniform(0.6, 1))
        canvas.disc(x + drift, y, reach, fill, 1.2 + 3 * depth)
        y += 5 + 13 * depth


def dune(canvas: Canvas, crest: Sequence[Point], bottom: float, lit: Colour, shade: Colour) -> None:
    """A dune with a lit face, a shaded lee under its crest and a few wind lines."""
    canvas.fade_poly(down_to(crest, bottom), (lit, mix(lit, shade, 0.35)))
    peak = min(crest, key=lambda point: point[1])
    lee = [point for point in crest if point[0] >= peak[0]]
    slip: list[Point] = [(x - (x - peak[0]) * 0.45, y + (x - peak[0]) * 0.42) for x, y in lee]
    if len(lee) > 2:
        canvas.fade_poly([*lee, *reversed(slip)], (shade, mix(shade, lit, 0.5)))


def palm(canvas: Canvas, x: float, y: float, tall: float, colour: Colour, lean: float = 0) -> None:
    """A date palm: a bent trunk and drooping fronds."""
    head = (x + lean * tall, y - tall)
    bend = (x + lean * tall * 0.25, y - tall * 0.55)
    canvas.line([(x, y), bend, head], colour, tall * 0.045)
    for degree in range(-200, 21, 22):
        turn = math.radians(degree + canvas.dice.uniform(-7, 7))
        reach = tall * canvas.dice.uniform(0.34, 0.44)
        tip = (head[0] + math.cos(turn) * reach, head[1] + math.sin(turn) * reach * 0.7)
        middle = (head[0] + math.cos(turn) * reach * 0.55, head[1] + math.sin(turn) * reach * 0.62)
        drop = (tip[0], tip[1] + reach * 0.34)
        under = (middle[0], middle[1] + reach * 0.16)
        canvas.poly([head, middle, drop, under], colour)


def tree(canvas: Canvas, x: float, y: float, tall: float, colour: Colour, trunk: Colour) -> None:
    """A round street tree."""
    canvas.rect(x - tall * 0.03, y - tall * 0.5, tall * 0.06, tall * 0.5, trunk)
    for right, up, size in ((0, 0.72, 0.26), (-0.17, 0.56, 0.2), (0.18, 0.58, 0.2)):
        canvas.disc(x + right * tall, y - up * tall, size * tall, colour)
    lit = mix(colour, WHITE, 0.14)
    canvas.disc(x - tall * 0.07, y - tall * 0.79, tall * 0.12, lit)


def reeds(canvas: Canvas, left: float, right: float, y: float, tall: float, colour: Colour) -> None:
    """A stand of reeds with a few brown heads."""
    x = left
    while x < right:
        high = tall * canvas.dice.uniform(0.5, 1)
        sway = canvas.dice.uniform(-0.16, 0.22) * high
        canvas.poly([(x - 2.4, y), (x + 2.4, y), (x + sway, y - high)], colour)
        if canvas.dice.random() < 0.14:
            canvas.disc(x + sway * 0.92, y - high * 0.92, 3.6, mix(colour, (120, 70, 40), 0.6), 15)
        x += canvas.dice.uniform(5, 13)
