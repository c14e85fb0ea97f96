"""Taking an act back: what was changed since stays and is listed."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from articles.history import values
from articles.history.recording import Recorder
from articles.models import Act, Change


@dataclass(frozen=True)
class Kept:
    """A field (or, with field "", a row) that was changed after the act and therefore stays."""

    model: str
    row: str
    field: str
    value: Any


@dataclass(frozen=True)
class Reverted:
    """How many changes were taken back, and what stays because of later edits."""

    count: int
    kept: tuple[Kept, ...]


def revert(act: Act, recorder: Recorder) -> Reverted:
    """Take back every change of `act`, last first, recording each under the recorder's act.

    A field whose value is no longer the one the act gave it is left alone and listed. A row that
    the act made is removed, unless it was changed since; a row it removed comes back with its key.
    """
    kept: list[Kept] = []
    count = 0
    for change in act.changes.order_by("-id"):
        stays = _take_back(change, recorder)
        if stays is None:
            count += 1
        else:
            kept.append(stays)
    return Reverted(count, tuple(kept))


def _take_back(change: Change, recorder: Recorder) -> Kept | None:
    model = values.model_of(change.model)
    if change.kind == Change.Kind.DELETE:
        return _bring_back(change, model, recorder)
    row = model._base_manager.filter(pk=change.row).first()
    if change.kind == Change.Kind.CREATE:
        return _remove(change, row, recorder)
    if row is None:
        return Kept(change.model, change.row, change.field, None)
    if values.pack(getattr(row, change.field)) != change.after:
        return Kept(change.model, change.row, change.field, getattr(row, change.field))
    before = values.restored(model, change.field, change.before)
    recorder.change(row, **{change.field: before})
    return None


def _bring_back(change: Change, model: type[models.Model], recorder: Recorder) -> Kept | None:
    if model._base_manager.filter(pk=change.row).exists():
        return Kept(change.model, change.row, "", None)
    image = {n: values.restored(model, n, v) for n, v in (change.before or {}).items()}
    recorder.create(model(pk=change.row, **image))
    return None


def _remove(change: Change, row: models.Model | None, recorder: Recorder) -> Kept | None:
    if row is None:
        return None
    image = {name: values.pack(getattr(row, name)) for name in change.after}
    if image != change.after:
        return Kept(change.model, change.row, "", str(row))
    recorder.delete(row)
    return None
