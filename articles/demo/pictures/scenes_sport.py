"""The two semi-finals."""

import math

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from articles.demo.pictures.land import height_at, ridge
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUSK,
    INK,
    LAMP,
    LEAF,
    NIGHTFALL,
    OCHRE,
    OLIVE,
    ROSE,
    SAND,
    SEA,
    SLATE,
    TEAL,
    WHITE,
    Colour,
    clear,
    mix,
)
from articles.demo.pictures.people import COATS, SKIN, crowd, figure
from articles.demo.pictures.sky import birds, clouds, sky, stars, sun
from articles.demo.pictures.stamp import Stamp

PILOTS: Colour = (44, 96, 170)
GRASS: Colour = (66, 134, 84)


def lock_street(canvas: Canvas) -> None:
    """The 113th minute under lights: the ball over the line, the keeper on his knees."""
    mood, edge = NIGHTFALL, 560.0
    sky(canvas, mood, edge)
    stars(canvas, 60, 200)
    _stand(canvas)
    for x in (170, 1430):
        _floodlight(canvas, x)
    canvas.fade(0, edge, WIDTH, 60, (INK, mix(INK, PILOTS, 0.3)))
    for place in range(6):
        fill = (CORAL, CREAM, PILOTS, OCHRE, TEAL, CREAM)[place]
        canvas.rect(place * 270 - 10, edge + 6, 262, 46, fill, 4)
    canvas.fade(
        0, edge + 58, WIDTH, HEIGHT - edge - 58, (mix(GRASS, WHITE, 0.1), mix(GRASS, INK, 0.28))
    )
    for stripe in range(0, 8, 2):
        top = edge + 58 + stripe**1.7 * 14
        low = edge + 58 + (stripe + 1) ** 1.7 * 14
        canvas.rect(0, top, WIDTH, low - top, clear(WHITE, 0.07))
    canvas.poly([(0, 742), (WIDTH, 742), (WIDTH, 750), (0, 750)], WHITE)
    canvas.poly([(180, 742), (196, 742), (60, HEIGHT), (30, HEIGHT)], clear(WHITE, 0.85))
    canvas.poly([(1404, 742), (1420, 742), (1570, HEIGHT), (1540, HEIGHT)], clear(WHITE, 0.85))
    _goal(canvas)
    _keeper(canvas, 640, 800)
    _ball(canvas, 980, 706, 27)
    _scorer(canvas)


def _stand(canvas: Canvas) -> None:
    canvas.rect(0, 96, WIDTH, 54, mix(INK, PILOTS, 0.35))
    for post in range(0, WIDTH + 1, 160):
        canvas.rect(post - 4, 150, 8, 120, mix(INK, SLATE, 0.3))
    canvas.fade(0, 150, WIDTH, 420, (mix(INK, PILOTS, 0.18), mix(INK, PILOTS, 0.4)))
    for row in range(10):
        x = canvas.dice.uniform(0, 12)
        while x < WIDTH:
            size = 15 + row * 0.5
            _fan(canvas, x, 206 + row * 36, size, 0.56 - row * 0.03)
            x += size * canvas.dice.uniform(2.0, 2.6)
    for pole, paint, band in ((240, WHITE, PILOTS), (700, PILOTS, WHITE), (1180, WHITE, PILOTS)):
        canvas.rect(pole, 330, 5, 96, INK)
        low = pole + 5
        canvas.poly([(low, 326), (low + 91, 340), (low + 83, 372), (low, 386)], paint)
        canvas.poly([(low, 346), (low + 87, 354), (low + 85, 364), (low, 366)], band)


def _fan(canvas: Canvas, x: float, y: float, size: float, depth: float) -> None:
    coats = (PILOTS, PILOTS, WHITE, mix(PILOTS, WHITE, 0.4), SLATE, OCHRE)
    shirt = mix(canvas.dice.choice(coats), INK, depth)
    canvas.rect(x - size * 0.8, y, size * 1.6, size * 2.4, shirt, 6)
    canvas.disc(x, y - size * 0.2, size * 0.56, mix(canvas.dice.choice(SKIN), INK, depth))
    if canvas.dice.random() < 0.34:
        for side in (-1, 1):
            shoulder, hand = x + side * size * 0.7, x + side * size * 1.1
            canvas.line([(shoulder, y + 4), (hand, y - size * 1.4)], shirt, 4)


def _floodlight(canvas: Canvas, x: float) -> None:
    canvas.glow(x, 92, 560, (214, 232, 240), 0.5)
    canvas.rect(x - 7, 120, 14, 200, mix(INK, SLATE, 0.3))
    canvas.rect(x - 92, 34, 184, 104, mix(INK, SLATE, 0.5), 6)
    for row in range(3):
        for place in range(5):
            canvas.disc(x - 70 + place * 35, 54 + row * 32, 13, WHITE)


def _goal(canvas: Canvas) -> None:
    left, right, top, foot = 380, 1220, 420, 744
    net = clear(WHITE, 0.34)
    back_left, back_right, back_top, back_foot = 450, 1150, 452, 690
    for step in range(25):
        share = step / 24
        x = back_left + (back_right - back_left) * share
        canvas.line([(left + (right - left) * share, top), (x, back_top), (x, back_foot)], net, 1.4)
    for step in range(11):
        y = back_top + (back_foot - back_top) * step / 10
        canvas.line(
            [
                (left, top + (foot - top) * step / 10),
                (back_left, y),
                (back_right, y),
                (right, top + (foot - top) * step / 10),
            ],
            net,
            1.4,
        )
    canvas.rect(left - 12, top - 12, 14, foot - top + 14, WHITE, 4)
    canvas.rect(right - 2, top - 12, 14, foot - top + 14, WHITE, 4)
    canvas.rect(left - 12, top - 12, right - left + 24, 14, WHITE, 4)


def _keeper(canvas: Canvas, x: float, y: float) -> None:
    red, dark = CORAL, mix(CORAL, INK, 0.3)
    canvas.disc(x + 10, y + 2, 130, clear(INK, 0.3), 12)
    stamp = Stamp(canvas, x, y, 1.24)
    stamp.poly([(-96, 0), (-30, 0), (-16, 34), (-88, 16)], INK)
    stamp.poly([(-62, 8), (22, 0), (30, 26), (-24, 66), (-58, 50)], dark)
    stamp.poly([(-46, 46), (-4, 36), (30, 122), (-12, 138), (-44, 116)], red)
    stamp.poly([(-8, 40), (-2, 36), (32, 120), (14, 128)], dark)
    stamp.line([(-30, 118), (-52, 76), (-22, 36)], dark, 20)
    stamp.line([(18, 116), (54, 74), (70, 16)], red, 20)
    stamp.disc(72, 10, 14, OCHRE)
    stamp.disc(-20, 32, 14, OCHRE)
    stamp.disc(20, 148, 23, SKIN[0], 27)
    stamp.poly([(-6, 150), (0, 176), (28, 182), (44, 166), (22, 164), (4, 144)], INK)


def _ball(canvas: Canvas, x: float, y: float, r: float) -> None:
    canvas.disc(x + 4, y + r + 2, r * 1.1, clear(INK, 0.35), 6)
    canvas.disc(x, y, r, WHITE)
    patch = [
        (x + math.cos(turn) * r * 0.42, y + math.sin(turn) * r * 0.42)
        for turn in (math.radians(-90 + 72 * k) for k in range(5))
    ]
    canvas.poly(patch, INK)
    for corner_x, corner_y in patch:
        out_x, out_y = x + (corner_x - x) * 2.05, y + (corner_y - y) * 2.05
        canvas.line([(corner_x, corner_y), (out_x, out_y)], INK, 2.5)
    canvas.arc(x, y, r - 1, 10, 120, clear(INK, 0.35), 5)


def _scorer(canvas: Canvas) -> None:
    for x, y, tall, arms, flip in (
        (1290, 900, 300, "up", True),
        (1420, 850, 240, "one", True),
        (290, 880, 250, "up", False),
    ):
        canvas.disc(x, y + 2, tall * 0.24, clear(INK, 0.3), tall * 0.03)
        player = figure(
            canvas,
            x,
            y,
            tall,
            PILOTS,
            legs=canvas.dice.choice(SKIN),
            arms=arms,
            stride=0.12,
            flip=flip,
        )
        for side in (-1, 1):
            player.poly(
                [
                    (side * 0.004, 0.5),
                    (side * 0.11, 0.5),
                    (side * 0.125, 0.31),
                    (side * 0.03, 0.31),
                ][::side],
                WHITE,
            )
            player.poly(
                [(side * 0.09, 0.2), (side * 0.155, 0.2), (side * 0.16, 0.03), (side * 0.09, 0.03)][
                    ::side
                ],
                PILOTS,
            )
        player.box(-0.105, 0.62, 0.21, 0.07, WHITE)


def orchard_road(canvas: Canvas) -> None:
    """A country ground between orchards at dusk, neighbours on ladders."""
    mood, edge = DUSK, 600.0
    sky(canvas, mood, edge)
    sun(canvas, mood, 1240, 400, 86)
    clouds(canvas, ROSE, 6, 70, 340, 0.34)
    hills = mood.far(TEAL, 0.5)
    ridge(canvas, 470, 60, 1.3, (hills, mood.far(TEAL, 0.75)), bottom=edge)
    near = ridge(
        canvas, 540, 26, 1.1, (mood.far(OLIVE, 0.25), mood.far(OLIVE, 0.45)), bottom=edge + 40
    )
    for x in range(20, WIDTH, 74):
        y = height_at(near, x) + 26
        canvas.disc(x, y - 34, 34, mood.far(LEAF, 0.22))
        canvas.disc(x + 12, y - 44, 18, mood.far(mix(LEAF, OLIVE, 0.4), 0.25))
        canvas.rect(x - 3, y - 14, 6, 26, mood.ink)
    _tin_stand(canvas)
    _ladders(canvas)
    canvas.rect(0, edge + 40, WIDTH, 10, WHITE)
    for x in range(30, WIDTH, 130):
        canvas.rect(x, edge + 40, 8, 46, mix(WHITE, SLATE, 0.3))
    crowd(
        canvas,
        40,
        900,
        edge + 84,
        92,
        gap=0.46,
        arms=("down", "up", "one"),
        haze=mood.ink,
        depth=0.25,
    )
    canvas.fade(
        0,
        edge + 84,
        WIDTH,
        HEIGHT - edge - 84,
        (mix(GRASS, mood.haze, 0.3), mix(GRASS, mood.ink, 0.45)),
    )
    for x in range(-200, WIDTH, 280):
        canvas.poly(
            [(x + 120, edge + 84), (x + 230, edge + 84), (x + 190, HEIGHT), (x - 20, HEIGHT)],
            clear(WHITE, 0.06),
        )
    canvas.line([(-10, 1010), (1420, 980), (1610, 760)], clear(WHITE, 0.85), 8)
    canvas.arc(1420, 980, 90, 185, 310, clear(WHITE, 0.85), 6)
    canvas.rect(1414, 800, 9, 184, OCHRE)
    canvas.poly([(1423, 802), (1512, 820), (1423, 858)], CORAL)
    _joy(canvas)
    birds(canvas, 420, 180, 8, mood.ink)


def _tin_stand(canvas: Canvas) -> None:
    base = 668
    canvas.rect(980, 470, 560, base - 470, mix(BRICK, INK, 0.5))
    for row in range(4):
        crowd(
            canvas,
            1000,
            1520,
            545 + row * 38,
            62,
            gap=0.56,
            arms=("down", "up", "one"),
            haze=DUSK.ink,
            depth=0.4 - row * 0.06,
        )
    canvas.rect(980, 640, 560, 30, mix(SAND, DUSK.ink, 0.4))
    roof = mix(SLATE, ROSE, 0.3)
    canvas.poly([(940, 440), (1010, 376), (1560, 376), (1590, 440)], roof)
    for step in range(24):
        share = step / 23
        canvas.line([(1010 + 550 * share, 376), (940 + 650 * share, 440)], mix(roof, INK, 0.3), 2)
    for x in (984, 1160, 1340, 1534):
        canvas.rect(x, 440, 9, 230, DUSK.ink)
    canvas.text(1262, 432, "TELLIN ROVERS", 34, CREAM, "ms")


def _ladders(canvas: Canvas) -> None:
    for x, y in ((140, 640), (420, 640), (700, 640)):
        canvas.disc(x + 96, y - 170, 96, mix(LEAF, DUSK.ink, 0.3))
        canvas.disc(x + 150, y - 120, 64, mix(LEAF, DUSK.ink, 0.42))
        canvas.rect(x + 92, y - 100, 16, 130, DUSK.ink)
        for fruit in range(7):
            canvas.disc(
                x + 40 + fruit * 21, y - 190 + (fruit * 37) % 80, 7, CORAL if fruit % 2 else OCHRE
            )
        for side in (0, 34):
            canvas.line(
                [(x + side, y + 20), (x + side * 0.7 + 30, y - 190)], mix(SAND, DUSK.ink, 0.2), 6
            )
        for rung in range(7):
            canvas.line(
                [(x + 3 + rung * 3.6, y - rung * 28), (x + 36 + rung * 2.4, y - rung * 28)],
                mix(SAND, DUSK.ink, 0.2),
                4,
            )
        figure(canvas, x + 36, y - 96, 110, mix(COATS[int(x) % 5], DUSK.ink, 0.2), arms="one")


def _joy(canvas: Canvas) -> None:
    for x, y, tall, arms in (
        (1180, 940, 250, "up"),
        (1010, 960, 262, "one"),
        (830, 940, 244, "up"),
        (640, 985, 270, "ahead"),
    ):
        canvas.disc(x, y + 3, tall * 0.26, clear(INK, 0.35), tall * 0.03)
        green = (44, 128, 92)
        player = figure(
            canvas, x, y, tall, green, legs=canvas.dice.choice(SKIN), arms=arms, stride=0.16
        )
        for side in (-1, 1):
            player.poly(
                [(side * 0.004, 0.5), (side * 0.11, 0.5), (side * 0.14, 0.31), (side * 0.03, 0.31)][
                    ::side
                ],
                CREAM,
            )
        player.box(-0.03, 0.6, 0.06, 0.12, CREAM)
    canvas.glow(1240, 400, 300, LAMP, 0.1)
    canvas.disc(1330, 930, 22, WHITE)
    canvas.arc(1330, 930, 21, 10, 130, clear(SEA, 0.6), 5)
