"""Append-only history: writing acts with their changes, reading them, and taking them back."""

from articles.history.folding import folded, net, stands_out
from articles.history.reading import (
    Entry,
    entries_of_article,
    field_entries,
    former_value,
    value_at,
)
from articles.history.recording import Recorder, record
from articles.history.reverting import Kept, Reverted, revert

__all__ = [
    "Entry",
    "Kept",
    "Recorder",
    "Reverted",
    "entries_of_article",
    "field_entries",
    "folded",
    "former_value",
    "net",
    "record",
    "revert",
    "stands_out",
    "value_at",
]
