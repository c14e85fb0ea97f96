"""The choice for one item, in all its cases and without a database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from articles.ingest.deciding import Choice, Situation, Step, decide
from tests.factories import NOW

EARLIER = NOW - timedelta(hours=1)


def kept(why: str) -> Choice:
    return Choice(Step.KEEP, f"kept, nothing changed: {why}")


@pytest.mark.parametrize(
    ("situation", "choice"),
    [
        (Situation(), Choice(Step.CREATE)),
        (Situation(is_empty=True), Choice(Step.CREATE)),
        (Situation(is_known=True, is_own=True, exists=True), Choice(Step.KNOWN)),
        (
            Situation(is_own=True, exists=True, is_touched=True),
            Choice(Step.OWN, "our own story coming back; linked"),
        ),
        (Situation(exists=True), Choice(Step.UPDATE)),
        (
            Situation(exists=True, is_touched=True),
            Choice(Step.SUGGEST, "changed upstream; suggested to the desk"),
        ),
        (
            Situation(exists=True, last_version_at=NOW, version_at=EARLIER),
            kept("older than what we have"),
        ),
        (Situation(exists=True, last_version_at=NOW, version_at=NOW), Choice(Step.UPDATE)),
        (Situation(exists=True, last_version_at=NOW), Choice(Step.UPDATE)),
        (Situation(exists=True, version_at=EARLIER), Choice(Step.UPDATE)),
        (Situation(exists=True, is_empty=True), kept("it has no text")),
        (
            Situation(exists=True, is_summary=True, had_full_text=True),
            kept("a summary of what we have in full"),
        ),
        (Situation(exists=True, is_summary=True), Choice(Step.UPDATE)),
        (
            Situation(exists=True, is_foreign=True, is_touched=True),
            kept("another source's text for an article we have"),
        ),
    ],
)
def test_decide_gives_the_step_and_its_reason(situation: Situation, choice: Choice) -> None:
    assert decide(situation) == choice


@pytest.mark.parametrize("situation", [Situation(exists=True, is_touched=True)])
def test_decide_never_updates_what_the_desk_has_touched(situation: Situation) -> None:
    flags = ("is_empty", "is_summary", "had_full_text", "is_foreign")
    steps = {
        decide(replace(situation, **dict.fromkeys(flags[:count], True))).step
        for count in range(len(flags) + 1)
    }

    assert steps == {Step.SUGGEST, Step.KEEP}
