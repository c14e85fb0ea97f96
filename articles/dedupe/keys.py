"""64-bit keys of words and word runs: the same in every process, small enough for a bigint."""

from hashlib import blake2b

KEY_BYTES = 8


def signed_key(text: str) -> int:
    """Key of `text` as a signed 64-bit integer, which SQLite and PostgreSQL store as it is."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)
