"""Things drawn in their own units and set down on the sheet at any place, size and tilt."""

import math
from collections.abc import Sequence

from articles.demo.pictures.canvas import Canvas, Point
from articles.demo.pictures.palette import Colour, Fill

CORNER_STEPS = 4


class Stamp:
    """A pen whose origin, size, lean (degrees, clockwise) and facing are set once.

    Local x runs right (left if `flip`), local y runs UP from the origin: things stand on y = 0.
    """

    def __init__(
        self,
        canvas: Canvas,
        x: float,
        y: float,
        size: float,
        *,
        lean: float = 0,
        flip: bool = False,
    ) -> None:
        self.canvas = canvas
        self.size = size
        self._at = (x, y)
        self._facing = -1 if flip else 1
        self._sin, self._cos = math.sin(math.radians(lean)), math.cos(math.radians(lean))

    def at(self, x: float, y: float) -> Point:
        """Where a local point lies on the sheet."""
        right, down = x * self._facing * self.size, -y * self.size
        return (
            self._at[0] + right * self._cos - down * self._sin,
            self._at[1] + right * self._sin + down * self._cos,
        )

    def path(self, points: Sequence[Point]) -> list[Point]:
        """Where local points lie on the sheet."""
        return [self.at(x, y) for x, y in points]

    def poly(self, points: Sequence[Point], fill: Fill) -> None:
        """A filled shape."""
        self.canvas.poly(self.path(points), fill)

    def fade(self, points: Sequence[Point], stops: Sequence[Colour]) -> None:
        """A shape filled from its top to its foot with the colours."""
        self.canvas.fade_poly(self.path(points), stops)

    def grit(
        self, points: Sequence[Point], colour: Colour, strength: float, towards: str = "down"
    ) -> None:
        """Sprayed shade in a shape."""
        self.canvas.grit(self.path(points), colour, strength, towards)

    def box(self, x: float, y: float, w: float, h: float, fill: Fill, radius: float = 0) -> None:
        """A filled box from its LOWER left corner."""
        self.poly(rounded(x, y, w, h, radius), fill)

    def disc(self, x: float, y: float, r: float, fill: Fill, ry: float | None = None) -> None:
        """A filled circle or upright ellipse (its axes do not lean)."""
        centre = self.at(x, y)
        tall = None if ry is None else ry * self.size
        self.canvas.disc(*centre, r * self.size, fill, tall)

    def line(self, points: Sequence[Point], fill: Fill, width: float) -> None:
        """A stroke; its width is in local units too."""
        self.canvas.line(self.path(points), fill, width * self.size)

    def row(
        self, x: float, y: float, count: int, step: float, w: float, h: float, fill: Fill
    ) -> None:
        """A row of equal boxes: windows, doors, rails."""
        for place in range(count):
            self.box(x + place * step, y, w, h, fill)


def rounded(x: float, y: float, w: float, h: float, radius: float) -> list[Point]:
    """The outline of a box with round corners."""
    if radius <= 0:
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    bend = min(radius, w / 2, h / 2)
    corners = (
        (x + w - bend, y + h - bend, 0),
        (x + bend, y + h - bend, 90),
        (x + bend, y + bend, 180),
        (x + w - bend, y + bend, 270),
    )
    outline = []
    for middle_x, middle_y, start in corners:
        for step in range(CORNER_STEPS + 1):
            angle = math.radians(start + 90 * step / CORNER_STEPS)
            outline.append((middle_x + bend * math.cos(angle), middle_y + bend * math.sin(angle)))
    return outline


def dome(x: float, y: float, r: float, rise: float = 1.0) -> list[Point]:
    """The outline of a half round roof over (x - r, y) to (x + r, y)."""
    turns = [math.radians(degree) for degree in range(0, 181, 6)]
    return [(x + r * math.cos(turn), y + r * rise * math.sin(turn)) for turn in turns]
