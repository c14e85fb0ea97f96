"""What stands where on the front: the curated cards, the latest, and the sections below."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.db.models import OuterRef, QuerySet, Subquery

from articles.cachekeys import names
from articles.desk.composing import Card, front_articles, front_of
from articles.models import Article, Edition, Section
from articles.models.front import Rule
from articles.models.prepared import Prepared
from articles.public import selection, stories
from articles.public.gathering import gather_makers
from articles.public.stories import PublicStory
from articles.web.page import Page

LATEST = 7  # lines of the column "Latest"
TOP = 5  # places on top of a section's page
BAND = 5  # articles of a section
TOLD_MOST = 5  # stories in the row of those that most sources tell
WIDELY = 3  # sources that tell a story before it counts as widely told
TOLD_AGE = timedelta(days=7)  # what was told longer ago is no news
FULL_BAND = 4  # from here on a section gets a band of its own, else a column beside others
_DEPTH = 300  # newest articles looked through for events that are new to the page
_SPARE = 5  # more are looked at than shown, because some events stand higher up already

Key = tuple[int, int | None]  # an article's id and its story's
# An article's id, its story's, its section's and its source's, and when it came out.
Row = tuple[int, int | None, int | None, int | None, datetime | None]
Picks = dict[int | None, list[Key]]


@dataclass(frozen=True)
class Band:
    """A section and its newest articles that stand nowhere else on the front."""

    section: Section
    articles: tuple[Article, ...]
    now: datetime

    @property
    def feature(self) -> Article:
        """The one that may lead the band."""
        return leading(self.articles, self.now)

    @property
    def rest(self) -> list[Article]:
        """All but the feature."""
        return [article for article in self.articles if article != self.feature]


@dataclass
class Shown:
    """What the page holds so far; no event appears twice on it."""

    ids: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)

    def take(self, keys: Iterable[Key], most: int) -> list[int]:
        """Up to `most` ids that are new to the page; they count as shown."""
        taken: list[int] = []
        for pk, story in keys:
            if len(taken) == most:
                break
            if pk in self.ids or story in self.stories:
                continue
            self.ids.add(pk)
            if story:
                self.stories.add(story)
            taken.append(pk)
        return taken


@dataclass(frozen=True)
class FrontPage:
    """The front, top to bottom; `cards` are lead, seconds and the rest, in that order."""

    cards: tuple[Card, ...]
    latest: tuple[Article, ...]
    bands: tuple[Band, ...]
    coverage: dict[int, PublicStory]
    told_most: tuple[PublicStory, ...] = ()

    @property
    def lead(self) -> Card | None:
        """The top item."""
        return self.cards[0] if self.cards else None

    @property
    def seconds(self) -> tuple[Card, ...]:
        """The column beside the lead."""
        return self.cards[1:5]

    @property
    def pictured(self) -> Card | None:
        """The one second that shows its picture: the first that has one."""
        return next((card for card in self.seconds if card.image), None)

    @property
    def thirds(self) -> tuple[Card, ...]:
        """What stands below the lead."""
        return self.cards[5:]

    @property
    def full_bands(self) -> list[Band]:
        """Sections with enough for a band across the page."""
        return [band for band in self.bands if len(band.articles) >= FULL_BAND]

    @property
    def columns(self) -> list[Band]:
        """Sections with less, which share a row."""
        return [band for band in self.bands if len(band.articles) < FULL_BAND]


_WINDOW: Prepared[Row] = Prepared(
    lambda now: (
        Article.objects.listed(now)
        .newest_first()
        .values_list("pk", "story_id", "section_id", "source_id", "visible_at")
    )[:_DEPTH]
)


def compose(
    now: datetime, sections: Sequence[Section], *, edition: Edition | None = None
) -> FrontPage:
    """The front of the site at `now`; the number of queries does not grow with what it shows.

    `edition` is shown in place of what readers see: for a preview.
    """
    shown = Shown()
    cards = tuple(front_articles(front_of(None, now), now, edition=edition))
    shown.take([(card.article.pk, card.article.story_id) for card in cards], len(cards))
    top_stories = frozenset(shown.stories)
    window = _WINDOW(now=now)
    latest = shown.take([(pk, story) for pk, story, *_rest in window], LATEST)
    by_section = _newest_by_section(window, sections, now)
    picked = {section: shown.take(by_section.get(section.pk, []), BAND) for section in sections}
    ids = [*latest, *(pk for pks in picked.values() for pk in pks)]
    found = {article.pk: article for article in selection.LISTED(ids=ids, now=now)}
    gather_makers([*(card.article for card in cards), *found.values()])
    bands = [
        Band(section, tuple(found[pk] for pk in pks if pk in found), now)
        for section, pks in picked.items()
    ]
    widest = _widest(window, now - TOLD_AGE)
    coverage = stories.coverage(top_stories.union(widest), now)
    return FrontPage(
        cards,
        tuple(found[pk] for pk in latest if pk in found),
        tuple(band for band in bands if band.articles),
        coverage,
        tuple(coverage[pk] for pk in widest if pk in coverage),
    )


def _widest(window: Sequence[Row], since: datetime) -> list[int]:
    """The stories of the window that most sources tell, the widest first, then the newest.

    Nobody's reading is counted anywhere, so "most read" would be an invention; how many sources
    tell a story is known.
    """
    tellers: dict[int, set[int]] = {}
    for _pk, story, _section, source, at in window:
        if story is not None and source is not None and at is not None and at >= since:
            tellers.setdefault(story, set()).add(source)
    wide = [story for story, sources in tellers.items() if len(sources) >= WIDELY]
    return sorted(wide, key=lambda story: -len(tellers[story]))[:TOLD_MOST]


def note(page: Page, front: FrontPage) -> None:
    """Tell the page cache what the front of the site hangs on: its picks and all that is new."""
    page.hangs_on(names.front(None), names.LATEST)
    _note_cards(page, front.cards)
    page.shows(front.latest)
    for band in front.bands:
        page.shows(band.articles)
    stories.note(
        page.shown, [card.article.story_id for card in front.cards], front.coverage.values()
    )


def _note_cards(page: Page, cards: Iterable[Card]) -> None:
    for card in cards:
        page.shows([card.article])
        if card.slot is not None and card.slot.image_id:
            page.shown.add(names.image(card.slot.image_id))


def _note_rule(page: Page, rule: Rule) -> None:
    """What the gaps of a front are filled from."""
    if rule.section_id is not None:
        page.hangs_on(names.in_section(rule.section_id))
    elif rule.tag_id is not None:
        page.hangs_on(names.tagged(rule.tag_id))
    else:
        page.hangs_on(names.LATEST)


def leading(articles: Sequence[Article], now: datetime) -> Article:
    """The first with a picture to show among the newest three, else the newest."""
    pictured = (
        article
        for article in articles[:3]
        if article.lead_image is not None and article.lead_image.may_be_shown(now)
    )
    return next(pictured, articles[0])


def top_of_section(page: Page, section: Section) -> list[Card]:
    """The top of a section's page: what its editor picked, the rule for the rest."""
    front = front_of(section, page.now)
    edition = page.edition or front.shown_at(page.now)
    cards = front_articles(front, page.now, edition=edition)[:TOP]
    gather_makers(card.article for card in cards)
    page.hangs_on(names.front(section.pk))
    _note_rule(page, edition.rule)
    _note_cards(page, cards)
    return cards


def _newest_by_section(window: Sequence[Row], sections: Iterable[Section], now: datetime) -> Picks:
    """Every section's newest, newest first; `window` holds the newest of all.

    Sections that the window does not fill are looked up, in two queries however many they are;
    none is while the window holds the whole archive.
    """
    found: Picks = {}
    for pk, story, section, *_rest in window:
        found.setdefault(section, []).append((pk, story))
    depth = BAND + _SPARE
    quiet = [section.pk for section in sections if len(found.get(section.pk, [])) < depth]
    return found | _looked_up(quiet, depth, now) if quiet and len(window) == _DEPTH else found


def _looked_up(section_ids: Collection[int], depth: int, now: datetime) -> Picks:
    rows = _places(depth)(sections=list(section_ids), now=now)
    ids = [pk for row in rows for pk in row if pk]
    found: Picks = {}
    for section, pk, story in _IN_SECTIONS(ids=ids, now=now):
        found.setdefault(section, []).append((pk, story))
    return found


@cache
def _places(depth: int) -> Prepared[tuple[int | None, ...]]:
    """The newest of each section, a column for each place: every one is a step into an index."""

    def rows(sections: list[int], now: datetime) -> "QuerySet[Section, tuple[int | None, ...]]":
        listed = Article.objects.listed(now).filter(section=OuterRef("pk"))
        newest = listed.newest_first().values("pk")
        places = {f"newest_{n}": Subquery(newest[n : n + 1]) for n in range(depth)}
        return Section.objects.filter(pk__in=sections).annotate(**places).values_list(*places)

    return Prepared(rows)


_IN_SECTIONS: Prepared[tuple[int | None, int, int | None]] = Prepared(
    lambda ids, now: (
        Article.objects.listed(now)
        .filter(pk__in=ids)
        .newest_first()
        .values_list("section_id", "pk", "story_id")
    )
)
