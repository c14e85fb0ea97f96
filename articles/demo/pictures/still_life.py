"""A picture of a thing: the manuscript on its rest."""

import math

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUNE,
    INK,
    LAMP,
    OCHRE,
    SAND,
    TEAL,
    WHITE,
    Colour,
    clear,
    mix,
)

LAPIS: Colour = (34, 68, 138)
GOLD: Colour = (222, 172, 78)
PAPER: Colour = (244, 228, 192)
WALNUT: Colour = (112, 68, 46)


def manuscript(canvas: Canvas) -> None:
    """The open Nurabad Leaves: a wheel of eight stars, a page of script, lamp light."""
    canvas.fade(0, 0, WIDTH, HEIGHT, ((26, 34, 60), (40, 46, 74), (56, 50, 66)))
    for x in range(80, WIDTH, 240):
        _niche(canvas, x)
    canvas.glow(800, 460, 900, LAMP, 0.34)
    canvas.fade(0, 880, WIDTH, HEIGHT - 880, (mix(WALNUT, OCHRE, 0.2), mix(WALNUT, INK, 0.5)))
    canvas.rect(0, 880, WIDTH, 6, mix(WALNUT, LAMP, 0.45))
    canvas.disc(800, 930, 620, clear(INK, 0.35), 40)
    _rest(canvas)
    left = [(150.0, 262.0), (780.0, 300.0), (790.0, 838.0), (190.0, 800.0)]
    right = [(1450.0, 262.0), (820.0, 300.0), (810.0, 838.0), (1410.0, 800.0)]
    for lift in (22, 15, 8):
        shade = mix(PAPER, WALNUT, 0.14 + lift * 0.014)
        canvas.poly([(x + (8 if x > 800 else -8) * lift / 10, y + lift) for x, y in left], shade)
        canvas.poly([(x + (8 if x > 800 else -8) * lift / 10, y + lift) for x, y in right], shade)
    canvas.poly(left, PAPER)
    canvas.poly(right, mix(PAPER, WHITE, 0.3))
    _painted_page(canvas, left)
    _written_page(canvas, right)
    canvas.poly(
        [(780, 300), (800, 318), (820, 300), (810, 838), (800, 852), (790, 838)],
        mix(PAPER, WALNUT, 0.45),
    )
    for reach in range(6):
        canvas.poly(
            [
                (780 - reach * 12, 299 - reach * 0.7),
                (790, 301),
                (796, 838),
                (790 - reach * 12, 838 - reach * 0.7),
            ],
            clear(WALNUT, 0.055),
        )
        canvas.poly(
            [
                (820 + reach * 12, 299 - reach * 0.7),
                (810, 301),
                (804, 838),
                (810 + reach * 12, 838 - reach * 0.7),
            ],
            clear(WALNUT, 0.04),
        )
    _ribbon(canvas)
    _oil_lamp(canvas)


def _niche(canvas: Canvas, x: float) -> None:
    fill = clear(INK, 0.35)
    points: list[Point] = [(x - 78, 620), (x - 78, 170)]
    for step in range(13):
        share = step / 12
        side = 2 * share - 1
        points.append((x + 78 * side, 170 - 110 * (1 - abs(side) ** 1.7)))
    canvas.poly([*points, (x + 78, 620)], fill)


def _rest(canvas: Canvas) -> None:
    wood, dark = mix(WALNUT, OCHRE, 0.24), mix(WALNUT, INK, 0.35)
    canvas.poly([(330, 930), (420, 930), (1190, 780), (1090, 780)], dark)
    canvas.poly([(1270, 930), (1180, 930), (410, 780), (510, 780)], wood)
    canvas.poly([(120, 776), (1480, 776), (1440, 842), (160, 842)], wood)
    canvas.poly([(160, 842), (1440, 842), (1432, 866), (168, 866)], dark)
    for x in range(240, 1400, 90):
        canvas.poly([(x, 808), (x + 20, 796), (x + 40, 808), (x + 20, 820)], mix(wood, GOLD, 0.5))


def _spot(page: list[Point], u: float, v: float) -> Point:
    """Where a share (u across from the outer edge, v down) of a page lies."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = page
    top = (x0 + (x1 - x0) * u, y0 + (y1 - y0) * u)
    low = (x3 + (x2 - x3) * u, y3 + (y2 - y3) * u)
    return (top[0] + (low[0] - top[0]) * v, top[1] + (low[1] - top[1]) * v)


def _frame(canvas: Canvas, page: list[Point], inset: float, fill: Colour) -> None:
    corners = ((inset, inset), (1 - inset, inset), (1 - inset, 1 - inset), (inset, 1 - inset))
    canvas.poly([_spot(page, u, v) for u, v in corners], fill)


def _painted_page(canvas: Canvas, page: list[Point]) -> None:
    _frame(canvas, page, 0.06, GOLD)
    _frame(canvas, page, 0.075, LAPIS)
    _border(canvas, page)
    _frame(canvas, page, 0.15, GOLD)
    _frame(canvas, page, 0.16, mix(LAPIS, INK, 0.3))
    _wheel(canvas, page)
    for u, v in ((0.245, 0.235), (0.755, 0.235), (0.245, 0.765), (0.755, 0.765)):
        _star(canvas, page, u, v, 0.055, 8, TEAL, GOLD)
    for x, y in ((0.665, 0.88), (0.31, 0.915)):
        canvas.disc(*_spot(page, x, y), 4, mix(PAPER, WALNUT, 0.8))


def _border(canvas: Canvas, page: list[Point]) -> None:
    for step in range(15):
        share = 0.1125 + step * 0.0554
        for u, v in ((share, 0.1125), (share, 0.8875), (0.1125, share), (0.8875, share)):
            _star(canvas, page, u, v, 0.021, 4, CORAL if step % 2 else PAPER, GOLD)


def _wheel(canvas: Canvas, page: list[Point]) -> None:
    ring = [
        (0.345, GOLD),
        (0.335, LAPIS),
        (0.262, GOLD),
        (0.255, mix(LAPIS, INK, 0.35)),
        (0.12, GOLD),
        (0.112, BRICK),
    ]
    for reach, fill in ring:
        canvas.poly(
            [
                _spot(
                    page,
                    0.5 + reach * math.cos(t / 30 * math.pi),
                    0.5 + reach * math.sin(t / 30 * math.pi),
                )
                for t in range(60)
            ],
            fill,
        )
    for place in range(16):
        turn = place / 16 * math.tau
        mark = [
            _spot(page, 0.5 + r * math.cos(turn + w), 0.5 + r * math.sin(turn + w))
            for r, w in ((0.27, -0.06), (0.325, 0.0), (0.27, 0.06))
        ]
        canvas.poly(mark, PAPER if place % 2 else CORAL)
    for place in range(8):
        turn = place / 8 * math.tau + math.pi / 8
        u, v = 0.5 + 0.187 * math.cos(turn), 0.5 + 0.187 * math.sin(turn)
        _star(canvas, page, u, v, 0.052, 8, mix(GOLD, WHITE, 0.3) if place == 3 else GOLD, CORAL)
    _star(canvas, page, 0.5, 0.5, 0.098, 8, GOLD, LAPIS)


def _star(
    canvas: Canvas,
    page: list[Point],
    u: float,
    v: float,
    reach: float,
    points: int,
    fill: Colour,
    heart: Colour,
) -> None:
    """A star of two turned squares, or a lozenge if it has four points."""
    outline = []
    for step in range(points * 2):
        turn = step / points * math.pi
        r = reach if step % 2 == 0 else reach * (0.66 if points == 8 else 0.5)
        outline.append(_spot(page, u + r * math.cos(turn), v + r * math.sin(turn)))
    canvas.poly(outline, fill)
    inner = [
        _spot(
            page,
            u + reach * 0.36 * math.cos(t / 6 * math.pi),
            v + reach * 0.36 * math.sin(t / 6 * math.pi),
        )
        for t in range(12)
    ]
    canvas.poly(inner, heart)


def _written_page(canvas: Canvas, page: list[Point]) -> None:
    for inset, fill in (
        (0.1, GOLD),
        (0.106, mix(PAPER, WHITE, 0.3)),
        (0.12, LAPIS),
        (0.124, mix(PAPER, WHITE, 0.3)),
    ):
        _frame(canvas, page, inset, fill)
    canvas.poly(
        [_spot(page, u, v) for u, v in ((0.16, 0.16), (0.84, 0.16), (0.84, 0.25), (0.16, 0.25))],
        LAPIS,
    )
    for step in range(5):
        _star(canvas, page, 0.22 + step * 0.14, 0.205, 0.034, 8, GOLD, CORAL)
    for row in range(11):
        v = 0.31 + row * 0.054
        end = 0.84 if row != 10 else 0.56
        _script(canvas, page, v, 0.16, end, CORAL if row in (0, 6) else INK)


def _script(
    canvas: Canvas, page: list[Point], v: float, start: float, end: float, ink: Colour
) -> None:
    """Strokes that run like writing from right to left, without being any letter."""
    u = start
    while u < end - 0.03:
        word = canvas.dice.uniform(0.04, 0.12)
        stop = min(u + word, end)
        steps = max(3, int((stop - u) / 0.011))
        points = []
        for step in range(steps + 1):
            share = step / steps
            swing = canvas.dice.uniform(-0.006, 0.006)
            points.append(_spot(page, u + (stop - u) * share, v + swing))
        canvas.line(points, ink, 3.2)
        if canvas.dice.random() < 0.6:
            canvas.line(
                [_spot(page, u + 0.004, v + 0.004), _spot(page, u + 0.002, v - 0.026)], ink, 3
            )
        if canvas.dice.random() < 0.5:
            middle = (u + stop) / 2
            canvas.pie(*_spot(page, middle, v + 0.004), 9, 0, 180, ink)
        for _ in range(canvas.dice.choice((0, 1, 2))):
            dot = _spot(page, canvas.dice.uniform(u, stop), v + canvas.dice.choice((-0.016, 0.017)))
            canvas.disc(*dot, 2.4, ink)
        u = stop + 0.014


def _ribbon(canvas: Canvas) -> None:
    canvas.poly([(792, 846), (808, 846), (830, 950), (806, 1010), (812, 944)], CORAL)
    canvas.poly([(806, 1010), (812, 944), (830, 950), (828, 1000)], mix(CORAL, INK, 0.25))


def _oil_lamp(canvas: Canvas) -> None:
    x, y = 1440, 930
    canvas.glow(x - 96, y - 100, 330, LAMP, 0.75)
    canvas.disc(x, y + 34, 120, clear(INK, 0.4), 14)
    brass, dark = mix(GOLD, DUNE, 0.3), mix(GOLD, WALNUT, 0.6)
    canvas.poly([(x - 40, y + 34), (x + 44, y + 34), (x + 24, y + 14), (x - 20, y + 14)], dark)
    canvas.poly(
        [
            (x - 112, y - 40),
            (x - 60, y - 34),
            (x + 62, y - 34),
            (x + 52, y + 6),
            (x + 20, y + 20),
            (x - 24, y + 20),
            (x - 60, y),
        ],
        brass,
    )
    canvas.poly([(x + 10, y - 34), (x + 62, y - 34), (x + 52, y + 6), (x + 20, y + 20)], dark)
    canvas.disc(x, y - 36, 62, mix(brass, WHITE, 0.3), 9)
    canvas.arc(x + 66, y - 14, 30, 250, 100, dark, 8)
    for size, fill in ((1.0, OCHRE), (0.66, LAMP), (0.34, WHITE)):
        flame = [
            (x - 104, y - 108 * size - 8),
            (x - 88, y - 60 * size - 8),
            (x - 96, y - 40),
            (x - 112, y - 40),
            (x - 120, y - 60 * size - 8),
        ]
        canvas.poly(flame, fill)
    canvas.disc(150, 960, 60, mix(SAND, CREAM, 0.5), 10)
    canvas.poly([(60, 975), (300, 925), (306, 935), (70, 990)], mix(TEAL, INK, 0.3))
    canvas.poly([(60, 975), (70, 990), (40, 990)], GOLD)
