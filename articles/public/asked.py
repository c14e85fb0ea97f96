"""Statements that are put into words once and asked many times, with other moments in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Asked:
    """A statement and its parameters, some of them moments that stand for others."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "Asked":
        """The statement that reads these rows, in the words of the database in use."""
        sql, parameters = rows.query.sql_with_params()
        return cls(sql, tuple(parameters))

    def with_moments(self, given: Mapping[datetime, datetime]) -> list[Any]:
        """The parameters with these moments, each in the place of the one that stands for it."""
        adapt = connection.ops.adapt_datetimefield_value
        moments = {adapt(stands): adapt(moment) for stands, moment in given.items()}
        return [moments.get(value, value) for value in self.parameters]


def told(moment: datetime | None) -> datetime | None:
    """A moment that was read past the model: SQLite gives it without its zone, which is UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
