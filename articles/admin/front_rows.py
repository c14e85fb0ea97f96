"""What a front's screen shows: its places one by one, the picks that are off, the editions."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.admin import moments, searching
from articles.admin.front_forms import RuleForm, WordsForm
from articles.desk import composing, launching, planning
from articles.desk.composing import Card, Idle, View
from articles.desk.launching import LaunchPlan
from articles.desk.planning import Planned
from articles.enums import Status
from articles.models import Article, Edition, Front, FrontSlot, Image

FOUND = 12
# A pick that stood there for longer is asked about: a morning's front seldom holds at night.
STALE_AFTER = timedelta(hours=12)


@dataclass(frozen=True)
class Place:
    """One place: what stands there, whether somebody picked it, and what is odd about it."""

    number: int
    article: Article | None = None
    headline: str = ""
    image: Image | None = None
    slot: FrontSlot | None = None
    why: str = ""
    age: str = ""
    times: str = ""
    meanwhile: Card | None = None
    is_waiting: bool = False
    is_stale: bool = False
    form: WordsForm | None = None

    @property
    def article_pk(self) -> int:
        """The article's number; 0 for an empty place."""
        return self.article.pk if self.article else 0

    @property
    def key(self) -> str:
        """The digit that moves what is in focus here; "" beyond the ninth place."""
        return str(self.number) if self.number < 10 else ""


@dataclass(frozen=True)
class Screen:
    """Everything on the page of a front."""

    front: Front
    view: View
    live: View
    plan: LaunchPlan | None
    former: list[Edition]
    planned: list[Planned]
    before: int | None
    places: list[Place] = field(default_factory=list)
    dropped: list[Idle] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """Whether the page shows the draft."""
        return self.front.draft is not None

    @property
    def rolled_back_to(self) -> Edition | None:
        """What `R` rolls back to: the edition before the live one, if it is still there."""
        found = (edition for edition in self.former if edition.pk == self.before)
        return next(found, None)


def read(front: Front, now: datetime, then: datetime | None = None) -> Screen:
    """The page of a front; the queries do not grow with its places.

    The plan tells what launching the draft changes now, or at a later moment (`then`).
    """
    shown = front.shown_at(now)
    front.load(now, shown if shown.pk != front.live_id and shown.pk else None)
    if front.draft is None:
        (view,) = composing.look(front, now, shown)
        live, plan = view, None
    else:
        live, view = composing.look(front, now, shown, front.draft)
        plan = (
            launching.plan_launch(front, then) if then else launching.compare_editions(live, view)
        )
    former = launching.former_editions(front, now)
    before = launching.edition_before(front, shown, now)
    planned = planning.planned(front, shown, now)
    screen = Screen(front, view, live, plan, former, planned, before)
    screen.places.extend(places(view))
    screen.dropped.extend(dropped(view))
    return screen


def places(view: View) -> list[Place]:
    """Every place of the edition, in order."""
    cards = {card.place: card for card in view.cards}
    waiting = {idle.slot.position: idle for idle in view.idle if idle.opens_at is not None}
    found = []
    for place in range(1, view.size + 1):
        if place in waiting:
            found.append(_waiting(waiting[place], cards.get(place), view.now))
        elif place in cards:
            found.append(_standing(cards[place], view))
        else:
            found.append(Place(place))
    return found


def dropped(view: View) -> list[Idle]:
    """Picks that are off their place and come back by no mere passing of time."""
    return [idle for idle in view.idle if idle.opens_at is None]


def preview_of_rule(screen: Screen, form: RuleForm) -> list[Place]:
    """The places as another rule would fill them. One query."""
    edition = Edition(front=screen.front, **form.columns)
    offered = tuple(composing.pool(edition.rule, screen.view.now))
    return places(replace(screen.view, edition=edition, pool=offered))


def rule_form(screen: Screen, given: QueryDict) -> RuleForm:
    """The rule as it is, or as the address asks to try it."""
    asked = given if "rule_order" in given else None
    return RuleForm(screen.view.edition, asked)


def candidates(screen: Screen, text: str) -> list[Article]:
    """Articles to pick: what the rule would take next; with words, published ones that fit.

    No query without words.
    """
    if not text:
        on_front = {card.article.pk for card in screen.view.cards}
        offered = (article for article in screen.view.pool if article.pk not in on_front)
        return list(offered)[:FOUND]
    rows = Article.objects.filter(status=Status.PUBLISHED).select_related("source", "section")
    rows = rows.defer("body_html")
    return searching.best(rows, text, timezone.now(), FOUND)


def clock(at: datetime, now: datetime) -> str:
    """A moment, short: 06:30 within a day, else with its date, on the publication's clock."""
    local = timezone.localtime(at)
    near = abs(at - now) < timedelta(hours=18)
    return date_format(local, "H:i" if near else "j M, H:i")


def _standing(card: Card, view: View) -> Place:
    slot = card.slot
    since = slot.picked_at if slot else card.article.visible_at
    return Place(
        card.place,
        card.article,
        card.headline,
        card.image,
        slot,
        why="" if slot else composing.why_filled(card.article, view.edition.rule),
        age=moments.age(since, view.now) if since else "",
        times=_times(slot, view.now) if slot else "",
        is_stale=slot is not None and view.now - slot.picked_at >= STALE_AFTER,
        form=WordsForm(slot) if slot else None,
    )


def _waiting(idle: Idle, meanwhile: Card | None, now: datetime) -> Place:
    slot = idle.slot
    assert idle.opens_at is not None  # only what time brings in is called waiting
    return Place(
        slot.position,
        slot.article,
        slot.headline or slot.article.headline,
        slot.image or slot.article.lead_image,
        slot,
        age=moments.age(slot.picked_at, now),
        times=_("from %(time)s") % {"time": clock(idle.opens_at, now)},
        meanwhile=meanwhile,
        is_waiting=True,
        form=WordsForm(slot),
    )


def _times(slot: FrontSlot, now: datetime) -> str:
    """Until when it stands, if that is limited."""
    if slot.until_at is None:
        return ""
    return _("until %(time)s") % {"time": clock(slot.until_at, now)}
