"""The demo's pictures: drawn by the product's own script, kept as images of the library."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.base import ContentFile

from articles.demo import documents, pictures, steps
from articles.desk import picturing
from articles.enums import Door, SourceType
from articles.media import reading
from articles.models import Image


def paint(anchor: datetime, progress: Callable[[int, int], None]) -> None:
    """Draw each picture once and add it with caption, alternative text and credit."""
    described = documents.pictures()
    for count, (picture_id, words) in enumerate(described.items(), start=1):
        if not steps.is_done(f"picture {picture_id}"):
            _add(picture_id, words, anchor)
        progress(count, len(described))


def image_of(picture_id: str) -> Image | None:
    """The image of a picture that was drawn."""
    return Image.objects.filter(uid=_uid(picture_id)).first()


def images_of_event(slug: str) -> list[Image]:
    """The pictures of an event, its main one first, as `pictures.json` orders them."""
    mine = [pid for pid, words in documents.pictures().items() if words["event"] == slug]
    return [image for picture_id in mine if (image := image_of(picture_id))]


def _add(picture_id: str, words: dict[str, str], anchor: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{picture_id}.webp"
        pictures.draw(picture_id, path)
        with steps.once(f"picture {picture_id}", anchor) as fresh:
            if not fresh:
                return
            data = path.read_bytes()
            image = Image(
                uid=_uid(picture_id),
                file=ContentFile(data, path.name),
                alt=words["alt"],
                caption=words["caption"],
                credit_line=words["credit"],
                source_type=_came_about(words["credit"]),
            )
            picturing.add(image, reading.read(data), by=None, at=anchor, door=Door.DEMO)


def _came_about(credit: str) -> SourceType:
    """The graphics desk drew it, or drew it from figures."""
    is_data = credit.startswith(("Chart", "Map"))
    return SourceType.DATA if is_data else SourceType.CREATION


def _uid(picture_id: str) -> UUID:
    """An id of its own for each picture, the same in every demo."""
    return uuid5(NAMESPACE_URL, f"https://marsa-courier.example/pictures/{picture_id}")
