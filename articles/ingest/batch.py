"""What the items of one arrival share, and what is known of one of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.dedupe.judge import Limits
from articles.enums import Door
from articles.formats.item import Item
from articles.history import Recorder
from articles.ingest.deciding import Choice
from articles.ingest.identity import Keys, Shared
from articles.models import Act, Article, Publication, Source, Thresholds

VERB = "take-in"


@dataclass
class Batch:
    """What the items of one arrival share; its act is made when the first row changes."""

    source: Source
    now: datetime
    door: Door
    by: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    publication: Publication = field(default_factory=Publication.current)
    limits: Limits = field(default_factory=Thresholds.limits_now)
    _act: Act | None = None
    _act_is_stored: bool = False

    def recorder(self) -> Recorder:
        """A recorder under the one act of this batch."""
        if self._act is None:
            plan = {"source": self.source.slug}
            self._act = Act.objects.create(
                verb=VERB, by=self.by, at=self.now, door=self.door, plan=plan
            )
        return Recorder(self._act)

    def settle(self, *, stored: bool) -> None:
        """Told after each item whether its transaction held: an act that went with it is new."""
        if stored:
            self._act_is_stored = self._act is not None
        elif not self._act_is_stored:
            self._act = None


@dataclass(frozen=True)
class Arrival:
    """An item with what we know about it; `article` is None while it has none."""

    item: Item
    keys: Keys
    article: Article | None
    rung: str
    choice: Choice

    @property
    def version_at(self) -> datetime | None:
        """The supplier's own time of what arrived."""
        return version_at(self.item)


def version_at(item: Item) -> datetime | None:
    """The supplier's own time of this version, None where it gave none."""
    return item.updated_at or item.published_at
