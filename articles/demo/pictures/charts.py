"""Charts with the figures that the texts give."""

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DAY,
    INK,
    OCHRE,
    SAND,
    SEA,
    SLATE,
    STORM,
    TEAL,
    WHITE,
    Colour,
    clear,
    mix,
)
from articles.demo.pictures.people import figure
from articles.demo.pictures.sky import sun
from articles.demo.pictures.stamp import Stamp

PAPER: Colour = (250, 241, 222)


# Readings of every five hours; the peak and the second crest are those of the texts.
TELLIN = (
    3.1, 3.2, 3.5, 4.1, 4.9, 5.7, 6.3, 6.71, 6.82, 6.66, 6.3,
    5.9, 5.6, 5.45, 5.5, 5.7, 5.84, 5.7, 5.4, 5.0, 4.7,
)  # fmt: skip
# The rate and how long it stood, in quarters of a year.
RATES = (
    (2.0, 3),
    (2.5, 3),
    (3.0, 3),
    (3.75, 2),
    (3.5, 3),
    (3.75, 2),
    (4.0, 2),
    (4.25, 2),
    (4.5, 3),
)


def sheet(canvas: Canvas, head: str, note: str, source: str) -> None:
    """Paper with a headline, a line under it and the source at the foot."""
    canvas.fade(0, 0, WIDTH, HEIGHT, (mix(PAPER, WHITE, 0.4), PAPER))
    canvas.rect(80, 70, 96, 10, CORAL)
    canvas.text(80, 150, head, 60, INK, bold=1.1)
    canvas.text(80, 202, note, 31, SLATE)
    canvas.text(80, 1030, source, 23, mix(SLATE, PAPER, 0.25))


def rule(canvas: Canvas, y: float, words: str, *, left: float = 80, right: float = 1520) -> None:
    """A thin level line with its value at the left, above it."""
    canvas.rect(left, y, right - left, 1.5, clear(SLATE, 0.35))
    canvas.text(left, y - 8, words, 24, SLATE)


def tellin_gauge(canvas: Canvas) -> None:
    """The Sol at Tellin over four days: up to 6.82 metres and a second, lower crest."""
    sheet(
        canvas,
        "Above the mark of 1994",
        "The Sol at the Tellin gauge over four days, in metres",
        "Source: Sol River Authority",
    )
    foot, unit = 900.0, 112.0
    for metres in (3, 4, 5, 6, 7):
        rule(canvas, foot - (metres - 2) * unit, str(metres))
    spots = [
        (150 + 1330 * k / (len(TELLIN) - 1), foot - (level - 2) * unit)
        for k, level in enumerate(TELLIN)
    ]
    curve = _curve(spots)
    canvas.fade_poly(
        [*curve, (1480, 984), (150, 984)], (mix(SEA, WHITE, 0.1), (150, 122, 92), (104, 80, 62))
    )
    _roofs(canvas, foot + 84)
    canvas.line(curve, INK, 7)
    for level, words, fill in ((5.5, "Alarm 5.50", OCHRE), (6.71, "1994: 6.71", CORAL)):
        y = foot - (level - 2) * unit
        for dash in range(140, 1490, 26):
            canvas.rect(dash, y - 2, 15, 4, fill)
        canvas.text(1486, y - 12, words, 28, mix(fill, INK, 0.35), "rs", bold=0.4, halo=PAPER)
    peak, second = spots[8], spots[16]
    for (x, y), words, side in ((peak, "6.82", "ms"), (second, "5.84", "ls")):
        canvas.disc(x, y, 15, WHITE)
        canvas.disc(x, y, 10, CORAL)
        canvas.text(
            x + (0 if side == "ms" else 20), y - 28, words, 44, INK, side, bold=0.9, halo=PAPER
        )
    broke = curve[74]
    canvas.line([(broke[0], broke[1] + 8), (broke[0], 790)], WHITE, 3)
    canvas.disc(*broke, 10, WHITE)
    canvas.text(broke[0] + 16, 770, "Mill Dyke breaks", 28, WHITE, bold=0.3)
    canvas.text(broke[0] + 16, 804, "eleven hours after 6.71", 25, CREAM)


def _curve(spots: list[Point]) -> list[Point]:
    """A soft line that keeps to the given points (Catmull and Rom's way)."""
    ends = [spots[0], *spots, spots[-1]]
    curve: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(8):
            t = step / 8
            weights = (
                -t + 2 * t**2 - t**3,
                2 - 5 * t**2 + 3 * t**3,
                t + 4 * t**2 - 3 * t**3,
                t**3 - t**2,
            )
            x = sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)) / 2
            y = sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)) / 2
            curve.append((x, y))
    return [*curve, spots[-1]]


def _roofs(canvas: Canvas, base: float) -> None:
    for x, w, tall in (
        (210, 120, 60),
        (360, 90, 40),
        (520, 140, 84),
        (1120, 110, 56),
        (1270, 150, 80),
    ):
        wall = mix((150, 122, 92), CREAM, 0.35)
        canvas.rect(x, base - tall, w, tall, wall)
        canvas.poly(
            [(x - 12, base - tall), (x + w / 2, base - tall - w * 0.4), (x + w + 12, base - tall)],
            mix(BRICK, STORM.haze, 0.1),
        )
        canvas.rect(x + w * 0.3, base - tall + 12, w * 0.18, tall * 0.4, INK)
        canvas.rect(x + w * 0.6, base - tall + 12, w * 0.18, tall * 0.4, INK)
    canvas.rect(80, base, 1440, 3, clear(CREAM, 0.5))


def rate_steps(canvas: Canvas) -> None:
    """The key rate as a staircase, four steps up in a row, a man with a house on his back."""
    sheet(
        canvas,
        "Four steps up in a row",
        "Key rate of the Bank of Marsa over six years, per cent",
        "Source: Bank of Marsa",
    )
    foot, unit = 900.0, 190.0
    for level in (2, 3, 4):
        rule(canvas, foot - (level - 1.2) * unit, f"{level}.00")
    x, wide = 160.0, 1320 / sum(years for _, years in RATES)
    tops = []
    for step, (rate, long) in enumerate(RATES):
        y = foot - (rate - 1.2) * unit
        last = step == len(RATES) - 1
        lit = (
            (CORAL, mix(CORAL, BRICK, 0.5))
            if last
            else (mix(SEA, TEAL, step / 9), mix(TEAL, INK, 0.2))
        )
        canvas.fade_poly(
            [(x, y), (x + long * wide + 0.6, y), (x + long * wide + 0.6, foot), (x, foot)], lit
        )
        canvas.rect(x, y, long * wide, 7, mix(lit[0], WHITE, 0.4))
        tops.append((x + long * wide / 2, y))
        x += long * wide
    canvas.rect(80, foot, 1440, 4, INK)
    canvas.text(tops[-1][0], tops[-1][1] - 24, "4.50", 62, BRICK, "ms", bold=1.2)
    canvas.text(tops[0][0], tops[0][1] - 18, "2.00", 34, INK, "ms", bold=0.4)
    for (left, y), words in zip(tops[5:8], ("3.75", "4.00", "4.25"), strict=True):
        canvas.text(left, y + 46, words, 30, CREAM, "ms", bold=0.3)
    man_x, man_y = tops[4]
    figure(canvas, man_x, man_y, 170, OCHRE, arms="ahead", stride=0.13)
    house = Stamp(canvas, man_x - 62, man_y - 98, 0.9, lean=-20)
    house.box(-46, 0, 92, 66, SAND)
    house.box(20, 0, 26, 66, mix(SAND, BRICK, 0.25))
    house.poly([(-60, 66), (0, 118), (60, 66)], CORAL)
    house.box(-28, 24, 22, 24, INK)
    house.box(10, 0, 22, 44, TEAL)
    canvas.text(160, 946, "six years ago", 26, SLATE)
    canvas.text(1480, 946, "now", 26, SLATE, "rs")


def heat_days(canvas: Canvas) -> None:
    """Eight days at Karvan Citadel, the sixth-hottest line of 1987 passed once."""
    canvas.fade(0, 0, WIDTH, HEIGHT, ((250, 226, 170), (252, 240, 212), PAPER))
    sun(canvas, DAY, 1330, 190, 110, halo=3)
    canvas.disc(1330, 190, 110, OCHRE)
    canvas.rect(80, 70, 96, 10, CORAL)
    canvas.text(80, 150, "Six days above forty", 60, INK, bold=1.1)
    canvas.text(80, 202, "Highest temperature at Karvan Citadel, degrees Celsius", 31, SLATE)
    foot, unit = 900.0, 40.0
    values = (38.2, 40.4, 41.7, 42.6, 43.6, 42.1, 40.8, 36.5)
    for level in (30, 35, 40):
        rule(canvas, foot - (level - 28) * unit, f"{level}°")
    for place, value in enumerate(values):
        x, top = 170 + place * 166, foot - (value - 28) * unit
        share = max(0.0, min(1.0, (value - 36) / 7.6))
        head = mix(OCHRE, CORAL, share) if value < 43 else BRICK
        canvas.fade_poly(
            [(x, top), (x + 118, top), (x + 118, foot), (x, foot)], (head, mix(head, OCHRE, 0.55))
        )
        canvas.text(x + 59, top + 62, f"{value}°", 36, WHITE, "ms", bold=0.7)
        canvas.text(x + 59, foot + 40, f"day {place + 1}", 26, SLATE, "ms")
    y = foot - (43.1 - 28) * unit
    for dash in range(80, 1520, 26):
        canvas.rect(dash, y - 2, 15, 4, INK)
    canvas.text(84, y - 14, "Record of 1987: 43.1°", 28, INK, bold=0.4)
    mean = foot - 3 * unit
    canvas.rect(80, mean - 2, 1440, 4, clear(TEAL, 0.9))
    canvas.text(1520, mean + 38, "30-year average 31.0°", 26, TEAL, "rs", bold=0.3, halo=PAPER)
    canvas.rect(80, foot, 1440, 4, INK)
    canvas.text(80, 1030, "Source: Marsa Meteorological Service", 23, mix(SLATE, PAPER, 0.25))
