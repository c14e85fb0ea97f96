"""Forget the addresses of readers who commented more than ninety days ago."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.desk import forgetting


class Command(BaseCommand):
    help = (
        "Forgets the e-mail and machine addresses of comments older than 90 days; a hash of the "
        "one and the network (/24, /64) of the other stay, for trust and bans. Run it daily; run "
        "again, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count only; change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            self._tell(
                f"To be forgotten: addresses of {forgetting.overdue(now)} comments.", options
            )
            return
        self._tell(f"Forgotten: addresses of {forgetting.forget_addresses(now)} comments.", options)

    def _tell(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"] > 0:
            self.stdout.write(text)
