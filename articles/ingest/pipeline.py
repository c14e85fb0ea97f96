"""Polling: one source from its address to stored articles, politely."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from articles import formats, net
from articles.enums import Door
from articles.errors import FetchFailed, FetchGone, NewsroomError
from articles.formats.item import Parsed
from articles.ingest import memory, store
from articles.ingest.tally import FAILED, Tally
from articles.ingest.worker import Worker
from articles.models import Source, SourceAlias

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=24)
MOST_DOUBLINGS = 7
# As long as the columns that hold them; a longer validator is of no use cut.
LONGEST_ETAG = 400
LONGEST_LAST_MODIFIED = 100
LONGEST_ADDRESS = 1000

# What decides what a server answers: the address, and what we say we have of it.
Request = tuple[str, str, str]
# What has an address to poll: a source, and the former feed of one that was merged into it.
Polled = Source | SourceAlias


@dataclass
class Run:
    """One round of polling; an address that several sources share is fetched once.

    Only answers to `shared` requests are kept until the round ends.
    """

    worker: Worker
    fetch: Callable[..., net.Fetched] = net.fetch
    shared: frozenset[Request] = frozenset()
    answers: dict[Request, net.Fetched | NewsroomError] = field(default_factory=dict)

    def get(self, source: Polled) -> net.Fetched:
        """What the source's address says, from this round's memory or from the network."""
        asked = request_of(source)
        answer = self.answers.get(asked) or self._ask(asked)
        if asked in self.shared:
            self.answers[asked] = answer
        if isinstance(answer, NewsroomError):
            raise answer
        return answer

    def _ask(self, asked: Request) -> net.Fetched | NewsroomError:
        url, etag, last_modified = asked
        allow_private = settings.FETCH_ALLOW_PRIVATE
        try:
            return self.fetch(
                url, etag=etag, last_modified=last_modified, allow_private=allow_private
            )
        except NewsroomError as error:
            return error


def request_of(source: Polled) -> Request:
    """What is asked for when this source is polled."""
    return source.poll_url, source.etag, source.last_modified


def poll(sources: Iterable[Source], now: datetime, *, fetch: Any = net.fetch) -> Tally:
    """Poll each source that nobody else is polling; failures are recorded on the source."""
    tally = Tally()
    chosen = list(sources)
    asked = Counter(request_of(source) for source in chosen)
    shared = frozenset(request for request, count in asked.items() if count > 1)
    with Worker() as worker:
        this_round = Run(worker, fetch, shared)
        for source in chosen:
            if not claim(source, now):
                tally.notes.append(f"{source.slug}: another process is polling it.")
                continue
            try:
                tally.add(run(source, now, this_round=this_round))
            except Exception:  # the outermost loop: one source must not stop the others
                logger.exception("Polling %s broke down", source.slug)
                tally.count(FAILED, f"{source.slug}: broke down; the log has the details.")
    return tally


def claim(source: Source, now: datetime) -> bool:
    """Take the source for this round; False when another process took it first."""
    next_poll_at = now + timedelta(minutes=source.pace_minutes)
    unclaimed = Source.objects.filter(pk=source.pk, next_poll_at=source.next_poll_at)
    taken = unclaimed.update(next_poll_at=next_poll_at)
    if taken:
        source.next_poll_at = next_poll_at
    return taken == 1


def run(source: Source, now: datetime, *, this_round: Run) -> Tally:
    """Fetch, parse, and take in one source; its health says how it went. Never raises for input.

    Feeds of sources that were merged into it are taken in after its own.
    """
    tally = _run_own(source, now, this_round)
    for feed in source.former_feeds():
        tally.add(_run_former(feed, source, now, this_round))
    return tally


def _run_own(source: Source, now: datetime, this_round: Run) -> Tally:
    tally = Tally()
    try:
        fetched = this_round.get(source)
        if not fetched.not_modified:
            tally = _take(source, fetched, now, this_round)
        _note_success(source, fetched, now, tally)
    except NewsroomError as error:
        _note_failure(source, error, now)
        tally.count(FAILED, f"{source.slug}: {error}")
    return tally


def _run_former(feed: SourceAlias, source: Source, now: datetime, this_round: Run) -> Tally:
    tally = Tally()
    mine = SourceAlias.objects.filter(pk=feed.pk)
    try:
        fetched = this_round.get(feed)
        if not fetched.not_modified:
            tally = _take(source, fetched, now, this_round)
        _note_validators(feed, fetched, has_failures=bool(tally.counts[FAILED]))
        mine.update(etag=feed.etag, last_modified=feed.last_modified)
        if tally.counts["create"]:
            source.last_item_at = now
            source.save(update_fields=["last_item_at"])
    except FetchGone as error:  # this feed is over, its source is not
        mine.update(gone=True)
        tally.count(FAILED, f"{source.slug}: {feed.poll_url}: {error}")
    except NewsroomError as error:
        _note_failure(source, error, now)
        tally.count(FAILED, f"{source.slug}: {feed.poll_url}: {error}")
    return tally


def _take(source: Source, fetched: net.Fetched, now: datetime, this_round: Run) -> Tally:
    try:
        parsed: Parsed = this_round.worker.call(
            formats.parse,
            fetched.body,
            content_type=fetched.content_type,
            url=fetched.url,
            chrome=memory.chrome_of(source, now),
            now=now,
        )
    except NewsroomError as error:
        store.keep_failure(fetched.body, source=source, now=now, error=error)
        raise
    return store.take_in(
        parsed, source=source, now=now, door=Door.IMPORT, headers=dict(fetched.headers)
    )


def _note_success(source: Source, fetched: net.Fetched, now: datetime, tally: Tally) -> None:
    _note_validators(source, fetched, has_failures=bool(tally.counts[FAILED]))
    if fetched.permanent_url and len(fetched.permanent_url) <= LONGEST_ADDRESS:
        source.poll_url = fetched.permanent_url
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


def _note_validators(source: Polled, fetched: net.Fetched, *, has_failures: bool) -> None:
    """Remember what makes the next answer short, unless something has to be read again."""
    if has_failures:
        source.etag = source.last_modified = ""
    elif not fetched.not_modified:
        source.etag = fetched.etag if len(fetched.etag) <= LONGEST_ETAG else ""
        changed = fetched.last_modified
        source.last_modified = changed if len(changed) <= LONGEST_LAST_MODIFIED else ""


def _note_failure(source: Source, error: NewsroomError, now: datetime) -> None:
    """Record the reason and wait longer each time; a source that is gone is switched off."""
    logger.warning("Polling %s failed: %s", source.slug, error)
    source.failure_count += 1
    doublings = min(source.failure_count, MOST_DOUBLINGS)
    pause = min(timedelta(minutes=source.pace_minutes) * 2**doublings, LONGEST_PAUSE)
    if isinstance(error, FetchFailed) and error.retry_after:
        pause = max(pause, timedelta(seconds=error.retry_after))
    source.next_poll_at = now + pause
    source.last_error = str(error)
    source.active = source.active and not isinstance(error, FetchGone)
    source.save(update_fields=["failure_count", "next_poll_at", "last_error", "active"])
