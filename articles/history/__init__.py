"""Append-only history: writing acts with their changes, reading them, and taking them back."""

from articles.history.folding import folded, net, stands_out
from articles.history.reading import (
    Entry,
    Version,
    changed_parts,
    entries_of_article,
    field_entries,
    former_value,
    part_entries,
    value_at,
    version_after,
)
from articles.history.recording import Recorder, record
from articles.history.reverting import Kept, Reverted, revert

__all__ = [
    "Entry",
    "Kept",
    "Recorder",
    "Reverted",
    "Version",
    "changed_parts",
    "entries_of_article",
    "field_entries",
    "folded",
    "former_value",
    "net",
    "part_entries",
    "record",
    "revert",
    "stands_out",
    "value_at",
    "version_after",
]
