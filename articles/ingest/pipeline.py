"""Polling: one source from its address to stored articles, politely."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from articles import formats, net
from articles.enums import Door
from articles.errors import FetchFailed, NewsroomError
from articles.formats.item import Parsed
from articles.ingest import memory, store
from articles.ingest.tally import FAILED, Tally
from articles.ingest.worker import Worker
from articles.models import Source

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=24)
MOST_DOUBLINGS = 7


@dataclass
class Run:
    """One round of polling; an address that several sources share is fetched once."""

    worker: Worker
    fetch: Callable[..., net.Fetched] = net.fetch
    fetched: dict[str, net.Fetched] = field(default_factory=dict)

    def get(self, source: Source) -> net.Fetched:
        """What the source's address says, from this round's memory or from the network."""
        if source.poll_url not in self.fetched:
            self.fetched[source.poll_url] = self.fetch(
                source.poll_url,
                etag=source.etag,
                last_modified=source.last_modified,
                allow_private=settings.FETCH_ALLOW_PRIVATE,
            )
        return self.fetched[source.poll_url]


def poll(sources: Iterable[Source], now: datetime, *, fetch: Any = net.fetch) -> Tally:
    """Poll each source that nobody else is polling; failures are recorded on the source."""
    tally = Tally()
    with Worker() as worker:
        this_round = Run(worker, fetch)
        for source in sources:
            if claim(source, now):
                tally.add(run(source, now, this_round=this_round))
    return tally


def claim(source: Source, now: datetime) -> bool:
    """Take the source for this round; False when another process took it first."""
    taken = Source.objects.filter(pk=source.pk, next_poll_at=source.next_poll_at).update(
        next_poll_at=now + timedelta(minutes=source.pace_minutes)
    )
    return taken == 1


def run(source: Source, now: datetime, *, this_round: Run) -> Tally:
    """Fetch, parse, and take in one source; its health says how it went. Never raises for input."""
    tally = Tally()
    try:
        fetched = this_round.get(source)
        if fetched.not_modified:
            _note_success(source, fetched, now, tally)
            return tally
        tally = _take(source, fetched, now, this_round)
        _note_success(source, fetched, now, tally)
    except NewsroomError as error:
        _note_failure(source, error, now)
        tally.count(FAILED, f"{source.slug}: {error}")
    return tally


def _take(source: Source, fetched: net.Fetched, now: datetime, this_round: Run) -> Tally:
    try:
        parsed: Parsed = this_round.worker.call(
            formats.parse,
            fetched.body,
            content_type=fetched.content_type,
            url=fetched.url,
            chrome=memory.chrome_of(source, now),
        )
    except NewsroomError as error:
        store.keep_failure(fetched.body, source=source, now=now, error=error)
        raise
    return store.take_in(
        parsed, source=source, now=now, door=Door.IMPORT, headers=dict(fetched.headers)
    )


def _note_success(source: Source, fetched: net.Fetched, now: datetime, tally: Tally) -> None:
    source.etag = fetched.etag or source.etag
    source.last_modified = fetched.last_modified or source.last_modified
    source.poll_url = fetched.permanent_url or source.poll_url
    source.last_success_at = now
    source.last_item_at = now if tally.counts["create"] else source.last_item_at
    source.last_error = ""
    source.failure_count = 0
    source.save(
        update_fields=[
            "etag",
            "last_modified",
            "poll_url",
            "last_success_at",
            "last_item_at",
            "last_error",
            "failure_count",
        ]
    )


def _note_failure(source: Source, error: NewsroomError, now: datetime) -> None:
    """Record the reason and wait longer each time; a source that is gone is switched off."""
    logger.warning("Polling %s failed: %s", source.slug, error)
    source.failure_count += 1
    pause = timedelta(minutes=source.pace_minutes) * 2 ** min(source.failure_count, MOST_DOUBLINGS)
    if isinstance(error, FetchFailed) and (asked := getattr(error, "retry_after", None)):
        pause = max(pause, timedelta(seconds=asked))
    source.next_poll_at = now + min(pause, LONGEST_PAUSE)
    source.last_error = str(error)
    source.active = not getattr(error, "gone", False)
    source.save(update_fields=["failure_count", "next_poll_at", "last_error", "active"])
