"""How telling a word is: inverse document frequency from small tables of common words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from articles.text.normalise import fold

RAREST = 8.0
"""Weight of a word that no table holds, about that of a word in one of 3,000 articles."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Weights of all listed words, and the words of each kind."""

    weights: Mapping[str, float]
    kinds: Mapping[str, frozenset[str]]


@cache
def _tables() -> _Tables:
    """The lists set by hand and, over them, those counted in news articles."""
    weights: dict[str, float] = {}
    kinds: dict[str, set[str]] = {}
    for name in ("words.txt", "rarity.txt"):
        for line in files(__package__).joinpath(name).read_text("utf-8").splitlines():
            kind, _, rest = line.partition(" ")
            if kind != "#":
                weight, _, listed = rest.partition(" ")
                found = fold(listed).split()
                weights |= dict.fromkeys(found, float(weight))
                kinds.setdefault(kind, set()).update(found)
    return _Tables(weights, {kind: frozenset(found) for kind, found in kinds.items()})


@lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """Weight of a folded word: 0 for the commonest, `RAREST` for one that no list holds."""
    return _tables().weights.get(word, RAREST)


def is_common(word: str) -> bool:
    """Whether a folded word is no name by itself, with a capital or not: "After", "Minister"."""
    kinds = _tables().kinds
    return word in kinds["plain"] or word in kinds["title"]


def opens_name(word: str) -> bool:
    """Whether a name is not called without this folded word before it: "New", "San"."""
    return word in _tables().kinds["opener"]
