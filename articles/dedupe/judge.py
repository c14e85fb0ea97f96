"""What two documents are to each other, with the evidence and a reason a person can check."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from .event import SAME_EVENT, event_score
from .evidence import gather
from .fingerprint import Document, Prints, fingerprint
from .likeness import Alike, Likeness
from .lineage import Kinship
from .pair import Pair, measure
from .reasons import Clause, explain, sentence
from .wording import FEWEST_GRAMS, FEWEST_WITH_HEADLINE, LEAST_CONTAINED, own_paragraphs

JUDGE_VERSION = "2"
"""Stands in every evidence; raise it when the same pair may be judged otherwise."""

SAME_COPY = 0.5
"""Copy score from which two texts are one copy without an editor's look: on the dev sets 99.9%
of such pairs are, and 98% of the true ones are among them."""

REVIEW = 0.27
"""Copy score from which an editor should look: 99% of such pairs are copies, and 99% of the
copies are found; below, shared quotes and templates begin."""

ALIGNED = 0.62
"""Share of the shorter text's words in the same order from which a pair in the review band is a
copy: badly scanned or much edited ones lose their runs of words, but keep the order of those left.
On the dev sets it finds 260 more copies without a look and no false one among the labelled."""

NOT_A_COPY = 0.25
"""Highest copy score of a template or a quote, however much wording is common."""

TEMPLATE_EVENT = 0.25
"""Highest event score of a form filled in anew, unless names and day are the same: most often it
is the next day's market, match or court report."""

VERSION_DAYS = 3.0
"""Days within which one source brings a new version; later, like texts are periodic reports."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The scores from which the judge acts; a newsroom may set its own, by its own verdicts.

    Raises ValueError for numbers that would make no sense of the guards.
    """

    same_copy: float = SAME_COPY
    review: float = REVIEW
    same_event: float = SAME_EVENT

    def __post_init__(self) -> None:
        if not (NOT_A_COPY < self.review <= self.same_copy <= 1 and 0 < self.same_event < 1):
            raise ValueError("Review lies above a quote, and not above the same copy.")


DEFAULT = Limits()


class Verdict(StrEnum):
    """The four answers; the first two are about wording, the third about the event."""

    SAME_COPY = "same-copy"
    NEW_VERSION = "new-version"
    SAME_EVENT = "same-event"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Weighed:
    """All of a pair that a rule looks at, so that other limits can be tried without the texts.

    `by_words` is the event score before a model saw the pair again, None where none did.
    """

    exact: bool
    empty: bool
    item: bool
    template: bool
    retold: bool
    quote: bool
    version: bool
    contained: float
    in_order: float
    event: float
    by_words: float | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Weighed":
        """What `kept` wrote; raises TypeError for anything else."""
        return cls(**kept)

    @property
    def kept(self) -> dict[str, Any]:
        """To be written as JSON; what no model saw is written as it was before there were any."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rule that decided, and the scores after its guards."""

    rule: str
    copy_score: float
    event_score: float
    limits: Limits = DEFAULT

    @property
    def verdict(self) -> Verdict:
        """The answer of the rule; those that guard or say nothing leave it to the event score."""
        if self.rule in ("exact", "copy"):
            return Verdict.SAME_COPY
        if self.rule in ("item", "source"):
            return Verdict.NEW_VERSION
        is_event = self.event_score >= self.limits.same_event
        return Verdict.SAME_EVENT if is_event else Verdict.UNRELATED

    @property
    def band(self) -> str:
        """What may be done with a copy: "automatic" (fold it), "review" (show it) or "none"."""
        if self.copy_score >= self.limits.same_copy:
            return "automatic"
        return "review" if self.copy_score >= self.limits.review else "none"


@dataclass(frozen=True)
class Judgement:
    """The answer for one pair.

    Scores go from 0 to 1. A pair in the band "review" has the verdict that its event score gives:
    whether it is a copy is for an editor to say. Most pairs that are compared are unrelated and
    nobody asks why: evidence and reason are gathered when they are asked for.
    """

    verdict: Verdict
    copy_score: float
    event_score: float
    weighed: Weighed = field(repr=False)
    ruling: Ruling = field(repr=False)
    pair: Pair = field(repr=False, compare=False)
    alike: Alike | None = field(default=None, repr=False)

    @cached_property
    def evidence(self) -> dict[str, Any]:
        """What speaks for the answer, to be written as JSON; `evidence.gather` lists its keys.

        Where a model saw the pair again, "alike" holds what it said, and the version names it.
        """
        found = gather(self.pair) | {
            "rule": self.ruling.rule,
            "band": self.ruling.band,
            "version": JUDGE_VERSION,
            "weighed": self.weighed.kept,
        }
        if self.alike is not None:
            found["version"] += f"+{self.alike.model}"
            found["alike"] = self.alike.evidence
        return found

    @cached_property
    def because(self) -> tuple[Clause, ...]:
        """The parts of the reason, to be translated."""
        return explain(self.ruling.rule, self.pair, self.evidence, self.alike)

    @property
    def clauses(self) -> list[tuple[str, dict[str, str | int]]]:
        """The parts of the reason in a form that can be stored as JSON."""
        return [(clause.template, dict(clause.values)) for clause in self.because]

    @property
    def reason(self) -> str:
        """One plain English sentence."""
        return sentence(self.because)


def judge(
    a: Document,
    b: Document,
    *,
    chrome: frozenset[str] = frozenset(),
    limits: Limits = DEFAULT,
    likeness: Likeness | None = None,
) -> Judgement:
    """Judge two documents; verdict and scores are the same whichever comes first.

    `chrome` holds folded lines that are no part of the text. `likeness` is asked of pairs that
    the words leave open.
    """
    one, other = (fingerprint(document, chrome=chrome) for document in (a, b))
    return judge_prints(one, other, limits, likeness)


def judge_prints(
    a: Prints, b: Prints, limits: Limits = DEFAULT, likeness: Likeness | None = None
) -> Judgement:
    """Judge two documents that are read already, for one against its many candidates."""
    pair = measure(a, b)
    weighed, alike = weigh(pair), None
    if likeness is not None and not (weighed.exact or weighed.empty):
        alike = likeness.weigh(a, b, weighed.event)
    if alike is not None:
        weighed = replace(weighed, event=alike.score, by_words=alike.by_words)
    ruling = rule(weighed, limits)
    return Judgement(
        verdict=ruling.verdict,
        copy_score=round(ruling.copy_score, 4),
        event_score=round(ruling.event_score, 4),
        weighed=weighed,
        ruling=ruling,
        pair=pair,
        alike=alike,
    )


def decide(pair: Pair, limits: Limits = DEFAULT) -> Ruling:
    """The ruling on one pair."""
    return rule(weigh(pair), limits)


def weigh(pair: Pair) -> Weighed:
    """What the rules look at, whatever the limits are."""
    contained = pair.overlap.containment if _is_long_enough(pair) else 0.0
    is_like = contained >= LEAST_CONTAINED
    is_scattered = is_like and contained < SAME_COPY and not pair.overlap.is_template
    return Weighed(
        exact=pair.a.exact == pair.b.exact != "",
        empty=not (pair.a.weights and pair.b.weights),
        item=pair.lineage.kinship is Kinship.ITEM,
        template=pair.overlap.is_template,
        retold=_is_retold(pair),
        quote=pair.overlap.is_quote,
        version=is_like and _is_new_version(pair),
        contained=contained,
        in_order=pair.in_order if is_scattered else 0.0,
        event=event_score(pair.signals, days_apart=pair.lineage.days_apart),
    )


def rule(weighed: Weighed, limits: Limits = DEFAULT) -> Ruling:
    """The first rule that holds: "exact", "empty", "item" (new version of an upstream item),
    "template", "quote", "source" (new version from one source), "copy", "event" or "nothing";
    "alike" or "unlike" where a model turned what the words alone would have said.
    """
    contained, event = weighed.contained, weighed.event
    if weighed.exact:
        return Ruling("exact", 1.0, max(event, limits.same_event), limits)
    if weighed.empty:
        return Ruling("empty", 0.0, 0.0, limits)
    if contained >= limits.review and weighed.item:
        return Ruling("item", contained, event, limits)
    if contained >= limits.review and weighed.template:
        likely = event if weighed.retold else min(event, TEMPLATE_EVENT)
        return Ruling("template", min(contained, NOT_A_COPY), likely, limits)
    if contained >= limits.review and weighed.quote:
        return Ruling("quote", min(contained, NOT_A_COPY), event, limits)
    if weighed.in_order >= ALIGNED:
        contained = _mended(contained, weighed.in_order, limits)
    if contained >= limits.same_copy:
        return Ruling("source" if weighed.version else "copy", contained, event, limits)
    return Ruling(_about_event(weighed, limits), contained, event, limits)


def _about_event(weighed: Weighed, limits: Limits) -> str:
    """The rule for pairs that are told apart by their event scores alone."""
    is_event = weighed.event >= limits.same_event
    if weighed.by_words is not None and is_event != (weighed.by_words >= limits.same_event):
        return "alike" if is_event else "unlike"
    return "event" if is_event else "nothing"


def _mended(contained: float, in_order: float, limits: Limits) -> float:
    """The copy score of a text that lost its runs of words, by what it keeps in order."""
    return in_order if contained >= limits.review else limits.review


def _is_long_enough(pair: Pair) -> bool:
    """Whether common wording can be told from chance: a first line with its headline can."""
    grams = len(pair.shorter.grams)
    return grams >= FEWEST_GRAMS or (grams >= FEWEST_WITH_HEADLINE and pair.has_one_headline)


def _is_retold(pair: Pair) -> bool:
    """Whether a form filled in anew may tell one event: other figures only, and the same day."""
    days = pair.lineage.days_apart
    return not pair.overlap.other_names and days is not None and days < 1


def _is_new_version(pair: Pair) -> bool:
    """Whether one source soon brought the text again with new figures or paragraphs."""
    newer, days = pair.newer, pair.lineage.days_apart
    if pair.lineage.kinship is Kinship.NONE or newer is None or days is None or days > VERSION_DAYS:
        return False
    older = pair.beside(newer)
    return bool(newer.facts.figures - older.facts.figures or own_paragraphs(newer, older))
