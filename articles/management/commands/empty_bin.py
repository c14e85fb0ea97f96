"""Empty the bin of what has lain there for thirty days."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.desk import emptying


class Command(BaseCommand):
    help = (
        "Removes articles that were spiked more than 30 days ago, that readers never saw and that "
        "nothing points at. Shows what it would do; with --yes it does it. The history keeps "
        "every row that goes, so that a chief editor can still take it back. Run again, it "
        "changes nothing. Exit status 1 tells that some could not be removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="Do it; without, only count.")

    def handle(self, *args: Any, **options: Any) -> None:
        now, is_told = timezone.now(), options["verbosity"] > 0
        if options["yes"]:
            done = emptying.empty(now)
        else:
            done = emptying.Emptied()
            for lot in emptying.overdue(now):
                for one in lot:
                    self._show(one, options["verbosity"])
                    if one.kept_because:
                        done.count(one)
                    else:
                        done.removed += 1
        if is_told:
            self._tell(done, is_done=options["yes"])
        if done.failed:
            raise SystemExit(1)

    def _show(self, one: emptying.Overdue, verbosity: int) -> None:
        if verbosity > 1:
            why = one.kept_because or "to be removed"
            self.stdout.write(f"{one.article.pk} {one.article.headline[:80]}: {why}")

    def _tell(self, done: emptying.Emptied, *, is_done: bool) -> None:
        self.stdout.write(f"{'Removed' if is_done else 'To be removed'}: {done.removed}.")
        for why, count in sorted(done.kept.items(), key=lambda pair: (-pair[1], pair[0])):
            self.stdout.write(f"Kept ({why}): {count}.")
        if done.failed:
            self.stdout.write(f"Could not be removed, see the log: {done.failed}.")
        if not is_done and done.removed:
            self.stdout.write("Nothing was done; run it with --yes.")
