"""What every table of ours holds, to compare before and after."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model


def contents() -> Iterator[tuple[type[Model], list[dict[str, Any]]]]:
    """Each model of ours with its rows by column, as the database gives them, in their order.

    Past the ORM: putting a query together for each of so many tables takes ten times as long as
    the database takes to answer, and some tests look a hundred times.
    """
    with connection.cursor() as cursor:
        for model in apps.get_app_config("articles").get_models():
            table, *keys = map(
                connection.ops.quote_name,
                [model._meta.db_table, *(field.column for field in model._meta.pk_fields)],
            )
            cursor.execute(f"SELECT * FROM {table} ORDER BY {', '.join(keys)}")
            columns = [column[0] for column in cursor.description]
            yield model, [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def dump() -> dict[str, list[dict[str, Any]]]:
    """The rows of all our tables, by table and key."""
    return {
        model._meta.label: rows
        for model, rows in contents()
        if not model._meta.proxy  # accounts are Django's rows
    }


def counts() -> dict[str, int]:
    """How many rows each of our tables holds, empty ones left out."""
    return {name: len(rows) for name, rows in dump().items() if rows}
