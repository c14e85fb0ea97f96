"""Count the work of every public address in two archives, and how much it grows between them.

    python -m tests.benchmarks.growth --small URL --large URL [--search]

The archives are databases that `tests.benchmarks.public` (PostgreSQL) or, for `--search`,
`tests.benchmarks.search` (either) filled and kept. Counted are for one request the calls of Python
functions and what the database did for it: blocks that PostgreSQL read, or steps of SQLite's
machine. Neither hangs on how busy the machine is, as clocks do. The last two columns are the
larger archive's counts over the smaller one's.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import django

REQUESTS = 5
STEPS = 10
"""Steps of SQLite's machine from one count to the next."""


def main() -> None:
    """Count each archive in a process of its own, print both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", required=True, help="A filled database.")
    parser.add_argument("--large", help="A filled database, much larger.")
    parser.add_argument("--search", action="store_true", help="Count searches, not pages.")
    parser.add_argument("--only", default="", help="Count what has this in its name.")
    options = parser.parse_args()
    if options.large is None:
        count(options.small, options.search, options.only)
        return
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--only", options.only]
    command += ["--search"] * options.search
    counted = []
    for url in (options.small, options.large):
        told = subprocess.check_output([*command, "--small", url], text=True)
        rows = (line.split("\t") for line in told.splitlines())
        counted.append({name: (float(calls), float(work)) for name, calls, work in rows})
    small, large = counted
    print(f"{'address':<30}{'calls':>9}{'database':>10}{'calls':>9}{'database':>10}{'':>14}")
    for name, (calls, work) in small.items():
        if name in large:
            more_calls, more_work = large[name]
            print(
                f"{name:<30}{calls:>9.0f}{work:>10.0f}{more_calls:>9.0f}{more_work:>10.0f}"
                f"{more_calls / calls:>7.2f}{more_work / max(work, 1):>7.2f}"
            )


def count(url: str, is_search: bool, only: str) -> None:
    """A line for each address: its name, calls, and work of the database; medians."""
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    for name, path in searches() if is_search else pages():
        if only in name:
            client_calls, work = zip(*(request(path()) for _ in range(REQUESTS)), strict=True)
            print(f"{name}\t{median(client_calls)}\t{median(work)}", flush=True)


def pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Every public address."""
    from tests.benchmarks import public

    return public.paths()


def searches() -> Iterator[tuple[str, Callable[[], str]]]:
    """Every kind of search, its addresses in turn."""
    from articles.models import Article
    from tests.benchmarks import search

    size = Article.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for name, paths in search.searches(size).items():
        turn = iter(paths * REQUESTS)
        yield name, lambda turn=turn: next(turn)


def request(path: str) -> tuple[int, int]:
    """The calls of functions for one request, and the work of its database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    assert client.get(path, follow=True).status_code == 200, path  # warm, too
    with counted() as calls:
        client.get(path)
    if connection.vendor == "sqlite":
        return calls[0], steps(lambda: client.get(path))
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    told = [query["sql"] for query in queries.captured_queries]
    return calls[0], sum(blocks(sql) for sql in told if sql.startswith(("SELECT", "WITH")))


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the calls of Python functions in the block."""
    calls = [0]

    def seen(frame: Any, event: str, argument: Any) -> None:
        calls[0] += event == "call"

    sys.setprofile(seen)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def steps(work: Callable[[], object]) -> int:
    """Steps that SQLite's machine takes, to the nearest `STEPS`."""
    from django.db import connection

    passed = [0]

    def tick() -> int:
        passed[0] += STEPS
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(tick, STEPS)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, STEPS)
    return passed[0]


def blocks(sql: str) -> int:
    """Blocks that PostgreSQL reads for a statement, from memory or from the disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql.replace('%', '%%')}", [])
        (told,) = cursor.fetchone()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


if __name__ == "__main__":
    main()
