"""Renditions follow every act that changes a picture, whichever door it came through.

What readers get is made from the original after the act is committed: the cheap kinds at once,
so that a page shows them seconds later with no worker running, the rest as a task.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from articles import cachekeys, jobs
from articles.enums import PictureFault
from articles.errors import BadInput, NewsroomError
from articles.history import values
from articles.media import likeness, reading, rendering, renditions
from articles.media.renditions import KINDS, QUICK, Kind
from articles.models import Change, Image, PictureKey

TASK = "articles.tasks.render_picture"
# What the files are made of (media.renditions.key_of), and whether there may be any.
_SHOWN = frozenset(
    {
        "file", "sha256", "focal_x", "focal_y", "alt", "credit_line", "creator", "rights_notice",
        "source_type", "sealed_at",
    }
)  # fmt: skip
_BATCH = 100

log = logging.getLogger(__name__)


def follow(changes: Iterable[Change], *, at_once: bool = True) -> None:
    """Within a running act: keep the keys of its pictures, and have their renditions made.

    `at_once` is False for the demo, which makes them all when it is up.
    """
    label = values.label(Image)
    told = [change for change in changes if change.model == label]
    made = [change for change in told if change.kind == Change.Kind.CREATE]
    looks = {change.row for change in [*made, *(c for c in told if c.field == "likeness")]}
    shown = {change.row for change in [*made, *(c for c in told if c.field in _SHOWN)]}
    for image in Image.objects.filter(pk__in=looks):
        _index(image)
    if shown and at_once:
        # The act is committed by then: whatever goes wrong is logged and fails nobody's save.
        transaction.on_commit(lambda: _begin(sorted(map(int, shown))), robust=True)


def render(image_id: int, kinds: Sequence[Kind] = KINDS, *, look: bool = False) -> bool:
    """Make what is missing of a picture's renditions, remove what is outdated; True if it did so.

    Can be run twice, or be cut off. A sealed picture loses its renditions; a picture that was
    changed meanwhile is left to the run that its change asked for. Raises BadInput for an
    original that is no sound picture, OSError for one that cannot be read; the picture keeps it
    as its `fault` until an attempt goes well. With `look` the row is not believed: what the disk
    lacks is made anew.
    """
    try:
        is_made = _render(image_id, kinds, look)
    except OSError:
        _note(image_id, PictureFault.MISSING)
        raise
    except BadInput:
        _note(image_id, PictureFault.DAMAGED)
        raise
    _note(image_id, "")
    return is_made


def _note(image_id: int, fault: str) -> None:
    """Keep what came of it; a row whose renditions are gone, too, says so from now on."""
    image = Image.objects.filter(pk=image_id).exclude(fault=fault).first()
    if image is None:
        return
    is_there = not fault or rendering.are_there(renditions.names(image))
    told: dict[str, Any] = {"fault": fault} | ({} if is_there else {"renditions": {}})
    Image.objects.filter(pk=image_id).update(**told)
    _touch(image_id)


def _render(image_id: int, kinds: Sequence[Kind], look: bool) -> bool:
    image = Image.objects.filter(pk=image_id).first()
    if image is None or not image.file:
        return False
    if image.sealed_at is not None:
        return _clear(image)
    if renditions.is_complete(image, kinds) and not (look and not _is_on_disk(image)):
        return False
    data = rendering.original(image)
    if not image.sha256:
        _identify(image, data)
    made = rendering.render(image, kinds, data)
    return _keep(image, made)


def incomplete(*, look: bool = False) -> Iterator[int]:
    """Pictures that lack a rendition or are not identified yet, newest first.

    Reads all of them, a hundred in a query. With `look` the disk is asked as well whether
    it has what the rows name.
    """
    rows = Image.objects.exclude(file="").order_by("-pk")
    batch = list(rows[:_BATCH])
    while batch:
        for image in batch:
            is_right = not image.renditions if image.sealed_at else renditions.is_complete(image)
            if not is_right or (look and not image.sealed_at and not _is_on_disk(image)):
                yield image.pk
        batch = list(rows.filter(pk__lt=batch[-1].pk)[:_BATCH])


def _is_on_disk(image: Image) -> bool:
    """Whether the original and all renditions that the row names are there."""
    names = renditions.names(image)
    return image.file.storage.exists(image.file.name or "") and rendering.are_there(names)


def _begin(image_ids: list[int]) -> None:
    for pk in image_ids:
        try:
            render(pk, QUICK)
        except (NewsroomError, OSError) as error:
            # The act stands: `render_pictures` names the picture again until its file is sound.
            log.warning("Picture %d has no renditions: %s", pk, error)
            continue
        jobs.enqueue(TASK, image=pk)


def _clear(image: Image) -> bool:
    rendering.remove(image)
    cleared = Image.objects.filter(pk=image.pk).exclude(renditions={}).update(renditions={})
    return bool(cleared)


def _identify(image: Image, data: bytes) -> None:
    """Hashes and true size of a picture that was added before they were asked for."""
    found = reading.read(data)
    image.sha256, image.likeness = found.sha256, found.likeness
    image.width, image.height = found.width, found.height
    image.has_credentials = found.has_credentials
    known = {name: getattr(image, name) for name in _KNOWN}
    with transaction.atomic():
        if Image.objects.filter(pk=image.pk, file=image.file.name, sha256="").update(**known):
            _index(image)


_KNOWN = ("sha256", "likeness", "width", "height", "has_credentials")


def _index(image: Image) -> None:
    PictureKey.objects.filter(image=image).delete()
    PictureKey.objects.bulk_create(
        [PictureKey(image=image, key=key) for key in likeness.keys(image.likeness)]
    )


def _keep(image: Image, made: dict[str, object]) -> bool:
    """Write down what was made, unless the picture is another by now; then nothing of it stays."""
    with transaction.atomic():
        fresh = Image.objects.select_for_update().filter(pk=image.pk).first()
        if fresh is None or fresh.sealed_at or renditions.key_of(fresh) != made["key"]:
            return False
        kept = fresh.renditions if fresh.renditions.get("key") == made["key"] else {}
        together = {name: _joined(kept.get(name), value) for name, value in made.items()}
        Image.objects.filter(pk=image.pk).update(renditions=together)
        _touch(image.pk)
    rendering.remove(image, but=str(made["key"]))
    return True


def _touch(image_id: int) -> None:
    cachekeys.touch(cachekeys.ANY, cachekeys.names.PICTURES, cachekeys.names.image(image_id))


def _joined(kept: object, made: object) -> object:
    return {**kept, **made} if isinstance(kept, dict) and isinstance(made, dict) else made
