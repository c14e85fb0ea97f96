"""Taking items in: each in one transaction of its own, counted once, nothing skipped silently."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from articles.enums import CaptureOutcome, Door
from articles.errors import NewsroomError
from articles.formats.item import Item, Parsed
from articles.ingest import arriving, claims, identity, rereading, scoring, turns
from articles.ingest.arriving import Taken
from articles.ingest.batch import Batch
from articles.ingest.deciding import Step
from articles.ingest.tally import FAILED, Tally
from articles.models import Capture, Raw, Source
from articles.text.plain import CLEANER_VERSION

logger = logging.getLogger(__name__)

# Another process stored the same arrival between our look and our insert, or a lock was lost:
# the second look mostly finds it known.
TRIES = 3


def take_in(
    parsed: Parsed,
    *,
    source: Source,
    now: datetime,
    door: Door = Door.IMPORT,
    by: Any = None,
    headers: dict[str, str] | None = None,
    dry_run: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> Tally:
    """Store what a document brought; a second time, or from two processes at once, changes nothing.

    A failing item is counted with its reason and its bytes are kept; the others go on. With
    `dry_run` everything is tried in one transaction that is rolled back.
    """
    shared = identity.shared_by(parsed, source)
    batch = Batch(source, now, door, by, headers or {}, shared)
    tally = Tally(notes=list(parsed.problems))
    if dry_run:
        with transaction.atomic():
            _take_all(parsed, batch, tally, progress)
            transaction.set_rollback(True)
        return tally
    rereading.reread(now)
    scoring.score_labels()
    _take_all(parsed, batch, tally, progress)
    return tally


def keep_failure(data: bytes, *, source: Source, now: datetime, error: NewsroomError) -> None:
    """Keep bytes that could not be read, with the reason, so that they can be tried again."""
    digest = hashlib.sha256(data).hexdigest()
    Capture.objects.get_or_create(
        source=source,
        item_key=f"raw:{digest}",
        content_key=digest,
        defaults={
            "raw": Raw.keep(data),
            "outcome": CaptureOutcome.FAILED,
            "fetched_at": now,
            "cleaner_version": CLEANER_VERSION,
            "report": {"error": error.message, "hint": error.hint},
        },
    )


def _take_all(parsed: Parsed, batch: Batch, tally: Tally, progress: Callable[[], None]) -> None:
    for item in parsed.items:
        _take_safely(item, batch, tally)
        progress()


def _take_safely(item: Item, batch: Batch, tally: Tally) -> None:
    """One item, whatever happens: stored, known, or counted as failed with its bytes kept."""
    try:
        believed = claims.believable(item, batch.now)
        taken = _take_again(believed, batch)
    except (NewsroomError, DatabaseError, ValueError) as error:
        is_expected = isinstance(error, NewsroomError)
        logger.warning(
            "An item of %s was not stored: %s", batch.source.slug, error, exc_info=not is_expected
        )
        failure = error if isinstance(error, NewsroomError) else NewsroomError(str(error))
        keep_failure(item.raw, source=batch.source, now=batch.now, error=failure)
        tally.count(FAILED, f"{_label(item)}: {failure}")
        return
    step = taken.choice.step
    words = [] if step is Step.KNOWN else [*believed.problems, taken.choice.why]
    said = "; ".join(word for word in words if word)
    tally.count(step.value, f"{_label(item)}: {said}" if said else "", taken.article_id)
    if step is not Step.KNOWN:
        turns.give_way()


def _take_again(item: Item, batch: Batch) -> Taken:
    """Take the item, once more where another process was in the way; raises the last failure."""
    for left in reversed(range(TRIES)):
        try:
            taken = arriving.take(item, batch)
        except (IntegrityError, OperationalError):
            batch.settle(stored=False)
            if not left:
                raise
        except (NewsroomError, DatabaseError, ValueError):
            batch.settle(stored=False)
            raise
        else:
            batch.settle(stored=True)
            return taken
    raise AssertionError("The last try either returned or raised.")


def _label(item: Item) -> str:
    return item.headline[:80] or item.url or item.guid or "untitled item"
