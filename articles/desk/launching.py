"""Drafts of a front: begun from what is live, launched in one act or by a plan, rolled back."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from articles.desk import composing
from articles.desk.composing import Card, View
from articles.desk.curating import Work, working
from articles.enums import Door
from articles.errors import ActRefused, PlanOutdated
from articles.models import Edition, Front, FrontSlot
from articles.models.front import Rule

COPIED = (
    "position", "article_id", "headline", "standfirst", "replaced_headline", "image_id",
    "from_at", "until_at", "picked_at", "picked_by_id",
)  # fmt: skip
# A message names so many of each; the screen has all of them.
NAMED = 3


@dataclass(frozen=True)
class Line:
    """One article on a front, as far as two states of it are compared."""

    article_id: int
    position: int
    headline: str
    words: str = ""


@dataclass(frozen=True)
class Difference:
    """What is other in a state of a front than in an earlier one, in the order of the places."""

    came: tuple[Line, ...] = ()
    went: tuple[Line, ...] = ()
    moved: tuple[tuple[Line, int], ...] = ()
    reworded: tuple[Line, ...] = ()
    is_rule_changed: bool = False

    def __bool__(self) -> bool:
        return any((self.came, self.went, self.moved, self.reworded, self.is_rule_changed))

    def __str__(self) -> str:
        """In one line: who came in, who dropped out, what moved."""
        parts = [
            (_("in: %(what)s"), [line.headline for line in self.came]),
            (_("out: %(what)s"), [line.headline for line in self.went]),
            (_("moved: %(what)s"), [line.headline for line, _before in self.moved]),
            (_("other words: %(what)s"), [line.headline for line in self.reworded]),
        ]
        told = [text % {"what": _named(names)} for text, names in parts if names]
        return "; ".join([*told, _("another rule")] if self.is_rule_changed else told)


@dataclass(frozen=True)
class LaunchPlan:
    """What launching the draft does: what readers see change, and what nobody looked at yet.

    `unseen` is what became of the live front since the draft was begun; launching undoes it.
    `seen` names the two states that the plan was made from.
    """

    live: View
    draft: View
    change: Difference
    unseen: Difference
    seen: str


def begin_draft(front: Front, *, by: Any, at: datetime, door: Door = Door.FORM) -> Edition:
    """Copy the live edition into a draft, which all curating goes to until it is launched.

    Readers see nothing of it. Raises NotPermitted, and ActRefused when there is a draft.
    """
    with working("begin-draft", front, by=by, at=at, door=door) as work:
        if work.front.draft is not None:
            raise ActRefused(_("This front has a draft already."), _("Reload the page."))
        live = work.edition
        slots = list(live.slots.select_related("article").order_by("position", "id"))
        rule = {name: getattr(live, name) for name in RULE}
        draft = Edition(front=work.front, begun_at=at, begun_by=by, base=_base(slots, live), **rule)
        work.recorder.create(draft)
        for slot in slots:
            work.recorder.create(
                FrontSlot(edition=draft, **{name: getattr(slot, name) for name in COPIED})
            )
        work.recorder.change(work.front, draft_id=draft.pk)
    return draft


def put_aside(front: Front, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Go on without the draft; its rows are kept, and undoing this brings it back."""
    with working("put-aside", front, by=by, at=at, door=door) as work:
        require_draft(work, at)
        work.recorder.change(work.front, draft_id=None)


def plan_launch(front: Front, now: datetime) -> LaunchPlan:
    """What launching would change for readers at `now`, or at a later moment. Reads only.

    A later one is judged as things are known: what is planned before it counts as launched, what
    is scheduled until then as published. Raises ActRefused when there is no draft.
    """
    if front.draft is None:
        raise _no_draft(front, now)
    live, draft = composing.look(front, now, front.shown_at(now), front.draft)
    return compare_editions(live, draft)


def compare_editions(live: View, draft: View) -> LaunchPlan:
    """The plan from what was read of both. Asks nothing of the database."""
    return LaunchPlan(
        live,
        draft,
        difference(shown(live.cards), shown(draft.cards), _differ_in_rule(live, draft)),
        unseen(draft.edition, live.edition, picked(live.slots)),
        _fingerprint(live, draft),
    )


def unseen(draft: Edition, live: Edition, lines: Sequence[Line]) -> Difference:
    """What became of what readers see since the draft was begun; `lines` are the picks of it."""
    began = [Line(*line) for line in draft.base.get("lines", ())]
    return difference(began, lines, draft.base.get("rule") != told_rule(live))


def launch(
    front: Front,
    *,
    seen: str,
    despite_changes: bool = False,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Difference:
    """Make the draft what readers see, in one act; returns what changed for them.

    `seen` is that of the plan that was looked at. Raises PlanOutdated when either state is
    another by now, and when the live front changed since the draft was begun unless
    `despite_changes` says that this was read; NotPermitted; ActRefused without a draft.
    """
    with working("launch", front, by=by, at=at, door=door) as work:
        draft = require_draft(work, at)
        plan = checked(work, at, seen, despite_changes)
        former = plan.live.edition.pk
        work.recorder.change(draft, launched_at=at, launched_by_id=by and by.pk, former_id=former)
        work.recorder.change(work.front, live_id=draft.pk, live_since=at, draft_id=None)
    return plan.change


def roll_back(
    front: Front, *, to: Edition, seen: int, by: Any, at: datetime, door: Door = Door.FORM
) -> Difference:
    """Show an edition that was live before, in one act; returns what changed for readers.

    What was withdrawn since stays off, for that is judged when the front is read. A draft stays a
    draft. `seen` is the live edition that was looked at. Raises NotPermitted, and ActRefused for
    an edition that was never live here or is.
    """
    with working("roll-back", front, by=by, at=at, door=door) as work:
        live = work.front.shown_at(at)
        if live.pk != seen:
            raise PlanOutdated(
                _("Another edition is live by now."), _("Reload the page and look again.")
            )
        if to.front_id != work.front.pk or to.pk == live.pk or not _was_live(to, at):
            raise ActRefused(
                _("That edition cannot be rolled back to."), _("Choose a former one of this front.")
            )
        before, after = composing.look(work.front, at, live, to)
        work.recorder.change(work.front, live_id=to.pk, live_since=at)
    return difference(shown(before.cards), shown(after.cards), _differ_in_rule(before, after))


def set_rule(
    front: Front, *, rule: dict[str, Any], by: Any, at: datetime, door: Door = Door.FORM
) -> Edition:
    """Fill the gaps by another rule; `rule` gives the `rule_…` columns of the edition."""
    with working("set-rule", front, by=by, at=at, door=door) as work:
        work.recorder.change(work.edition, **{name: rule[name] for name in RULE})
    return work.edition


RULE = ("rule_order", "rule_own_first", "rule_section_id", "rule_tag_id")


def former_editions(front: Front, now: datetime, *, limit: int = 8) -> list[Edition]:
    """What was live before, the newest launch first, and the first state last. Two queries."""
    shown_now = front.shown_at(now)
    if shown_now.pk is None:
        return []
    was_live = Q(launched_at__isnull=False) | Q(begun_at=None) | Q(launch_at__lte=now)
    rows = Edition.objects.filter(was_live, front=front).exclude(pk=shown_now.pk)
    since = Coalesce(F("launched_at"), F("launch_at")).desc(nulls_last=True)
    return list(rows.select_related("launched_by").order_by(since, "-pk")[:limit])


def edition_before(front: Front, edition: Edition, now: datetime) -> int | None:
    """The number of what readers saw before the edition that they see now; None for the first.

    One query for an edition that was launched by a plan.
    """
    if edition.launch_at is None or edition.pk == front.live_id:
        return edition.former_id
    earlier = front.editions.due(now).exclude(pk=edition.pk).values_list("pk", flat=True)
    return earlier.first() or front.live_id


def shown(cards: Iterable[Card]) -> list[Line]:
    """The cards as lines."""
    return [
        Line(
            card.article.pk,
            card.position,
            card.headline,
            _digest([card.headline, card.standfirst, card.image.pk if card.image else None]),
        )
        for card in cards
    ]


def difference(
    before: Sequence[Line], after: Sequence[Line], is_rule_changed: bool = False
) -> Difference:
    """What is other in `after`: an article is the same wherever it stands."""
    was = {line.article_id: line for line in before}
    is_ = {line.article_id: line for line in after}
    stayed = [(line, was[line.article_id]) for line in after if line.article_id in was]
    return Difference(
        tuple(line for line in after if line.article_id not in was),
        tuple(line for line in before if line.article_id not in is_),
        tuple((now, then.position) for now, then in stayed if now.position != then.position),
        tuple(now for now, then in stayed if now.words != then.words),
        is_rule_changed,
    )


def checked(work: Work, when: datetime, seen: str, despite_changes: bool) -> LaunchPlan:
    """The plan for that moment, if it is what was looked at and agreed to; else PlanOutdated."""
    plan = plan_launch(work.front, when)
    if plan.seen != seen:
        raise PlanOutdated(
            _("The front changed since you looked at it."),
            _("Look at what the launch does now, and launch again."),
        )
    if plan.unseen and not despite_changes:
        raise PlanOutdated(
            _("The live front changed since this draft was begun (%(what)s).")
            % {"what": plan.unseen},
            _("Tick that you launch over these changes, and launch again."),
        )
    return plan


def _was_live(edition: Edition, now: datetime) -> bool:
    """Launched, by hand or by a plan, or the first state of its front, which nobody launched."""
    came = edition.launch_at is not None and edition.launch_at <= now
    return came or edition.launched_at is not None or edition.begun_at is None


def require_draft(work: Work, at: datetime) -> Edition:
    """The draft of the front under the act; raises ActRefused when there is none."""
    if work.front.draft is None:
        raise _no_draft(work.front, at)
    return work.front.draft


def _no_draft(front: Front, now: datetime) -> ActRefused:
    live = front.shown_at(now)
    if live.live_from is not None:
        who = live.launched_by or _("the machine")
        return ActRefused(
            _("There is no draft: %(who)s launched the last one.") % {"who": who},
            _("Reload the page to see what is live."),
        )
    return ActRefused(_("This front has no draft."), _("Begin one first."))


def picked(slots: Iterable[FrontSlot]) -> list[Line]:
    """All picks of an edition, whether they show or not."""
    return [
        Line(
            slot.article_id,
            slot.position,
            slot.headline or slot.article.headline,
            _digest([str(getattr(slot, name)) for name in COPIED[2:8]]),
        )
        for slot in slots
    ]


def _base(slots: Sequence[FrontSlot], edition: Edition) -> dict[str, Any]:
    lines = [list(asdict(line).values()) for line in picked(slots)]
    return {"lines": lines, "rule": told_rule(edition)}


def told_rule(edition: Edition) -> list[Any]:
    """The rule of an edition as its columns, for comparing."""
    return [getattr(edition, name) for name in RULE]


def _differ_in_rule(one: View, other: View) -> bool:
    rules: list[Rule] = [one.edition.rule, other.edition.rule]
    return rules[0] != rules[1]


def _fingerprint(live: View, draft: View) -> str:
    """What both editions hold; time alone changes nothing of it."""
    states = [
        [
            view.edition.pk,
            told_rule(view.edition),
            [(line.article_id, line.position, line.words) for line in picked(view.slots)],
        ]
        for view in (live, draft)
    ]
    return _digest(states)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _named(names: Sequence[str]) -> str:
    told = ", ".join(f"“{name[:60]}”" for name in names[:NAMED])
    more = len(names) - NAMED
    return told + (_(" and %(n)d more") % {"n": more} if more > 0 else "")
