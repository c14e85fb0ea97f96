"""What the desk says of pairs: written once for each, kept for ever, used by every regrouping."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.enums import Decision, Verdict
from articles.history import Recorder
from articles.models import Article, Match

BY_HAND = "desk"


def decide(
    one: Article,
    other: Article,
    decision: Decision,
    verdict: Verdict,
    by: Any,
    at: datetime,
    recorder: Recorder,
) -> Match:
    """Write the desk's word on a pair; `verdict` is for a pair that the machine calls nothing."""
    pair = Match.objects.select_for_update().between(one.pk, other.pk).first()
    word: dict[str, Any] = {
        "decision": decision,
        "decided_at": at if decision else None,
        "decided_by_id": None if by is None or not decision else by.pk,
    }
    if pair is not None:
        if decision == Decision.CONFIRMED and pair.verdict == Verdict.UNRELATED:
            # The machine kept the pair to say that there is nothing; a person knows better.
            word["verdict"] = verdict
        if pair.decision != decision:
            recorder.change(pair, **word)
        return pair
    a, b = sorted((one.pk, other.pk))
    made = Match(a_id=a, b_id=b, verdict=verdict, rule=BY_HAND, found_at=at, **word)
    recorder.create(made)
    return made


def deny_all(pairs: Iterable[Match], by: Any, at: datetime, recorder: Recorder) -> None:
    """Say of each of these pairs that it is not the same."""
    for pair in pairs:
        recorder.change(
            pair,
            decision=Decision.NOT_THE_SAME,
            decided_at=at,
            decided_by_id=None if by is None else by.pk,
        )


def ties(these: Iterable[int], those: Iterable[int]) -> list[Match]:
    """Standing pairs with one end among these ids and the other among those. One query."""
    here, there = set(these), set(those)
    if not here or not there:
        return []
    return [
        pair
        for pair in Match.objects.standing().of(*here).order_by("pk")
        if {pair.a_id, pair.b_id} & here and {pair.a_id, pair.b_id} & there
    ]
