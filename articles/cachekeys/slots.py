"""Which keys were touched when, by a clock that ticks with every touch and with nothing else.

A key hashes to a slot, which holds the tick at which it was touched last. A page remembers the
tick that was current **before** it was rendered; it holds while no slot of its keys has a later
one. So what was rendered before a commit and stored after it is never served, though the keys of
a page are known only once it is rendered. Two keys in one slot cost a needless rendering.
"""

import fcntl
import mmap
import os
import threading
import weakref
import zlib
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from articles.cachekeys.remote import Remote

SLOTS = 1 << 17  # a page of sixty keys meets one of an act's twenty by chance once in a hundred
_WIDTH = 8


class Slots(Protocol):
    """Where the ticks are kept."""

    def now(self) -> int:
        """The current tick."""

    def latest(self, numbers: Collection[int]) -> int:
        """The latest tick of these slots, 0 where none was ever touched."""

    def touch(self, numbers: Iterable[int]) -> None:
        """Give these slots a new tick."""


class Mapped:
    """Slots in a file of 64-bit numbers that all processes of a machine map into memory.

    The last number is the clock. It moves after the slots, so who has seen it stand still has
    seen every slot as it was then.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        size = (SLOTS + 1) * _WIDTH
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self._file)
        if os.fstat(self._file).st_size < size:
            os.truncate(self._file, size)
        self._lock = threading.Lock()  # the file's lock keeps out processes, not threads
        self._numbers = memoryview(mmap.mmap(self._file, size)).cast("Q")

    def now(self) -> int:
        """The current tick."""
        return self._numbers[SLOTS]

    def latest(self, numbers: Collection[int]) -> int:
        """The latest tick of these slots."""
        return max(map(self._numbers.__getitem__, numbers), default=0)

    def touch(self, numbers: Iterable[int]) -> None:
        """Give these slots a new tick, one process at a time."""
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                tick = self._numbers[SLOTS] + 1
                for number in numbers:
                    self._numbers[number] = tick
                self._numbers[SLOTS] = tick
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def slots() -> Slots:
    """Those that this installation uses: of the machine, or of all machines."""
    if settings.CACHE_URL:
        return server()
    return _mapped(settings.VAR_DIR)


def server() -> Remote:
    """The server that several machines share; only where CACHE_URL names one."""
    return _remote(settings.CACHE_URL)


def numbers_of(keys: Iterable[str]) -> tuple[int, ...]:
    """The slots of these keys.

    >>> numbers_of(["site", "article:7"])
    (68068, 35477)
    """
    return tuple(zlib.crc32(key.encode()) % SLOTS for key in keys)


def latest(*keys: str) -> int:
    """The tick at which one of the keys was touched last."""
    return slots().latest(numbers_of(keys))


def touch(*keys: str) -> None:
    """Touch the keys once the running transaction has committed."""
    transaction.on_commit(lambda: touch_now(*keys))


def touch_now(*keys: str) -> None:
    """Touch the keys at once."""
    slots().touch(numbers_of(keys))


@lru_cache(maxsize=4)
def _mapped(folder: Path) -> Mapped:
    return Mapped(Path(folder) / "cachekeys")


@lru_cache(maxsize=4)
def _remote(url: str) -> Remote:
    return Remote(url)
