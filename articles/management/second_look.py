"""The option by which the commands that judge files have grey pairs seen again by a model."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from articles.dedupe.likeness import Likeness
from articles.errors import BadInput
from articles.ingest import embedding


def add_arguments(parser: ArgumentParser) -> None:
    """`--embeddings` and `--embeddings-weights`, which stand for the settings of these names."""
    parser.add_argument(
        "--embeddings", metavar="MODEL",
        help="wordllama, a folder, a class, or '' for none; EMBEDDINGS where it is left out.",
    )  # fmt: skip
    parser.add_argument(
        "--embeddings-weights", type=Path, metavar="FILE",
        help="What train_judge --embeddings wrote for that model.",
    )  # fmt: skip


def chosen(options: Mapping[str, Any]) -> Likeness | None:
    """The model that is asked for, loaded; raises CommandError, which says what to do."""
    name = settings.EMBEDDINGS if options["embeddings"] is None else options["embeddings"]
    if not name:
        return None
    weights = options["embeddings_weights"] or settings.EMBEDDINGS_WEIGHTS
    try:
        return embedding.load(name, str(weights))
    except BadInput as error:
        raise CommandError(str(error)) from error
