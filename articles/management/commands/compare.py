"""Show what two texts, or two articles, are to each other."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import judge
from articles.errors import NewsroomError
from articles.ingest import embedding
from articles.text import normalise
from articles.text.plain import clean_text


class Command(BaseCommand):
    help = (
        "Compares two text files, or two articles by id, and prints the verdict (same-copy, "
        "new-version, same-event or unrelated) with its scores, evidence and reason. Two files "
        "need no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("a", help="A file, or an article's id.")
        parser.add_argument("b", help="A file, or an article's id.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        texts = _document(options["a"]), _document(options["b"])
        judgement = judge(*texts, likeness=embedding.likeness())
        if not options["json"]:
            self.stdout.write(f"{judgement.verdict}: {judgement.reason}")
            scores = f"copy {judgement.copy_score:.3f}, event {judgement.event_score:.3f}"
            self.stdout.write(scores)
            return
        record = {
            "verdict": str(judgement.verdict),
            "copy_score": judgement.copy_score,
            "event_score": judgement.event_score,
            "evidence": judgement.evidence,
            "reason": judgement.reason,
        }
        self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))


def _document(name: str) -> Document:
    """The file of that name; where there is none, the article of that id."""
    path = Path(name)
    if path.exists():
        return _document_of_file(path)
    if not name.isdigit():
        raise CommandError(f"{name} is neither a file nor an article's id.")
    from articles.ingest.matching import document_of  # two files need no database
    from articles.models import Article

    article = Article.objects.select_related("source").filter(pk=int(name)).first()
    if article is None:
        raise CommandError(f"There is no article {name}.")
    return document_of(article)


def _document_of_file(path: Path) -> Document:
    try:
        decoded = normalise.decode(path.read_bytes())
        cleaned = clean_text(normalise.repair(decoded.text))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except NewsroomError as error:
        raise CommandError(f"{path}: {error}") from error
    parts = (cleaned.lead, cleaned.standfirst, *cleaned.paragraphs)
    return Document(
        headline=cleaned.headline or "", paragraphs=tuple(part for part in parts if part)
    )
