"""Unpack HTTP bodies without letting a small download become a large one."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # ships no types; installed by whitenoise[brotli]

from articles.errors import FetchFailed, FetchRefused, TooLarge

CHUNK_BYTES = 65_536
MAX_MEMBERS = 64
"""A gzip body may be several members in a row; a million empty ones is an attack on our time."""

_GZIP_WBITS = 31
_ZLIB_WBITS = 15
_RAW_DEFLATE_WBITS = -15
_DEFLATE_METHOD = 8


class Unpacker(Protocol):
    """Unpacks a body piece by piece, never giving more than the asked number of bytes and a bit."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """Unpack `piece`; stop soon after `room` bytes came out."""

    def is_finished(self) -> bool:
        """Tell whether the packed body came to its proper end."""


class _Plain:
    """A body that is not packed."""

    def feed(self, piece: bytes, room: int) -> bytes:
        return piece

    def is_finished(self) -> bool:
        return True


class _Gzip:
    """gzip, RFC 1952: one member or several in a row."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP_WBITS)
        self._members = 1

    def feed(self, piece: bytes, room: int) -> bytes:
        out = bytearray()
        while piece:
            if self._member.eof:
                if not piece.startswith(b"\x1f"):
                    break  # padding behind the last member, which gunzip ignores too
                self._begin_member()
            out += self._member.decompress(piece, room + 1 - len(out))
            if len(out) > room:
                break
            piece = self._member.unused_data
        return bytes(out)

    def is_finished(self) -> bool:
        return self._member.eof

    def _begin_member(self) -> None:
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise FetchRefused("The body is packed in too many gzip members.")
        self._member = zlib.decompressobj(_GZIP_WBITS)


class _Deflate:
    """deflate: with the zlib wrapper that RFC 9110 asks for, or bare as some servers send it."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def feed(self, piece: bytes, room: int) -> bytes:
        if self._stream is None:
            self._head += piece
            if len(self._head) < 2:  # the wrapper is recognised by its first two bytes
                return b""
            piece, self._head = self._head, b""
            self._stream = zlib.decompressobj(
                _ZLIB_WBITS if _has_zlib_wrapper(piece) else _RAW_DEFLATE_WBITS
            )
        return self._stream.decompress(piece, room + 1)

    def is_finished(self) -> bool:
        return self._stream is not None and self._stream.eof


class _Brotli:
    """Brotli, RFC 7932."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, piece: bytes, room: int) -> bytes:
        out = bytearray(self._stream.process(piece, output_buffer_limit=room + 1))
        while len(out) <= room and not self._stream.can_accept_more_data():
            out += self._stream.process(b"", output_buffer_limit=room + 1 - len(out))
        return bytes(out)

    def is_finished(self) -> bool:
        return bool(self._stream.is_finished())


_UNPACKERS: dict[str, type[_Plain] | type[_Gzip] | type[_Deflate] | type[_Brotli]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
}


def unpacker(encoding: str) -> Unpacker:
    """Choose the unpacker for a Content-Encoding; FetchRefused for an unknown or nested one."""
    try:
        return _UNPACKERS[encoding.strip().lower()]()
    except KeyError:
        raise FetchRefused(
            f"The body is packed as “{encoding[:60]}”, which is not accepted.",
            "Accepted are gzip, deflate and br, one of them once.",
        ) from None


def unpack(pieces: Iterator[bytes], encoding: str, *, limit: int) -> Iterator[bytes]:
    """Yield the unpacked pieces of a body; TooLarge as soon as they, or the packed, pass `limit`.

    The packed bytes are counted as well: endless empty blocks unpack to nothing.
    Raises FetchFailed when the packing is damaged or ends too early.
    """
    stream = unpacker(encoding)
    room = packed_room = limit
    for piece in pieces:
        packed_room -= len(piece)
        out = _feed(stream, piece, room)
        room -= len(out)
        if room < 0 or packed_room < 0:
            raise TooLarge(
                f"The body is larger than {limit:,} bytes.",
                "Raise the limit for this source if it is honest.",
            )
        yield out
    if packed_room < limit and not stream.is_finished():
        raise FetchFailed("The packed body ends too early.", "Try again later.")


def decompress(data: bytes, encoding: str, *, limit: int) -> bytes:
    """Unpack a whole body of at most `limit` bytes (packed and unpacked); errors as `unpack`.

    `encoding` is the Content-Encoding: "", "identity", "gzip", "deflate" or "br".
    """
    pieces = (data[start : start + CHUNK_BYTES] for start in range(0, len(data), CHUNK_BYTES))
    return b"".join(unpack(pieces, encoding, limit=limit))


def _feed(stream: Unpacker, piece: bytes, room: int) -> bytes:
    try:
        return stream.feed(piece, room)
    except (zlib.error, brotli.error) as error:
        raise FetchFailed("The packed body is damaged.", "Try again later.") from error


def _has_zlib_wrapper(head: bytes) -> bool:
    return head[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(head[:2], "big") % 31 == 0
