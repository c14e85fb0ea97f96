"""How the maps are drawn: sea, coasts, hills, towns, title, compass, scale."""

import itertools
import math
from collections.abc import Sequence

from articles.demo.pictures.canvas import HEIGHT, SCALE, WIDTH, Canvas, Point, places, typeface
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUNE,
    INK,
    OLIVE,
    SAND,
    SEA,
    SLATE,
    WHITE,
    Colour,
    clear,
    mix,
)

LAND: Colour = (243, 230, 200)
SHALLOW: Colour = (168, 212, 206)
DEEP: Colour = (92, 164, 172)
RIVER: Colour = (70, 148, 162)


def smooth(points: Sequence[Point], rounds: int = 3) -> list[Point]:
    """Cut the corners of an open line until it runs like a coast (Chaikin's way)."""
    line = list(points)
    for _ in range(rounds):
        cut: list[Point] = [line[0]]
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            cut += [(ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25)]
            cut += [(ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75)]
        line = [*cut, line[-1]]
    return line


def trace(marks: str) -> list[Point]:
    """A smooth line through places written as "x,y x,y"."""
    return smooth(places(marks))


def sea(canvas: Canvas) -> None:
    """Water over the whole sheet, darker to the edge, with rows of small waves."""
    canvas.fade(0, 0, WIDTH, HEIGHT, (DEEP, mix(DEEP, SEA, 0.45)))
    for row in range(24):
        for place in range(17):
            if canvas.dice.random() < 0.26:
                x = place * 98 + (row % 2) * 49 + canvas.dice.uniform(-9, 9)
                y = 24 + row * 45
                canvas.arc(x, y, 12, 200, 340, clear(WHITE, 0.3), 1.6)
                canvas.arc(x + 22, y, 12, 200, 340, clear(WHITE, 0.3), 1.6)


def coast(canvas: Canvas, shore: Sequence[Point], rest: Sequence[Point]) -> None:
    """Land behind a shore, with bands of shallow water before it."""
    for reach, share in ((120, 0.3), (78, 0.55), (40, 0.85)):
        canvas.line(shore, mix(DEEP, SHALLOW, share), reach)
    canvas.fade_poly([*shore, *rest], (mix(LAND, WHITE, 0.2), LAND))
    canvas.line(shore, mix(DUNE, BRICK, 0.2), 3)


def hills(canvas: Canvas, spots: Sequence[Point], size: float) -> None:
    """Small drawn hills, lit from the left."""
    for x, y in spots:
        r = size * canvas.dice.uniform(0.75, 1.2)
        canvas.poly([(x - r, y), (x - r * 0.1, y - r * 0.9), (x + r, y)], mix(LAND, OLIVE, 0.35))
        canvas.poly(
            [(x - r * 0.1, y - r * 0.9), (x + r, y), (x + r * 0.1, y)], mix(LAND, OLIVE, 0.65)
        )


def town(
    canvas: Canvas, x: float, y: float, name: str, *, side: str = "r", big: bool = False
) -> None:
    """A dot with a name to its right, left or above."""
    r = 13 if big else 9
    canvas.disc(x, y, r + 4, WHITE)
    canvas.disc(x, y, r, CORAL if big else INK)
    size = 40 if big else 31
    anchor, right, down = {"r": ("lm", r + 14, 0), "l": ("rm", -r - 14, 0), "t": ("mb", 0, -r - 9)}[
        side
    ]
    canvas.text(x + right, y + down, name, size, INK, anchor, bold=0.6 if big else 0.2, halo=LAND)


def title(canvas: Canvas, head: str, note: str, *, x: float = 70, y: float = 96) -> None:
    """A headline and a line below it on a card of paper."""
    lengths = [
        canvas.pen.textlength(words, font=typeface(size)) / SCALE
        for words, size in ((head, 50), (note, 27))
    ]
    wide = max(lengths)
    canvas.rect(x - 30 + 6, y - 62 + 8, wide + 70, 136, clear(INK, 0.22), 8)
    canvas.rect(x - 30, y - 62, wide + 70, 136, CREAM, 8)
    canvas.rect(x - 30, y - 62, 10, 136, CORAL)
    canvas.text(x + 4, y, head, 50, INK, bold=0.9)
    canvas.text(x + 4, y + 44, note, 27, SLATE)


def compass(canvas: Canvas, x: float, y: float, r: float) -> None:
    """A rose of eight points with an N."""
    canvas.disc(x, y, r * 1.04, clear(CREAM, 0.85))
    canvas.arc(x, y, r, 0, 360, INK, 2)
    for place in range(8):
        long = r * (0.9 if place % 2 == 0 else 0.5)
        turn = math.radians(place * 45 - 90)
        tip = (x + math.cos(turn) * long, y + math.sin(turn) * long)
        for side, fill in ((0.34, INK), (-0.34, CORAL if place == 0 else SAND)):
            edge = (x + math.cos(turn + side) * r * 0.24, y + math.sin(turn + side) * r * 0.24)
            canvas.poly([(x, y), tip, edge], fill)
    canvas.text(x, y - r - 10, "N", 28, INK, "ms", bold=0.6)


def scale_bar(canvas: Canvas, x: float, y: float, step: float, words: str) -> None:
    """Four boxes, black and white in turn, with the length of all."""
    for place in range(4):
        canvas.rect(x + place * step, y, step, 10, INK if place % 2 == 0 else CREAM)
    canvas.line([(x, y), (x + 4 * step, y), (x + 4 * step, y + 10), (x, y + 10), (x, y)], INK, 1.5)
    canvas.text(x + 4 * step, y - 9, words, 24, INK, "rs")


def dashes(canvas: Canvas, line: Sequence[Point], fill: Colour, width: float, dash: float) -> None:
    """A dashed stroke along a line."""
    on, left, stroke = True, dash, [line[0]]
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        long = math.hypot(bx - ax, by - ay)
        done = 0.0
        while long - done > left:
            done += left
            spot = (ax + (bx - ax) * done / long, ay + (by - ay) * done / long)
            stroke.append(spot)
            if on:
                canvas.line(stroke, fill, width)
            on, left, stroke = not on, dash if not on else dash * 0.7, [spot]
        left -= long - done
        stroke.append((bx, by))
    if on and len(stroke) > 1:
        canvas.line(stroke, fill, width)
