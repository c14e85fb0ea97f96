"""Large archives for measuring: a pool by the product's own hand, multiplied by the database."""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class unindexed:  # noqa: N801  reads as a phrase in its with statement
    """Large tables without indexes while they are filled, and without foreign keys for good.

    Nothing measured asks a foreign key, and checking those of a million rows takes long.
    """

    def __init__(self, cursor: Any, tables: Iterable[str]) -> None:
        self.cursor = cursor
        self.tables = [f"articles_{name}" for name in tables]
        self.made: list[str] = []
        self.is_postgresql = cursor.db.vendor == "postgresql"

    def __enter__(self) -> None:
        for table in self.tables:
            self._drop_postgresql(table) if self.is_postgresql else self._drop_sqlite(table)
        if not self.is_postgresql:
            for setting in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -300000"):
                self.cursor.execute(f"PRAGMA {setting}")

    def _drop_postgresql(self, table: str) -> None:
        self.cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        for (name,) in self.cursor.fetchall():
            self.cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        # Keys and uniqueness stay: others lean on them.
        self.cursor.execute(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = %s::regclass AND NOT indisunique",
            [table],
        )
        self._drop(self.cursor.fetchall())

    def _drop_sqlite(self, table: str) -> None:
        self.cursor.execute(
            "SELECT '\"' || name || '\"', sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = %s AND sql LIKE 'CREATE INDEX%%'",
            [table],
        )
        self._drop(self.cursor.fetchall())

    def _drop(self, indexes: list[tuple[str, str]]) -> None:
        for name, definition in indexes:
            self.cursor.execute(f"DROP INDEX {name}")
            self.made.append(definition)

    def __exit__(self, *error: object) -> None:
        if error[0] is not None:
            return
        for statement in self.made:
            self.cursor.execute(statement)
        print(f"    {time.strftime('%H:%M:%S')} indexes", flush=True)


def article_columns(own: dict[str, str]) -> dict[str, str]:
    """The columns of an article, and for a multiplied one what each is filled with.

    What is not its `own` it has of the one, `a`, that it is made from.
    """
    from articles.models import Article

    columns = [field.column for field in Article._meta.concrete_fields]
    return {
        "columns": ", ".join(f'"{column}"' for column in columns),
        "values": ", ".join(own.get(column, f'a."{column}"') for column in columns),
    }


def server_cpu() -> float:
    """Seconds of CPU that PostgreSQL's process of this connection has taken so far; 0 on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
