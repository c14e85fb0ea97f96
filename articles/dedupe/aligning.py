"""Which facts of several accounts speak of the same thing, and whether their values agree."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import combinations

from .accounts import Account, Claim
from .gist import is_opposite, likeness
from .ledger import Fact, Kind
from .quantities import Fit, Quantity
from .quotes import Quote, same_words
from .timings import Meeting, Timing
from .units import Measure

SAME_THING = 0.42
"""Likeness of two sentences from which differing values are about one thing."""

SAME_MONTH = 0.25
"""The same where one date names the month of the other in another year: that is rarely chance."""

AGREEING = 0.2
"""The same for values that agree anyway."""

ROUNDED_THING = 0.33
"""The same for values that agree when they are rounded."""

FAR = 0.62
"""The same for values too far apart to be two readings of one: mostly they are two things."""

STRONG = 3.5
"""Weight from which a shared word tells a subject."""

SUBJECTS, FAR_SUBJECTS = 2, 3
"""Such words that must be shared; more where the values are far apart."""

MOST_PAIRS = 40_000
"""Pairs that are compared; 24 accounts of 40 dates and figures have about 20,000."""

MOST_HOLDERS = 200
"""Facts that share a word from which the word tells nothing in this story."""

NEAR_DAYS = 31
NEAR_YEARS = 2
NEAR_TIMES = Decimal(3)

OTHER_WORDS = 0.5
"""Share of word pairs from which two quotations are two versions of one."""

QUOTED_WORDS = 5
"""Words of a quotation that can differ from another; shorter ones share their words by chance."""


class Degree(IntEnum):
    """How far two claims are from each other; the larger, the more an editor must look."""

    SAME = 0
    ROUNDED = 1
    OPEN = 2
    APART = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims on one thing, how alike their sentences are, and how far their values."""

    one: Claim
    other: Claim
    likeness: float
    degree: Degree


def pairs(accounts: Sequence[Account]) -> list[Pair]:
    """All pairs of claims about one thing, the likest first.

    Two claims of one account count when they stand in different sentences: a text can contradict
    itself. A claim is not held against a sentence that also has its own value.
    """
    claims = [
        Claim(account.key, fact)
        for account in accounts
        for fact in account.ledger.facts
        if fact.kind is not Kind.NAME
    ]
    found = [
        pair for one, other in _candidates(claims) if (pair := _compared(one, other)) is not None
    ]
    agreed = {
        (pair.one.account, pair.one.fact, _place(pair.other))
        for pair in found
        for pair in (pair, _turned(pair))
        if pair.degree <= Degree.ROUNDED
    }
    kept = [pair for pair in found if pair.degree <= Degree.ROUNDED or not _met(pair, agreed)]
    return sorted(kept, key=lambda pair: (-pair.likeness, _order(pair.one), _order(pair.other)))


def degree_of(one: Fact, other: Fact) -> Degree | None:
    """How far two values of one kind and unit are apart; None when they cannot be compared."""
    if isinstance(one.value, Timing) and isinstance(other.value, Timing):
        return _MEETINGS[one.value.meets(other.value)]
    if isinstance(one.value, Quantity) and isinstance(other.value, Quantity):
        if not _one_unit(one.value, other.value):
            return None
        return _FITS[one.value.meets(other.value)]
    if isinstance(one.value, Quote) and isinstance(other.value, Quote):
        return _quoted(one.value, other.value)
    return None


_MEETINGS = {
    Meeting.SAME: Degree.SAME,
    Meeting.WITHIN: Degree.ROUNDED,
    Meeting.OPEN: Degree.OPEN,
    Meeting.APART: Degree.APART,
    Meeting.STRANGE: None,
}
_FITS = {Fit.SAME: Degree.SAME, Fit.ROUNDED: Degree.ROUNDED, Fit.APART: Degree.APART}


def _quoted(one: Quote, other: Quote) -> Degree | None:
    if min(len(one.words), len(other.words)) < QUOTED_WORDS:
        return None
    share = same_words(one, other)
    if share == 1:
        return Degree.SAME
    return Degree.APART if share >= OTHER_WORDS else None


def _one_unit(one: Quantity, other: Quantity) -> bool:
    """Whether both count the same: the same unit, and no two fates."""
    same = (one.unit.measure, one.unit.name) == (other.unit.measure, other.unit.name)
    return same and not (one.fate and other.fate and one.fate != other.fate)


def _candidates(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of one kind and unit that share two telling words, each pair once, bounded."""
    buckets: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        buckets[_bucket(claim.fact)].append(claim)
    left = MOST_PAIRS
    for bucket in buckets.values():
        for one, other in _sharing(bucket):
            if (one.account, one.fact.sentence) != (other.account, other.fact.sentence):
                yield one, other
                left -= 1
                if not left:
                    return


def _bucket(fact: Fact) -> object:
    if isinstance(fact.value, Quantity):
        return fact.value.unit.measure, fact.value.unit.name
    return fact.kind


def _sharing(bucket: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(bucket):
        for key in _keys(claim.fact):
            holders[key].append(place)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for places in holders.values():
        if len(places) <= MOST_HOLDERS:
            for couple in combinations(places, 2):
                shared[couple] += 1
    for (one, other), count in sorted(shared.items()):
        if count >= 2:
            yield bucket[one], bucket[other]


def _keys(fact: Fact) -> Sequence[str]:
    if isinstance(fact.value, Quote):
        return sorted({word for word in fact.value.words if len(word) > 3})
    return [key for key, weight in fact.about.items() if weight >= STRONG / 2]


def _compared(one: Claim, other: Claim) -> Pair | None:
    degree = degree_of(one.fact, other.fact)
    if degree is None:
        return None
    if isinstance(one.fact.value, Quote):
        return Pair(one, other, 1.0, degree)
    alike = likeness(one.fact.about, other.fact.about)
    if degree is Degree.SAME:
        return Pair(one, other, alike, degree) if alike >= AGREEING else None
    if _are_two_things(one.fact, other.fact):
        return None
    subjects = _subjects(one.fact.about, other.fact.about)
    needed = ROUNDED_THING if degree is Degree.ROUNDED else _needed(one.fact, other.fact)
    if alike < needed or subjects < (FAR_SUBJECTS if needed == FAR else SUBJECTS):
        return None
    return Pair(one, other, alike, degree)


def _are_two_things(one: Fact, other: Fact) -> bool:
    """Whether the words tell that two differing values belong to two things."""
    if isinstance(one.value, Timing) and isinstance(other.value, Timing):
        reckoned = one.value.is_reckoned or other.value.is_reckoned
        far = reckoned or not _in_near_years(one.value, other.value)
        return far and _grain(one.value) != _grain(other.value)
    if is_opposite(one.about, other.about):
        return True
    if _knows(one, other) or _knows(other, one):
        return True
    fates = [fact.value.fate for fact in (one, other) if isinstance(fact.value, Quantity)]
    return not all(fates) and bool(one.owner and other.owner) and not one.owner & other.owner


def _knows(one: Fact, other: Fact) -> bool:
    """Whether the sentence of one also has the number of the other: "3,750, down from 4,300"."""
    number = other.value.printed if isinstance(other.value, Quantity) else None
    return number is not None and f"{number.normalize():f}" in one.sentence.figures


def _grain(timing: Timing) -> int:
    """0 for a day, 1 for a week or a month, 2 for a year."""
    days = timing.days or (1 if timing.day else NEAR_DAYS)
    return (days > 1) + (days > NEAR_DAYS)


def _subjects(one: Mapping[str, float], other: Mapping[str, float]) -> int:
    """How many telling words both have."""
    return sum(weight >= STRONG and other.get(key, 0) >= STRONG for key, weight in one.items())


def _needed(one: Fact, other: Fact) -> float:
    """Likeness from which two differing values are two readings of one thing."""
    if isinstance(one.value, Timing) and isinstance(other.value, Timing):
        mine, theirs = one.value, other.value
        if mine.month and mine.month == theirs.month and not (mine.day and theirs.day):
            return SAME_MONTH
        is_near = _grain(mine) == _grain(theirs) and _near_in_time(mine, theirs)
        return SAME_THING if is_near else FAR
    if isinstance(one.value, Quantity) and isinstance(other.value, Quantity):
        small, large = sorted((one.value.printed, other.value.printed))
        if one.value.unit.measure is Measure.THINGS and not one.value.fate:
            return FAR if large > NEAR_TIMES * small else (SAME_THING + FAR) / 2
        return SAME_THING if large <= NEAR_TIMES * small else FAR
    return 1.0


def _near_in_time(one: Timing, other: Timing) -> bool:
    if not (one.first and one.last and other.first and other.last):
        return True
    gap = (max(one.first, other.first) - min(one.last, other.last)).days
    if one.days == other.days == 1:
        return gap <= NEAR_DAYS
    if one.days > NEAR_DAYS and other.days > NEAR_DAYS:
        return _in_near_years(one, other)
    return one.first.year == other.first.year


def _in_near_years(one: Timing, other: Timing) -> bool:
    """Whether two dates can be slips of one; also when the year of one is not known."""
    if one.first is None or other.first is None:
        return True
    return abs(one.first.year - other.first.year) <= NEAR_YEARS


def _place(claim: Claim) -> tuple[int, int]:
    return claim.account, claim.fact.sentence.number


def _met(pair: Pair, agreed: set[tuple[int, Fact, tuple[int, int]]]) -> bool:
    """Whether the sentence of either claim also holds the value of the other."""
    one, other = pair.one, pair.other
    return (one.account, one.fact, _place(other)) in agreed or (
        other.account,
        other.fact,
        _place(one),
    ) in agreed


def _turned(pair: Pair) -> Pair:
    return Pair(pair.other, pair.one, pair.likeness, pair.degree)


def _order(claim: Claim) -> tuple[int, int, int]:
    return claim.account, claim.fact.sentence.number, claim.fact.start
