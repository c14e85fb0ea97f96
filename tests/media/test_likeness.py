"""A picture that was scaled or saved anew is known again; another one is not."""

import io

from PIL import Image as Picture
from PIL import ImageEnhance

from articles.media import likeness
from tests.media import samples


def of(picture: Picture.Image) -> str:
    return likeness.of(picture)


def test_copy_that_was_scaled_saved_anew_or_brightened_is_near() -> None:
    first = samples.scene(1200, 800)
    poor = samples.bytes_of(first.resize((300, 200)), quality=40)
    copies = [
        Picture.open(io.BytesIO(poor)),
        first.convert("L"),
        ImageEnhance.Brightness(first).enhance(1.2),
    ]

    assert all(likeness.apart(of(first), of(copy)) <= likeness.MOST_APART for copy in copies)
    assert all(set(likeness.keys(of(first))) & set(likeness.keys(of(copy))) for copy in copies)


def test_other_pictures_are_far_apart() -> None:
    marks = [of(samples.scene(600, 400, seed)) for seed in range(12)]

    nearest = min(likeness.apart(a, b) for a in marks for b in marks if a != b)

    assert len(set(marks)) == 12
    assert nearest > 2 * likeness.MOST_APART


def test_even_surface_has_no_key_that_finds_others() -> None:
    assert likeness.keys(of(Picture.new("RGB", (60, 40), "teal"))) == []
    assert likeness.keys("") == []
