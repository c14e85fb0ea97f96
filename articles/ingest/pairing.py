"""Judging pairs that were found elsewhere; they are shown to editors, and nothing is joined."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction

from articles.dedupe.familiar import without
from articles.dedupe.judge import Judgement, Verdict, judge_prints
from articles.errors import NewsroomError
from articles.ingest import embedding, familiarity, matching, turns
from articles.ingest.candidates import LIVING
from articles.models import Article, Match

logger = logging.getLogger(__name__)

AT_ONCE = 20
"""Pairs judged together: some 200 milliseconds of reading, then some 20 of writing."""


@dataclass(frozen=True)
class Judged:
    """Counts of pairs: related ones, which have a row now, unrelated, passed over and failed.

    Passed over are pairs that the desk has denied, and those of which an article is gone or is
    not worked on any more.
    """

    related: int = 0
    unrelated: int = 0
    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(
            self.related + other.related,
            self.unrelated + other.unrelated,
            self.passed + other.passed,
            self.failed + other.failed,
        )


def judge_pairs(pairs: Sequence[tuple[int, int]], *, now: datetime) -> Judged:
    """Judge pairs of ids in full and keep the related ones.

    What a person decided of a pair stands, and neither groups nor stories change. Texts are read
    before the transaction; one that is changed meanwhile is read again by `rereading`.
    """
    ids = {pk for pair in pairs for pk in pair}
    rows = Article.objects.filter(status__in=LIVING).select_related("source")
    found = rows.in_bulk(ids)
    guids = matching.guids_of(found)
    done = Judged()
    for one, other in pairs:
        newer, older = found.get(max(one, other)), found.get(min(one, other))
        if newer is None or older is None or newer.pk == older.pk:
            done += Judged(passed=1)
            continue
        try:
            judgement = _judge(newer, older, guids)
            done += _keep(newer, older, judgement, now)
        except (NewsroomError, DatabaseError, ValueError):
            logger.exception("The pair %s, %s was not judged", one, other)
            done += Judged(failed=1)
    turns.give_way()
    return done


def _judge(newer: Article, older: Article, guids: dict[int, str]) -> Judgement:
    """The newer article against the older one, as if it arrived now."""
    one, other = (
        matching.read(matching.document_of(article, guid=guids.get(article.pk, "")))
        for article in (newer, older)
    )
    familiar = familiarity.familiar(one, matching.day_of(newer))
    prints = without(one, familiar), without(other, familiar)
    return judge_prints(*prints, likeness=embedding.likeness())


def _keep(newer: Article, older: Article, judgement: Judgement, now: datetime) -> Judged:
    is_related = judgement.verdict != Verdict.UNRELATED
    with transaction.atomic():
        turns.take_turn()
        if Match.objects.denied().between(newer.pk, older.pk).exists():
            return Judged(passed=1)
        judged = {older.pk: judgement}
        matching.write_matches(newer, judged, judged if is_related else {}, now)
    return Judged(related=1) if is_related else Judged(unrelated=1)
