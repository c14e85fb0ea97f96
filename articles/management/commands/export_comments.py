"""Give a reader all that is kept of the own comments."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.desk import forgetting


class Command(BaseCommand):
    help = (
        "Writes all that is kept of the comments sent with an e-mail address as JSON, one object "
        "in a list for each. Make sure first that whoever asks can read mail at that address. "
        "Exit status 1 tells that there are none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The address that the comments were sent with.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(forgetting.written_by(options["email"]))
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        if not found:
            raise SystemExit(1)
