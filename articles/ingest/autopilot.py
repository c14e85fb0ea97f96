"""Whether the machine may fold a source's copies without a look: by what the desk said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from articles.dedupe.judge import Limits
from articles.dedupe.measuring import ENOUGH_DECISIONS, Share, is_trusted
from articles.enums import Autopilot, Question
from articles.models import Label, Source

# Rules whose pairs the copy score alone makes the machine fold, or would at a lower threshold.
# Identical texts are folded anyway; new versions never are.
BY_SCORE = ("copy", "event", "nothing")


@dataclass(frozen=True)
class Licence:
    """What a source's copies may have done to them, and the decisions that say so."""

    mode: Autopilot
    right: Share

    @property
    def is_open(self) -> bool:
        """Whether changed copies are folded by the machine."""
        if self.mode == Autopilot.OFF:
            return False
        fewest = 0 if self.mode == Autopilot.TRUSTED else ENOUGH_DECISIONS
        return is_trusted(self.right, fewest=fewest)

    @property
    def missing(self) -> int:
        """How many decisions are still to come before the precision is told."""
        is_measured = self.mode == Autopilot.MEASURED
        return max(0, ENOUGH_DECISIONS - self.right.total) if is_measured else 0


def licence_of(source: Source | None, limits: Limits, now: datetime) -> Licence:
    """The licence of one source at `now`; a text without a source has none. At most one query."""
    if source is None:
        return Licence(Autopilot.OFF, Share(0, 0))
    mode = Autopilot(source.autopilot)
    if mode == Autopilot.OFF:
        return Licence(mode, Share(0, 0))
    mine = _decided(limits, now).filter(Q(a_source=source) | Q(b_source=source))
    found = mine.aggregate(**_COUNTS)
    return Licence(mode, Share(found["same"], found["all"]))


def licences(sources: Iterable[Source], limits: Limits, now: datetime) -> dict[int, Licence]:
    """The licences of several sources by id. Two queries, however many they are."""
    modes = {source.pk: Autopilot(source.autopilot) for source in sources}
    decided = _decided(limits, now)
    same, every = dict.fromkeys(modes, 0), dict.fromkeys(modes, 0)
    one_way = decided.filter(a_source__in=modes).values("a_source")
    # A pair within one source is one decision on it.
    other_way = decided.filter(b_source__in=modes).exclude(a_source=F("b_source"))
    groups: list[Any] = [*one_way.annotate(**_COUNTS), *_with_unknown(other_way)]
    for row in groups:
        pk = row.get("a_source") or row["b_source"]
        same[pk] += row["same"]
        every[pk] += row["all"]
    return {pk: Licence(mode, Share(same[pk], every[pk])) for pk, mode in modes.items()}


_COUNTS = {"all": Count("pk"), "same": Count("pk", filter=Q(is_same=True))}


def _with_unknown(rows: Any) -> Any:
    return rows.values("b_source").annotate(**_COUNTS)


def _decided(limits: Limits, now: datetime) -> Any:
    """Answers to "one text?" on pairs that the machine folds by these limits."""
    return (
        Label.objects.recent(now)
        .filter(question=Question.COPY, rule__in=BY_SCORE, copy_score__gte=limits.same_copy)
        .order_by()
    )
