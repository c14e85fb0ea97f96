"""Reading a front: what stands on it at a moment, by pick or by rule, and why a pick does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from articles.desk import front_rows
from articles.enums import Kind, RuleOrder, Status
from articles.models import Article, Edition, Front, FrontSlot, Image, Section
from articles.models.front import Rule

# A step of urgency is worth this much newness: a flash of last night outranks a routine item of
# this morning, but not for ever.
URGENCY_STEP = timedelta(hours=2)
USUAL_URGENCY = 5
# "Own texts first" is no wall either: the paper's own text of this morning stands before the
# agencies' of noon, not before those of tomorrow.
OWN_STEP = timedelta(hours=6)
Pick = tuple[FrontSlot, Article]
Placed = tuple[int, FrontSlot | None, Article]


@dataclass(frozen=True)
class Card:
    """One item of a front as readers see it; `slot` is None where the rule filled the place.

    `position` counts what is shown; `place` is the place it fills, further down where places
    above it stay empty because the rule finds nothing more.
    """

    article: Article
    headline: str
    standfirst: str
    image: Image | None
    position: int
    place: int
    slot: FrontSlot | None = None

    @property
    def picked(self) -> bool:
        """Whether an editor put it there."""
        return self.slot is not None


@dataclass(frozen=True)
class Idle:
    """A pick that does not show, and why; `opens_at` when time alone will bring it in."""

    slot: FrontSlot
    why: str
    opens_at: datetime | None = None


@dataclass(frozen=True)
class View:
    """An edition as the desk sees it at a moment: every pick, what shows, what the rule offers."""

    edition: Edition
    now: datetime
    slots: tuple[FrontSlot, ...]
    pool: tuple[Article, ...]
    size: int
    # An article counted as listed, to see what it will do to the front once it is.
    foreseen: int | None = None

    @cached_property
    def cards(self) -> list[Card]:
        """What readers would see, by the very rule that shows it to them."""
        standing = _first_of_each(
            (slot, slot.article)
            for slot in self.slots
            if slot.position <= self.size
            and is_current(slot, self.now)
            and (slot.article_id == self.foreseen or slot.article.is_listed(self.now))
        )
        return _cards(compose(standing, self.pool, self.size), self.now)

    @cached_property
    def idle(self) -> list[Idle]:
        """The picks that do not show, by place, each with its reason."""
        shown = {card.slot.pk for card in self.cards if card.slot}
        waiting = [slot for slot in self.slots if slot.pk not in shown]
        return [why_idle(slot, self.size, self.now) for slot in waiting]

    def pushed(self, article: Article, position: int) -> "View":
        """The same edition with the article put at a place and listed; nothing is written."""
        mine = next((slot for slot in self.slots if slot.article_id == article.pk), None)
        places = {slot.position: slot.article_id for slot in self.slots}
        after, _out = push(places, position, article.pk, self.size)
        place_of = {article_id: place for place, article_id in after.items()}
        slots = [
            _moved(slot, place_of[slot.article_id])
            for slot in self.slots
            if slot.article_id in place_of
        ]
        if mine is None:
            slots.append(FrontSlot(edition=self.edition, position=position, article=article))
        slots.sort(key=lambda slot: slot.position)
        return replace(self, slots=tuple(slots), foreseen=article.pk)

    def lost_by(self, other: "View") -> list[Card]:
        """What readers see here and not in the other state."""
        there = {card.article.pk for card in other.cards}
        return [card for card in self.cards if card.article.pk not in there]


def front_of(section: Section | None, now: datetime) -> Front:
    """The front of a section, or of the site; an unsaved one where none was used yet.

    What readers see of it at `now` comes with it. Writes nothing. Two queries, one for a front
    that was never used.
    """
    for front in front_rows.FRONT(section=section.pk) if section else front_rows.FRONT():
        front.load(now, next(iter(front_rows.DUE(front=front.pk, now=now)), None))
        return front
    return Front(name=section.name if section else "Home", section=section)


def front_articles(front: Front, now: datetime, *, edition: Edition | None = None) -> list[Card]:
    """What the front shows at `now`, in order: picks at their places, the rule in the gaps.

    What readers see then, or the edition given. Only what lists may show, and never two of one
    story or of one copy group: a pick that is withdrawn, out of its time or a repeat of an earlier
    one vanishes and its place is filled. Reads only; the number of queries does not depend on the
    number of slots.
    """
    edition = edition or front.shown_at(now)
    edition.front = front  # known already: the rule must not look it up
    offered = _offered(edition.rule, now)
    placed = _loaded(compose(_picks(edition, front, now), offered, front.slot_count))
    return _cards(placed, now)


def look(front: Front, now: datetime, *editions: Edition) -> list[View]:
    """The editions as the desk sees them. One query for their picks, one for each other rule."""
    ids = [edition.pk for edition in editions if edition.pk]
    joined = ("article__section", "article__source", "article__lead_image", "image", "picked_by")
    rows = FrontSlot.objects.filter(edition__in=ids).select_related(*joined)
    slots = list(rows.defer("article__body_html").order_by("position", "id")) if ids else []
    pools: dict[Rule, tuple[Article, ...]] = {}
    found = []
    for edition in editions:
        edition.front = front
        if edition.rule not in pools:
            pools[edition.rule] = tuple(pool(edition.rule, now))
        mine = tuple(slot for slot in slots if slot.edition_id == edition.pk)
        found.append(View(edition, now, mine, pools[edition.rule], front.slot_count))
    return found


def pool(rule: Rule, now: datetime) -> list[Article]:
    """What the rule may fill places with, best first. One query."""
    return _best(
        front_rows.newest(now, **front_rows.limits(rule)).for_list()[: front_rows.POOL], rule
    )


def _offered(rule: Rule, now: datetime) -> list[Article]:
    """The same rows with no more than choosing among them needs."""
    return _best(front_rows.CHOICE(now=now, **front_rows.limits(rule)), rule)


def _loaded(placed: list[Placed]) -> list[Placed]:
    """What was chosen by rule, with all that lists show. One query, if there is any."""
    ids = [article.pk for _place, slot, article in placed if slot is None]
    found = {article.pk: article for article in front_rows.BY_ID(ids=ids)}
    return [
        (place, slot, article if slot else found.get(article.pk, article))
        for place, slot, article in placed
    ]


def _best(newest: Iterable[Article], rule: Rule) -> list[Article]:
    return sorted(newest, key=lambda article: (-_counted(article, rule).timestamp(), -article.pk))


def compose(picks: Iterable[Pick], offered: Iterable[Article], size: int) -> list[Placed]:
    """Picks at their places, what is offered in the gaps, nothing of one event twice."""
    at_place = {slot.position: (slot, article) for slot, article in picks}
    taken = {event(article) for _slot, article in at_place.values()}
    fillers = _fresh(offered, taken)
    placed: list[Placed] = []
    for place in range(1, size + 1):
        if place in at_place:
            placed.append((place, *at_place[place]))
        elif (filler := next(fillers, None)) is not None:
            placed.append((place, None, filler))
    return placed


def push(
    places: Mapping[int, int], position: int, newcomer: int, size: int
) -> tuple[dict[int, int], int | None]:
    """Articles by place once `newcomer` stands at `position`, and which fell off the end.

    Those in its way move by one, away from it, as far as the next gap; for one that stood
    higher up, they move up into the place it left.
    """
    old = next((place for place, item in places.items() if item == newcomer), None)
    after = {place: item for place, item in places.items() if item != newcomer}
    step = -1 if old is not None and old < position else 1
    run, place = [], position
    while place in after and place <= size:
        run.append((place + step, after.pop(place)))
        place += step
    dropped = None
    for place, item in run:
        if place > size:
            dropped = item
        else:
            after[place] = item
    after[position] = newcomer
    return after, dropped


def event(article: Article) -> tuple[str, int]:
    """What may stand on a front once: the story, or the copy group of what is in none."""
    if article.story_id is not None:
        return "story", article.story_id
    return "copies", article.copy_of_id or article.pk


def why_filled(article: Article, rule: Rule) -> str:
    """Why the rule chose this article, for the desk."""
    newer = _counted(article, rule) - article.visible_at if article.visible_at else timedelta()
    hours = int(newer.total_seconds() // 3600)
    reasons = []
    if rule.order == RuleOrder.WEIGHED and article.urgency != USUAL_URGENCY:
        reasons.append(_("urgency %(n)d") % {"n": article.urgency})
    if rule.own_first and article.kind == Kind.OWN:
        reasons.append(_("own text"))
    if not reasons or not hours:
        return _("the newest that fits")
    way = _("counts as %(n)d h newer") if hours > 0 else _("counts as %(n)d h older")
    return ", ".join([*reasons, way % {"n": abs(hours)}])


def is_current(slot: FrontSlot, now: datetime) -> bool:
    """Whether its time has come and not passed; the same rule as `current(now)`."""
    return (slot.from_at is None or slot.from_at <= now) and (
        slot.until_at is None or now < slot.until_at
    )


def why_idle(slot: FrontSlot, size: int, now: datetime) -> Idle:
    """Why a pick does not show at `now`: the first reason that holds."""
    article = slot.article
    lasting = why_not_listed(article, now)
    if lasting:
        return Idle(slot, lasting)
    if slot.position > size:
        return Idle(slot, _("the front has only %(n)d places") % {"n": size})
    if slot.until_at is not None and slot.until_at <= now:
        return Idle(slot, _("its time on the front is over"))
    edges = (slot.from_at, article.visible_at)
    waits = [moment for moment in edges if moment is not None and now < moment]
    if waits:
        return Idle(slot, "", max(waits))
    return Idle(slot, _("another report of the same story stands higher up"))


def why_not_listed(article: Article, now: datetime) -> str:
    """Why lists may not show the article and time alone will not change it; "" otherwise."""
    if article.status != Status.PUBLISHED:
        said = {
            Status.KILLED: _("killed"),
            Status.MERGED: _("merged into another article"),
            Status.SPIKED: _("spiked"),
        }
        return said.get(Status(article.status), _("not published"))
    if article.retracted_at is not None:
        return _("retracted")
    if article.copy_of_id is not None:
        return _("folded as a copy of another article")
    if article.expires_at is not None and article.expires_at <= now:
        return _("the right to use it has ended")
    return ""


def _picks(edition: Edition, front: Front, now: datetime) -> list[Pick]:
    """The picks that show, by place. Two queries, none for an edition without a row."""
    if edition.pk is None:
        return []
    current = front_rows.SLOTS(edition=edition.pk, now=now)
    slots = [slot for slot in current if slot.position <= front.slot_count]
    ids = [slot.article_id for slot in slots]
    found = {article.pk: article for article in front_rows.VISIBLE(ids=ids, now=now)}
    return _first_of_each(
        (slot, found[slot.article_id]) for slot in slots if slot.article_id in found
    )


def _first_of_each(picks: Iterable[Pick]) -> list[Pick]:
    """The picks without those that tell again what an earlier one tells."""
    taken: set[tuple[str, int]] = set()
    kept = []
    for slot, article in picks:
        if event(article) not in taken:
            taken.add(event(article))
            kept.append((slot, article))
    return kept


def _fresh(articles: Iterable[Article], taken: set[tuple[str, int]]) -> Iterator[Article]:
    for article in articles:
        if event(article) not in taken:
            taken.add(event(article))
            yield article


def _counted(article: Article, rule: Rule) -> datetime:
    """The moment that the rule counts the article as of; a later one comes first."""
    assert article.visible_at is not None  # listed articles are visible
    counted = article.visible_at
    if rule.order == RuleOrder.WEIGHED:
        counted += (USUAL_URGENCY - article.urgency) * URGENCY_STEP
    if rule.own_first and article.kind == Kind.OWN:
        counted += OWN_STEP
    return counted


def _moved(slot: FrontSlot, position: int) -> FrontSlot:
    """The slot, or a copy of it at another place."""
    if slot.position == position:
        return slot
    names = [field.attname for field in FrontSlot._meta.concrete_fields]
    moved = FrontSlot(**{name: getattr(slot, name) for name in names} | {"position": position})
    moved.article, moved.image = slot.article, slot.image
    return moved


def _cards(placed: Sequence[Placed], now: datetime) -> list[Card]:
    return [
        _card(slot, article, position, place, now)
        for position, (place, slot, article) in enumerate(placed, 1)
    ]


def _card(
    slot: FrontSlot | None, article: Article, position: int, place: int, now: datetime
) -> Card:
    images = (slot.image if slot else None, article.lead_image)
    return Card(
        article=article,
        headline=(slot.headline if slot else "") or article.headline,
        standfirst=(slot.standfirst if slot else "") or article.public_standfirst,
        image=next((one for one in images if one and one.may_be_shown(now)), None),
        position=position,
        place=place,
        slot=slot,
    )
