"""Who had it first, who took from whom, and how much: a directed graph of a story's texts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from .keys import RUN_WORDS
from .wording import FEWEST_GRAMS

BELIEVED = timedelta(days=30)
"""How long before we first saw a text its publisher may say that it came out: a feed that is
polled for the first time brings the items of some weeks. What claims to be older carries the date
of a template, of an archive or of nothing at all (1970)."""

PASSAGE_WORDS = 6
"""Words in a row that another text must have to count as taken; accounts of one event share
shorter runs (names, titles, "on Tuesday night") without knowing each other."""

SHORTEST_RUN = PASSAGE_WORDS - RUN_WORDS + 1
"""The same in grams."""

LEAST_SHARE = 0.1
"""Share of a text from which what it has in common with an earlier one is told: below it stand
short quotes and the background that every report of an event repeats. On the dev sets 3% of the
accounts of one event are called copies, and none of 1,163 accounts of two events of one kind."""

ONE_PASSAGE = 0.3
"""Share up to which a text with a single passage in common is not called a copy: as likely both
quote one statement. On the dev sets this leaves 9 of 120 pairs with a shared quote called copies
(without it 72), and every natural reprint."""

SAME_PASSAGE = 12
"""Words between two runs of one passage: a name that one of the two writes otherwise."""

CREDITED = 0.25
"""Share of the shorter text's grams that two texts have in common before a credit in one of them
says that it had its words from the other; a name alone may only credit a picture or a figure."""

MOST_CREDITS = 3
"""Credits that are followed in a row: an agency, its client, and who reprints that."""


class Basis(StrEnum):
    """Which time of a text is believed."""

    CLAIM = "claim"
    SEEN = "seen"
    OUT = "out"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Told:
    """When a text was told, and what that rests on."""

    at: datetime
    basis: Basis


class Kind(StrEnum):
    """What common wording is: taken from another publisher, a source's own earlier words, one
    passage that both may have from a third, or words that two had at the same moment, so that
    nobody can say who took them."""

    COPIED = "copied"
    VERSION = "version"
    PASSAGE = "passage"
    UNDECIDED = "undecided"


LENT = (Kind.COPIED, Kind.UNDECIDED)
"""Kinds that take from what is a text's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One text of a story: `grams` as `gram_keys` gives them; `source` is "" where unknown.

    `credited` are the sources among the story's that the text itself names as where it is from.
    Two are the same only if they are one object: to compare all their grams would cost too much.
    """

    id: int
    source: str
    told_at: datetime
    grams: tuple[int, ...]
    credited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Edge:
    """`share` (0 to 1) of the words of `taker` stand in `giver`, which had them first.

    Of two that told it at one moment neither was first, and each has an edge of its own: UNDECIDED,
    or PASSAGE where it is no more than that.
    """

    giver: int
    taker: int
    kind: Kind
    share: float


@dataclass(frozen=True, slots=True)
class Reuse:
    """The graph of a story.

    `order` has all ids, the first to tell it in front; `first` is the one in front unless
    another source told it at the same moment. `own` is, by id, the share of words that are not
    taken from anybody: 1 less all that is copied or undecided, None for a text too short to tell.
    `edges` stand in the order of their takers, the largest first.
    """

    order: tuple[int, ...]
    first: int | None
    own: Mapping[int, float | None]
    edges: tuple[Edge, ...]


def told(seen_at: datetime, claimed_at: datetime | None) -> Told:
    """The publisher's own time if it can be true, else the time at which we first saw the text.

    Nobody publishes after we have seen it, and nobody is believed to have published more than
    `BELIEVED` before.
    """
    if claimed_at is not None and seen_at - BELIEVED <= claimed_at <= seen_at:
        return Told(claimed_at, Basis.CLAIM)
    return Told(seen_at, Basis.SEEN)


def trace(tellings: Iterable[Telling]) -> Reuse:
    """Trace each passage to the earliest text that has it; linear in the length of all texts.

    So a text may have several givers, each for what it alone had first: of a wire report that a
    paper extended and a blog copied, the wire gave what was the wire's, the paper its addition.
    Same result in whatever order the texts come; of equally early holders the lowest id gives.
    """
    ranks = _ranks(list(tellings))
    ranked = sorted(ranks, key=lambda one: (ranks[one], one.id))
    archive = _Archive({}, {})
    own: dict[int, float | None] = {}
    edges: list[Edge] = []
    for _rank, group in groupby(ranked, key=ranks.__getitem__):
        together = list(group)
        twins = _twins(together)
        for telling in together:
            own[telling.id] = None
            if _is_measured(telling):
                found = _edges(telling, archive, twins)
                lent = sum(edge.share for edge in found if edge.kind in LENT)
                own[telling.id] = max(0.0, 1.0 - lent)
                edges += found
        for telling in filter(_is_measured, together):
            archive.add(telling)
    return Reuse(tuple(one.id for one in ranked), _first(ranked, ranks), own, tuple(edges))


@dataclass(frozen=True, slots=True)
class _Archive:
    """The texts told so far: who had each gram first, and all grams of each."""

    holders: dict[int, Telling]
    grams: dict[int, frozenset[int]]

    def add(self, telling: Telling) -> None:
        for gram in telling.grams:
            self.holders.setdefault(gram, telling)
        self.grams[telling.id] = frozenset(telling.grams)


Rank = tuple[datetime, int]
Run = tuple[Telling | None, int, int]


def _ranks(tellings: Sequence[Telling]) -> dict[Telling, Rank]:
    """The place of each in time; what a text credits was there before it, whatever the clocks say.

    A wire service often reaches us after the paper that prints its report.
    """
    ranks: dict[Telling, Rank] = {one: (one.told_at, 0) for one in tellings}
    owed = [(taker, origin) for taker in tellings for origin in _origins(taker, tellings)]
    for _round in range(MOST_CREDITS):
        before = dict(ranks)
        for taker, origin in owed:
            at, level = before[taker]
            ranks[origin] = min(ranks[origin], (at, level - 1))
        if ranks == before:
            break
    return ranks


def _origins(taker: Telling, tellings: Sequence[Telling]) -> list[Telling]:
    """The first text of each source that `taker` credits, if that is later and not in its debt."""
    origins = []
    for source in taker.credited - {taker.source, ""}:
        theirs = [
            one
            for one in tellings
            if one.source == source
            and taker.source not in one.credited
            and _share_wording(one, taker)
        ]
        first = min(theirs, key=lambda one: (one.told_at, one.id), default=None)
        if first is not None and first.told_at >= taker.told_at:
            origins.append(first)
    return origins


def _share_wording(one: Telling, other: Telling) -> bool:
    if not (_is_measured(one) and _is_measured(other)):
        return False
    grams = set(one.grams), set(other.grams)
    return len(grams[0] & grams[1]) >= CREDITED * min(map(len, grams))


def _is_measured(telling: Telling) -> bool:
    """Whether common wording can be told from chance."""
    return len(telling.grams) >= FEWEST_GRAMS


def _first(ranked: Sequence[Telling], ranks: Mapping[Telling, Rank]) -> int | None:
    front = [one for one in ranked if ranks[one] == ranks[ranked[0]]]
    is_sole = len(front) == 1 or len({one.source for one in front} | {""}) == 2
    return front[0].id if front and is_sole else None


def _twins(together: Collection[Telling]) -> dict[int, list[Telling]]:
    """Who has each gram where several texts were told at one moment: the lowest id, and the
    lowest of another source, so that every one of them finds a rival if it has any."""
    found: dict[int, list[Telling]] = {}
    if len(together) > 1:
        for telling in filter(_is_measured, together):
            for gram in telling.grams:
                known = found.setdefault(gram, [telling])
                if len(known) == 1 and not _is_kin(known[0], telling):
                    known.append(telling)
    return found


def _edges(
    telling: Telling, archive: _Archive, twins: Mapping[int, Sequence[Telling]]
) -> list[Edge]:
    """What a text shares with earlier ones, and with those of its moment."""
    holders = [
        archive.holders.get(gram) or _twin(telling, twins.get(gram, ())) for gram in telling.grams
    ]
    total = len(telling.grams) + RUN_WORDS - 1
    taken: Counter[Telling] = Counter()
    reached = passages = 0
    for holder, start, end in _joined(_runs(holders), telling.grams, archive.grams):
        if holder is not None and end - start >= SHORTEST_RUN:
            passages += not passages or start - reached > SAME_PASSAGE
            taken[holder] += end + RUN_WORDS - 1 - max(start, reached)
            reached = end + RUN_WORDS - 1
    is_quote = passages == 1 and sum(taken.values()) <= ONE_PASSAGE * total
    edges = [
        Edge(holder.id, telling.id, _kind(telling, holder, archive, is_quote), count / total)
        for holder, count in taken.items()
        if count >= LEAST_SHARE * total
    ]
    return sorted(edges, key=lambda edge: (-edge.share, edge.giver))


def _twin(telling: Telling, known: Sequence[Telling]) -> Telling | None:
    """Another source's text of the same moment; a source's own second text is no rival."""
    return next((one for one in known if not _is_kin(one, telling)), None)


def _is_kin(one: Telling, other: Telling) -> bool:
    return one is other or one.source == other.source != ""


def _kind(telling: Telling, holder: Telling, archive: _Archive, is_quote: bool) -> Kind:
    if _is_kin(telling, holder):
        return Kind.VERSION
    if is_quote:
        return Kind.PASSAGE
    return Kind.COPIED if holder.id in archive.grams else Kind.UNDECIDED


def _runs(holders: Sequence[Telling | None]) -> list[Run]:
    """Stretches of grams that one text had first, with start and end."""
    runs: list[Run] = []
    for at, holder in enumerate(holders):
        if runs and runs[-1][0] is holder:
            runs[-1] = (holder, runs[-1][1], at + 1)
        else:
            runs.append((holder, at, at + 1))
    return runs


def _joined(
    runs: Sequence[Run], grams: Sequence[int], held: Mapping[int, frozenset[int]]
) -> list[Run]:
    """The same with chance bridged: a short run within a passage belongs to the passage.

    "said on Tuesday" stood in another text first; the paragraph around it did not.
    """
    joined: list[Run] = []
    for holder, start, end in runs:
        former, begin, _end = joined[-1] if joined else (None, 0, 0)
        known = held.get(former.id, frozenset()) if former else frozenset()
        is_chance = end - start < SHORTEST_RUN and known.issuperset(grams[start:end])
        if former is not None and (former is holder or is_chance):
            joined[-1] = (former, begin, end)
        else:
            joined.append((holder, start, end))
    return joined
