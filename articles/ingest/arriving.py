"""One item on its way in: who it is, what to do with it, and one transaction to do it in."""

from dataclasses import dataclass, replace

from django.db import transaction

from articles.desk import acting, sealed_words
from articles.enums import CaptureOutcome, Status
from articles.formats.item import Item
from articles.ingest import drafting, filing, identity, matching, turns
from articles.ingest.batch import VERB, Arrival, Batch, version_at
from articles.ingest.deciding import Choice, Situation, Step, decide
from articles.ingest.filing import Prepared
from articles.ingest.identity import Keys
from articles.models import Article, Capture, Change, Source

UPSTREAM_FIELDS = ("headline", "standfirst", "body_html")
# Arrivals from which an article took its text, or was offered one.
HEARD = (CaptureOutcome.CREATED, CaptureOutcome.UPDATED, CaptureOutcome.SUGGESTED)


@dataclass(frozen=True)
class Taken:
    """What became of an item."""

    choice: Choice
    article_id: int | None


def take(item: Item, batch: Batch) -> Taken:
    """Store one believable item in one transaction of its own.

    What costs time, the comparing, is done before the transaction, so that nobody waits for it;
    what was decided is decided again inside, in case that another process was faster.
    """
    keys = identity.keys_of(item, batch.shared)
    arrival = _look(item, keys, batch)
    if arrival.choice.step is Step.KNOWN:
        return _taken(arrival)
    ready = _prepare(arrival, batch)
    with transaction.atomic():
        turns.take_turn()
        if arrival.article is not None:
            # From here on nobody can publish or edit it under our hands.
            acting.locked(arrival.article)
        now = _look(item, keys, batch)
        if now.choice.step is not Step.KNOWN:
            is_as_seen = now.choice.step is arrival.choice.step
            ready = ready if is_as_seen else Prepared()
            now = filing.write(_held(now, ready), ready, batch)
    return _taken(now)


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


def _held(arrival: Arrival, ready: Prepared) -> Arrival:
    """The arrival; one that says what a takedown put away waits beside the sealed article instead.

    So its words are as far away as those are, until a person lets it in (`letting_in`).
    """
    if arrival.choice.step not in (Step.CREATE, Step.UPDATE, Step.SUGGEST):
        return arrival
    item = arrival.item
    prints = ready.around.whole if ready.around else None
    prints = prints or sealed_words.prints_of(item.headline, drafting.body_of(item))
    sealed_id = sealed_words.same_as(prints)
    if sealed_id is None:
        return arrival
    sealed = Article.objects.get(pk=sealed_id)
    why = f"held: article {sealed.pk}, taken down for legal reasons, said the same"
    return replace(arrival, article=sealed, rung="", choice=Choice(Step.HOLD, why))


def _taken(arrival: Arrival) -> Taken:
    return Taken(arrival.choice, arrival.article.pk if arrival.article else None)


def _look(item: Item, keys: Keys, batch: Batch) -> Arrival:
    """Read who the item is and choose the step; writes nothing."""
    known = identity.known(keys, batch.source)
    own = identity.own_article(item, batch.publication)
    found = None if own else identity.find(item, keys, batch.source)
    article = own or (found.capture.article if found else None)
    if article is not None and article.survivor is not None:
        article = article.survivor
    last = _last_heard(article, batch.source) if article else None
    if known is not None and last is not None and _is_taken_back(item, keys, last):
        keys = replace(keys, content=identity.dated(keys.content, version_at(item)))
        known = identity.known(replace(keys, raw=""), batch.source)
    choice = decide(_situation(item, article, last, batch, known is not None, own is not None))
    if known is not None:
        article = known.article
    return Arrival(item, keys, article, found.rung if found else "", choice)


def _last_heard(article: Article, source: Source) -> Capture | None:
    """The newest arrival from this source that the article took over or was offered."""
    mine = article.captures.filter(source=source, outcome__in=HEARD)
    return mine.defer("fields").order_by("-id").first()


def _is_taken_back(item: Item, keys: Keys, last: Capture) -> bool:
    """Whether upstream says again what it said before, over something else it said since.

    Only its own later date tells that from a stale cache.
    """
    said_at = version_at(item)
    if said_at is None or last.version_at is None or last.content_key == keys.content:
        return False
    return said_at > last.version_at


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
        version_at=version_at(item),
    )


def _prepare(arrival: Arrival, batch: Batch) -> Prepared:
    """The draft of a new article, and what a new text is to others; writes nothing."""
    item, article = arrival.item, arrival.article
    if arrival.choice.step is Step.CREATE:
        draft = drafting.article_from(item, source=batch.source, now=batch.now)
        return Prepared(draft, matching.look(draft, guid=item.guid, limits=batch.limits))
    if arrival.choice.step is Step.UPDATE and article is not None:
        newer = drafting.preview(article, item)
        return Prepared(None, matching.look(newer, guid=item.guid, limits=batch.limits))
    return Prepared()
