"""Changes of articles at a later moment: planned, called off, made by a command of every minute.

A change is made with the rights of whoever planned it, as they are then, and only where each field
still says what it said when that was planned: nobody's later work is overwritten.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import acting, editing
from articles.enums import Door, PlanOutcome
from articles.errors import ActRefused, NewsroomError
from articles.history import values
from articles.models import Article, PlannedChange

# Of one article; more are not planned but forgotten.
MOST = 20
# So many are made in one run of the command; the next one goes on.
AT_ONCE = 500


def plan_change(
    article: Article,
    *,
    fields: Mapping[str, Any],
    when: datetime,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> PlannedChange:
    """Have these fields (attribute names of `editing.EDITABLE`) get these values at `when`.

    Values that the article will have by then anyway are left out. Nothing changes now. Raises
    NotPermitted and ActRefused as an edit now would, for a moment that has passed, and when
    nothing would change.
    """
    if when <= at:
        raise ActRefused(_("That moment has passed."), _("Choose a later time, or save it now."))
    if unknown := sorted(set(fields) - editing.EDITABLE):
        raise ActRefused(
            _("%(names)s cannot be planned.") % {"names": ", ".join(unknown)},
            _("Plan words, section, urgency and the like."),
        )
    with acting.act("plan-change", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(article)
        acting.require_edit(article, by=by)
        earlier = list(PlannedChange.objects.waiting().filter(article=article))
        if len(earlier) >= MOST:
            raise ActRefused(
                _("%(n)d changes of it are planned already.") % {"n": MOST},
                _("Call one of them off first."),
            )
        expected = _expected(article, [one for one in earlier if one.due_at <= when])
        wanted = {name: values.pack(value) for name, value in fields.items()}
        given = {n: v for n, v in wanted.items() if v != expected.get(n, _now(article, n))}
        if not given:
            raise ActRefused(
                _("Nothing would change then."), _("Write what shall be different, and plan that.")
            )
        base = {name: expected.get(name, _now(article, name)) for name in given}
        made = PlannedChange(
            article=article, fields=given, base=base, due_at=when, planned_at=at, planned_by=by
        )
        recorder.create(made)
    return made


def call_off_change(
    planned: PlannedChange, *, by: Any, at: datetime, door: Door = Door.FORM
) -> PlannedChange:
    """Have a planned change not made; it stays in the list of what was planned.

    Raises NotPermitted, and ActRefused when something became of it already.
    """
    with acting.act("call-off-change", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(planned.article)
        acting.require_edit(article, by=by)
        fresh = PlannedChange.objects.select_for_update().get(pk=planned.pk)
        if fresh.outcome != PlanOutcome.WAITING:
            raise ActRefused(
                _("Something became of this change already: %(what)s.")
                % {"what": fresh.get_outcome_display()},
                _("Reload the page."),
            )
        recorder.change(fresh, outcome=PlanOutcome.CALLED_OFF, settled_at=at)
    return fresh


def make_due(now: datetime) -> dict[str, int]:
    """Make the changes whose moment has come, in their order; how many came to what.

    One transaction each; one that cannot be made says why and stops no other. Safe to run twice.
    """
    counts: dict[str, int] = {}
    keys = list(PlannedChange.objects.due(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        if (outcome := _make(pk, now)) is not None:
            counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def conflicts(planned: PlannedChange, article: Article) -> list[str]:
    """Fields that say something else by now than when the change was planned, by name."""
    return [name for name, base in planned.base.items() if _now(article, name) != base]


def _make(pk: int, now: datetime) -> str | None:
    """Make one, or note why not; None when another process was quicker."""
    planned = PlannedChange.objects.select_related("planned_by", "article").get(pk=pk)
    try:
        with transaction.atomic():
            article = acting.locked(planned.article)
            if not _settle(pk, PlanOutcome.DONE, "", now):
                return None
            if stale := conflicts(planned, article):
                raise _Conflict(", ".join(stale))
            fields = {
                name: values.restored(Article, name, value)
                for name, value in planned.fields.items()
            }
            editing.edit(article, fields=fields, by=planned.planned_by, at=now, door=Door.COMMAND)
    except _Conflict as conflict:
        _settle(pk, PlanOutcome.CONFLICT, str(conflict), now)
        return PlanOutcome.CONFLICT
    except NewsroomError as refusal:
        _settle(pk, PlanOutcome.REFUSED, str(refusal), now)
        return PlanOutcome.REFUSED
    return PlanOutcome.DONE


class _Conflict(Exception):
    """Fields were changed since; their names."""


def _settle(pk: int, outcome: PlanOutcome, note: str, now: datetime) -> bool:
    """Note what became of it, past the recorder: undoing the change must not set it waiting."""
    waiting = PlannedChange.objects.waiting().filter(pk=pk)
    return bool(waiting.order_by().update(outcome=outcome, note=note, settled_at=now))


def _expected(article: Article, earlier: list[PlannedChange]) -> dict[str, Any]:
    """What fields will say once the earlier changes are made, the last of them deciding."""
    expected: dict[str, Any] = {}
    for planned in earlier:
        expected |= planned.fields
    return expected


def _now(article: Article, name: str) -> Any:
    """What a field says, as the history packs it."""
    return values.packed(getattr(article, name))
