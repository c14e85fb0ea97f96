"""What stands where on the front: the curated cards, the latest, and a band for each section."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery

from articles.models import Article, Front, Section
from articles.web.front_rule import Card, front_articles

BAND = 5  # articles that a section's band shows
LATEST = 8
_SPARE = 4  # more are read than shown, because some stand higher up already


@dataclass(frozen=True)
class Band:
    """A section and its newest articles that stand nowhere else on the front."""

    section: Section
    articles: tuple[Article, ...]

    @property
    def feature(self) -> Article:
        """The first with a picture among the newest three, else the newest."""
        pictured = [article for article in self.articles[:3] if article.lead_image_id]
        return [*pictured, *self.articles][0]

    @property
    def rest(self) -> list[Article]:
        """All but the feature."""
        return [article for article in self.articles if article != self.feature]


@dataclass
class Shown:
    """What the page holds so far; no event appears twice on it."""

    ids: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)

    def take(self, articles: Iterable[Article], most: int) -> list[Article]:
        """Up to `most` of these that are new to the page; they count as shown."""
        taken: list[Article] = []
        for article in articles:
            if len(taken) == most:
                break
            if article.pk in self.ids or article.story_id in self.stories:
                continue
            self.ids.add(article.pk)
            if article.story_id:
                self.stories.add(article.story_id)
            taken.append(article)
        return taken


@dataclass(frozen=True)
class FrontPage:
    """The front, top to bottom; `cards` are lead, seconds and the rest, in that order."""

    cards: tuple[Card, ...]
    latest: tuple[Article, ...]
    bands: tuple[Band, ...]

    @property
    def lead(self) -> Card | None:
        """The top item."""
        return self.cards[0] if self.cards else None

    @property
    def seconds(self) -> tuple[Card, ...]:
        """The column beside the lead."""
        return self.cards[1:4]

    @property
    def thirds(self) -> tuple[Card, ...]:
        """What stands below the lead."""
        return self.cards[4:]


def compose(now: datetime, sections: Iterable[Section]) -> FrontPage:
    """The front of the site at `now`; the number of queries is fixed."""
    shown = Shown()
    cards = tuple(front_articles(site_front(), now))
    shown.take((card.article for card in cards), len(cards))
    newest = Article.objects.listed(now).newest_first().for_list()
    latest = tuple(shown.take(newest[: LATEST * _SPARE], LATEST))
    return FrontPage(cards, latest, tuple(_bands(now, sections, shown)))


def site_front() -> Front:
    """The front without a section; an unsaved one before it is set up."""
    return Front.objects.filter(section=None).first() or Front(name="")


def _bands(now: datetime, sections: Iterable[Section], shown: Shown) -> list[Band]:
    """Every section's newest, in two queries whatever the number of sections."""
    depth = BAND + _SPARE
    newest = Article.objects.listed(now).filter(section=OuterRef("pk")).newest_first().values("pk")
    picked = Section.objects.annotate(
        **{f"newest_{n}": Subquery(newest[n : n + 1]) for n in range(depth)}
    ).values_list(*[f"newest_{n}" for n in range(depth)])
    ids = {pk for row in picked for pk in row if pk}
    found = Article.objects.listed(now).filter(pk__in=ids).newest_first().for_list()
    by_section: dict[int | None, list[Article]] = {}
    for article in found:
        by_section.setdefault(article.section_id, []).append(article)
    bands = [
        Band(section, tuple(shown.take(by_section.get(section.pk, []), BAND)))
        for section in sections
    ]
    return [band for band in bands if band.articles]
