"""How well an article answers: its words, weighed by where they stand, and its age.

Worked out here from the folded text and not by the database, so that both give one order, and no
word is counted through the whole archive for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from articles.dedupe.rarity import RAREST, rarity
from articles.search.query import Term

# What a word is worth in a headline, a standfirst or kicker, a byline or tag, and the text.
WEIGHTS = (8.0, 3.0, 3.0, 1.0)
# Words after which another one of the same kind says little more: the k1 of BM25.
ENOUGH = 4.0
# An article of so many words has them by chance half as often again as one of none.
USUAL_WORDS = 600
# What is left of the worth of an article however old it is, and the age that takes half the rest.
LASTING = 0.4
HALF_DAYS = 30.0


@dataclass(frozen=True)
class Words:
    """The columns of one article that are ranked by, folded."""

    headline: str
    lead: str
    names: str
    body: str


def relevance(terms: Sequence[Term], words: Words) -> float:
    """From 0 to 2 for each term; in the headline, often, and a rare word count for more."""
    in_headline, in_lead, in_names, in_body = WEIGHTS
    headline, lead, body = f" {words.headline} ", f" {words.lead} ", f" {words.body} "
    names = f" {words.names} "
    length = 1 + words.body.count(" ") / USUAL_WORDS / 2
    total = 0.0
    for term in terms:
        told = f" {' '.join(term.words)}{'' if term.is_prefix else ' '}"
        # Written out: this runs five hundred times a search, and a loop here took half of it.
        found = (
            in_headline * headline.count(told)
            + in_lead * lead.count(told)
            + in_names * names.count(told)
            + in_body * body.count(told)
        )
        if found:
            total += _rareness(term) * found / (found + ENOUGH * length)
    return total


@lru_cache(maxsize=1 << 10)
def _rareness(term: Term) -> float:
    """From 1 to 2; the same for all that one search ranks."""
    return 1 + max(rarity(word) for word in term.words) / RAREST


def freshness(at: datetime, now: datetime) -> float:
    """From 1 for what is new down to `LASTING` for what is old.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 11, 20, tzinfo=UTC)
    >>> freshness(now, now), freshness(now - timedelta(days=30), now)
    (1.0, 0.7)
    """
    days = max((now - at).total_seconds(), 0) / 86_400
    return LASTING + float((1 - LASTING) * 0.5 ** (days / HALF_DAYS))
