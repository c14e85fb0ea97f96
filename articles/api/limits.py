"""How many calls an address may make a minute, counted where all processes see it.

A fixed window of a minute for each address (for IPv6 the /64 that one household or server has).
On one machine it is a memory-mapped file: no query, no network, 2 µs a call. Several machines count
together on the Redis server that they share their pages through; while that one does not answer
each counts for itself, so an address gets more, never less, than its due. Nothing of the address is
stored, only a keyed hash of it.
"""

import fcntl
import hashlib
import mmap
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles import cachekeys
from articles.net import visitor

WINDOW = 60  # seconds
SLOTS = 65_536
_SLOT = struct.Struct("<QII")  # hash of the address, window number, calls in it
_threads = threading.Lock()


@dataclass(frozen=True)
class Spent:
    """What an address has left: calls, seconds until it has all again; `retry_after` 0 if any."""

    limit: int
    left: int
    resets_in: int
    retry_after: int


def spend(request: HttpRequest) -> Spent:
    """Count this call. With a limit of 0 nothing is counted."""
    limit = settings.API_CALLS_A_MINUTE
    now = time.time()
    resets_in = WINDOW - int(now) % WINDOW
    if not limit:
        return Spent(0, 0, 0, 0)
    count = _count_together(_whose(visitor.address(request)), int(now) // WINDOW)
    return Spent(limit, max(0, limit - count), resets_in, resets_in if count > limit else 0)


def tell(response: HttpResponse, spent: Spent | None) -> HttpResponse:
    """The headers of the IETF's draft on rate limits, on every answer."""
    if spent is not None and spent.limit:
        response.headers["RateLimit-Policy"] = f'"address";q={spent.limit};w={WINDOW}'
        response.headers["RateLimit"] = f'"address";r={spent.left};t={spent.resets_in}'
    return response


def _whose(address: str) -> int:
    """A number for the address that nobody can aim at without our key."""
    if address and ip_address(address).version == 6:
        address = str(ip_network(f"{address}/64", strict=False).network_address)
    key = settings.SECRET_KEY.encode()[:64]
    digest = hashlib.blake2b(address.encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest)


def _count_together(whose: int, window: int) -> int:
    """One call more of this address, as far as all machines can be asked."""
    if settings.CACHE_URL:
        with suppress(cachekeys.Unreachable):
            # Twice the window, so that no clock of ours that is behind begins it anew.
            return cachekeys.server().count(f"newsroom:calls:{window}:{whose:x}", 2 * WINDOW)
    return _count(whose, window)


def _count(whose: int, window: int) -> int:
    """One call more of this address in this window; how many there are now.

    Two addresses in one slot take turns in it and so get more, never less, than their due.
    """
    file, mapped = _mapped(Path(settings.VAR_DIR) / "api-calls")
    offset = (whose % SLOTS) * _SLOT.size
    with _threads:
        # The lock of the operating system parts processes; threads share one, hence the other.
        fcntl.lockf(file, fcntl.LOCK_EX, _SLOT.size, offset)
        try:
            who, when, count = _SLOT.unpack_from(mapped, offset)
            count = count + 1 if (who, when) == (whose, window) else 1
            _SLOT.pack_into(mapped, offset, whose, window, min(count, 2**32 - 1))
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, _SLOT.size, offset)
    return count


@lru_cache(maxsize=4)
def _mapped(path: Path) -> tuple[IO[bytes], mmap.mmap]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    if file.tell() < SLOTS * _SLOT.size:
        file.truncate(SLOTS * _SLOT.size)
    return file, mmap.mmap(file.fileno(), SLOTS * _SLOT.size)
