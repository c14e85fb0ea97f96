"""Names that accounts spell in several ways: "Muttaqi" and "Mutaki", "Holmsund" and "Holmsunt"."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from articles.text.normalise import fold

from .accounts import Account, Claim
from .ledger import Kind
from .names import SHORTEST_RESPELT, name_key
from .rarity import is_common

SHORTEST_SLIPPED = 5
"""Letters of a word that may be another with a letter wrong; "Khan" and "Kahn" are two names."""

MOST_NAMES = 400
"""Full names that are compared letter by letter; no story has so many people."""

_ENDINGS = ("s", "n", "i", "an", "ese")

Sides = tuple[tuple[Claim, ...], ...]


def spellings(accounts: Sequence[Account]) -> list[Sides]:
    """For each name with two spellings, one claim an account, grouped by spelling.

    Either the usual sounds agree ("Zhirnov", "Jirnov"), or two full names differ in one letter of
    one word ("Greta Holmsund", "Greta Holmsunt"). The same account may not use both, for then they
    may be two names; plurals, adjectives and words that are common without a capital are no
    spellings.
    """
    holders: dict[str, dict[str, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for account in accounts:
        for word, claim in _words(account):
            holders[name_key(word)][word].setdefault(account.key, claim)
    sounding = [_sides(spelt) for spelt in holders.values() if _is_one_name(spelt)]
    return [*sounding, *_slips(accounts)]


def _words(account: Account) -> Iterator[tuple[str, Claim]]:
    """The folded words of its names that may be respelt, each with the name it stands in."""
    for fact in account.ledger.facts:
        if fact.kind is Kind.NAME and isinstance(fact.value, tuple):
            for word in fact.value:
                folded = fold(word)
                if len(folded) >= SHORTEST_RESPELT and not is_common(folded):
                    yield folded, Claim(account.key, fact)


def _sides(spelt: dict[str, dict[int, Claim]]) -> Sides:
    """The spelling of most accounts first; of as many, the one that came first."""
    ranked = sorted(spelt, key=lambda word: -len(spelt[word]))
    return tuple(tuple(spelt[word].values()) for word in ranked)


def _is_one_name(spelt: dict[str, dict[int, Claim]]) -> bool:
    if len(spelt) < 2 or _is_used_together(spelt):
        return False
    firsts = [next(iter(claims.values())) for claims in spelt.values()]
    if not all(_may_be_one(firsts[0], spelt_otherwise) for spelt_otherwise in firsts[1:]):
        return False
    shortest = min(spelt, key=len)
    return not all(
        word == shortest or any(word == shortest + ending for ending in _ENDINGS) for word in spelt
    )


def _is_used_together(spelt: dict[str, dict[int, Claim]]) -> bool:
    """Whether one account uses two of the spellings."""
    used = [account for claims in spelt.values() for account in claims]
    return len(set(used)) < len(used)


def _may_be_one(one: Claim, other: Claim) -> bool:
    """Whether two spellings stand at the same place of a name: "Tomas Verrin" is no "Tomasz"."""
    mine, theirs = _name_keys(one), _name_keys(other)
    return mine[-1] == theirs[-1] or len(set(mine) & set(theirs)) > 1


def _name_keys(claim: Claim) -> list[str]:
    value = claim.fact.value
    return [name_key(word) for word in value] if isinstance(value, tuple) else []


def _slips(accounts: Sequence[Account]) -> Iterator[Sides]:
    """Pairs of full names that differ in one letter of one word.

    A name is looked up by each of its words left out, so that only names which share the others
    meet.
    """
    written: dict[tuple[str, ...], dict[int, Claim]] = defaultdict(dict)
    for account in accounts:
        for name, claim in _full_names(account):
            written[name].setdefault(account.key, claim)
    gaps: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for name in list(written)[:MOST_NAMES]:
        for place in range(len(name)):
            gaps[(*name[:place], "", *name[place + 1 :])].append(name)
    for pattern, names in gaps.items():
        place = pattern.index("")
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                spelt = {" ".join(one): written[one], " ".join(other): written[other]}
                if _is_slip(one[place], other[place]) and not _is_used_together(spelt):
                    yield _sides(spelt)


def _full_names(account: Account) -> Iterator[tuple[tuple[str, ...], Claim]]:
    """Its names of two words and more, folded, less titles and offices."""
    for fact in account.ledger.facts:
        if fact.kind is Kind.NAME and isinstance(fact.value, tuple):
            name = tuple(word for word in map(fold, fact.value) if not is_common(word))
            if len(name) >= 2:
                yield name, Claim(account.key, fact)


def _is_slip(one: str, other: str) -> bool:
    """Whether two words differ in one letter: another one, one more, or two changed places."""
    if min(len(one), len(other)) < SHORTEST_SLIPPED or name_key(one) == name_key(other):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    mine, theirs = one[start:], other[start:]
    if mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]:
        return not any(one == other + end or other == one + end for end in _ENDINGS)
    return mine[2:] == theirs[2:] and mine[:2] == theirs[:2][::-1]
