"""64-bit keys of words and word runs: the same in every process, small enough for a bigint."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from struct import pack, unpack

KEY_BYTES = 8
RUN_WORDS = 3
"""Words of a run: runs of 3 found 104 of 150 copies with 10% of their characters damaged."""

WORDS_KEPT = 1 << 17
"""Words whose keys a process remembers, some 30 MB: nearly all of them come again and again."""

_MASK = (1 << 64) - 1
_HALF = 1 << 63


@lru_cache(maxsize=WORDS_KEPT)
def signed_key(text: str) -> int:
    """Key of `text` as a signed 64-bit integer, which SQLite and PostgreSQL store as it is."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def run_keys(words: Sequence[str]) -> list[int]:
    """Keys of all runs of `RUN_WORDS` words, in order.

    The sum of three independent keys, one for each place in the run, so that every word is hashed
    once and not with each of its runs: a third of the time that reading a text took.
    """
    places = list(map(_place_keys, words))
    return [
        ((first[0] + second[1] + third[2]) & _MASK) - _HALF
        for first, second, third in zip(places, places[1:], places[2:], strict=False)
    ]


@lru_cache(maxsize=WORDS_KEPT)
def _place_keys(word: str) -> tuple[int, int, int]:
    """The keys of a word as the first, second and third of a run, from 0 to 2^64 - 1."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=3 * KEY_BYTES).digest()
    return (
        int.from_bytes(digest[:8], "big"),
        int.from_bytes(digest[8:16], "big"),
        int.from_bytes(digest[16:], "big"),
    )


def pack_keys(keys: Collection[int]) -> bytes:
    """Keys as bytes, eight each."""
    return pack(f"<{len(keys)}q", *keys)


def unpack_keys(data: bytes) -> tuple[int, ...]:
    """The keys that `pack_keys` packed."""
    return unpack(f"<{len(data) // KEY_BYTES}q", data)
