"""How many of the hits each section, source and language has, to narrow a search by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

MOST_TOLD = 8

Key = TypeVar("Key", int, str)


class Placed(Protocol):
    """What is counted of an article."""

    @property
    def pk(self) -> int: ...  # noqa: D102  named in the class
    @property
    def section_id(self) -> int | None: ...  # noqa: D102
    @property
    def source_id(self) -> int | None: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Tally:
    """Keys with the number of hits that have them, the most first, at most `MOST_TOLD` of each.

    A language is told by its first part: `en` counts what is in `en-GB`.
    """

    sections: tuple[tuple[int, int], ...] = ()
    sources: tuple[tuple[int, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()


NO_TALLY = Tally()


def tally(found: Iterable[Placed], hits: Sequence[Sequence[int]]) -> Tally:
    """What the articles have of which each hit is made; a hit counts once for each."""
    known = {article.pk: article for article in found}
    placed = [(known[pk], number) for number, hit in enumerate(hits) for pk in hit]
    return Tally(
        _most((article.section_id, number) for article, number in placed),
        _most((article.source_id, number) for article, number in placed),
        _most((_primary(article.language), number) for article, number in placed),
    )


def _most(told: Iterable[tuple[Key | None, int]]) -> tuple[tuple[Key, int], ...]:
    """Keys by how many hits have them; of pairs of key and hit, each counts once."""
    counted = Counter(key for key, _hit in dict.fromkeys(told) if key)
    return tuple(counted.most_common(MOST_TOLD))


@lru_cache(maxsize=1 << 8)
def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
