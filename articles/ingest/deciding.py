"""What to do with an item that arrived: a pure choice from what we have and what came."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Step(Enum):
    """The choices, from nothing to a new article."""

    KNOWN = "known"
    OWN = "own"
    CREATE = "create"
    UPDATE = "update"
    SUGGEST = "suggest"
    LATE = "late"


@dataclass(frozen=True)
class Situation:
    """What decides: whether we have the article, what upstream said last, and the desk's hand.

    `same_content` means that this very content arrived before under this identity.
    `last_version_at` and `version_at` are the supplier's own times, None where it gave none.
    """

    is_own: bool
    exists: bool
    same_content: bool
    touched_by_desk: bool
    last_version_at: datetime | None
    version_at: datetime | None
    is_empty: bool


def decide(situation: Situation) -> Step:
    """The step for one item.

    An empty refetch never wipes a text; an older version that arrives late is kept as a capture
    and changes nothing; what the desk has touched is only ever suggested to.
    """
    if situation.is_own:
        return Step.OWN
    if situation.same_content:
        return Step.KNOWN
    if not situation.exists:
        return Step.CREATE
    older = (
        situation.version_at is not None
        and situation.last_version_at is not None
        and situation.version_at < situation.last_version_at
    )
    if older or situation.is_empty:
        return Step.LATE
    return Step.SUGGEST if situation.touched_by_desk else Step.UPDATE
