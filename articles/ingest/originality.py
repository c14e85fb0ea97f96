"""How much of what a source sends is its own, and from whom the rest is; from stored pairs.

No text is read: a pair's copy score is the share of the shorter text that stands in the longer,
so with both sizes it says how much of the later stands in the earlier.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from articles.dedupe.judge import REVIEW
from articles.dedupe.reuse import LEAST_SHARE, told
from articles.dedupe.wording import FEWEST_GRAMS
from articles.ingest.tracing import told_by_us
from articles.models import Match, Source

WINDOW = timedelta(days=30)
# A busy source sends some hundred texts a day: the newest are enough to know it.
MOST_ARTICLES = 300
MOST_PAIRS = 4000
MOST_GIVERS = 5


@dataclass(frozen=True)
class Giver:
    """From whom the source takes, with the share of its words; None is this paper itself."""

    source: Source | None
    share: float

    @property
    def percent(self) -> int:
        """The share for people."""
        return round(100 * self.share)


@dataclass(frozen=True)
class Originality:
    """What the source sent since `since`, in shares of its words: `own` and `copied` make 1.

    `is_cut` says that it sent more: the newest were measured.
    """

    since: datetime
    article_count: int
    own: float
    copied: float
    givers: tuple[Giver, ...]
    is_cut: bool

    @property
    def own_percent(self) -> int:
        """`own` for people; with `copied_percent` it makes 100."""
        return 100 - self.copied_percent

    @property
    def copied_percent(self) -> int:
        """`copied` for people."""
        return round(100 * self.copied)


@dataclass(frozen=True)
class _Text:
    told_at: datetime
    gram_count: int


@dataclass(frozen=True)
class _Held:
    """An earlier text that holds the share `share` of a later one."""

    told_at: datetime
    article: int
    source: int | None
    share: float


def of_source(source: Source, now: datetime) -> Originality | None:
    """Measure what the source sent in the last `WINDOW`; None if it sent nothing to measure.

    Four queries at most, whatever it sent. The earliest holder of a passage is its giver, as in
    a traced story; what the source itself had earlier is its own.
    """
    since = now - WINDOW
    texts = _texts(source, since)
    is_cut = len(texts) > MOST_ARTICLES
    measured = dict(list(texts.items())[:MOST_ARTICLES])
    holders, unread = _holders(measured, now)
    for pk in unread:
        del measured[pk]
    total = sum(text.gram_count for text in measured.values())
    if not total:
        return None
    taken: dict[int | None, float] = {}
    for pk, text in measured.items():
        for giver, share in _taken(holders.get(pk, ())):
            if giver != source.pk:
                taken[giver] = taken.get(giver, 0.0) + share * text.gram_count
    copied = min(1.0, sum(taken.values()) / total)
    return Originality(
        since, len(measured), 1 - copied, copied, _givers(taken, total), is_cut or bool(unread)
    )


def _texts(source: Source, since: datetime) -> dict[int, _Text]:
    """The newest arrivals with enough words to measure, newest first, one more than are wanted."""
    rows = source.articles.filter(
        arrived_at__gt=since, fingerprint__gram_count__gte=FEWEST_GRAMS
    ).order_by("-arrived_at", "-pk")
    values = rows.values_list("pk", "arrived_at", "written_at", "fingerprint__gram_count")
    return {
        pk: _Text(told(arrived_at, written_at).at, gram_count)
        for pk, arrived_at, written_at, gram_count in values[: MOST_ARTICLES + 1]
    }


def _holders(
    texts: Mapping[int, _Text], now: datetime
) -> tuple[dict[int, list[_Held]], Collection[int]]:
    """Who held what of each text before it, and the texts whose pairs were not all read.

    Two queries. What the desk denied is no copy.
    """
    found: dict[int, list[_Held]] = {}
    unread: set[int] = set()
    for mine, other in (("a", "b"), ("b", "a")):
        rows = _pairs(texts, mine, other)
        if len(rows) > MOST_PAIRS:
            last = rows[-1][0]
            newest_first = list(texts)
            unread.update(newest_first[newest_first.index(last) :])
        for pk, score, article, source, arrived, written, visible, gram_count in rows:
            theirs = told_by_us(visible, now) if source is None else told(arrived, written)
            text = texts[pk]
            share = min(1.0, score * min(gram_count, text.gram_count) / text.gram_count)
            if theirs.at < text.told_at and share >= LEAST_SHARE:
                found.setdefault(pk, []).append(_Held(theirs.at, article, source, share))
    return found, unread


def _pairs(texts: Collection[int], mine: str, other: str) -> list[tuple[Any, ...]]:
    """The pairs in which these texts may be the later, those of the newest first. One query.

    The database leaves out what has no time before ours; else all the copies of an agency's
    reports would be read to learn that it copied none.
    """
    wanted = {f"{mine}__in": list(texts), f"{other}__fingerprint__gram_count__gt": 0}
    ours = F(f"{mine}__arrived_at")
    may_be_earlier = Q()
    for name in ("arrived_at", "written_at", "visible_at"):
        may_be_earlier |= Q(**{f"{other}__{name}__lt": ours})
    rows = Match.objects.standing().filter(may_be_earlier, **wanted, copy_score__gte=REVIEW)
    ordered = rows.order_by(f"-{mine}__arrived_at", f"-{mine}_id", "pk")
    values = ordered.values_list(
        f"{mine}_id",
        "copy_score",
        f"{other}_id",
        f"{other}__source_id",
        f"{other}__arrived_at",
        f"{other}__written_at",
        f"{other}__visible_at",
        f"{other}__fingerprint__gram_count",
    )
    return list(values[: MOST_PAIRS + 1])


def _taken(holders: Collection[_Held]) -> Iterator[tuple[int | None, float]]:
    """What each holder gives that no earlier one had: the shares add up to the largest.

    A paper that printed the wire's report and more gives only the more.
    """
    so_far = 0.0
    for held in sorted(holders, key=lambda held: (held.told_at, held.article)):
        if held.share > so_far:
            yield held.source, held.share - so_far
            so_far = held.share


def _givers(taken: Mapping[int | None, float], total: int) -> tuple[Giver, ...]:
    """The largest givers with their sources. One query."""
    ranked = sorted(taken.items(), key=lambda found: (-found[1], found[0] or 0))[:MOST_GIVERS]
    sources = Source.objects.in_bulk([pk for pk, _grams in ranked if pk is not None])
    return tuple(Giver(None if pk is None else sources[pk], grams / total) for pk, grams in ranked)
