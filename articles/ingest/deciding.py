"""What to do with an item that arrived: a pure choice from what we have and what came."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Step(Enum):
    """The choices, from nothing to a new article; HOLD is what the law withholds come again."""

    KNOWN = "known"
    OWN = "own"
    CREATE = "create"
    UPDATE = "update"
    SUGGEST = "suggest"
    KEEP = "keep"
    HOLD = "hold"


@dataclass(frozen=True)
class Situation:
    """What decides: whether we have the article, what upstream said last, and the desk's hand.

    `is_known` means that this very arrival was here before. `is_foreign` means that the article
    has another source and never took anything from this one. `had_full_text` is about what this
    source gave before. `last_version_at` and `version_at` are the supplier's own times, None
    where it gave none.
    """

    is_known: bool = False
    is_own: bool = False
    exists: bool = False
    is_foreign: bool = False
    is_touched: bool = False
    is_empty: bool = False
    is_summary: bool = False
    had_full_text: bool = False
    last_version_at: datetime | None = None
    version_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether the supplier's own times say that we have a newer version."""
        if self.version_at is None or self.last_version_at is None:
            return False
        return self.version_at < self.last_version_at


@dataclass(frozen=True)
class Choice:
    """The step, and a word on it where a person may wonder."""

    step: Step
    why: str = ""


def decide(situation: Situation) -> Choice:
    """The step for one item.

    An empty refetch never wipes a text and a summary never replaces it; an older version that
    arrives late is kept as a capture and changes nothing, and so is another publisher's text
    under the same address; what the desk has touched is only ever suggested to.
    """
    if situation.is_known:
        return Choice(Step.KNOWN)
    if situation.is_own:
        return Choice(Step.OWN, "our own story coming back; linked")
    if not situation.exists:
        return Choice(Step.CREATE)
    if why := _why_kept(situation):
        return Choice(Step.KEEP, f"kept, nothing changed: {why}")
    if situation.is_touched:
        return Choice(Step.SUGGEST, "changed upstream; suggested to the desk")
    return Choice(Step.UPDATE)


def _why_kept(situation: Situation) -> str:
    if situation.is_foreign:
        return "another source's text for an article we have"
    if situation.is_late:
        return "older than what we have"
    if situation.is_empty:
        return "it has no text"
    if situation.is_summary and situation.had_full_text:
        return "a summary of what we have in full"
    return ""
