"""Telling the WebSub hub which feeds changed: once for each change, and again when it failed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django_tasks import task

from articles import net
from articles.desk import pinging
from articles.errors import FetchFailed, NewsroomError
from articles.models import Author, Ping, Publication, Section, Source, Story, Tag
from articles.web import feeds, feedsubjects
from articles.web.feedsubjects import SUBJECTS, Subject
from articles.web.page import Page

logger = logging.getLogger(__name__)

MOST = 500  # of a round
LIMITS = net.Limits(total_seconds=10.0, redirects=0, body_bytes=100_000)

Send = Callable[[str, dict[str, str]], None]


@dataclass
class Tally:
    """What became of the pings of a round; `dropped` are of feeds that nobody can read any more."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0

    def __str__(self) -> str:
        return f"Told: {self.sent}. Failed: {self.failed}. Dropped: {self.dropped}."


@task()
def push() -> None:
    """Send what is due; can be run twice, or be cut off, and harms nothing."""
    push_due(timezone.now())


def post_to_hub(hub_url: str, fields: dict[str, str]) -> None:
    """One POST through the one fetcher. Raises FetchRefused, FetchFailed and the like."""
    net.post(hub_url, fields, limits=LIMITS, allow_private=settings.FETCH_ALLOW_PRIVATE)


def push_due(now: datetime, *, send: Send = post_to_hub) -> Tally:
    """Tell the hub of every feed that changed, each form by itself; without a hub, forget it.

    A hub that cannot be reached is asked once a round: what is left stays due.
    """
    pinging.note_what_came_true(now)
    tally = Tally()
    publication = Publication.current()
    page = Page(now, publication, None, "")
    for ping in Ping.objects.due(now)[:MOST]:
        if not pinging.claim(ping, now):
            continue
        url = address_of(page, ping.topic) if publication.hub_url else None
        if url is None:
            pinging.settle(ping)
            tally.dropped += 1
        elif not _tell(ping, url, now, publication.hub_url, send, tally):
            break
    return tally


def address_of(page: Page, topic: str) -> str | None:
    """The address that the feed names as its own; None while readers can find no such feed."""
    noun, key, form = topic.split(":")
    subject = _subject(page, noun, int(key))
    return page.absolute(feeds.address(noun, form, subject.parts)) if subject else None


def _subject(page: Page, noun: str, key: int) -> Subject | None:
    if noun not in _THINGS:
        return SUBJECTS[noun](page)
    model, about = _THINGS[noun]
    found = model._default_manager.filter(pk=key).first()
    return about(page, found) if found else None


_THINGS: dict[str, tuple[type[Model], Callable[[Page, Any], Subject | None]]] = {
    "section": (Section, feedsubjects.about_section),
    "tag": (Tag, feedsubjects.about_tag),
    "source": (Source, feedsubjects.about_source),
    "author": (Author, feedsubjects.about_author),
    "story": (Story, feedsubjects.about_story),
}


def _tell(ping: Ping, url: str, now: datetime, hub_url: str, send: Send, tally: Tally) -> bool:
    """Send one ping; False when the hub is out of reach, and the others may wait."""
    try:
        # Hubs differ in what they call the topic; a hub ignores the name that it does not know.
        send(hub_url, {"hub.mode": "publish", "hub.url": url, "hub.topic": url})
    except NewsroomError as error:
        answer = error if isinstance(error, FetchFailed) else None
        wait = answer.retry_after if answer else None
        logger.warning("The hub was not told of %s: %s", url, error)
        pinging.postpone(ping, now, error=str(error), wait=wait)
        tally.failed += 1
        return bool(answer and answer.status)
    pinging.settle(ping)
    tally.sent += 1
    return True
