"""Byline, credits and links of two people brought together before Django reads the posted rows.

The form carries the rows that it was opened on. Where other rows stand by now, what was posted is
written anew as if it had been posted from a form opened this moment: rows that somebody else added
stand in it, rows that they took off are gone.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.conflicts import KEEP, Conflict
from articles.errors import PlanOutdated
from articles.models import Article
from articles.text import diff, merging

SEEN = "seen-"
# A form with more rows of one kind is not merged, but read as it is.
MOST = 200

Row = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One kind of rows: its inputs, what tells a row apart, and how the stored ones read."""

    prefix: str
    label: Any
    inputs: tuple[str, ...]
    key: Callable[[str, Row], str]
    joined: str
    told: Callable[[Any], Row]

    def stored(self, article: Article, known: Iterable[Any] | None = None) -> list[tuple[int, Row]]:
        """The article's rows in their order. One query, none where they are `known`."""
        if known is None:
            known = getattr(article, self.prefix).select_related(self.joined)
        rows = sorted(known, key=lambda row: (row.position, row.pk))
        return [(row.pk, self.told(row)) for row in rows]


def _link(row: Any) -> Row:
    to = f"{row.target_id} {row.target}" if row.target else row.url
    return (row.kind, to, row.title)


# A name and a source are the same in any row; a link that stands is never rewritten, only moved.
PARTS = (
    Part(
        "contributions", gettext_lazy("Byline"), ("name", "role"),
        lambda _pk, row: row[0].casefold().strip(), "author",
        lambda row: (row.printed_name, row.role),
    ),
    Part(
        "credits", gettext_lazy("Credits"), ("source", "text", "url"),
        lambda _pk, row: f"{row[0].casefold().strip()} {row[2].strip()}", "source",
        lambda row: (row.source.name, row.text, row.url),
    ),
    Part(
        "links", gettext_lazy("Links"), ("kind", "to", "title"), lambda pk, _row: pk, "target",
        _link,
    ),
)  # fmt: skip


def marks(article: Article, known: Mapping[str, Iterable[Any]]) -> list[tuple[str, str]]:
    """Hidden inputs with the rows as they stand; `known` are those that were read, by prefix."""
    return [
        (SEEN + part.prefix, _packed(part.stored(article, known.get(part.prefix))))
        for part in PARTS
    ]


def brought_together(
    article: Article, posted: QueryDict
) -> tuple[QueryDict, list[str], list[Conflict]]:
    """The posted form over the rows as they stand; which kinds came with rows of others; clashes.

    The form itself comes back where nobody else changed a row.
    """
    theirs: list[str] = []
    conflicts: list[Conflict] = []
    for part in PARTS:
        seen = _unpacked(posted.get(SEEN + part.prefix, ""))
        if seen is None:
            continue
        stored = _as_posted(part, article)
        if posted.get(KEEP + part.prefix) == "theirs":
            posted = posted.copy()
            _take_theirs(part, stored, posted)
        if seen == stored:
            continue
        posted = posted.copy()
        theirs.append(str(part.label))
        conflicts += _rewrite(part, seen, stored, posted)
        posted[SEEN + part.prefix] = _packed(stored)
    return posted, theirs, conflicts


def refuse_stale(article: Article, posted: Mapping[str, Any]) -> None:
    """Raise PlanOutdated where other rows stand than those that the form was brought together with.

    For the moment at which the locked article is written: somebody may have been faster.
    """
    for part in PARTS:
        seen = posted.get(SEEN + part.prefix)
        if seen is not None and _unpacked(seen) != _as_posted(part, article):
            raise PlanOutdated(
                _("Somebody changed %(part)s at the same moment.") % {"part": str(part.label)},
                _("Save again: your rows and theirs come together."),
            )


def _as_posted(part: Part, article: Article) -> list[tuple[str, Row]]:
    return [(str(pk), row) for pk, row in part.stored(article)]


def in_words(posted: Mapping[str, Any], part: Part) -> str:
    """The posted rows, a line each."""
    return "\n".join(_line(row) for row in _keyed(part, _posted(part, posted)).values())


def stored_words(article: Article, part: Part) -> str:
    """The rows as they stand, a line each."""
    return "\n".join(_line(row) for _pk, row in part.stored(article))


def _rewrite(
    part: Part, seen: list[tuple[str, Row]], stored: list[tuple[str, Row]], posted: QueryDict
) -> list[Conflict]:
    base, there = _keyed(part, seen), _keyed(part, stored)
    here = _keyed(part, _posted(part, posted))
    merged = merging.rows(base, there, here)
    _write(part, stored, merged.rows, posted)
    if not merged.clashes:
        return []
    before, ours, theirs = (
        "\n".join(_line(side[key]) for key in merged.clashes if key in side)
        for side in (base, here, there)
    )
    return [
        Conflict(
            part.prefix,
            str(part.label),
            before,
            tuple(diff.words(before, theirs)),
            tuple(diff.words(before, ours)),
        )
    ]


def _take_theirs(part: Part, stored: list[tuple[str, Row]], posted: QueryDict) -> None:
    """Where a row stands otherwise than it was posted, let it stand."""
    there = _keyed(part, stored)
    here = _keyed(part, _posted(part, posted))
    _write(part, stored, {key: there.get(key, row) for key, row in here.items()}, posted)


def _write(
    part: Part, stored: list[tuple[str, Row]], rows: dict[str, Row], posted: QueryDict
) -> None:
    """Put the merged rows into the form: those that stand first, with their keys, then new ones."""
    for name in [name for name in posted if name.startswith(f"{part.prefix}-")]:
        if not name.endswith(("MIN_NUM_FORMS", "MAX_NUM_FORMS")):
            del posted[name]
    places = {key: place for place, key in enumerate(rows)}
    standing = dict(zip(_keyed(part, stored), stored, strict=True))
    lines = [
        (pk, rows.get(key, row), places.get(key)) for key, (pk, row) in standing.items()
    ] + [("", row, places[key]) for key, row in rows.items() if key not in standing]  # fmt: skip
    for number, (pk, row, place) in enumerate(lines):
        begin = f"{part.prefix}-{number}-"
        for name, value in zip(part.inputs, row, strict=True):
            posted[begin + name] = value
        posted[f"{begin}id"] = pk
        posted[f"{begin}position"] = str(place or 0)
        if place is None:
            posted[f"{begin}DELETE"] = "on"
    posted[f"{part.prefix}-TOTAL_FORMS"] = str(len(lines))
    posted[f"{part.prefix}-INITIAL_FORMS"] = str(len(standing))


def _posted(part: Part, posted: Mapping[str, Any]) -> list[tuple[str, Row]]:
    """The rows of the form in the order that was asked for, without those to be removed."""
    total = str(posted.get(f"{part.prefix}-TOTAL_FORMS", "0"))
    seen = dict(_unpacked(str(posted.get(SEEN + part.prefix, ""))) or ())
    found = []
    for number in range(min(int(total) if total.isdecimal() else 0, MOST)):
        begin = f"{part.prefix}-{number}-"
        row = tuple(str(posted.get(begin + name, "")).strip() for name in part.inputs)
        pk, place = str(posted.get(f"{begin}id", "")), str(posted.get(f"{begin}position", ""))
        says = row[part.inputs.index(_TELLING[part.prefix])]
        if pk and not says:  # a link that stands is not sent again
            row = seen.get(pk, row)
        if (pk or says) and not posted.get(f"{begin}DELETE"):
            found.append((int(place) if place.isdecimal() else 0, pk or f"new-{number}", row))
    found.sort(key=lambda line: line[0])
    return [(pk, row) for _place, pk, row in found]


# A new row says nothing while this is empty: the others begin with a value.
_TELLING = {"contributions": "name", "credits": "source", "links": "to"}


def _keyed(part: Part, rows: list[tuple[str, Row]]) -> dict[str, Row]:
    """The rows by what tells them apart; a double gets a number."""
    found: dict[str, Row] = {}
    for pk, row in rows:
        key = name = part.key(pk, row)
        number = 2
        while name in found:
            name, number = f"{key} ~{number}", number + 1
        found[name] = row
    return found


def _line(row: Row) -> str:
    return " · ".join(filter(None, row))


def _packed(rows: Any) -> str:
    return json.dumps([[str(pk), *row] for pk, row in rows], ensure_ascii=False)


def _unpacked(text: str) -> list[tuple[str, Row]] | None:
    """The rows that a form was opened on; None for what no form of ours wrote."""
    try:
        rows = json.loads(text)
        return [(str(pk), tuple(str(value) for value in row)) for pk, *row in rows[:MOST]]
    except (ValueError, TypeError, KeyError):
        return None
