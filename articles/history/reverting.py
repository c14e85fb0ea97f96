"""Taking an act back: what was changed since stays and is listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db import IntegrityError, models, transaction

from articles.history import values
from articles.history.recording import AT_ONCE, Recorder
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
    the act made is removed, unless it was changed since or others point at it now; a row it
    removed comes back with its key. What a constraint forbids by now stays and is listed, too.
    """
    kept: list[Kept] = []
    count = 0
    for _move, steps in groupby(_steps(act), key=_move_of):
        while alike := list(islice(steps, AT_ONCE)):
            if len(alike) > 1 and _set_all_back([step[0] for step in alike], recorder):
                count += len(alike)
                continue
            for step in alike:
                stays = _take_back(step, recorder)
                kept += stays
                count += len(step) - len(stays)
    return Reverted(count, tuple(kept))


def _move_of(step: list[Change]) -> tuple[Any, ...]:
    """What steps have in common that moved rows from one owner to another; else the step alone."""
    change = step[0]
    keys = (change.before, change.after)
    is_key = change.field.endswith("_id") and all(isinstance(key, int | None) for key in keys)
    if len(step) > 1 or change.kind != Change.Kind.UPDATE or not is_key:
        return (change.pk,)
    return (change.model, change.field, change.before, change.after)


def _set_all_back(changes: list[Change], recorder: Recorder) -> bool:
    """Take one move of many rows back in one statement; False, and nothing done, if it cannot be.

    A merge moves thousands of rows; row by row their way back would take a minute.
    """
    change = changes[0]
    model = values.model_of(change.model)
    rows = model._base_manager.filter(
        pk__in=[each.row for each in changes], **{change.field: change.after}
    )
    if rows.count() < len(changes):
        return False
    if _points_nowhere(model, {change.field: change.before}):
        return False
    try:
        with transaction.atomic():
            recorder.change_all(rows, **{change.field: change.before})
    except IntegrityError:
        return False
    return True


def _steps(act: Act) -> Iterator[list[Change]]:
    """The act's changes, last first; fields that were written together stay together.

    A constraint may bind several fields of a row, so they must go back in one statement.
    """
    step: list[Change] = []
    for change in act.changes.order_by("-id"):
        if step and not _belongs(change, step):
            yield step
            step = []
        step.append(change)
    if step:
        yield step


def _belongs(change: Change, step: list[Change]) -> bool:
    first = step[0]
    return (
        change.kind == first.kind == Change.Kind.UPDATE
        and (change.model, change.row) == (first.model, first.row)
        and all(change.field != other.field for other in step)
    )


def _take_back(step: list[Change], recorder: Recorder) -> list[Kept]:
    change = step[0]
    model = values.model_of(change.model)
    if change.kind == Change.Kind.DELETE:
        return _bring_back(change, model, recorder)
    row = model._base_manager.filter(pk=change.row).first()
    if change.kind == Change.Kind.CREATE:
        return _remove(change, row, recorder)
    return _set_back(step, row, recorder)


def _set_back(step: list[Change], row: models.Model | None, recorder: Recorder) -> list[Kept]:
    if row is None:
        return [_kept(change, None) for change in step]
    kept = []
    before: dict[str, Any] = {}
    for change in step:
        value = values.restored(type(row), change.field, change.before)
        if not _still(row, change) or _points_nowhere(type(row), {change.field: value}):
            kept.append(_kept(change, getattr(row, change.field)))
        else:
            before[change.field] = value
    try:
        with transaction.atomic():
            recorder.change(row, **before)
    except IntegrityError:
        fresh = type(row)._base_manager.get(pk=row.pk)
        return [_kept(change, getattr(fresh, change.field)) for change in step]
    return kept


def _bring_back(change: Change, model: type[models.Model], recorder: Recorder) -> list[Kept]:
    image = {n: values.restored(model, n, v) for n, v in (change.before or {}).items()}
    if model._base_manager.filter(pk=change.row).exists() or _points_nowhere(model, image):
        return [_kept(change, None)]
    try:
        with transaction.atomic():
            recorder.restore(model(pk=model._meta.pk.to_python(change.row), **image))
    except IntegrityError:
        return [_kept(change, None)]
    return []


def _remove(change: Change, row: models.Model | None, recorder: Recorder) -> list[Kept]:
    if row is None:
        return []
    later = values.worked_out_later(type(row))
    made = {name: value for name, value in (change.after or {}).items() if name not in later}
    image = {name: values.packed(getattr(row, name)) for name in made}
    if image != made or _is_pointed_at(row):
        return [_kept(change, str(row))]
    recorder.delete(row)
    return []


def _still(row: models.Model, change: Change) -> bool:
    return bool(values.packed(getattr(row, change.field)) == change.after)


def _kept(change: Change, value: Any) -> Kept:
    return Kept(change.model, change.row, change.field, value)


def _points_nowhere(model: type[models.Model], image: Mapping[str, Any]) -> bool:
    """Whether a key among these values leads to a row that is gone.

    Looked up, because the databases check keys only at the commit, which would lose all.
    """
    for field in model._meta.concrete_fields:
        key = image.get(field.attname)
        target = field.related_model
        if target is None or key is None:
            continue
        if not target._base_manager.filter(pk=key).exists():
            return True
    return False


def _is_pointed_at(row: models.Model) -> bool:
    relations = row._meta.get_fields(include_hidden=True)
    return any(
        relation.field.model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in relations
        if isinstance(relation, models.ManyToOneRel)
    )
