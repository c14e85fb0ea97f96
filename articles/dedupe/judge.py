"""What two documents are to each other, with the evidence and a reason a person can check."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .event import SAME_EVENT, event_score
from .evidence import gather
from .fingerprint import Document, Prints, fingerprint
from .lineage import Kinship
from .pair import Pair, measure
from .reasons import Clause, explain, sentence
from .wording import FEWEST_GRAMS, own_paragraphs

JUDGE_VERSION = "1"
"""Stands in every evidence; raise it when the same pair may be judged otherwise."""

SAME_COPY = 0.5
"""Copy score from which two texts are one copy without an editor's look: on the dev sets 99.6%
of such pairs are, and 94% of the true ones are among them."""

REVIEW = 0.27
"""Copy score from which an editor should look: 99% of such pairs are copies, and 98% of the
copies are found; below, shared quotes and templates begin."""

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
class Judgement:
    """The answer for one pair.

    Scores go from 0 to 1. `evidence` can be written as JSON; `evidence.gather` lists its keys.
    A pair in the band "review" has the verdict that its event score gives: whether it is a copy
    is for an editor to say. `because` are the parts of the reason, to be translated.
    """

    verdict: Verdict
    copy_score: float
    event_score: float
    evidence: dict[str, Any]
    because: tuple[Clause, ...]

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
) -> Judgement:
    """Judge two documents; verdict and scores are the same whichever comes first.

    `chrome` holds folded lines that are no part of the text.
    """
    return judge_prints(fingerprint(a, chrome=chrome), fingerprint(b, chrome=chrome), limits)


def judge_prints(a: Prints, b: Prints, limits: Limits = DEFAULT) -> Judgement:
    """Judge two documents that are read already, for one against its many candidates."""
    pair = measure(a, b)
    weighed = weigh(pair)
    ruling = rule(weighed, limits)
    evidence = gather(pair) | {
        "rule": ruling.rule,
        "band": ruling.band,
        "version": JUDGE_VERSION,
        "weighed": asdict(weighed),
    }
    return Judgement(
        verdict=ruling.verdict,
        copy_score=round(ruling.copy_score, 4),
        event_score=round(ruling.event_score, 4),
        evidence=evidence,
        because=explain(ruling.rule, pair, evidence),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """All of a pair that a rule looks at, so that other limits can be tried without the texts."""

    exact: bool
    empty: bool
    item: bool
    template: bool
    retold: bool
    quote: bool
    version: bool
    contained: float
    event: float

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Weighed":
        """What `asdict` wrote; raises TypeError for anything else."""
        return cls(**kept)


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


def decide(pair: Pair, limits: Limits = DEFAULT) -> Ruling:
    """The ruling on one pair."""
    return rule(weigh(pair), limits)


def weigh(pair: Pair) -> Weighed:
    """What the rules look at, whatever the limits are."""
    return Weighed(
        exact=pair.a.exact == pair.b.exact != "",
        empty=not (pair.a.weights and pair.b.weights),
        item=pair.lineage.kinship is Kinship.ITEM,
        template=pair.overlap.is_template,
        retold=_is_retold(pair),
        quote=pair.overlap.is_quote,
        version=_is_new_version(pair),
        contained=pair.overlap.containment if _is_long_enough(pair) else 0.0,
        event=event_score(pair.signals, days_apart=pair.lineage.days_apart),
    )


def rule(weighed: Weighed, limits: Limits = DEFAULT) -> Ruling:
    """The first rule that holds: "exact", "empty", "item" (new version of an upstream item),
    "template", "quote", "source" (new version from one source), "copy", "event" or "nothing".
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
    if contained >= limits.same_copy:
        return Ruling("source" if weighed.version else "copy", contained, event, limits)
    is_event = event >= limits.same_event
    return Ruling("event" if is_event else "nothing", contained, event, limits)


def _is_long_enough(pair: Pair) -> bool:
    """Whether common wording can be told from chance."""
    return len(pair.shorter.grams) >= FEWEST_GRAMS


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
