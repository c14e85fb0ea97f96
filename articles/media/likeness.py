"""How a picture looks in 128 bits, so that a copy is known that was scaled or saved anew.

A difference hash of our own over Pillow, one of neighbours in rows and one in columns; imagehash
would bring numpy and scipy for these lines.
"""

from typing import Final

from PIL import Image, ImageOps

SIDE: Final = 8
BANDS: Final = 8  # of 16 bits each; two pictures that share none are not compared
# Of 128 bits. Scaled to a fifth, saved at quality 40 or turned grey a photograph changes by up to
# 8; two pictures of one scene from two cameras by 30 and more.
MOST_APART: Final = 10
_BAND_BITS: Final = 16
# Even surfaces give the same bits in every picture that has one: such bands tell nothing.
_EMPTY: Final = frozenset({0, (1 << _BAND_BITS) - 1})


def of(picture: Image.Image) -> str:
    """The hash of a decoded picture as 32 hexadecimal digits, its orientation applied."""
    grey = _flat(ImageOps.exif_transpose(picture)).convert("L")
    rows = grey.resize((SIDE + 1, SIDE), Image.Resampling.BOX).tobytes()
    columns = grey.resize((SIDE, SIDE + 1), Image.Resampling.BOX).tobytes()
    bits = 0
    for y in range(SIDE):
        for x in range(SIDE):
            place = y * (SIDE + 1) + x
            bits = bits << 1 | (rows[place] < rows[place + 1])
    for place in range(SIDE * SIDE):
        bits = bits << 1 | (columns[place] < columns[place + SIDE])
    return f"{bits:032x}"


def keys(likeness: str) -> list[int]:
    """The numbers by which pictures that look alike find each other: a band and what it holds."""
    bits = int(likeness or "0", 16)
    bands = [(band, bits >> band * _BAND_BITS & (1 << _BAND_BITS) - 1) for band in range(BANDS)]
    return [band << _BAND_BITS | held for band, held in bands if held not in _EMPTY]


def apart(one: str, other: str) -> int:
    """In how many of the 128 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _flat(picture: Image.Image) -> Image.Image:
    """On white, as the picture is seen, where it has holes."""
    if not picture.has_transparency_data:
        return picture
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen)
