"""Databases that the migrations made once for a run, and that its processes copy.

Migrating takes longer than a hundred tests, and a run has ten databases: one a worker for SQLite,
for PostgreSQL and for the browser, and those of the tests with processes of their own. The runner
makes one of each kind and names it in `TEMPLATE`: a file on SQLite, a database on PostgreSQL.
Where it names none, as in a run of pytest alone, every process migrates for itself.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db.backends.sqlite3.creation import DatabaseCreation

TEMPLATE = "NEWSROOM_TEST_TEMPLATE"
DATABASE = "newsroom_template"
ROOT = Path(__file__).resolve().parents[1]


def given() -> str:
    """The file or database to copy; "" where there is none."""
    return os.environ.get(TEMPLATE, "")


def named(server: str, database: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def copy_file(template: str, connection: sqlite3.Connection) -> None:
    """Fill a database of SQLite, be it in memory, with what the template's file holds."""
    with closing(sqlite3.connect(f"file:{template}?mode=ro", uri=True)) as source:
        source.backup(connection)


class Copied(DatabaseCreation):
    """Makes the test database in memory from the template's file."""

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = super()._create_test_db(verbosity, autoclobber, keepdb)
        # It is gone with its last connection; Django opens its own only after this.
        self.copy = sqlite3.connect(name, uri=True)
        copy_file(given(), self.copy)
        return name


@contextmanager
def templates(folder: Path, server: str) -> Iterator[dict[str, str]]:
    """One migrated database of either kind, by "sqlite" and "postgresql"; made side by side."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            file = str(folder / "template.sqlite3")
            made = [_migrating(f"sqlite:///{file}"), _migrating(named(server, DATABASE))]
            codes = [process.wait() for process in made]
            if any(codes):
                sys.exit("The migrations failed: read the lines above.")
            yield {"sqlite": file, "postgresql": DATABASE}
        finally:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _migrating(url: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)
