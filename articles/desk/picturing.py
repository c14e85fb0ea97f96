"""Adding pictures, and knowing one again that is in the library already."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, editing
from articles.enums import Door
from articles.errors import ActRefused
from articles.media import likeness
from articles.media.reading import Reading
from articles.models import Article, Image, PictureKey, Publication
from articles.text import markup

# Newest pictures that share a key with an upload; of so many the likeness is reckoned.
MOST_COMPARED = 500
MOST_ALIKE = 6
WORDS = ("alt", "caption", "credit_line", "creator", "rights_notice", "source_type")


def describe(image: Image, reading: Reading) -> None:
    """Set on the row, unsaved, what its file is; what it says of itself fills empty fields."""
    image.width, image.height = reading.width, reading.height
    image.sha256, image.likeness = reading.sha256, reading.likeness
    image.has_credentials = reading.has_credentials
    for name in WORDS:
        if not getattr(image, name):
            setattr(image, name, getattr(reading.embedded, name))


def add(image: Image, reading: Reading, *, by: Any, at: datetime, door: Door = Door.FORM) -> Image:
    """Put a new picture into the library, its file read and verified; the bytes stay as they came.

    The caller has asked for the right to add pictures.
    """
    describe(image, reading)
    with acting.act("add-image", by=by, at=at, door=door, public=False) as recorder:
        recorder.create(image)
    return image


def take_out(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take the pictures that lie on other sites, which no reader sees, out of the text.

    Raises ActRefused where there are none, and what `editing.edit` raises.
    """
    home = Publication.current().base_url
    html = markup.without_elsewhere(article.body_html, home=home)
    if html == article.body_html:
        raise ActRefused(
            _("The text shows no picture of another site."),
            _("A missing file or an ended right is put right in the picture library."),
        )
    return editing.edit(article, by=by, at=at, door=door, fields={"body_html": html})


def known(sha256: str, *, besides: int | None = None) -> Image | None:
    """The picture in the library with exactly these bytes, the newest of them. One query."""
    rows = Image.objects.filter(sha256=sha256).exclude(sha256="").exclude(pk=besides or 0)
    return rows.order_by("-pk").first()


def alike(looks: str, *, besides: int | None = None) -> list[Image]:
    """Pictures that look like one with this likeness, the nearest first. Two queries.

    Of those that share one of its keys the newest `MOST_COMPARED` are compared.
    """
    shared = PictureKey.objects.filter(key__in=likeness.keys(looks)).exclude(image=besides)
    newest = shared.order_by("-image_id").values_list("image_id", flat=True)
    ids = set(newest[:MOST_COMPARED])
    rows = Image.objects.filter(pk__in=ids, sealed_at=None).exclude(likeness="")
    near = [(likeness.apart(looks, image.likeness), -image.pk, image) for image in rows]
    near = sorted(one for one in near if one[0] <= likeness.MOST_APART)
    return [image for _apart, _newest, image in near[:MOST_ALIKE]]
