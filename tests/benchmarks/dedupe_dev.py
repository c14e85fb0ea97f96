"""Measure articles.dedupe on the shared developer sets, or remake its data files from them.

Run by hand from the checkout, with the sibling folder `shared` in place:

    python -m tests.benchmarks.dedupe_dev near     # copies, through the look-up, both sets
    python -m tests.benchmarks.dedupe_dev story    # same event, every labelled ECB+ pair
    python -m tests.benchmarks.dedupe_dev lookup   # share of true pairs that the look-up finds
    python -m tests.benchmarks.dedupe_dev speed    # documents read and pairs judged a minute
    python -m tests.benchmarks.dedupe_dev reuse    # how much is told as taken, kind by kind
    python -m tests.benchmarks.dedupe_dev folds    # same event, weights fitted on other topics
    python -m tests.benchmarks.dedupe_dev fit      # writes articles/dedupe/weights.json
    python -m tests.benchmarks.dedupe_dev rarity   # writes articles/dedupe/rarity.txt
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from textwrap import wrap
from time import process_time
from typing import Any

from articles.dedupe import match
from articles.dedupe.event import Signals, Weights, event_score, signals
from articles.dedupe.fingerprint import Document, Prints, fingerprint, gram_keys
from articles.dedupe.judge import REVIEW, SAME_COPY, Verdict, decide
from articles.dedupe.pair import measure
from articles.dedupe.reuse import Kind, Telling, trace
from articles.dedupe.train import fit
from articles.text.normalise import fold, words

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"
SETS = SHARED / "data" / "dedupe_dev"
CHROME_BESIDE = 20  # different main paragraphs beside which a line is chrome (shared/dedupe.md, 5)
MADE = ("facts", "chrome", "quote")  # kinds of made negatives, which are about wording, not events


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def documents(name: str) -> dict[str, Document]:
    return {
        row["id"]: Document(
            headline=unescape(row["title"]),
            paragraphs=tuple(unescape(row["body"]).split("\n\n")),
            published_at=datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
            if row["date"]
            else None,
            source=row["source"],
        )
        for row in rows(SETS / name / "articles.jsonl")
    }


def chrome_lines(found: Iterable[Document]) -> frozenset[str]:
    """Lines that stand beside many different main paragraphs, as the database will count them."""
    beside: dict[str, set[str]] = defaultdict(set)
    for document in found:
        lines = {fold(text) for text in document.paragraphs}
        main = max(lines, key=len)
        for line in lines - {main}:
            beside[line].add(main)
    return frozenset(line for line, mains in beside.items() if len(mains) >= CHROME_BESIDE)


def prints_of(name: str) -> dict[str, Prints]:
    found = documents(name)
    chrome = chrome_lines(found.values())
    return {key: fingerprint(document, chrome=chrome) for key, document in found.items()}


def copy_candidates(prints: Mapping[str, Prints]) -> Iterator[tuple[str, str]]:
    """Pairs that the look-up of shingles proposes, each document against the earlier ones."""
    yield from _candidates(
        {
            key: dict.fromkeys(match.shingle_keys(found.shingles), 1.0)
            for key, found in prints.items()
        },
        {key: found.shingles for key, found in prints.items()},
        match.COPIES,
    )


def event_candidates(prints: Mapping[str, Prints]) -> Iterator[tuple[str, str]]:
    """Pairs that the look-up of terms proposes."""
    yield from _candidates(
        {key: match.term_weights(found.terms) for key, found in prints.items()},
        {key: [term.key for term in found.terms] for key, found in prints.items()},
        match.EVENTS,
    )


def _candidates(
    asked: Mapping[str, Mapping[int, float]],
    stored: Mapping[str, Iterable[int]],
    lookup: match.Lookup,
) -> Iterator[tuple[str, str]]:
    names = list(asked)
    holders: dict[int, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        shared: Counter[int] = Counter()
        for key, weight in asked[name].items():
            if len(holders[key]) <= lookup.most_holders:
                for holder in holders[key]:
                    shared[holder] += weight  # type: ignore[assignment]  # a Counter of floats
        for holder in match.rank(shared, lookup=lookup):
            yield names[holder], name
        for key in stored[name]:
            holders[key].append(at)


def score(name: str, level: str, found: Iterable[tuple[str, str, float]], threshold: float) -> None:
    """Write predictions and print what the shared scorer says of them."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.writelines(json.dumps({"a": a, "b": b, "score": s}) + "\n" for a, b, s in found)
    command = [sys.executable, str(SHARED / "checks" / "score_dedupe.py"), "--gold"]
    command += [str(SETS / name), "--pred", file.name, "--level", level]
    command += ["--threshold", str(threshold)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    Path(file.name).unlink()
    say(f"== {name}, {level}, at {threshold}\n{out}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def near() -> None:
    for name in ("reuters", "ecb"):
        prints = prints_of(name)
        found = []
        for a, b in copy_candidates(prints):
            ruling = decide(measure(prints[a], prints[b]))
            if ruling.copy_score > 0:
                found.append((a, b, ruling.copy_score))
        for threshold in (REVIEW, SAME_COPY):
            score(name, "near", found, threshold)


def story() -> None:
    prints = prints_of("ecb")
    found = []
    for pair in rows(SETS / "ecb" / "pairs.jsonl"):
        ruling = decide(measure(prints[pair["a"]], prints[pair["b"]]))
        copy = ruling.verdict in (Verdict.SAME_COPY, Verdict.NEW_VERSION)
        found.append((pair["a"], pair["b"], 1.0 if copy else ruling.event_score))
    score("ecb", "story", found, 0.5)


def lookup() -> None:
    for name in ("reuters", "ecb"):
        prints = prints_of(name)
        copies = {frozenset(pair) for pair in copy_candidates(prints)}
        events = {frozenset(pair) for pair in event_candidates(prints)}
        say(f"{name}: {len(prints)} documents, {len(copies)} and {len(events)} pairs proposed")
        labels = rows(SETS / name / "pairs.jsonl")
        for label, proposed in (("near", copies), ("same_story", events | copies)):
            pairs = [frozenset((pair["a"], pair["b"])) for pair in labels if pair["label"] == label]
            say(f"  {label}: {sum(pair in proposed for pair in pairs)} of {len(pairs)} found")


def reuse() -> None:
    """Of each kind of pair, the second told a minute after the first: what is called copied."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for name in ("reuters", "ecb"):
        grams = {key: gram_keys(found.paragraphs) for key, found in documents(name).items()}
        kinds: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for pair in rows(SETS / name / "pairs.jsonl"):
            kinds[pair["label"], pair["kind"]].append((pair["a"], pair["b"]))
        for kind, pairs in sorted(kinds.items()):
            found = []
            for a, b in pairs:
                later = Telling(1, "b", at + timedelta(minutes=1), grams[b])
                edges = trace([Telling(0, "a", at, grams[a]), later]).edges
                found.append(sum(edge.share for edge in edges if edge.kind == Kind.COPIED))
            told = sum(share > 0 for share in found)
            share = median(found)
            say(f"{name} {'/'.join(kind):<40} {told:>5} of {len(found):>5}, median {share:.2f}")


def speed() -> None:
    found = list(documents("reuters").values())
    start = process_time()
    prints = [fingerprint(document) for document in found]
    read = process_time() - start
    start = process_time()
    for one, other in pairwise(prints):
        decide(measure(one, other))
    judged = process_time() - start
    count = sum(one.word_count for one in prints) / len(prints)
    say(f"{len(found) / read * 60:.0f} documents of {count:.0f} words read a CPU-minute")
    say(f"{len(found) / judged * 60:.0f} pairs judged a CPU-minute")


def labelled_events() -> tuple[list[Signals], list[bool], list[str]]:
    """Signals, label and topic of the human-labelled pairs of events."""
    prints = prints_of("ecb")
    pairs = [
        pair
        for pair in rows(SETS / "ecb" / "pairs.jsonl")
        if pair["label"] in ("same_story", "different")
        and not any(made in pair["kind"] for made in MADE)
    ]
    found = [signals(prints[pair["a"]], prints[pair["b"]]) for pair in pairs]
    same = [pair["label"] == "same_story" for pair in pairs]
    return found, same, [pair["a"].split("_")[0] for pair in pairs]


def folds() -> None:
    found, same, topics = labelled_events()
    hits: Counter[tuple[bool, bool]] = Counter()
    names = sorted(set(topics))
    for at in range(4):
        held = set(names[at::4])
        inside = [n for n, topic in enumerate(topics) if topic not in held]
        model = fit([found[n] for n in inside], [same[n] for n in inside])
        for n, topic in enumerate(topics):
            if topic in held:
                said = event_score(found[n], days_apart=None, model=model) >= 0.5
                hits[said, same[n]] += 1
    right, wrong, missed = hits[True, True], hits[True, False], hits[False, True]
    precision, recall = right / (right + wrong), right / (right + missed)
    f1 = 2 * precision * recall / (precision + recall)
    say(f"held topics: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} at 0.5")


def write_weights() -> None:
    found, same, _ = labelled_events()
    model: Weights = fit(found, same)
    path = CHECKOUT / "articles" / "dedupe" / "weights.json"
    path.write_text(json.dumps(asdict(model), indent=2) + "\n", "utf-8")
    say(f"{path.name}: {model}")


COUNTED = {
    "ecb": ("original", "story"),
    "reuters": ("original", "distractor", "natural"),
}
_WORD = re.compile(r"(^|[.!?:\"“”\n]\s*)?\b([^\W\d_]+)")


def write_rarity() -> None:
    """Count in how many articles each word stands, and how often it has a capital."""
    holders: dict[str, Counter[str]] = {}
    sizes: dict[str, int] = {}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, kinds in COUNTED.items():
        bodies = [
            unescape(row["body"])
            for row in rows(SETS / name / "articles.jsonl")
            if row["kind"] in kinds
        ]
        sizes[name] = len(bodies)
        holders[name] = Counter(
            word for body in bodies for word in {w.removesuffix("'s") for w in words(body)}
        )
        for body in bodies:
            for opens, word in _WORD.findall(body):
                form = "small" if word[0].islower() else "opens" if opens else "capital"
                forms[word.lower()][form] += 1
    path = CHECKOUT / "articles" / "dedupe" / "rarity.txt"
    path.write_text("\n".join(rarity_lines(holders, sizes, forms)) + "\n", "utf-8")


def rarity_lines(
    holders: Mapping[str, Counter[str]],
    sizes: Mapping[str, int],
    forms: Mapping[str, Counter[str]],
) -> Iterator[str]:
    yield "# A kind, a weight and the words that have it, from the articles of two news corpora."
    yield "# The weight is the mean of ln(articles / articles with the word); plain words mostly"
    yield "# have no capital, the others have one. Made by tests/benchmarks/dedupe_dev.py."
    listed: dict[tuple[str, float], list[str]] = defaultdict(list)
    for word in set().union(*holders.values()):
        if word.isascii() and word.isalpha() and (len(word) > 1 or word == "a"):
            counts = [holders[name][word] for name in holders]
            kind = kind_of(forms[word], counts)
            if kind:
                weight = sum(
                    log((sizes[name] + 1) / (holders[name][word] + 0.5)) for name in holders
                ) / len(holders)
                listed[kind, round(weight * 2) / 2].append(word)
    for (kind, weight), found in sorted(listed.items(), reverse=True):
        for line in wrap(" ".join(sorted(found)), 86):
            yield f"{kind} {weight} {line}"


def kind_of(forms: Counter[str], counts: Sequence[int]) -> str:
    """ "plain", "capital" or "" for a word too rare to be counted."""
    small = forms["small"] + (0 if forms["capital"] else forms["opens"])
    if small and small >= 0.7 * forms["capital"]:
        return "plain" if sum(counts) >= 3 else ""
    return "capital" if min(counts) >= 4 else ""


COMMANDS = {
    "near": near,
    "story": story,
    "lookup": lookup,
    "reuse": reuse,
    "speed": speed,
    "folds": folds,
    "fit": write_weights,
    "rarity": write_rarity,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    COMMANDS[parser.parse_args().command]()


if __name__ == "__main__":
    main()
