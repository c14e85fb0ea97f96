"""The files that readers get: what is in them, and what is not."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture
from PIL import ImageCms

from articles.desk import rendering as renders
from articles.media import embedded, renditions
from articles.models import Image
from tests.media import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def rendered(data: bytes, **fields: Any) -> Image:
    image = samples.keep(data, **fields)
    assert renders.render(image.pk)
    image.refresh_from_db()
    return image


def opened(image: Image, shape: renditions.Shape, width: int, kind: renditions.Kind) -> Any:
    path = renditions.one(image, shape, width, kind).url.removeprefix("/media/")
    return Picture.open(Path(image.file.storage.location) / path)  # type: ignore[attr-defined]


def test_every_size_and_kind_is_there_and_is_what_it_says(media: Path) -> None:
    image = rendered(samples.bytes_of(samples.scene(700, 900)))

    found = {}
    for path in (media / renditions.folder(image.uid)).iterdir():
        with Picture.open(path) as made:
            found[path.name.partition("-")[2]] = (made.format, made.size)

    sizes = {"w": {160: 206, 320: 411, 480: 617, 640: 823, 700: 900},
             "c": {160: 107, 320: 213, 480: 320, 640: 427, 700: 467}}  # fmt: skip
    modern = {
        f"{letter}{width}.{kind}": (kind.upper(), (width, height))
        for letter, of_shape in sizes.items()
        for width, height in of_shape.items()
        for kind in ("avif", "webp")
    }
    plain = {
        f"{letter}{width}.jpg": ("JPEG", (width, sizes[letter][width]))
        for letter in "wc"
        for width in (640, 700)
    }
    assert found == modern | plain | {"s700.jpg": ("JPEG", (700, 368))}
    assert renditions.is_complete(image)


def test_position_camera_and_colour_space_stay_behind_words_go_along() -> None:
    exif = Picture.Exif()
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (24.0, 51.0, 36.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = samples.bytes_of(samples.scene(700, 900), exif=exif, icc_profile=profile)
    assert b"SecretCam" in data

    image = rendered(data, alt="A pier", credit_line="Jo Doe", source_type="digitalCapture")

    for kind in renditions.KINDS:
        with opened(image, "whole", 640, kind) as made:
            assert dict(made.getexif()) == {}, kind
            assert "icc_profile" not in made.info, kind
            assert embedded.read(made) == embedded.Embedded(
                alt="A pier", credit_line="Jo Doe", source_type="digitalCapture"
            ), kind
            assert b"SecretCam" not in Path(made.filename).read_bytes(), kind


def test_original_stays_byte_for_byte(media: Path) -> None:
    data = samples.bytes_of(samples.scene(700, 500), xmp=samples.XMP)

    image = rendered(data)

    assert (media / str(image.file.name)).read_bytes() == data
    assert image.sha256 == hashlib.sha256(data).hexdigest()
    assert image.keys.count() > 0


def test_camera_held_upright_and_focal_point_are_obeyed() -> None:
    """Red stands on top as people see it; the file itself lies on its side."""
    seen = Picture.new("RGB", (600, 1800), "blue")
    seen.paste("red", (0, 0, 600, 300))
    exif = Picture.Exif()
    exif[0x0112] = 6
    data = samples.bytes_of(seen.rotate(90, expand=True), exif=exif)

    image = rendered(data, focal_x=50, focal_y=0)

    assert (image.width, image.height) == (600, 1800)
    with opened(image, "card", 320, "webp") as card:
        red, _green, blue = card.convert("RGB").getpixel((160, 100))
    assert red > 200 > 60 > blue


@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_mode_of_pixels_comes_out_right(mode: str) -> None:
    """White on the left, black on the right, whatever the file counts in."""
    form = "JPEG" if mode == "CMYK" else "PNG"
    drawn = Picture.new("L", (60, 40), 255)
    drawn.paste(0, (30, 0, 60, 40))
    made = (
        drawn.convert("I").point(lambda value: value * 257).convert("I;16")
        if mode == "I;16"
        else drawn.convert("RGB").convert(mode)
    )

    image = rendered(samples.bytes_of(made, form), suffix="png")

    for kind in renditions.KINDS:
        with opened(image, "whole", 60, kind) as shown:
            left, right = (shown.convert("L").getpixel((x, 20)) for x in (5, 55))
            assert left > 240, kind
            assert right < 15, kind


def test_holes_are_kept_where_the_kind_can_and_white_where_not() -> None:
    image = rendered(samples.bytes_of(Picture.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"))

    with opened(image, "whole", 60, "webp") as webp, opened(image, "whole", 60, "jpg") as jpg:
        assert webp.convert("RGBA").getpixel((9, 9))[3] == 0
        assert min(jpg.getpixel((9, 9))) > 250


def test_colours_of_another_space_are_turned_into_those_of_the_screen() -> None:
    """In this space what is counted as red is seen as blue; the numbers alone would show red."""
    ours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    theirs = ours.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    data = samples.bytes_of(Picture.new("RGB", (60, 40), (230, 0, 0)), icc_profile=theirs)

    with opened(rendered(data), "whole", 60, "jpg") as shown:
        red, _green, blue = shown.getpixel((5, 5))

    assert blue > 200 > 60 > red
