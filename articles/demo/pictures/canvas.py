"""A sheet to draw on at twice the size, with gradients, glow, shading and grain."""

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from articles.demo.pictures.palette import Colour, Fill

WIDTH, HEIGHT = 1600, 1067
SCALE = 2
GRAIN = 5  # levels of grey; enough to hide bands in a gradient, too little to see as noise
QUALITIES = (82, 74, 66, 56)  # the first that keeps the file under the limit
SIZE_LIMIT = 150_000  # bytes
FULL_TILE = 1024

Point = tuple[float, float]
Stops = Sequence[Colour]


@lru_cache(maxsize=1)
def _noise() -> Image.Image:
    seeded = random.Random(1)  # noqa: S311 - a pattern, not a secret
    return Image.frombytes("L", (FULL_TILE, FULL_TILE), seeded.randbytes(FULL_TILE**2))


def _noise_of(size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size)
    for left in range(0, size[0], FULL_TILE):
        for top in range(0, size[1], FULL_TILE):
            sheet.paste(_noise(), (left, top))
    return sheet


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    soft = _noise_of((WIDTH, HEIGHT)).point(lambda level: round(level / 255 * 2 * GRAIN))
    return Image.merge("RGB", (soft, soft, soft))


@lru_cache(maxsize=32)
def typeface(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own letters at `size` points of the finished picture."""
    return ImageFont.load_default(size * SCALE)


def places(marks: str) -> list[Point]:
    """Points written as "x,y x,y": long outlines stay readable that way.

    >>> places("0,1 2.5,-3")
    [(0.0, 1.0), (2.5, -3.0)]
    """
    pairs = (mark.split(",") for mark in marks.split())
    return [(float(x), float(y)) for x, y in pairs]


def column(stops: Stops, height: int) -> Image.Image:
    """A strip one pixel wide that runs through the colours from top to bottom."""
    strip = Image.new("RGB", (1, len(stops)))
    strip.putdata(list(stops))
    spread = max(height, 2)
    # Enlarging a strip of n pixels holds the ends for half a pixel: cut those halves off.
    box = (0, 0.5, 1, len(stops) - 0.5)
    return strip.resize((1, spread), Image.Resampling.BILINEAR, box=box)


class Canvas:
    """One picture in the making; all lengths are in pixels of the finished picture."""

    def __init__(self, seed: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.dice = random.Random(seed)  # noqa: S311 - a pattern, not a secret

    def poly(self, points: Sequence[Point], fill: Fill) -> None:
        """A filled shape."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def rect(self, x: float, y: float, w: float, h: float, fill: Fill, radius: float = 0) -> None:
        """A filled box from its upper left corner, with round corners if asked."""
        box = (x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1)
        if box[2] < box[0] or box[3] < box[1]:
            return
        if radius:
            self.pen.rounded_rectangle(box, radius=radius * SCALE, fill=fill)
        else:
            self.pen.rectangle(box, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: Fill, ry: float | None = None) -> None:
        """A filled circle, or an ellipse if `ry` is given, round its middle."""
        tall = r if ry is None else ry
        self.pen.ellipse(
            ((x - r) * SCALE, (y - tall) * SCALE, (x + r) * SCALE, (y + tall) * SCALE), fill=fill
        )

    def line(self, points: Sequence[Point], fill: Fill, width: float = 2) -> None:
        """A stroke through the points."""
        thick = max(1, round(width * SCALE))
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill, thick, joint="curve")

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, fill: Fill, width: float = 2
    ) -> None:
        """Part of a circle's rim, in degrees clockwise from three o'clock."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.arc(box, start, end, fill=fill, width=max(1, round(width * SCALE)))

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: Fill) -> None:
        """A slice of a circle, in degrees clockwise from three o'clock."""
        box = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self.pen.pieslice(box, start, end, fill=fill)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        fill: Fill,
        anchor: str = "ls",
        *,
        bold: float = 0,
        halo: Colour | None = None,
    ) -> None:
        """Words at a point; `anchor` as Pillow has it (ls: left on the base line).

        The built-in letters have one weight: `bold` thickens them by that many pixels, and
        `halo` sets them off from what lies below.
        """
        spot, font = (x * SCALE, y * SCALE), typeface(size)
        if halo:
            self.pen.text(spot, words, halo, font, anchor, stroke_width=round(4 * SCALE + bold))
        self.pen.text(spot, words, fill, font, anchor, stroke_width=round(bold * SCALE))

    def pills(
        self, boxes: Sequence[tuple[float, float, float, float]], colour: Colour, opacity: float
    ) -> None:
        """Round-ended bars as one pane of glass: where they overlap it is no thicker."""
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right = max(x + w for x, _, w, _ in boxes)
        bottom = max(y + h for _, y, _, h in boxes)
        mask = Image.new("L", (round((right - left) * SCALE), round((bottom - top) * SCALE)))
        pen = ImageDraw.Draw(mask)
        for x, y, w, h in boxes:
            near, high = (x - left) * SCALE, (y - top) * SCALE
            far, low = near + w * SCALE - 1, high + h * SCALE - 1
            pen.rounded_rectangle((near, high, far, low), h * SCALE / 2, round(255 * opacity))
        self.image.paste(colour, (round(left * SCALE), round(top * SCALE)), mask)

    def fade(self, x: float, y: float, w: float, h: float, stops: Stops) -> None:
        """A box filled from top to bottom with the colours."""
        size = (round(w * SCALE), round(h * SCALE))
        strip = column(stops, size[1]).resize(size, Image.Resampling.NEAREST)
        self.image.paste(strip, (round(x * SCALE), round(y * SCALE)))

    def fade_poly(self, points: Sequence[Point], stops: Stops) -> None:
        """A shape filled from its highest to its lowest point with the colours."""
        left, top, mask = self._mask(points)
        strip = column(stops, mask.height).resize(mask.size, Image.Resampling.NEAREST)
        self.image.paste(strip, (left, top), mask)

    def veil(
        self, x: float, y: float, w: float, h: float, colour: Colour, top: float, bottom: float
    ) -> None:
        """Mist over a box, its opacity running from `top` to `bottom` (0 to 1)."""
        size = (round(w * SCALE), round(h * SCALE))
        ends = [(round(255 * share),) * 3 for share in (top, bottom)]
        mask = column(ends, size[1]).convert("L").resize(size, Image.Resampling.NEAREST)
        self.image.paste(colour, (round(x * SCALE), round(y * SCALE)), mask)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float) -> None:
        """Light that falls off evenly from a point and ends at `r`."""
        side = round(2 * r * SCALE)
        ball = Image.radial_gradient("L").point(
            lambda level: round(max(0.0, 1 - level / 181) ** 2 * 255 * strength)
        )
        mask = ball.resize((side, side), Image.Resampling.BILINEAR)
        self.image.paste(colour, (round((x - r) * SCALE), round((y - r) * SCALE)), mask)

    def grit(
        self, points: Sequence[Point], colour: Colour, strength: float, towards: str = "down"
    ) -> None:
        """Sprayed shade in a shape, thicker `towards` down, up, left or right."""
        left, top, mask = self._mask(points)
        ramp = Image.linear_gradient("L")
        turn = {"up": Image.Transpose.ROTATE_180, "right": Image.Transpose.ROTATE_90}
        turn["left"] = Image.Transpose.ROTATE_270
        if towards in turn:
            ramp = ramp.transpose(turn[towards])
        ramp = ramp.resize(mask.size, Image.Resampling.BILINEAR)
        ramp = ramp.point(lambda level: round((level / 255) ** 1.6 * 255))
        spray = ImageChops.add(_noise_of(mask.size), ramp, 1, -255)
        spray = spray.point(lambda level: round(255 * strength) if level else 0)
        self.image.paste(colour, (left, top), ImageChops.multiply(spray, mask))

    def reflect(self, waterline: float, depth: float, tint: Colour, strength: float) -> None:
        """Mirror what stands above the waterline in the water below it, rippled.

        `strength` is how much of the mirror image shows over the flat `tint`.
        """
        edge, deep = round(waterline * SCALE), round(depth * SCALE)
        wide = self.image.width
        above = self.image.crop((0, edge - deep, wide, edge))
        mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirror = Image.blend(Image.new("RGB", mirror.size, tint), mirror, strength)
        row, step = 0, 3
        while row < deep:
            band = mirror.crop((0, row, wide, min(row + step, deep)))
            reach = 2 + row / deep * 26
            self.image.paste(band, (round(self.dice.uniform(-reach, reach)), edge + row))
            row += step
            step = 3 + row // 90

    def save(self, target: Path) -> None:
        """Bring the sheet to size, lay the grain over it and write it as WebP under the limit."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        grained = ImageChops.add(small, _grain(), 1, -GRAIN)
        for quality in QUALITIES:
            grained.save(target, "WEBP", quality=quality, method=2)
            if target.stat().st_size <= SIZE_LIMIT:
                return

    def _mask(self, points: Sequence[Point]) -> tuple[int, int, Image.Image]:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        left, top = int(min(x for x, _ in scaled)), int(min(y for _, y in scaled))
        right, bottom = int(max(x for x, _ in scaled)) + 1, int(max(y for _, y in scaled)) + 1
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        mask = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        return left, top, mask
