"""Fit the weights of the event judge to pairs that people labelled."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import dedupe
from articles.dedupe.event import SAME_EVENT, Signals, Weights, event_score, signals
from articles.dedupe.fingerprint import Prints
from articles.dedupe.likeness import Leaning, Vectors, is_grey
from articles.dedupe.predicting import read_all
from articles.dedupe.scoring import score_difference, score_pairs
from articles.dedupe.train import Seen, fit, fit_leaning
from articles.errors import BadInput
from articles.ingest import embedding
from articles.management import goldsets

WEIGHTS = Path(dedupe.__file__).with_name("weights.json")
FOLDS = 4
# Made pairs are about wording: a copy tells nothing of how accounts of an event differ.
EVENTS = frozenset({"same_story", "different"})
MADE = ("facts", "chrome", "quote")


@dataclass(frozen=True)
class Labelled:
    """A labelled pair: what is measured of it, whether it is one event, and its topic."""

    one: Prints
    other: Prints
    found: Signals
    is_same: bool
    topic: str


class Command(BaseCommand):
    help = (
        "Fits the weights of the event judge to the labelled pairs of one or more folders "
        "(articles.jsonl, pairs.jsonl), prints how well they do on topics they were not fitted "
        "on, and writes them to --out. With --embeddings it fits and writes instead how far "
        "that model is to be listened to in pairs that the words leave open, and prints what "
        "it adds on topics it was not fitted on. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, action="append", required=True, help="A folder.")
        parser.add_argument("--out", type=Path, help="A JSON file; nothing is written without it.")
        parser.add_argument(
            "--topic-separator", default="_",
            help="What ends the topic in an id; pairs of one topic are held out together.",
        )  # fmt: skip
        parser.add_argument(
            "--embeddings", metavar="MODEL", default="",
            help="wordllama, a folder that model2vec saved, or a class by its dotted path.",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = [
            pair
            for folder in options["gold"]
            for pair in _labelled(folder, options["topic_separator"])
        ]
        same = [pair.is_same for pair in pairs]
        if len(set(same)) < 2:
            raise CommandError("There are no pairs of one event and of two; give another folder.")
        topics = len({pair.topic for pair in pairs})
        self.stdout.write(f"{len(same)} pairs, {sum(same)} of one event, {topics} topics")
        name = options["embeddings"]
        written = self._listen(name, pairs) if name else self._weigh(pairs)
        if options["out"]:
            text = json.dumps(written, indent=2) + "\n"
            options["out"].write_text(text, encoding="utf-8")
            self.stdout.write(f"written to {options['out']}")

    def _weigh(self, pairs: Sequence[Labelled]) -> dict[str, Any]:
        """The weights of words, names, figures and dates."""
        scores = _held_out(pairs, _by_words)
        self._tell("on topics held out", pairs, scores)
        model = _fitted(pairs)
        self.stdout.write(f"bias {model.bias}, " + ", ".join(
            f"{name} {weight}" for name, weight in model.signals.items()
        ))  # fmt: skip
        return asdict(model)

    def _listen(self, name: str, pairs: Sequence[Labelled]) -> dict[str, Any]:
        """The weight of a model, with the product's own weights for everything else."""
        try:
            cosines = _cosines(Vectors(embedding.load_embedder(name)), pairs)
            before = _held_out(pairs, _by_words)
            after = _held_out(pairs, lambda inside: _again(inside, cosines))
            leaning = _leaning(pairs, cosines)
        except BadInput as error:
            raise CommandError(str(error)) from error
        self._tell("by words, on topics held out", pairs, before)
        self._tell(f"with {name}, on topics held out", pairs, after)
        if before is not None and after is not None:
            grey = sum(map(is_grey, before)) / len(before)
            gained = score_difference(
                [score >= SAME_EVENT for score in before],
                [score >= SAME_EVENT for score in after],
                [pair.is_same for pair in pairs],
                [pair.topic for pair in pairs],
            )
            self.stdout.write(f"words leave {grey:.3f} of the pairs open; F1 gained {gained}")
        self.stdout.write(f"usual {leaning.usual}, weight {leaning.weight}")
        if not leaning.weight:
            self.stdout.write("This model does not part them: it would change nothing.")
        return {name: asdict(leaning)}

    def _tell(self, what: str, pairs: Sequence[Labelled], scores: Sequence[float] | None) -> None:
        if scores is None:
            self.stdout.write(f"fewer than {FOLDS} topics: nothing can be held out")
            return
        told = score_pairs([score >= SAME_EVENT for score in scores], [p.is_same for p in pairs])
        self.stdout.write(f"{what}: P {told.precision}, R {told.recall}, F1 {told.f1}")


Score = Callable[[Labelled], float]
"""The event score of a pair, by a model that was fitted to others."""


def _labelled(folder: Path, separator: str) -> list[Labelled]:
    gold = goldsets.load(folder)
    prints = dict(read_all(gold.documents))
    found = []
    for a, b, label, kind in gold.pairs:
        if label in EVENTS and not any(made in kind for made in MADE):
            one, other = _pair(prints, a, b)
            topic = a.split(separator)[0]
            is_same = label == "same_story"
            found.append(Labelled(one, other, signals(one, other), is_same, topic))
    return found


def _held_out(
    pairs: Sequence[Labelled], learn: Callable[[Sequence[Labelled]], Score]
) -> list[float] | None:
    """The score of each pair by what was learned from other topics; None of too few topics."""
    names = sorted({pair.topic for pair in pairs})
    if len(names) < FOLDS:
        return None
    scores = [0.0] * len(pairs)
    for at in range(FOLDS):
        held = set(names[at::FOLDS])
        score = learn([pair for pair in pairs if pair.topic not in held])
        for number, pair in enumerate(pairs):
            if pair.topic in held:
                scores[number] = score(pair)
    return scores


def _fitted(pairs: Sequence[Labelled]) -> Weights:
    return fit([pair.found for pair in pairs], [pair.is_same for pair in pairs])


def _by_words(pairs: Sequence[Labelled]) -> Score:
    model = _fitted(pairs)
    return lambda pair: event_score(pair.found, days_apart=None, model=model)


Cosines = dict[tuple[int, int], float]
"""By the identity of the two texts' prints; without the pairs that the model could not tell."""


def _cosines(vectors: Vectors, pairs: Sequence[Labelled]) -> Cosines:
    found = {
        (id(pair.one), id(pair.other)): vectors.cosine(pair.one.document, pair.other.document)
        for pair in pairs
        if pair.one.script == pair.other.script
    }
    return {key: cosine for key, cosine in found.items() if cosine is not None}


def _again(pairs: Sequence[Labelled], cosines: Cosines) -> Score:
    """Words, and where they leave it open a model, both fitted to these pairs."""
    model = _fitted(pairs)
    leaning = _leaning(pairs, cosines, model)

    def score(pair: Labelled) -> float:
        by_words = event_score(pair.found, days_apart=None, model=model)
        cosine = cosines.get((id(pair.one), id(pair.other)))
        return by_words if cosine is None else leaning.moved(by_words, cosine)

    return score


def _leaning(pairs: Sequence[Labelled], cosines: Cosines, model: Weights | None = None) -> Leaning:
    """How far to listen to the model beside these weights, the product's own by default."""
    seen: list[Seen] = []
    scripts: set[str] = set()
    for pair in pairs:
        cosine = cosines.get((id(pair.one), id(pair.other)))
        if cosine is not None:
            by_words = event_score(pair.found, days_apart=None, model=model)
            seen.append(Seen(by_words, cosine, pair.is_same))
            scripts.add(pair.one.script)
    return fit_leaning(seen, sorted(scripts))


def _pair(prints: dict[str, Prints], *names: str) -> Sequence[Prints]:
    try:
        return [prints[name] for name in names]
    except KeyError as error:
        raise CommandError(f"A pair names the article {error}, which is not there.") from error
