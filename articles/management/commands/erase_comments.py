"""Erase a reader's comments at the reader's request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.desk import forgetting


class Command(BaseCommand):
    help = (
        "Erases words, name and addresses of all comments sent with an e-mail address. Answers of "
        "others stay, under “removed at the writer’s request”. It cannot be taken back: make sure "
        "first that whoever asks can read mail at that address. Exit status 1 tells that there "
        "are none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The address that the comments were sent with.")
        parser.add_argument("--dry-run", action="store_true", help="Count only; erase nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        if options["dry_run"]:
            count, said = forgetting.count_by(email), "To be erased"
        else:
            count, said = forgetting.erase_writer(email, now=timezone.now()), "Erased"
        if options["verbosity"] > 0:
            self.stdout.write(f"{said}: {count} comments.")
        if not count:
            raise SystemExit(1)
