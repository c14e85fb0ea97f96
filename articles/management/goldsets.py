"""Sets of articles whose copies and events are known, as folders of JSON lines.

`articles.jsonl` holds `id`, `title`, `body` (paragraphs parted by an empty line), `source`, `date`
(ISO or ""), `family` (group of copies) and `story` (event, "" where unknown); `pairs.jsonl` holds
`a`, `b`, `label` and `kind`; `repeats.jsonl`, where there is one, `id` and `repeated` (offsets of
paragraphs). Such a set is made by shared/data/dedupe_dev.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from articles.dedupe.fingerprint import Document
from articles.dedupe.predicting import Level
from articles.text import normalise

COPIES = frozenset({"exact", "near"})
"""Labels of pairs that are copies."""

SAME = {Level.NEAR: COPIES, Level.STORY: COPIES | {"same_story"}}
"""Labels of pairs that belong together, by what is asked."""

UNCLEAR = "same_story_copy_unclear"
"""The label of pairs that nobody could decide; they are left out."""


@dataclass(frozen=True)
class Gold:
    """One set: texts, labelled pairs, the copy group and the event of each text that has one."""

    name: str
    documents: Mapping[str, Document]
    pairs: tuple[tuple[str, str, str, str], ...]
    families: Mapping[str, str]
    stories: Mapping[str, str]


def load(folder: Path) -> Gold:
    """Read a folder; raises CommandError for one that is no such set."""
    articles = list(rows(folder / "articles.jsonl"))
    pairs = rows(folder / "pairs.jsonl")
    try:
        return Gold(
            name=folder.name,
            documents={row["id"]: document(row) for row in articles},
            pairs=tuple(
                (row["a"], row["b"], row["label"], row["kind"])
                for row in pairs
                if row["label"] != UNCLEAR
            ),
            families={row["id"]: row["family"] for row in articles if row.get("family")},
            stories={row["id"]: row["story"] for row in articles if row.get("story")},
        )
    except KeyError as error:
        raise CommandError(f"{folder}: a line has no {error}.") from error


def documents(path: Path) -> dict[str, Document]:
    """The articles of one file, by id, in its order; raises CommandError."""
    found: dict[str, Document] = {}
    for number, row in enumerate(rows(path), start=1):
        name = str(row.get("id", ""))
        if not name or name in found:
            said = f"the id {name} stands twice" if name else "there is no id"
            raise CommandError(f"{path}, line {number}: {said}.")
        found[name] = document(row)
    return found


def document(row: Mapping[str, Any]) -> Document:
    """One line of `articles.jsonl` as the judge reads it; a date that is none is unknown."""
    body = normalise.repair(unescape(str(row.get("body") or "")))
    return Document(
        headline=normalise.repair(unescape(str(row.get("title") or ""))),
        paragraphs=tuple(part for part in body.split("\n\n") if part.strip()) or ("",),
        published_at=_time(str(row.get("date") or "")),
        source=str(row.get("source") or ""),
    )


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; raises CommandError with the line that is none."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    row = json.loads(line)
                    if not isinstance(row, dict):
                        raise CommandError(f"{path}, line {number}: this is no JSON object.")
                    yield row
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise CommandError(f"{path}, line {number}: this is no JSON.") from error


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
