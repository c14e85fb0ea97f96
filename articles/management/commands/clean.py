"""Show what the cleaner understands of a text file."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.errors import NewsroomError
from articles.text import normalise
from articles.text.plain import CleanedText, clean_text


class Command(BaseCommand):
    help = (
        "Cleans one text file and prints headline, lead, standfirst, byline, date, section "
        "hints, paragraphs, and each line that was cut with its reason. Stores nothing and needs "
        "no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            decoded = normalise.decode(path.read_bytes())
            cleaned = clean_text(normalise.repair(decoded.text))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except NewsroomError as error:
            raise CommandError(f"{path}: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(cleaned.as_json(), ensure_ascii=False, indent=2))
        else:
            self._show(cleaned)

    def _show(self, cleaned: CleanedText) -> None:
        for name in ("headline", "lead", "standfirst", "byline", "date", "dateline"):
            self.stdout.write(f"{name}: {getattr(cleaned, name) or '(unknown)'}")
        self.stdout.write(f"section hints: {', '.join(cleaned.section_hints) or '(none)'}\n")
        for paragraph in cleaned.paragraphs:
            self.stdout.write(f"\n{paragraph}")
        self.stdout.write("")
        for cut in cleaned.cut:
            self.stdout.write(f"cut [{cut.reason}] {cut.line}")
