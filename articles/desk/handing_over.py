"""Who runs a section, from when on: at once, or from a day ahead without anybody's doing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import Door
from articles.errors import ActRefused
from articles.models import Section, SectionMember


def owner_at(section: Section, at: datetime) -> Any:
    """The person who runs the section at that moment, None for nobody. One query."""
    row = SectionMember.objects.owning(at).filter(section=section).select_related("user").first()
    return row.user if row else None


def hand_over(
    section: Section,
    *,
    to: Any,
    from_at: datetime | None = None,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
    reason: str = "",
) -> Section:
    """Let `to` run the section, from `from_at` on (now when None); None for nobody, at once.

    The new owner joins the section at once, to get ready; the former one stays in it and stays
    the owner until that moment. An earlier hand-over that is still ahead is dropped. Raises
    NotPermitted; ActRefused for somebody who does not work here, or a moment that has passed.
    """
    with acting.act(
        "edit-sectionmember", by=by, at=at, door=door, reason=reason, public=False
    ) as recorder:
        section = Section.objects.select_for_update().get(pk=section.pk)
        rights.require(by, "change_section")
        rights.require(by, "change_sectionmember")
        _refuse_unfit(to, from_at, at)
        members = list(SectionMember.objects.filter(section=section).order_by("pk"))
        now = SectionMember.objects.owning(at).filter(section=section).first()
        for row in members:
            is_kept = from_at is not None and now is not None and row.pk == now.pk
            if row.is_owner and not is_kept and (to is None or row.user_id != to.pk):
                recorder.change(row, is_owner=False, owner_from=None)
        if to is None:
            return section
        mine = next((row for row in members if row.user_id == to.pk), None)
        if mine is None:
            recorder.create(
                SectionMember(
                    section=section, user_id=to.pk, is_owner=True, owner_from=from_at or at
                )
            )
        elif now is None or mine.pk != now.pk:
            recorder.change(mine, is_owner=True, owner_from=from_at or at)
    return section


def _refuse_unfit(to: Any, from_at: datetime | None, at: datetime) -> None:
    if to is not None and not (to.is_active and to.is_staff):
        raise ActRefused(_("That person does not work here."), _("Choose somebody else."))
    if from_at is not None and from_at <= at:
        raise ActRefused(
            _("That moment has passed."), _("Choose a later one, or leave it empty for now.")
        )
    if from_at is not None and to is None:
        raise ActRefused(_("Nobody was chosen to take over then."), _("Choose the new owner."))
