"""Bytes to text, whatever they claim to be."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.errors import BadInput, BinaryInput, EmptyInput, TooLarge
from articles.text.encoding import MAX_BYTES
from articles.text.normalise import Decoded, decode

TEXT = "Zürich – “café” costs 5 €"
URDU = "روس نے تسلیم کر لیا"


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"plain", None, Decoded("plain", "utf-8")),
        (TEXT.encode(), None, Decoded(TEXT, "utf-8")),
        (TEXT.encode(), "UTF-8", Decoded(TEXT, "utf-8")),
        (codecs.BOM_UTF8 + TEXT.encode(), "latin-1", Decoded(TEXT, "utf-8")),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), None, Decoded(TEXT, "utf-16-le")),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), None, Decoded(TEXT, "utf-16-be")),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), None, Decoded(TEXT, "utf-32-le")),
        (URDU.encode("cp1256", "ignore"), "windows-1256", None),
        ("Привет, мир".encode("koi8-r"), "koi8-r", Decoded("Привет, мир", "koi8-r")),
        ("日本語".encode("iso2022_jp"), "iso-2022-jp", Decoded("日本語", "iso2022_jp")),
        (b"plain", "no-such-encoding", Decoded("plain", "utf-8")),
        (b"plain", "rot13", Decoded("plain", "utf-8")),
        (b"plain", "utf-16", Decoded("plain", "utf-8", ("declared as utf-16, but is utf-8",))),
    ],
)
def test_decode_reads_as_declared_or_as_found(
    data: bytes, declared: str | None, expected: Decoded | None
) -> None:
    decoded = decode(data, declared=declared)

    assert decoded == (expected or Decoded(data.decode("cp1256"), "cp1256"))


def test_decode_cp1252_said_utf8_is_found_out() -> None:
    decoded = decode(TEXT.encode("cp1252"), declared="utf-8")

    assert decoded == Decoded(TEXT, "cp1252", ("declared as utf-8, but is cp1252",))


def test_decode_utf8_said_latin1_is_found_out() -> None:
    decoded = decode(TEXT.encode(), declared="iso-8859-1")

    assert decoded == Decoded(TEXT, "utf-8", ("declared as cp1252, but is utf-8",))


def test_decode_utf16_without_mark_is_read_by_its_shape() -> None:
    decoded = decode("Plain English words".encode("utf-16-le"))

    assert decoded == Decoded(
        "Plain English words", "utf-16-le", ("read as utf-16-le by its shape",)
    )


def test_decode_utf8_with_one_bad_byte_stays_utf8() -> None:
    decoded = decode((URDU * 5).encode() + b"\xff.")

    assert decoded == Decoded(URDU * 5 + "\ufffd.", "utf-8", ("1 bytes were not utf-8",))


def test_decode_empty_place_of_cp1252_is_a_control() -> None:
    assert decode(b"caf\xe9 \x81", declared="cp1252").text == "café \x81"


def test_decode_text_with_a_few_nuls_is_text() -> None:
    assert decode(b"a\0b plain text with a nul").text == "a\0b plain text with a nul"


@pytest.mark.parametrize("data", [b"", b" \n\t", "\ufeff".encode(), "\u200b\u00a0".encode()])
def test_decode_blank_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyInput):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 some text",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\x00",
        bytes(range(256)) * 20,
        b"\x00\x01\x02\x03",
    ],
)
def test_decode_binary_is_refused(data: bytes) -> None:
    with pytest.raises(BinaryInput):
        decode(data)


def test_decode_fifty_megabytes_is_refused_with_the_limit() -> None:
    with pytest.raises(TooLarge, match=f"the limit is {MAX_BYTES:,}"):
        decode(b"x" * 50_000_000)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "latin-1", "big5", "x"]))
def test_decode_any_bytes_give_text_or_a_named_error(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared=declared).text
    except BadInput as error:
        text = error.hint

    assert text
