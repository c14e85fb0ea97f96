"""A picture on a page: the kinds and widths to choose from, and how wide each place shows it."""

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.media import renditions
from articles.media.renditions import Kind, Shape
from articles.models import Image


@dataclass(frozen=True)
class Place:
    """Where a picture stands: which shape, how wide the layout shows it, up to which file.

    `sizes` follows the columns of site.css, the widest of them where a place has several; a
    square beside a headline asks for the width that its height is cut from. The keyword `auto`
    would let some browsers measure lazy pictures themselves, but the HTML checker takes it on the
    source next to the img alone, and the first source is the one that is used.
    """

    shape: Shape
    sizes: str
    most: int = renditions.WIDTHS[-1]
    name: str = "picture"


_WIDE: Final = "(min-width: 82.5rem)"
PLACES: Final[dict[str, Place]] = {
    "lead": Place(
        "card", f"{_WIDE} 39.5rem, (min-width: 68rem) 48vw, (min-width: 48rem) 62vw, 100vw"
    ),
    "second": Place(
        "card",
        f"{_WIDE} 25rem, (min-width: 68rem) 31vw, (min-width: 48rem) 45vw, 11.25rem",
        960,
    ),
    "feature": Place(
        "card",
        f"{_WIDE} 26rem, (min-width: 68rem) 32vw, (min-width: 40rem) 55vw, calc(100vw - 2rem)",
        960,
    ),
    "row": Place("card", "(min-width: 50rem) 13rem, max(6.5rem, 26vw)", 640),
    "portrait": Place("card", "6.75rem", 320, "portrait"),
    "figure": Place("whole", "(min-width: 80rem) 42rem, (min-width: 62rem) 52vw, 100vw", name=""),
    "text": Place("whole", "(min-width: 39rem) 37rem, 100vw", name=""),
}


def element(image: Image, place: str, *, is_eager: bool = False) -> SafeString:
    """The picture element; a plain img at the original's address where nothing was made yet.

    `is_eager` is for the one that a reader sees first; all others wait until they come near.
    """
    where = PLACES[place]
    sources = "".join(
        f'<source type="image/{kind}" srcset="{srcset}" sizes="{where.sizes}">'
        for kind in _MODERN
        if (srcset := renditions.srcset(image, where.shape, kind, where.most))
    )
    img = _img(image, where, is_eager, is_made=bool(sources))
    if not sources:
        return img
    whole = f"<picture>{sources}{img}</picture>"
    return mark_safe(whole)  # noqa: S308  sources hold our own hexadecimal names and numbers alone


_MODERN: Final[tuple[Kind, ...]] = ("avif", "webp")


def _img(image: Image, where: Place, is_eager: bool, *, is_made: bool) -> SafeString:
    one = renditions.one(image, where.shape, 640 if where.shape == "card" else 1280)
    # An original is not cut yet: the style sheet keeps its focal point in view.
    marks = where.name if is_made or not where.name else f"{where.name} {focus(image)}"
    named = f' class="{marks}"' if marks else ""
    when = 'fetchpriority="high"' if is_eager else 'loading="lazy" decoding="async"'
    return format_html(
        f'<img{named} src="{{}}" alt="{{}}" width="{one.width}" height="{one.height}" {when}>',
        one.url,
        image.alt,
    )


def focus(image: Image) -> str:
    """Classes that keep the focal point in view, in steps of ten per cent."""
    return f"fx{round(image.focal_x, -1)} fy{round(image.focal_y, -1)}"


def caption(image: Image, words: str | SafeString) -> SafeString:
    """What stands under a picture: the words, its credit, and what it is if no photograph.

    Credentials are told of the original: what readers get are copies without them.
    """
    told = (
        ("source-type", image.notice),
        ("credit", image.credit_line),
        ("credentials", _("Original with Content Credentials") if image.has_credentials else ""),
    )
    parts = [format_html(' <span class="{}">{}</span>', name, text) for name, text in told if text]
    if not words and not parts:
        return SafeString("")
    return format_html(
        '<figcaption dir="auto">{}{}</figcaption>', words, SafeString("".join(parts))
    )
