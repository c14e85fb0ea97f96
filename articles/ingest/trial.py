"""Thresholds tried before they hold: on the pairs of the last weeks, on the desk's verdicts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from articles.dedupe.judge import Limits, Ruling, Weighed, rule
from articles.dedupe.judge import Verdict as JudgedAs
from articles.dedupe.measuring import Decided, claims_copy
from articles.enums import Question, Verdict
from articles.models import Label, Match

WINDOW = timedelta(days=30)
# Pairs that a trial reads, the newest first; a page that takes longer than a second is not used.
MOST_READ = 10_000
# Pairs of one kind of change that are shown.
MOST_SHOWN = 20
# Labels of one question that are read, the newest first: the interval of so many is a hair.
MOST_LABELS = 5_000

FOLDED, VERSION, REVIEW, NOTHING = "folded", "version", "review", "nothing"
EVENT, UNRELATED = "event", "unrelated"


@dataclass
class Moved:
    """Pairs that other thresholds would treat otherwise: from what, to what, how many, which."""

    before: str
    after: str
    count: int = 0
    pairs: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Trial:
    """What other thresholds would have done to the pairs of the window.

    `decided` pairs have a person's word, which stands; `unknown` ones were judged by a version
    that kept too little to judge them again. `is_cut` says that there are older ones in the
    window that were not read.
    """

    read: int
    decided: int
    unknown: int
    is_cut: bool
    moved: tuple[Moved, ...]


def try_limits(current: Limits, wanted: Limits, now: datetime) -> Trial:
    """Judge the stored pairs of the window again by both; nothing is written. One query."""
    recent = Match.objects.filter(found_at__gt=now - WINDOW).order_by("-found_at", "-pk")
    columns = recent.values_list("a_id", "b_id", "decision", "evidence__weighed")
    rows = list(columns[: MOST_READ + 1])
    moved: dict[tuple[str, str], Moved] = {}
    decided = unknown = 0
    for a, b, decision, kept in rows[:MOST_READ]:
        if decision:
            decided += 1
        elif (weighed := _weighed(kept)) is None:
            unknown += 1
        else:
            for step in _steps(rule(weighed, current), rule(weighed, wanted)):
                change = moved.setdefault(step, Moved(*step))
                change.count += 1
                if len(change.pairs) < MOST_SHOWN:
                    change.pairs.append((a, b))
    ordered = sorted(moved.values(), key=lambda change: (-change.count, change.before))
    return Trial(min(len(rows), MOST_READ), decided, unknown, len(rows) > MOST_READ, tuple(ordered))


def decided_pairs(question: Question, now: datetime) -> list[Decided]:
    """The newest labels of a question, as they are measured; pairs of changed texts have no score.

    One query.
    """
    score = "copy_score" if question == Question.COPY else "event_score"
    rows = Label.objects.recent(now).filter(question=question).order_by("-decided_at", "-pk")
    columns = rows.values_list("is_same", score, "rule", "verdict", "was_joined")
    return [
        Decided(is_same, value, rule_name, _says(question, rule_name, verdict), was_joined)
        for is_same, value, rule_name, verdict, was_joined in columns[:MOST_LABELS]
    ]


def scored(pairs: Iterable[Decided]) -> list[Decided]:
    """Those whose score is known: by what a threshold does to others nothing can be said."""
    return [pair for pair in pairs if pair.score is not None]


def found_by_rule(now: datetime) -> Counter[str]:
    """How many pairs of the window each rule decided, of the newest that are read. One query."""
    recent = Match.objects.filter(found_at__gt=now - WINDOW).order_by("-found_at", "-pk")
    return Counter(recent.values_list("rule", flat=True)[:MOST_READ])


def _says(question: Question, rule_name: str, verdict: str) -> bool | None:
    """What the machine had answered; None where it asked, or had never compared the two."""
    if not verdict:
        return None
    if question == Question.COPY:
        return claims_copy(rule_name)
    return bool(verdict != Verdict.UNRELATED)


def _weighed(kept: Any) -> Weighed | None:
    try:
        return Weighed.read(kept)
    except TypeError:
        return None


def _steps(before: Ruling, after: Ruling) -> list[tuple[str, str]]:
    """From what to what the pair goes, as a copy and as an event; nothing where it stays."""
    pairs = ((_as_copy(before), _as_copy(after)), (_as_event(before), _as_event(after)))
    return [step for step in pairs if step[0] != step[1]]


def _as_copy(ruling: Ruling) -> str:
    if ruling.verdict == JudgedAs.SAME_COPY:
        return FOLDED
    if ruling.verdict == JudgedAs.NEW_VERSION:
        return VERSION
    return REVIEW if ruling.band == "review" else NOTHING


def _as_event(ruling: Ruling) -> str:
    return UNRELATED if ruling.verdict == JudgedAs.UNRELATED else EVENT
