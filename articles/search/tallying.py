"""How many of the hits each section, source and language has, to narrow a search by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

MOST_TOLD = 8


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
    sections: Counter[int] = Counter()
    sources: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    for hit in hits:
        members = [known[pk] for pk in hit]
        sections.update({m.section_id for m in members if m.section_id})
        sources.update({m.source_id for m in members if m.source_id})
        languages.update({primary for m in members if (primary := _primary(m.language))})
    return Tally(
        tuple(sections.most_common(MOST_TOLD)),
        tuple(sources.most_common(MOST_TOLD)),
        tuple(languages.most_common(MOST_TOLD)),
    )


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
