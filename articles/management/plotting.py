"""A plot of precision and recall against the threshold, as an SVG that any browser opens."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from articles.dedupe.measuring import Point

WIDTH, HEIGHT = 720, 420
LEFT, TOP, RIGHT, BOTTOM = 56, 48, 20, 52
STEPS = 10
LINES = (("precision", "#1a5fb4", ""), ("recall", "#a3540a", "7 4"))


def curve(title: str, points: Sequence[Point], marks: Sequence[tuple[float, str]]) -> str:
    """Both curves over thresholds from 0 to 1, with `marks` at the product's own."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#222">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="16">{escape(title)}</text>',
    ]
    for step in range(STEPS + 1):
        value = step / STEPS
        parts += [
            f'<path d="M{LEFT} {_y(value)}H{WIDTH - RIGHT}" stroke="#ddd"/>',
            f'<text x="{LEFT - 8}" y="{_y(value) + 4:.1f}" text-anchor="end">{value:.1f}</text>',
            f'<text x="{_x(value)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">'
            f"{value:.1f}</text>",
        ]
    for threshold, name in marks:
        x = _x(threshold)
        parts += [
            f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#555" stroke-dasharray="2 3"/>',
            f'<text x="{x + 4:.1f}" y="{TOP - 6}">{escape(name)} {threshold:g}</text>',
        ]
    for at, (name, colour, dash) in enumerate(LINES):
        line = _path([(p.threshold, getattr(p, name)) for p in points])
        parts += [
            f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dash}"/>',
            f'<text x="{LEFT + 90 * at}" y="{HEIGHT - 10}" fill="{colour}">{name}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def _path(values: Sequence[tuple[float, float | None]]) -> str:
    known = [(_x(x), _y(y)) for x, y in values if y is not None]
    return "".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(known))


def _x(value: float) -> float:
    return round(LEFT + value * (WIDTH - LEFT - RIGHT), 1)


def _y(value: float) -> float:
    return round(HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM), 1)
