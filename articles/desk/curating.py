"""Putting articles on fronts: picks, their order, their own words and times."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, composing, groups, rights
from articles.enums import Door, Status
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Article, Edition, Front, FrontSlot, Image
from articles.text import normalise

WORDS = ("headline", "standfirst", "image_id", "from_at", "until_at", "replaced_headline")


@dataclass(frozen=True)
class Placed:
    """Where an article stands now, and which pick dropped out at the end for it."""

    slot: FrontSlot
    dropped: Article | None


@dataclass(frozen=True)
class Work:
    """A front under an act: its row, locked, and the edition that the act is about."""

    front: Front
    edition: Edition
    recorder: Recorder


@contextmanager
def working(verb: str, front: Front, *, by: Any, at: datetime, door: Door) -> Iterator[Work]:
    """Run a block as one act on the front's draft, or on what readers see where it has none.

    Makes the rows that are missing. Raises NotPermitted.
    """
    with acting.act(verb, by=by, at=at, door=door, public=False) as recorder:
        if front.pk is None:
            recorder.create(front)
        front = Front.objects.select_for_update().get(pk=front.pk)
        rights.require_front(by, front.section_id)
        recorder.act.plan = {"front": front.pk}
        recorder.act.save(update_fields=["plan"])
        if front.live is None:
            live = Edition(front=front)
            recorder.create(live)
            recorder.change(front, live_id=live.pk)
        yield Work(front, front.worked_on(at), recorder)


def fill_slot(
    front: Front,
    *,
    position: int,
    article: Article,
    headline: str = "",
    standfirst: str = "",
    image_id: int | None = None,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Placed:
    """Put an article at a place; those in its way move on to the next gap, the last one out.

    An article that stands on this front already is moved, and keeps its words there when none are
    given; at its own place the words given replace them. What is not published yet may be picked:
    it shows when it is. Goes to the draft while the front has one. Raises NotPermitted; ActRefused
    for a place that the front lacks, an article that will never be listed, a second article of
    one story, and a picture that may not be used.
    """
    with working("fill-slot", front, by=by, at=at, door=door) as work:
        article = acting.locked(article)
        _refuse_place(work.front, position)
        _refuse_unlistable(article)
        slots = {slot.article_id: slot for slot in work.edition.slots.select_related("article")}
        mine = slots.get(article.pk)
        _refuse_repeat(article, slots.values())
        words = worded(article, headline, standfirst, image_id, from_at, until_at)
        _refuse_times(from_at, until_at)
        if mine is None or image_id != mine.image_id:
            _refuse_picture(image_id, from_at or at)
        dropped = _make_room(work, slots, position, article.pk)
        slot = mine or FrontSlot(edition=work.edition, position=position, article=article)
        picked = {"picked_at": at, "picked_by_id": by and by.pk}
        if mine is None:
            for name, value in {**words, **picked}.items():
                setattr(slot, name, value)
            work.recorder.create(slot)
        elif any(value for name, value in words.items() if name != "replaced_headline"):
            work.recorder.change(slot, **words, **picked)
    return Placed(slot, dropped)


def reword_slot(
    slot: FrontSlot,
    *,
    headline: str,
    standfirst: str,
    image_id: int | None,
    from_at: datetime | None,
    until_at: datetime | None,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> FrontSlot:
    """Give a pick words, a picture and times of its own; empty ones show the article's.

    The article is not touched, and the pick stays as old as it is. A moment that has passed and a
    picture that may not be used are refused unless they stood there before. Raises NotPermitted
    and ActRefused.
    """
    with working("reword-slot", slot.edition.front, by=by, at=at, door=door) as work:
        fresh = _fresh(slot, work)
        words = worded(fresh.article, headline, standfirst, image_id, from_at, until_at)
        if words["headline"] == fresh.headline:
            words.pop("replaced_headline")
        _refuse_times(from_at, until_at)
        if image_id != fresh.image_id:
            _refuse_picture(image_id, from_at or at)
        for name, moment in (("from_at", from_at), ("until_at", until_at)):
            if moment is not None and moment <= at and moment != getattr(fresh, name):
                raise ActRefused(
                    _("That moment has passed."), _("Choose a later one, or leave it empty.")
                )
        work.recorder.change(fresh, **words)
    return fresh


def settle_headline(
    slot: FrontSlot, *, keep: bool, by: Any, at: datetime, door: Door = Door.FORM
) -> FrontSlot:
    """After the article was renamed: keep the headline that the slot has of its own, or drop it."""
    with working("reword-slot", slot.edition.front, by=by, at=at, door=door) as work:
        fresh = _fresh(slot, work)
        if keep:
            work.recorder.change(fresh, replaced_headline=fresh.article.headline)
        else:
            work.recorder.change(fresh, headline="", replaced_headline="")
    return fresh


def clear_slot(slot: FrontSlot, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Take a pick off its front; the others stay and the rule fills the gap."""
    with working("clear-slot", slot.edition.front, by=by, at=at, door=door) as work:
        work.recorder.delete(_fresh(slot, work))


def arrange(
    front: Front, *, article_ids: Sequence[int], by: Any, at: datetime, door: Door = Door.FORM
) -> list[FrontSlot]:
    """Make these articles the picks of the front, from the first place down.

    Those that stand there already keep their words; others go. Raises NotPermitted, and
    ActRefused as `fill_slot` does.
    """
    with working("arrange", front, by=by, at=at, door=door) as work:
        wanted = list(dict.fromkeys(article_ids))
        _refuse_place(work.front, max(len(wanted), 1))
        articles = acting.locked_all(wanted)
        chosen = [articles[pk] for pk in wanted]
        for place, article in enumerate(chosen):
            _refuse_unlistable(article)
            _refuse_repeat(article, [FrontSlot(article=other) for other in chosen[:place]])
        slots = {slot.article_id: slot for slot in work.edition.slots.all()}
        for article_id, slot in slots.items():
            if article_id not in wanted:
                work.recorder.delete(slot)
        targets = {slots[pk]: place for place, pk in enumerate(wanted, 1) if pk in slots}
        _settle(targets, work.recorder)
        for place, article in enumerate(chosen, 1):
            if article.pk not in slots:
                slot = FrontSlot(edition=work.edition, position=place, article=article)
                slot.picked_at, slot.picked_by = at, by
                work.recorder.create(slot)
                slots[article.pk] = slot
    return [slots[pk] for pk in wanted]


def worded(
    article: Article,
    headline: str,
    standfirst: str,
    image_id: int | None,
    from_at: datetime | None,
    until_at: datetime | None,
) -> dict[str, Any]:
    """What a slot says of its own, tidied; with it what the headline there stands in for."""
    own = " ".join(normalise.repair(headline).split())[:300]
    return {
        "headline": own,
        "standfirst": normalise.repair(standfirst).strip(),
        "image_id": image_id,
        "from_at": from_at,
        "until_at": until_at,
        "replaced_headline": article.headline if own else "",
    }


def _fresh(slot: FrontSlot, work: Work) -> FrontSlot:
    """The slot as it stands now, if it still belongs to what is worked on."""
    fresh = work.edition.slots.select_related("article").filter(pk=slot.pk).first()
    if fresh is not None:
        return fresh
    if slot.edition_id != work.edition.pk:
        raise ActRefused(
            _("Another edition of this front is worked on by now."),
            _("A draft was begun, launched or put aside meanwhile. Reload the page."),
        )
    raise ActRefused(_("This place is free already."), _("Reload the page."))


def _make_room(
    work: Work, slots: dict[int, FrontSlot], position: int, newcomer: int
) -> Article | None:
    """Move those in the way, the article itself among them; the pick that fell off the end."""
    places = {slot.position: slot.article_id for slot in slots.values()}
    after, out = composing.push(places, position, newcomer, work.front.slot_count)
    if out is not None:
        work.recorder.delete(slots[out])
    targets = {slots[pk]: place for place, pk in after.items() if pk in slots}
    _settle(targets, work.recorder)
    return slots[out].article if out is not None else None


def _settle(targets: dict[FrontSlot, int], recorder: Recorder) -> None:
    """Move slots to their places; a place holds one at a time, so a ring is opened at one end."""
    waiting = {slot: place for slot, place in targets.items() if slot.position != place}
    while waiting:
        occupied = {slot.position for slot in targets}
        slot = next((s for s, place in waiting.items() if place not in occupied), None)
        if slot is None:
            spare = max(max(occupied), *targets.values()) + 1
            recorder.change(next(iter(waiting)), position=spare)
        else:
            recorder.change(slot, position=waiting.pop(slot))


def _refuse_place(front: Front, position: int) -> None:
    if not 1 <= position <= front.slot_count:
        raise ActRefused(
            _("This front has %(count)d places.") % {"count": front.slot_count},
            _("Choose one of them, or give the front more."),
        )


def _refuse_unlistable(article: Article) -> None:
    acting.refuse_closed(article)
    named = {"headline": acting.named(article)}
    if article.status == Status.SPIKED:
        raise ActRefused(_("“%(headline)s” is spiked.") % named, _("Revive it first."))
    if article.retracted_at is not None:
        raise ActRefused(
            _("“%(headline)s” is retracted.") % named, _("Reinstate it first, or choose another.")
        )
    if article.copy_of_id is not None:
        leader = groups.leader_of(article)
        raise ActRefused(
            _("“%(headline)s” is folded as a copy.") % named,
            _("Choose “%(leader)s”, which stands for it.") % {"leader": acting.named(leader)},
        )


def _refuse_repeat(article: Article, slots: Iterable[FrontSlot]) -> None:
    for slot in slots:
        same = composing.event(slot.article) == composing.event(article)
        if slot.article_id != article.pk and same:
            raise ActRefused(
                _("“%(other)s” of the same story stands on this front.")
                % {"other": acting.named(slot.article)},
                _("A front shows one article of a story. Clear that place first."),
            )


def _refuse_times(from_at: datetime | None, until_at: datetime | None) -> None:
    if from_at is not None and until_at is not None and until_at <= from_at:
        raise ActRefused(
            _("The place would end before it begins."), _("Choose a later end, or none.")
        )


def _refuse_picture(image_id: int | None, at: datetime) -> None:
    image = Image.objects.filter(pk=image_id).first() if image_id else None
    if image is None or image.may_be_used(at):
        return
    if image.sealed_at is not None:
        raise ActRefused(
            _("This picture is withheld for legal reasons."), _("Take another picture.")
        )
    raise ActRefused(
        _("The right to use picture %(number)s ends before it appears.") % {"number": image.pk},
        _("Take another picture, or enter the new end of the right."),
    )
