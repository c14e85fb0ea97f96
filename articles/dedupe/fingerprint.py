"""Read a document once: what identifies its wording, and what identifies its event."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from math import log

from articles.text.normalise import fold, words

from .facts import Facts, read_facts
from .keys import MOST_WORDS_KEPT, gram_keys, word_key
from .names import is_calendar_word, name_key
from .rarity import is_common, rarity

WINNOW_WINDOW = 4
"""Grams of which one is kept: two texts that share a run of 6 words share a shingle."""

MOST_WORDS = 20_000
"""Words of a document that are compared; a longer text is a register or a log, not an article."""

MOST_CHARACTERS = 200_000
"""Characters of one paragraph that are searched for names, dates and figures."""

MOST_TERMS = 40
"""Event terms kept for the look-up of candidates, most telling first."""

LEAD_WORDS = 60
"""Words that open the body and, with the headline, say what happened."""

TELLING = 1.5
"""Rarity under which a word ("said", "after") says nothing about the subject."""

RARE_WORD = 6.0
"""Rarity from which a word stands in for a name where names have no capitals."""

NAMED = 1.5
"""How much more telling a printed name or a figure is than a word of its rarity, when candidates
are sought: of 40 terms none should be an odd adverb while a name waits."""

DIGIT_WEIGHT = 2.0
"""Weight of each significant digit of a figure: "149" is as telling as a rare word, "3" is not."""

TELLING_DIGITS = 4
"""Digits after which a figure grows no more telling."""


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text as the judge sees it; `guid_family` is the upstream id without its version."""

    headline: str
    paragraphs: tuple[str, ...]
    published_at: datetime | None = None
    source: str = ""
    guid_family: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or figure that tells events apart: key for the database, text for people."""

    key: int
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Prints:
    """Everything the comparison of two documents needs, cheap to rebuild from the text.

    Wording: `exact` is the SHA-256 of the body's words ("" where it has none), `shingles` the
    winnowed grams for the database, `grams` all grams with the paragraph each first starts in.

    Event: `weights` are the telling words of headline and body, heavier if rare or frequent;
    `headline` and `lead` those of the headline and of the first `LEAD_WORDS`; `names` the keys of
    names (rare words in scripts without capitals) with their weights, `subjects` those among them
    that headline or lead mention; `terms` the heaviest of it all, for the database.
    """

    document: Document
    exact: str
    word_count: int
    shingles: frozenset[int]
    grams: Mapping[int, int]
    facts: Facts
    weights: Mapping[str, float]
    headline: frozenset[str]
    lead: frozenset[str]
    names: Mapping[str, float]
    subjects: frozenset[str]
    terms: tuple[Term, ...]


def fingerprint(document: Document, *, chrome: frozenset[str] = frozenset()) -> Prints:
    """Read `document`, leaving out the lines whose folded text is in `chrome`.

    Line ends, blank lines, quotes, case and accents make no difference to `exact` and `shingles`.
    """
    paragraphs = [_without_chrome(text, chrome) for text in document.paragraphs]
    body = [words(text) for text in paragraphs]
    compared = list(islice(_placed(body), MOST_WORDS))
    grams = list(_grams(compared))
    read = paragraphs[: compared[-1][1] + 1] if compared else []
    facts = read_facts(text[:MOST_CHARACTERS] for text in read)
    headline = telling_words(words(document.headline))
    lead = telling_words(word for word, _ in compared[:LEAD_WORDS])
    counts = Counter(headline)
    counts.update(telling_words(word for word, _ in compared))
    weights = {word: _weight(word, count) for word, count in counts.items()}
    names = _name_weights(facts, weights, headline)
    return Prints(
        document=document,
        exact=_exact(body),
        word_count=sum(map(len, body)),
        shingles=winnow([gram for gram, _ in grams]),
        grams=dict(reversed(grams)),
        facts=facts,
        weights=weights,
        headline=frozenset(headline),
        lead=frozenset(lead),
        names=names,
        subjects=frozenset(map(name_key, [*headline, *lead])) & names.keys(),
        terms=_terms(weights, names, facts),
    )


def winnow(grams: Sequence[int], *, window: int = WINNOW_WINDOW) -> frozenset[int]:
    """The least gram of every `window` neighbours: about 2 in 5 (Schleimer et al., 2003)."""
    if len(grams) <= window:
        return frozenset([min(grams)] if grams else [])
    return frozenset(map(min, *(grams[at:] for at in range(window))))


def telling_words(found: Iterable[str]) -> list[str]:
    """Folded words that say something about the subject; figures, dates, possessives left out."""
    return [told for word in found if (told := _told(word))]


@lru_cache(maxsize=MOST_WORDS_KEPT)
def _told(word: str) -> str:
    """`word` as it is counted, or "" if it says nothing; remembered, as most words come again."""
    bare = word.removesuffix("'s")
    return bare if rarity(bare) >= TELLING and _is_word(bare) else ""


@lru_cache(maxsize=MOST_WORDS_KEPT)
def figure_weight(figure: str) -> float:
    """How telling a figure in normal form is: "149" more than "3" or "3000"."""
    digits = figure.replace(".", "").strip("0")
    return DIGIT_WEIGHT * min(len(digits), TELLING_DIGITS)


def _without_chrome(text: str, chrome: frozenset[str]) -> str:
    """`text` less its chrome lines."""
    if not chrome:
        return text
    return "\n".join(line for line in text.splitlines() if fold(line) not in chrome)


def _placed(body: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """All words in order, each with its paragraph."""
    return ((word, at) for at, paragraph in enumerate(body) for word in paragraph)


def _exact(body: Sequence[Sequence[str]]) -> str:
    """SHA-256 of the words, "" for none."""
    text = " ".join(word for paragraph in body for word in paragraph)
    return sha256(text.encode()).hexdigest() if text else ""


def _grams(placed: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Keys of all runs of three words, each with the paragraph it starts in."""
    keys = gram_keys([word for word, _ in placed])
    return zip(keys, (at for _, at in placed), strict=False)


def _is_word(word: str) -> bool:
    """Whether `word` is no figure ("12", "4th"), no single Latin letter, no month or weekday."""
    is_letter = len(word) == 1 and word.isascii()
    return not (word[:1].isdigit() or is_letter or is_calendar_word(word))


def _weight(word: str, count: int) -> float:
    """Weight of a word: its rarity, growing slowly with its count."""
    return rarity(word) * (1 + log(count))


def _name_weights(
    facts: Facts, weights: Mapping[str, float], headline: Iterable[str]
) -> dict[str, float]:
    """Names with their weights, and the rare words of the headline, which are names as a rule.

    Where there are no capitals, all rare words stand in for names.
    """
    words_like_names = (
        [word for word in headline if not is_common(word)] if facts.names else weights
    )
    names = {
        name_key(word): weights[word] for word in words_like_names if rarity(word) >= RARE_WORD
    }
    return names | {key: _weight(fold(name.text), name.count) for key, name in facts.names.items()}


def _terms(
    weights: Mapping[str, float], names: Mapping[str, float], facts: Facts
) -> tuple[Term, ...]:
    """The heaviest names, words and figures; ties by text, so that every run agrees."""
    printed, unprinted = facts.names, names.keys() - facts.names.keys()
    keyed = {word: name_key(word) for word in weights}
    weighed = [
        *((key, printed[key].text, NAMED * names[key]) for key in printed),
        *((keyed[word], word, weights[word]) for word in weights if keyed[word] in unprinted),
        *((word, word, weights[word]) for word in weights if keyed[word] not in names),
        *((figure, figure, NAMED * figure_weight(figure)) for figure in facts.figures),
    ]
    first: dict[str, Term] = {}
    for key, text, weight in sorted(weighed, key=lambda term: (-term[2], term[1])):
        if key not in first:
            first[key] = Term(word_key(key), text, weight)
            if len(first) == MOST_TERMS:
                break
    return tuple(first.values())
