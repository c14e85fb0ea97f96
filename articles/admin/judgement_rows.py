"""What the judgement page shows, read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin import curves
from articles.admin.curves import Curve
from articles.dedupe.judge import Limits
from articles.dedupe.measuring import (
    TRUSTED_PRECISION,
    Decided,
    Measure,
    RuleRecord,
    Share,
    at_threshold,
    by_rule,
    overall,
    reversals,
)
from articles.enums import Autopilot, Question
from articles.ingest import autopilot, trial
from articles.ingest.autopilot import Licence
from articles.ingest.trial import Trial
from articles.models import Act, Article, Source

SOURCES_SHOWN = 60
CHANGES_SHOWN = 5

RULES = {
    "exact": gettext_lazy("identical text"),
    "copy": gettext_lazy("mostly the same wording"),
    "item": gettext_lazy("new state of an item"),
    "source": gettext_lazy("new version from one source"),
    "template": gettext_lazy("a form filled in anew"),
    "quote": gettext_lazy("a shared quote"),
    "event": gettext_lazy("same names, words and dates"),
    "nothing": gettext_lazy("too little in common"),
    "alike": gettext_lazy("read alike to a model"),
    "unlike": gettext_lazy("do not read alike to a model"),
    "empty": gettext_lazy("no text"),
    "desk": gettext_lazy("put together by a person"),
}
STATES = {
    trial.FOLDED: gettext_lazy("same copy"),
    trial.VERSION: gettext_lazy("new version"),
    trial.REVIEW: gettext_lazy("for review"),
    trial.NOTHING: gettext_lazy("no copy"),
    trial.EVENT: gettext_lazy("same event"),
    trial.UNRELATED: gettext_lazy("unrelated"),
}


def rule_name(rule: str) -> str:
    """A rule in words; one that is not known stays as it is."""
    return str(RULES.get(rule, rule or _("never compared")))


@dataclass(frozen=True)
class RuleLine:
    """One rule on one question, and how many pairs it decided lately."""

    record: RuleRecord
    name: str
    found: int


@dataclass(frozen=True)
class Asked:
    """One question with all that is measured on the answers to it."""

    label: str
    decided: int
    lines: tuple[RuleLine, ...]
    total: Measure
    reversed_: Share
    now: Measure
    wanted: Measure
    curve: Curve


@dataclass(frozen=True)
class SourceLine:
    """A source, and why its changed copies are folded or wait."""

    source: Source
    licence: Licence
    why: str


@dataclass(frozen=True)
class Example:
    """A pair that would be treated otherwise."""

    one: Article
    other: Article


@dataclass(frozen=True)
class Change:
    """Pairs that would go from one treatment to another, some of them with their headlines."""

    before: str
    after: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Preview:
    """What the trial found, in words."""

    trial: Trial
    changes: tuple[Change, ...]


def questions(current: Limits, wanted: Limits, now: datetime) -> tuple[Asked, ...]:
    """Both questions. Three queries."""
    found = trial.found_by_rule(now)
    return (
        _asked(Question.COPY, current.same_copy, wanted.same_copy, found, now),
        _asked(Question.EVENT, current.same_event, wanted.same_event, found, now),
    )


def sources(limits: Limits, now: datetime) -> tuple[SourceLine, ...]:
    """The active sources by name with their licences. Two queries."""
    rows = list(Source.objects.filter(active=True).order_by("name", "id")[:SOURCES_SHOWN])
    found = autopilot.licences(rows, limits, now)
    return tuple(SourceLine(row, found[row.pk], why(found[row.pk])) for row in rows)


def preview(current: Limits, wanted: Limits, now: datetime) -> Preview:
    """What the wanted numbers would have done lately. Two queries."""
    tried = trial.try_limits(current, wanted, now)
    ids = {pk for moved in tried.moved for pair in moved.pairs for pk in pair}
    articles = Article.objects.only("headline", "language").in_bulk(ids)
    changes = tuple(
        Change(
            str(STATES[moved.before]),
            str(STATES[moved.after]),
            moved.count,
            tuple(Example(articles[a], articles[b]) for a, b in moved.pairs),
        )
        for moved in tried.moved
    )
    return Preview(tried, changes)


def last_changes() -> list[Act]:
    """Who set the numbers last, and why. One query."""
    acts = Act.objects.filter(verb="edit-thresholds").select_related("by")
    return list(acts.order_by("-at", "-id")[:CHANGES_SHOWN])


def why(licence: Licence) -> str:
    """Why a source's changed copies are folded, or are not, in a sentence."""
    right = licence.right
    if licence.mode == Autopilot.OFF:
        return _("Switched off for this source.")
    if licence.missing:
        return ngettext(
            "%(n)d more decision on its copies is needed.",
            "%(n)d more decisions on its copies are needed.",
            licence.missing,
        ) % {"n": licence.missing}
    if not licence.is_open:
        told = _("%(hits)d of %(total)d were copies: %(share).2f, and %(least).2f is needed.")
        return told % {
            "hits": right.hits,
            "total": right.total,
            "share": right.value or 0.0,
            "least": TRUSTED_PRECISION,
        }
    if licence.mode == Autopilot.TRUSTED and not right.total:
        return _("Trusted from the start; nothing was decided yet.")
    return _("%(hits)d of %(total)d were copies.") % {"hits": right.hits, "total": right.total}


def _asked(
    question: Question, current: float, wanted: float, found: dict[str, int], now: datetime
) -> Asked:
    pairs = trial.decided_pairs(question, now)
    known = trial.scored(pairs)
    marks = [("now", current), *([("wanted", wanted)] if wanted != current else [])]
    return Asked(
        str(question.label),
        len(pairs),
        tuple(_lines(pairs, found)),
        overall(pairs),
        reversals(pairs),
        at_threshold(known, current),
        at_threshold(known, wanted),
        curves.draw(known, marks),
    )


def _lines(pairs: Sequence[Decided], found: dict[str, int]) -> list[RuleLine]:
    return [
        RuleLine(record, rule_name(record.rule), found.get(record.rule, 0))
        for record in by_rule(pairs)
    ]
