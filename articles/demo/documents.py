"""The raw documents as they lie in the tree, in the order in which they arrived."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from articles.demo.placeholders import fill

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class RawDocument:
    """One document: the event it tells, its source, where and when it came in."""

    event: str
    path: Path
    source: str
    kind: str
    hours: float
    url: str

    def arrived_at(self, anchor: datetime) -> datetime:
        """When it reached the newsroom."""
        return anchor + timedelta(hours=self.hours)

    def data(self, anchor: datetime) -> bytes:
        """Its bytes, with the dates of this installation."""
        return fill(self.path.read_text(encoding="utf-8"), anchor).encode()


@dataclass(frozen=True)
class Event:
    """What happened: title and section, as the desk would name them."""

    slug: str
    title: str
    section: str
    documents: tuple[RawDocument, ...]


def events() -> list[Event]:
    """All events, by folder name."""
    return [_event(path) for path in sorted((FOLDER / "raw").glob("*/event.json"))]


def arrivals() -> list[RawDocument]:
    """Every document of every event, in the order of arrival."""
    found = [document for event in events() for document in event.documents]
    return sorted(found, key=lambda document: (document.hours, str(document.path)))


def pictures() -> dict[str, dict[str, str]]:
    """Caption, alt and credit of each picture by its id."""
    described: dict[str, dict[str, str]] = json.loads(
        (FOLDER / "pictures.json").read_text(encoding="utf-8")
    )
    return described


def _event(path: Path) -> Event:
    described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    slug = path.parent.name
    documents = tuple(_documents(slug, path.parent, described["items"]))
    return Event(slug, described["title"], described["section"], documents)


def _documents(slug: str, folder: Path, items: list[dict[str, Any]]) -> Iterator[RawDocument]:
    for item in items:
        yield RawDocument(
            event=slug,
            path=folder / item["file"],
            source=item["source"],
            kind=item["kind"],
            hours=float(item["hours"]),
            url=item["url"],
        )
