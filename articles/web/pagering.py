"""Pages shared by the processes of one machine: a ring of bytes in a memory-mapped file.

Writers take turns and write one record after the other, round and round, so the size is bounded
and the oldest goes first. A table of buckets leads from a name to its record. Readers take no
lock: a record that was written over meanwhile does not carry its name and its sum any more.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
import weakref
import zlib
from pathlib import Path

SIZE = 64 * 1024 * 1024  # bytes of records
BUCKETS = 1 << 14
_BUCKET = struct.Struct("<QQ")  # where its record begins, and how long it is
_RECORD = struct.Struct("<IIQ")  # sum of what follows, length of the name, end in ms
_HEAD = struct.Struct("<Q")  # where the next record goes
_TABLE = _HEAD.size
_START = _TABLE + BUCKETS * _BUCKET.size


class Ring:
    """One file; safe for many threads and processes."""

    def __init__(self, path: Path, size: int = SIZE) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._end = _START + size
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self._file)
        if os.fstat(self._file).st_size < self._end:
            os.truncate(self._file, self._end)
        self._bytes = mmap.mmap(self._file, self._end)
        self._lock = threading.Lock()  # the file's lock keeps out processes, not threads

    def get(self, name: str) -> bytes | None:
        """What is kept under a name and not past its time."""
        at, length = _BUCKET.unpack_from(self._bytes, _bucket(name))
        if not length or at < _START or at + length > self._end:
            return None
        record = self._bytes[at : at + length]
        checksum, named, end = _RECORD.unpack_from(record)
        start = _RECORD.size + named
        if record[_RECORD.size : start] != name.encode() or _clock() >= end:
            return None
        if zlib.crc32(memoryview(record)[4:]) != checksum:
            return None
        return record[start:]

    def put(self, name: str, value: bytes, seconds: int) -> None:
        """Keep a value for so long, or until others need its room; one too large is not kept."""
        key = name.encode()
        told = _RECORD.pack(0, len(key), _clock() + seconds * 1000)[4:] + key + value
        record = struct.pack("<I", zlib.crc32(told)) + told
        if len(record) > (self._end - _START) // 8:
            return
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                self._write(_bucket(name), record)
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _write(self, bucket: int, record: bytes) -> None:
        (at,) = _HEAD.unpack_from(self._bytes)
        if at < _START or at + len(record) > self._end:
            at = _START
        self._bytes[at : at + len(record)] = record
        _HEAD.pack_into(self._bytes, 0, at + len(record))
        _BUCKET.pack_into(self._bytes, bucket, at, len(record))


def _bucket(name: str) -> int:
    return _TABLE + (zlib.crc32(name.encode()) % BUCKETS) * _BUCKET.size


def _clock() -> int:
    """Milliseconds since the epoch; a clock set back only keeps a page until the keys tell."""
    return int(time.time() * 1000)
