"""Measure articles.dedupe on the shared developer sets, or remake its data files from them.

Run by hand from the checkout, with the sibling folder `shared` in place:

    python -m tests.benchmarks.dedupe_dev speed    # articles read and judged a second
    python -m tests.benchmarks.dedupe_dev online   # stories of 40 events told within 14 days
    python -m tests.benchmarks.dedupe_dev reuse    # how much is told as taken, kind by kind
    python -m tests.benchmarks.dedupe_dev rarity   # writes articles/dedupe/rarity.txt
"""

import argparse
import gc
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import median
from textwrap import wrap
from time import process_time
from typing import Any

from articles.dedupe.fingerprint import Document, gram_keys
from articles.dedupe.predicting import Archive, predict, read_all
from articles.dedupe.reuse import Kind, Telling, trace
from articles.dedupe.scoring import score_groups
from articles.text.normalise import words

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"
SETS = SHARED / "data" / "dedupe_dev"
SEEDS = 6
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)


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


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


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


def online() -> None:
    """Stories of the ECB+ events, told within two weeks, as they would come in."""
    events = {row["id"]: row["story"] for row in rows(SETS / "ecb" / "articles.jsonl")}
    found = documents("ecb")
    told = [name for name, event in events.items() if event and "~" not in name]
    for seed in range(SEEDS):
        chance = random.Random(seed)
        start = {event: chance.uniform(0, 14) for event in sorted(set(events.values()))}
        at = {name: start[events[name]] + chance.uniform(0, 1.5) for name in told}
        arrivals = {
            name: replace(found[name], published_at=FIRST_DAY + timedelta(days=at[name]))
            for name in sorted(told, key=lambda name: at[name])
        }
        _, archive = predict(arrivals)
        stories = {archive.names[n]: story for n, story in archive.grouping.stories.items()}
        agreed = score_groups(stories, {name: events[name] for name in told})
        say(f"seed {seed}: B-cubed F1 {agreed.bcubed_f1}, ARI {agreed.ari}")


def speed() -> None:
    """Articles read and wholly judged a CPU second, the first thousand against the last."""
    found = documents("reuters")
    gc.disable()  # as predict_pairs does
    start = process_time()
    prints = dict(read_all(found))
    say(f"{len(found) / (process_time() - start):.0f} articles read a CPU-second")
    archive, times = Archive(), [process_time()]
    for number, (name, read) in enumerate(prints.items(), start=1):
        archive.take_in(name, read)
        if number % 1000 == 0:
            times.append(process_time())
    spent = [1000 / (late - early) for early, late in pairwise(times)]
    say("compared a CPU-second, by thousands: " + ", ".join(f"{rate:.0f}" for rate in spent))
    whole = process_time() - start
    say(f"{len(found) / whole:.0f} articles wholly judged a CPU-second")


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
    "reuse": reuse,
    "speed": speed,
    "online": online,
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
