"""Find the pairs of a whole archive that may be copies."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.errors import NewsroomError
from articles.ingest import archiving
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Finds, among the fingerprints that export_fingerprints wrote into a folder, all pairs of "
        "articles that may be copies, however far apart, and writes them as Parquet or CSV for "
        "import_pairs. Needs no database and runs on any machine that has the folder. Needs "
        'DuckDB: pip install "newsroom[archive]".'
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--memory", default="2GB", help="What DuckDB may use, as 2GB.")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        if out.suffix not in (".parquet", ".csv"):
            raise CommandError(f"--out {out}: give a name that ends in .parquet or .csv.")
        is_told = options["verbosity"] > 0
        progress = Progress(sys.stderr, 0, quiet=not is_told)

        def told(_done: int, of: int) -> None:
            progress.total = of
            progress.step()

        try:
            found = archiving.pair(options["folder"], out, memory=options["memory"], told=told)
        except NewsroomError as error:
            raise CommandError(str(error)) from error
        progress.done()
        if is_told:
            self.stdout.write(
                f"Articles: {found.articles}. Shingles: {found.shingles}. Pairs: {found.pairs}."
            )
