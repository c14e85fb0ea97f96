"""Understanding a time as an editor types it ("0630"), and telling it back on two clocks."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.errors import BadInput

_CLOCK = re.compile(r"^(\d{1,2})[:.h]?(\d{2})$")
_DAY_CLOCK = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.h]?(\d{2})(?::\d{2})?(?: ?(UTC|Z))?$",
    re.IGNORECASE,
)
_MINUTE = timedelta(minutes=1)
_IN_MINUTES = re.compile(r"^\+(\d{1,5})$")
# What keyboards and clipboards of Urdu and Arabic put between digits; nobody sees it.
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class BadMoment(BadInput):
    """The text names no moment, or one that the clocks of the zone never show."""


@dataclass(frozen=True)
class Moment:
    """A moment with the words that tell it: on the paper's clock and in UTC."""

    at: datetime
    local: str
    utc: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.local} ({self.utc}) {self.note}".strip()


def understand(text: str, *, now: datetime, zone: tzinfo) -> Moment:
    """The moment meant by "0630", "6:30", "+45" (minutes) or "2026-11-23 06:30" in `zone`.

    The digits may be those of any script, "۰۶۳۰" as well.
    A clock time alone means the next time that clock shows it: today or tomorrow. An hour that
    comes twice when summer time ends means its first coming, and the note names both; the other
    one is written in UTC, as "2027-10-31 01:30 UTC". One that summer time skips raises BadMoment,
    which offers its neighbours; so does anything else.
    """
    text = " ".join(_MARKS.sub("", text).split())
    if found := _IN_MINUTES.match(text):
        return tell(now + timedelta(minutes=int(found[1])), zone)
    if found := _CLOCK.match(text):
        return _next(int(found[1]), int(found[2]), now, zone)
    if found := _DAY_CLOCK.match(text):
        year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
        if found[6]:
            return tell(_on(_date(year, month, day), hour, minute, UTC).at, zone)
        return _on(_date(year, month, day), hour, minute, zone)
    raise BadMoment(
        _("“%(text)s” is not a time.") % {"text": text[:40]},
        _("Write 0630, +45 for minutes from now, or 2026-11-23 06:30."),
    )


def tell(at: datetime, zone: tzinfo) -> Moment:
    """The moment with its words; of a time that the clocks show twice, which of the two it is."""
    local = at.astimezone(zone)
    name = str(zone)
    return Moment(
        at.astimezone(UTC),
        f"{date_format(local, 'D j M Y, H:i')} {name}",
        f"{date_format(at.astimezone(UTC), 'D j M, H:i')} UTC",
        _which_of_two(local, zone),
    )


def _which_of_two(local: datetime, zone: tzinfo) -> str:
    wall = local.replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return ""
    told = {"first": f"{first:%Y-%m-%d %H:%M}", "second": f"{second:%Y-%m-%d %H:%M}"}
    if local.astimezone(UTC) == second:
        return _("That hour comes twice; this is the second. The first is %(first)s UTC.") % told
    return _("That hour comes twice; the first is meant. The second is %(second)s UTC.") % told


def age(at: datetime, now: datetime) -> str:
    """How long ago, short enough for a narrow column: 12 m, 5 h, 3 d."""
    minutes = max(int((now - at).total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(n)d m") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d d") % {"n": minutes // (24 * 60)}


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadMoment(_("There is no such day."), _("Look at the date again.")) from error


def of_wall(local: datetime, zone: tzinfo) -> Moment:
    """The moment at which the clocks of the zone show this naive time; rules as `understand`."""
    return _on(local.date(), local.hour, local.minute, zone, local.second)


def _next(hour: int, minute: int, now: datetime, zone: tzinfo) -> Moment:
    """When the clocks show this time next; today's second coming counts where there is one."""
    today = now.astimezone(zone).date()
    wall = _wall(today, hour, minute)
    for fold in (0, 1):
        at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        is_shown = at.astimezone(zone).replace(tzinfo=None) == wall
        is_over = now.astimezone(zone).replace(tzinfo=None) > wall
        if at > now and (is_shown or not is_over):
            # What is skipped today and still ahead is refused.
            return tell(at, zone) if is_shown else _on(today, hour, minute, zone)
    return _on(today + timedelta(days=1), hour, minute, zone)


def _wall(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    try:
        return datetime.combine(day, time(hour, minute, second))
    except ValueError as error:
        raise BadMoment(_("There is no such time of day."), _("Hours run to 23:59.")) from error


def _on(day: date, hour: int, minute: int, zone: tzinfo, second: int = 0) -> Moment:
    wall = _wall(day, hour, minute, second)
    first, other = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        before, after = (
            f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in _around_gap(first, other, zone)
        )
        raise BadMoment(
            _("The clocks skip %(time)s on that day.") % {"time": f"{hour:02}:{minute:02}"},
            _("Summer time begins then; choose %(before)s or %(after)s.")
            % {"before": before, "after": after},
        )
    return tell(first, zone)


def _around_gap(late: datetime, early: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """The last minute before the clocks skip and the first after; the skip lies between."""
    at = early
    while at < late and at.astimezone(zone).utcoffset() != late.astimezone(zone).utcoffset():
        at += _MINUTE
    return at - _MINUTE, at
