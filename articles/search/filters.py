"""What `field:value` in a query means: facets for the index, conditions on the rows, or a reason.

The index may be a moment behind where thousands of articles were moved at once; the conditions are
what decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import Kind, Status
from articles.models import Section, Source, Tag
from articles.search.engine import Atom
from articles.search.query import Filter, tokens
from articles.search.terms import facet, languages
from articles.text.normalise import fold

FIRST_YEAR = 1900
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Meaning:
    """Facets of which an article has one, those it has none of, and what must hold of its row."""

    facets: tuple[Atom, ...] = ()
    holds: Q = field(default_factory=Q)
    lacks: tuple[Atom, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """Why a filter means nothing, as a sentence."""

    why: str


# What no article has.
_NOTHING = Meaning((Atom((facet("none", 0),)),), Q(pk=None))


def meaning(given: Filter, now: datetime, *, is_desk: bool = True) -> list[Meaning] | Unknown:
    """What the filter asks for, each part to hold. At most three queries.

    Readers are not told whether there is a tag that nothing listed has: its name may tell too much.
    """
    if given.field in ("after", "before"):
        return _of_days(given, now)
    meant = _READERS[given.field](given.value)
    if given.field == "tag" and isinstance(meant, Unknown) and not is_desk:
        return [_NOTHING]
    return meant


def _of_days(given: Filter, now: datetime) -> list[Meaning] | Unknown:
    start = moment(given.value, now)
    if start is None:
        return Unknown(
            _("“%(value)s” is no day. Write %(field)s:2026-11-20, %(field)s:2026-11, or a year.")
            % {"value": given.value[:40], "field": given.field}
        )
    if (given.field == "after") != given.is_left_out:
        holds = Q(visible_at__gte=start) | Q(visible_at=None, arrived_at__gte=start)
        return [Meaning(_since(start, now), holds)]
    holds = Q(visible_at__lt=start) | Q(visible_at=None, arrived_at__lt=start)
    return [Meaning(holds=holds, lacks=_past(start, now))]


def moment(text: str, now: datetime) -> datetime | None:
    """The beginning of the day, month or year that was written, on the clock of the page.

    `today` and `yesterday` are days, too; None for what is none.
    """
    zone = timezone.get_current_timezone()
    text = fold(text)
    if text in ("today", "yesterday"):
        day = now.astimezone(zone) - timedelta(days=text == "yesterday")
        return day.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day_of_month = (int(part or 1) for part in found.groups())
    try:
        # The first and the last years there are have no room for another zone's clock.
        if not 1 < year < 9999:
            return None
        return datetime(year, month, day_of_month, tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _since(start: datetime, now: datetime) -> tuple[Atom, ...]:
    """Facets of the months and years that reach to next year, where the latest schedule lies."""
    last = now.year + 2
    if start.year > last:
        return (_at(start.year),)
    if start.year < FIRST_YEAR:
        return ()
    return tuple(map(_at, [*_months(start, start.month), *range(start.year + 1, last + 1)]))


def _past(start: datetime, now: datetime) -> tuple[Atom, ...]:
    """Facets of the months and years after the month of that day.

    Those before it are many more, and each is one more list to read.
    """
    if start.year < FIRST_YEAR:
        return ()
    return tuple(map(_at, [*_months(start, start.month + 1), *range(start.year + 1, now.year + 3)]))


def _months(start: datetime, first: int) -> list[str]:
    return [f"{start.year}{month:02}" for month in range(first, 13)]


def _at(value: object) -> Atom:
    return Atom((facet("at", value),))


def _section(value: str) -> list[Meaning] | Unknown:
    if value == "none":
        return [Meaning((Atom((facet("in", 0),)),), Q(section=None))]
    folded = fold(value)
    named = [s for s in Section.objects.all() if folded in (fold(s.slug), fold(s.name))]
    if not named:
        return Unknown(_("There is no section “%(value)s”.") % {"value": value[:40]})
    atoms = tuple(Atom((facet("in", section.pk),)) for section in named)
    return [Meaning(atoms, Q(section__in=[section.pk for section in named]))]


def _source(value: str) -> list[Meaning] | Unknown:
    for look_up in (
        Q(slug__iexact=value),
        Q(name__iexact=value),
        Q(aliases__folded=fold(value)[:200]),
    ):
        if found := list(Source.objects.filter(look_up).values_list("pk", flat=True)[:20]):
            atoms = tuple(Atom((facet("of", pk),)) for pk in found)
            return [Meaning(atoms, Q(source__in=found))]
    return Unknown(_("There is no source “%(value)s”.") % {"value": value[:40]})


def _status(value: str) -> list[Meaning] | Unknown:
    folded = fold(value)
    for status in Status:
        if folded in (status.value, fold(str(status.label))):
            return [Meaning((Atom((facet("is", status.value),)),), Q(status=status))]
    return Unknown(
        _("“%(value)s” is no status. There are: %(all)s.")
        % {"value": value[:40], "all": ", ".join(Status.values)}
    )


def _kind(value: str) -> list[Meaning] | Unknown:
    folded = fold(value)
    for kind in Kind:
        if folded in (kind.value, fold(str(kind.label))):
            return [Meaning((Atom((facet("kind", kind.value),)),), Q(kind=kind))]
    return Unknown(
        _("“%(value)s” is no kind. There are: %(all)s.")
        % {"value": value[:40], "all": ", ".join(Kind.values)}
    )


def _language(value: str) -> list[Meaning] | Unknown:
    codes = languages(value)
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", value):
        return Unknown(
            _("“%(value)s” is no code of a language. Write lang:ur, lang:en.")
            % {"value": value[:40]}
        )
    code = codes[-1].replace("·", "-")
    holds = Q(language__iexact=code) | Q(language__istartswith=f"{code}-")
    return [Meaning((Atom((facet("lang", codes[-1]),)),), holds)]


def _by(value: str) -> list[Meaning] | Unknown:
    names = tokens(value)
    if not names:
        return Unknown(_("“%(value)s” is no name.") % {"value": value[:40]})
    return [Meaning((Atom((facet("by", name),)),)) for name in names]


def _tag(value: str) -> list[Meaning] | Unknown:
    folded = fold(value)[:100]
    for look_up in (Q(folded=folded), Q(slug__iexact=value), Q(aliases__folded=folded)):
        if found := list(Tag.objects.filter(look_up).values_list("pk", flat=True)[:20]):
            return [Meaning(tuple(Atom((facet("tag", pk),)) for pk in found))]
    return Unknown(_("There is no tag “%(value)s”.") % {"value": value[:40]})


_READERS: dict[str, Callable[[str], list[Meaning] | Unknown]] = {
    "section": _section,
    "source": _source,
    "status": _status,
    "kind": _kind,
    "lang": _language,
    "by": _by,
    "tag": _tag,
}
