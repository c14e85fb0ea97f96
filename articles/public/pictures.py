"""A picture on a page: the kinds and widths to choose from, and how wide each place shows it."""

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.media import renditions
from articles.media.renditions import Shape
from articles.models import Image


@dataclass(frozen=True)
class Place:
    """Where a picture stands: which shape, how wide the layout shows it, up to which file.

    `sizes` follows the columns of site.css. Browsers that know `auto` measure lazy pictures
    themselves; the list is for the others, and for the lead, which is asked for before the layout
    is known.
    """

    shape: Shape
    sizes: str
    most: int = renditions.WIDTHS[-1]
    name: str = "picture"


_WIDE: Final = "(min-width: 82.5rem)"
PLACES: Final[dict[str, Place]] = {
    "lead": Place(
        "card", f"{_WIDE} 36rem, (min-width: 68rem) 45vw, (min-width: 48rem) 62vw, 100vw"
    ),
    "second": Place(
        "card",
        f"{_WIDE} 18rem, (min-width: 68rem) 23vw, (min-width: 48rem) 30vw, calc(100vw - 2rem)",
        960,
    ),
    "feature": Place(
        "card", f"{_WIDE} 26rem, (min-width: 68rem) 33vw, (min-width: 40rem) 55vw, 100vw", 960
    ),
    "row": Place("card", "(min-width: 50rem) 13rem, max(6.5rem, 26vw)", 640),
    "figure": Place("whole", "(min-width: 74rem) 46rem, (min-width: 62rem) 65vw, 100vw", name=""),
    "text": Place("whole", "(min-width: 39rem) 37rem, 100vw", name=""),
}


def element(image: Image, place: str, *, is_eager: bool = False) -> SafeString:
    """The picture element; a plain img at the original's address where nothing was made yet.

    `is_eager` is for the one that a reader sees first; all others wait until they come near.
    """
    where = PLACES[place]
    avif = renditions.srcset(image, where.shape, "avif", where.most)
    webp = renditions.srcset(image, where.shape, "webp", where.most)
    img = _img(image, where, is_eager, is_made=bool(avif or webp))
    if not avif and not webp:
        return img
    sizes = where.sizes if is_eager else f"auto, {where.sizes}"
    return format_html(
        "<picture>{}{}{}</picture>",
        _source("avif", avif, sizes),
        _source("webp", webp, sizes),
        img,
    )


def _source(kind: str, srcset: str, sizes: str) -> SafeString:
    if not srcset:
        return SafeString("")
    return format_html('<source type="image/{}" srcset="{}" sizes="{}">', kind, srcset, sizes)


def _img(image: Image, where: Place, is_eager: bool, *, is_made: bool) -> SafeString:
    one = renditions.one(image, where.shape, 640 if where.shape == "card" else 1280)
    # An original is not cut yet: the style sheet keeps its focal point in view.
    marks = [where.name, "" if is_made or not where.name else focus(image)]
    named = " ".join(filter(None, marks))
    return format_html(
        '<img{} src="{}" alt="{}" width="{}" height="{}"{}>',
        format_html(' class="{}"', named) if named else "",
        one.url,
        image.alt,
        one.width,
        one.height,
        SafeString(' fetchpriority="high"' if is_eager else ' loading="lazy" decoding="async"'),
    )


def focus(image: Image) -> str:
    """Classes that keep the focal point in view, in steps of ten per cent."""
    return f"fx{round(image.focal_x, -1)} fy{round(image.focal_y, -1)}"


def caption(image: Image, words: str | SafeString) -> SafeString:
    """What stands under a picture: the words, its credit, and what it is if no photograph."""
    parts = [
        format_html(' <span class="{}">{}</span>', name, text)
        for name, text in (("source-type", image.notice), ("credit", image.credit_line))
        if text
    ]
    if not words and not parts:
        return SafeString("")
    return format_html("<figcaption>{}{}</figcaption>", words, SafeString("".join(parts)))
