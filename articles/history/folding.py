"""One entry a sitting: the saves that a person made in a row read as one, and stay to be opened."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from articles.enums import Door
from articles.history.reading import Entry
from articles.models import Change

# A longer pause is another sitting.
GAP = timedelta(minutes=15)
# Saves of the form. Anything else (published, restored, merged, undone) stands by itself.
SAVES = frozenset({"edit", "tag", "untag", "byline", "credits", "link", "unlink", "reorder"})


def folded(
    entries: Iterable[Entry], apart: Collection[int] = frozenset()
) -> list[tuple[Entry, ...]]:
    """The entries of one article, newest first, those of one sitting together.

    A sitting is saves by one person through the form with less than `GAP` between two of them and
    nothing by anybody in between. What was given a reason or marked as an update stands out.
    An act in `apart` (its version has a name) is never folded under a later one.
    """
    groups: list[list[Entry]] = []
    for entry in entries:
        is_apart = entry.act.pk in apart
        if groups and not is_apart and _goes_on(older=entry, newer=groups[-1][-1]):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [tuple(group) for group in groups]


def net(entries: Sequence[Entry]) -> list[Change]:
    """What a sitting changed in all: of a field saved twice, what was at first and is at last.

    Entries newest first. A field that came back to what it was is left out. The changes that are
    put together are not stored; each carries the key of its first part, which restoring needs.
    """
    merged: dict[tuple[str, str, str], Change] = {}
    for entry in reversed(entries):
        for change in entry.changes:
            key = (change.model, change.row, change.field or f"{change.kind} {change.pk}")
            first = merged.get(key, change)
            merged[key] = Change(
                pk=first.pk,
                act=change.act,
                model=change.model,
                row=change.row,
                article_id=change.article_id,
                kind=change.kind,
                field=change.field,
                before=first.before,
                after=change.after,
            )
    is_update = Change.Kind.UPDATE
    return [c for c in merged.values() if c.kind != is_update or c.before != c.after]


def stands_out(entry: Entry) -> bool:
    """Whether it is more than a save: another act, one with a reason, an update for readers."""
    is_update = any(change.field == "updated_at" for change in entry.changes)
    return bool(entry.act.verb not in SAVES or entry.act.reason or is_update)


def _goes_on(*, older: Entry, newer: Entry) -> bool:
    one, other = older.act, newer.act
    return (
        one.by_id is not None
        and one.by_id == other.by_id
        and one.door == other.door == Door.FORM
        and other.at - one.at < GAP
        and not stands_out(older)
        and not stands_out(newer)
    )
