"""Undoing from the admin: the person's last act in the inbox, a merge, any act in the history."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin import bulk, history, performing
from articles.admin.posted import MOST
from articles.desk import bulk as desk_bulk
from articles.desk import undoing
from articles.enums import Door
from articles.history import Kept, Reverted
from articles.history import values as history_values
from articles.models import Act

# What stays is listed; the history of the act has all of it.
MOST_TOLD = 20


def can_be_undone(act: Act) -> bool:
    """Whether acts of its kind are taken back at all."""
    named = act.verb in undoing.RIGHTS or act.verb in ("undo", "move-address")
    return named or act.verb.startswith("edit-")


def last_own_act(user: Any) -> Act | None:
    """The newest act of this person that can be undone and is not yet. One query."""
    return _own_acts(user).first()


def last_own_verb(user: Any) -> Subquery:
    """The same act's verb, to be asked together with other things; None where there is none."""
    return Subquery(_own_acts(user).values("verb")[:1])


def _own_acts(user: Any) -> QuerySet[Act]:
    can_be = Q(verb__in=undoing.RIGHTS) | Q(verb="move-address") | Q(verb__startswith="edit-")
    # A join with what undoes them would be read whole; asked act by act, the first answers.
    is_undone = Exists(Act.objects.order_by().filter(undoes=OuterRef("pk")))
    own = Act.objects.filter(~is_undone, can_be, by=user, undoes=None)
    return own.order_by("-at", "-id")


def undo_last(request: HttpRequest) -> None:
    """Take back the person's last act, whole: a batch carries one time."""
    last = last_own_act(request.user)
    if last is None:
        messages.warning(request, _("There is nothing of yours to undo."))
        return
    if run := desk_bulk.run_of(last):
        bulk.take_back(request, run)
        return
    batch = Act.objects.filter(
        by=last.by, at=last.at, verb=last.verb, door=last.door, undone_by=None, undoes=None
    )
    acts = list(batch.order_by("-id")[:MOST])
    taken = [back for act in acts if (back := _take_back(request, act, Door.INBOX)) is not None]
    if taken:
        said = _("Undid: %(verb)s.") % {"verb": last.verb_label}
        if len(acts) > 1:
            said += " " + ngettext("%(n)d act.", "%(n)d acts.", len(taken)) % {"n": len(taken)}
        kept = tuple(one for back in taken for one in back.kept)
        tell(request, said, Reverted(sum(back.count for back in taken), kept))


def undo(request: HttpRequest, act: Act, *, door: Door = Door.FORM) -> None:
    """Take one act back and say how it went."""
    reverted = _take_back(request, act, door)
    if reverted is not None:
        tell(request, _("Undid: %(verb)s.") % {"verb": act.verb_label}, reverted)


def _take_back(request: HttpRequest, act: Act, door: Door) -> Reverted | None:
    at = timezone.now()
    deed = partial(undoing.undo_act, act, by=request.user, at=at, door=door)
    return performing.attempt(request, deed)


def tell(request: HttpRequest, said: str, reverted: Reverted) -> None:
    """Say what was undone, and what stays because it was changed since."""
    messages.success(request, said)
    for line in kept_lines(reverted.kept[:MOST_TOLD]):
        messages.warning(
            request, _("Kept, because it was changed since: %(what)s.") % {"what": line}
        )


def kept_lines(kept: Iterable[Kept]) -> list[str]:
    """What stays, each named as people know it."""
    found = []
    for one in kept:
        model = history_values.model_of(one.model)
        label = history.field_label(model, one.field) if one.field else model._meta.verbose_name
        found.append(f"{label} № {one.row}")
    return found
