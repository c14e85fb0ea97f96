"""The lines of a text with what was decided about each, while it is being read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from articles.text.bylines import Credits, read_credits
from articles.text.chrome import Furniture, furniture, is_caption
from articles.text.lines import Line
from articles.text.repeats import find_alike


@dataclass
class Page:
    """Lines and their fates: "" while a line is part of the article, else why it was cut."""

    lines: Sequence[Line]
    fates: list[str] = field(default_factory=list)
    slots: dict[str, int] = field(default_factory=dict)  # slot -> index of the line that fills it
    headline: str | None = None
    byline: str | None = None
    date: str | None = None
    section_hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.fates = [""] * len(self.lines)

    def cut(self, index: int, reason: str) -> None:
        """Take a line out, unless it is out already: the first reason stands."""
        if not self.fates[index]:
            self.fates[index] = reason

    def cut_by_hand(self, index: int) -> None:
        """Take a line out because a person says so, out of the slot it fills too."""
        self.fates[index] = "by-hand"
        for slot in [slot for slot, place in self.slots.items() if place == index]:
            del self.slots[slot]
            if slot in ("headline", "byline", "date"):
                setattr(self, slot, None)

    def restore(self, index: int) -> None:
        """Put a line back where it stood, because a person says so."""
        self.fates[index] = ""

    def fill(self, slot: str, index: int) -> None:
        """Let a line fill a slot; it leaves the paragraphs, but is not cut."""
        self.slots[slot] = index

    def is_kept(self, index: int) -> bool:
        """Tell whether a line is neither cut nor in a slot."""
        return not self.fates[index] and index not in self.slots.values()

    def kept(self) -> list[int]:
        """Return the indexes of the lines that make the body, in order."""
        taken = set(self.slots.values())
        return [i for i, fate in enumerate(self.fates) if not fate and i not in taken]

    @cached_property
    def credits(self) -> list[Credits | None]:
        """Return what each line says of writer and date."""
        return [read_credits(line) for line in self.lines]

    @cached_property
    def furniture(self) -> list[Furniture]:
        """Return how surely each line is chrome."""
        return [furniture(line) for line in self.lines]

    @cached_property
    def captions(self) -> list[bool]:
        """Tell which lines name a photographer or a picture agency."""
        return [is_caption(line) for line in self.lines]

    @cached_property
    def alike(self) -> dict[int, int]:
        """Return which line says what an earlier one says."""
        return find_alike(self.lines)

    def only(self, left: Sequence[int]) -> "Page":
        """Return an undecided page of some of the lines, with what was told of each."""
        page = Page([self.lines[index] for index in left])
        page.credits = [self.credits[index] for index in left]
        page.furniture = [self.furniture[index] for index in left]
        page.captions = [self.captions[index] for index in left]
        place = {index: place for place, index in enumerate(left)}
        if all(first in place for first in self.alike.values()):
            page.alike = {
                place[later]: place[first] for later, first in self.alike.items() if later in place
            }
        return page

    @cached_property
    def times(self) -> Counter[str]:
        """Return how often each folded line stands here."""
        return Counter(line.folded for line in self.lines)
