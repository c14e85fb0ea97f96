"""Measure the judge on a set of articles whose copies and events are known."""

import random
from argparse import ArgumentParser
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.dedupe.fingerprint import Document
from articles.dedupe.judge import REVIEW, SAME_COPY
from articles.dedupe.measuring import Decided, Share, curve
from articles.dedupe.predicting import Archive, Level, pair_scores, predict, scaled
from articles.dedupe.scoring import PairScore, score_groups, score_pairs
from articles.management import goldsets, plotting, second_look
from articles.management.goldsets import SAME, Gold

ACTS = 0.5
"""The score, as scaled by `predicting`, from which the newsroom acts."""

AUTOMATIC = scaled(SAME_COPY, REVIEW)
"""The score from which a copy is folded without a look."""

THRESHOLDS = [step / 100 for step in range(101)]


@dataclass(frozen=True)
class Labelled:
    """A labelled pair: its kind, whether it is the same, and the score it was given."""

    kind: str
    is_same: bool
    score: float


class Command(BaseCommand):
    help = (
        "Compares the articles of a folder (articles.jsonl, pairs.jsonl) as they would be on "
        "arrival and prints precision, recall and F1 of copies and of events, for all labelled "
        "pairs and for each kind, and ARI and B-cubed of the copy groups and stories, each with "
        "the interval in which it lies 95 times of 100. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, required=True, help="A folder.")
        parser.add_argument(
            "--shuffle", type=int, metavar="SEED", help="Let the articles arrive in random order."
        )
        parser.add_argument("--plot", type=Path, help="Write the curve of copies as an SVG file.")
        second_look.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        gold = goldsets.load(options["gold"])
        if options["plot"] and options["plot"].suffix.lower() != ".svg":
            raise CommandError("The plot is an SVG; give a name that ends in .svg.")
        likeness = second_look.chosen(options)
        documents = _in_order(gold.documents, options["shuffle"])
        predictions, archive = predict(documents, likeness)
        self.stdout.write(f"{gold.name}: {len(gold.documents)} articles, {len(gold.pairs)} pairs")
        for level, groups, placed in (
            (Level.NEAR, gold.families, archive.grouping.leaders),
            (Level.STORY, gold.stories, archive.grouping.stories),
        ):
            if not groups:
                continue
            scores = pair_scores(predictions, archive, level)
            labelled = _labelled(gold, scores, level)
            self._pairs(level, labelled)
            self._groups(level, groups, archive, placed)
            if level is Level.NEAR and options["plot"]:
                self._plot(options["plot"], gold, labelled)

    def _pairs(self, level: Level, labelled: Sequence[Labelled]) -> None:
        self.stdout.write(f"\n{level}: {len(labelled)} labelled pairs")
        edges = [("shown or said", ACTS)]
        if level is Level.NEAR:
            edges.append(("folded without a look", AUTOMATIC))
        for name, edge in edges:
            found = score_pairs(
                [pair.score >= edge for pair in labelled], [pair.is_same for pair in labelled]
            )
            self.stdout.write(f"  {name:<24} {_told(found)}")
        for kind in sorted({pair.kind for pair in labelled}):
            for is_same in (True, False):
                some = [p for p in labelled if p.kind == kind and p.is_same is is_same]
                if some:
                    hits = Share(sum(pair.score >= ACTS for pair in some), len(some))
                    word = "found" if is_same else "false"
                    self.stdout.write(
                        f"  {word} {kind:<32} {hits.hits}/{hits.total} "
                        f"[{hits.low:.3f}, {hits.high:.3f}]"
                    )

    def _groups(
        self, level: Level, truth: Mapping[str, str], archive: Archive, placed: Mapping[int, int]
    ) -> None:
        said: dict[str, Hashable] = {archive.names[n]: head for n, head in placed.items()}
        found = score_groups(said, truth)
        noun = "copy groups" if level is Level.NEAR else "stories"
        self.stdout.write(
            f"  {noun}: ARI {found.ari}, B-cubed P {found.bcubed_precision}, "
            f"R {found.bcubed_recall}, F1 {found.bcubed_f1}"
        )

    def _plot(self, path: Path, gold: Gold, labelled: Sequence[Labelled]) -> None:
        pairs = [Decided(is_same=pair.is_same, score=pair.score) for pair in labelled]
        marks = [(ACTS, "shown"), (AUTOMATIC, "folded")]
        text = plotting.curve(f"Copies, {gold.name}", curve(pairs, THRESHOLDS), marks)
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"  curve in {path}")


def _labelled(gold: Gold, scores: Mapping[tuple[str, str], float], level: Level) -> list[Labelled]:
    return [
        Labelled(
            kind,
            label in SAME[level],
            max(scores.get((one, other), 0.0), scores.get((other, one), 0.0)),
        )
        for one, other, label, kind in gold.pairs
    ]


def _in_order(documents: Mapping[str, Document], seed: int | None) -> Mapping[str, Document]:
    if seed is None:
        return documents
    names = list(documents)
    random.Random(seed).shuffle(names)  # noqa: S311 - an order, not a secret
    return {name: documents[name] for name in names}


def _told(found: PairScore) -> str:
    return f"P {found.precision}, R {found.recall}, F1 {found.f1}"
