"""Poll feeds and pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import search
from articles.ingest import pipeline
from articles.ingest.tally import FAILED
from articles.models import Source
from articles.public.addresses import by_slug

# Of each round, for articles that an act marked to be read again for the search.
REREADING_SECONDS = 5.0


class Command(BaseCommand):
    help = (
        "Polls the sources that are due, or one source whether it is due or not, and prints what "
        "came in. Ends with status 1 when a source failed; its page in the admin says why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", metavar="SLUG", help="Poll this source only, now.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        sources = Source.objects.due(now)
        if slug := options["source"]:
            meant = by_slug(Source, slug)
            sources = Source.objects.polled().filter(pk=meant.pk if meant else 0)
            if not sources:
                raise CommandError(f"No active source {slug!r} has an address to poll.")
        tally = pipeline.poll(sources, now)
        search.reread(REREADING_SECONDS)
        if options["verbosity"]:
            for note in tally.notes:
                self.stdout.write(note)
            self.stdout.write(str(tally))
        if tally.counts[FAILED]:
            raise SystemExit(1)
