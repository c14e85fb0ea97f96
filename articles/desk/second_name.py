"""The rule that no one person retracts, kills, seals or revives: who is the second, until when.

The acts themselves ask here, so that no door leads past the rule. What is waiting stands in
`Proposal`; asking, confirming and declining are in `desk.proposing`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.desk import holders
from articles.enums import Grave, Outcome, Status
from articles.errors import ActRefused, PlanOutdated, SecondPersonNeeded
from articles.models import Article, Change, Proposal

RIGHTS: dict[Grave, str] = {
    Grave.RETRACT: "retract_article",
    Grave.KILL: "kill_article",
    Grave.TAKE_DOWN: "kill_article",
    Grave.REVIVE: "kill_article",
    Grave.LIFT: "kill_article",
}
# An account that somebody made, raised or opened anew counts as that person's own for a day.
FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class Leave:
    """What lets an act pass the rule: the request it carries out, and the reason to be alone."""

    proposal: Proposal
    alone_because: str = ""


def is_on() -> bool:
    """Whether this newsroom keeps the rule at all."""
    return settings.TWO_PERSON_MINUTES > 0


def binds(verb: str, article: Article, by: Any) -> bool:
    """Whether the act on this article needs a second name; the machine is never asked."""
    if by is None or not is_on() or verb not in Grave.values:
        return False
    return verb != Grave.REVIVE or article.status == Status.KILLED


def seconds(verb: str, article: Article, by: Any) -> list[Any]:
    """The people who could confirm it, at most fifty. One query."""
    right = RIGHTS[Grave(verb)]
    return list(holders.others(right, by, section_id=article.section_id)[:50])


def alone_from(proposal: Proposal) -> datetime:
    """From when on the asker may carry it out alone: at once where nobody else could confirm.

    Not at once for somebody who changed a colleague's account within a day before: nobody
    becomes the only one by sending the others away.
    """
    since = proposal.asked_at - FRESH
    changed = Change.objects.filter(
        model="articles.account", act__by=proposal.asked_by_id, act__at__gt=since
    ).exclude(row=str(proposal.asked_by_id))
    alone = not seconds(proposal.verb, proposal.article, proposal.asked_by)
    if alone and not changed.exists():
        return proposal.asked_at
    return proposal.asked_at + timedelta(minutes=settings.TWO_PERSON_MINUTES)


def pass_or_refuse(
    verb: Grave, article: Article, *, by: Any, at: datetime, leave: Leave | None
) -> dict[str, Any]:
    """Let a grave act on a locked article pass, or raise; returns what history keeps of it.

    Without a request it is refused. A request is claimed in the same transaction: of two who
    confirm at once, one is refused. Raises SecondPersonNeeded, PlanOutdated, ActRefused.
    """
    if leave is None:
        if not binds(verb, article, by):
            return {}
        raise SecondPersonNeeded(
            _("This needs a second name."),
            _("Ask for it on the article’s own page; a colleague with the right confirms."),
        )
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("asked_by", "article")
        .get(pk=leave.proposal.pk)
    )
    if (proposal.verb, proposal.article_id) != (verb, article.pk):
        raise SecondPersonNeeded(
            _("This request is about another act."), _("Open the list of requests again.")
        )
    refuse_stale(proposal, article, at)
    alone = by.pk == proposal.asked_by_id
    if alone:
        _refuse_alone(proposal, at, leave.alone_because)
    else:
        _refuse_dependent(proposal, by, at)
    outcome = Outcome.ALONE if alone else Outcome.CONFIRMED
    settle(proposal, outcome, by=by, at=at, reason=leave.alone_because if alone else "")
    return {
        "proposal": proposal.pk,
        "asked_by": proposal.asked_by.get_username(),
        "asked_at": proposal.asked_at.isoformat(),
        "alone_because": leave.alone_because.strip() if alone else "",
    }


def settle(
    proposal: Proposal, outcome: Outcome, *, by: Any, at: datetime, reason: str = ""
) -> None:
    """Close a waiting request; raises ActRefused when somebody was quicker.

    Not through the recorder: taking the act back must not set the request waiting again.
    """
    waiting = Proposal.objects.filter(pk=proposal.pk, outcome=Outcome.WAITING)
    if not waiting.update(outcome=outcome, decided_by=by, decided_at=at, reason=reason.strip()):
        raise ActRefused(_("This request was decided before."), _("Look at the list of requests."))


def refuse_stale(proposal: Proposal, article: Article, at: datetime) -> None:
    """Raise for a request that was decided, has lapsed, or is about an older state."""
    if proposal.outcome != Outcome.WAITING:
        raise ActRefused(_("This request was decided before."), _("Look at the list of requests."))
    if proposal.has_lapsed(at):
        raise PlanOutdated(
            _("This request lapsed after a day."), _("Ask again, if it is still wanted.")
        )
    if proposal.is_outdated(article):
        raise PlanOutdated(
            _("The article was changed after this was asked for."),
            _("Look at what it says now, and ask again."),
        )


def refuse_by_the_back_door(before: Article, after: Article, by: Any) -> None:
    """Raise where undoing would retract, kill, revive, seal or lift without a second name."""
    if before.sealed_at is not None and after.sealed_at is None:
        verb = Grave.LIFT
    elif after.retracted_at is not None and before.retracted_at is None:
        verb = Grave.RETRACT
    elif after.sealed_at is not None and before.sealed_at is None:
        verb = Grave.TAKE_DOWN
    elif after.status == Status.KILLED != before.status:
        verb = Grave.KILL
    elif before.status == Status.KILLED != after.status:
        verb = Grave.REVIVE
    else:
        return
    if binds(verb, before, by):
        raise SecondPersonNeeded(
            _("Taking this back would %(verb)s the article, which needs a second name.")
            % {"verb": verb.label.lower()},
            _("Use the button “%(verb)s” on the article’s own page.") % {"verb": verb.label},
        )


def refuse_own(proposal: Proposal) -> NoReturn:
    """Raise SecondPersonNeeded to the asker, saying from when it may be done alone."""
    raise SecondPersonNeeded(
        _("You asked for this yourself; another person must confirm it."),
        _("From %(time)s on you may carry it out alone, with a reason.")
        % {"time": date_format(timezone.localtime(alone_from(proposal)), "H:i")},
    )


def _refuse_alone(proposal: Proposal, at: datetime, why: str) -> None:
    if at < alone_from(proposal):
        refuse_own(proposal)
    if not why.strip():
        raise ActRefused(
            _("A reason is missing."), _("Say why it could not wait for a second person.")
        )


def _refuse_dependent(proposal: Proposal, by: Any, at: datetime) -> None:
    """An account that the asker made or opened anew within a day is no second person."""
    touched = Change.objects.filter(
        model="articles.account",
        row=str(by.pk),
        act__by=proposal.asked_by_id,
        act__at__gt=at - FRESH,
    )
    if touched.exists():
        raise SecondPersonNeeded(
            _("%(asker)s changed your account within the last day, so yours is no second name.")
            % {"asker": holders.named([proposal.asked_by])},
            _("Somebody else with the right must confirm it."),
        )
