"""Two documents measured against each other once, for the judge, the evidence and the reason."""

from dataclasses import dataclass

from .event import Signals, signals
from .fingerprint import Prints
from .lineage import Lineage, lineage
from .wording import Overlap, by_length, overlap


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

    def beside(self, prints: Prints) -> Prints:
        """The other one of the two."""
        return self.b if prints is self.a else self.a


def measure(a: Prints, b: Prints) -> Pair:
    """Measure two documents, in time linear in their length."""
    shorter, longer = by_length(a, b)
    return Pair(
        a=a,
        b=b,
        shorter=shorter,
        longer=longer,
        overlap=overlap(shorter, longer),
        signals=signals(shorter, longer),
        lineage=lineage(a.document, b.document),
    )
