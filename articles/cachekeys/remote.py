"""Slots and bodies on a Redis server, for several machines; readers notice nothing when it fails.

While the server does not answer nothing is served from the cache and nothing is kept: who cannot
ask whether a page still holds renders it. A process that missed it empties the cache for all when
it is back, for what was touched meanwhile is known to nobody.
"""

import logging
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import contextmanager
from typing import Any

_log = logging.getLogger(__name__)

PATIENCE = 0.25  # seconds for a connection or an answer; a rendering takes a tenth of it
PAUSE = 2.0  # seconds in which a server that failed is not asked again
_SLOTS, _CLOCK, _EPOCH = "newsroom:slots", "newsroom:clock", "epoch"
# An empty server gets a clock that is ahead of any before it, so that no old entry seems fresh.
_BEGIN = """
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then
  local t = redis.call('TIME')
  redis.call('SET', KEYS[2], t[1] * 1000000 + t[2])
  redis.call('HSET', KEYS[1], 'epoch', redis.call('GET', KEYS[2]))
end
"""
_TOUCH = (
    _BEGIN
    + """
local tick = redis.call('INCR', KEYS[2])
for _, slot in ipairs(ARGV) do redis.call('HSET', KEYS[1], slot, tick) end
return tick
"""
)
_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
_NOW = _BEGIN + "return redis.call('GET', KEYS[2])"


class Unreachable(Exception):
    """The server does not answer, or did not a moment ago."""


class Remote:
    """One server; safe for many threads. Its methods raise Unreachable, `touch` never does."""

    def __init__(self, url: str) -> None:
        import redis  # an optional dependency: only where CACHE_URL asks for it

        self._failures: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self._client: Any = redis.Redis.from_url(
            url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            health_check_interval=30,
        )
        self._lock = threading.Lock()
        self._silent_until = 0.0
        self._missed = False

    def now(self) -> int:
        """The current tick."""
        with self._asking():
            return int(self._client.eval(_NOW, 2, _SLOTS, _CLOCK))

    def latest(self, numbers: Collection[int]) -> int:
        """The latest tick of these slots; what the server held before it was emptied is past."""
        with self._asking():
            found = self._client.hmget(_SLOTS, [_EPOCH, *numbers])
        if found[0] is None:
            raise Unreachable("The server was emptied.")
        return max(int(tick) for tick in found if tick is not None)

    def touch(self, numbers: Iterable[int]) -> None:
        """Give these slots a new tick; a server that cannot be told is emptied when it is back."""
        try:
            with self._asking():
                self._client.eval(_TOUCH, 2, _SLOTS, _CLOCK, *numbers)
        except Unreachable:
            self._missed = True

    def get(self, name: str) -> bytes | None:
        """What is kept under a name."""
        with self._asking():
            kept: bytes | None = self._client.get(name)
            return kept

    def put(self, name: str, value: bytes, seconds: int) -> None:
        """Keep a value for so long."""
        with self._asking():
            self._client.set(name, value, ex=seconds)

    def count(self, name: str, seconds: int) -> int:
        """One more under this name, which is forgotten so long after the first; how many now."""
        with self._asking():
            return int(self._client.eval(_COUNT, 1, name, seconds))

    @contextmanager
    def _asking(self) -> Any:
        if time.monotonic() < self._silent_until:
            raise Unreachable("The server did not answer a moment ago.")
        try:
            if self._missed:
                self._empty()
            yield
        except self._failures as error:
            with self._lock:
                self._silent_until = time.monotonic() + PAUSE
                if not self._missed:
                    _log.warning("The page cache is off: Redis does not answer (%s).", error)
                self._missed = True
            raise Unreachable(str(error)) from error

    def _empty(self) -> None:
        self._client.delete(_SLOTS)
        self._missed = False
        _log.warning("The page cache is on again, and empty.")
