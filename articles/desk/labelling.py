"""Keeping what people decide as examples: the pair, the answer, and what the machine had said.

Every act of the desk that answers "is it one text?" or "is it one event?" writes its answers here
in its own transaction, before it moves anything; undoing the act takes them back with it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform

from articles.dedupe.measuring import DENIES_COPY
from articles.enums import Decision, Question, Verdict
from articles.history import Recorder
from articles.models import Article, Label, Match

# Labels of one act. A merge of forty says no more than its nearest pairs do.
MOST = 24
# Of them pairs that the machine never compared: they tell what it misses, at a price of some
# milliseconds each when they are scored.
MOST_UNSEEN = 4

COPIES = (Verdict.SAME_COPY, Verdict.NEW_VERSION)

Key = tuple[int, int]
Chosen = Callable[[Match | None], bool]


@dataclass(frozen=True)
class Labeller:
    """Who decides, when, and under which act; without a person nothing is written."""

    by: Any
    at: datetime
    recorder: Recorder

    def answer(
        self,
        question: Question,
        is_same: bool,
        pairs: Iterable[Key],
        chosen: Chosen | None = None,
    ) -> None:
        """Write one answer for each of these pairs of article ids, in either order.

        `chosen` is asked what the machine had said of the pair (None: nothing). Those that it
        judged come first, the nearest of them first, and only so many are kept. An answer that
        stands already stays as it is, with the scores of its time. At most four queries and two
        for each label.
        """
        keys = list(dict.fromkeys((min(p), max(p)) for p in pairs if p[0] != p[1]))
        if self.by is None or not keys:
            return
        seen = _seen(keys)
        wanted = [key for key in keys if (chosen or any_pair)(seen.get(key))]
        judged = sorted((key for key in wanted if key in seen), key=lambda key: _rank(seen[key]))
        unseen = [key for key in wanted if key not in seen][:MOST_UNSEEN]
        kept = [*judged, *unseen][:MOST]
        rows = _rows(kept)
        known = _known(question, kept)
        for key in kept:
            made = _label(question, is_same, key, seen.get(key), rows)
            self._write(made, known.get(key))

    def among(self, question: Question, article_ids: Iterable[int], chosen: Chosen) -> None:
        """All pairs among these articles are the same."""
        self.answer(question, True, combinations(sorted(article_ids), 2), chosen)

    def ties(
        self, is_same: bool, group: Collection[int], story_id: int, *, leader_id: int | None = None
    ) -> None:
        """Whether a copy group tells the event of a story: an answer for each tie between them.

        Where nothing ties them, the one pair of `leader_id` and the first member answers.
        """
        if self.by is None:
            return
        ids = list(group)
        members = Article.objects.filter(story=story_id).exclude(pk__in=ids)
        here, there = Q(a__in=ids), Q(b__in=members.values("pk"))
        back = Q(b__in=ids) & Q(a__in=members.values("pk"))
        tied = Match.objects.standing().filter((here & there) | back)
        nearest = tied.order_by("-event_score", "pk").values_list("a_id", "b_id")
        pairs = list(nearest[:MOST])
        if not pairs and leader_id is not None:
            first = members.order_by("arrived_at", "pk").values_list("pk", flat=True).first()
            pairs = [] if first is None else [(leader_id, first)]
        self.answer(Question.EVENT, is_same, pairs)

    def withdraw(self, one: int, other: int) -> None:
        """Take back what was said of this pair."""
        if self.by is not None:
            for row in Label.objects.between(one, other).select_for_update().order_by("pk"):
                self.recorder.delete(row)

    def _write(self, made: Label, known: Label | None) -> None:
        made.decided_at, made.by, made.act = self.at, self.by, self.recorder.act
        if known is None:
            try:
                with transaction.atomic():
                    self.recorder.create(made)
            except IntegrityError:
                # Somebody decided the same pair at this moment; theirs is committed by now.
                found = Label.objects.between(made.a_id, made.b_id).select_for_update()
                known = found.get(question=made.question)
            else:
                return
        if known.is_same == made.is_same:
            return
        names = (
            "is_same", "verdict", "rule", "band", "copy_score", "event_score", "decided_at",
            "by_id", "act_id",
        )  # fmt: skip
        self.recorder.change(known, **{name: getattr(made, name) for name in names})


def any_pair(pair: Match | None) -> bool:
    """Also one that the machine never compared: such pairs tell what it misses."""
    return True


def was_judged(pair: Match | None) -> bool:
    """Whether the machine had compared the two."""
    return pair is not None


def spoke_of_copy(pair: Match | None) -> bool:
    """Whether the machine had called the pair one text, asked whether it is, or denied it."""
    return pair is not None and (
        getattr(pair, "band", "") in ("automatic", "review") or pair.rule in DENIES_COPY
    )


def may_be_copy(pair: Match | None) -> bool:
    """Whether the machine had called the pair one text, or asked whether it is."""
    return pair is not None and getattr(pair, "band", "") in ("automatic", "review")


def _seen(keys: Collection[Key]) -> dict[Key, Match]:
    """What the machine had said of these pairs; rows that a person made are no word of it."""
    ids = {pk for key in keys for pk in key}
    rows = Match.objects.filter(a__in=ids, b__in=ids, evidence__has_key="band")
    rows = rows.annotate(band=KeyTextTransform("band", "evidence")).defer(
        "evidence", "reason", "clauses"
    )
    found = {(row.a_id, row.b_id): row for row in rows}
    return {key: found[key] for key in keys if key in found}


def _rank(pair: Match) -> tuple[float, int]:
    return (-max(pair.copy_score, pair.event_score), pair.pk)


def _rows(keys: Iterable[Key]) -> Mapping[int, Article]:
    ids = {pk for key in keys for pk in key}
    return Article.objects.only("source_id", "copy_of_id", "story_id").in_bulk(ids)


def _known(question: Question, keys: Collection[Key]) -> dict[Key, Label]:
    ids = {pk for key in keys for pk in key}
    rows = Label.objects.select_for_update().filter(question=question, a__in=ids, b__in=ids)
    return {(row.a_id, row.b_id): row for row in rows.order_by("pk")}


def _label(
    question: Question, is_same: bool, key: Key, pair: Match | None, rows: Mapping[int, Article]
) -> Label:
    one, other = rows[key[0]], rows[key[1]]
    row = Label(
        a=one,
        b=other,
        question=question,
        is_same=is_same,
        a_source_id=one.source_id,
        b_source_id=other.source_id,
    )
    if pair is not None:
        row.verdict, row.rule, row.band = pair.verdict, pair.rule, pair.band  # type: ignore[attr-defined]  # annotated
        row.copy_score, row.event_score = pair.copy_score, pair.event_score
        row.was_joined = _was_joined(question, pair, one, other)
    return row


def _was_joined(question: Question, pair: Match, one: Article, other: Article) -> bool:
    """Whether the two stand together though nobody has said so."""
    if pair.decision != Decision.UNDECIDED or pair.verdict == Verdict.UNRELATED:
        return False
    if question == Question.EVENT:
        return one.story_id is not None and one.story_id == other.story_id
    is_group = (one.copy_of_id or one.pk) == (other.copy_of_id or other.pk)
    return is_group and pair.verdict == Verdict.SAME_COPY
