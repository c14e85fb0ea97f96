"""Geometry and names of renditions."""

import pytest

from articles.media import renditions
from articles.models import Image


def image(width: int, height: int, **fields: object) -> Image:
    return Image(width=width, height=height, file="images/aa/x.jpg", **fields)


@pytest.mark.parametrize(
    ("size", "focus", "expected"),
    [
        ((3000, 1000), (0, 50), (0, 0, 1500, 1000)),
        ((3000, 1000), (100, 50), (1500, 0, 3000, 1000)),
        ((3000, 1000), (40, 50), (450, 0, 1950, 1000)),
        ((1000, 3000), (50, 20), (0, 266, 1000, 933)),
        ((1600, 1067), (0, 0), (0, 0, 1600, 1067)),  # the card's own ratio: not cut
        ((1, 900), (50, 50), (0, 450, 1, 451)),
    ],
)
def test_card_is_cut_around_the_focal_point(
    size: tuple[int, int], focus: tuple[int, int], expected: tuple[int, int, int, int]
) -> None:
    given = image(*size, focal_x=focus[0], focal_y=focus[1])

    assert renditions.box(given, "card") == expected


def test_nothing_is_wider_than_the_original() -> None:
    small, wide = image(500, 500), image(4000, 1000)

    assert renditions.widths(small, "whole", "avif") == [160, 320, 480, 500]
    assert renditions.widths(small, "whole", "jpg") == [500]
    assert renditions.widths(small, "share", "jpg") == [500]
    assert renditions.widths(wide, "card", "webp") == [160, 320, 480, 640, 960, 1280]
    assert renditions.widths(image(90, 60), "card", "avif") == [90]


def test_key_changes_with_all_that_the_files_are_made_of() -> None:
    first = image(900, 700, sha256="a")
    others = [
        image(900, 700, sha256="b"),
        image(900, 700, sha256="a", focal_x=51),
        image(900, 700, sha256="a", alt="Pier"),
        image(900, 700, sha256="a", credit_line="Jo"),
        image(900, 700, sha256="a", source_type="print"),
    ]

    keys = {renditions.key_of(one) for one in [first, *others]}

    assert len(keys) == 6
    assert renditions.key_of(image(900, 700, sha256="a", caption="Not in the file")) in keys
