"""What changed between two versions, ready to be shown: the list at the head, and the word diff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.dedupe.changes import Change, Changes, Sort, Value, Version, compare_versions
from articles.dedupe.ledger import Passage
from articles.models import Article
from articles.text import diff

SORTS: dict[Sort, str | Promise] = {
    Sort.NUMBER: gettext_lazy("Number"),
    Sort.AMOUNT: gettext_lazy("Amount"),
    Sort.DATE: gettext_lazy("Date"),
    Sort.TIME: gettext_lazy("Time"),
    Sort.NAME: gettext_lazy("Name"),
    Sort.QUOTE: gettext_lazy("Quote"),
}
FATES: dict[str, str | Promise] = {
    "die": gettext_lazy("deaths"),
    "hurt": gettext_lazy("injured"),
    "arrest": gettext_lazy("arrests"),
    "missing": gettext_lazy("missing"),
    "rescue": gettext_lazy("rescued"),
    "displace": gettext_lazy("displaced"),
}
# Paragraphs of the diff; what is beyond is in the two articles.
MOST_ROWS = 600
# Characters of changed paragraphs that are compared word by word, then they are shown whole.
MOST_DIFFED = 400_000
# Paragraphs that are linked by their number where they were added or dropped.
MOST_LINKED = 24


@dataclass(frozen=True)
class ChangeRow:
    """One change in words, with the addresses of its paragraphs on this page.

    `is_apart` tells that the two stand in different rows of the diff.
    """

    sort: str
    label: str
    old: Value | None
    new: Value | None
    is_apart: bool

    @property
    def shown(self) -> Value | None:
        """The value whose surroundings are shown: the newer one, if there is one."""
        return self.new or self.old

    @property
    def url(self) -> str:
        """Where the newer value stands; the older one where nothing came in its place."""
        return f"#right-{self.new.anchor}" if self.new else self.old_url

    @property
    def old_url(self) -> str:
        """Where the older value stands."""
        return f"#left-{self.old.anchor}" if self.old else ""


@dataclass(frozen=True)
class DiffRow:
    """A paragraph beside the one it became, by words; `note` says what became of it as a whole."""

    spans: diff.Row
    old_id: str
    new_id: str
    note: str = ""
    is_head: bool = False
    is_pointed: bool = False


@dataclass(frozen=True)
class Comparison:
    """The whole view on two versions."""

    changed: tuple[ChangeRow, ...]
    came: tuple[ChangeRow, ...]
    went: tuple[ChangeRow, ...]
    added: tuple[Passage, ...]
    dropped: tuple[Passage, ...]
    moved_count: int
    added_count: int
    dropped_count: int
    is_whole: bool
    rows: tuple[DiffRow, ...]
    left_out: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is listed differs."""
        listed = (self.changed, self.came, self.went, self.added, self.dropped)
        return not any(listed) and not self.moved_count


def older_first(one: Article, other: Article) -> tuple[Article, Article]:
    """Two versions in the order in which they were written, or else came in."""
    first, second = sorted((one, other), key=lambda a: (a.written_at or a.arrived_at, a.pk))
    return first, second


def comparison(
    older: Version, newer: Version, pointed: Mapping[str, set[str]] | None = None
) -> Comparison:
    """What changed, and both texts beside each other; `pointed` are ids of either side."""
    changes = compare_versions(older, newer)
    rows = _Rows(older, newer, pointed or {}).read(changes)
    together = {(row.old_id, row.new_id) for row in rows}

    def told(found: tuple[Change, ...]) -> tuple[ChangeRow, ...]:
        return tuple(_told(change, together) for change in found)

    return Comparison(
        changed=told(changes.changed),
        came=told(changes.came),
        went=told(changes.went),
        added=tuple(newer.body[place] for place in changes.added[:MOST_LINKED]),
        dropped=tuple(older.body[place] for place in changes.dropped[:MOST_LINKED]),
        moved_count=len(changes.moved),
        added_count=len(changes.added),
        dropped_count=len(changes.dropped),
        is_whole=changes.is_whole,
        rows=tuple(rows),
        left_out=max(0, len(changes.couples) - MOST_ROWS),
    )


def _told(change: Change, together: set[tuple[str, str]]) -> ChangeRow:
    label = str(FATES.get(change.fate, "")) or change.label
    old, new = change.old, change.new
    is_apart = bool(old and new and (old.anchor, new.anchor) not in together)
    return ChangeRow(str(SORTS[change.sort]), label, old, new, is_apart)


class _Rows:
    """The rows of the diff; long texts are compared by words only up to a measure."""

    def __init__(self, older: Version, newer: Version, pointed: Mapping[str, set[str]]) -> None:
        self.older, self.newer, self.pointed = older, newer, pointed
        self._left = MOST_DIFFED

    def read(self, changes: Changes) -> list[DiffRow]:
        """Headline and standfirst, then the paragraphs in the order of the newer version."""
        added, dropped = set(changes.added), set(changes.dropped)
        rows = list(self._heads())
        for couple in changes.couples[:MOST_ROWS]:
            old = None if couple.old is None else self.older.body[couple.old]
            new = None if couple.new is None else self.newer.body[couple.new]
            note = ""
            if couple.moved:
                note = _("moved here")
            elif couple.new in added:
                note = _("added")
            elif couple.old in dropped:
                note = _("dropped")
            rows.append(self._row(old, new, note))
        return rows

    def _heads(self) -> Sequence[DiffRow]:
        """Headline and standfirst, each beside its own."""
        mine, theirs = (
            {
                passage.anchor: passage
                for passage in reversed(version.passages)
                if not passage.is_body
            }
            for version in (self.older, self.newer)
        )
        both = [(mine.get(own), theirs.get(own)) for own in dict.fromkeys([*mine, *theirs])]
        return [self._row(old, new, is_head=True) for old, new in both]

    def _row(
        self, old: Passage | None, new: Passage | None, note: str = "", *, is_head: bool = False
    ) -> DiffRow:
        before, after = (None if side is None else side.text for side in (old, new))
        if before is not None and after is not None and before != after:
            self._left -= len(before) + len(after)
        if self._left >= 0:
            spans = diff.row(before, after)
        else:
            gone, come = diff.row(before, None), diff.row(None, after)
            spans = diff.Row(gone.before, come.after, changed=before != after)
        old_id, new_id = (side.anchor if side else "" for side in (old, new))
        is_pointed = old_id in self.pointed.get("left", ()) or new_id in self.pointed.get(
            "right", ()
        )
        return DiffRow(spans, old_id, new_id, note, is_head, is_pointed)
