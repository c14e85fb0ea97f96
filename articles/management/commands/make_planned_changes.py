"""Make the changes of articles that were planned for a moment that has come."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.desk import planned_changes
from articles.enums import PlanOutcome
from articles.models import PlannedChange


class Command(BaseCommand):
    help = (
        "Makes the planned changes of articles whose moment has come, in their order; a timer "
        "calls it each minute. What was changed by somebody meanwhile is left, and the change is "
        "told as not made. Run again, it changes nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count; write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now, is_told = timezone.now(), options["verbosity"] > 0
        if options["dry_run"]:
            if is_told:
                self.stdout.write(f"Due: {PlannedChange.objects.due(now).count()}.")
            return
        counts = planned_changes.make_due(now)
        if is_told:
            done = counts.pop(PlanOutcome.DONE, 0)
            self.stdout.write(f"Made: {done}. Not made: {sum(counts.values())}.")
