"""Makes the renditions: decoded once, turned, cut, scaled, in sRGB, without what cameras add.

Nothing of the original's metadata is passed on, its position least of all; credit, rights and
alternative text are written anew, as XMP, which all three kinds can hold.
"""

import io
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from articles.media import decoding, embedded, renditions
from articles.media.renditions import Kind, Shape
from articles.models import Image

# JPEG is decoded at a half, a quarter or an eighth where that is still twice the widest rendition.
_DRAFT: Final = 2 * renditions.WIDTHS[-1]
# Smaller files do without the words: they would be a sixth of their bytes.
_WORDED_FROM: Final = 480
# Measured on photographs and on the demo's drawings: AVIF at its own speed takes 7.6 s for five
# widths, at 8 it takes 1.0 s for files 4 % larger.
_SETTINGS: Final[dict[Kind, dict[str, object]]] = {
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
    "avif": {"format": "AVIF", "quality": 54, "speed": 8},
}


def original(image: Image) -> bytes:
    """The bytes that were uploaded. Raises OSError where the file is gone."""
    with image.file.storage.open(image.file.name or "", "rb") as file:
        return bytes(file.read())


def render(image: Image, kinds: Sequence[Kind], data: bytes) -> dict[str, object]:
    """Make what is missing of these kinds; what now stands, in the form that the row keeps.

    Raises BadInput for an original that is no sound picture. Writes files, no row.
    """
    wanted = renditions.wanted(image, kinds)
    key = renditions.key_of(image)
    names = {
        (shape, width, kind): renditions.name(image.uid, key, shape, width, kind)
        for shape, of_shape in wanted.items()
        for kind, sizes in of_shape.items()
        for width in sizes
    }
    missing = [what for what, name in names.items() if not _path(name).is_file()]
    if missing:
        source = _prepared(data)
        for shape, width in dict.fromkeys((shape, width) for shape, width, _kind in missing):
            scaled = _scaled(source, image, shape, width)
            for kind in kinds:
                if (shape, width, kind) in missing:
                    _write(names[shape, width, kind], _encoded(scaled, image, kind))
    return {"key": key, **{str(shape): kinds for shape, kinds in wanted.items()}}


def first(image: Image) -> Path:
    """The widest JPEG of the whole picture, made now where nobody has made it yet.

    For the original's own address, before the set is there. Raises OSError and BadInput.
    """
    width = renditions.widths(image, "whole", "jpg")[-1]
    name = renditions.name(image.uid, renditions.key_of(image), "whole", width, "jpg")
    path = _path(name)
    if not path.is_file():
        scaled = _scaled(_prepared(original(image)), image, "whole", width)
        _write(name, _encoded(scaled, image, "jpg"))
    return path


def remove(image: Image, *, but: str = "") -> None:
    """Remove the picture's renditions from the disk, all but those of one hash."""
    folder = _path(renditions.folder(image.uid))
    if not but:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.glob("*"):
        if not path.name.startswith((f"{but}-", ".")):
            path.unlink(missing_ok=True)


def are_there(names: Iterable[str]) -> bool:
    """Whether the disk has all of these renditions."""
    return all(_path(name).is_file() for name in names)


def _path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _prepared(data: bytes) -> Pillow.Image:
    """The picture as people see it, in sRGB, with its holes if it has any."""
    picture = decoding.opened(data)
    picture.draft("RGB", (_DRAFT, _DRAFT))
    decoding.load(picture)
    profile = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    if profile and turned.mode in ("RGB", "RGBA", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            in_ours = ImageCms.profileToProfile(turned, theirs, ours, outputMode=mode)
            if in_ours is not None:
                return in_ours
    if turned.mode.startswith("I"):  # 16 bits a pixel: convert() would cut off, not scale
        in_eight = turned.convert("I").point([value // 256 for value in range(65536)], "L")
        return in_eight.convert(mode)
    return turned.convert(mode)


def _scaled(source: Pillow.Image, image: Image, shape: Shape, width: int) -> Pillow.Image:
    """The part that a shape shows, at a width; the source may have been decoded smaller."""
    across = source.width / (image.width or source.width)
    down = source.height / (image.height or source.height)
    left, top, right, bottom = renditions.box(image, shape)
    part = (left * across, top * down, right * across, bottom * down)
    size = (width, renditions.height(image, shape, width))
    return source.resize(size, Pillow.Resampling.LANCZOS, box=part, reducing_gap=3.0)


def _encoded(picture: Pillow.Image, image: Image, kind: Kind) -> bytes:
    if kind == "jpg" and picture.mode == "RGBA":
        ground = Pillow.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    words = embedded.packet(
        alt=image.alt if picture.width >= _WORDED_FROM else "",
        credit=image.credit_line,
        creator=image.creator,
        rights=image.rights_notice,
        source_type=image.source_type,
    )
    kept = io.BytesIO()
    picture.info = {}  # nothing of the original's own metadata goes along
    picture.save(kept, **_SETTINGS[kind], xmp=words)  # type: ignore[arg-type]  # each kind's own
    return kept.getvalue()


def _write(name: str, data: bytes) -> None:
    """Whole or not at all, whoever else writes the same file."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{uuid4().hex}")
    partial.write_bytes(data)
    os.replace(partial, path)
