"""Two documents measured against each other once, for the judge, the evidence and the reason."""

from dataclasses import dataclass

from articles.text.normalise import words

from .alignment import in_order
from .event import Signals, signals
from .fingerprint import Prints
from .lineage import Lineage, lineage
from .wording import (
    Overlap,
    SharedParagraph,
    by_length,
    full_paragraphs,
    overlap,
    shared_paragraphs,
)

FEWEST_HEADLINE_WORDS = 4
"""Words of a headline that two reports do not have in common by chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """All that is measured of two documents; `overlap` and `signals` hold either way round."""

    a: Prints
    b: Prints
    shorter: Prints
    longer: Prints
    overlap: Overlap
    signals: Signals
    lineage: Lineage

    @property
    def newer(self) -> Prints | None:
        """The later of the two by time of publication, None if that is unknown."""
        later = self.lineage.later
        return None if later is None else (self.a, self.b)[later]

    @property
    def shared_paragraphs(self) -> tuple[SharedParagraph, ...]:
        """Full paragraphs of the shorter one that stand in the longer one too."""
        return shared_paragraphs(self.shorter, self.longer)

    @property
    def paragraph_count(self) -> int:
        """Full paragraphs of the shorter one."""
        return len(full_paragraphs(self.shorter))

    @property
    def in_order(self) -> float:
        """Share of the shorter one's words that the longer one has in the same order."""
        texts = [" ".join(one.document.paragraphs) for one in (self.shorter, self.longer)]
        return in_order(*map(words, texts))

    @property
    def has_one_headline(self) -> bool:
        """Whether both have the same headline, of some words."""
        one, other = (words(prints.document.headline) for prints in (self.a, self.b))
        return one == other and len(one) >= FEWEST_HEADLINE_WORDS

    def beside(self, prints: Prints) -> Prints:
        """The other one of the two."""
        return self.b if prints is self.a else self.a


def measure(a: Prints, b: Prints) -> Pair:
    """Measure two documents, in time linear in their length."""
    shorter, longer = by_length(a, b)
    origin = lineage(a.document, b.document)
    return Pair(
        a=a,
        b=b,
        shorter=shorter,
        longer=longer,
        overlap=overlap(shorter, longer, days_apart=origin.days_apart),
        signals=signals(shorter, longer),
        lineage=origin,
    )
