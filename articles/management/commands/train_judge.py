"""Fit the weights of the event judge to pairs that people labelled."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import dedupe
from articles.dedupe.event import SAME_EVENT, Signals, event_score, signals
from articles.dedupe.fingerprint import Prints
from articles.dedupe.predicting import read_all
from articles.dedupe.scoring import score_pairs
from articles.dedupe.train import fit
from articles.management import goldsets

WEIGHTS = Path(dedupe.__file__).with_name("weights.json")
FOLDS = 4
# Made pairs are about wording: a copy tells nothing of how accounts of an event differ.
EVENTS = frozenset({"same_story", "different"})
MADE = ("facts", "chrome", "quote")


class Command(BaseCommand):
    help = (
        "Fits the weights of the event judge to the labelled pairs of one or more folders "
        "(articles.jsonl, pairs.jsonl), prints how well they do on topics they were not fitted "
        "on, and writes them to --out. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, action="append", required=True, help="A folder.")
        parser.add_argument("--out", type=Path, help="A JSON file; nothing is written without it.")
        parser.add_argument(
            "--topic-separator", default="_",
            help="What ends the topic in an id; pairs of one topic are held out together.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[Signals] = []
        same: list[bool] = []
        topics: list[str] = []
        for folder in options["gold"]:
            gold = goldsets.load(folder)
            prints = dict(read_all(gold.documents))
            for one, other, label, kind in gold.pairs:
                if label in EVENTS and not any(made in kind for made in MADE):
                    found.append(signals(*_pair(prints, one, other)))
                    same.append(label == "same_story")
                    topics.append(one.split(options["topic_separator"])[0])
        if len(set(same)) < 2:
            raise CommandError("There are no pairs of one event and of two; give another folder.")
        self.stdout.write(f"{len(same)} pairs, {sum(same)} of one event, {len(set(topics))} topics")
        self._hold_out(found, same, topics)
        model = fit(found, same)
        self.stdout.write(f"bias {model.bias}, " + ", ".join(
            f"{name} {weight}" for name, weight in model.signals.items()
        ))  # fmt: skip
        if options["out"]:
            text = json.dumps(asdict(model), indent=2) + "\n"
            options["out"].write_text(text, encoding="utf-8")
            self.stdout.write(f"written to {options['out']}")

    def _hold_out(self, found: list[Signals], same: list[bool], topics: list[str]) -> None:
        names = sorted(set(topics))
        if len(names) < FOLDS:
            self.stdout.write(f"fewer than {FOLDS} topics: nothing can be held out")
            return
        said = [False] * len(found)
        for at in range(FOLDS):
            held = set(names[at::FOLDS])
            inside = [n for n, topic in enumerate(topics) if topic not in held]
            model = fit([found[n] for n in inside], [same[n] for n in inside])
            for n, topic in enumerate(topics):
                if topic in held:
                    score = event_score(found[n], days_apart=None, model=model)
                    said[n] = score >= SAME_EVENT
        held_out = score_pairs(said, same)
        self.stdout.write(
            f"on topics held out: P {held_out.precision}, R {held_out.recall}, F1 {held_out.f1}"
        )


def _pair(prints: dict[str, Prints], *names: str) -> Sequence[Prints]:
    try:
        return [prints[name] for name in names]
    except KeyError as error:
        raise CommandError(f"A pair names the article {error}, which is not there.") from error
