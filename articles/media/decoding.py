"""An upload is a picture once it has been decoded to its last row; before that it is bytes.

The size is read from the header and judged before a single pixel is decoded.
"""

import gzip
import io
import struct
from contextlib import suppress
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from articles.errors import EmptyInput, TooLarge, UnreadableFormat

MOST_BYTES: Final = 30 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
# A progressive JPEG is decoded once a scan: cameras write ten, an attack writes thousands.
MOST_SCANS: Final = 100
# What is let in, and the ending that the file gets, whatever it was called. Cameras that put a
# second picture behind the first (MPO) still write JPEG.
SUFFIXES: Final = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
}
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_TURNED: Final = frozenset({5, 6, 7, 8})  # EXIF orientations that lie on their side
_ORIENTATION: Final = 0x0112
# All that Pillow and the libraries beneath it raise for bytes that are no sound picture.
_BROKEN: Final = (OSError, SyntaxError, ValueError, IndexError, EOFError, struct.error, MemoryError)


def opened(data: bytes) -> Image.Image:
    """The picture behind the bytes, with its size known and nothing decoded.

    Raises EmptyInput, TooLarge over the limits of bytes and pixels, UnreadableFormat for what is
    no picture of the kinds that are let in.
    """
    if not data:
        raise EmptyInput(_("The file is empty."), _("Choose the picture’s file again."))
    if len(data) > MOST_BYTES:
        raise _too_heavy()
    _refuse_drawing(data)
    try:
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except (UnidentifiedImageError, *_BROKEN) as error:
        raise UnreadableFormat(
            _("The file is not a picture that can be read."),
            _("Give a JPEG, PNG, WebP, AVIF or GIF file."),
        ) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels()
    if picture.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > MOST_SCANS:
        raise UnreadableFormat(
            _("The file is a JPEG of too many layers."), _("Save it anew and give that file.")
        )
    return picture


def verified(data: bytes) -> Image.Image:
    """The picture decoded whole; raises like `opened`, and for one that is cut off or double.

    A file that goes on behind the end of its picture is often another kind of file as well, such
    as a script; only JPEG is let off, because cameras put previews and sound there.
    """
    picture = opened(data)
    load(picture)
    end = _end(data, picture.format or "")
    if data[end:].strip(b"\x00\r\n\t "):
        raise UnreadableFormat(
            _("The file goes on behind the end of its picture."),
            _("Open it in a picture editor, save it anew and give that file."),
        )
    return picture


def load(picture: Image.Image) -> None:
    """Decode an opened picture; raises UnreadableFormat where it is damaged or cut off."""
    try:
        picture.load()
    except _BROKEN as error:
        raise UnreadableFormat(
            _("The picture is damaged or cut off."), _("Fetch the file again, or save it anew.")
        ) from error


def size_as_seen(picture: Image.Image) -> tuple[int, int]:
    """Width and height once the camera's orientation is applied."""
    orientation = 1
    with suppress(*_BROKEN):
        orientation = picture.getexif().get(_ORIENTATION, 1)
    return picture.size if orientation not in _TURNED else (picture.height, picture.width)


def _too_heavy() -> TooLarge:
    return TooLarge(
        _("The file has more than %(limit)d MB.") % {"limit": MOST_BYTES // 1024**2},
        _("Save it with fewer pixels or as JPEG."),
    )


def _too_many_pixels() -> TooLarge:
    return TooLarge(
        _("The picture has more than %(limit)d million pixels.")
        % {"limit": MOST_PIXELS // 1_000_000},
        _("Save it smaller; readers see at most 1,280 pixels across."),
    )


def _refuse_drawing(data: bytes) -> None:
    """Raise UnreadableFormat for SVG, packed or not: it is a document that may hold scripts."""
    head = data[:4096]
    if head[:2] == b"\x1f\x8b":
        with suppress(OSError, EOFError, ValueError), gzip.open(io.BytesIO(data)) as packed:
            head = packed.read(4096)
    if b"<svg" in head.lower():
        raise UnreadableFormat(
            _("SVG drawings are not let in."), _("Export the drawing as PNG and give that file.")
        )


def _end(data: bytes, kind: str) -> int:
    """Where the picture ends in its file; the file's own end where nothing may be said."""
    with suppress(IndexError, struct.error):
        if kind == "PNG":
            return _end_of_png(data)
        if kind == "GIF":
            return _end_of_gif(data)
        if kind == "WEBP":
            (length,) = struct.unpack_from("<I", data, 4)
            return int(8 + length + length % 2)
    return len(data)


def _end_of_png(data: bytes) -> int:
    place = 8
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        place += 12 + length
        if name == b"IEND":
            break
    return place


def _end_of_gif(data: bytes) -> int:
    place = 13 + _colours(data[10])
    while (mark := data[place]) != 0x3B:
        if mark == 0x21:  # an extension: its label, then blocks
            place += 2
        elif mark == 0x2C:  # a frame: its place and colours, the size of its codes, then blocks
            place += 11 + _colours(data[place + 9])
        else:
            return len(data)
        while data[place]:
            place += 1 + data[place]
        place += 1
    return place + 1


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
