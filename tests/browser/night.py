"""A night's wire in English and in Urdu, through the intake: forty items, nine of them one event.

The texts are our own. Four of the nine are copies of the agency's report: two word for word, one
cut, one with a sentence added; the other four tell the event in their own words.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from articles.enums import Autopilot, Trust
from articles.formats.item import Item, Parsed
from articles.ingest import store
from articles.models import Article, Source
from tests import factories

TEXTS = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
PACE = timedelta(minutes=10)


@dataclass(frozen=True)
class Report:
    """One item of the wire."""

    source: str
    headline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Night:
    """What came in: the event's reports in the order of their arrival, and all that stand alone."""

    agency: Report
    copies: tuple[Report, ...]
    accounts: tuple[Report, ...]
    singles: tuple[Report, ...]

    @property
    def event(self) -> Iterator[Report]:
        """The agency first, then accounts and copies by turns."""
        yield self.agency
        for account, copy in zip(self.accounts, self.copies, strict=True):
            yield account
            yield copy

    @property
    def items(self) -> Iterator[Report]:
        """All forty: the event goes on from early in the night to its end."""
        event, alone = self.event, iter(self.singles)
        for place in range(len(self.singles)):
            yield next(alone)
            if place % 3 == 2 and (report := next(event, None)):
                yield report


def read(language: str) -> Night:
    """The night in that language."""
    told: dict[str, Any] = TEXTS[language]
    report = tuple(told["report"]["paragraphs"])
    bodies = (report, report, report[:3], (*report, told["added"]))
    wires = [f"{told['agency']} {number}" for number in (2, 3, 4)]
    return Night(
        Report(told["agency"], told["report"]["headline"], report),
        tuple(
            Report(who["source"], who["headline"], body)
            for who, body in zip(told["copiers"], bodies, strict=True)
        ),
        tuple(
            Report(one["source"], one["headline"], tuple(one["paragraphs"]))
            for one in told["accounts"]
        ),
        tuple(
            Report(wires[place % 3], one["headline"], (one["text"],))
            for place, one in enumerate(told["singles"])
        ),
    )


def arrive(language: str, now: datetime) -> Night:
    """Take the night in, item by item, ten minutes apart, the last one ten minutes ago."""
    night = read(language)
    items = list(night.items)
    for place, report in enumerate(items):
        at = now - PACE * (len(items) - place)
        body = "".join(f"<p>{text}</p>" for text in report.paragraphs)
        item = Item(
            guid=f"{language}-{place}",
            url=f"https://wire.example/{language}/{place}",
            headline=report.headline,
            body_html=body,
            published_at=at,
            language=language,
            raw=f"{report.headline}\n{body}".encode(),
        )
        source = _source(report.source, language, night.agency.source)
        store.take_in(Parsed(kind="rss", items=(item,)), source=source, now=at)
    assert Article.objects.incoming().count() == len(items) == 40
    return night


def _source(name: str, language: str, agency: str) -> Source:
    """A source of that name as a new one is: changed copies of it wait for a person.

    The desk relies on the agency more than on those who print its reports.
    """
    found = Source.objects.filter(name=name).first()
    return found or factories.make_source(
        name=name,
        language=language,
        trust=Trust.HIGH if name.startswith(agency) else Trust.USUAL,
        autopilot=Autopilot.MEASURED,
        autopilot_reason="",
    )
