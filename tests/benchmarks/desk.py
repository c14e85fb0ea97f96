"""Measure what the desk's own pages cost, on SQLite and PostgreSQL.

    python -m tests.benchmarks.desk [--articles N] [--database sqlite|postgresql|both]

Printed are, for a chief editor, milliseconds of this process's CPU (the median of many requests, so
that other work on the machine counts little) and queries of each page: lists of 50 rows, the inbox,
the form of an article. A PostgreSQL works in a process of its own and is not counted.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from tests.benchmarks.search import database

REPEATS = 20
# What the desk promises for a list of 50 articles.
MOST = 90
INCOMING = 60


def main() -> None:
    """Fill and measure each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    if options.database == "both":
        for name in ("sqlite", "postgresql"):
            command = [sys.executable, "-m", "tests.benchmarks.desk", "--database", name]
            subprocess.run([*command, "--articles", str(options.articles)], check=True)
        return
    with database(options.database) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        from tests.benchmarks.__main__ import fill

        call_command("migrate", verbosity=0)
        ids = fill(options.articles)
        judge_later()
        print(f"{options.database}, {options.articles} articles, median of {REPEATS}")
        measure(pages(ids))


def judge_later() -> None:
    """Some newer articles that nobody has judged yet, in pairs as the inbox shows them."""
    from articles.models import Article, Match, Section, Source

    section, source = Section.objects.first(), Source.objects.first()
    now = datetime.now(UTC)
    rows = Article.objects.bulk_create(
        Article(
            headline=f"Came in {number}",
            language="en",
            word_count=number,
            section=section,
            source=source,
            arrived_at=now - timedelta(seconds=number),
        )
        for number in range(INCOMING)
    )
    Match.objects.bulk_create(
        Match(
            a=one,
            b=other,
            verdict="same-copy",
            copy_score=0.9,
            reason="Most of it stands in both.",
            found_at=now,
        )
        for one, other in zip(rows[::2], rows[1::2], strict=True)
    )


def pages(ids: list[int]) -> dict[str, str]:
    """The pages of the desk by what they are called."""
    return {
        "article list, 50 rows": "/admin/articles/article/",
        "published ones": "/admin/articles/article/?status__exact=published",
        "inbox, 40 groups": "/admin/inbox/",
        "story list, 50 rows": "/admin/articles/story/",
        "form of an article": f"/admin/articles/article/{ids[0]}/change/",
        "first page of the desk": "/admin/",
    }


def measure(paths: dict[str, str]) -> None:
    """A line for each page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = chief()
    print(f"{'page':<26}{'CPU ms':>8}{'queries':>9}{'kB':>8}")
    for name, path in paths.items():
        for _ in range(3):
            client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            count = len(queries)
        assert answer.status_code == 200, (path, answer.status_code)
        spent = cpu(lambda: client.get(path))  # noqa: B023  run before the next turn
        mark = "  over" if "50 rows" in name and spent > MOST else ""
        size = len(answer.content) / 1000
        print(f"{name:<26}{spent:>8.1f}{count:>9}{size:>8.1f}{mark}", flush=True)


def chief() -> Any:
    """A browser in which a chief editor is logged in."""
    from django.test import Client

    from tests import factories

    client = Client()
    client.force_login(factories.make_chief(username="chief"))
    return client


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that the work takes, the median of `REPEATS`."""
    spent = []
    for _ in range(REPEATS):
        started = time.process_time()
        work()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
