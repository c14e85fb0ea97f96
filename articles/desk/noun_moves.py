"""What becomes of the rows that point at a tag, source or author when it is merged into another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.desk import relations
from articles.errors import ActRefused
from articles.history import Recorder

Noun = TypeVar("Noun", bound=models.Model)

# A merge is one transaction, and others wait for it: these many rows take 2 to 4 s either way.
MOST_MOVED = 20_000


@dataclass(frozen=True)
class Joining:
    """A merge under way: the row that goes, the row that stays."""

    gone: Any
    stays: Any
    recorder: Recorder


Mover = Callable[[Joining, Any], None]


def move_all(joining: Joining, movers: Mapping[str, Mover]) -> None:
    """Let every relation follow; raises ActRefused before anything when one is not decided."""
    model = type(joining.stays)
    relations.refuse_unknown(model, movers)
    for name, field in relations.pointers(model).items():
        movers[name](joining, field)


def rows_of(joining: Joining, field: Any) -> models.QuerySet[Any]:
    """The rows that point at what goes."""
    rows: models.QuerySet[Any] = field.model._base_manager.filter(**{field.name: joining.gone})
    return rows


def doubled(joining: Joining, field: Any, *keys: str) -> models.QuerySet[Any]:
    """Those of them whose like, by these fields, points at what stays already; by id."""
    like = {key: OuterRef(key) for key in keys}
    mine = field.model._base_manager.filter(**{field.name: joining.stays}, **like)
    return rows_of(joining, field).filter(Exists(mine)).order_by("pk")


def follow(joining: Joining, field: Any) -> None:
    """All rows point at what stays from now on."""
    joining.recorder.change_all(rows_of(joining, field), **{field.attname: joining.stays.pk})


def follow_once(*keys: str) -> Mover:
    """Follow; a row whose like is there already, by these fields, goes."""

    def move(joining: Joining, field: Any) -> None:
        for row in doubled(joining, field, *keys):
            joining.recorder.delete(row)
        follow(joining, field)

    return move


def counted(model: type[models.Model], row_id: int) -> dict[type[models.Model], int]:
    """How many rows of each kind would follow, counted to just above what one merge may move.

    One query a relation.
    """
    counts: dict[type[models.Model], int] = {}
    for field in relations.pointers(model).values():
        rows = field.model._base_manager.filter(**{f"{field.name}_id": row_id})
        found = rows.order_by()[: MOST_MOVED + 1].count()
        counts[field.model] = counts.get(field.model, 0) + found
    return counts


def refuse_too_many(count: int) -> None:
    """Raise ActRefused for a merge that would keep everybody else waiting."""
    if count > MOST_MOVED:
        raise ActRefused(
            _("More than %(count)d rows would move, too many for one act.") % {"count": MOST_MOVED},
            _("Merge the smaller one into the larger one."),
        )


def locked_pair(model: type[Noun], gone_id: int, stays_id: int) -> tuple[Noun, Noun]:
    """Both rows as they stand, locked in id order so that no two merges deadlock.

    Raises ActRefused when they are one row, or one of them is gone.
    """
    if gone_id == stays_id:
        name = str(model._meta.verbose_name)
        raise ActRefused(
            _("This %(noun)s cannot be merged with itself.") % {"noun": name},
            _("Choose another one."),
        )
    rows = model._base_manager.select_for_update().filter(pk__in=(gone_id, stays_id))
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) < 2:
        raise ActRefused(
            _("One of the two no longer exists; it may have been merged."), _("Reload the page.")
        )
    return found[gone_id], found[stays_id]
