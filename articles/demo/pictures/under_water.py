"""The meadow off Oreva: seen from below, and what its soil holds."""

import math

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.charts import PAPER
from articles.demo.pictures.land import ridge
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    FOAM,
    INK,
    LEAF,
    OCHRE,
    OLIVE,
    SAND,
    SEA,
    SLATE,
    TEAL,
    WHITE,
    clear,
    mix,
)
from articles.demo.pictures.stamp import Stamp


def seagrass(canvas: Canvas) -> None:
    """A diver takes a core from the meadow, light falling in shafts."""
    canvas.fade(
        0, 0, WIDTH, HEIGHT, ((186, 226, 206), (84, 172, 172), (32, 112, 128), (18, 66, 92))
    )
    canvas.glow(560, -60, 760, WHITE, 0.55)
    for x, spread, reach in (
        (300, 70, 900),
        (520, 120, 980),
        (760, 90, 860),
        (1010, 110, 760),
        (1290, 70, 640),
    ):
        lean = (x - 560) * 0.5
        beam = [(x - 16, 0), (x + 30, 0), (x + lean + spread, reach), (x + lean - spread, reach)]
        canvas.poly(beam, clear(WHITE, 0.09))
    hull: list[Point] = [(880, 0), (1250, 0), (1210, 46), (1100, 66), (960, 60)]
    canvas.poly(hull, (16, 58, 80))
    canvas.line([(1060, 64), (1040, 300), (1000, 470), (905, 700)], clear(INK, 0.5), 2.5)
    for level, tone in ((640, 0.62), (730, 0.38), (850, 0.12)):
        _meadow(canvas, level, tone)
    _diver(canvas, 800, 838)
    _grass(canvas, 900, 1010, 1.0, step=15, keep_clear=(560, 1010))
    _grass(canvas, 1000, 1067, 1.25, step=19, keep_clear=(690, 960))
    for x, y, size in (
        (250, 330, 1.0),
        (330, 380, 0.8),
        (210, 420, 0.7),
        (400, 320, 0.6),
        (1330, 480, 1.1),
        (1420, 540, 0.8),
    ):
        _fish(canvas, x, y, 34 * size, flip=x > 800)
    for bubble in range(14):
        rise = 560 - bubble * 38 + canvas.dice.uniform(-8, 8)
        canvas.disc(742 + math.sin(bubble * 0.9) * 14, rise, 3 + bubble * 0.5, clear(WHITE, 0.55))


def _meadow(canvas: Canvas, level: float, haze: float) -> None:
    floor = mix(mix(LEAF, TEAL, 0.4), (60, 150, 156), haze)
    ridge(canvas, level + 60, 26, 1.4, (floor, mix(floor, INK, 0.25)))
    _grass(canvas, level, level + 90, 0.62 + (0.62 - haze) * 0.5, step=12, haze=haze)


def _grass(
    canvas: Canvas,
    top: float,
    bottom: float,
    size: float,
    *,
    step: float,
    haze: float = 0.0,
    keep_clear: tuple[float, float] = (0, 0),
) -> None:
    x = -10.0
    while x < WIDTH + 20:
        x += step * canvas.dice.uniform(0.5, 1.3)
        if keep_clear[0] < x < keep_clear[1]:
            continue
        paint = mix(canvas.dice.choice((LEAF, OLIVE, (70, 136, 92))), (60, 150, 156), haze)
        foot = canvas.dice.uniform(top + 40, bottom)
        tall = canvas.dice.uniform(90, 190) * size
        sway = (0.32 + canvas.dice.uniform(-0.1, 0.1)) * tall
        wide = 4.4 * size
        bend = (x + sway * 0.25, foot - tall * 0.6)
        canvas.poly(
            [
                (x - wide, foot),
                (x + wide, foot),
                (bend[0] + wide, bend[1]),
                (x + sway, foot - tall),
                (bend[0] - wide, bend[1]),
            ],
            paint,
        )


def _diver(canvas: Canvas, x: float, y: float) -> None:
    suit, trim = (24, 40, 62), CORAL
    stamp = Stamp(canvas, x, y, 1.36)
    stamp.poly([(-128, -12), (-60, 6), (-52, 22), (-122, 8)], mix(suit, SEA, 0.3))
    stamp.poly([(-160, -30), (-118, -14), (-116, 10), (-172, 2)], OCHRE)
    stamp.poly([(-70, 2), (-4, -4), (14, 26), (-52, 34)], suit)
    stamp.poly([(-62, 14), (2, 8), (30, 92), (-14, 104)], mix(suit, SEA, 0.16))
    stamp.poly([(-46, 40), (-22, 34), (-2, 104), (-28, 112)], OCHRE)
    stamp.disc(-16, 110, 15, mix(OCHRE, INK, 0.3))
    stamp.poly([(-8, 100), (34, 88), (36, 112), (8, 122)], suit)
    stamp.disc(34, 128, 27, suit)
    stamp.poly([(36, 142), (62, 138), (62, 116), (38, 114)], FOAM)
    stamp.poly([(40, 138), (58, 135), (58, 119), (41, 118)], SEA)
    stamp.disc(52, 108, 9, trim)
    stamp.box(66, -60, 13, 250, mix(CREAM, SLATE, 0.25), 3)
    stamp.box(66, 128, 13, 4, CORAL)
    stamp.box(66, 66, 13, 4, CORAL)
    stamp.box(50, 186, 45, 11, SLATE, 3)
    stamp.line([(18, 92), (44, 78), (70, 92)], mix(suit, SEA, 0.3), 15)
    stamp.line([(14, 100), (40, 120), (72, 132)], suit, 15)
    stamp.disc(72, 92, 9, (206, 150, 116))
    stamp.disc(73, 133, 9, (206, 150, 116))


def _fish(canvas: Canvas, x: float, y: float, long: float, *, flip: bool) -> None:
    stamp = Stamp(canvas, x, y, long / 34, flip=flip)
    stamp.poly([(-26, 0), (-42, 13), (-38, 0), (-42, -13)], mix(OCHRE, CORAL, 0.35))
    stamp.disc(0, 0, 28, OCHRE, 12)
    stamp.poly([(-8, 10), (8, 20), (14, 8)], mix(OCHRE, CORAL, 0.35))
    stamp.disc(16, 3, 3, INK)


def carbon_store(canvas: Canvas) -> None:
    """Tonnes of carbon a hectare under four kinds of sea floor."""
    canvas.fade(0, 0, WIDTH, 600, (PAPER, (190, 224, 214), (110, 184, 182)))
    canvas.fade(0, 600, WIDTH, HEIGHT - 600, ((120, 92, 70), (62, 48, 48)))
    canvas.rect(80, 70, 96, 10, CORAL)
    canvas.text(80, 150, "What the roots hold", 60, INK, bold=1.1)
    canvas.text(80, 202, "Carbon in the top metre of the sea floor, tonnes a hectare", 31, SLATE)
    kinds = (
        (168, "Old meadow", 1.0),
        (92, "Torn by anchors", 0.42),
        (57, "Replanted", 0.6),
        (31, "Bare mud", 0.0),
    )
    for place, (tonnes, name, growth) in enumerate(kinds):
        x = 110 + place * 366
        deep = tonnes * 1.94
        shape = [(x, 600), (x + 270, 600), (x + 270, 600 + deep), (x, 600 + deep)]
        canvas.fade_poly(shape, (mix(LEAF, INK, 0.25), mix(LEAF, INK, 0.72)))
        canvas.grit(shape, INK, 0.5)
        for _ in range(int(60 * growth)):
            left = x + canvas.dice.uniform(6, 264)
            tall = canvas.dice.uniform(90, 210) * (0.55 + 0.45 * growth)
            sway = tall * canvas.dice.uniform(0.1, 0.34)
            paint = canvas.dice.choice((LEAF, OLIVE, (70, 136, 92)))
            canvas.poly(
                [
                    (left - 4, 602),
                    (left + 4, 602),
                    (left + sway * 0.3 + 4, 602 - tall * 0.6),
                    (left + sway, 602 - tall),
                    (left + sway * 0.3 - 4, 602 - tall * 0.6),
                ],
                paint,
            )
        inside = 600 + deep - 24 if deep > 90 else 600 + deep + 62
        canvas.text(x + 135, inside, str(tonnes), 66, CREAM, "ms", bold=1.2)
        canvas.text(x + 135, 330 if growth else 560, name, 33, INK, "ms", bold=0.4)
    _anchor(canvas, 610, 560)
    canvas.rect(0, 597, WIDTH, 5, mix(SAND, BRICK, 0.5))
    canvas.text(
        80,
        1030,
        "Source: Sandoval and others, Annals of Estuarine Science",
        23,
        mix(SAND, BRICK, 0.3),
    )


def _anchor(canvas: Canvas, x: float, y: float) -> None:
    stamp = Stamp(canvas, x, y, 1, lean=24)
    stamp.line([(0, -40), (0, 96)], INK, 13)
    stamp.line([(-34, 74), (34, 74)], INK, 11)
    canvas.arc(*stamp.at(0, 110), 16, 0, 360, INK, 8)
    hook = [
        (60 * math.sin(t), -40 + 62 - 62 * math.cos(t))
        for t in [k / 12 * 2.2 - 1.1 for k in range(13)]
    ]
    stamp.line(hook, INK, 13)
    for side in (-1, 1):
        stamp.poly([(side * 40, -14), (side * 74, 0), (side * 56, 26)], INK)
    canvas.line([stamp.at(0, 126), (690, 430), (716, 384)], INK, 5)
