"""Taking items in: each in one transaction of its own, counted once, nothing skipped silently."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from articles.enums import CaptureOutcome, Door, SuggestionStatus
from articles.errors import NewsroomError
from articles.formats.item import Item, Parsed
from articles.history import Recorder
from articles.ingest import drafting, identity, matching, memory
from articles.ingest.deciding import Situation, Step, decide
from articles.ingest.tally import FAILED, Tally
from articles.models import Act, Article, Capture, Change, Publication, Raw, Source, Suggestion
from articles.text.plain import CLEANER_VERSION

logger = logging.getLogger(__name__)

UPSTREAM_FIELDS = ("headline", "standfirst", "body_html")
_OUTCOMES = {
    Step.CREATE: CaptureOutcome.CREATED,
    Step.UPDATE: CaptureOutcome.UPDATED,
    Step.SUGGEST: CaptureOutcome.SUGGESTED,
    Step.LATE: CaptureOutcome.SUGGESTED,
    Step.OWN: CaptureOutcome.OWN,
}


@dataclass
class Batch:
    """What the items of one arrival share; its act is made when the first row changes."""

    source: Source
    now: datetime
    door: Door
    by: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    publication: Publication = field(default_factory=Publication.current)
    _act: Act | None = None

    def recorder(self) -> Recorder:
        """A recorder under the one act of this batch."""
        if self._act is None:
            plan = {"source": self.source.slug}
            self._act = Act.objects.create(
                verb="take-in", by=self.by, at=self.now, door=self.door, plan=plan
            )
        return Recorder(self._act)

    def forget_act(self) -> None:
        """Make the act anew: the transaction that made it was rolled back."""
        if self._act and not Act.objects.filter(pk=self._act.pk).exists():
            self._act = None


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
    batch = Batch(source, now, door, by, headers or {})
    tally = Tally(notes=list(parsed.problems))
    if dry_run:
        with transaction.atomic():
            _take_all(parsed, batch, tally, progress)
            transaction.set_rollback(True)
        return tally
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
    label = item.headline[:80] or item.url or item.guid or "untitled item"
    try:
        with transaction.atomic():
            step, article_id = _take(item, batch)
        problems = "; ".join(item.problems)
        note = f"{label}: {problems}" if problems and step is not Step.KNOWN else ""
        tally.count(step.value, note, article_id)
    except IntegrityError:
        # Another process stored the same arrival between our look and our insert.
        batch.forget_act()
        tally.count(Step.KNOWN.value)
    except (NewsroomError, DatabaseError, ValueError) as error:
        logger.exception("An item of %s could not be stored", batch.source.slug)
        batch.forget_act()
        failure = error if isinstance(error, NewsroomError) else NewsroomError(str(error))
        keep_failure(item.raw, source=batch.source, now=batch.now, error=failure)
        tally.count(FAILED, f"{label}: {failure}")


def _take(item: Item, batch: Batch) -> tuple[Step, int | None]:
    keys = identity.keys_of(item)
    own = identity.own_article(item, batch.publication)
    found = None if own else identity.find(keys, batch.source)
    article = own or (found.capture.article if found else None)
    step = decide(_situation(item, keys, article, batch, own is not None))
    if step is Step.KNOWN:
        return step, article.pk if article else None
    capture = _capture(item, keys, step, found.rung if found else "", batch)
    if step is Step.CREATE:
        article = _create(item, capture, batch)
    elif article is not None:
        capture.article = article
        capture.save(update_fields=["article"])
        _apply(step, article, item, capture, batch)
    return step, article.pk if article else None


def _situation(
    item: Item, keys: identity.Keys, article: Article | None, batch: Batch, is_own: bool
) -> Situation:
    same = Capture.objects.filter(
        source=batch.source, item_key=keys.item, content_key=keys.content
    ).exists()
    last = None
    if article is not None and not is_own:
        last = (
            article.captures.exclude(version_at=None)
            .order_by("-version_at")
            .values_list("version_at", flat=True)
            .first()
        )
    return Situation(
        is_own=is_own and not same,
        exists=article is not None,
        same_content=same,
        touched_by_desk=article is not None and is_touched(article),
        last_version_at=last,
        version_at=item.updated_at or item.published_at,
        is_empty=not (item.body_html.strip() or item.body_text.strip()),
    )


def is_touched(article: Article) -> bool:
    """Whether a person has judged the article or changed its words. At most one query."""
    if article.status != "incoming":
        return True
    return Change.objects.filter(
        article_id=article.pk,
        model="articles.article",
        field__in=UPSTREAM_FIELDS,
        act__by__isnull=False,
    ).exists()


def _capture(item: Item, keys: identity.Keys, step: Step, rung: str, batch: Batch) -> Capture:
    return Capture.objects.create(
        source=batch.source,
        raw=Raw.keep(item.raw),
        outcome=_OUTCOMES[step],
        rung=rung,
        item_key=keys.item,
        content_key=keys.content,
        guid=item.guid,
        url=item.url,
        guid_key=keys.guid,
        url_key=keys.url,
        text_key=keys.text,
        headers=batch.headers,
        fetched_at=batch.now,
        version_at=item.updated_at or item.published_at,
        cleaner_version=CLEANER_VERSION,
        report={**item.report, "problems": list(item.problems)},
        fields=drafting.upstream_fields(item),
    )


def _create(item: Item, capture: Capture, batch: Batch) -> Article:
    article = drafting.article_from(item, source=batch.source, now=batch.now)
    article.save(force_insert=True)
    drafting.add_relations(article, item)
    capture.article = article
    capture.save(update_fields=["article"])
    recorder = batch.recorder()
    Change.objects.create(
        act=recorder.act,
        model="articles.article",
        row=str(article.pk),
        article_id=article.pk,
        kind=Change.Kind.CREATE,
        after={"capture": capture.pk},
    )
    memory.remember(article, item, now=batch.now)
    matching.match(article, now=batch.now, recorder=recorder)
    recorder.flush()
    return article


def _apply(step: Step, article: Article, item: Item, capture: Capture, batch: Batch) -> None:
    """Take a newer text over, or lay it beside the desk's own."""
    if step is Step.UPDATE:
        recorder = batch.recorder()
        changed = drafting.update_from(article, item, recorder)
        if changed:
            matching.match(article, now=batch.now, recorder=recorder)
        recorder.flush()
    if step is Step.SUGGEST:
        base = article.captures.exclude(pk=capture.pk).order_by("-id").first()
        article.suggestions.filter(status=SuggestionStatus.OPEN).update(
            status=SuggestionStatus.REFUSED, decided_at=batch.now
        )
        Suggestion.objects.create(
            article=article,
            capture=capture,
            base=base.fields if base else {},
            offered=capture.fields,
            made_at=batch.now,
        )
