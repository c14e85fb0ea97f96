"""Maps: the sea lane, the river, tram line 4 and the approach to Oreva."""

import math

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.cartography import (
    DEEP,
    LAND,
    RIVER,
    SHALLOW,
    coast,
    compass,
    dashes,
    hills,
    scale_bar,
    sea,
    smooth,
    title,
    town,
    trace,
)
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    CREAM,
    DUNE,
    FOAM,
    INK,
    LEAF,
    OCHRE,
    OLIVE,
    SAND,
    SLATE,
    TEAL,
    WHITE,
    clear,
    mix,
)
from articles.demo.pictures.palette import DAY as MOOD
from articles.demo.pictures.ships import ferry, freighter
from articles.demo.pictures.stamp import Stamp


def _isle(canvas: Canvas, x: float, y: float, r: float) -> list[Point]:
    outline = []
    for step in range(12):
        turn = step / 12 * math.tau
        reach = r * canvas.dice.uniform(0.82, 1.14)
        outline.append((x + reach * 1.3 * math.cos(turn), y + reach * math.sin(turn)))
    middle = ((outline[0][0] + outline[-1][0]) / 2, (outline[0][1] + outline[-1][1]) / 2)
    return smooth([middle, *outline, middle])


def sea_lane(canvas: Canvas) -> None:
    """Norhelm Sea: Vassund, the Calder Isles, Karvan and the lane between."""
    sea(canvas)
    north = trace(
        "1090,-20 1010,90 900,110 840,190 700,170 640,250 520,190 430,240 "
        "340,150 250,170 180,60 60,40 -20,90"
    )
    coast(canvas, north, [(-20, -20)])
    south = trace(
        "1620,480 1500,520 1400,610 1330,640 1270,720 1180,730 1120,800 1050,830 "
        "960,900 820,930 740,1000 560,1010 400,1190"
    )
    coast(canvas, south, [(1620, 1190)])
    sol = trace("1640,560 1530,660 1410,690 1330,770 1230,800 1094,812")
    canvas.line(sol, RIVER, 12)
    isles = ((560, 520, 44), (640, 575, 30), (505, 590, 24), (585, 625, 17))
    for reach, share in ((1.75, 0.35), (1.4, 0.85)):
        for x, y, r in isles:
            canvas.disc(x, y, r * 1.3 * reach, mix(DEEP, SHALLOW, share), r * reach)
    for x, y, r in isles:
        canvas.poly(_isle(canvas, x, y, r), LAND)
    hills(canvas, [(150, 30), (330, 60), (470, 90), (700, 60), (810, 80)], 30)
    hills(canvas, [(1430, 820), (1500, 880), (1380, 900), (1290, 960), (1180, 990)], 30)
    lane = trace("642,240 760,330 830,470 850,610 930,720 1085,812")
    dashes(canvas, lane[: len(lane) // 2], INK, 5, 22)
    dashes(canvas, lane[len(lane) // 2 :], CORAL, 7, 22)
    freighter(Stamp(canvas, 1080, 440, 1.05), MOOD)
    canvas.text(1080, 494, "14 Norhelm ports", 27, INK, "ms")
    canvas.text(1080, 528, "accept Karvan's papers", 27, INK, "ms")
    town(canvas, 640, 236, "Vassund", side="t", big=True)
    town(canvas, 1094, 812, "Karvan", side="l", big=True)
    town(canvas, 1232, 786, "Harrow Bay", side="r")
    town(canvas, 800, 940, "Oreva", side="r")
    canvas.text(568, 690, "CALDER ISLES", 27, INK, "ms", bold=0.3)
    canvas.text(300, 100, "N O R H E L M", 34, mix(INK, LAND, 0.3), "ms")
    canvas.text(1450, 1010, "M A R S A", 38, mix(INK, LAND, 0.3), "ms")
    canvas.text(260, 470, "Norhelm Sea", 46, clear(WHITE, 0.85), "ms")
    title(canvas, "The lane from Vassund", "Its southern half will be run from Karvan", x=70, y=880)
    compass(canvas, 1430, 190, 84)
    scale_bar(canvas, 70, 1010, 60, "400 km")


def river_sol(canvas: Canvas) -> None:
    """Marsa from the dam to the sea, with what the water law changes in each place."""
    sea(canvas)
    shore = trace(
        "-20,470 90,520 180,610 300,640 360,720 470,700 560,800 660,830 740,930 900,960 1010,1190"
    )
    coast(canvas, shore, [(1620, 1090), (1620, -20), (-20, -20)])
    hills(
        canvas,
        [
            (x + canvas.dice.uniform(-12, 12), y)
            for y in (60, 120, 180)
            for x in range(430, 1000, 74)
        ],
        30,
    )
    hills(canvas, [(240, 110), (310, 190), (180, 260), (330, 330)], 26)
    for _ in range(90):
        x, y = canvas.dice.uniform(1090, 1560), canvas.dice.uniform(420, 900)
        canvas.line([(x, y), (x + 26, y)], clear(DUNE, 0.5), 2)
    for step in range(46):
        x, y = canvas.dice.gauss(1330, 76), canvas.dice.gauss(630, 62)
        canvas.disc(x, y, 5, clear(TEAL, 0.75)) if step else None
    sol = trace("770,40 720,130 760,210 830,300 760,390 640,460 650,560 560,620 500,690")
    canvas.line(sol, mix(RIVER, WHITE, 0.35), 30)
    canvas.line(sol, RIVER, 20)
    canvas.line(trace("1000,180 930,240 830,300"), RIVER, 9)
    canvas.line(trace("430,330 540,420 640,460"), RIVER, 8)
    canvas.poly(
        trace("735,20 800,30 830,90 770,130 712,118 700,60 735,20"),
        RIVER,
    )
    canvas.rect(686, 124, 84, 12, INK, 3)
    for x, y, name, side, big in (
        (816, 118, "Upper Sol", "r", False),
        (836, 304, "Dastan", "r", False),
        (644, 462, "Tellin", "l", False),
        (590, 600, "Harrow Bay", "r", False),
        (486, 706, "Karvan", "r", True),
        (1330, 560, "Nurabad", "t", False),
        (856, 950, "Oreva", "r", False),
    ):
        town(canvas, x, y, name, side=side, big=big)
    _note(canvas, 1010, 78, "Dam: must keep", "the river flowing")
    _note(canvas, 996, 316, "Mills reuse 60%", "of water by 2031")
    _note(canvas, 230, 420, "38 cubic metres", "a second, always")
    _note(canvas, 800, 600, "90 million crowns", "for dykes")
    _note(canvas, 1180, 700, "1,480 deep wells", "need a licence")
    title(
        canvas, "One river, one law", "What the Sol Waters Act asks, from dam to sea", x=70, y=900
    )
    compass(canvas, 120, 130, 70)
    scale_bar(canvas, 1330, 1020, 50, "100 km")
    canvas.text(706, 250, "Sol", 30, mix(RIVER, INK, 0.5), "rm", bold=0.4, halo=LAND)


def _note(canvas: Canvas, x: float, y: float, first: str, second: str) -> None:
    canvas.rect(x, y, 262, 82, clear(INK, 0.15), 10)
    canvas.rect(x - 4, y - 5, 262, 82, mix(TEAL, INK, 0.1), 10)
    canvas.text(x + 14, y + 30, first, 28, CREAM, bold=0.3)
    canvas.text(x + 14, y + 63, second, 28, FOAM)


def line_four(canvas: Canvas) -> None:
    """Tram line 4 from Saltmarket to Northgate, nine stops, over the Cut."""
    canvas.fade(0, 0, WIDTH, HEIGHT, (mix(LAND, WHITE, 0.3), LAND))
    _blocks(canvas)
    bank = trace("1290,-20 1240,160 1300,330 1200,520 1250,700 1150,880 1190,1090")
    canvas.fade_poly([*bank, (1620, 1090), (1620, -20)], (RIVER, mix(RIVER, TEAL, 0.4)))
    canvas.line(bank, mix(SAND, SLATE, 0.3), 12)
    for _ in range(26):
        x, y = canvas.dice.uniform(1340, 1580), canvas.dice.uniform(20, 1040)
        canvas.arc(x, y, 14, 200, 340, clear(WHITE, 0.4), 2)
    cut = trace("-20,470 260,440 560,470 900,430 1260,470")
    canvas.line(cut, mix(SAND, SLATE, 0.3), 46)
    canvas.line(cut, RIVER, 34)
    for x, y, rx in ((300, 250, 110), (1010, 760, 90), (160, 800, 90)):
        canvas.rect(x - rx, y - 50, rx * 2, 100, mix(LAND, LEAF, 0.5), 26)
        for _ in range(7):
            canvas.disc(
                x + canvas.dice.uniform(-rx + 20, rx - 20),
                y + canvas.dice.uniform(-30, 30),
                13,
                mix(LEAF, OLIVE, 0.3),
            )
    stops: list[tuple[float, float, str]] = [
        (980, 960, "Saltmarket"),
        (880, 875, "Customs House"),
        (760, 800, "Old Quay"),
        (690, 700, "Printers' Row"),
        (680, 590, "Lock Street"),
        (680, 448, "Cut Bridge"),
        (640, 325, "Coal Yard"),
        (560, 225, "Northgate Hospital Gate"),
        (470, 110, "Northgate"),
    ]
    track = smooth([(x, y) for x, y, _ in stops], 2)
    canvas.line([(x + 5, y + 7) for x, y in track], clear(INK, 0.2), 22)
    canvas.line(track, CREAM, 28)
    canvas.line(track, (46, 134, 92), 18)
    canvas.rect(640, 414, 82, 70, clear(CREAM, 0.0))
    for x, y, name in stops:
        last = name in ("Saltmarket", "Northgate")
        canvas.disc(x, y, 19 if last else 14, INK)
        canvas.disc(x, y, 13 if last else 9, WHITE)
        canvas.text(
            x + 32, y, name, 36 if last else 29, INK, "lm", bold=0.7 if last else 0.2, halo=LAND
        )
    canvas.text(1450, 560, "Sol", 46, clear(WHITE, 0.9), "mm")
    canvas.text(230, 500, "The Cut", 28, INK, "mm", halo=LAND)
    title(canvas, "Tram line 4", "Nine stops, 6.4 kilometres, one new bridge", x=70, y=940)
    compass(canvas, 1460, 170, 74)
    scale_bar(canvas, 1320, 1010, 50, "1 km")


def _blocks(canvas: Canvas) -> None:
    """Streets as the light gaps between blocks of houses, turned a little."""
    stamp = Stamp(canvas, 0, 0, 1, lean=-8)
    for row in range(17):
        for place in range(24):
            if canvas.dice.random() < 0.1:
                continue
            x, y = -180 + place * 82, -40 - row * 80
            w, h = canvas.dice.uniform(56, 72), canvas.dice.uniform(52, 68)
            shade = canvas.dice.choice((0.12, 0.2, 0.28))
            stamp.box(x, y - h, w, h, mix(LAND, DUNE, shade), 5)
            if canvas.dice.random() < 0.3:
                stamp.box(x + w * 0.3, y - h * 0.7, w * 0.4, h * 0.4, mix(LAND, WHITE, 0.3), 3)


def pan_bar(canvas: Canvas) -> None:
    """The approach to Oreva: the channel, its buoys, and where the ferry turned."""
    sea(canvas)
    shore = trace(
        "1620,120 1500,190 1440,300 1470,420 1400,520 1430,640 1330,760 1300,900 1180,980 1100,1190"
    )
    coast(canvas, shore, [(1620, 1090)])
    hills(canvas, [(1540, 700), (1500, 800), (1430, 880), (1540, 920)], 28)
    canvas.line([(1440, 470), (1330, 430), (1270, 470)], mix(SLATE, INK, 0.3), 16)
    bank = trace(
        "430,570 470,500 560,505 640,458 760,470 860,500 930,498 1010,560 990,620 1030,660 "
        "940,700 820,690 740,730 620,700 540,705 470,650 425,610 430,570"
    )
    for reach, share in ((1.16, 0.5), (1.07, 0.95)):
        wider = [(720 + (x - 720) * reach, 590 + (y - 590) * (reach + 0.1)) for x, y in bank]
        canvas.poly(wider, mix(DEEP, SHALLOW, share))
    canvas.fade_poly(bank, (mix(SAND, WHITE, 0.2), mix(SAND, DUNE, 0.6)))
    canvas.grit(bank, DUNE, 0.5)
    canvas.text(690, 610, "THE PAN", 40, mix(BRICK, INK, 0.3), "mm", bold=0.4)
    for x, y, depth in (
        (180, 520, "14"),
        (300, 700, "11"),
        (540, 800, "9"),
        (860, 800, "7"),
        (1100, 700, "6"),
        (380, 480, "12"),
        (820, 270, "8"),
        (1060, 290, "7"),
        (1130, 330, "6"),
        (150, 690, "15"),
        (1010, 860, "9"),
        (1090, 560, "5"),
    ):
        canvas.text(x, y, depth, 25, mix(INK, DEEP, 0.35), "mm")
    channel = trace("-20,330 240,330 470,400 690,330 960,340 1150,420 1290,500")
    dashes(canvas, channel, INK, 4, 18)
    course = trace("-20,360 240,352 420,400 560,500 640,545")
    canvas.line(course, CORAL, 6)
    for number, x, y in ((5, 250, 390), (6, 470, 290), (8, 960, 400), (9, 1180, 480)):
        _mark(canvas, x, y, str(number), ghost=False)
    _mark(canvas, 700, 400, "7", ghost=True)
    _mark(canvas, 510, 424, "7", ghost=False)
    canvas.line([(672, 404), (548, 420)], INK, 3)
    canvas.poly([(546, 420), (566, 406), (568, 430)], INK)
    canvas.text(612, 380, "190 m", 30, INK, "ms", bold=0.5, halo=DEEP)
    canvas.line([(622, 527), (658, 563)], CORAL, 10)
    canvas.line([(658, 527), (622, 563)], CORAL, 10)
    ferry(Stamp(canvas, 330, 250, 2.1), MOOD)
    town(canvas, 1452, 440, "Oreva", side="r", big=True)
    canvas.text(1300, 408, "breakwater", 25, INK, "ms", halo=DEEP)
    title(
        canvas,
        "A buoy 190 metres out",
        "Where the Saltmaiden should have turned, and where she did",
        x=70,
        y=900,
    )
    compass(canvas, 1480, 960, 66)
    scale_bar(canvas, 70, 1010, 60, "1 km")


def _mark(canvas: Canvas, x: float, y: float, number: str, *, ghost: bool) -> None:
    fill = clear(WHITE, 0.45) if ghost else OCHRE
    canvas.poly([(x, y - 26), (x + 17, y), (x, y + 26), (x - 17, y)], INK)
    canvas.poly([(x, y - 21), (x + 13, y), (x, y + 21), (x - 13, y)], fill)
    canvas.text(x + 24, y + 20, number, 28, INK, "lm", bold=0.5)
