"""The ring of pages that the processes of a machine share."""

import zlib
from pathlib import Path

import pytest
import time_machine

from articles.web import pagering
from articles.web.pagering import Ring
from tests.factories import NOW


def test_what_one_process_puts_another_gets(tmp_path: Path) -> None:
    one, other = Ring(tmp_path / "pages", 10_000), Ring(tmp_path / "pages", 10_000)

    one.put("/a/", b"text", 60)

    assert (other.get("/a/"), other.get("/b/")) == (b"text", None)


def test_last_put_counts(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "pages", 10_000)
    ring.put("/a/", b"old", 60)
    ring.put("/a/", b"new and longer", 60)

    assert ring.get("/a/") == b"new and longer"


def test_what_is_past_its_time_is_gone(tmp_path: Path, clock: time_machine.Traveller) -> None:
    ring = Ring(tmp_path / "pages", 10_000)
    ring.put("/a/", b"text", 60)

    clock.move_to(NOW.timestamp() + 60)

    assert ring.get("/a/") is None


def test_oldest_gives_way_and_a_record_written_over_is_never_given_out(tmp_path: Path) -> None:
    """Bodies of many sizes, so that records begin in the middle of former ones."""
    ring = Ring(tmp_path / "pages", 8_000)
    texts = {f"/{n}/": bytes([n % 251]) * (100 + 37 * (n % 20)) for n in range(300)}
    for name, text in texts.items():
        ring.put(name, text, 60)

    found = {name: ring.get(name) for name in texts}

    assert {name for name, text in found.items() if text not in (texts[name], None)} == set()
    assert found["/299/"] == texts["/299/"]
    assert 5 < sum(text is not None for text in found.values()) < 40
    assert (tmp_path / "pages").stat().st_size == pagering._START + 8_000


def test_what_is_out_of_proportion_is_not_kept(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "pages", 8_000)

    ring.put("/a/", b"x" * 1_001, 60)

    assert ring.get("/a/") is None


def test_two_names_in_one_bucket_do_not_get_each_others_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagering, "BUCKETS", 1)
    ring = Ring(tmp_path / "pages", 8_000)
    ring.put("/a/", b"a", 60)
    ring.put("/b/", b"b", 60)

    assert (ring.get("/a/"), ring.get("/b/")) == (None, b"b")


def test_half_written_record_is_nobodys_page(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "pages", 8_000)
    ring.put("/a/", b"a whole page", 60)
    at = ring._bytes.find(b"a whole page")

    ring._bytes[at : at + 5] = b"a hal"

    assert ring.get("/a/") is None
    assert zlib.crc32(b"a whole page") != zlib.crc32(b"a hale page")
