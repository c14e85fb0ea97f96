"""Which files stand for a picture: their shapes, widths, names and addresses; draws nothing.

A name holds a hash of all that the file was made of (original, focal point, words written into
it), so a file never changes and caches may keep it for ever. What has been made stands in
`Image.renditions`: the hash and, for each shape and kind, the widths; nothing is asked of the
disk when a page is made.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from django.conf import settings

from articles.models import Image

Shape = Literal["whole", "card", "share"]
Kind = Literal["avif", "webp", "jpg"]
Box = tuple[int, int, int, int]

WIDTHS: Final = (160, 320, 480, 640, 960, 1280)
# The site's one landscape ratio, and the size that other sites take beside a link.
CARD: Final = (3, 2)
SHARE: Final = (1200, 630)
SHAPES: Final[tuple[Shape, ...]] = ("whole", "card", "share")
# Hardly a browser needs JPEG any more, but feed readers, mail and other sites do.
JPEG_WIDTHS: Final = (640, 1280)
# Made at once when a picture is added, because they are cheap; then what takes longer.
QUICK: Final[tuple[Kind, ...]] = ("jpg", "webp")
KINDS: Final[tuple[Kind, ...]] = ("jpg", "webp", "avif")
# Counts up when what is written differs for the same picture: all are made anew then.
RECIPE: Final = 1
FOLDER: Final = "renditions"
# A picture that has the card's ratio but for a line or two is not cut: one set serves both.
_ALIKE: Final = 0.01
_NAME: Final = re.compile(
    r"(?P<key>[0-9a-f]{12})-(?P<shape>[wcs])(?P<width>\d{1,4})\.(?P<kind>\w+)"
)
_LETTERS: Final[dict[str, Shape]] = {"w": "whole", "c": "card", "s": "share"}


@dataclass(frozen=True)
class Rendition:
    """One file to be shown: its address below the site's root, its size in pixels."""

    url: str
    width: int
    height: int


def key_of(image: Image) -> str:
    """The hash of all that the picture's renditions are made of."""
    made_of = (
        RECIPE, image.sha256 or image.file.name, image.focal_x, image.focal_y, image.alt,
        image.credit_line, image.creator, image.rights_notice, image.source_type,
    )  # fmt: skip
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:12]


def box(image: Image, shape: Shape) -> Box:
    """What is cut out for a shape: left, top, right, bottom in pixels of the picture as seen.

    As large as it goes, with the focal point as near to its middle as the picture allows.

    >>> box(Image(width=1000, height=1000, focal_x=50, focal_y=0), "card")
    (0, 0, 1000, 667)
    """
    width, height = image.width, image.height
    if shape == "whole" or (shape == "card" and is_alike(image)):
        return (0, 0, width, height)
    across, down = CARD if shape == "card" else SHARE
    if width * down > height * across:
        cut = max(1, round(height * across / down))
        left = _placed(width, cut, image.focal_x)
        return (left, 0, left + cut, height)
    cut = max(1, round(width * down / across))
    top = _placed(height, cut, image.focal_y)
    return (0, top, width, top + cut)


def _placed(length: int, cut: int, percent: int) -> int:
    return min(max(round(length * percent / 100 - cut / 2), 0), length - cut)


def is_alike(image: Image) -> bool:
    """Whether the picture has the card's ratio by itself."""
    across, down = CARD
    return abs(image.width * down / (image.height * across or 1) - 1) <= _ALIKE


def widths(image: Image, shape: Shape, kind: Kind) -> list[int]:
    """The widths of a shape, rising; never wider than what is cut out of the original."""
    left, _top, right, _bottom = box(image, shape)
    most = right - left
    if shape == "share":
        return [min(SHARE[0], most)] if kind == "jpg" else []
    wanted = JPEG_WIDTHS if kind == "jpg" else WIDTHS
    own = [most] if most < wanted[-1] else []
    return sorted({*(width for width in wanted if width <= most), *own})


def height(image: Image, shape: Shape, width: int) -> int:
    """The height that belongs to a width."""
    left, top, right, bottom = box(image, shape)
    return max(1, round(width * (bottom - top) / ((right - left) or 1)))


def wanted(image: Image, kinds: Sequence[Kind] = KINDS) -> dict[Shape, dict[Kind, list[int]]]:
    """Every rendition that the picture should have, in the form in which the row keeps them."""
    found: dict[Shape, dict[Kind, list[int]]] = {}
    for shape in SHAPES:
        if shape == "card" and is_alike(image):
            continue
        found[shape] = {kind: sizes for kind in kinds if (sizes := widths(image, shape, kind))}
    return found


def is_complete(image: Image, kinds: Sequence[Kind] = KINDS) -> bool:
    """Whether all of these stand, made of the picture as it is now."""
    kept = image.renditions
    if not image.sha256 or kept.get("key") != key_of(image):
        return False
    return all(
        kept.get(shape, {}).get(kind) == sizes
        for shape, wanted_kinds in wanted(image, kinds).items()
        for kind, sizes in wanted_kinds.items()
    )


def name(uid: UUID, key: str, shape: Shape, width: int, kind: Kind) -> str:
    """Where a rendition lies, below the media folder."""
    return f"{folder(uid)}/{key}-{shape[0]}{width}.{kind}"


def names(image: Image) -> list[str]:
    """Where all renditions lie that the row says there are."""
    key = str(image.renditions.get("key"))
    return [
        name(image.uid, key, shape, width, kind)
        for shape in SHAPES
        for kind, sizes in image.renditions.get(shape, {}).items()
        for width in sizes
    ]


def folder(uid: UUID) -> str:
    """Where all renditions of a picture lie, below the media folder."""
    return f"{FOLDER}/{uid.hex[:2]}/{uid.hex}"


def kept(image: Image, shape: Shape) -> tuple[Shape, dict[Kind, list[int]]]:
    """The shape whose files stand for the asked one, and the widths that there are of each kind."""
    if shape == "card" and "card" not in image.renditions:
        shape = "whole"
    return shape, image.renditions.get(shape, {})


def srcset(image: Image, shape: Shape, kind: Kind, most: int = WIDTHS[-1]) -> str:
    """The files of a kind up to a width, as an attribute tells them; "" where there are none."""
    shape, kinds = kept(image, shape)
    sizes = kinds.get(kind, [])
    base = f"{settings.MEDIA_URL}{folder(image.uid)}/{image.renditions.get('key')}-{shape[0]}"
    return ", ".join(
        f"{base}{width}.{kind} {width}w" for width in sizes if width <= most or width == sizes[0]
    )


def one(image: Image, shape: Shape, width: int, kind: Kind = "jpg") -> Rendition:
    """The narrowest rendition at least so wide, else the widest.

    Before any was made it is what the original's address gives to readers.
    """
    shape, kinds = kept(image, shape)
    sizes = kinds.get(kind, [])
    if not sizes:
        return fallback(image)
    chosen = next((size for size in sizes if size >= width), sizes[-1])
    path = name(image.uid, image.renditions["key"], shape, chosen, kind)
    return Rendition(f"{settings.MEDIA_URL}{path}", chosen, height(image, shape, chosen))


def fallback(image: Image) -> Rendition:
    """What stands for a picture without renditions: the original's address, the size it gives."""
    width = min(image.width, WIDTHS[-1])
    return Rendition(image.file.url, width, height(image, "whole", width))


def standing_in(image: Image, asked: str) -> str:
    """The present name for the name of a rendition that was there once; "" where there is none."""
    found = _NAME.fullmatch(asked)
    if found is None or not image.renditions:
        return ""
    shape, kinds = kept(image, _LETTERS[found["shape"]])
    for kind in KINDS:
        if kind == found["kind"] and (sizes := kinds.get(kind)):
            width = next((size for size in sizes if size >= int(found["width"])), sizes[-1])
            return name(image.uid, image.renditions["key"], shape, width, kind)
    return ""
