"""Harrow Bay under water."""

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas
from articles.demo.pictures.land import reeds, ridge, ripples
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUNE,
    INK,
    LEAF,
    OCHRE,
    OLIVE,
    SAND,
    SLATE,
    STORM,
    TEAL,
    WHITE,
    clear,
    mix,
)
from articles.demo.pictures.people import figure
from articles.demo.pictures.ships import rowing_boat
from articles.demo.pictures.sky import clouds, rain, sky
from articles.demo.pictures.stamp import Stamp


def flood(canvas: Canvas) -> None:
    """Harrow Bay under brown water: roofs, a rescue boat, rain on the hills."""
    mood, level = STORM, 620.0
    sky(canvas, mood, level)
    clouds(canvas, mood.ink, 6, 60, 260, 0.22)
    clouds(canvas, WHITE, 5, 120, 380, 0.3)
    for high, haze in ((150, 0.7), (80, 0.5)):
        paint = mood.far(TEAL, haze)
        ridge(canvas, level - high, 50, 1.6, (paint, mood.far(TEAL, haze + 0.25)), bottom=level)
    canvas.veil(0, level - 160, WIDTH, 160, mood.haze, 0, 0.75)
    _drowned_street(canvas)
    brown, deep = (168, 134, 96), (96, 74, 60)
    canvas.reflect(level, 240, brown, 0.36)
    canvas.fade(0, level + 239, WIDTH, HEIGHT - level - 239, (mix(brown, deep, 0.4), deep))
    canvas.veil(0, level + 150, WIDTH, 92, mix(brown, deep, 0.4), 0, 1)
    ripples(canvas, level, HEIGHT, CREAM, 80, opacity=0.3)
    ripples(canvas, level, HEIGHT, mood.ink, 60, opacity=0.18)
    _rescue_boat(canvas)
    for x, y, turn in ((300, 960, 8), (1380, 860, -12), (980, 1010, 4)):
        Stamp(canvas, x, y, 1, lean=turn).box(-60, -5, 120, 10, mix(BRICK, INK, 0.4), 3)
    reeds(canvas, -10, 210, HEIGHT + 8, 200, mix(OLIVE, INK, 0.35))
    reeds(canvas, 1420, WIDTH + 10, HEIGHT + 8, 170, mix(OLIVE, INK, 0.35))
    rain(canvas, 260, WHITE)


def _drowned_street(canvas: Canvas) -> None:
    mood, level = STORM, 620.0
    walls = (SAND, (190, 120, 100), CREAM, DUNE, (150, 168, 166))
    for place, (x, w, tall) in enumerate(
        ((60, 200, 150), (290, 170, 110), (560, 230, 190), (1010, 190, 130), (1240, 240, 170))
    ):
        wall = mood.far(walls[place], 0.12)
        canvas.rect(x, level - tall, w, tall, wall)
        canvas.rect(x + w * 0.72, level - tall, w * 0.28, tall, mix(wall, mood.ink, 0.2))
        roof = mood.far(mix(BRICK, CORAL, 0.3 * (place % 2)), 0.14)
        canvas.poly(
            [
                (x - 16, level - tall),
                (x + w / 2, level - tall - w * 0.4),
                (x + w + 16, level - tall),
            ],
            roof,
        )
        canvas.poly(
            [
                (x + w / 2, level - tall - w * 0.4),
                (x + w + 16, level - tall),
                (x + w * 0.72, level - tall),
            ],
            mix(roof, INK, 0.22),
        )
        canvas.rect(x + w * 0.66, level - tall - w * 0.36, 22, 50, mix(roof, INK, 0.3))
        for pane in range(2):
            left = x + w * (0.14 + 0.32 * pane)
            canvas.rect(left, level - tall + 26, w * 0.18, 46, mix(mood.ink, SLATE, 0.4))
            canvas.rect(left - 3, level - tall + 71, w * 0.18 + 6, 5, CREAM)
    canvas.rect(866, level - 250, 8, 250, mood.ink)
    canvas.rect(836, level - 230, 68, 6, mood.ink)
    for wire in (((840, 390), (410, 392), (-20, 330)), ((900, 390), (1260, 412), (1620, 350))):
        canvas.line(wire, clear(mood.ink, 0.7), 2)
    canvas.rect(470, 530, 12, 90, mix(BRICK, INK, 0.5))
    canvas.disc(476, 520, 54, mix(LEAF, mood.haze, 0.2))
    canvas.disc(440, 552, 40, mix(LEAF, mood.haze, 0.28))
    canvas.disc(512, 556, 38, mix(LEAF, mood.ink, 0.2))


def _rescue_boat(canvas: Canvas) -> None:
    mood = STORM
    canvas.disc(800, 868, 230, clear(mood.ink, 0.3), 16)
    for x, tall, coat, arms in (
        (690, 150, OCHRE, "ahead"),
        (770, 128, (120, 70, 84), "down"),
        (832, 122, TEAL, "down"),
        (910, 146, OCHRE, "one"),
    ):
        figure(canvas, x, 852, tall, coat, arms=arms, hair=coat if coat == OCHRE else INK)
    boat = Stamp(canvas, 800, 850, 58)
    rowing_boat(boat, mood, CORAL)
    canvas.line([(700, 790), (560, 905)], CREAM, 6)
    canvas.poly([(566, 896), (548, 902), (528, 934), (546, 930)], CREAM)
    ripples(canvas, 872, 900, WHITE, 16, opacity=0.6, left=600, right=1010)
