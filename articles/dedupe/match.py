"""Which few of all stored documents are worth comparing with a new one.

The database counts, for each stored document, the keys it shares with the new one; everything
here is bounded, so that the cost of a new document does not grow with the archive.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .fingerprint import Prints, Term
from .judge import Judgement, Verdict
from .sounds import OTHER_SCRIPT, sound_key


@dataclass(frozen=True, slots=True)
class Lookup:
    """Bounds of one look-up.

    most_keys: keys asked for. most_holders: documents that hold a key, from which on it tells
    nothing. least_shared: keys (or weight) a candidate must share. most_candidates:
    candidates compared in full. days: how far back to look first.
    """

    most_keys: int
    most_holders: int
    least_shared: float
    most_candidates: int
    days: int


COPIES = Lookup(most_keys=64, most_holders=200, least_shared=2, most_candidates=50, days=90)
"""Shingles: two shared ones are 7 or more words in a row twice over. So many are stored of a text
too: on the dev sets 64 propose each of the 4,007 labelled copies that all of them propose, while a
text of 450 words has about 175. The price: of a brief of 30 words in a report of 1,200 words too
few shingles are among both texts' least for it to be found."""

EVENTS = Lookup(most_keys=30, most_holders=100, least_shared=24.0, most_candidates=50, days=4)
"""Terms, by summed weight: two shared names and a rare word. On the dev sets half as many pairs
are compared as from two names alone, and 99% of those of one event still are."""

SOUNDING, FULL_LENGTH = 2.5, 5
"""Weight of each consonant of a name that sounds alike in another script: three short names, or
one and a figure, make a candidate."""

GIVE_UP = 10
"""Unrelated ones in a row after which no further candidate is compared: they come likeliest first.
On the dev sets that halves the comparisons of an article that nothing is related to, and 99.9% of
the related ones are found."""


def shingle_keys(shingles: Collection[int], *, lookup: Lookup = COPIES) -> tuple[int, ...]:
    """Shingles to store and to look up, the least ones if there are too many.

    The least keys are a fair sample of a text, and the same one in every text that holds them.
    """
    return tuple(sorted(shingles)[: lookup.most_keys])


def term_weights(terms: Collection[Term], *, lookup: Lookup = EVENTS) -> dict[int, float]:
    """Keys of the terms to look up with their weights, the heaviest ones if there are too many."""
    heaviest = sorted(terms, key=lambda term: (-term.weight, term.key))[: lookup.most_keys]
    return {term.key: term.weight for term in heaviest}


def stored_keys(prints: Prints) -> list[int]:
    """Keys by which a text is found as an account of an event: its terms, and how its names sound
    for texts in the other script."""
    keys = {term.key for term in prints.terms}
    return sorted(keys.union(sound_key(sound, prints.script) for sound in prints.sounds))


def asked_weights(prints: Prints, *, lookup: Lookup = EVENTS) -> dict[int, float]:
    """Keys to look up with their weights: the heaviest terms, and the sounds of names as texts in
    the other script have them."""
    weights = term_weights(prints.terms, lookup=lookup)
    other = OTHER_SCRIPT.get(prints.script, "")
    heard = {
        sound_key(sound, other): SOUNDING * min(len(sound), FULL_LENGTH) for sound in prints.sounds
    }
    return (heard if other else {}) | weights


def rank(shared: Mapping[int, float], lookup: Lookup) -> list[int]:
    """Ids worth comparing, those that share most first, of equals the newest (highest) id.

    `shared` gives for each id the count or summed weight of the keys it shares. The database
    ranks in the same way by itself (`ingest.postings`); this is for measuring without one.
    """
    return _ranked(shared, lookup)[: lookup.most_candidates]


def rank_groups(
    shared: Mapping[int, float], leaders: Mapping[int, int], lookup: Lookup
) -> list[int]:
    """The same with one id, that of the representative, for each copy group.

    What everybody printed would else fill the list with one account; `leaders` may leave out
    those that stand alone.
    """
    heads = dict.fromkeys(leaders.get(found, found) for found in _ranked(shared, lookup))
    return list(heads)[: lookup.most_candidates]


def _ranked(shared: Mapping[int, float], lookup: Lookup) -> list[int]:
    enough = [(share, found) for found, share in shared.items() if share >= lookup.least_shared]
    return [found for _, found in sorted(enough, reverse=True)]


def in_turn(
    candidates: Iterable[int], judge: Callable[[int], Judgement]
) -> Iterator[tuple[int, Judgement]]:
    """Each candidate with the judge's word, until `GIVE_UP` in a row were unrelated."""
    unrelated = 0
    for found in candidates:
        judgement = judge(found)
        yield found, judgement
        unrelated = unrelated + 1 if judgement.verdict == Verdict.UNRELATED else 0
        if unrelated == GIVE_UP:
            return
