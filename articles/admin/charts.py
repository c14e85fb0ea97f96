"""Small charts of the last days: bars of an SVG drawn by the server, and the same as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import NewsDay

WIDTH, HEIGHT = 280, 64
GAP = 4
MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True)
class Bar:
    """A day's bar and the part of it that stands out; places are as SVG wants them."""

    x: str
    y: str
    height: str
    part_y: str
    part_height: str
    is_today: bool


@dataclass(frozen=True)
class Row:
    """The same as words: the day, its number, its part."""

    day: str
    value: str
    part: str


@dataclass(frozen=True)
class Chart:
    """All that the template shows; `now` is today's number, `usual` the middle of the others."""

    title: str | Promise
    part_title: str | Promise
    now: str
    usual: str
    width: str
    bars: tuple[Bar, ...]
    rows: tuple[Row, ...]


def lately(days: Sequence[NewsDay]) -> list[Chart]:
    """What came in with its copies, what appeared, how long it took; oldest day first."""
    return [
        _chart(
            days,
            gettext_lazy("Came in"),
            [day.arrived for day in days],
            part_title=gettext_lazy("of them copies"),
            parts=[day.copies for day in days],
        ),
        _chart(days, gettext_lazy("Appeared"), [day.published for day in days]),
        _chart(
            days,
            gettext_lazy("From arrival to readers"),
            [day.wait for day in days],
            told=told_wait,
        ),
    ]


def told_wait(seconds: int | None) -> str:
    """A length of time as a desk says it: "25 min", "3 h", "2 days".

    >>> told_wait(None)
    '–'
    """
    if seconds is None:
        return "–"
    if seconds < 2 * HOUR:
        return _("%(n)d min") % {"n": round(seconds / MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)d h") % {"n": round(seconds / HOUR)}
    days = round(timedelta(seconds=seconds) / timedelta(days=1))
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _told(value: int | None) -> str:
    return "–" if value is None else number_format(value, use_l10n=True, force_grouping=True)


def _chart(
    days: Sequence[NewsDay],
    title: str | Promise,
    values: Sequence[int | None],
    *,
    part_title: str | Promise = "",
    parts: Sequence[int] = (),
    told: Callable[[int | None], str] = _told,
) -> Chart:
    most = max((value or 0 for value in values), default=0) or 1
    step = WIDTH / max(len(days), 1)
    bars, rows = [], []
    for at, (day, value) in enumerate(zip(days, values, strict=True)):
        height = HEIGHT * (value or 0) / most
        part = HEIGHT * parts[at] / most if parts else 0.0
        bars.append(
            Bar(
                f"{at * step:.1f}",
                f"{HEIGHT - height:.1f}",
                f"{height:.1f}",
                f"{HEIGHT - part:.1f}",
                f"{part:.1f}",
                at == len(days) - 1,
            )
        )
        written = date_format(day.day, "j M")
        rows.append(Row(written, told(value), _told(parts[at]) if parts else ""))
    known = sorted(value for value in values[:-1] if value is not None)
    usual = known[len(known) // 2] if known else None
    return Chart(
        title, part_title, told(values[-1] if values else None), told(usual),
        f"{max(step - GAP, 1):.1f}", tuple(bars), tuple(rows),
    )  # fmt: skip
