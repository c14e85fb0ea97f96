"""A rule for the front until the desk's own is there: the newest, one of each event."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, Front, FrontSlot, Image

_POOL = 60


@dataclass(frozen=True)
class Card:
    """A place of a front as it shall be shown."""

    article: Article
    headline: str
    standfirst: str
    image: Image | None
    picked: bool


def front_articles(front: Front, now: datetime) -> list[Card]:
    """Picked slots first, then the newest listed, never two of one story."""
    slots = (
        FrontSlot.objects.current(now).filter(front=front).select_related("image")
        if front.pk
        else []
    )
    picks = {slot.article_id: slot for slot in slots}
    listed = Article.objects.listed(now).for_list()
    if front.section_id:
        listed = listed.filter(section=front.section_id)
    chosen = {a.pk: a for a in listed.filter(pk__in=picks)}
    order = [chosen[pk] for pk in picks if pk in chosen]
    pool = sorted(listed.newest_first()[:_POOL], key=lambda a: (a.urgency, a.lead_image_id is None))
    cards: list[Card] = []
    stories: set[int] = set()
    for article in [*order, *pool]:
        if len(cards) == front.slot_count or any(c.article == article for c in cards):
            continue
        if article.story_id in stories:
            continue
        if article.story_id:
            stories.add(article.story_id)
        slot = picks.get(article.pk)
        cards.append(
            Card(
                article,
                (slot and slot.headline) or article.headline,
                (slot and slot.standfirst) or article.public_standfirst,
                (slot and slot.image) or article.lead_image,
                slot is not None,
            )
        )
    return cards
