"""Where rendered pages lie: on a shelf of each process, and in a store that processes share."""

import json
import struct
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from articles import cachekeys
from articles.web.page import LIFE

Headers = list[tuple[str, str]]

CAPACITY = 48 * 1024 * 1024  # bytes of bodies a process keeps
LARGEST = CAPACITY // 16
OVERHEAD = 2048  # bytes that an entry costs beside its bodies, roughly
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True)
class Answer:
    """What is sent of an entry in one coding."""

    etag: str
    headers: Headers
    body: bytes


@dataclass
class Entry:
    """One kept answer: its bodies by content coding ("" is the plain one) and its validators.

    `tick` is the clock of the keys before it was rendered, `slots` those of what it shows.
    """

    status: str
    headers: Headers
    bodies: dict[str, bytes]
    etag: str
    last_modified: int | None
    tick: int
    slots: tuple[int, ...]
    edge: datetime | None
    until: datetime
    checked: int = field(default=0, compare=False)  # the clock when it was last found untouched
    answers: dict[str, Answer] = field(default_factory=dict, compare=False)  # by coding

    @property
    def size(self) -> int:
        """Bytes it takes, near enough."""
        return OVERHEAD + sum(map(len, self.bodies.values()))

    def holds(self, now: datetime) -> bool:
        """Whether nothing it shows was touched and no edge reached; it may be past its life.

        Raises Unreachable when the keys cannot be asked.
        """
        if self.edge is not None and now >= self.edge:
            return False
        slots = cachekeys.slots()
        clock = slots.now()
        if clock == self.checked:
            return True
        if slots.latest(self.slots) > self.tick:
            return False
        self.checked = clock
        return True


class Shelf:
    """A bounded store of entries; the one not asked for longest goes first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._size = 0
        self._entries: OrderedDict[Any, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Any, now: datetime) -> Entry | None:
        """The entry, if it holds and is not older than two lives."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        holds = now < entry.until + LIFE and entry.holds(now)
        with self._lock:
            if not holds:
                self._drop(key)
                return None
            if key in self._entries:
                self._entries.move_to_end(key)
            return entry

    def keep(self, key: Any, entry: Entry) -> None:
        """Store the entry unless it is out of proportion; others make room for it."""
        if entry.size > min(LARGEST, self._capacity):
            return
        with self._lock:
            self._drop(key)
            self._entries[key] = entry
            self._size += entry.size
            while self._size > self._capacity:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Any) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._size -= entry.size


class Shared(Protocol):
    """What several processes keep entries in; it may forget any of them at any time."""

    def get(self, name: str) -> bytes | None:
        """What is kept under a name."""

    def put(self, name: str, value: bytes, seconds: int) -> None:
        """Keep a value for so long."""


def pack(entry: Entry) -> bytes:
    """The entry as bytes: a line of JSON about it, then its bodies."""
    told = {
        "status": entry.status,
        "headers": entry.headers,
        "etag": entry.etag,
        "last_modified": entry.last_modified,
        "tick": entry.tick,
        "slots": entry.slots,
        "edge": entry.edge.isoformat() if entry.edge else None,
        "until": entry.until.isoformat(),
        "lengths": {coding: len(body) for coding, body in entry.bodies.items()},
    }
    head = json.dumps(told).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *entry.bodies.values()])


def unpack(kept: bytes) -> Entry:
    """The entry that `pack` was given."""
    (length,) = _LENGTH.unpack_from(kept)
    start = _LENGTH.size + length
    told = json.loads(kept[_LENGTH.size : start])
    bodies = {}
    for coding, size in told["lengths"].items():
        bodies[coding] = kept[start : start + size]
        start += size
    return Entry(
        status=told["status"],
        headers=[(name, value) for name, value in told["headers"]],
        bodies=bodies,
        etag=told["etag"],
        last_modified=told["last_modified"],
        tick=told["tick"],
        slots=tuple(told["slots"]),
        edge=datetime.fromisoformat(told["edge"]) if told["edge"] else None,
        until=datetime.fromisoformat(told["until"]),
    )
