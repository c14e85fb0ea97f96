"""An index of documents in memory, with the bounds of the database's tables.

For files that are judged without a database, and for measuring; what a candidate is, `match` says
for both.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping

from .fingerprint import Prints
from .match import (
    COPIES,
    EVENTS,
    Lookup,
    asked_weights,
    rank,
    rank_groups,
    shingle_keys,
    stored_keys,
)

ANY_DAY = -1
"""The day of a document whose time is unknown: it is near every day."""


class MemoryIndex:
    """Documents by number, in order of arrival."""

    def __init__(self) -> None:
        self._copies = _Holders(COPIES)
        self._events = _Holders(EVENTS)
        self._exact: dict[str, list[int]] = defaultdict(list)

    def add(self, number: int, prints: Prints, day: int | None = None) -> None:
        """Remember a document; `day` is any count of days, None if unknown."""
        self._copies.add(number, shingle_keys(prints.shingles), day)
        self._events.add(number, stored_keys(prints), day)
        if prints.exact and len(self._exact[prints.exact]) < COPIES.most_candidates:
            self._exact[prints.exact].append(number)

    def copies(self, prints: Prints, day: int | None = None) -> list[int]:
        """Numbers of documents that may be copies, likeliest first, each once."""
        shared = self._copies.shared(dict.fromkeys(shingle_keys(prints.shingles), 1.0), day)
        return list(dict.fromkeys([*self._exact.get(prints.exact, ()), *rank(shared, COPIES)]))

    def accounts(
        self, prints: Prints, leaders: Mapping[int, int], day: int | None = None
    ) -> list[int]:
        """Numbers of documents that may tell the same event, likeliest first.

        `leaders` names the representative of each copy group; only it is compared.
        """
        shared = self._events.shared(asked_weights(prints), day)
        return rank_groups(shared, leaders, EVENTS)


class _Holders:
    """Which documents hold a key: of each key the latest ones, as many as a look-up reads."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._holders: dict[int, deque[int]] = {}
        self._days: dict[int, int] = {}

    def add(self, number: int, keys: Iterable[int], day: int | None) -> None:
        self._days[number] = ANY_DAY if day is None else day
        for key in keys:
            holders = self._holders.get(key)
            if holders is None:
                self._holders[key] = deque((number,), self._lookup.most_holders)
            else:
                holders.append(number)

    def shared(self, weights: Mapping[int, float], day: int | None) -> dict[int, float]:
        """Summed weight of the keys that each document in the window shares."""
        found: dict[int, float] = defaultdict(float)
        for key, weight in weights.items():
            if key in self._holders:
                holders = self._near(self._holders[key], day)
                if len(holders) < self._lookup.most_holders:
                    for number in holders:
                        found[number] += weight
        return found

    def _near(self, holders: Collection[int], day: int | None) -> Collection[int]:
        if day is None:
            return holders
        days, first, last = self._days, day - self._lookup.days, day + self._lookup.days
        return [n for n in holders if first <= days[n] <= last or days[n] == ANY_DAY]
