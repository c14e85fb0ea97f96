"""Scenes inland: dust over the plain, pylons at night, the observatory."""

import itertools

from articles.demo.pictures.buildings import observatory
from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.city import house_row, rooftops
from articles.demo.pictures.harbour import pylon
from articles.demo.pictures.land import (
    dune,
    glitter,
    height_at,
    palm,
    reeds,
    ridge,
    ripples,
    skyline,
    water,
)
from articles.demo.pictures.palette import (
    BRICK,
    CREAM,
    DAWN,
    DUNE,
    DUST,
    INK,
    LAMP,
    LEAF,
    NIGHTFALL,
    OCHRE,
    SAND,
    SLATE,
    TEAL,
    WHITE,
    Colour,
    clear,
    mix,
)
from articles.demo.pictures.people import figure
from articles.demo.pictures.sky import birds, clouds, moon, sky, stars, sun
from articles.demo.pictures.stamp import Stamp

WALL_OF_DUST: tuple[Colour, ...] = ((236, 186, 116), (216, 154, 88), (188, 118, 66), (148, 86, 52))


def dust_wall(canvas: Canvas) -> None:
    """The front of the storm rolls over Nurabad while a train crosses the bridge."""
    mood, base = DUST, 760.0
    sky(canvas, mood, base)
    sun(canvas, mood, 1330, 210, 62)
    for depth, paint in enumerate(WALL_OF_DUST):
        _front(canvas, 60 + depth * 120, 1240 - depth * 190, base + 10, paint)
    canvas.veil(0, base - 230, WIDTH, 240, WALL_OF_DUST[1], 0, 0.6)
    rooftops(canvas, 380, WIDTH, base - 30, 170, mood.far(BRICK, 0.62))
    house_row(canvas, 520, WIDTH + 40, base, 130, mood, distance=0.34, lit=0.3, wide=(0.7, 1.3))
    canvas.veil(0, base - 200, 900, 200, WALL_OF_DUST[2], 0.0, 0.55)
    canvas.fade(0, base, WIDTH, HEIGHT - base, (mood.far(DUNE, 0.3), mix(DUNE, BRICK, 0.35)))
    _viaduct(canvas, base + 74)
    for x, tall in ((900, 250), (1090, 300), (1270, 240), (1480, 330)):
        palm(canvas, x, base + 130 + tall * 0.2, tall, mix(LEAF, mood.ink, 0.45), 0.24)
    crest = skyline(canvas, 960, 50, 1.1)
    dune(canvas, crest, HEIGHT, mix(DUNE, OCHRE, 0.3), mix(BRICK, mood.ink, 0.35))
    for x, tall, coat, scarf in (
        (1180, 130, TEAL, True),
        (1250, 140, CREAM, False),
        (1330, 90, OCHRE, False),
    ):
        figure(
            canvas,
            x,
            height_at(crest, x) + 24,
            tall,
            coat,
            stride=0.12,
            long_coat=scarf,
            scarf=scarf,
            hair=(120, 50, 60) if scarf else INK,
        )
    _streaks(canvas)


def _front(canvas: Canvas, top: float, reach: float, base: float, paint: Colour) -> None:
    """One sheet of the wall: lit puffs along an edge that falls off to the right, dark below."""
    lit, body = mix(paint, CREAM, 0.34), mix(paint, BRICK, 0.06)
    edge: list[Point] = []
    for step in range(15):
        share = step / 14
        x = -60 + (reach + 60) * share
        y = top + (base - 60 - top) * share**2.1 + canvas.dice.uniform(-22, 22)
        edge.append((x, y))
    puffs = [(x, y, canvas.dice.uniform(74, 128) * (1 - 0.42 * x / reach)) for x, y in edge]
    for x, y, r in puffs:
        canvas.disc(x, y, r, lit)
    for x, y, r in puffs:
        canvas.disc(x - r * 0.1, y + r * 0.14, r * 0.97, mix(lit, body, 0.55))
    for x, y, r in puffs:
        canvas.disc(x - r * 0.16, y + r * 0.34, r * 0.94, body)
    below = [(x, y + 20) for x, y in edge]
    shape = [(-60.0, base), *below, (reach, base)]
    canvas.fade_poly(shape, (body, mix(body, BRICK, 0.3)))
    canvas.grit(shape, mix(paint, BRICK, 0.75), 0.14)


def _viaduct(canvas: Canvas, y: float) -> None:
    stone, shade = mix(SAND, BRICK, 0.35), mix(BRICK, INK, 0.3)
    canvas.rect(0, y, WIDTH, 22, mix(stone, shade, 0.1))
    canvas.rect(0, y - 3, WIDTH, 6, mix(INK, BRICK, 0.4))
    canvas.rect(0, y + 22, WIDTH, 80, mix(stone, shade, 0.4))
    for x in range(-40, WIDTH, 128):
        canvas.pie(x + 64, y + 102, 48, 180, 360, shade)
    for car, left in enumerate((330, 508, 686)):
        stamp = Stamp(canvas, left, y, 1)
        stamp.box(0, 5, 170, 58, mix(TEAL, INK, 0.12), 8)
        stamp.box(0, 5, 170, 14, CREAM, 4)
        for pane in range(6):
            stamp.box(12 + pane * 26, 30, 19, 20, LAMP, 3)
        for wheel in (26, 54, 116, 144):
            stamp.disc(wheel, 4, 8, INK)
        if car == 2:
            canvas.glow(*stamp.at(172, 20), 150, LAMP, 0.75)
            stamp.poly([(150, 5), (176, 5), (170, 58), (150, 63)], mix(TEAL, INK, 0.12))
            stamp.poly([(156, 34), (173, 34), (170, 54), (156, 56)], LAMP)


def _streaks(canvas: Canvas) -> None:
    for _ in range(110):
        x, y = canvas.dice.uniform(-60, WIDTH), canvas.dice.uniform(500, HEIGHT)
        reach = canvas.dice.uniform(30, 150)
        fill = clear(mix(SAND, WHITE, 0.3), canvas.dice.uniform(0.08, 0.3))
        canvas.line([(x, y), (x + reach, y - reach * 0.05)], fill, 1.6)


def marsa_grid(canvas: Canvas) -> None:
    """Pylons along the river at night; small lights run off along their wires."""
    mood, horizon = NIGHTFALL, 720.0
    sky(canvas, mood, horizon)
    stars(canvas, 150, 520)
    moon(canvas, 330, 200, 52, CREAM)
    far = mood.far(SLATE, 0.55)
    ridge(canvas, horizon - 80, 50, 1.2, (far, mood.far(SLATE, 0.8)), bottom=horizon)
    rooftops(canvas, 620, WIDTH, horizon, 120, mood.far(TEAL, 0.3))
    for _ in range(120):
        x, y = canvas.dice.uniform(620, WIDTH), canvas.dice.uniform(horizon - 74, horizon - 8)
        canvas.rect(x, y, 4, 5, clear(LAMP, canvas.dice.uniform(0.4, 0.9)))
    water(canvas, horizon, ((40, 84, 108), (16, 36, 66)))
    canvas.reflect(horizon, 190, (26, 60, 90), 0.65)
    canvas.veil(0, horizon + 90, WIDTH, 102, (22, 48, 78), 0, 0.9)
    glitter(canvas, 330, horizon, HEIGHT, CREAM, 60)
    ripples(canvas, horizon, HEIGHT, mood.haze, 50, opacity=0.3)
    bank = ridge(canvas, 930, 40, 0.8, (mix(TEAL, mood.ink, 0.5), mood.ink))
    masts = (
        (-130.0, 21.0),
        (250.0, 17.4),
        (640.0, 14.2),
        (960.0, 11.2),
        (1210.0, 8.8),
        (1400.0, 6.8),
        (1545.0, 5.2),
    )
    feet = [
        (x, height_at(bank, max(x, 0)) + 20 - 34 * place, size)
        for place, (x, size) in enumerate(masts)
    ]
    for near, far_mast in itertools.pairwise(feet):
        _cables(canvas, near, far_mast)
    for place, (x, y, size) in enumerate(feet):
        pylon(Stamp(canvas, x, y, size), mix(mood.ink, mood.haze, 0.08 * place))
    reeds(canvas, 0, 520, HEIGHT + 8, 120, mix(mood.ink, TEAL, 0.25))


def _cables(
    canvas: Canvas, near: tuple[float, float, float], away: tuple[float, float, float]
) -> None:
    ink = clear(mix(INK, TEAL, 0.4), 0.9)
    for arm, high in ((9, 24), (11, 31), (8, 38), (-9, 24), (-11, 31), (-8, 38)):
        start = (near[0] + arm * near[2], near[1] - high * near[2])
        end = (away[0] + arm * away[2], away[1] - high * away[2])
        points = []
        for step in range(17):
            share = step / 16
            sag = 4 * share * (1 - share) * 3.4 * (near[2] + away[2]) / 2
            points.append(
                (
                    start[0] + (end[0] - start[0]) * share,
                    start[1] + (end[1] - start[1]) * share + sag,
                )
            )
        canvas.line(points, ink, 1.8)
        if arm < 0:
            continue
        for x, y in points[1:-1]:
            if canvas.dice.random() < 0.5:
                size = near[2] * canvas.dice.uniform(0.28, 0.46)
                paint = canvas.dice.choice((LAMP, OCHRE, (236, 112, 84), CREAM))
                canvas.glow(x, y, size * 4.4, paint, 0.45)
                canvas.rect(x - size / 2, y - size / 2, size, size, paint)


def upper_sol(canvas: Canvas) -> None:
    """The observatory on its ridge under the Milky Way."""
    mood = NIGHTFALL
    canvas.fade(0, 0, WIDTH, 900, ((10, 16, 40), (18, 32, 68), (34, 66, 104), (96, 120, 140)))
    _milky_way(canvas)
    stars(canvas, 520, 860)
    for x, y, r in (
        (420, 250, 3.4),
        (452, 268, 2.6),
        (1240, 150, 2.6),
        (220, 470, 2.4),
        (1420, 420, 2.8),
    ):
        canvas.glow(x, y, r * 16, WHITE, 0.5)
        canvas.disc(x, y, r, WHITE)
        canvas.line([(x - r * 6, y), (x + r * 6, y)], clear(WHITE, 0.5), 1.2)
        canvas.line([(x, y - r * 6), (x, y + r * 6)], clear(WHITE, 0.5), 1.2)
    for level, swing, share in ((760, 70, 0.75), (830, 60, 0.5)):
        paint = mix(mood.ink, (70, 104, 132), share)
        ridge(canvas, level, swing, 1.8, (paint, mix(paint, (96, 120, 140), 0.35)), rough=0.1)
    canvas.glow(1420, 905, 300, LAMP, 0.24)
    near = ridge(canvas, 900, 70, 0.7, (mix(mood.ink, TEAL, 0.3), mood.ink), rough=0.05)
    foot = height_at(near, 860) + 30
    canvas.poly(
        [(560, foot + 60), (700, foot - 2), (1020, foot - 2), (1180, foot + 60)],
        mix(mood.ink, TEAL, 0.3),
    )
    canvas.glow(850, foot - 110, 300, LAMP, 0.16)
    observatory(Stamp(canvas, 860, foot, 13), mood)
    for x, tall in ((500, 120), (440, 90), (1210, 110), (1290, 84), (1350, 120)):
        _cypress(canvas, x, height_at(near, x) + 14, tall)
    figure(canvas, 1075, foot + 22, 74, (180, 80, 66), arms="one", flip=True)


def _milky_way(canvas: Canvas) -> None:
    for step in range(46):
        share = step / 45
        x = 120 + 1420 * share + canvas.dice.gauss(0, 26)
        y = 760 - 800 * share + canvas.dice.gauss(0, 26)
        r = canvas.dice.uniform(90, 210)
        paint = canvas.dice.choice(((150, 176, 206), (204, 190, 190), (120, 150, 190)))
        canvas.glow(x, y, r, paint, 0.2)
    for _ in range(420):
        share = canvas.dice.random()
        x = 120 + 1420 * share + canvas.dice.gauss(0, 84)
        y = 760 - 800 * share + canvas.dice.gauss(0, 84)
        canvas.disc(
            x, y, canvas.dice.choice((0.7, 0.9, 1.2)), clear(WHITE, canvas.dice.uniform(0.3, 0.9))
        )


def _cypress(canvas: Canvas, x: float, y: float, tall: float) -> None:
    fill = mix(INK, TEAL, 0.3)
    wide = tall * 0.14
    canvas.poly(
        [
            (x, y - tall),
            (x + wide * 0.7, y - tall * 0.6),
            (x + wide, y - tall * 0.2),
            (x + wide * 0.4, y),
            (x - wide * 0.4, y),
            (x - wide, y - tall * 0.2),
            (x - wide * 0.7, y - tall * 0.6),
        ],
        fill,
    )


def dastan_mills(canvas: Canvas) -> None:
    """The mills of Dastan: saw-tooth roofs, chimneys, cloth drying over the river."""
    mood, level = DAWN, 770.0
    sky(canvas, mood, level)
    sun(canvas, mood, 420, 470, 88)
    clouds(canvas, WHITE, 5, 80, 400, 0.4)
    for high, share in ((190, 0.7), (110, 0.5)):
        paint = mood.far(TEAL, share)
        ridge(canvas, level - high, 60, 1.4, (paint, mood.far(TEAL, share + 0.2)), bottom=level)
    canvas.veil(0, level - 240, WIDTH, 240, mood.haze, 0, 0.6)
    for x, tall in ((690, 470), (1180, 540), (1390, 400)):
        _chimney(canvas, x, level - 30, tall)
    for block, (x, teeth) in enumerate(((560, 4), (980, 5))):
        _saw_tooth(canvas, x, level - 20, teeth, block)
    house_row(canvas, -30, 520, level - 10, 130, mood, distance=0.16, lit=0.3, wide=(0.6, 0.9))
    canvas.fade(0, level - 20, WIDTH, 40, (mood.far(SAND, 0.1), mood.far(SLATE, 0.2)))
    water(canvas, level + 20, (mix(TEAL, mood.haze, 0.35), TEAL))
    canvas.reflect(level + 20, 270, mix(TEAL, mood.haze, 0.25), 0.45)
    canvas.veil(0, level + 150, WIDTH, 147, TEAL, 0, 0.8)
    ripples(canvas, level + 24, HEIGHT, WHITE, 50, opacity=0.3)
    _washing(canvas)
    reeds(canvas, 0, 260, HEIGHT + 6, 150, mix(LEAF, mood.ink, 0.4))
    reeds(canvas, 1380, WIDTH, HEIGHT + 6, 130, mix(LEAF, mood.ink, 0.4))
    birds(canvas, 950, 170, 8, mood.ink)


def _chimney(canvas: Canvas, x: float, base: float, tall: float) -> None:
    brick = DAWN.far(mix(BRICK, DUNE, 0.25), 0.14)
    canvas.poly(
        [(x - 26, base), (x - 16, base - tall), (x + 16, base - tall), (x + 26, base)], brick
    )
    shade = mix(brick, INK, 0.25)
    canvas.poly([(x + 4, base - tall), (x + 16, base - tall), (x + 26, base), (x + 8, base)], shade)
    canvas.rect(x - 22, base - tall - 8, 44, 16, mix(brick, INK, 0.35))
    canvas.rect(x - 20, base - tall + 60, 40, 8, CREAM)
    for puff in range(9):
        drift = puff * 30
        fill = clear(mix(CREAM, SLATE, 0.2), 0.34 - puff * 0.03)
        canvas.disc(x + drift, base - tall - 24 - puff * 17, 18 + puff * 6, fill)


def _saw_tooth(canvas: Canvas, x: float, base: float, teeth: int, block: int) -> None:
    wall = DAWN.far(mix(BRICK, SAND, 0.2 + 0.2 * block), 0.08)
    wide = 104
    canvas.rect(x, base - 170, teeth * wide, 170, wall)
    for tooth in range(teeth):
        left = x + tooth * wide
        canvas.poly(
            [(left, base - 168), (left, base - 250), (left + wide, base - 168)],
            mix(SLATE, INK, 0.2),
        )
        canvas.poly(
            [
                (left, base - 168),
                (left, base - 250),
                (left + 16, base - 236),
                (left + 16, base - 168),
            ],
            LAMP,
        )
        for row in range(2):
            for pane in range(2):
                canvas.rect(
                    left + 14 + pane * 46,
                    base - 150 + row * 74,
                    32,
                    50,
                    mix(INK, SLATE, 0.4) if (tooth + row + pane) % 3 else LAMP,
                )
                canvas.rect(left + 14 + pane * 46, base - 127 + row * 74, 32, 4, wall)
    canvas.rect(x - 6, base - 174, teeth * wide + 12, 10, CREAM)


def _washing(canvas: Canvas) -> None:
    """Lengths of dyed cloth on lines over the near bank."""
    for left, right, y in ((300, 830, 905), (760, 1330, 955)):
        for post in (left, right):
            canvas.rect(post - 4, y - 60, 8, 170, mix(INK, BRICK, 0.3))
        canvas.line([(left, y - 54), ((left + right) / 2, y - 40), (right, y - 54)], INK, 2)
        x = left + 16.0
        while x < right - 60:
            wide = canvas.dice.uniform(46, 84)
            deep = canvas.dice.uniform(70, 120)
            paint = canvas.dice.choice(
                ((196, 66, 58), OCHRE, TEAL, CREAM, (120, 66, 96), (44, 96, 150))
            )
            top = y - 44 - 8 * abs(2 * (x - left) / (right - left) - 1)
            canvas.poly(
                [
                    (x, top),
                    (x + wide, top),
                    (x + wide + 7, top + deep),
                    (x + wide * 0.5, top + deep - 7),
                    (x + 5, top + deep),
                ],
                paint,
            )
            canvas.poly(
                [
                    (x + wide * 0.62, top),
                    (x + wide, top),
                    (x + wide + 7, top + deep),
                    (x + wide * 0.7, top + deep - 4),
                ],
                mix(paint, INK, 0.16),
            )
            x += wide + 9
