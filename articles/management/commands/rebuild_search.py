"""Fill the search index."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.errors import SearchAway
from articles.management.progress import Progress
from articles.search import rebuilding


class Command(BaseCommand):
    help = (
        "Puts all articles into the search index that are not in it, or were marked to be read "
        "again, as after an upgrade. The newsroom goes on working meanwhile. Stopped and run "
        "again, it goes on where it stopped; run once more, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count; write nothing.")
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="Empty the index first; until it is full, older articles are not found.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_told = options["verbosity"] > 0
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"To be read: {rebuilding.count_old()}.")
            return
        if options["fresh"]:
            try:
                rebuilding.clear()
            except SearchAway as error:
                raise CommandError(f"{error} Nothing was changed.") from error
        progress = Progress(sys.stderr, rebuilding.count_old(), quiet=not is_told)
        done = 0
        for count in rebuilding.rebuild():
            progress.step(count)
            done += count
        progress.done()
        if is_told:
            self.stdout.write(f"Read: {done}.")
        if left := rebuilding.count_old():
            noun = "article is" if left == 1 else "articles are"
            raise CommandError(f"{left} {noun} not in the index yet. Run the command again.")
