"""The facts behind a judgement, in a form that can be stored as JSON and shown to an editor."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from articles.text.normalise import fold

from .facts import shared_dates
from .fingerprint import Document, Prints, figure_weight
from .names import name_key, shared_names
from .pair import Pair
from .rarity import rarity
from .sounds import SHORTEST
from .vocabulary import RARE_WORD

MOST_LISTED = 12
"""Entries of each list of names, words, dates and figures."""

MOST_PARAGRAPHS = 200
"""Pairs of paragraphs."""

_WORD = re.compile(r"[^\W\d_]+")


def gather(pair: Pair) -> dict[str, Any]:
    """Evidence of one pair.

    Keys: containment; shared_names, shared_words (rare ones beside the names), shared_dates and
    shared_figures, most telling first; shared_paragraphs, offsets `a` and `b` into the two
    documents with the share in common; shared_sounds, names alike in two scripts; paragraph_count
    of the shorter; days_apart, None if unknown; newer, "a", "b" or None; signals of the event
    score.
    """
    a, b = pair.a.facts, pair.b.facts
    days = pair.lineage.days_apart
    return {
        "containment": round(pair.overlap.containment, 4),
        "shared_names": list(shared_names(a.names, b.names)[:MOST_LISTED]),
        "shared_words": _as_printed(shared_words(pair)[:MOST_LISTED], pair.a.document),
        "shared_dates": list(shared_dates(a, b)[:MOST_LISTED]),
        "shared_figures": heaviest_figures(a.figures & b.figures)[:MOST_LISTED],
        "shared_paragraphs": shared_paragraphs(pair)[:MOST_PARAGRAPHS],
        "paragraph_count": pair.paragraph_count,
        "days_apart": None if days is None else round(days, 2),
        "newer": None if pair.lineage.later is None else "ab"[pair.lineage.later],
        "shared_sounds": shared_sounds(pair)[:MOST_LISTED],
        "signals": {
            name: round(value, 3)
            for name, value in asdict(pair.signals).items()
            if value is not None
        },
    }


def shared_sounds(pair: Pair) -> list[str]:
    """Names that sound alike in two scripts, "Zhirnov = ژیرنوف", the longest sounds first.

    The shortest sounds count, but are shown only where there are no longer ones: one in three of
    them is a common word that meets a name by chance.
    """
    if pair.signals.across is None:
        return []
    common = [sound for sound in pair.a.sounds if sound in pair.b.sounds]
    shared = [sound for sound in common if len(sound) > SHORTEST] or common
    first, second = (_printed_sounds(shared, prints) for prints in (pair.a, pair.b))
    pairs = dict.fromkeys(zip(first, second, strict=True))
    return [f"{one} = {other}" for one, other in pairs]


def _printed_sounds(shared: list[str], prints: Prints) -> list[str]:
    """The words that have these sounds, as the text prints them."""
    names, words = prints.facts.names, [prints.sounds[sound] for sound in shared]
    named = [names[key].text if (key := name_key(word)) in names else word for word in words]
    return _as_printed(named, prints.document)


def shared_words(pair: Pair) -> list[str]:
    """Rare words, folded, that both use and that belong to no name, heaviest first."""
    a, b = pair.a.weights, pair.b.weights
    names = pair.a.facts.names.keys() | pair.b.facts.names.keys()
    found = [
        word
        for word in a
        if word in b and rarity(word) >= RARE_WORD and name_key(word) not in names
    ]
    return sorted(found, key=lambda word: (-a[word] * b[word], word))


def _as_printed(found: list[str], document: Document) -> list[str]:
    """Folded words with the letters of their script as `document` prints them."""
    if all(word.isascii() for word in found):
        return found
    texts = (document.headline, *document.paragraphs)
    printed = {fold(word): word for text in texts for word in _WORD.findall(text)}
    return [word if word.isascii() else printed.get(word, word) for word in found]


def shared_paragraphs(pair: Pair) -> list[dict[str, Any]]:
    """Paragraphs that stand in both documents, in the order of the first."""
    a_first = pair.shorter is pair.a
    rows = [
        {
            "a": row.shorter if a_first else row.longer,
            "b": row.longer if a_first else row.shorter,
            "share": round(row.share, 3),
        }
        for row in pair.shared_paragraphs
    ]
    return sorted(rows, key=lambda row: (row["a"], row["b"]))


def heaviest_figures(figures: Iterable[str]) -> list[str]:
    """Figures, the most telling first, ties by value as printed."""
    return sorted(figures, key=lambda figure: (-figure_weight(figure), figure))
