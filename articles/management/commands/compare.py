"""Show what two texts, or two articles, are to each other."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.dedupe.changes import Change, Changes, Version, compare_versions
from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import Verdict, judge
from articles.dedupe.ledger import Passage
from articles.dedupe.lineage import lineage
from articles.errors import NewsroomError
from articles.ingest import embedding
from articles.text import normalise
from articles.text.plain import clean_text


class Command(BaseCommand):
    help = (
        "Compares two text files, or two articles by id, and prints the verdict (same-copy, "
        "new-version, same-event or unrelated) with its scores, evidence and reason; of a new "
        "version also what it changed. Two files need no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("a", help="A file, or an article's id.")
        parser.add_argument("b", help="A file, or an article's id.")
        parser.add_argument("--json", action="store_true", help="Print JSON.")
        parser.add_argument(
            "--changes",
            action="store_true",
            help="Print what changed for any two; where no times tell, A is taken for the older.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        one, other = _document(options["a"]), _document(options["b"])
        judgement = judge(one, other, likeness=embedding.likeness())
        is_version = judgement.verdict is Verdict.NEW_VERSION
        changes = _changes(one, other) if is_version or options["changes"] else None
        if not options["json"]:
            self.stdout.write(f"{judgement.verdict}: {judgement.reason}")
            scores = f"copy {judgement.copy_score:.3f}, event {judgement.event_score:.3f}"
            self.stdout.write(scores)
            for line in _told(changes) if changes else ():
                self.stdout.write(line)
            return
        record = {
            "verdict": str(judgement.verdict),
            "copy_score": judgement.copy_score,
            "event_score": judgement.event_score,
            "evidence": judgement.evidence,
            "reason": judgement.reason,
        }
        if changes:
            record["changes"] = _recorded(changes)
        self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))


def _changes(one: Document, other: Document) -> Changes:
    """What the later of two documents changed; of two without times the second."""
    pair = (other, one) if lineage(one, other).later == 0 else (one, other)
    return compare_versions(*map(_version, pair))


def _version(document: Document) -> Version:
    """A document as one version; its paragraphs are named by their numbers."""
    texts = [Passage(str(n), text) for n, text in enumerate(document.paragraphs, start=1)]
    if document.headline:
        texts.append(Passage("headline", document.headline, is_body=False))
    day = document.published_at.date() if document.published_at else None
    return Version.read(texts, day=day)


def _told(changes: Changes) -> Iterator[str]:
    """A line for each change, then one for the paragraphs."""
    for change in (*changes.changed, *changes.came, *changes.went):
        old, new = (side.text if side else "" for side in (change.old, change.new))
        about = f" ({change.fate or change.label})" if change.fate or change.label else ""
        places = "/".join(side.anchor for side in (change.old, change.new) if side)
        if old and new:
            yield f"{change.sort}: {old} -> {new}{about} [{places}]"
        else:
            way = "came in" if new else "went out"
            yield f"{change.sort} {way}: {old or new}{about} [{places}]"
    yield (
        f"paragraphs: {len(changes.added)} added, {len(changes.dropped)} dropped, "
        f"{len(changes.moved)} moved"
    )
    if not changes.is_whole:
        yield "The texts are too long for all their figures to be compared."


def _recorded(changes: Changes) -> dict[str, Any]:
    """The changes for JSON: both sides of each as printed, with their paragraphs."""

    def recorded(found: tuple[Change, ...]) -> list[dict[str, Any]]:
        return [
            {
                "sort": str(change.sort),
                "old": change.old.text if change.old else None,
                "new": change.new.text if change.new else None,
                "old_paragraph": change.old.anchor if change.old else None,
                "new_paragraph": change.new.anchor if change.new else None,
                "about": change.fate or change.label,
            }
            for change in found
        ]

    return {
        "changed": recorded(changes.changed),
        "came_in": recorded(changes.came),
        "went_out": recorded(changes.went),
        "paragraphs": {
            "added": len(changes.added),
            "dropped": len(changes.dropped),
            "moved": len(changes.moved),
        },
        "is_whole": changes.is_whole,
    }


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
