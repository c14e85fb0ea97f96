"""Understanding a time as an editor types it ("0630"), and telling it back on two clocks."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.errors import BadInput

_CLOCK = re.compile(r"^(\d{1,2})[:.h]?(\d{2})$")
_DAY_CLOCK = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.h]?(\d{2})(?::\d{2})?$")
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
    comes twice when summer time ends means its first coming, and the note says so; one that
    summer time skips raises BadMoment, as does anything else.
    """
    text = " ".join(_MARKS.sub("", text).split())
    if found := _IN_MINUTES.match(text):
        return tell(now + timedelta(minutes=int(found[1])), zone)
    if found := _CLOCK.match(text):
        hour, minute = int(found[1]), int(found[2])
        today = now.astimezone(zone).date()
        moment = _on(today, hour, minute, zone)
        return moment if moment.at > now else _on(today + timedelta(days=1), hour, minute, zone)
    if found := _DAY_CLOCK.match(text):
        year, month, day, hour, minute = (int(part) for part in found.groups())
        return _on(_date(year, month, day), hour, minute, zone)
    raise BadMoment(
        _("“%(text)s” is not a time.") % {"text": text[:40]},
        _("Write 0630, +45 for minutes from now, or 2026-11-23 06:30."),
    )


def tell(at: datetime, zone: tzinfo, note: str = "") -> Moment:
    """The moment with its words."""
    local = at.astimezone(zone)
    name = str(zone)
    return Moment(
        at.astimezone(UTC),
        f"{date_format(local, 'D j M Y, H:i')} {name}",
        f"{date_format(at.astimezone(UTC), 'D j M, H:i')} UTC",
        note,
    )


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


def _on(day: date, hour: int, minute: int, zone: tzinfo) -> Moment:
    try:
        local = datetime.combine(day, time(hour, minute), tzinfo=zone)
    except ValueError as error:
        raise BadMoment(_("There is no such time of day."), _("Hours run to 23:59.")) from error
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise BadMoment(
            _("The clocks skip %(time)s on that day.") % {"time": f"{hour:02}:{minute:02}"},
            _("Summer time begins then; choose an hour later."),
        )
    twice = local.replace(fold=1).utcoffset() != local.utcoffset()
    note = _("That hour comes twice; the first is meant.") if twice else ""
    return tell(at, zone, note)
