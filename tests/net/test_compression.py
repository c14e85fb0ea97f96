"""Bodies are unpacked, bombs are stopped at the limit."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest

from articles.errors import FetchFailed, FetchRefused, TooLarge
from articles.net import decompress
from tests.conftest import SHARED

TEXT = "خبر news ".encode() * 5_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZip", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 300),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
    ],
)
def test_body_of_each_encoding_is_unpacked_up_to_exactly_the_limit(
    encoding: str, packed: bytes
) -> None:
    assert decompress(packed, encoding, limit=len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        decompress(packed, encoding, limit=len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_empty_body_needs_no_packing(encoding: str) -> None:
    assert decompress(b"", encoding, limit=10) == b""


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", lambda data: brotli.compress(data, quality=1)),
    ],
)
def test_bomb_of_64_megabytes_is_stopped(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(64_000_000))

    with pytest.raises(TooLarge) as refusal:
        decompress(bomb, encoding, limit=1_000_000)

    assert refusal.value.message == "The body is larger than 1,000,000 bytes."


def test_gzip_of_endless_empty_members_is_refused() -> None:
    with pytest.raises(FetchRefused):
        decompress(gzip.compress(b"") * 500, "gzip", limit=1_000_000)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,br", "zstd", "compress", "chunked"])
def test_unknown_or_nested_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(FetchRefused):
        decompress(gzip.compress(TEXT), encoding, limit=1_000_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_damaged_body_fails(encoding: str) -> None:
    with pytest.raises(FetchFailed):
        decompress(b"\x9c this was never packed " * 20, encoding, limit=1_000_000)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("br", brotli.compress(TEXT)),
    ],
)
def test_packed_body_that_ends_too_early_fails(encoding: str, packed: bytes) -> None:
    with pytest.raises(FetchFailed) as failure:
        decompress(packed[:-9], encoding, limit=1_000_000)

    assert failure.value.message == "The packed body ends too early."


@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the checkout")
def test_shared_gzip_bomb_is_stopped_at_ten_megabytes() -> None:
    path = SHARED / "data/ingest/feeds/hostile/gzip_bomb_64MiB.xml.gz"

    with pytest.raises(TooLarge):
        decompress(path.read_bytes(), "gzip", limit=10_000_000)
