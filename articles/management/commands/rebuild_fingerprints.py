"""Make the fingerprints of stored articles anew."""

import sys
from argparse import ArgumentParser
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any

import django
from django.core.management.base import BaseCommand, CommandError

from articles.ingest import rebuilding
from articles.ingest.rebuilding import Done
from articles.management.progress import Progress

MOST_JOBS = 64
WAITING = 2  # stretches that wait for each process
# Texts that somebody has in hand are left alone, and looked at again when all others are done.
ROUNDS = 3


class Command(BaseCommand):
    help = (
        "Makes the fingerprints of all articles whose stored ones are missing or of an older "
        "version, as after an upgrade. The newsroom goes on working meanwhile. Stopped and run "
        "again, it goes on where it stopped; run once more, it changes nothing. Ends with status 1 "
        "when an article could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="Processes at once.")
        parser.add_argument("--dry-run", action="store_true", help="Count; write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = options["jobs"]
        if not 1 <= jobs <= MOST_JOBS:
            raise CommandError(f"--jobs {jobs}: give a number from 1 to {MOST_JOBS}.")
        total = rebuilding.count_old()
        is_told = options["verbosity"] > 0
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"To be made anew: {total}.")
            return
        progress = Progress(sys.stderr, total, quiet=not is_told)
        done = Done()
        for _round in range(ROUNDS):
            some = _alone(progress) if jobs == 1 else _together(jobs, progress)
            done = Done(done.written + some.written, some.left, some.failed)
            if not some.left:
                break
        progress.done()
        if is_told:
            self.stdout.write(
                f"Made anew: {done.written}. Left, being edited: {done.left}. "
                f"Failed: {done.failed}."
            )
        if done.failed:
            raise SystemExit(1)


def _alone(progress: Progress) -> Done:
    done = Done()
    for first, last in rebuilding.spans():
        some = rebuilding.rebuild(first, last)
        progress.step(some.total)
        done += some
    return done


def _together(jobs: int, progress: Progress) -> Done:
    """The same by several processes, which start clean and connect for themselves."""
    done = Done()
    pending: set[Future[Done]] = set()
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=django.setup) as pool:
        for first, last in rebuilding.spans():
            pending.add(pool.submit(rebuilding.rebuild, first, last))
            if len(pending) >= WAITING * jobs:
                finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                done = _counted(finished, done, progress)
        return _counted(wait(pending).done, done, progress)


def _counted(finished: set[Future[Done]], done: Done, progress: Progress) -> Done:
    for future in finished:
        progress.step(future.result().total)
        done += future.result()
    return done
