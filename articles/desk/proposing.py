"""Asking for a second name, giving it, and what else may become of the request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.desk import acting, holders, lifting, publishing, rights, second_name, takedown
from articles.enums import Door, Grave, Outcome, Status
from articles.errors import ActRefused, IllegalMove
from articles.models import Article, Proposal
from articles.text import normalise


def ask(
    article: Article,
    *,
    verb: Grave,
    note: str = "",
    also: Sequence[int] = (),
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Proposal:
    """Ask for a second name; nothing happens to the article until somebody gives it.

    `also` are the companions that a takedown takes with it.

    A request that lapsed or is about an older state is closed for the new one. Raises
    NotPermitted without the right, ActRefused where one is waiting or no note is given,
    IllegalMove for an article that the act does not fit.
    """
    note = normalise.repair(note).strip()
    with acting.act(f"ask-{verb}", by=by, at=at, door=door, reason=note, public=False) as recorder:
        article = acting.locked(article)
        rights.require(by, second_name.RIGHTS[verb], article)
        _refuse_unfit(article, verb, note)
        _make_room(article, verb, at)
        proposal = Proposal(
            verb=verb,
            article=article,
            version=article.version,
            note=note,
            also=list(also),
            asked_by=by,
            asked_at=at,
        )
        try:
            with transaction.atomic():
                recorder.create(proposal)
        except IntegrityError as error:
            raise ActRefused(
                _("Somebody has just asked for this."), _("Open the list of requests.")
            ) from error
    return proposal


def confirm(proposal: Proposal, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Give the second name: the act is carried out, with both names in its history.

    Raises NotPermitted, SecondPersonNeeded for the asker, PlanOutdated, ActRefused, IllegalMove.
    """
    if by is not None and by.pk == proposal.asked_by_id:
        second_name.refuse_own(proposal)
    return _carry_out(proposal, by=by, at=at, door=door, alone_because="")


def carry_out_alone(
    proposal: Proposal, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Carry one's own request out without a second name, once its time has come.

    Raises as `confirm` does; SecondPersonNeeded before that moment, ActRefused without a reason
    or for anybody but the asker.
    """
    if by is None or by.pk != proposal.asked_by_id:
        raise ActRefused(_("Only who asked carries it out alone."), _("Confirm it, or decline it."))
    why = normalise.repair(reason).strip()
    return _carry_out(proposal, by=by, at=at, door=door, alone_because=why)


def decline(
    proposal: Proposal, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Proposal:
    """Refuse a colleague's request, with a reason; or take one's own back."""
    own = by is not None and by.pk == proposal.asked_by_id
    why = normalise.repair(reason).strip()
    verb = "withdraw-request" if own else "decline-request"
    with acting.act(verb, by=by, at=at, door=door, reason=why, public=False) as recorder:
        article = acting.locked(proposal.article)
        if not own:
            rights.require(by, second_name.RIGHTS[Grave(proposal.verb)], article)
            if not why:
                raise ActRefused(_("A reason is missing."), _("Say why not; the asker reads it."))
        fresh = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if fresh.outcome != Outcome.WAITING:
            raise ActRefused(
                _("This request was decided before."), _("Look at the list of requests.")
            )
        outcome = Outcome.WITHDRAWN if own else Outcome.DECLINED
        recorder.change(
            fresh,
            outcome=outcome,
            decided_by_id=by.pk if by else None,
            decided_at=at,
            reason=why,
        )
    return fresh


def _carry_out(
    proposal: Proposal, *, by: Any, at: datetime, door: Door, alone_because: str
) -> Article:
    leave = second_name.Leave(proposal, alone_because)
    article = proposal.article
    if proposal.verb == Grave.RETRACT:
        return publishing.retract(article, by=by, at=at, note=proposal.note, door=door, leave=leave)
    if proposal.verb == Grave.KILL:
        return publishing.kill(article, by=by, at=at, note=proposal.note, door=door, leave=leave)
    if proposal.verb == Grave.TAKE_DOWN:
        sealed = takedown.take_down(
            article,
            also=proposal.also,
            note=proposal.note,
            by=by,
            at=at,
            door=door,
            leave=leave,
        )
        return next(row for row in sealed if row.pk == article.pk)
    if proposal.verb == Grave.LIFT:
        return lifting.lift(article, by=by, at=at, door=door, leave=leave)
    return publishing.revive(article, by=by, at=at, door=door, leave=leave)


def _make_room(article: Article, verb: Grave, at: datetime) -> None:
    """Close what can no longer be confirmed; raise for a request that can."""
    for old in Proposal.objects.waiting().filter(article=article, verb=verb):
        if not old.has_lapsed(at) and not old.is_outdated(article):
            raise ActRefused(
                _("%(who)s has asked for this already.") % {"who": holders.named([old.asked_by])},
                _("Open the list of requests, to confirm it or to look at it."),
            )
        second_name.settle(old, Outcome.LAPSED, by=None, at=at)


def _refuse_unfit(article: Article, verb: Grave, note: str) -> None:
    if verb not in (Grave.REVIVE, Grave.LIFT) and not note:
        raise ActRefused(_("A note is missing."), _("Say to readers what was wrong."))
    fits = {
        Grave.RETRACT: article.status == Status.PUBLISHED and article.retracted_at is None,
        Grave.KILL: article.status == Status.PUBLISHED,
        Grave.TAKE_DOWN: article.sealed_at is None
        and article.status in (Status.PUBLISHED, Status.KILLED),
        Grave.REVIVE: article.status == Status.KILLED,
        Grave.LIFT: article.sealed_at is not None,
    }
    if not fits[verb]:
        raise IllegalMove(
            _("“%(headline)s” is %(status)s; this act does not fit it.")
            % {"headline": acting.named(article), "status": article.get_status_display()},
            _("Reload the page: somebody may have moved it since."),
        )
