"""How much wording two documents share, and what that may be other than a copy."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from .fingerprint import Prints
from .vocabulary import known

FEWEST_GRAMS = 8
"""Grams under which only identical texts are copies: ten words are a headline or a caption."""

FEWEST_WITH_HEADLINE = 4
"""The same where both have one headline: a brief is often the first line of the report."""

LEAST_CONTAINED = 0.15
"""Share in common under which no text is a copy: that of one with a tenth of its characters
damaged. Of such that keep their order an editor sees 37 more of 170 than from `judge.REVIEW`."""

FACTS_KEPT = 0.5
"""Share of facts a copy keeps, in relation to the plain words it keeps. On the dev sets this,
for figures and names, cuts false copies at 0.27 from 240 to 32 and costs 0.3% of the true ones;
without the relation badly scanned copies go too, whose figures suffer no more than their words."""

FACTS_KEPT_LATER = 0.75
"""The same for a text that comes later: weekly reports repeat last week's figures beside the new
ones, and a reprint days later changes none. Together with `LATER_DAYS` this cuts the dev set's
107 real templates from 9 to 2 in the automatic band and from 17 to 5 in the tray."""

LATER_DAYS = 1.5
"""Days from which a text comes later: the evening's paper reprints the morning's."""

FEWEST_FIGURES = 2
"""Figures of the shorter text from which their loss means "same template, other figures"."""

FEWEST_NAMES = 3
"""The same for names."""

MANY_FIGURES = 4
"""Figures of which no two reports have `STAYING` in common by chance, whatever the names are:
in tables the names are headings ("Net", "Shr"), of which a scan leaves little."""

STAYING = 0.75
"""Share of them."""

QUOTED = 0.9
"""Share of the common wording that sits in one paragraph of either text when that is a quote."""

LARGEST_QUOTE = 0.8
"""Share of the shorter text above which a single common paragraph is the text, not a quote."""

OTHER_PARAGRAPHS = 2
"""Paragraphs without any wording in common that a text with a mere quote has beside it."""

LONG_PARAGRAPH = 12
"""Grams such a paragraph has at least: shorter ones may be the furniture of a site."""

FULL_PARAGRAPH = 6
"""Grams from which a paragraph counts as one of the text."""

FOREIGN = 0.1
"""Share of a paragraph's grams up to which it has nothing in common with the other text."""

SHARED_PARAGRAPH = 0.5
"""Share of a paragraph's grams from which it stands in the other text too."""


@dataclass(frozen=True, slots=True)
class SharedParagraph:
    """Paragraph `shorter` of one text and `longer` of the other, with the share in common."""

    shorter: int
    longer: int
    share: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """What the wording of the shorter text has in common with the longer one's.

    `containment` is the share of its grams that the longer text holds; `other_figures` and
    `other_names` say that it keeps its plain words but not those; `is_quote` that all that is
    common is one paragraph.
    """

    containment: float
    other_figures: bool
    other_names: bool
    is_quote: bool

    @property
    def is_template(self) -> bool:
        """Whether the common wording is a form that was filled in anew."""
        return self.other_figures or self.other_names


def by_length(one: Prints, other: Prints) -> tuple[Prints, Prints]:
    """The shorter and the longer of two, the same way round whichever comes first."""
    first, second = sorted((one, other), key=_length)
    return first, second


def _length(prints: Prints) -> tuple[int, int, str, str]:
    return len(prints.grams), prints.word_count, prints.exact, prints.document.headline


def overlap(shorter: Prints, longer: Prints, *, days_apart: float | None = None) -> Overlap:
    """Compare all grams of two documents, in time linear in their length.

    `days_apart` counts for the figures: what comes days later with half of them new is the next
    report of a series, not a copy.
    """
    common = shorter.grams.keys() & longer.grams.keys()
    containment = len(common) / len(shorter.grams) if common else 0.0
    if containment < LEAST_CONTAINED:
        return Overlap(containment, other_figures=False, other_names=False, is_quote=False)
    names = shorter.facts.names.keys()
    figures = shorter.facts.figures
    plain = [word for word in shorter.weights if known(word).name not in names]
    kept = FACTS_KEPT_LATER if (days_apart or 0.0) >= LATER_DAYS else FACTS_KEPT
    least = kept * _share(plain, longer.weights)
    figures_stay = len(figures) >= MANY_FIGURES and _share(figures, longer.facts.figures) >= STAYING
    return Overlap(
        containment=containment,
        other_figures=_loses(figures, longer.facts.figures, FEWEST_FIGURES, least),
        other_names=not figures_stay and _loses(names, longer.facts.names, FEWEST_NAMES, least),
        is_quote=_is_quote(shorter, longer, common, containment),
    )


def own_paragraphs(one: Prints, other: Prints) -> tuple[int, ...]:
    """Offsets of the full paragraphs of `one` that have nothing in common with `other`."""
    common = Counter(at for gram, at in one.grams.items() if gram in other.grams)
    sizes = full_paragraphs(one)
    return tuple(sorted(at for at, size in sizes.items() if common[at] <= FOREIGN * size))


def _loses(facts: Collection[str], found_in: Collection[str], fewest: int, least: float) -> bool:
    """Whether a text with enough `facts` keeps less than the share `least` of them."""
    return len(facts) >= fewest and _share(facts, found_in) < least


def _share(items: Collection[str], found_in: Collection[str]) -> float:
    """Share of `items` that `found_in` holds, 1 where there are none to lose."""
    return sum(item in found_in for item in items) / len(items) if items else 1.0


def _is_quote(shorter: Prints, longer: Prints, common: Collection[int], containment: float) -> bool:
    """Whether all that is common is one paragraph, beside others that are each text's own."""
    if not common or containment > LARGEST_QUOTE:
        return False
    here = Counter(shorter.grams[gram] for gram in common)
    there = Counter(longer.grams[gram] for gram in common)
    in_one = min(max(here.values()), max(there.values())) >= QUOTED * len(common)
    sizes = full_paragraphs(shorter)
    own = sum(size >= LONG_PARAGRAPH and here[at] <= FOREIGN * size for at, size in sizes.items())
    return in_one and own >= OTHER_PARAGRAPHS


def full_paragraphs(prints: Prints) -> dict[int, int]:
    """Offsets of the full paragraphs with their numbers of grams."""
    sizes = Counter(prints.grams.values())
    return {at: size for at, size in sizes.items() if size >= FULL_PARAGRAPH}


def shared_paragraphs(shorter: Prints, longer: Prints) -> tuple[SharedParagraph, ...]:
    """Each full paragraph of the shorter text beside the one of the longer most like it."""
    common = [gram for gram in shorter.grams if gram in longer.grams]
    pairs = Counter((shorter.grams[gram], longer.grams[gram]) for gram in common)
    sizes = full_paragraphs(shorter)
    best: dict[int, SharedParagraph] = {}
    for (here, there), count in pairs.items():
        share = count / sizes[here] if here in sizes else 0.0
        if share >= SHARED_PARAGRAPH and (here not in best or share > best[here].share):
            best[here] = SharedParagraph(here, there, share)
    return tuple(best[at] for at in sorted(best))
