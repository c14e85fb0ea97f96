"""Whatever comes in, a result comes out or an error with a name."""

import random
from pathlib import Path

import pytest

from articles.errors import NewsroomError
from articles.formats import Parsed, parse
from tests.formats.reading import DATA, NOW, URL

SAMPLES = sorted(path for path in DATA.iterdir() if path.name != "shared_feeds.json")
DEBRIS = (
    b"<![CDATA[", b"]]>", b"<!--", b"&#x110000;", b"&#55296;", b"<item>", b"</entry>", b"\x00",
    b"\xff\xfe", b"<!DOCTYPE x [", b'"', b"<", b'xml:base="http://[::1"', b'href="//["', b"{", b"]",
    b"1e999", b'encoding="idna"', b'<meta charset="rot13">', b"<table><tr>",
)  # fmt: skip


def read(data: bytes) -> str:
    """Return the kind of the document, or the name of its error."""
    try:
        parsed = parse(data, url=URL, now=NOW)
    except NewsroomError as error:
        return type(error).__name__
    assert isinstance(parsed, Parsed)
    return parsed.kind


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_document_cut_off_anywhere_is_read_or_refused_by_name(path: Path) -> None:
    data = path.read_bytes()

    kinds = {read(data[: len(data) * part // 7]) for part in range(7)}

    assert "EmptyInput" in kinds


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_document_with_debris_in_it_is_read_or_refused_by_name(path: Path) -> None:
    source = random.Random(path.name)
    data = bytearray(path.read_bytes())

    for _ in range(12):
        place = source.randrange(len(data))
        data[place:place] = source.choice(DEBRIS)
        assert read(bytes(data)) in {
            "rss", "atom", "jsonfeed", "page", "text", "UnreadableFormat", "BinaryInput",
        }  # fmt: skip


def test_problems_of_the_encoding_stand_before_those_of_the_format() -> None:
    data = "Wrong\n<rss><channel><title>café</title></channel></rss>".encode("cp1252")

    assert parse(data, content_type="text/xml; charset=utf-8").problems == (
        "declared as utf-8, but is cp1252",
        "something stands before the XML declaration",
    )
