"""Lines of a site's furniture, known by the company they keep.

A line that stands beside many different texts belongs to the pages, not to the reports. Texts are
told apart by their longest paragraph, so that one report that two hundred papers print does not
make its own paragraphs chrome.
"""

from collections import defaultdict
from collections.abc import Iterable

from articles.text.normalise import fold

BESIDE = 20
"""Different texts beside which a line is chrome: leaving such lines out removed 99% of the false
pairs of the dev sets and none of the true ones."""


class LineCounts:
    """The texts that each line stood beside, as many as are needed to call it chrome."""

    def __init__(self) -> None:
        self._beside: dict[str, set[int]] = defaultdict(set)
        self._chrome: set[str] = set()

    def add(self, paragraphs: Iterable[str]) -> None:
        """Count the lines of one text, its longest paragraph left out."""
        lines = {fold(line) for text in paragraphs for line in text.splitlines()} - {""}
        main = max(lines, key=lambda line: (len(line), line), default="")
        for line in lines - {main} - self._chrome:
            beside = self._beside[line]
            beside.add(hash(main))
            if len(beside) >= BESIDE:
                self._chrome.add(line)
                del self._beside[line]

    @property
    def chrome(self) -> frozenset[str]:
        """The folded lines that are chrome by now."""
        return frozenset(self._chrome)
