"""Formats: bytes in, Items out. One file a format; no network, disk, clock or database."""

from articles.formats.item import Item, Parsed
from articles.formats.parsing import parse

__all__ = ["Item", "Parsed", "parse"]
