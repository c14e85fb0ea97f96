"""What changed between a text and its newer version: figures, dates, names, quotes, paragraphs.

A view on the board of two accounts (`ledger`, `aligning`, `gaps`), for two texts that are mostly
one: what stands in the same place of the same paragraph is held against each other first, and only
what that leaves open is told by the board.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from articles.text import diff
from articles.text.normalise import fold

from .accounts import Account, Claim
from .board import Statement, statements
from .gaps import is_told, own_words, weight_of
from .gist import stem
from .inplace import WORD, in_place, tokens
from .ledger import Fact, Ledger, Passage, read_ledger
from .marks import FIGURES, Mark, differ, find_marks
from .marks import Sort as Sort
from .quantities import Quantity
from .timings import Timing

MOST_WORDS = 40_000
"""Words of each text that are aligned, changed paragraphs only: a second's work or two."""

MOST_TOLD = 40
"""Changes of each list; a text with more was written anew."""

AROUND = 48
"""Characters before and behind a value that show where it stands."""

OLD, NEW = 1, 2


@dataclass(frozen=True)
class Version:
    """One state of a text: all its paragraphs, headline and standfirst last, and its ledger."""

    passages: tuple[Passage, ...]
    ledger: Ledger

    @classmethod
    def read(cls, passages: Sequence[Passage], *, day: date | None = None) -> "Version":
        """The version with its ledger; `day` is the day it was written."""
        return cls(tuple(passages), read_ledger(passages, day=day))

    @cached_property
    def body(self) -> Sequence[Passage]:
        """Its paragraphs."""
        return [passage for passage in self.passages if passage.is_body]

    @cached_property
    def sentences(self) -> frozenset[str]:
        """Its folded sentences."""
        return frozenset(
            fold(sentence) for passage in self.passages for sentence in diff.sentences(passage.text)
        )


@dataclass(frozen=True, slots=True)
class Value:
    """What one version states: as printed, the words around it, and its paragraph.

    `number` counts the paragraphs of the body from 1; 0 stands for headline and standfirst.
    """

    text: str
    before: str
    after: str
    anchor: str
    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the newer version states otherwise, adds (`old` None) or drops (`new` None).

    `fate` is what befell the people counted ("die"), `label` what both sentences speak of, or the
    speaker of a quote; either may be "".
    """

    sort: Sort
    old: Value | None
    new: Value | None
    label: str = ""
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed, each list in the order of `Sort`, then of the text.

    `couples` are places of the two bodies' paragraphs beside each other; `added` and `dropped` the
    places of those whose sentences the other version does not have. `is_whole` is False where the
    texts are too long for all of their figures to be compared.
    """

    changed: tuple[Change, ...]
    came: tuple[Change, ...]
    went: tuple[Change, ...]
    couples: tuple[diff.Couple, ...]
    added: tuple[int, ...]
    dropped: tuple[int, ...]
    moved: tuple[int, ...]
    is_whole: bool = True

    @property
    def figures(self) -> tuple[Change, ...]:
        """The changed numbers, amounts, dates and times."""
        return tuple(change for change in self.changed if change.sort in FIGURES)


def compare_versions(older: Version, newer: Version) -> Changes:
    """What `newer` states otherwise than `older`, adds and drops.

    A number that is only printed otherwise ("1,200", "1200", "twelve hundred"), a sentence that
    stands in another paragraph and a paragraph that moved are no changes.

    >>> old, new = (Version.read([Passage("p", f"It hurt {n} people.")]) for n in ("3", "five"))
    >>> [(c.old.text, c.new.text, c.fate) for c in compare_versions(old, new).changed]
    [('3 people', 'five people', 'hurt')]
    """
    couples = diff.couples(
        [passage.text for passage in older.body], [passage.text for passage in newer.body]
    )
    found = _Finder(older, newer)
    found.look_in_place(couples)
    found.look_elsewhere()
    return Changes(
        changed=_ranked(found.changed),
        came=_ranked(found.lone(NEW)),
        went=_ranked(found.lone(OLD)),
        couples=tuple(couples),
        added=tuple(_unknown(couples, newer, older, NEW)),
        dropped=tuple(_unknown(couples, older, newer, OLD)),
        moved=tuple(c.new for c in couples if c.moved and c.new is not None),
        is_whole=found.is_whole,
    )


def _ranked(changes: Iterable[Change]) -> tuple[Change, ...]:
    order = list(Sort)
    return tuple(sorted(changes, key=lambda change: order.index(change.sort)))[:MOST_TOLD]


def _unknown(
    couples: Iterable[diff.Couple], mine: Version, theirs: Version, side: int
) -> Iterator[int]:
    """Places of paragraphs that stand alone and say something that the other version does not."""
    for couple in couples:
        place, facing = (couple.old, couple.new) if side == OLD else (couple.new, couple.old)
        if place is None or facing is not None:
            continue
        said = {fold(sentence) for sentence in diff.sentences(mine.body[place].text)}
        if said - theirs.sentences:
            yield place


class _Finder:
    """The work on one pair: marks are settled, paired in place, paired elsewhere, or left alone."""

    def __init__(self, older: Version, newer: Version) -> None:
        self.versions = {OLD: older, NEW: newer}
        self.marks = {side: find_marks(version.ledger) for side, version in self.versions.items()}
        self.changed: list[Change] = []
        self.is_whole = all(_is_read(version) for version in (older, newer))
        self._settled: set[int] = set()  # ids of marks that are the same in both, or paired
        self._told: dict[tuple[tuple[object, ...], tuple[object, ...]], set[object]] = {}

    # In place

    def look_in_place(self, couples: Iterable[diff.Couple]) -> None:
        """Hold paragraphs against what became of them, word by word; then the headlines."""
        left = {OLD: MOST_WORDS, NEW: MOST_WORDS}
        for old, new in self._facing(couples):
            mine, theirs = self._text(OLD, old), self._text(NEW, new)
            if fold(mine) == fold(theirs):
                self._settle(self.marks[OLD][old], self.marks[NEW][new])
                continue
            before = tokens(mine, self.marks[OLD][old])
            after = tokens(theirs, self.marks[NEW][new])
            left[OLD] -= len(before)
            left[NEW] -= len(after)
            if min(left.values()) < 0:
                self.is_whole = False
                return
            for one, other in in_place(before, after):
                self._settle([one], [other])
                if differ(one, other):
                    self._tell(one, other)
            self._settle_alike(self.marks[OLD][old], self.marks[NEW][new])

    def _facing(self, couples: Iterable[diff.Couple]) -> Iterator[tuple[int, int]]:
        """Places in the ledgers of paragraphs that became one another, then of the headlines."""
        bodies = {
            side: [n for n, p in enumerate(version.ledger.passages) if p.is_body]
            for side, version in self.versions.items()
        }
        for couple in couples:
            if couple.old is None or couple.new is None:
                continue
            if couple.old < len(bodies[OLD]) and couple.new < len(bodies[NEW]):
                yield bodies[OLD][couple.old], bodies[NEW][couple.new]
        heads = {
            side: {p.anchor: n for n, p in enumerate(version.ledger.passages) if not p.is_body}
            for side, version in self.versions.items()
        }
        for anchor, place in heads[OLD].items():
            if anchor in heads[NEW]:
                yield place, heads[NEW][anchor]

    def _text(self, side: int, place: int) -> str:
        return self.versions[side].ledger.passages[place].text

    def _settle(self, *marks: Iterable[Mark]) -> None:
        self._settled.update(id(mark) for side in marks for mark in side)

    def _settle_alike(self, old: Sequence[Mark], new: Sequence[Mark]) -> None:
        """Settle names and quotes that both paragraphs have, as often as both have them."""
        mine, theirs = (
            [mark for mark in side if mark.sort in (Sort.NAME, Sort.QUOTE)] for side in (old, new)
        )
        both = Counter(mark.key for mark in mine) & Counter(mark.key for mark in theirs)
        for side in (mine, theirs):
            left = both.copy()
            for mark in side:
                if left[mark.key] > 0:
                    left[mark.key] -= 1
                    self._settle([mark])

    # Elsewhere

    def look_elsewhere(self) -> None:
        """Let the board find what else is one thing with two values, of what is not settled."""
        accounts, known = [], {}
        for side, version in self.versions.items():
            open_marks = [mark for mark in self._open(side) if mark.fact is not None]
            known.update({mark.fact: mark for mark in open_marks})
            facts = tuple(mark.fact for mark in open_marks if mark.fact is not None)
            ledger = Ledger(version.ledger.passages, facts, version.ledger.sentences)
            accounts.append(Account(side, ledger))
        if not all(account.ledger.facts for account in accounts):
            return
        found = [(statement, *_turned(statement)) for statement in statements(accounts)]
        for statement, old, new in sorted(found, key=lambda row: -row[0].likeness):
            one, other = known.get(old), known.get(new)
            if one and other and self._are_open(one, other) and _is_other(one, other):
                self._settle([one], [other])
                self._tell(one, other, statement.label)

    def _are_open(self, *marks: Mark) -> bool:
        return not any(id(mark) in self._settled for mark in marks)

    def _open(self, side: int) -> list[Mark]:
        return [m for marks in self.marks[side] for m in marks if id(m) not in self._settled]

    def _tell(self, old: Mark, new: Mark, label: str = "") -> None:
        """Note a change once, however often the texts repeat it of one thing."""
        said = (old.key, new.key)
        things = self._told.setdefault(said, set())
        is_head = not self.versions[NEW].ledger.passages[new.passage].is_body
        if (things and is_head) or _thing(new) in things:
            return
        things.add(_thing(new) or id(new))
        quantities = [m.fact.value for m in (new, old) if m.fact]
        fates = [q.fate for q in quantities if isinstance(q, Quantity) and q.fate]
        sort = min((old.sort, new.sort), key=list(Sort).index)
        sort = Sort.AMOUNT if {old.sort, new.sort} == {Sort.NUMBER, Sort.AMOUNT} else sort
        label = "" if sort is Sort.NAME else label
        fate = fates[0] if fates else ""
        before, after = self._value(OLD, old), self._value(NEW, new)
        self.changed.append(Change(sort, before, after, label, fate))

    # Alone

    def lone(self, side: int) -> Iterator[Change]:
        """What only one version states, each thing once; what is part of a change is left out."""
        facing = OLD if side == NEW else NEW
        theirs = {m.key[:2] for marks in self.marks[facing] for m in marks}
        told = {keys[side == NEW] for keys in self._told}
        mine, other = (Account(s, self.versions[s].ledger) for s in (side, facing))
        named: set[str] = set()
        for mark in self._open(side):
            if mark.key[:2] in theirs or mark.key in told or not _is_telling(mark, mine):
                continue
            if mark.fact and is_told(mark.fact, mine, [other], _alike(mine, other)):
                continue
            if mark.sort is Sort.NAME:
                words = {stem(word) for word in own_words(WORD.findall(mark.text))}
                if words <= named:
                    continue
                named |= words
            told.add(mark.key)
            value = self._value(side, mark)
            label = getattr(mark.fact.value, "speaker", "") if mark.fact else ""
            fate = getattr(mark.fact.value, "fate", "") if mark.fact else ""
            old, new = (None, value) if side == NEW else (value, None)
            yield Change(mark.sort, old, new, label, fate)

    def _value(self, side: int, mark: Mark) -> Value:
        """The mark as printed, with a few words around it."""
        passages = self.versions[side].ledger.passages
        passage = passages[mark.passage]
        number = sum(p.is_body for p in passages[: mark.passage + 1]) if passage.is_body else 0
        text = mark.text.removesuffix(".") if mark.sort is Sort.DATE else mark.text
        end = mark.start + len(text)
        first, last = max(0, mark.start - AROUND), min(len(passage.text), end + AROUND)
        before, after = passage.text[first : mark.start], passage.text[end:last]
        if first:
            before = "…" + before.partition(" ")[2]
        if last < len(passage.text):
            after = after.rpartition(" ")[0] + "…"
        return Value(text, before, after, passage.anchor, number)


def _is_read(version: Version) -> bool:
    """Whether the ledger holds the whole text."""
    read = version.ledger.passages
    return len(read) == len(version.passages) and all(
        len(one.text) == len(whole.text) for one, whole in zip(read, version.passages, strict=True)
    )


def _is_other(one: Mark, other: Mark) -> bool:
    """Whether two marks that the board set against each other are two values."""
    return differ(one, other) if one.sort in FIGURES else one.key != other.key


def _turned(statement: Statement) -> tuple[Fact | None, Fact | None]:
    """The facts of the older and of the newer version, None where a value stands in both."""

    def only(side: int) -> Fact | None:
        found: list[Claim] = [
            claim
            for claims in statement.sides
            if {claim.account for claim in claims} == {side}
            for claim in claims
        ]
        return found[0].fact if found else None

    return only(OLD), only(NEW)


def _thing(mark: Mark) -> object:
    """What a figure is of; None where that is not known."""
    value = mark.fact.value if mark.fact else None
    return value.unit.name if isinstance(value, Quantity) else None


def _alike(mine: Account, other: Account) -> Sequence[Account]:
    return [other] if mine.is_latin == other.is_latin else []


def _is_telling(mark: Mark, account: Account) -> bool:
    """Whether a mark of one version is worth a line though nothing faces it."""
    if mark.fact is None:
        return not mark.is_word
    value = mark.fact.value
    if isinstance(value, Timing) and value.is_reckoned:
        return any(letter.isdigit() for letter in mark.text)
    if mark.sort is Sort.NAME:
        return weight_of(mark.fact, account) > 0
    return True
