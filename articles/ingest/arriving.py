"""One item on its way in: who it is, what to do with it, and the rows that this writes."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from articles.desk import acting
from articles.enums import CaptureOutcome, Door, Status, SuggestionStatus
from articles.formats.item import Item
from articles.history import Recorder
from articles.ingest import drafting, identity, matching, memory, turns
from articles.ingest.deciding import Choice, Situation, Step, decide
from articles.ingest.identity import Keys, Shared
from articles.ingest.matching import Surroundings
from articles.models import Act, Article, Capture, Change, Publication, Raw, Source, Suggestion
from articles.text.plain import CLEANER_VERSION

VERB = "take-in"
UPSTREAM_FIELDS = ("headline", "standfirst", "body_html")
# Arrivals from which an article took its text, or was offered one.
HEARD = (CaptureOutcome.CREATED, CaptureOutcome.UPDATED, CaptureOutcome.SUGGESTED)
TAKEN_OVER = (CaptureOutcome.CREATED, CaptureOutcome.UPDATED)
_OUTCOMES = {
    Step.CREATE: CaptureOutcome.CREATED,
    Step.UPDATE: CaptureOutcome.UPDATED,
    Step.SUGGEST: CaptureOutcome.SUGGESTED,
    Step.KEEP: CaptureOutcome.KEPT,
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
    shared: Shared = field(default_factory=Shared)
    publication: Publication = field(default_factory=Publication.current)
    _act: Act | None = None
    _act_is_stored: bool = False

    def recorder(self) -> Recorder:
        """A recorder under the one act of this batch."""
        if self._act is None:
            plan = {"source": self.source.slug}
            self._act = Act.objects.create(
                verb=VERB, by=self.by, at=self.now, door=self.door, plan=plan
            )
        return Recorder(self._act)

    def settle(self, *, stored: bool) -> None:
        """Told after each item whether its transaction held: an act that went with it is new."""
        if stored:
            self._act_is_stored = self._act is not None
        elif not self._act_is_stored:
            self._act = None


@dataclass(frozen=True)
class Taken:
    """What became of an item."""

    choice: Choice
    article_id: int | None


@dataclass(frozen=True)
class _Arrival:
    """An item with what we know about it; `article` is None while it has none."""

    item: Item
    keys: Keys
    article: Article | None
    rung: str
    choice: Choice


def take(item: Item, batch: Batch) -> Taken:
    """Store one believable item in one transaction of its own.

    What costs time, the comparing, is done before the transaction, so that nobody waits for it;
    what was decided is decided again inside, in case that another process was faster.
    """
    arrival = _look(item, batch)
    if arrival.choice.step is Step.KNOWN:
        return _taken(arrival)
    around = _surroundings(arrival, batch)
    with transaction.atomic():
        turns.take_turn()
        if arrival.article is not None:
            # From here on nobody can publish or edit it under our hands.
            acting.locked(arrival.article)
        arrival = _look(item, batch)
        if arrival.choice.step is not Step.KNOWN:
            arrival = _store(arrival, around, batch)
    return _taken(arrival)


def is_touched(article: Article) -> bool:
    """Whether a person has judged the article, changed its words or merged others into it.

    At most two queries.
    """
    if article.status != Status.INCOMING or article.merged.exists():
        return True
    by_hand = Change.objects.filter(
        article_id=article.pk,
        model="articles.article",
        field__in=UPSTREAM_FIELDS,
        act__by__isnull=False,
    )
    return by_hand.exclude(act__verb=VERB).exists()


def _taken(arrival: _Arrival) -> Taken:
    return Taken(arrival.choice, arrival.article.pk if arrival.article else None)


def _look(item: Item, batch: Batch) -> _Arrival:
    """Read who the item is and choose the step; writes nothing."""
    keys = identity.keys_of(item, batch.shared)
    known = identity.known(keys, batch.source)
    own = identity.own_article(item, batch.publication)
    found = None if own else identity.find(item, keys, batch.source)
    article = own or (found.capture.article if found else None)
    if article is not None and article.survivor is not None:
        article = article.survivor
    last = _last_heard(article, batch.source) if article else None
    if known is not None and last is not None and _is_taken_back(item, keys, last):
        keys = replace(keys, content=identity.dated(keys.content, _version_at(item)))
        known = identity.known(replace(keys, raw=""), batch.source)
    choice = decide(_situation(item, article, last, batch, known is not None, own is not None))
    if known is not None:
        article = known.article
    return _Arrival(item, keys, article, found.rung if found else "", choice)


def _last_heard(article: Article, source: Source) -> Capture | None:
    """The newest arrival from this source that the article took over or was offered."""
    mine = article.captures.filter(source=source, outcome__in=HEARD)
    return mine.defer("fields").order_by("-id").first()


def _is_taken_back(item: Item, keys: Keys, last: Capture) -> bool:
    """Whether upstream says again what it said before, over something else it said since.

    Only its own later date tells that from a stale cache.
    """
    version_at = _version_at(item)
    if version_at is None or last.version_at is None or last.content_key == keys.content:
        return False
    return version_at > last.version_at


def _version_at(item: Item) -> datetime | None:
    return item.updated_at or item.published_at


def _situation(
    item: Item,
    article: Article | None,
    last: Capture | None,
    batch: Batch,
    is_known: bool,
    is_own: bool,
) -> Situation:
    from_elsewhere = article is not None and article.source_id != batch.source.pk
    return Situation(
        is_known=is_known,
        is_own=is_own,
        exists=article is not None,
        is_foreign=from_elsewhere and last is None,
        is_touched=article is not None and (from_elsewhere or is_touched(article)),
        is_empty=not (item.body_html.strip() or item.body_text.strip()),
        is_summary=not item.complete,
        had_full_text=last is not None and bool(last.report.get("complete")),
        last_version_at=last.version_at if last else None,
        version_at=_version_at(item),
    )


def _surroundings(arrival: _Arrival, batch: Batch) -> Surroundings | None:
    """What the article is to others, where its text is about to be new; writes nothing."""
    item, article = arrival.item, arrival.article
    if arrival.choice.step is Step.CREATE:
        draft = drafting.article_from(item, source=batch.source, now=batch.now)
        return matching.look(draft, guid=item.guid)
    if arrival.choice.step is Step.UPDATE and article is not None:
        return matching.look(drafting.preview(article, item), guid=item.guid)
    return None


def _store(arrival: _Arrival, around: Surroundings | None, batch: Batch) -> _Arrival:
    capture = _capture(arrival, batch)
    if arrival.article is None:
        article = _create(arrival.item, capture, around, batch)
        return replace(arrival, article=article)
    if arrival.choice.step is Step.UPDATE:
        _update(arrival.article, arrival.item, around, batch)
    elif arrival.choice.step is Step.SUGGEST:
        _suggest(arrival.article, capture, batch)
    return arrival


def _capture(arrival: _Arrival, batch: Batch) -> Capture:
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
        version_at=_version_at(item),
        cleaner_version=CLEANER_VERSION,
        report={**item.report, "problems": list(item.problems), "complete": item.complete},
        fields=drafting.upstream_fields(item),
    )


def _create(item: Item, capture: Capture, around: Surroundings | None, batch: Batch) -> Article:
    article = drafting.article_from(item, source=batch.source, now=batch.now)
    recorder = batch.recorder()
    recorder.create(article)
    drafting.add_relations(article, item)
    capture.article = article
    capture.save(update_fields=["article"])
    around = around or matching.look(article, guid=item.guid)
    pairs = matching.settle(article, around, now=batch.now, recorder=recorder)
    if not matching.is_retold(pairs, batch.source):
        memory.remember(article, item, now=batch.now)
    recorder.flush()
    return article


def _update(article: Article, item: Item, around: Surroundings | None, batch: Batch) -> None:
    recorder = batch.recorder()
    if recorder.change(article, **drafting.newer_fields(article, item)):
        around = around or matching.look(article, guid=item.guid)
        matching.settle(article, around, now=batch.now, recorder=recorder)
    recorder.flush()


def _suggest(article: Article, capture: Capture, batch: Batch) -> None:
    """Lay the new text beside the desk's own; `base` is what the desk began from."""
    taken_over = article.captures.filter(source=batch.source, outcome__in=TAKEN_OVER)
    base = taken_over.order_by("-id").first()
    article.suggestions.filter(status=SuggestionStatus.OPEN, capture__source=batch.source).update(
        status=SuggestionStatus.REFUSED, decided_at=batch.now
    )
    Suggestion.objects.create(
        article=article,
        capture=capture,
        base=base.fields if base else {},
        offered=capture.fields,
        made_at=batch.now,
    )
