"""Measure one act on ten thousand articles, some of which refuse it, and taking it back.

    python -m tests.benchmarks.bulk [--articles 10000] [--invalid 100]

On SQLite, or on the PostgreSQL that `DATABASE_URL` names. Printed are what was done and refused,
and milliseconds of this process's CPU an article.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import django

A_WHILE = 5.0  # seconds of one call, as the worker and the open page ask for


def main() -> None:
    """Fill, act, take back; the exit status tells whether every count is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--invalid", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bulk.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.articles, options.invalid)


def measure(count: int, invalid: int) -> None:
    """Every so manyth article was killed before and cannot be spiked."""
    from django.utils import timezone

    from articles.desk import bulk
    from articles.enums import Status
    from articles.models import Article
    from tests import factories

    chief = factories.make_chief(username="chief")
    rows = Article.objects.bulk_create(
        Article(
            headline=f"Item {number}",
            slug=f"item-{number}",
            arrived_at=timezone.now(),
            body_html=f"<p>Text {number}.</p>",
            status=Status.KILLED if number % (count // invalid) == 0 else Status.INCOMING,
        )
        for number in range(count)
    )
    run = bulk.ask("spike", [row.pk for row in rows], by=chief, at=timezone.now())
    bulk.begin(run, now=timezone.now())
    carry_on("spiked", run)
    print(f"{Article.objects.filter(status=Status.SPIKED).count()} are spiked")
    carry_on("taken back", bulk.ask_undo(run, by=chief, at=timezone.now()))
    states = Article.objects.values_list("status", flat=True)
    kept = (list(states).count(Status.INCOMING), list(states).count(Status.KILLED))
    print(f"{kept[0]} are incoming and {kept[1]} killed, as before")
    assert kept == (count - invalid, invalid)


def carry_on(what: str, run: Any) -> None:
    """Advance until it is over, and print what came of it."""
    from articles.desk import bulk

    worked, started = time.process_time(), time.monotonic()
    while not run.is_over:
        bulk.advance(run, seconds=A_WHILE)
        run.refresh_from_db()
    worked = (time.process_time() - worked) / run.count * 1000
    print(
        f"{run.done_count} {what}, {len(run.refused)} refused, "
        f"{worked:.1f} ms of CPU an article, {time.monotonic() - started:.0f} s in all",
        flush=True,
    )


if __name__ == "__main__":
    main()
