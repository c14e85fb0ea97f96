"""Scenes in the streets of Karvan."""

from articles.demo.pictures.buildings import assembly, customs_house, hospital
from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from articles.demo.pictures.city import (
    house_row,
    kiosk,
    paving,
    rooftops,
    street_lamp,
    tram,
    wire,
)
from articles.demo.pictures.land import reeds, ripples, tree, water
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DAWN,
    DAY,
    DUSK,
    FOAM,
    INK,
    LAMP,
    LEAF,
    NIGHTFALL,
    OCHRE,
    OLIVE,
    PLUM,
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
from articles.demo.pictures.people import crowd, figure
from articles.demo.pictures.ships import fishing_boat
from articles.demo.pictures.sky import birds, clouds, moon, sky, stars, sun
from articles.demo.pictures.stamp import Stamp


def customs_house_quay(canvas: Canvas) -> None:
    """The Customs House in morning light, two flags out, a pilot boat below."""
    mood, edge = DAY, 720.0
    sky(canvas, mood, edge)
    sun(canvas, mood, 1330, 190, 56)
    clouds(canvas, WHITE, 6, 90, 460, 0.8)
    rooftops(canvas, 0, WIDTH, edge, 210, mood.far(SLATE, 0.72))
    house_row(canvas, -30, 330, edge, 190, mood, distance=0.22, lit=0)
    house_row(canvas, 1270, WIDTH + 40, edge, 190, mood, distance=0.22, lit=0)
    customs_house(Stamp(canvas, 800, edge, 12.6), mood, lit=False)
    for x, colours in ((580, (TEAL, CREAM, TEAL)), (1020, (CORAL, OCHRE, CORAL))):
        _flag(canvas, x, 420, colours)
    canvas.fade(0, edge, WIDTH, 70, (SAND, mix(SAND, SLATE, 0.35)))
    crowd(canvas, 420, 1190, edge + 44, 76, gap=0.75)
    for x in (250, 1360):
        tree(canvas, x, edge + 30, 220, mix(LEAF, mood.haze, 0.1), INK)
    canvas.fade(0, edge + 70, WIDTH, 56, (mix(SLATE, SAND, 0.3), SLATE))
    for x in range(30, WIDTH, 150):
        canvas.rect(x, edge + 56, 20, 18, INK, 4)
    water(canvas, edge + 126, (SEA, TEAL))
    canvas.reflect(edge + 126, 200, SEA, 0.4)
    canvas.veil(0, edge + 126, WIDTH, 222, TEAL, 0.1, 0.8)
    ripples(canvas, edge + 130, HEIGHT, WHITE, 60, opacity=0.3)
    fishing_boat(Stamp(canvas, 400, 960, 21), mood, paint=TEAL)
    ripples(canvas, 966, 990, WHITE, 9, opacity=0.6, left=280, right=540)
    birds(canvas, 1080, 250, 7, mood.ink)


def _flag(canvas: Canvas, x: float, top: float, colours: tuple[Colour, ...]) -> None:
    canvas.rect(x, top - 20, 6, 220, INK)
    canvas.disc(x + 3, top - 24, 7, OCHRE)
    for stripe, paint in enumerate(colours):
        y = top + stripe * 24
        points = [
            (x + 6, y),
            (x + 60, y + 9),
            (x + 128, y - 1),
            (x + 128, y + 23),
            (x + 60, y + 33),
            (x + 6, y + 24),
        ]
        canvas.poly(points, paint)
        canvas.poly(
            [(x + 60, y + 9), (x + 96, y + 5), (x + 96, y + 29), (x + 60, y + 33)], clear(INK, 0.12)
        )


def tram_street(canvas: Canvas) -> None:
    """A tram in Saltmarket in the afternoon: stalls, houses, people."""
    mood, kerb = DAY, 740.0
    sky(canvas, mood, kerb)
    sun(canvas, mood, 270, 200, 60)
    clouds(canvas, WHITE, 5, 80, 380, 0.8)
    rooftops(canvas, 0, WIDTH, 600, 260, mood.far(SLATE, 0.74))
    house_row(
        canvas, -30, WIDTH + 60, kerb - 60, 330, mood, distance=0.12, lit=0.04, wide=(0.5, 0.85)
    )
    canvas.fade(0, kerb - 60, WIDTH, 70, (mix(SAND, CREAM, 0.4), SAND))
    for x in (120, 1480):
        tree(canvas, x, kerb - 6, 250, LEAF, INK)
    for x, paint in ((330, CORAL), (1210, TEAL), (1350, OCHRE)):
        kiosk(Stamp(canvas, x, kerb - 14, 36), paint)
    crowd(canvas, 420, 1160, kerb - 8, 118, gap=0.85)
    canvas.fade(
        0, kerb + 8, WIDTH, HEIGHT - kerb - 8, (mix(SLATE, SAND, 0.35), mix(SLATE, INK, 0.4))
    )
    for y, thick in ((kerb + 176, 6), (kerb + 214, 7)):
        canvas.rect(0, y, WIDTH, thick, mix(SLATE, WHITE, 0.5))
        canvas.rect(0, y + thick, WIDTH, 3, mix(SLATE, INK, 0.6))
    wire(canvas, 0, WIDTH, 728, INK, 10)
    for x in (80, 1530):
        canvas.rect(x, 640, 10, kerb - 560, INK)
        canvas.rect(x - 60, 716, 130, 5, INK)
    canvas.disc(800, kerb + 210, 640, clear(INK, 0.3), 15)
    tram(Stamp(canvas, 790, kerb + 196, 40), mood)
    for x in range(120, WIDTH, 260):
        canvas.poly(
            [(x, 1022), (x + 120, 1022), (x + 104, 1036), (x - 22, 1036)], clear(CREAM, 0.65)
        )
    figure(canvas, 120, 1056, 250, CORAL, flip=False, long_coat=True)
    figure(canvas, 1500, 1060, 256, OCHRE, arms="reading", flip=True)


def hospital_lawn(canvas: Canvas) -> None:
    """The east wing dark, beds on the lawn, an ambulance's light."""
    mood, base = NIGHTFALL, 690.0
    sky(canvas, mood, base)
    stars(canvas, 120, 380)
    moon(canvas, 742, 170, 38, CREAM)
    rooftops(canvas, 0, WIDTH, base, 130, mood.far(SLATE, 0.35))
    hospital(Stamp(canvas, 760, base, 10.6), mood, west=0.6, east=0.0)
    canvas.glow(400, base - 240, 420, LAMP, 0.16)
    smoke = mix(mood.haze, CREAM, 0.2)
    for place in range(12):
        rise = place * 27
        canvas.disc(
            1240 + rise * 0.75, 310 - rise, 24 + place * 7, clear(smoke, 0.3 - place * 0.02)
        )
    canvas.fade(0, base, WIDTH, HEIGHT - base, ((46, 88, 82), (20, 46, 56)))
    canvas.glow(1340, 850, 620, LAMP, 0.35)
    canvas.glow(1330, 800, 180, CORAL, 0.4)
    for row, (y, size, left, step) in enumerate(
        ((770, 0.62, 250, 175), (860, 0.8, 120, 230), (985, 1.05, 40, 300))
    ):
        for place in range(4 - row // 2):
            _bed(canvas, left + place * step, y, size)
            if (place + row) % 2:
                figure(
                    canvas,
                    left + place * step + 96 * size,
                    y + 6,
                    168 * size,
                    WHITE,
                    legs=mix(FOAM, SLATE, 0.3),
                    arms="reading",
                    flip=True,
                )
    _ambulance(canvas, 1310, 900)
    figure(canvas, 1130, 960, 200, (196, 84, 62), hair=OCHRE, arms="one")
    figure(canvas, 1060, 950, 192, (44, 62, 92), hair=CORAL)


def _bed(canvas: Canvas, x: float, y: float, size: float) -> None:
    stamp = Stamp(canvas, x, y, size)
    canvas.disc(x + 95 * size, y + 2, 110 * size, clear(INK, 0.35), 9 * size)
    for leg in (8, 172):
        stamp.box(leg, 0, 6, 42, mix(SLATE, WHITE, 0.3))
        stamp.disc(leg + 3, 5, 8, INK)
    stamp.box(0, 36, 190, 9, mix(SLATE, WHITE, 0.4))
    stamp.box(0, 36, 7, 62, mix(SLATE, WHITE, 0.4), 3)
    stamp.box(4, 45, 182, 15, WHITE, 6)
    stamp.box(10, 56, 46, 18, CREAM, 8)
    stamp.disc(44, 80, 14, (206, 150, 116))
    stamp.poly([(34, 88), (44, 96), (56, 90), (52, 84), (36, 82)], INK)
    stamp.poly(
        [(56, 58), (62, 82), (92, 88), (150, 80), (186, 72), (186, 44), (56, 44)],
        stamp.canvas.dice.choice((CORAL, TEAL, OCHRE, SLATE)),
    )
    stamp.poly([(56, 58), (62, 82), (76, 85), (70, 44), (56, 44)], CREAM)


def _ambulance(canvas: Canvas, x: float, y: float) -> None:
    stamp = Stamp(canvas, x, y, 1.28, flip=True)
    canvas.disc(x, y + 6, 220, clear(INK, 0.4), 14)
    stamp.box(-150, 20, 190, 140, WHITE, 12)
    stamp.poly([(40, 20), (136, 20), (140, 66), (112, 80), (88, 134), (40, 134)], WHITE)
    stamp.poly([(50, 84), (104, 82), (84, 126), (50, 126)], mix(INK, SEA, 0.4))
    stamp.box(-150, 62, 288, 16, CORAL)
    stamp.box(-82, 92, 16, 52, CORAL)
    stamp.box(-100, 110, 52, 16, CORAL)
    stamp.box(42, 136, 34, 14, CORAL, 5)
    canvas.glow(*stamp.at(60, 150), 130, CORAL, 0.8)
    stamp.box(130, 40, 10, 14, LAMP)
    for wheel in (-98, 92):
        stamp.disc(wheel, 20, 27, INK)
        stamp.disc(wheel, 20, 11, mix(SLATE, WHITE, 0.4))


def assembly_square(canvas: Canvas) -> None:
    """The Assembly at dusk, lights on, people on the square."""
    mood, base = DUSK, 690.0
    sky(canvas, mood, base)
    sun(canvas, mood, 330, 560, 84)
    clouds(canvas, ROSE, 7, 80, 440, 0.32)
    rooftops(canvas, 0, WIDTH, base, 190, mood.far(PLUM, 0.5))
    house_row(canvas, -40, 210, base, 180, mood, distance=0.12, lit=0.4)
    house_row(canvas, 1400, WIDTH + 30, base, 180, mood, distance=0.12, lit=0.4)
    canvas.glow(800, base - 120, 620, LAMP, 0.22)
    assembly(Stamp(canvas, 800, base, 9.2), mood, lit=True)
    canvas.fade(
        0, base, WIDTH, HEIGHT - base, (mix(PLUM, ROSE, 0.36), mix(PLUM, mood.ink, 0.5), mood.ink)
    )
    paving(canvas, base + 8, HEIGHT, 800, CREAM)
    for x in (560, 680, 800, 920, 1040):
        canvas.poly(
            [
                (x - 12, base + 4),
                (x + 12, base + 4),
                (x + (x - 800) * 0.45 + 46, HEIGHT),
                (x + (x - 800) * 0.45 - 46, HEIGHT),
            ],
            clear(LAMP, 0.1),
        )
    crowd(canvas, 330, 1310, base + 70, 66, gap=1.5, haze=mood.ink, depth=0.35)
    crowd(canvas, 150, 640, 930, 150, gap=0.62, haze=mood.ink, depth=0.3)
    crowd(canvas, 980, 1440, 960, 160, gap=0.66, haze=mood.ink, depth=0.3)
    for x in (110, 1490):
        street_lamp(canvas, x, 960, 330, mood.ink, on=True)
    birds(canvas, 1200, 240, 8, mood.ink)


def polling_station(canvas: Canvas) -> None:
    """A queue before a school at dusk; inside stands the box."""
    mood, base = DUSK, 820.0
    sky(canvas, mood, base)
    clouds(canvas, ROSE, 6, 60, 330, 0.34)
    rooftops(canvas, 0, WIDTH, base, 330, mood.far(PLUM, 0.45))
    wall = mood.far(mix(SAND, ROSE, 0.4), 0.0)
    shade = mix(wall, mood.ink, 0.4)
    canvas.fade(180, 300, 1240, base - 300, (mix(wall, WHITE, 0.06), wall))
    canvas.rect(160, 284, 1280, 26, shade)
    canvas.rect(180, 548, 1240, 12, shade)
    for x in (250, 400, 1050, 1200):
        for y in (340, 600):
            _tall_window(canvas, x, y, lit=(x + y) % 4 < 2)
    canvas.poly([(600, 284), (800, 176), (1000, 284)], mix(wall, WHITE, 0.08))
    canvas.disc(800, 244, 30, CREAM)
    canvas.line([(800, 244), (800, 224)], INK, 4)
    canvas.line([(800, 244), (814, 250)], INK, 4)
    _doorway(canvas, base)
    canvas.fade(0, base, WIDTH, HEIGHT - base, (mix(PLUM, ROSE, 0.3), mood.ink))
    canvas.poly([(650, base), (950, base), (1180, HEIGHT), (420, HEIGHT)], clear(LAMP, 0.22))
    canvas.glow(800, base - 60, 430, LAMP, 0.3)
    _bunting(canvas)
    crowd(
        canvas,
        90,
        620,
        base + 66,
        208,
        gap=0.5,
        arms=("down", "down", "reading"),
        haze=mood.ink,
        depth=0.14,
    )
    figure(canvas, 690, base + 58, 214, CORAL, arms="reading", long_coat=True)
    figure(canvas, 1040, base + 60, 212, TEAL, flip=True)
    figure(canvas, 1330, base + 130, 232, OCHRE, long_coat=True, scarf=True, hair=(120, 60, 70))
    figure(canvas, 1400, base + 132, 128, CORAL)
    street_lamp(canvas, 1510, base + 70, 360, mood.ink, on=True)


def _tall_window(canvas: Canvas, x: float, y: float, *, lit: bool) -> None:
    glass = mix(LAMP, ROSE, 0.2) if lit else mix(INK, PLUM, 0.5)
    canvas.rect(x - 8, y - 8, 116, 186, mix(SAND, PLUM, 0.3))
    canvas.rect(x, y, 100, 170, glass)
    canvas.rect(x + 47, y, 6, 170, mix(SAND, PLUM, 0.3))
    canvas.rect(x, y + 58, 100, 6, mix(SAND, PLUM, 0.3))
    canvas.rect(x - 14, y + 176, 128, 10, mix(SAND, PLUM, 0.5))


def _doorway(canvas: Canvas, base: float) -> None:
    canvas.rect(640, 520, 320, base - 520, mix(SAND, PLUM, 0.3))
    canvas.fade(664, 548, 272, base - 548, (mix(LAMP, OCHRE, 0.4), LAMP, mix(LAMP, WHITE, 0.4)))
    canvas.poly([(664, 548), (560, 530), (560, base + 20), (664, base)], mix(TEAL, INK, 0.3))
    canvas.poly([(936, 548), (1040, 530), (1040, base + 20), (936, base)], mix(TEAL, INK, 0.3))
    canvas.rect(720, base - 96, 160, 12, BRICK)
    canvas.rect(732, base - 84, 10, 84, BRICK)
    canvas.rect(858, base - 84, 10, 84, BRICK)
    box = Stamp(canvas, 800, base - 96, 1)
    box.box(-52, 0, 104, 92, WHITE, 6)
    box.box(22, 0, 30, 92, mix(WHITE, SLATE, 0.25), 6)
    box.box(-30, 82, 60, 6, INK)
    box.poly([(-16, 88), (-12, 128), (22, 124), (18, 84)], CREAM)
    box.line([(-2, 108), (4, 100), (14, 116)], CORAL, 4)
    box.poly([(-30, 28), (0, 58), (18, 40), (-12, 12)], clear(TEAL, 0.9))


def _bunting(canvas: Canvas) -> None:
    points = []
    for step in range(25):
        share = step / 24
        points.append((180 + 1240 * share, 330 + 150 * 4 * share * (1 - share) * 0.5))
    canvas.line(points, INK, 2)
    for place, (x, y) in enumerate(points[1:-1]):
        canvas.poly([(x - 15, y), (x + 15, y), (x, y + 32)], (CORAL, CREAM, TEAL, OCHRE)[place % 4])


def storks(canvas: Canvas) -> None:
    """Two storks on a tram mast in morning light, a tram waiting below."""
    mood, kerb = DAWN, 900.0
    sky(canvas, mood, kerb)
    sun(canvas, mood, 1120, 470, 120, halo=3)
    clouds(canvas, WHITE, 6, 90, 520, 0.5)
    rooftops(canvas, 0, WIDTH, kerb - 90, 300, mood.far(SLATE, 0.6))
    house_row(canvas, -20, 330, kerb - 60, 240, mood, distance=0.22)
    house_row(canvas, 1330, WIDTH + 40, kerb - 60, 250, mood, distance=0.22)
    canvas.fade(0, kerb - 62, WIDTH, 64, (mood.far(SAND, 0.2), mood.far(SLATE, 0.25)))
    canvas.fade(0, kerb, WIDTH, HEIGHT - kerb, (mix(TEAL, mood.haze, 0.3), TEAL))
    canvas.reflect(kerb, 150, mix(TEAL, mood.haze, 0.25), 0.5)
    ripples(canvas, kerb + 10, HEIGHT, WHITE, 30, opacity=0.35)
    tram(Stamp(canvas, 470, kerb - 42, 27), mood)
    wire(canvas, 0, 890, 702, mood.ink, 8)
    wire(canvas, 890, WIDTH, 702, mood.ink, 12)
    mast = mix(mood.ink, TEAL, 0.25)
    canvas.rect(880, 330, 22, kerb - 366, mast)
    canvas.rect(868, kerb - 60, 46, 30, mast)
    canvas.rect(760, 690, 130, 8, mast)
    canvas.line([(888, 600), (770, 690)], mast, 5)
    canvas.rect(906, 470, 44, 56, (206, 196, 176), 4)
    canvas.text(928, 508, "44", 26, INK, "ms")
    _nest(canvas, 890, 336)
    for x in range(1180, 1500, 60):
        canvas.rect(x, kerb - 92, 5, 34, mood.ink)
    canvas.rect(1170, kerb - 94, 340, 5, mood.ink)
    crowd(canvas, 1190, 1480, kerb - 32, 104, gap=0.6, arms=("down", "one"))
    reeds(canvas, 1180, WIDTH, HEIGHT + 6, 120, mix(OLIVE, mood.ink, 0.3))


def _nest(canvas: Canvas, x: float, y: float) -> None:
    for _ in range(90):
        left = canvas.dice.uniform(-130, 110)
        lift = canvas.dice.uniform(-8, 52)
        long = canvas.dice.uniform(30, 70)
        tilt = canvas.dice.uniform(-16, 16)
        paint = mix(
            (122, 84, 58), canvas.dice.choice((INK, DUSK.haze, OCHRE)), canvas.dice.uniform(0, 0.4)
        )
        squeeze = 1 - max(0.0, -lift + 10) * 0.01
        canvas.line(
            [(x + left * squeeze, y - lift), (x + left * squeeze + long * 0.6, y - lift + tilt)],
            paint,
            4,
        )
    for place, flip in ((-52, False), (58, True)):
        _stork(canvas, x + place, y - 44, flip=flip)


def _stork(canvas: Canvas, x: float, y: float, *, flip: bool) -> None:
    stamp = Stamp(canvas, x, y, 1.12, flip=flip)
    for leg in (-6, 8):
        stamp.line([(leg, 0), (leg + 2, 52)], CORAL, 4)
    stamp.poly([(-62, 44), (-20, 98), (24, 102), (36, 74), (12, 46), (-20, 44)], WHITE)
    stamp.poly([(-74, 30), (-62, 62), (-14, 74), (6, 52), (-26, 40)], INK)
    stamp.poly([(10, 92), (34, 80), (44, 132), (34, 160), (20, 152), (26, 130)], WHITE)
    stamp.disc(34, 158, 14, WHITE)
    stamp.poly([(42, 164), (42, 152), (104, 146)], CORAL)
    stamp.disc(38, 160, 2.6, INK)
