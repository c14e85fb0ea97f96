"""Queries that are put together once: what differs from one request to the next is filled in.

Django turns a query set into SQL anew each time, which takes several times as long as a small
database needs to answer; a page asks ten. Here the query set is built once a process, with marks
in the places of its values, and its SQL is kept. The visibility rule stays where it is: the query
set that is built is the one that `listed(now)` gives.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable

from articles.models.narrow import NarrowIterable, instances

T = TypeVar("T")

Value = datetime | int | str | Sequence[int]
# What no row and no fixed condition has; small enough for every column of numbers.
_FIRST_MOMENT = datetime(1871, 3, 18, 4, 5, 6, 789, tzinfo=UTC)
_FIRST_NUMBER = 1_871_000_000
_FIRST_TEXT = "\ue000"
_APART = 10_000  # more than a list of numbers holds


Place = tuple[str, int]  # a value's name, and which of a list's numbers


@dataclass(frozen=True)
class _Statement:
    """SQL with its parameters; `places` names what stands at each, None for what is fixed."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[Place | None, ...]
    converters: tuple[tuple[int, Any, Any], ...]
    queryset: Any


class Prepared(Generic[T]):
    """A query set by values, for one that is asked on many pages.

    `build` gets a value for each of its parameters, which it may compare with columns and nothing
    else: a branch on one would be taken once for all. It returns what `narrow` or `values_list`
    chose. Calling the result with values gives the list of rows; moments, texts, numbers and lists
    of numbers only. A list is filled up to a power of two, so that few statements serve all
    lengths; for an empty one nothing is asked. Raises TypeError for any other value, and for one
    that `build` does not use.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, T]]") -> None:
        self._build = build
        self._known: dict[tuple[str, ...], _Statement] = {}

    def __call__(self, **values: Value) -> list[T]:
        """The rows for these values. One query."""
        filled = {name: _filled(value) for name, value in values.items()}
        if [] in filled.values():
            return []
        statement = self._statement(filled)
        queryset = statement.queryset
        connection = connections[queryset.db]
        adapted = _by_place(connection, filled)
        parameters = [
            adapted[place] if place else fixed
            for place, fixed in zip(statement.places, statement.parameters, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = _converted(cursor.fetchall(), statement.converters, connection)
        if queryset._iterable_class is NarrowIterable:
            rows = instances(queryset.model, queryset._fields, rows, connection.alias)
        return list(rows)

    def _statement(self, values: dict[str, Any]) -> _Statement:
        shape = (type(value).__name__ + str(_length(value)) for value in values.values())
        key = (*values, *shape)
        if key not in self._known:
            self._known[key] = _compiled(self._build, values)
        return self._known[key]


def _compiled(build: Callable[..., Any], values: dict[str, Any]) -> _Statement:
    marks = {name: _mark(value, n * _APART) for n, (name, value) in enumerate(values.items())}
    queryset = build(**marks)
    if queryset._iterable_class not in (NarrowIterable, ValuesListIterable):
        raise TypeError("A prepared query names its columns: end it with narrow() or values_list()")
    connection = connections[queryset.db]
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    known = {mark: place for place, mark in _by_place(connection, marks).items()}
    places = tuple(known.get(value) for value in parameters)
    if any(_is_reckoned(value) for value in parameters if value not in known):
        raise TypeError("A value of a prepared query is compared as it comes: reckon before")
    if unused := {name for name, _n in set(known.values()) - set(places)}:
        raise TypeError(f"The prepared query does not use {', '.join(sorted(unused))}")
    chosen = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    found = compiler.get_converters(chosen)
    converters = tuple((n, converters, column) for n, (converters, column) in found.items())
    return _Statement(sql, tuple(parameters), places, converters, queryset)


def _filled(value: Value) -> Any:
    if isinstance(value, bool) or not isinstance(value, (datetime, int, str, Sequence)):
        raise TypeError(f"A prepared query takes moments, texts and numbers, not {value!r}")
    if isinstance(value, (datetime, int, str)):
        return value
    numbers = list(value)
    wanted = 1 << (len(numbers) - 1).bit_length() if numbers else 0
    return numbers + numbers[-1:] * (wanted - len(numbers))


def _mark(value: Any, first: int) -> Any:
    if isinstance(value, list):
        return [_FIRST_NUMBER + first + n for n in range(len(value))]
    if isinstance(value, datetime):
        return _FIRST_MOMENT + timedelta(seconds=first)
    return _FIRST_NUMBER + first if isinstance(value, int) else f"{_FIRST_TEXT}{first}"


def _is_reckoned(value: Any) -> bool:
    """Whether it was made from a mark, and would be taken for a fixed value from then on."""
    if isinstance(value, int):
        return _FIRST_NUMBER <= value < _FIRST_NUMBER + 100 * _APART
    return str(value).startswith((f"{_FIRST_MOMENT.year}-", _FIRST_TEXT))


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


def _by_place(connection: BaseDatabaseWrapper, values: dict[str, Any]) -> dict[Place, Any]:
    """The values as the database driver takes them."""
    found: dict[Place, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            found |= {(name, n): number for n, number in enumerate(value)}
        elif isinstance(value, datetime):
            found[name, 0] = connection.ops.adapt_datetimefield_value(value)
        else:
            found[name, 0] = value
    return found


def _converted(
    rows: Iterable[Sequence[Any]],
    converters: Sequence[tuple[int, Any, Any]],
    connection: BaseDatabaseWrapper,
) -> Iterator[Any]:
    """The rows as Django would give them; as its compiler does it."""
    if not converters:
        yield from rows
        return
    for row in map(list, rows):
        for place, functions, column in converters:
            for function in functions:
                row[place] = function(row[place], column, connection)
        yield tuple(row)
