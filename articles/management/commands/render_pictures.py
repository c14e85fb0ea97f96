"""Make the renditions that pictures lack."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.desk import rendering
from articles.errors import NewsroomError
from articles.management.progress import Progress
from articles.media.renditions import KINDS, QUICK


class Command(BaseCommand):
    help = (
        "Makes the files that readers are given (AVIF, WebP, JPEG in several widths, the crops) of "
        "all pictures that lack some, as after an upgrade, and reads the hashes by which a picture "
        "is known again. The newsroom goes on working meanwhile. Stopped and run again, it goes "
        "on where it stopped; run once more, it changes nothing. Ends with status 1 when a picture "
        "could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count; write nothing.")
        parser.add_argument(
            "--look",
            action="store_true",
            help="Ask the disk, too, whether each file is there, as after a backup was put back.",
        )
        parser.add_argument(
            "--nice", action="store_true", help="Give way to everything else on this machine."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_told = options["verbosity"] > 0
        look = options["look"]
        waiting = list(rendering.incomplete(look=look))
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"To be rendered: {len(waiting)}.")
            return
        if options["nice"]:
            os.nice(15)
        progress = Progress(sys.stderr, 2 * len(waiting), quiet=not is_told)
        done: set[int] = set()
        failed: set[int] = set()
        for kinds in (QUICK, KINDS):  # every picture has something before any has all
            for pk in waiting:
                try:
                    if pk not in failed and rendering.render(pk, kinds, look=look):
                        done.add(pk)
                except (NewsroomError, OSError) as error:
                    failed.add(pk)
                    self.stderr.write(f"№ {pk}: {error}")
                progress.step()
        progress.done()
        if is_told:
            self.stdout.write(f"Rendered: {len(done)}. Failed: {len(failed)}.")
        if failed:
            raise SystemExit(1)
