"""Where the accounts of one event differ, and what only one of them says.

Few and sure rather than many: an editor reads every row. What two accounts tell with another
precision ("about 15,000", "14,870") is no difference and is listed apart.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .accounts import Account, Claim
from .aligning import Degree, Pair, degree_of, pairs
from .gaps import Gap, agreement_count, find_gaps
from .gist import printed_words, shared_keys
from .ledger import Kind, Ledger
from .quotes import Quote
from .spellings import spellings

MOST_ACCOUNTS = 24
"""Accounts that are compared; of a larger story the caller gives the lead and the newest."""

MOST_DIFFERENCES = 20
MOST_ROUNDED = 10
MOST_GAPS = 40

LABEL_WORDS = 7


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is stated with several values.

    `sides` are the claims grouped by value, the value with most accounts first; `label` are the
    words that the claims share.
    """

    kind: Kind
    degree: Degree
    label: str
    sides: tuple[tuple[Claim, ...], ...]
    likeness: float

    @property
    def account_count(self) -> int:
        """How many accounts state it."""
        return len({claim.account for side in self.sides for claim in side})


@dataclass(frozen=True, slots=True)
class Board:
    """What the accounts of one event are to each other, fact by fact."""

    differences: tuple[Statement, ...]
    rounded: tuple[Statement, ...]
    gaps: tuple[Gap, ...]
    agreed_count: int
    gap_count: int


def compare_accounts(accounts: Sequence[Account]) -> Board:
    """The board of these accounts; of more than `MOST_ACCOUNTS` the first are compared.

    At most `MOST_DIFFERENCES` + `MOST_ROUNDED` + `MOST_GAPS` rows; the surest and the most
    telling first. The order of the accounts decides nothing but ties.
    """
    compared = list(accounts[:MOST_ACCOUNTS])
    found = statements(compared)
    differing = [statement for statement in found if statement.degree >= Degree.OPEN]
    rounded = [statement for statement in found if statement.degree is Degree.ROUNDED]
    shown = sorted(differing, key=_rank)[:MOST_DIFFERENCES]
    known = {claim.fact for row in shown for side in row.sides for claim in side}
    gaps = find_gaps(compared, known=known)
    return Board(
        tuple(shown),
        tuple(sorted(rounded, key=_rank)[:MOST_ROUNDED]),
        tuple(gaps[:MOST_GAPS]),
        agreement_count(compared),
        len(gaps),
    )


def statements(accounts: Sequence[Account]) -> list[Statement]:
    """Whatever these accounts state with several values, in no order; names that they respell."""
    ledgers = {account.key: account.ledger for account in accounts}
    return [*_statements(pairs(accounts), ledgers), *_names(accounts)]


def _rank(statement: Statement) -> tuple[float, ...]:
    first = statement.sides[0][0]
    return (
        -statement.degree,
        -statement.account_count,
        -statement.likeness,
        first.account,
        first.fact.sentence.number,
    )


def _statements(found: Sequence[Pair], ledgers: Mapping[int, Ledger]) -> list[Statement]:
    """The claims of aligned pairs in clusters, one statement each; agreeing clusters left out.

    The likest pairs join first, and no cluster takes two claims of one sentence: so a chain of
    half-alike sentences does not become one thing.
    """
    cluster_of: dict[Claim, list[Claim]] = {}
    best: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        one = cluster_of.setdefault(pair.one, [pair.one])
        other = cluster_of.setdefault(pair.other, [pair.other])
        if one is not other:
            if _sentences(one) & _sentences(other):
                continue
            one += other
            best[id(one)] += best.pop(id(other), [])
            for claim in other:
                cluster_of[claim] = one
        best[id(one)].append(pair)
    clusters = {id(cluster): cluster for cluster in cluster_of.values()}
    made = [_statement(cluster, best[key], ledgers) for key, cluster in clusters.items()]
    return [statement for statement in made if statement is not None]


def _sentences(cluster: Sequence[Claim]) -> set[tuple[int, int]]:
    return {(claim.account, claim.fact.sentence.number) for claim in cluster}


def _statement(
    cluster: Sequence[Claim], found: Sequence[Pair], ledgers: Mapping[int, Ledger]
) -> Statement | None:
    degree = max((pair.degree for pair in found), default=Degree.SAME)
    if degree is Degree.SAME:
        return None
    sides = _sides(cluster)
    if len(sides) < 2:
        return None
    worst = [pair for pair in found if pair.degree is degree]
    top = max(worst, key=lambda pair: pair.likeness)
    return Statement(top.one.fact.kind, degree, _label(top, ledgers), sides, top.likeness)


def _sides(cluster: Sequence[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """The claims grouped by value: the same value is one side."""
    sides: list[list[Claim]] = []
    for claim in sorted(cluster, key=lambda c: (c.account, c.fact.sentence.number)):
        for side in sides:
            if degree_of(side[0].fact, claim.fact) is Degree.SAME:
                side.append(claim)
                break
        else:
            sides.append([claim])
    ranked = sorted(sides, key=lambda side: -len({claim.account for claim in side}))
    return tuple(tuple(_first_of_each(side)) for side in ranked)


def _first_of_each(side: Sequence[Claim]) -> list[Claim]:
    """One claim for each account: its first."""
    found: dict[int, Claim] = {}
    for claim in side:
        found.setdefault(claim.account, claim)
    return sorted(found.values(), key=lambda claim: claim.account)


def _label(pair: Pair, ledgers: Mapping[int, Ledger]) -> str:
    """The words of the first sentence that both have, as printed and in their order."""
    values = (pair.one.fact.value, pair.other.fact.value)
    quotes = [value for value in values if isinstance(value, Quote)]
    if quotes:
        return next((quote.speaker for quote in quotes if quote.speaker), "")
    wanted = set(shared_keys(pair.one.fact.about, pair.other.fact.about)[:LABEL_WORDS])
    sentence = ledgers[pair.one.account].sentence_text(pair.one.fact.sentence)
    return " ".join(printed_words(sentence, wanted))


def _names(accounts: Sequence[Account]) -> list[Statement]:
    """Names that the accounts spell in several ways."""
    return [
        Statement(
            Kind.NAME, Degree.APART, " / ".join(side[0].fact.text for side in sides), sides, 1.0
        )
        for sides in spellings(accounts)
    ]
