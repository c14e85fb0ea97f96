"""Whether the machine may fold a source's copies without a look: by what the desk said of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from articles.dedupe.judge import Limits
from articles.dedupe.measuring import ENOUGH_DECISIONS, Share, is_trusted
from articles.enums import Autopilot, Question
from articles.models import Label, Source
from articles.models.label import LabelQuerySet

# Rules whose pairs the copy score alone makes the machine fold, or would at a lower threshold.
# Identical texts are folded anyway; new versions never are.
BY_SCORE = ("copy", "event", "nothing", "alike", "unlike")

# Labels that are read for the licences of many sources at once, the newest first.
MOST_LABELS = 20_000


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
    found = mine.aggregate(
        every=Count("act", distinct=True), right=Count("act", distinct=True, filter=Q(is_same=True))
    )
    return Licence(mode, Share(found["right"], found["every"]))


def licences(sources: Iterable[Source], limits: Limits, now: datetime) -> dict[int, Licence]:
    """The licences of several sources by id. One query, however many they are."""
    modes = {source.pk: Autopilot(source.autopilot) for source in sources}
    of_these = Q(a_source__in=modes) | Q(b_source__in=modes)
    rows = _decided(limits, now).filter(of_these).order_by("-decided_at", "-pk")
    every: dict[int, set[int]] = {pk: set() for pk in modes}
    right: dict[int, set[int]] = {pk: set() for pk in modes}
    columns = rows.values_list("act_id", "is_same", "a_source_id", "b_source_id")
    for act_id, is_same, *ends in columns[:MOST_LABELS]:
        for pk in {end for end in ends if end in modes}:
            every[pk].add(act_id)
            if is_same:
                right[pk].add(act_id)
    return {
        pk: Licence(Autopilot.OFF, Share(0, 0))
        if mode == Autopilot.OFF
        else Licence(mode, Share(len(right[pk]), len(every[pk])))
        for pk, mode in modes.items()
    }


def _decided(limits: Limits, now: datetime) -> LabelQuerySet:
    """Answers to "one text?" on pairs that the machine folds by these limits.

    An act is one decision, however many pairs it answers for: a merge of ten copies shows once
    that their source is to be trusted, not forty-five times.
    """
    rows = Label.objects.recent(now).filter(
        question=Question.COPY, rule__in=BY_SCORE, copy_score__gte=limits.same_copy
    )
    return rows.order_by()
