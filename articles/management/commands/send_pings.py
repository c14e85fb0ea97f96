"""Tell the WebSub hub which feeds changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.models import Ping
from articles.web import pushing


class Command(BaseCommand):
    help = (
        "Tells the hub that the publication names of every feed that changed, of what a schedule, "
        "an embargo or an expiry changed too; a timer calls it each minute. What failed is tried "
        "again later. Run again, it sends nothing twice. Ends with status 1 when one failed."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count; send nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now, is_told = timezone.now(), options["verbosity"] > 0
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"Due: {Ping.objects.due(now).count()}.")
            return
        tally = pushing.push_due(now)
        if is_told:
            self.stdout.write(str(tally))
        if tally.failed:
            raise SystemExit(1)
