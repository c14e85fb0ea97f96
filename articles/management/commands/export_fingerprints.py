"""Write the fingerprints of all articles as Parquet."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.errors import NewsroomError
from articles.ingest import archiving
from articles.management.progress import Progress
from articles.models import Fingerprint


class Command(BaseCommand):
    help = (
        "Writes the fingerprints of all articles into a folder as Parquet, for a search of "
        "duplicates through the whole archive (pair_fingerprints). Stopped and run again, it goes "
        "on; files of ids that are finished are kept unless --again is given. Needs DuckDB: pip "
        'install "newsroom[archive]".'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--again", action="store_true", help="Write all files anew.")
        parser.add_argument("--dry-run", action="store_true", help="Count; write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        total = Fingerprint.objects.count()
        is_told = options["verbosity"] > 0
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"To be written: {total}.")
            return
        progress = Progress(sys.stderr, total, quiet=not is_told)
        try:
            count = archiving.export(options["out"], again=options["again"], told=progress.step)
        except NewsroomError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        progress.done()
        if is_told:
            self.stdout.write(f"Written: {count}.")
