"""Launches of whole fronts at a later moment: planned, called off, told in their order.

No job launches anything: from its moment on an edition is what readers see, by the one rule of
`Front.shown_at`, and no cached page outlives that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import launching
from articles.desk.curating import working
from articles.desk.launching import Difference
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Edition, Front, FrontSlot

# Launches of one front that are listed; nobody plans more than a day of them.
MOST_PLANNED = 24


@dataclass(frozen=True)
class Planned:
    """A launch that is to come: what its picks change, and what nobody looked at yet.

    Both are told against what is to be seen just before it; `unseen` is what became of that since
    the edition was begun, and what the launch will undo.
    """

    edition: Edition
    change: Difference
    unseen: Difference


def launch_at(
    front: Front,
    *,
    when: datetime,
    seen: str,
    despite_changes: bool = False,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Difference:
    """Plan the launch of the draft for a later moment; returns what will change for readers.

    Another draft can be begun meanwhile and planned, too. `seen` is that of
    `launching.plan_launch` for that moment. Raises what `launching.launch` does, and ActRefused
    for a moment that has passed or that another launch of the front has.
    """
    with working("launch-at", front, by=by, at=at, door=door) as work:
        draft = launching.require_draft(work, at)
        if when <= at:
            raise ActRefused(
                _("That moment has passed."), _("Choose a later time, or launch at once.")
            )
        if work.front.editions.filter(launch_at=when).exists():
            raise ActRefused(
                _("Another launch of this front is planned for that moment."),
                _("Choose another minute, or call the other one off."),
            )
        plan = launching.checked(work, when, seen, despite_changes)
        work.recorder.change(draft, launch_at=when, launched_by_id=by and by.pk)
        work.recorder.change(work.front, draft_id=None)
    return plan.change


def call_off(edition: Edition, *, by: Any, at: datetime, door: Door = Door.FORM) -> Edition:
    """Take a planned launch back: it is the draft again, or lies aside where there is another.

    Raises NotPermitted; ActRefused when it is not planned, and when its moment came meanwhile.
    """
    with working("call-off", edition.front, by=by, at=at, door=door) as work:
        fresh = Edition.objects.select_for_update().get(pk=edition.pk)
        if fresh.launch_at is None:
            raise ActRefused(_("This launch is not planned any more."), _("Reload the page."))
        if fresh.launch_at <= at:
            raise ActRefused(
                _("Its moment has come: readers have seen it."), _("Roll the front back instead.")
            )
        work.recorder.change(fresh, launch_at=None, launched_by_id=None)
        if work.front.draft_id is None:
            work.recorder.change(work.front, draft_id=fresh.pk)
    return fresh


def planned(front: Front, shown: Edition, now: datetime) -> list[Planned]:
    """The launches of a front that are to come, the next first. Two queries, one for none.

    `shown` is what readers see at `now`.
    """
    if front.pk is None:
        return []
    rows = front.editions.planned(now).select_related("launched_by")
    editions = list(rows[:MOST_PLANNED])
    keys = [edition.pk for edition in (shown, *editions) if edition.pk]
    slots = FrontSlot.objects.filter(edition__in=keys).select_related("article")
    slots = (
        slots.defer("article__body_html").order_by("position", "id") if editions else slots.none()
    )
    lines = {pk: launching.picked(s for s in slots if s.edition_id == pk) for pk in keys}
    found = []
    for before, edition in zip((shown, *editions), editions, strict=False):
        there, here = (lines.get(one.pk, []) for one in (before, edition))
        is_other_rule = launching.told_rule(before) != launching.told_rule(edition)
        found.append(
            Planned(
                edition,
                launching.difference(there, here, is_other_rule),
                launching.unseen(edition, before, there),
            )
        )
    return found
