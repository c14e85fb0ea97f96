"""What only one account of an event says, sentence by sentence, the most telling first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from articles.text.normalise import fold

from .accounts import Account
from .fingerprint import figure_weight
from .gist import OPENING, likeness, stem
from .ledger import Fact, Sentence
from .names import name_key
from .quantities import Fit, Quantity
from .quotes import Quote
from .rarity import is_common, rarity
from .timings import Meeting, Timing
from .units import Measure

SAME_MATTER = 0.2
"""Likeness from which a vaguer date of another account ("1979") tells the exact one, too."""

LEAST_TELLING = 4.5
"""Weight under which a sentence is no row."""

SMALL = 10
"""Counts under this are told by chance as often as not."""

DAY_WEIGHT, YEAR_WEIGHT = 5.0, 4.5
AMOUNT_WEIGHT = 4.0
QUOTE_WEIGHT, QUOTE_WORDS = 5.0, 20
NAME_WEIGHT = 0.75
TELLING_NUMBER = 10
"""From here on the same number of anything in another account is the same fact: "61 lives" and
"61 fishermen"."""

QUOTED_SHARE = 0.6
"""Share of the word pairs of a quotation that another account must have to tell it, too."""

_TITLE_WORDS = (
    "sgt lt capt maj gen col cmdr adm brig cpl pvt dr mr mrs ms prof sen rep gov rev hon jr sr llc"
    " inc ltd plc corp co st am pm utc gmt edt est cet updated update i'm i've i'll i'd"
)
_TITLES = frozenset(_TITLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence that states what no other account does, and these facts of it, in order."""

    account: int
    sentence: Sentence
    facts: tuple[Fact, ...]
    weight: float


def find_gaps(accounts: Sequence[Account], *, known: Collection[Fact] = ()) -> list[Gap]:
    """All sentences with facts of their own, the most telling first; none for a single account.

    `known` facts are told elsewhere, as differences, and are no gaps. Names and quotations are
    compared among texts of one script only: an Arabic text cannot show that it lacks a name in
    Latin letters. Headlines and standfirsts are left out.
    """
    if len(accounts) < 2:
        return []
    found: list[Gap] = []
    for account in accounts:
        others = [other for other in accounts if other is not account]
        alike = [other for other in others if other.is_latin == account.is_latin]
        found += _gaps_of(account, others, alike, known)
    telling = [gap for gap in found if gap.weight >= LEAST_TELLING]
    return sorted(telling, key=lambda gap: (-gap.weight, gap.account, gap.sentence.number))


def _gaps_of(
    account: Account,
    others: Sequence[Account],
    alike: Sequence[Account],
    known: Collection[Fact],
) -> Iterator[Gap]:
    """The sentences of one account with facts of its own; a name counts where it comes first."""
    own: dict[Sentence, list[tuple[float, Fact]]] = defaultdict(list)
    named: set[str] = set()
    for fact in account.ledger.facts:
        weight = 0.0 if fact in known else weight_of(fact, account)
        if not weight or is_told(fact, account, others, alike):
            continue
        if isinstance(fact.value, tuple):
            keys = set(map(stem, own_words(fact.value)))
            if keys <= named:
                continue
            named |= keys
        own[fact.sentence].append((weight, fact))
    for sentence, facts in own.items():
        if account.ledger.passages[sentence.passage].is_body:
            yield _gap(account, sentence, facts)


def own_words(name: Iterable[str]) -> list[str]:
    """The folded words of a name that are no common words or titles, "Foreign" or "Sgt"."""
    return [word for word in map(fold, name) if not is_common(word) and word not in _TITLES]


def agreement_count(accounts: Sequence[Account]) -> int:
    """How many dates, counts, amounts and quotations stand alike in two accounts or more."""
    holders: dict[object, set[int]] = defaultdict(set)
    for account in accounts:
        for fact in account.ledger.facts:
            for key in _keys(fact):
                holders[key].add(account.key)
    return sum(len(keys) > 1 for keys in holders.values())


def _keys(fact: Fact) -> Iterable[object]:
    value = fact.value
    if isinstance(value, Timing):
        return [(value.first and (value.first, value.last)) or (value.month, value.day)]
    if isinstance(value, Quantity):
        return [(value.unit.measure, value.unit.name, value.printed * value.unit.factor)]
    return [value.words] if isinstance(value, Quote) else []


def _gap(account: Account, sentence: Sentence, facts: Sequence[tuple[float, Fact]]) -> Gap:
    """The sentence with its own facts; each further one adds less."""
    weights = sorted((weight for weight, _ in facts), reverse=True)
    total = sum(weight / 2**place for place, weight in enumerate(weights))
    return Gap(account.key, sentence, tuple(fact for _, fact in facts), total)


def weight_of(fact: Fact, account: Account) -> float:
    """How telling a fact is; 0 for one that is not worth a look."""
    value = fact.value
    if isinstance(value, Timing):
        if value.is_reckoned or value.first is None:
            return 0.0
        return YEAR_WEIGHT if value.days > 31 else DAY_WEIGHT
    if isinstance(value, Quantity):
        if value.unit.measure is Measure.THINGS and value.high < SMALL and not value.fate:
            return 0.0
        return AMOUNT_WEIGHT + figure_weight(f"{value.printed.normalize():f}") / 2
    if isinstance(value, Quote):
        return QUOTE_WEIGHT + min(len(value.words), QUOTE_WORDS) / 4
    return _name_weight(fact, value, account)


def _name_weight(fact: Fact, name: tuple[str, ...], account: Account) -> float:
    """Rarity of its rarest word, growing slowly with its use; 0 for a name of common words.

    One word that opens a sentence and is used once may owe its capital to its place.
    """
    opens = fact.start <= fact.sentence.start + OPENING
    if opens and len(name) == 1 and account.names[stem(name[0])] == 1:
        return 0.0
    weights = (rarity(word) * (1 + log(account.names[stem(word)]) / 4) for word in own_words(name))
    return NAME_WEIGHT * max(weights, default=0)


def is_told(
    fact: Fact, account: Account, others: Sequence[Account], alike: Sequence[Account]
) -> bool:
    """Whether another account has the fact; also when no other one could show that it lacks it."""
    value = fact.value
    if isinstance(value, Timing):
        return any(_tells_time(other, fact, value) for other in others)
    if isinstance(value, Quantity):
        return any(_tells_quantity(other, value, other in alike) for other in others)
    if not alike:
        return True
    if isinstance(value, Quote):
        return any(_tells_quote(other, value) for other in alike)
    own = own_words(value)
    if not account.is_latin or not own:
        return True
    keys = {stem(own[-1]), name_key(own[-1])}
    return any(keys & other.stems for other in alike)


def _tells_time(account: Account, fact: Fact, value: Timing) -> bool:
    for told in account.timings:
        if not isinstance(told.value, Timing):
            continue
        meeting = value.meets(told.value)
        if meeting in (Meeting.SAME, Meeting.OPEN):
            return True
        is_finer = told.value.days and told.value.days <= value.days
        if meeting is Meeting.WITHIN and (
            is_finer or likeness(fact.about, told.about) >= SAME_MATTER
        ):
            return True
    return False


def _tells_quantity(account: Account, value: Quantity, is_comparable: bool) -> bool:
    for _, told in account.quantities:
        if told.unit.measure is not value.unit.measure:
            continue
        same_unit = told.unit.name == value.unit.name
        if same_unit and told.meets(value) is not Fit.APART:
            return True
        is_telling = not is_comparable or bool(value.fate) or value.printed >= TELLING_NUMBER
        if is_telling and told.printed == value.printed:
            return True
    return False


def _tells_quote(account: Account, quote: Quote) -> bool:
    if f" {' '.join(quote.words)} " in account.joined:
        return True
    couples = set(pairwise(quote.words))
    theirs = account.couples
    return bool(couples) and len(couples & theirs) >= QUOTED_SHARE * len(couples)
