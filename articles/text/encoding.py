"""Turn bytes of unknown or wrongly declared encoding into text."""

import codecs
import re
from dataclasses import dataclass

from articles.errors import BinaryInput, EmptyInput, TooLarge

MAX_BYTES = 10_000_000  # a body after decompression; the largest real page measured is 1.2 MB

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"MZ\x90", b"OggS",
    b"ID3", b"wOFF", b"wOF2", b"SQLite format 3\x00", b"RIFF",
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00]*")
# The web standard reads these names as Windows-1252, and so do we: pages mean it.
_MEANS_CP1252 = {"iso8859-1", "ascii", "cp1252"}
_FEW_CONTROLS = 8
_CONTROL_SHARE = 0.02
_SLIP_SHARE = 0.02  # bad bytes a UTF-8 text may hold and still be called UTF-8


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was read as, and what was wrong with the bytes, in plain sentences."""

    text: str
    encoding: str
    problems: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Read bytes as text: byte-order mark, `declared`, UTF-8, UTF-16 by shape, Windows-1252.

    A declaration that the bytes contradict is overruled and told in `problems`.
    Raises `TooLarge`, `EmptyInput` or `BinaryInput`.

    >>> decode("Zürich".encode(), declared="iso-8859-1")
    Decoded(text='Zürich', encoding='utf-8', problems=('declared as cp1252, but is utf-8',))
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"The input has {len(data):,} bytes; the limit is {MAX_BYTES:,}.",
            "Split it, or send only the article.",
        )
    decoded = _by_mark(data) or _without_mark(data, _codec(declared))
    if _BLANK.fullmatch(decoded.text):
        raise EmptyInput("The input holds no text.", "Check that the right file was chosen.")
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            problems = ("some bytes could not be read",) if "\ufffd" in text else ()
            return Decoded(text, encoding, problems)
    return None


def _without_mark(data: bytes, declared: str) -> Decoded:
    wide = "" if data.startswith(_BINARY_MAGIC) else _wide_shape(data)
    if wide:
        text = data.decode(wide, "replace")
        problems = () if _is_wide(declared) else (f"read as {wide} by its shape",)
        return Decoded(text, wide, problems)
    _refuse_binary(data)
    as_utf8 = _strict(data, "utf-8")
    expected = declared in ("", "utf-8")
    # Plain ASCII may still be an escaped encoding (ISO-2022-JP, UTF-7): there the name decides.
    if as_utf8 is not None and (expected or _is_wide(declared) or not data.isascii()):
        problems = () if expected else (_contradicted(declared, "utf-8"),)
        return Decoded(as_utf8, "utf-8", problems)
    as_declared = None if expected or _is_wide(declared) else _strict(data, declared)
    if as_declared is not None:
        return Decoded(as_declared, declared)
    return _damaged(data, declared)


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def _damaged(data: bytes, declared: str) -> Decoded:
    """Read bytes that are neither valid UTF-8 nor valid in their declared encoding."""
    text = data.decode("utf-8", "replace")
    slips = text.count("\ufffd")
    read = sum(character >= "\x80" for character in text) - slips
    if slips and read >= slips and slips <= max(1, _SLIP_SHARE * len(text)):
        return Decoded(text, "utf-8", (f"{slips} bytes were not utf-8",))
    problem = _contradicted(declared, "cp1252") if declared not in ("", "cp1252") else ""
    return Decoded(_cp1252(data), "cp1252", (problem or "not utf-8, read as cp1252",))


def _contradicted(declared: str, found: str) -> str:
    return f"declared as {declared}, but is {found}"


def _codec(name: str | None) -> str:
    """Return Python's name for a declared character encoding, "" if unknown or not one."""
    cleaned = (name or "").strip().strip("\"'").lower()
    try:
        info = codecs.lookup(cleaned) if cleaned.isascii() and "\0" not in cleaned else None
    except LookupError:
        return ""
    # rot13, zip and the like are codecs too, but not of text.
    if info is None or not getattr(info, "_is_text_encoding", True):
        return ""
    return "cp1252" if info.name in _MEANS_CP1252 else info.name


def _strict(data: bytes, encoding: str) -> str | None:
    if encoding == "cp1252":
        return _cp1252(data)
    try:
        return data.decode(encoding)
    except ValueError:
        return None


def _cp1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: its five empty places are control characters."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte) if byte >= 0x80 else chr(byte)
            for byte in data
        )


def _wide_shape(data: bytes) -> str:
    """Tell UTF-16 without a mark by its zeros: every second byte of Latin text is one."""
    sample = data[:4000]
    pairs = len(sample) // 2
    if pairs < 4:
        return ""
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if low > 0.4 * pairs and high < 0.05 * pairs:
        return "utf-16-le"
    if high > 0.4 * pairs and low < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _refuse_binary(data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    many = controls > _FEW_CONTROLS and controls > _CONTROL_SHARE * len(data)
    mostly = len(data) > 2 and controls > 0.3 * len(data)
    if data.startswith(_BINARY_MAGIC) or many or mostly:
        raise BinaryInput(
            "The input is not text (an image, archive or program?).",
            "Send text, HTML, RSS, Atom or JSON Feed.",
        )
