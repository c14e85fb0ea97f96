"""The shared slots: a memory-mapped file of 64-bit numbers in `var/`."""

import mmap
import secrets
import struct
import zlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

SITE = "site"  # what every public page shows: menus, fronts, name of the paper
SLOTS = 16384
_NUMBER = struct.Struct("<Q")


def read(keys: frozenset[str]) -> tuple[int, ...]:
    """The current values of these keys, in the keys' sorted order."""
    mapped = _mapped(_path())
    return tuple(_NUMBER.unpack_from(mapped, _offset(key))[0] for key in sorted(keys))


def touch(*keys: str) -> None:
    """Give the keys new values once the running transaction has committed."""
    transaction.on_commit(lambda: touch_now(*keys))


def touch_now(*keys: str) -> None:
    """Give the keys new values at once."""
    mapped = _mapped(_path())
    for key in keys:
        _NUMBER.pack_into(mapped, _offset(key), secrets.randbits(64))


def _path() -> Path:
    return Path(settings.VAR_DIR) / "cachekeys"


def _offset(key: str) -> int:
    return (zlib.crc32(key.encode()) % SLOTS) * _NUMBER.size


@lru_cache(maxsize=4)
def _mapped(path: Path) -> mmap.mmap:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if file.tell() < SLOTS * _NUMBER.size:
            file.truncate(SLOTS * _NUMBER.size)
        return mmap.mmap(file.fileno(), SLOTS * _NUMBER.size)
