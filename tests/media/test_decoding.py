"""What is let in as a picture, and what is refused with a reason, before it can do harm."""

import gzip
import time

import pytest
from PIL import Image as Picture

from articles.errors import BadInput, EmptyInput, TooLarge, UnreadableFormat
from articles.media import decoding, reading
from tests.media import samples

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SCRIPT = b"*/=1;alert(document.cookie)//"
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def whole(form: str) -> bytes:
    return samples.bytes_of(samples.scene(120, 90), form)


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", EmptyInput, "is empty"),
        (HTML, UnreadableFormat, "not a picture"),
        (SVG, UnreadableFormat, "SVG"),
        (gzip.compress(SVG, mtime=0), UnreadableFormat, "SVG"),
        (b"%PDF-1.7 " + bytes(200), UnreadableFormat, "not a picture"),
        (b"GIF89a" + SCRIPT, UnreadableFormat, "not a picture|damaged"),
        (whole("GIF") + SCRIPT, UnreadableFormat, "goes on behind the end"),
        (whole("PNG") + HTML, UnreadableFormat, "goes on behind the end"),
        (whole("WEBP") + HTML, UnreadableFormat, "goes on behind the end"),
        *(
            (whole(form)[:-400], UnreadableFormat, "damaged|not a picture")
            for form in ("JPEG", "PNG", "WEBP", "AVIF")
        ),
        (whole("JPEG") + b"\xff\xda\x00\x08" * 200, UnreadableFormat, "too many layers"),
        (samples.bytes_of(Picture.new("RGB", (9, 9)), "TIFF"), UnreadableFormat, "Give a JPEG"),
        (bytes(decoding.MOST_BYTES + 1), TooLarge, "30 MB"),
    ],
)
def test_what_is_no_sound_picture_is_refused_with_what_to_do(
    data: bytes, error: type[BadInput], said: str
) -> None:
    with pytest.raises(error, match=said) as refusal:
        reading.read(data)

    assert refusal.value.hint


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 5_001)])
def test_too_many_pixels_are_refused_before_one_is_decoded(width: int, height: int) -> None:
    bomb = samples.huge_png(width, height)
    begun = time.perf_counter()

    with pytest.raises(TooLarge, match="50 million pixels"):
        reading.read(bomb)

    assert time.perf_counter() - begun < 1  # decoded it would take 300 MB and seconds
    assert len(bomb) < 20_000


@pytest.mark.parametrize(
    ("form", "suffix"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("GIF", "gif")],
)
def test_ending_and_size_come_from_the_picture_itself(form: str, suffix: str) -> None:
    found = reading.read(whole(form))

    assert (found.suffix, found.width, found.height) == (suffix, 120, 90)


def test_size_is_told_as_people_see_the_picture() -> None:
    exif = Picture.Exif()
    exif[0x0112] = 6  # held upright

    found = reading.read(samples.bytes_of(samples.scene(120, 90), exif=exif))

    assert (found.width, found.height) == (90, 120)


def test_jpeg_may_carry_what_cameras_put_behind_it() -> None:
    assert reading.read(whole("JPEG") + b"MotionPhoto_Data").suffix == "jpg"
