"""An index in memory, written from what an engine must be able to do and from nothing else."""

from collections.abc import Sequence

from articles.search.engine import Atom, Match, Stretch
from articles.search.terms import Entry

KEPT: dict[int, Entry] = {}


class Index:
    """Entries by article, each looked at."""

    def write(self, entries: Sequence[Entry], former: Sequence[Entry]) -> None:
        self.erase(former)
        KEPT.update({entry.article_id: entry for entry in entries})

    def erase(self, former: Sequence[Entry]) -> None:
        for entry in former:
            KEPT.pop(entry.article_id, None)

    def clear(self) -> None:
        KEPT.clear()

    def newest(self, match: Match, stretch: Stretch, most: int) -> list[int]:
        within = [pk for pk in KEPT if stretch.low <= pk <= stretch.high]
        return sorted((pk for pk in within if fits(KEPT[pk], match)), reverse=True)[:most]


def fits(entry: Entry, match: Match) -> bool:
    wanted = all(any(says(entry, atom) for atom in clause) for clause in match.wanted)
    return wanted and not any(says(entry, atom) for atom in match.unwanted)


def says(entry: Entry, atom: Atom) -> bool:
    told = f" {' '.join(atom.words)}{'' if atom.is_prefix else ' '}"
    columns = (entry.headline,) if atom.in_headline else entry.columns
    return any(told in f" {column} " for column in columns)
