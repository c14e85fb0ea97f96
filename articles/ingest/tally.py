"""The count of what became of each item, with a note for each that needs one."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from articles.ingest.deciding import Step

FAILED = "failed"
COUNTED = (*(step.value for step in Step), FAILED)


@dataclass
class Tally:
    """How many items took each step; every item is counted exactly once."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    article_ids: list[int] = field(default_factory=list)

    def count(self, what: str, note: str = "", article_id: int | None = None) -> None:
        """Count one item; the note says what a person should know of it."""
        self.counts[what] += 1
        if note:
            self.notes.append(note)
        if article_id is not None:
            self.article_ids.append(article_id)

    def add(self, other: "Tally") -> None:
        """Take over the counts and notes of another run."""
        self.counts += other.counts
        self.notes += other.notes
        self.article_ids += other.article_ids

    @property
    def total(self) -> int:
        """All items seen."""
        return sum(self.counts.values())

    def as_json(self) -> dict[str, Any]:
        """Counts by step, notes and the articles touched."""
        counts = {name: self.counts.get(name, 0) for name in COUNTED}
        return {**counts, "notes": self.notes, "articles": self.article_ids}

    def __str__(self) -> str:
        parts = [f"{self.counts[name]} {name}" for name in COUNTED if self.counts[name]]
        return ", ".join(parts) or "nothing came in"
