"""Scenes on the water and at its edge."""

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.city import rooftops
from articles.demo.pictures.harbour import boxes, gantry_crane
from articles.demo.pictures.land import glitter, ridge, ripples, water
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DAWN,
    DUNE,
    FOAM,
    INK,
    LAMP,
    NIGHTFALL,
    OCHRE,
    SAND,
    SEA,
    SLATE,
    TEAL,
    WHITE,
    Colour,
    clear,
    mix,
)
from articles.demo.pictures.people import crowd, figure
from articles.demo.pictures.ships import ferry, fishing_boat, freighter, tug
from articles.demo.pictures.sky import birds, clouds, moon, sky, stars, sun
from articles.demo.pictures.stamp import Stamp


def ferry_aground(canvas: Canvas) -> None:
    """The Saltmaiden on the Pan, bow up, at low sun."""
    mood, horizon = DAWN, 560.0
    sky(canvas, mood, horizon)
    sun(canvas, mood, 1180, 440, 70)
    clouds(canvas, WHITE, 6, 100, 390, 0.4)
    far = mood.far(SLATE, 0.72)
    ridge(canvas, horizon - 70, 46, 1.2, (far, mood.far(SLATE, 0.9)), bottom=horizon)
    near = mood.far(TEAL, 0.5)
    ridge(canvas, horizon - 26, 30, 1.7, (near, mood.far(TEAL, 0.75)), bottom=horizon)
    canvas.veil(0, horizon - 90, WIDTH, 90, mood.haze, 0, 0.7)
    water(canvas, horizon, (mood.far(SEA, 0.7), mood.far(SEA, 0.25), TEAL))
    glitter(canvas, 1180, horizon, HEIGHT, mood.sun, 110)
    ripples(canvas, horizon, HEIGHT, WHITE, 60, opacity=0.25)
    ripples(canvas, horizon, HEIGHT, mood.ink, 60, opacity=0.15)
    shadow = clear(mood.ink, 0.28)
    canvas.disc(660, 748, 500, shadow, 26)
    ferry(Stamp(canvas, 650, 690, 10, lean=-5), mood, 0.04)
    _sandbank(canvas)
    tug(Stamp(canvas, 1370, 676, 7.2, flip=True), mood, 0.08)
    canvas.line([(1056, 620), (1180, 650), (1278, 650)], mood.ink, 2)
    ripples(canvas, 676, 700, WHITE, 14, opacity=0.6, left=1290, right=1460)
    fishing_boat(Stamp(canvas, 210, 900, 15), mood)
    ripples(canvas, 904, 925, WHITE, 8, opacity=0.5, left=120, right=320)
    _buoy(canvas, 1210, 900)
    birds(canvas, 420, 230, 9, mood.ink)


def _sandbank(canvas: Canvas) -> None:
    crest: list[Point] = [(130, 744), (300, 716), (560, 706), (800, 712), (980, 726), (1120, 748)]
    wet: list[Point] = [*crest, (1010, 772), (700, 784), (380, 778), (190, 762)]
    canvas.poly([(x + (x - 620) * 0.09, y + 7) for x, y in wet], clear(FOAM, 0.7))
    canvas.fade_poly(wet, (mix(SAND, DUNE, 0.25), mix(DUNE, BRICK, 0.2)))
    canvas.grit(wet, BRICK, 0.3)
    for x, y, reach in ((330, 742, 60), (560, 735, 90), (820, 742, 76), (660, 762, 110)):
        canvas.disc(x, y, reach, clear(CREAM, 0.35), 2.4)


def _buoy(canvas: Canvas, x: float, y: float) -> None:
    stamp = Stamp(canvas, x, y, 1, lean=9)
    canvas.disc(x, y + 4, 60, clear(INK, 0.25), 8)
    stamp.poly([(-34, 0), (34, 0), (26, 22), (-26, 22)], BRICK)
    stamp.poly([(-20, 22), (20, 22), (8, 96), (-8, 96)], CORAL)
    stamp.poly([(4, 22), (20, 22), (8, 96), (2, 96)], mix(CORAL, INK, 0.25))
    stamp.box(-11, 96, 22, 6, INK)
    stamp.disc(0, 112, 11, LAMP)
    canvas.text(x - 3, y - 44, "7", 34, CREAM, "ms")
    ripples(canvas, y + 2, y + 20, WHITE, 7, opacity=0.6, left=x - 60, right=x + 60)


def idle_cranes(canvas: Canvas) -> None:
    """The east quay on strike: cranes folded, ships at anchor, people round a fire drum."""
    mood, horizon = DAWN, 640.0
    sky(canvas, mood, horizon)
    sun(canvas, mood, 1250, 500, 60)
    clouds(canvas, WHITE, 6, 80, 420, 0.4)
    water(canvas, horizon, (mood.far(SEA, 0.72), mood.far(SEA, 0.35)), 820)
    glitter(canvas, 1250, horizon, 800, mood.sun, 70)
    for place, x in enumerate((70, 215, 360, 500, 640, 780, 920, 1060, 1200, 1350, 1500)):
        size = 0.42 + 0.08 * (place % 3)
        freighter(
            Stamp(canvas, x, horizon + 8 + 5 * (place % 3), size), mood, 0.62 - 0.1 * (place % 3)
        )
    canvas.rect(0, horizon + 44, 720, 7, mood.far(SLATE, 0.4))
    canvas.rect(700, horizon + 26, 9, 24, mood.far(CORAL, 0.2))
    for place, x in enumerate((150, 520, 900)):
        gantry_crane(Stamp(canvas, x, 818, 10.4), mood.far(CORAL, 0.3 - 0.1 * place), raised=True)
    boxes(canvas, 1110, WIDTH + 40, 822, 38, 4, haze=mood.haze, depth=0.12)
    canvas.fade(0, 818, WIDTH, HEIGHT - 818, (mood.far(SAND, 0.1), mix(SLATE, mood.ink, 0.3)))
    for left in (0, 460, 930):
        canvas.rect(left, 842, 420, 5, clear(OCHRE, 0.7))
    _fire_drum(canvas, 1040, 978)
    for x, coat, flip in (
        (905, TEAL, False),
        (960, OCHRE, False),
        (1122, CORAL, True),
        (1180, SLATE, True),
    ):
        figure(canvas, x, 986, 172, coat, arms="ahead", hair=OCHRE, flip=flip)
    crowd(canvas, 250, 780, 1000, 168, gap=0.5, arms=("down", "down", "one"))
    for x in range(1270, 1500, 52):
        canvas.pie(x, 1010, 20, 180, 360, OCHRE)
        canvas.rect(x - 24, 1008, 48, 5, OCHRE, 2)
    birds(canvas, 700, 180, 7, mood.ink)


def _fire_drum(canvas: Canvas, x: float, y: float) -> None:
    canvas.glow(x, y - 90, 260, OCHRE, 0.55)
    for right, tall, fill in ((-14, 66, CORAL), (12, 74, CORAL), (0, 60, OCHRE), (3, 36, LAMP)):
        canvas.poly(
            [(x - 22 + right, y - 88), (x + right, y - 88 - tall), (x + 22 + right, y - 88)], fill
        )
    canvas.rect(x - 36, y - 92, 72, 92, mix(INK, BRICK, 0.35), 6)
    for band in (22, 54):
        canvas.rect(x - 37, y - 92 + band, 74, 4, mix(INK, BRICK, 0.6))
    for hole in (-20, 0, 20):
        canvas.disc(x + hole, y - 26, 5, OCHRE)


def open_air_film(canvas: Canvas) -> None:
    """A sail as a screen on the quay at night, heads in front, lamps in the river."""
    mood, edge = NIGHTFALL, 700.0
    sky(canvas, mood, edge)
    stars(canvas, 170, 460)
    moon(canvas, 1360, 170, 46, CREAM)
    rooftops(canvas, 0, WIDTH, edge - 40, 150, mood.far(SLATE, 0.3))
    for _ in range(60):
        x, y = canvas.dice.uniform(0, WIDTH), canvas.dice.uniform(edge - 110, edge - 46)
        canvas.rect(x, y, 4, 5, clear(LAMP, 0.8))
    canvas.fade(0, edge - 42, WIDTH, 44, (mix(mood.haze, mood.ink, 0.3), mood.ink))
    _screen(canvas)
    _lamp_strings(canvas)
    water(canvas, edge, ((30, 64, 92), (14, 30, 56)), 800)
    canvas.reflect(edge, 100, (24, 52, 80), 0.75)
    canvas.fade(0, 800, WIDTH, HEIGHT - 800, (mix(SLATE, mood.ink, 0.55), mood.ink))
    canvas.rect(0, 800, WIDTH, 6, mix(SLATE, LAMP, 0.25))
    for row, (y, tall) in enumerate(((850, 130), (930, 165), (1030, 205))):
        _heads(canvas, y, tall, mix(mix(mood.ink, TEAL, 0.35), INK, row * 0.4))


def _screen(canvas: Canvas) -> None:
    left, top, w, h = 430.0, 200.0, 740.0, 420.0
    canvas.glow(800, 410, 720, (255, 226, 170), 0.42)
    for x in (left - 26, left + w + 12):
        canvas.rect(x, top - 60, 14, 560, mix(INK, BRICK, 0.3))
    canvas.poly(
        [
            (left - 20, top - 40),
            (left + w + 20, top - 40),
            (left + w + 8, top + 4),
            (left - 8, top + 4),
        ],
        mix(CREAM, INK, 0.5),
    )
    canvas.fade(left, top, w, h, ((250, 226, 176), (244, 206, 148), (222, 168, 108)))
    canvas.disc(left + 560, top + 150, 46, WHITE)
    canvas.fade(left, top + 250, w, 170, ((206, 150, 96), (150, 96, 62)))
    for y in range(6):
        canvas.rect(left + 470 + y * 6, top + 262 + y * 22, 180 - y * 12, 5, clear(CREAM, 0.8), 2)
    sepia = (92, 54, 40)
    boat = Stamp(canvas, left + 300, top + 318, 16)
    boat.poly([(-7, 2.2), (-5.6, -1), (5, -1), (7.6, 3), (4, 2)], sepia)
    boat.line([(0.6, 1.6), (0.6, 15)], sepia, 0.35)
    boat.poly([(0.9, 14.6), (0.9, 3), (7, 3.2)], (252, 238, 206))
    boat.poly([(0.2, 13.6), (0.2, 3), (-5.4, 3.2)], (236, 204, 156))
    figure(
        canvas,
        left + 236,
        top + 296,
        84,
        sepia,
        legs=sepia,
        skin=(150, 96, 68),
        hair=sepia,
        arms="one",
    )
    canvas.disc(left + 250, top + 200, 9, WHITE)
    canvas.glow(left + 250, top + 200, 60, WHITE, 0.8)


def _lamp_strings(canvas: Canvas) -> None:
    for start, end, high in (((0, 250), (418, 150), 70), ((1184, 150), (1600, 270), 70)):
        points = []
        for step in range(13):
            share = step / 12
            x = start[0] + (end[0] - start[0]) * share
            y = start[1] + (end[1] - start[1]) * share + high * 4 * share * (1 - share)
            points.append((x, y))
        canvas.line(points, clear(INK, 0.9), 2)
        for x, y in points[1:-1]:
            canvas.glow(x, y + 9, 44, LAMP, 0.5)
            canvas.disc(x, y + 9, 7, LAMP)


def _heads(canvas: Canvas, y: float, tall: float, fill: Colour) -> None:
    rim = mix(fill, LAMP, 0.5)
    x = canvas.dice.uniform(-30, 20)
    while x < WIDTH + 40:
        size = tall * canvas.dice.uniform(0.88, 1.08)
        top = y + canvas.dice.uniform(-0.06, 0.06) * tall
        for back, paint in ((0.0, rim), (4.0, fill)):
            canvas.disc(x, top + size * 0.52 + back, size * 0.37, paint, size * 0.25)
            canvas.disc(x, top + back, size * 0.17, paint, size * 0.21)
        canvas.rect(x - size * 0.37, top + size * 0.54, size * 0.74, HEIGHT, fill)
        x += size * canvas.dice.uniform(0.74, 1.0)
