"""Fronts: what editors picked stands where they put it, and a rule fills the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from articles.desk import acting, groups, rights
from articles.enums import Door, Status
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Article, Front, FrontSlot, Image, Section
from articles.text import normalise

# The rule looks at this many newest articles; enough for a day of one story on every slot.
POOL = 80
# A step of urgency is worth this much newness: a flash of last night outranks a routine item of
# this morning, but not for ever.
URGENCY_STEP = timedelta(hours=2)
USUAL_URGENCY = 5


@dataclass(frozen=True)
class Card:
    """One place of a front as readers see it; `slot` is None where the rule filled it."""

    article: Article
    headline: str
    standfirst: str
    image: Image | None
    position: int
    slot: FrontSlot | None = None

    @property
    def picked(self) -> bool:
        """Whether an editor put it there."""
        return self.slot is not None


@dataclass(frozen=True)
class Placed:
    """Where an article stands now, and which one dropped out at the end for it."""

    slot: FrontSlot
    dropped: Article | None


def front_of(section: Section | None) -> Front:
    """The front of a section, or of the site; an unsaved one where none was used yet.

    Writes nothing. One query.
    """
    found = Front.objects.filter(section=section).order_by("pk").first()
    return found or Front(name=section.name if section else "Home", section=section)


def front_articles(front: Front, now: datetime) -> list[Card]:
    """What the front shows at `now`, in order: picks at their places, the rule in the gaps.

    Only what lists may show, and never two of one story or of one copy group: a pick that is
    withdrawn, out of its time or a repeat of an earlier one vanishes and its place is filled.
    The rule takes the newest, an urgent one counting as newer. Reads only; the number of
    queries does not depend on the number of slots.
    """
    picks = _picks(front, now)
    taken = {_event(article) for _slot, article in picks}
    listed = Article.objects.listed(now).newest_first().for_list()
    if front.section_id is not None:
        listed = listed.filter(section_id=front.section_id)
    fillers = iter(_fresh(sorted(listed.prefetch_related(None)[:POOL], key=_rank), taken))
    at_place = {slot.position: (slot, article) for slot, article in picks}
    placed: list[tuple[FrontSlot | None, Article]] = []
    for position in range(1, front.slot_count + 1):
        if position in at_place:
            placed.append(at_place[position])
        elif (filler := next(fillers, None)) is not None:
            placed.append((None, filler))
    prefetch_related_objects([article for _slot, article in placed], "contributions__author")
    return [_card(slot, article, place, now) for place, (slot, article) in enumerate(placed, 1)]


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
    """Put an article at a place; those from there on move down to the next gap, the last one out.

    An article that stands on this front already is moved, and keeps its words there when none are
    given; at its own place the words given replace them. What is not published yet may be picked:
    it shows when it is. Raises NotPermitted; ActRefused for a place that the front lacks, an
    article that will never be listed, and a second article of one story.
    """
    with acting.act("fill-slot", by=by, at=at, door=door) as recorder:
        front = _locked(front, recorder)
        article = acting.locked(article)
        rights.require(by, "curate_front", article, section_id=front.section_id)
        _refuse_place(front, position)
        _refuse_unlistable(article)
        slots = {slot.article_id: slot for slot in front.slots.select_related("article")}
        mine = slots.pop(article.pk, None)
        _refuse_repeat(article, slots.values())
        words = {
            "headline": " ".join(normalise.repair(headline).split())[:300],
            "standfirst": normalise.repair(standfirst).strip(),
            "image_id": image_id,
            "from_at": from_at,
            "until_at": until_at,
        }
        _refuse_times(from_at, until_at)
        if mine is not None and mine.position == position:
            recorder.change(mine, **words, picked_at=at, picked_by_id=by and by.pk)
            return Placed(mine, None)
        if mine is not None:
            words = _kept(mine, words)
            recorder.delete(mine)
        dropped = _make_room(front, position, list(slots.values()), recorder)
        slot = FrontSlot(
            front=front, position=position, article=article, picked_at=at, picked_by=by, **words
        )
        recorder.create(slot)
    return Placed(slot, dropped)


def clear_slot(slot: FrontSlot, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Take a pick off its front; the others stay and the rule fills the gap."""
    with acting.act("clear-slot", by=by, at=at, door=door) as recorder:
        front = _locked(slot.front, recorder)
        rights.require(by, "curate_front", section_id=front.section_id)
        fresh = front.slots.filter(pk=slot.pk).first()
        if fresh is None:
            raise ActRefused(_("This place is free already."), _("Reload the page."))
        recorder.delete(fresh)


def arrange(
    front: Front, *, article_ids: Sequence[int], by: Any, at: datetime, door: Door = Door.FORM
) -> list[FrontSlot]:
    """Make these articles the picks of the front, from the first place down.

    Those that stand there already keep their words; others go. Raises NotPermitted, and
    ActRefused as `fill_slot` does.
    """
    with acting.act("arrange", by=by, at=at, door=door) as recorder:
        front = _locked(front, recorder)
        wanted = list(dict.fromkeys(article_ids))
        _refuse_place(front, max(len(wanted), 1))
        articles = acting.locked_all(wanted)
        chosen = [articles[pk] for pk in wanted]
        rights.require(by, "curate_front", *chosen, section_id=front.section_id)
        for place, article in enumerate(chosen):
            _refuse_unlistable(article)
            _refuse_repeat(article, [FrontSlot(article=other) for other in chosen[:place]])
        slots = {slot.article_id: slot for slot in front.slots.all()}
        for article_id, slot in slots.items():
            if article_id not in wanted:
                recorder.delete(slot)
        targets = {slots[pk]: place for place, pk in enumerate(wanted, 1) if pk in slots}
        _settle(targets, recorder)
        for place, article in enumerate(chosen, 1):
            if article.pk not in slots:
                slot = FrontSlot(
                    front=front, position=place, article=article, picked_at=at, picked_by=by
                )
                recorder.create(slot)
                slots[article.pk] = slot
    return [slots[pk] for pk in wanted]


def _picks(front: Front, now: datetime) -> list[tuple[FrontSlot, Article]]:
    """The picks that show, by place."""
    if front.pk is None:
        return []
    slots = list(
        FrontSlot.objects.current(now)
        .filter(front=front, position__lte=front.slot_count)
        .select_related("image")
    )
    visible = Article.objects.listed(now).for_list().prefetch_related(None)
    found = visible.in_bulk([slot.article_id for slot in slots])
    shown: list[tuple[FrontSlot, Article]] = []
    taken: set[tuple[str, int]] = set()
    for slot in slots:
        article = found.get(slot.article_id)
        if article is not None and _event(article) not in taken:
            taken.add(_event(article))
            shown.append((slot, article))
    return shown


def _event(article: Article) -> tuple[str, int]:
    """What may stand on a front once: the story, or the copy group of what is in none."""
    if article.story_id is not None:
        return "story", article.story_id
    return "copies", article.copy_of_id or article.pk


def _fresh(articles: Iterable[Article], taken: set[tuple[str, int]]) -> Iterable[Article]:
    for article in articles:
        if _event(article) not in taken:
            taken.add(_event(article))
            yield article


def _rank(article: Article) -> tuple[float, int]:
    """Smaller comes first."""
    assert article.visible_at is not None  # listed articles are visible
    counted = article.visible_at + (USUAL_URGENCY - article.urgency) * URGENCY_STEP
    return -counted.timestamp(), -article.pk


def _card(slot: FrontSlot | None, article: Article, position: int, now: datetime) -> Card:
    image = (slot.image if slot else None) or article.lead_image
    if image is not None and not image.may_be_shown(now):
        image = None
    return Card(
        article=article,
        headline=(slot.headline if slot else "") or article.headline,
        standfirst=(slot.standfirst if slot else "") or article.public_standfirst,
        image=image,
        position=position,
        slot=slot,
    )


def _locked(front: Front, recorder: Recorder) -> Front:
    """The front's row, locked; made now when it was never used."""
    if front.pk is None:
        recorder.create(front)
    return Front.objects.select_for_update().get(pk=front.pk)


def _make_room(
    front: Front, position: int, slots: list[FrontSlot], recorder: Recorder
) -> Article | None:
    """Free a place by pushing down as far as the next gap; what falls off the end."""
    at_place = {slot.position: slot for slot in slots}
    pushed: list[FrontSlot] = []
    while position in at_place:
        pushed.append(at_place[position])
        position += 1
    dropped = None
    if pushed and position > front.slot_count:
        last = pushed.pop()
        dropped = last.article
        recorder.delete(last)
    for slot in reversed(pushed):
        recorder.change(slot, position=slot.position + 1)
    return dropped


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


def _kept(mine: FrontSlot, words: dict[str, Any]) -> dict[str, Any]:
    """The words given, or, when none are, those that the article had at its former place."""
    return words if any(words.values()) else {name: getattr(mine, name) for name in words}


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
        if slot.article_id != article.pk and _event(slot.article) == _event(article):
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
