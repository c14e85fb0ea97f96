"""Append-only history: writing acts with their changes, reading them, and taking them back."""

from articles.history.reading import (
    Entry,
    Version,
    changed_parts,
    entries_of_article,
    field_entries,
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
    "part_entries",
    "record",
    "revert",
    "value_at",
    "version_after",
]
