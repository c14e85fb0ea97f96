"""One article against the archive: fingerprints, candidates, verdicts, copy group and story."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from articles.dedupe.familiar import without
from articles.dedupe.fingerprint import Document, Prints, fingerprint
from articles.dedupe.judge import (
    DEFAULT,
    Judgement,
    Limits,
    Verdict,
    judge_prints,
)
from articles.dedupe.likeness import is_grey
from articles.enums import Status
from articles.history import Recorder
from articles.ingest import candidates, embedding, familiarity, identity, joining, printing
from articles.ingest.joining import Pair
from articles.models import (
    Article,
    Capture,
    Match,
    Source,
    Thresholds,
)
from articles.models.thresholds import LOWEST_EVENT, LOWEST_REVIEW
from articles.text import markup
from articles.text.bylines import past_dateline

# Prints kept in the process, about 60 kB each: neighbours of a batch are compared again and again.
READ_LATELY = 400
# Of the related ones, so many nearest are kept with their evidence, a few kilobytes each.
MOST_PAIRS = 24
# Of those just below the limits so many are kept, without their paragraphs: what other limits would
# change can only be shown of pairs that are there.
MOST_NEAR = 2
# Of the pairs found earlier, so many are judged again when a text changes.
MOST_FORMER = 30
RETOLD = (Verdict.SAME_COPY, Verdict.NEW_VERSION)


@dataclass(frozen=True)
class Surroundings:
    """What a text is to the articles we have, judged before anything is written.

    `whole` are the prints as stored, `prints` those without the `familiar` words, as judged.
    `seen` is the highest article id that was compared: what came in since is caught up with.
    """

    whole: Prints
    prints: Prints
    familiar: frozenset[int]
    day: date
    judged: tuple[tuple[int, Judgement], ...]
    seen: int
    limits: Limits = DEFAULT


def document_of(article: Article, *, guid: str = "") -> Document:
    """The article as the dedupe engine reads it; `source` must be loaded or absent.

    `guid` is the upstream identity of the text, where there is one. The dateline stays out: place,
    day and agency of filing are common to all that a bureau sends.
    """
    return Document(
        headline=article.headline,
        paragraphs=paragraphs_of(article.body_html),
        published_at=article.written_at or article.arrived_at,
        source=article.source.slug if article.source else "",
        guid_family=identity.family_of(guid),
    )


def paragraphs_of(body_html: str) -> tuple[str, ...]:
    """The paragraphs that are compared, the dateline left out."""
    first, *others = [text for _id, text in markup.paragraphs(body_html)] or [""]
    return past_dateline(first), *others


def match(article: Article, *, now: datetime, recorder: Recorder) -> list[Match]:
    """Fingerprint the article, compare it with its candidates, and join it to what it belongs to.

    Writes fingerprints and Match rows; sets `copy_of` and `story` of an incoming article through
    the recorder. What the desk denied for a pair stands, and nothing that readers can see is
    folded or moved. The queries do not grow with the archive. Needs a transaction.
    """
    guid = guids_of([article.pk]).get(article.pk, "")
    pairs = settle(article, look(article, guid=guid), now=now, recorder=recorder)
    ids = {pair.other.pk for pair in pairs}
    rows = Match.objects.of(article.pk).order_by("id")
    return [row for row in rows if row.other(article.pk) in ids]


def look(article: Article, *, guid: str = "", limits: Limits | None = None) -> Surroundings:
    """Compare a text, stored or not, with what we have; reads only.

    `limits` are those of a batch, so that they are read once for it.
    """
    limits = limits or Thresholds.limits_now()
    day = day_of(article)
    whole = read(document_of(article, guid=guid))
    familiar = familiarity.familiar(whole, day)
    prints = without(whole, familiar)
    found = candidates.look_up(prints, day, besides=article.pk)
    judged = _judge(prints, found.ids, familiar, limits, _former(article))
    return Surroundings(whole, prints, familiar, day, judged, found.newest, limits)


def settle(
    article: Article, around: Surroundings, *, now: datetime, recorder: Recorder
) -> list[Pair]:
    """Write the prints and the pairs of a stored article and join it; the related pairs."""
    pairs = compare(article, around, now=now)
    if article.status == Status.INCOMING:
        told = joining.Told(around.day, lambda ids: heard(around, ids))
        joining.join(article, pairs, recorder, limits=around.limits, told=told, now=now)
    return pairs


def compare(article: Article, around: Surroundings, *, now: datetime) -> list[Pair]:
    """Write the prints and the pairs of a stored article; nothing is joined."""
    newer = _newer(article, around)
    write_prints(article, around)
    if not (around.judged or newer):
        return []
    denied = {pair.other(article.pk) for pair in Match.objects.denied().of(article.pk)}
    judged = {pk: found for pk, found in [*around.judged, *newer] if pk not in denied}
    related = _nearest(judged)
    write_matches(article, judged, related | _near(judged), now)
    others = Article.objects.in_bulk(related)
    return [Pair(others[pk], j) for pk, j in related.items() if pk in others]


def _nearest(judged: Mapping[int, Judgement]) -> dict[int, Judgement]:
    """The related ones, nearest first, as many as an editor can look through."""
    related = [(pk, j) for pk, j in judged.items() if j.verdict != Verdict.UNRELATED]
    related.sort(key=lambda found: (-joining.closeness(found[1]), found[0]))
    return dict(related[:MOST_PAIRS])


def _near(judged: Mapping[int, Judgement]) -> dict[int, Judgement]:
    """The nearest of those that lower limits, as far as they go, would make related, and of those
    that a model parted: a desk that cannot see them cannot judge it."""
    near = [
        (pk, found)
        for pk, found in judged.items()
        if found.verdict == Verdict.UNRELATED
        and (
            found.event_score >= LOWEST_EVENT
            or found.copy_score >= LOWEST_REVIEW
            or found.ruling.rule == "unlike"
        )
    ]
    near.sort(key=lambda found: (-joining.closeness(found[1]), found[0]))
    return dict(near[:MOST_NEAR])


def is_retold(pairs: Iterable[Pair], source: Source) -> bool:
    """Whether the source itself told this before: a copy or a new version of its own text."""
    return any(
        pair.other.source_id == source.pk and pair.judgement.verdict in RETOLD for pair in pairs
    )


def day_of(article: Article) -> date:
    """The day that a text belongs to, and is looked for by: when it was written, or came in."""
    return (article.written_at or article.arrived_at).date()


def _former(article: Article) -> list[int]:
    """Articles found related before the text changed, the latest found first."""
    if article.pk is None:
        return []
    rows = Match.objects.standing().of(article.pk).order_by("-found_at", "-id")[:MOST_FORMER]
    return [row.other(article.pk) for row in rows]


def _newer(article: Article, around: Surroundings) -> tuple[tuple[int, Judgement], ...]:
    """Judgements on what other processes stored since we looked; mostly one query."""
    if not candidates.newest(besides=article.pk) > around.seen:
        return ()
    ids = candidates.of(around.prints, around.day, besides=article.pk, after=around.seen)
    return _judge(around.prints, ids, around.familiar, around.limits)


@lru_cache(maxsize=READ_LATELY)
def read(document: Document) -> Prints:
    """The prints of a document; those read lately are not read again in a batch."""
    return fingerprint(document)


def _judge(
    prints: Prints,
    ids: Sequence[int],
    familiar: frozenset[int],
    limits: Limits,
    surely: Sequence[int] = (),
) -> tuple[tuple[int, Judgement], ...]:
    """The judge's word on those of the candidates that may be related, and on `surely` all.

    Two queries for each `MOST_PAIRS` that are read in full; reading ends when there are so many
    related ones that none of the rest can be among the nearest.
    """
    likeness = embedding.likeness()
    glanced = candidates.glance(
        prints,
        ids,
        familiar,
        surely=surely,
        same_event=limits.same_event,
        highest=likeness.highest if likeness else float,
    )
    likely = [*glanced.likely, *_near_misses(glanced.others)]
    judged: list[tuple[int, Judgement]] = []
    for start in range(0, len(likely), MOST_PAIRS):
        some = likely[start : start + MOST_PAIRS]
        if start >= len(surely) and _are_enough(judged, some[0].most):
            break
        judged += _judge_some(prints, [one.pk for one in some], familiar, limits)
    return tuple(judged)


def _near_misses(scores: Mapping[int, float]) -> list[candidates.Likely]:
    """The few nearest of those that lower limits, as far as they go, would make one event."""
    near = sorted((-score, pk) for pk, score in scores.items() if score >= LOWEST_EVENT)
    return [candidates.Likely(pk, -score) for score, pk in near[:MOST_NEAR]]


def _judge_some(
    prints: Prints, ids: Sequence[int], familiar: frozenset[int], limits: Limits
) -> list[tuple[int, Judgement]]:
    found = Article.objects.select_related("source").in_bulk(ids)
    guids = guids_of(found)
    others = ((pk, _read(found[pk], guids.get(pk, ""))) for pk in ids if pk in found)
    likeness = embedding.likeness()
    return [
        (pk, judge_prints(prints, without(other, familiar), limits, likeness))
        for pk, other in others
    ]


def heard(around: Surroundings, ids: Sequence[int]) -> dict[int, tuple[float, bool]]:
    """How likely each of these tells the event of the text, and whether in another script.

    One query; where a model sees grey pairs again, two more for the first of them that were not
    read yet, so that a story is chosen by what a judgement in full would say.
    """
    scores = candidates.event_scores(around.prints, ids, around.familiar)
    if embedding.likeness() is None:
        return scores
    grey = [pk for pk in ids if pk in scores and is_grey(scores[pk][0])]
    judged = dict(around.judged)
    unread = [pk for pk in grey if pk not in judged][:MOST_PAIRS]
    judged |= dict(_judge_some(around.prints, unread, around.familiar, around.limits))
    return scores | {pk: (judged[pk].event_score, scores[pk][1]) for pk in grey if pk in judged}


def _are_enough(judged: Iterable[tuple[int, Judgement]], most: float) -> bool:
    """Whether the nearest that an editor looks through are found, all closer than `most`."""
    related = (j for _pk, j in judged if j.verdict != Verdict.UNRELATED)
    return sum(joining.closeness(judgement) >= most for judgement in related) >= MOST_PAIRS


def _read(article: Article, guid: str) -> Prints:
    return read(document_of(article, guid=guid))


def guids_of(article_ids: Iterable[int]) -> dict[int, str]:
    """The newest upstream identity of each article that has one. One query."""
    rows = Capture.objects.filter(article_id__in=list(article_ids)).exclude(guid="")
    pairs = rows.order_by("id").values_list("article_id", "guid")
    return {pk: guid for pk, guid in pairs if pk is not None}


def write_prints(article: Article, around: Surroundings) -> None:
    """Replace the article's rows in the look-up tables. Three queries, five for a known
    text; on SQLite two more.
    """
    printing.write([printing.Printed(article.pk, around.day, around.whole)])


def write_matches(
    article: Article,
    judged: Mapping[int, Judgement],
    kept: Mapping[int, Judgement],
    now: datetime,
) -> None:
    """A row for each pair to be kept, in three queries; what a person decided of it stays.

    A pair that was related and is no longer keeps its row, as unrelated.
    """
    known = _rows_of(article, judged)
    made: list[Match] = []
    for pk, judgement in judged.items():
        row = known.get(pk)
        if row is None:
            if pk not in kept:
                continue
            a, b = sorted((article.pk, pk))
            row = Match(a_id=a, b_id=b)
            made.append(row)
        for name, value in _findings(judgement, now).items():
            setattr(row, name, value)
    Match.objects.bulk_create(made)
    Match.objects.bulk_update(known.values(), _FINDINGS)


_FINDINGS = (
    "verdict", "copy_score", "event_score", "evidence", "reason", "clauses", "rule", "found_at",
)  # fmt: skip


def _findings(judgement: Judgement, now: datetime) -> dict[str, Any]:
    evidence = judgement.evidence
    if judgement.verdict == Verdict.UNRELATED:
        evidence = {key: value for key, value in evidence.items() if key != "shared_paragraphs"}
    found = (
        str(judgement.verdict),
        judgement.copy_score,
        judgement.event_score,
        evidence,
        judgement.reason,
        judgement.clauses,
        str(judgement.evidence.get("rule", ""))[:40],
        now,
    )
    return dict(zip(_FINDINGS, found, strict=True))


def _rows_of(article: Article, others: Iterable[int]) -> dict[int, Match]:
    ids: Sequence[int] = list(others)
    mine = Q(a=article.pk, b__in=ids) | Q(b=article.pk, a__in=ids)
    return {row.other(article.pk): row for row in Match.objects.filter(mine)}
