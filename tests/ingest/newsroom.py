"""A newsroom of its own for tests with real processes: a database file or a database."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = urlsplit(SERVER).scheme.startswith("postgres")
DEADLINE_SECONDS = 240

Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Newsroom:
    """The address of a database, and the ways to work on it from outside."""

    url: str
    var: Path

    def start(self, *arguments: str) -> Process:
        """A management command in a process, and a session, of its own."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.url,
                "NEWSROOM_MODE": "test",
                "NEWSROOM_VAR": str(self.var),
                "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> str:
        """What a command printed; fails unless it ended well."""
        return ended(self.start(*arguments))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, on a connection of its own."""
        if self.url.startswith("sqlite"):
            path = self.url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, timeout=20)) as connection:
                return connection.execute(sql).fetchall()
        with psycopg.connect(self.url) as server:
            return server.execute(sql.encode()).fetchall()

    def count(self, table: str, where: str = "1 = 1") -> int:
        """How many rows of a table meet a condition."""
        ((count,),) = self.rows(f"SELECT COUNT(*) FROM articles_{table} WHERE {where}")
        return int(count)


def ended(process: Process) -> str:
    """What the process printed; fails unless it ended well."""
    printed, complaints = process.communicate(timeout=DEADLINE_SECONDS)
    assert process.returncode == 0, f"{printed}\n{complaints}"
    return printed


def killed(process: Process) -> None:
    """End the process and all that it started, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=DEADLINE_SECONDS)


def wait_until(happened: Callable[[], bool], process: Process) -> None:
    """Wait for something that a running process does; fails when it ends before."""
    for _look in range(DEADLINE_SECONDS * 50):
        if happened():
            return
        assert process.poll() is None, "The process ended before it happened."
        time.sleep(0.02)
    raise AssertionError("It did not happen in time.")
