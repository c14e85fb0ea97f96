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
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db.backends.base.base import BaseDatabaseWrapper
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
        name: str = super()._create_test_db(verbosity, autoclobber, keepdb)  # type: ignore[misc]  # stubs lack it
        # It is gone with its last connection; Django opens its own only after this.
        self.copy = sqlite3.connect(name, uri=True)
        copy_file(given(), self.copy)
        return name

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        self.copy.close()
        super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]  # the same


class Snapshot:
    """The test database of SQLite as it is now, to go back to after tests that commit.

    Django empties every table instead, announces a migration anew and, where asked, reads its
    first rows from JSON: a second of a processor for each test, and rows with other keys.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.rows = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(self._opened()) as source:
            source.backup(self.rows)

    def bring_back(self) -> None:
        """Make it what it was; waits for a request that is still being answered."""
        for _attempt in range(100):
            with suppress(sqlite3.OperationalError), closing(self._opened()) as target:
                self.rows.backup(target)
                return
            time.sleep(0.1)
        raise TimeoutError("A test left a query of the database open.")

    def close(self) -> None:
        """Forget it."""
        self.rows.close()

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(self.name, uri=self.name.startswith("file:"))


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
