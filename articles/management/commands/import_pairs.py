"""Judge the pairs that a search through the archive found."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.errors import NewsroomError
from articles.ingest import archiving, pairing
from articles.ingest.pairing import Judged
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Judges the pairs of a file that pair_fingerprints wrote and keeps those that are related, "
        "with their evidence, for editors to look at. Nothing is folded or moved, and what the "
        "desk decided stands. How far it came is kept beside the file, so that a stopped run goes "
        "on. "
        "Ends with status 1 when a pair could not be judged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Count; judge nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        is_told = options["verbosity"] > 0
        try:
            total = sum(1 for _pair in archiving.read_pairs(path))
            if options["dry_run"]:
                if is_told:
                    self.stdout.write(f"To be judged: {total}.")
                return
            done = self._judge(path, Progress(sys.stderr, total, quiet=not is_told))
        except NewsroomError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if is_told:
            self.stdout.write(
                f"Related: {done.related}. Unrelated: {done.unrelated}. Passed over, denied or "
                f"gone: {done.passed}. Failed: {done.failed}."
            )
        if done.failed:
            raise SystemExit(1)

    def _judge(self, path: Path, progress: Progress) -> Judged:
        mark = path.with_name(f"{path.name}.done")
        already = int(mark.read_text()) if mark.exists() else 0
        progress.step(already)
        done = Judged()
        for some in _batches(islice(archiving.read_pairs(path), already, None)):
            done += pairing.judge_pairs(some, now=timezone.now())
            already += len(some)
            mark.write_text(str(already))
            progress.step(len(some))
        mark.unlink(missing_ok=True)
        progress.done()
        return done


def _batches(pairs: Iterator[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    while some := list(islice(pairs, pairing.AT_ONCE)):
        yield some
