"""Take in files: text, HTML, RSS, Atom or JSON Feed."""

import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles import formats
from articles.errors import NewsroomError, TooLarge
from articles.ingest import memory, store
from articles.ingest.tally import FAILED, Tally
from articles.ingest.worker import Worker
from articles.models import Source
from articles.public.addresses import by_slug
from articles.text.urls import is_web

BAR = 30
# Far above what the formats take; so much is kept as bytes, with the reason, all the same.
MOST_BYTES = 200_000_000


class Command(BaseCommand):
    help = (
        "Takes in one or more files (text, HTML, RSS, Atom, JSON Feed) for a source. Every item "
        "is counted and every skip has its reason; run again, nothing changes. Ends with status 1 "
        "when a file or an item could not be read; the bytes are kept all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--source", required=True, metavar="SLUG")
        parser.add_argument("--url", default="", help="Where the file came from.")
        parser.add_argument("--at", metavar="TIME", help="Arrival time, ISO 8601; now if left out.")
        parser.add_argument("--dry-run", action="store_true", help="Try it; store nothing.")
        parser.add_argument("--json", action="store_true", help="Print the summary as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        # The slug of a source that was merged means the one it was merged into.
        source = by_slug(Source, options["source"])
        if source is None:
            known = ", ".join(Source.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no source {options['source']!r}. Known: {known}.")
        now = _time(options["at"])
        files = _files(options["paths"])
        if options["url"] and (len(files) > 1 or not is_web(options["url"])):
            raise CommandError(
                "--url names the web address of one document. Give one file, and an address that "
                "starts with https:// or http://."
            )
        tally = Tally()
        bar = Progress(sys.stderr, shown=sys.stderr.isatty() and not options["json"])
        with Worker() as worker:
            for path in files:
                tally.add(_take_file(path, source, now, worker, bar, options))
        bar.done()
        self._report(tally, options)

    def _report(self, tally: Tally, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(tally.as_json(), ensure_ascii=False, indent=2))
        elif options["verbosity"]:
            for note in tally.notes:
                self.stdout.write(note)
            prefix = "Would be: " if options["dry_run"] else ""
            self.stdout.write(f"{prefix}{tally}")
        if tally.counts[FAILED]:
            raise SystemExit(1)


class Progress:
    """A bar on a terminal: how many items are done of those known so far."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self.stream = stream
        self.shown = shown
        self.known = 0
        self.count = 0

    def expect(self, more: int) -> None:
        """So many more items are known."""
        self.known += more

    def step(self) -> None:
        """One more item is done."""
        self.count += 1
        if self.shown:
            full = BAR * self.count // max(self.known, 1)
            bar = "#" * full + "." * (BAR - full)
            self.stream.write(f"\r[{bar}] {self.count} of {self.known}")
            self.stream.flush()

    def done(self) -> None:
        """End the line."""
        if self.shown and self.count:
            self.stream.write("\n")


def _take_file(
    path: Path, source: Source, now: datetime, worker: Worker, bar: Progress, options: Any
) -> Tally:
    failed = Tally()
    try:
        data = _read(path)
    except (OSError, TooLarge) as error:
        reason = f"cannot be read: {error.strerror}." if isinstance(error, OSError) else error
        failed.count(FAILED, f"{path}: {reason}")
        return failed
    try:
        chrome = memory.chrome_of(source, now)
        parsed = worker.call(formats.parse, data, url=options["url"], chrome=chrome, now=now)
    except NewsroomError as error:
        if not options["dry_run"]:
            store.keep_failure(data, source=source, now=now, error=error)
        failed.count(FAILED, f"{path}: {error}")
        return failed
    bar.expect(len(parsed.items))
    tally = store.take_in(
        parsed, source=source, now=now, dry_run=options["dry_run"], progress=bar.step
    )
    tally.notes = [f"{path}: {note}" for note in tally.notes]
    return tally


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(
            f"The file has {size:,} bytes; the limit is {MOST_BYTES:,}.",
            "It stays where it is. Cut it into smaller files.",
        )
    return path.read_bytes()


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and the files of the folders named, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        if not inside:
            raise CommandError(f"There is no file in {path}.")
        found += inside
    return found


def _time(given: str | None) -> datetime:
    if not given:
        return timezone.now()
    try:
        parsed = parse_datetime(given)
    except ValueError as error:
        raise CommandError(f"--at {given}: {error}") from error
    if parsed is None:
        raise CommandError(f"--at {given} is no time. Write it as 2026-11-22T06:30:00+00:00.")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
