"""Rows of a list with no more than a list shows: real instances that skip Django's constructor.

A line of a list needs a dozen of an article's forty columns and a few of its section's, source's
and picture's. Django makes an instance for every joined row of every line and walks all its fields
for each, deferred ones included; that was most of the CPU of a list. Here an instance is what was
read and nothing else, and rows of one source share one instance. What was not read is read from
the database when it is asked for, as after `only()`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)


class NarrowIterable(ModelIterable[Any]):
    """Instances out of the columns that `narrow` named."""

    def __iter__(self) -> Iterator[Any]:
        """The rows in the query's order."""
        queryset: Any = self.queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        rows = compiler.results_iter(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        return instances(queryset.model, queryset._fields, rows, queryset.db)


def instances(
    model: type[M], columns: tuple[str, ...], rows: Iterable[Sequence[Any]], db: str
) -> Iterator[M]:
    """The rows as instances; those of one relation with the same key share it."""
    own, joined = _parts(model, columns)
    known: list[dict[Any, Any]] = [{} for _part in joined]
    for row in rows:
        made = _made(model, own, row, db)
        for (relation, related, names, start), shared in zip(joined, known, strict=True):
            key = row[start]
            if key is not None and key not in shared:
                shared[key] = _made(related, names, row[start : start + len(names)], db)
            made._state.fields_cache[relation] = shared.get(key)
        yield made


Part = tuple[str, type[models.Model], tuple[str, ...], int]


@cache
def _parts(
    model: type[models.Model], columns: tuple[str, ...]
) -> tuple[tuple[str, ...], list[Part]]:
    """The row's own columns; of each relation its name, model, columns and where they begin."""
    own = tuple(name for name in columns if "__" not in name)
    joined: list[Part] = []
    rest = [name.split("__") for name in columns[len(own) :]]
    start = len(own)
    for relation, group in groupby(rest, key=lambda pair: pair[0]):
        names = tuple(name for _relation, name in group)
        related: Any = model._meta.get_field(relation).related_model
        joined.append((relation, related, names, start))
        start += len(names)
    return own, joined


def _made(model: type[M], names: tuple[str, ...], row: Sequence[Any], db: str) -> M:
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, db
    made.__dict__.update(zip(names, row, strict=False), _state=state)
    return made


class NarrowQuerySet(models.QuerySet[M]):
    """A QuerySet that can read a few columns cheaply."""

    def narrow(self, *columns: str) -> Self:
        """Instances that hold these columns and nothing else, in that order.

        A relation's columns are named `source__name`, after the row's own, those of one relation
        together and its `id` first; the relation is then loaded, None where there is none, and
        rows share it. Foreign keys are named by their attribute: `source_id`.
        """
        chosen = self._chain()  # type: ignore[attr-defined]
        chosen._fields = columns
        chosen._iterable_class = NarrowIterable
        _select(chosen.query, self.model, columns)
        result: Self = chosen
        return result


def _select(query: Any, model: type[models.Model], columns: tuple[str, ...]) -> None:
    """What `values()` does, with one join a relation instead of one search a column."""
    query.clear_select_clause()
    base = query.get_initial_alias()
    own, joined = _parts(model, columns)
    chosen = [_column(model, name).get_col(base) for name in own]
    for relation, related, names, _start in joined:
        alias = query.setup_joins([relation], model._meta, base).joins[-1]
        chosen += [_column(related, name).get_col(alias) for name in names]
    query.set_select(chosen)
    query.values_select = columns


@cache
def _column(model: type[models.Model], name: str) -> Any:
    """The field of an attribute's name, `source_id` as well as `slug`."""
    return next(field for field in model._meta.concrete_fields if field.attname == name)
