"""Judge the articles of a file and write what the newsroom would say of them."""

import gc
import json
import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.dedupe.fingerprint import Document
from articles.dedupe.likeness import Likeness
from articles.dedupe.predicting import Level, pair_scores, predict, repeated_paragraphs
from articles.management import goldsets, second_look

ROUNDED = 4


class Command(BaseCommand):
    help = (
        "Compares the articles of a file (JSON lines with id, title, body, source, date) in its "
        "order, as they would be compared on arrival, and writes JSON lines: pairs with their "
        "score, scaled so that the newsroom acts from 0.5 (near: an editor is shown the pair; "
        "story: same event), or with --level repeats the offsets of repeated paragraphs. "
        "Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=Path, required=True, help="JSON lines.")
        parser.add_argument("--out", type=Path, required=True, help="Where to write.")
        parser.add_argument("--level", choices=[str(level) for level in Level], default="near")
        parser.add_argument(
            "--groups", action="store_true",
            help="Write the copy group (near) or story of each article instead of pairs.",
        )  # fmt: skip
        second_look.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        level = Level(options["level"])
        documents = goldsets.documents(options["articles"])
        likeness = second_look.chosen(options)
        if level is Level.REPEATS:
            lines = _repeats(documents)
        else:
            lines = _judged(documents, level, likeness, groups=options["groups"])
        count = _write(options["out"], lines)
        if options["verbosity"]:
            self.stdout.write(f"{len(documents)} articles, {count} lines in {options['out']}")


def _repeats(documents: dict[str, Document]) -> Iterable[dict[str, Any]]:
    for name, document in documents.items():
        yield {"id": name, "repeated": repeated_paragraphs(document.paragraphs)}


def _judged(
    documents: dict[str, Document], level: Level, likeness: Likeness | None, *, groups: bool
) -> list[dict[str, Any]]:
    gc.disable()  # nothing here is cyclic, and looking for cycles costs a quarter of the time
    try:
        predictions, archive = predict(documents, likeness)
        if groups:
            placed = archive.grouping.leaders if level is Level.NEAR else archive.grouping.stories
            return [
                {"id": archive.names[number], "cluster": archive.names[head]}
                for number, head in placed.items()
            ]
        scores = pair_scores(predictions, archive, level)
    finally:
        gc.enable()
    return [
        {"a": one, "b": other, "score": round(score, ROUNDED)}
        for (one, other), score in scores.items()
    ]


def _write(path: Path, lines: Iterable[dict[str, Any]]) -> int:
    """Write beside the file and put it in its place when whole; returns the number of lines."""
    part = path.with_name(f"{path.name}.part")
    count = 0
    try:
        with part.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += 1
        os.replace(part, path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
    return count
