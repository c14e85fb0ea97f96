"""The rows that an arrival writes: its capture, and the article or suggestion it leads to."""

from dataclasses import dataclass, replace

from django.db.models import Q

from articles import cachekeys, search
from articles.desk import relisting
from articles.enums import CaptureOutcome, SuggestionStatus
from articles.formats.item import Item
from articles.ingest import drafting, matching, memory
from articles.ingest.batch import Arrival, Batch
from articles.ingest.deciding import Step
from articles.ingest.matching import Surroundings
from articles.models import Article, Capture, Raw, Suggestion
from articles.text.plain import CLEANER_VERSION

TAKEN_OVER = (CaptureOutcome.CREATED, CaptureOutcome.UPDATED)
_OUTCOMES = {
    Step.CREATE: CaptureOutcome.CREATED,
    Step.UPDATE: CaptureOutcome.UPDATED,
    Step.SUGGEST: CaptureOutcome.SUGGESTED,
    Step.KEEP: CaptureOutcome.KEPT,
    Step.OWN: CaptureOutcome.OWN,
    Step.HOLD: CaptureOutcome.HELD,
}


@dataclass(frozen=True)
class Prepared:
    """What was worked out before the transaction: the unsaved article, and its surroundings."""

    draft: Article | None = None
    around: Surroundings | None = None


def write(arrival: Arrival, ready: Prepared, batch: Batch) -> Arrival:
    """Write what the chosen step asks for; the arrival with its article. Needs a transaction."""
    capture = _capture(arrival, batch)
    if arrival.article is None:
        article = _create(arrival.item, capture, ready, batch)
        return replace(arrival, article=article)
    if arrival.choice.step is Step.UPDATE:
        _update(arrival.article, arrival.item, ready.around, batch)
    elif arrival.choice.step is Step.SUGGEST:
        _suggest(arrival.article, capture, batch)
    return arrival


def _capture(arrival: Arrival, batch: Batch) -> Capture:
    item, keys = arrival.item, arrival.keys
    return Capture.objects.create(
        source=batch.source,
        article=arrival.article,
        raw=Raw.keep(item.raw),
        outcome=_OUTCOMES[arrival.choice.step],
        rung=arrival.rung,
        item_key=keys.item,
        content_key=keys.content,
        guid=item.guid,
        url=item.url,
        guid_key=keys.guid,
        url_key=keys.url,
        text_key=keys.text,
        headers=batch.headers,
        fetched_at=batch.now,
        version_at=arrival.version_at,
        cleaner_version=CLEANER_VERSION,
        report={**item.report, "problems": list(item.problems), "complete": item.complete},
        fields=drafting.upstream_fields(item),
    )


def _create(item: Item, capture: Capture, ready: Prepared, batch: Batch) -> Article:
    article = ready.draft or drafting.article_from(item, source=batch.source, now=batch.now)
    recorder = batch.recorder()
    recorder.create(article)
    drafting.add_relations(article, item)
    capture.article = article
    capture.save(update_fields=["article"])
    around = ready.around or matching.look(article, guid=item.guid, limits=batch.limits)
    pairs = matching.settle(article, around, now=batch.now, recorder=recorder)
    if not matching.is_retold(pairs, batch.source):
        memory.remember(article, item, now=batch.now)
    relisting.follow(recorder.pending)
    search.follow(recorder.pending)
    cachekeys.follow(recorder.pending)
    recorder.flush()
    return article


def _update(article: Article, item: Item, around: Surroundings | None, batch: Batch) -> None:
    recorder = batch.recorder()
    if recorder.change(article, **drafting.newer_fields(article, item)):
        around = around or matching.look(article, guid=item.guid, limits=batch.limits)
        matching.settle(article, around, now=batch.now, recorder=recorder)
    relisting.follow(recorder.pending)
    search.follow(recorder.pending)
    cachekeys.follow(recorder.pending)
    recorder.flush()


def _suggest(article: Article, capture: Capture, batch: Batch) -> None:
    """Lay the new text beside the desk's own; `base` is what the desk last took from upstream."""
    mine = article.captures.filter(source=batch.source)
    taken_over = Q(outcome__in=TAKEN_OVER) | Q(suggestion__status=SuggestionStatus.ACCEPTED)
    base = mine.filter(taken_over).order_by("-id").first()
    recorder = batch.recorder()
    older = article.suggestions.filter(status=SuggestionStatus.OPEN, capture__source=batch.source)
    for suggestion in older.order_by("pk"):
        recorder.change(suggestion, status=SuggestionStatus.REFUSED, decided_at=batch.now)
    recorder.create(
        Suggestion(
            article=article,
            capture=capture,
            base=base.fields if base else {},
            offered=capture.fields,
            made_at=batch.now,
        )
    )
    recorder.flush()
