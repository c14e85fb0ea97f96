"""Skies: light, sun and moon, clouds, stars, rain and dust."""

import math

from articles.demo.pictures.canvas import HEIGHT, WIDTH, Canvas, Point
from articles.demo.pictures.palette import WHITE, Colour, Mood, clear, mix


def sky(canvas: Canvas, mood: Mood, horizon: float) -> None:
    """Fill the sheet down to the horizon with the mood's light, and below it with haze."""
    canvas.fade(0, 0, WIDTH, horizon + 2, mood.sky)
    canvas.rect(0, horizon, WIDTH, HEIGHT - horizon, mood.haze)


def sun(canvas: Canvas, mood: Mood, x: float, y: float, r: float, *, halo: float = 4) -> None:
    """A sun with two rings of light and a wide glow."""
    canvas.glow(x, y, r * halo, mood.sun, 0.75)
    canvas.disc(x, y, r * 1.7, clear(mood.sun, 0.12))
    canvas.disc(x, y, r * 1.32, clear(mood.sun, 0.16))
    canvas.disc(x, y, r, mood.sun)


def moon(canvas: Canvas, x: float, y: float, r: float, colour: Colour = WHITE) -> None:
    """A full moon with three faint seas."""
    canvas.glow(x, y, r * 5, colour, 0.4)
    canvas.disc(x, y, r, colour)
    shade = mix(colour, (150, 160, 170), 0.3)
    for right, down, size in ((-0.3, -0.2, 0.26), (0.3, 0.15, 0.2), (-0.1, 0.42, 0.14)):
        canvas.disc(x + right * r, y + down * r, size * r, shade)


def cloud(canvas: Canvas, x: float, y: float, w: float, colour: Colour, opacity: float) -> None:
    """A flat poster cloud: two to four long bars, the lowest the widest, and a loose wisp."""
    tall = max(w * 0.075, 9)
    rows = canvas.dice.choice((2, 3, 3, 4))
    bars = []
    for row in range(rows):
        wide = w * (1 - 0.24 * row) * canvas.dice.uniform(0.8, 1.0)
        left = x + (w - wide) * canvas.dice.uniform(0.25, 0.75)
        bars.append((left, y - row * tall * 0.8, wide, tall))
    wisp = w * canvas.dice.uniform(0.2, 0.35)
    bars.append((x + w * canvas.dice.uniform(0.55, 0.95), y + tall * 1.3, wisp, tall * 0.6))
    canvas.pills(bars, colour, opacity)


def clouds(
    canvas: Canvas, colour: Colour, count: int, top: float, bottom: float, opacity: float = 0.5
) -> None:
    """Clouds over the whole width, smaller and fainter towards the `bottom`."""
    for place in range(count):
        share = place / max(count - 1, 1)
        y = top + (bottom - top) * share + canvas.dice.uniform(-18, 18)
        w = (1 - 0.6 * share) * canvas.dice.uniform(260, 520)
        x = canvas.dice.uniform(-120, WIDTH - 120)
        cloud(canvas, x, y, w, colour, opacity * (1 - 0.4 * share))


def stars(canvas: Canvas, count: int, bottom: float) -> None:
    """Stars, thinning out towards the horizon."""
    for _ in range(count):
        x, depth = canvas.dice.uniform(0, WIDTH), canvas.dice.random() ** 1.6
        size = canvas.dice.choice((0.8, 1.0, 1.2, 1.8))
        canvas.disc(x, depth * bottom, size, clear(WHITE, 0.9 * (1 - depth) + 0.05))


def rain(canvas: Canvas, count: int, colour: Colour, slant: float = 0.28) -> None:
    """Slanting strokes over the whole sheet."""
    for _ in range(count):
        x, y = canvas.dice.uniform(-100, WIDTH + 200), canvas.dice.uniform(-60, HEIGHT)
        fall = canvas.dice.uniform(26, 80)
        fill = clear(colour, canvas.dice.uniform(0.08, 0.3))
        canvas.line([(x, y), (x - fall * slant, y + fall)], fill, 1.5)


def billow(
    canvas: Canvas, x: float, base: float, w: float, h: float, colour: Colour, lobes: int = 9
) -> None:
    """A heap of round puffs that stands on `base`: smoke, spray, the head of a storm."""
    for place in range(lobes):
        share = (place + 0.5) / lobes
        tall = math.sin(share * math.pi) ** 0.6 * h
        r = tall * canvas.dice.uniform(0.42, 0.6)
        middle = x + share * w + canvas.dice.uniform(-0.2, 0.2) * w / lobes
        canvas.disc(middle, base - tall + r, r, colour)
        canvas.rect(middle - r, base - tall + r, 2 * r, tall - r, colour)


def birds(canvas: Canvas, x: float, y: float, count: int, colour: Colour, size: float = 14) -> None:
    """A loose flock, each bird two bent strokes."""
    for _ in range(count):
        at_x, at_y = x + canvas.dice.gauss(0, 90), y + canvas.dice.gauss(0, 34)
        wing = size * canvas.dice.uniform(0.6, 1.2)
        lift = wing * canvas.dice.uniform(0.3, 0.6)
        points: list[Point] = [
            (at_x - wing, at_y - lift),
            (at_x - wing * 0.45, at_y - lift * 0.9),
            (at_x, at_y),
            (at_x + wing * 0.45, at_y - lift * 0.9),
            (at_x + wing, at_y - lift),
        ]
        canvas.line(points, colour, max(1.4, wing / 8))
