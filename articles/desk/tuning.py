"""Setting the scores from which the machine acts."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.dedupe.judge import Limits
from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused, PlanOutdated
from articles.models import Thresholds
from articles.models.thresholds import (
    HIGHEST_COPY,
    HIGHEST_EVENT,
    LOWEST_EVENT,
    LOWEST_REVIEW,
)
from articles.text import normalise

LONGEST_REASON = 500


def limits_of(same_copy: float, review: float, same_event: float) -> Limits:
    """These numbers as limits; raises ActRefused for what the judge could not act by."""
    if not (LOWEST_REVIEW <= review <= same_copy <= HIGHEST_COPY):
        raise ActRefused(
            _("“Review” must lie between %(low).2f and “same copy”, which is 1 at most.")
            % {"low": LOWEST_REVIEW},
            _("Choose other numbers."),
        )
    if not (LOWEST_EVENT <= same_event <= HIGHEST_EVENT):
        raise ActRefused(
            _("“Same event” must lie between %(low).2f and %(high).2f.")
            % {"low": LOWEST_EVENT, "high": HIGHEST_EVENT},
            _("Choose another number."),
        )
    return Limits(same_copy, review, same_event)


def set_thresholds(
    wanted: Limits, *, seen: Limits, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Thresholds:
    """Let the machine act by these numbers from the next arrival on.

    What stands already stays: no pair is judged anew, and nothing that a person decided is
    touched. `seen` are the numbers that the person saw. Raises NotPermitted, PlanOutdated when
    others hold by now, and ActRefused without a reason, without a change or for nonsense.
    """
    rights.require(by, "change_thresholds")
    wanted = limits_of(wanted.same_copy, wanted.review, wanted.same_event)
    why = " ".join(normalise.repair(reason).split())[:LONGEST_REASON]
    if not why:
        raise ActRefused(_("A reason is missing."), _("Write in a few words why; others read it."))
    with acting.act("edit-thresholds", by=by, at=at, door=door, reason=why, public=False) as acted:
        row = Thresholds.objects.select_for_update().filter(pk=1).first()
        stands = (row or Thresholds.current()).limits
        if stands != seen:
            _refuse_outdated()
        if stands == wanted:
            raise ActRefused(_("These numbers hold already."), _("Move a slider first."))
        if row is not None:
            acted.change(
                row,
                same_copy=wanted.same_copy,
                review=wanted.review,
                same_event=wanted.same_event,
            )
            return row
        made = Thresholds.of(wanted)
        try:
            with transaction.atomic():
                acted.create(made)
        except IntegrityError:
            _refuse_outdated()
    return made


def _refuse_outdated() -> None:
    raise PlanOutdated(
        _("Somebody set other numbers after this page was shown."),
        _("Look at the numbers that hold now, and decide again."),
    )
