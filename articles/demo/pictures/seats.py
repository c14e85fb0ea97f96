"""Half circles of seats: a vote and an election."""

import math

from articles.demo.pictures.canvas import Canvas
from articles.demo.pictures.charts import sheet
from articles.demo.pictures.palette import (
    BRICK,
    CORAL,
    DUNE,
    INK,
    LEAF,
    OCHRE,
    SLATE,
    TEAL,
    Colour,
    clear,
    mix,
)

GREY: Colour = (170, 168, 158)


def _half_circle(
    counts: tuple[tuple[int, Colour], ...], rows: int, inner: float, gap: float
) -> list[tuple[float, float, Colour]]:
    """Seats in concentric rows, filled from the left edge to the right."""
    total = sum(count for count, _ in counts)
    reaches = [inner + row * gap for row in range(rows)]
    shares = [round(total * reach / sum(reaches)) for reach in reaches]
    shares[-1] += total - sum(shares)
    seats = []
    for reach, share in zip(reaches, shares, strict=True):
        for place in range(share):
            turn = math.pi * (1 - place / (share - 1))
            seats.append((turn, reach))
    seats.sort(key=lambda seat: (-seat[0], seat[1]))
    colours = [colour for count, colour in counts for _ in range(count)]
    return [
        (reach * math.cos(turn), -reach * math.sin(turn), colour)
        for (turn, reach), colour in zip(seats, colours, strict=True)
    ]


def water_vote(canvas: Canvas) -> None:
    """Ninety-one seats: 52 for, 3 abstained, 36 against."""
    sheet(
        canvas,
        "Fifty-two to thirty-six",
        "How the Assembly voted on the Sol Waters Act",
        "Source: clerk of the Assembly, after the recount",
    )
    counts = ((52, TEAL), (3, GREY), (36, CORAL))
    for x, y, fill in _half_circle(counts, 5, 250, 72):
        canvas.disc(800 + x + 3, 890 + y + 5, 27, clear(INK, 0.14))
        canvas.disc(800 + x, 890 + y, 27, fill)
    canvas.text(800, 840, "52", 150, TEAL, "ms", bold=2.6)
    canvas.text(800, 890, "of 91", 34, SLATE, "ms")
    for x, words, fill in (
        (330, "For 52", TEAL),
        (800, "Abstained 3", mix(GREY, INK, 0.3)),
        (1270, "Against 36", CORAL),
    ):
        canvas.disc(x - 96, 958, 14, fill)
        canvas.text(x - 70, 970, words, 36, INK, bold=0.5)


PARTIES: tuple[tuple[str, int, str, Colour], ...] = (
    ("Harbour Left", 5, "0", CORAL),
    ("Marsa Compact", 19, "-4", TEAL),
    ("Independents", 2, "0", GREY),
    ("Upland Union", 7, "+1", LEAF),
    ("Ratepayers' List", 12, "+3", OCHRE),
)


def council_seats(canvas: Canvas) -> None:
    """Forty-five seats of the new Regional Council, with gains and losses."""
    sheet(
        canvas,
        "Nobody has twenty-three",
        "Seats in the new Regional Council and change against the last",
        "Source: Returning Officer",
    )
    counts = tuple((seats, fill) for _, seats, _, fill in PARTIES)
    for x, y, fill in _half_circle(counts, 3, 210, 96):
        canvas.disc(520 + x + 3, 860 + y + 5, 36, clear(INK, 0.14))
        canvas.disc(520 + x, 860 + y, 36, fill)
    canvas.text(520, 820, "45", 110, INK, "ms", bold=2)
    canvas.text(520, 864, "seats", 34, SLATE, "ms")
    for row, (name, seats, change, fill) in enumerate(sorted(PARTIES, key=lambda p: -p[1])):
        y = 330 + row * 122
        canvas.text(1050, y, name, 33, INK, bold=0.4)
        canvas.rect(1050, y + 16, seats * 18.5, 40, fill, 4)
        canvas.text(1050 + seats * 18.5 + 16, y + 48, str(seats), 38, INK, bold=0.8)
        gain = SLATE if change == "0" else BRICK if change[0] == "-" else LEAF
        canvas.text(1040, y, change, 31, gain, "rs", bold=0.5)
    canvas.rect(1050 + 23 * 18.5, 300, 3, 610, clear(INK, 0.6))
    canvas.text(1050 + 23 * 18.5, 946, "23 to govern", 26, INK, "ms")
    canvas.rect(80, 905, 880, 4, mix(DUNE, INK, 0.4))
