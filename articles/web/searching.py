"""What a reader asks the search for, read from an address and written into others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import search
from articles.models import Section, Source
from articles.search.filters import FIRST_YEAR
from articles.search.query import MOST_CHARACTERS

PARAMETERS = ("q", "section", "source", "lang", "from", "to", "sort", "before")
"""What an address of the search may say, in the order in which we write it; all else is noise."""

NEWEST = "newest"
LAST_YEAR = 2200
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LONGEST_CODE = 12


@dataclass(frozen=True)
class Link:
    """Words and where they lead; `count` where it is known how much stands there."""

    text: str
    path: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Asked:
    """A search: words, and what narrows and orders it. `notes` say what was not understood."""

    text: str = ""
    section: Section | None = None
    source: Source | None = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    is_newest_first: bool = False
    notes: tuple[str, ...] = ()

    @property
    def query(self) -> search.Query:
        """The words and the filters together."""
        told = search.parse(self.text, fields=search.READERS_FIELDS)
        given = {
            "section": self.section.slug if self.section else "",
            "source": self.source.slug if self.source else "",
            "lang": self.language,
            "after": self.since.isoformat() if self.since else "",
            "before": (self.until + timedelta(days=1)).isoformat() if self.until else "",
        }
        narrowed = [search.Filter(field, value) for field, value in given.items() if value]
        return replace(told, filters=(*told.filters, *narrowed))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was given."""
        return self != Asked(self.text, is_newest_first=self.is_newest_first, notes=self.notes)

    @property
    def path(self) -> str:
        """The address of the first page of this search."""
        return self.page("")

    def page(self, before: str) -> str:
        """The address of the page that begins behind this place; each search has but one."""
        said = (
            self.text,
            self.section.slug if self.section else "",
            self.source.slug if self.source else "",
            self.language,
            self.since.isoformat() if self.since else "",
            self.until.isoformat() if self.until else "",
            NEWEST if self.is_newest_first else "",
            before,
        )
        told = [(name, value) for name, value in zip(PARAMETERS, said, strict=True) if value]
        return reverse("search") + (f"?{urlencode(told)}" if told else "")

    def but(self, **changes: Any) -> "Asked":
        """The same search, asked otherwise."""
        return replace(self, **changes)


def read(given: Any, sections: Sequence[Section]) -> Asked:
    """The search that the parameters of an address ask for. At most one query.

    A filter that means nothing is left out and said so: what was looked for is still found.
    """
    said = {name: " ".join(search.typed(given.get(name, "")).split()) for name in PARAMETERS}
    notes: list[str] = []
    whole = given.get("q", "")
    if len(whole) > MOST_CHARACTERS or search.parse(said["q"]).is_cut:
        notes.append(_("That is a long search: only its first words were looked for."))
    section = next((one for one in sections if one.slug == said["section"]), None)
    if said["section"] and section is None:
        notes.append(
            _("There is no section “%(value)s”; all sections were searched.")
            % {"value": said["section"][:40]}
        )
    source = Source.objects.filter(slug=said["source"]).first() if said["source"] else None
    if said["source"] and source is None:
        notes.append(
            _("There is no source “%(value)s”; all sources were searched.")
            % {"value": said["source"][:40]}
        )
    code = said["lang"]
    if code and (len(code) > _LONGEST_CODE or not _CODE.fullmatch(code)):
        notes.append(
            _("“%(value)s” is no code of a language; all languages were searched.")
            % {"value": code[:40]}
        )
        code = ""
    since, until = (_day(said[name], notes) for name in ("from", "to"))
    if since and until and until < since:
        since, until = until, since
    return Asked(
        said["q"],
        section,
        source,
        code.lower(),
        since,
        until,
        is_newest_first=said["sort"] == NEWEST,
        notes=tuple(notes),
    )


def _day(text: str, notes: list[str]) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is None or FIRST_YEAR <= day.year < LAST_YEAR:
        return day
    notes.append(
        _("“%(value)s” is no day such as 2026-11-20; it was left out.") % {"value": text[:40]}
    )
    return None


def chosen(asked: Asked) -> list[Link]:
    """Each filter in force, with the address of the search without it."""
    links = []
    if asked.section:
        links.append(Link(asked.section.name, asked.but(section=None).path))
    if asked.source:
        links.append(Link(asked.source.name, asked.but(source=None).path))
    if asked.language:
        links.append(Link(language_name(asked.language), asked.but(language="").path))
    if asked.since:
        told = _("from %(day)s") % {"day": date_format(asked.since, "j F Y")}
        links.append(Link(told, asked.but(since=None).path))
    if asked.until:
        told = _("until %(day)s") % {"day": date_format(asked.until, "j F Y")}
        links.append(Link(told, asked.but(until=None).path))
    return links


@dataclass(frozen=True)
class Group:
    """Ways to narrow a search by one thing."""

    name: str
    links: tuple[Link, ...]


def narrowing(
    asked: Asked, tally: search.Tally, sections: Sequence[Section], now: datetime
) -> list[Group]:
    """Ways to ask for less, each with what it would leave; none that would leave all. One query."""
    named = {section.pk: section for section in sections}
    sources = Source.objects.in_bulk([pk for pk, _count in tally.sources])
    groups = [
        Group(
            _("Section"),
            tuple(
                Link(named[pk].name, asked.but(section=named[pk]).path, count)
                for pk, count in tally.sections
                if pk in named and asked.section is None
            ),
        ),
        Group(
            _("Source"),
            tuple(
                Link(sources[pk].name, asked.but(source=sources[pk]).path, count)
                for pk, count in tally.sources
                if pk in sources and asked.source is None
            ),
        ),
        Group(
            _("Language"),
            tuple(
                Link(language_name(code), asked.but(language=code).path, count)
                for code, count in tally.languages
                if not asked.language and _CODE.fullmatch(code)
            ),
        ),
    ]
    several = [group for group in groups if len(group.links) > 1]
    return [*several, _periods(asked, now)]


def _periods(asked: Asked, now: datetime) -> Group:
    today = timezone.localtime(now).date()
    spans = (
        (_("Past week"), 7),
        (_("Past month"), 30),
        (_("Past year"), 365),
    )
    links = [Link(_("Any time"), asked.but(since=None, until=None).path,
                  is_chosen=not (asked.since or asked.until))]  # fmt: skip
    for name, days in spans:
        since = today - timedelta(days=days)
        is_chosen = asked.since == since and asked.until is None
        links.append(Link(name, asked.but(since=since, until=None).path, is_chosen=is_chosen))
    return Group(_("Date"), tuple(links))


def language_name(code: str) -> str:
    """A language as those who speak it call it; the code where Django does not know it."""
    try:
        return str(translation.get_language_info(code)["name_local"])
    except KeyError:
        return code
