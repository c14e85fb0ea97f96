"""Read a document once: what identifies its wording, and what identifies its event."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import chain, islice
from math import log, sqrt
from typing import NamedTuple

from articles.text.normalise import fold, words

from .facts import Facts, read_facts
from .keys import run_keys, signed_key
from .numerals import FIGURES_KEPT
from .rarity import is_common, rarity
from .sounds import LATIN, script_of, sounds_of
from .vocabulary import RARE_WORD, known, telling_words

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


class Term(NamedTuple):
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
    that headline or lead mention; `terms` the heaviest of it all, for the database. `sounds` are
    those of the names with the word that has each, for texts in the other `script`.
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
    script: str = ""
    sounds: Mapping[str, str] = field(default_factory=dict)
    totals: "Totals" = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Reckon once what each comparison needs."""
        object.__setattr__(self, "totals", _totals(self))


class Totals(NamedTuple):
    """What each comparison of one document needs of it as a whole.

    `opening_words` are those of headline and lead, `length` is that of the weights as a vector;
    the others are summed weights: of the opening words (of the headline, of the lead where there
    is none), the subjects and the figures.
    """

    opening_words: frozenset[str]
    length: float
    opening: float
    subjects: float
    figures: float


def _totals(prints: Prints) -> Totals:
    return Totals(
        opening_words=prints.headline | prints.lead,
        length=sqrt(sum(weight * weight for weight in prints.weights.values())),
        opening=sum(map(rarity, prints.headline or prints.lead)),
        subjects=sum(prints.names[key] for key in prints.subjects),
        figures=sum(map(figure_weight, prints.facts.figures)),
    )


def fingerprint(document: Document, *, chrome: frozenset[str] = frozenset()) -> Prints:
    """Read `document`, leaving out the lines whose folded text is in `chrome`.

    Line ends, blank lines, quotes, case and accents make no difference to `exact` and `shingles`.
    """
    paragraphs = [_without_chrome(text, chrome) for text in document.paragraphs]
    body = [words(text) for text in paragraphs]
    compared = list(islice(chain.from_iterable(body), MOST_WORDS))
    places = list(islice(_places(body), MOST_WORDS))
    grams = run_keys(compared)
    read = paragraphs[: places[-1] + 1] if places else []
    facts = read_facts(text[:MOST_CHARACTERS] for text in read)
    headline = telling_words(words(document.headline))
    counts = Counter(headline)
    counts.update(telling_words(compared))
    weights = {word: _weight(rarity(word), count) for word, count in counts.items()}
    lead = telling_words(compared[:LEAD_WORDS])
    names = _name_weights(facts, weights, headline)
    return Prints(
        document=document,
        exact=_exact(body),
        word_count=sum(map(len, body)),
        shingles=winnow(grams),
        grams=dict(zip(reversed(grams), reversed(places[: len(grams)]), strict=True)),
        facts=facts,
        weights=weights,
        headline=frozenset(headline),
        lead=frozenset(lead),
        names=names,
        subjects=frozenset(known(word).name for word in [*headline, *lead]) & names.keys(),
        terms=_terms(weights, names, facts),
        script=(script := script_of(weights)),
        sounds=sounds_of(_sounding(script, facts, weights)),
    )


def gram_keys(paragraphs: Iterable[str], *, most: int = MOST_WORDS) -> tuple[int, ...]:
    """Keys of the grams of the first `most` words in their order, repeats kept.

    Those of `MOST_WORDS` are the same as in `Prints.grams`.
    """
    return tuple(run_keys(list(islice(chain.from_iterable(map(words, paragraphs)), most))))


def winnow(grams: Sequence[int], *, window: int = WINNOW_WINDOW) -> frozenset[int]:
    """The least gram of every `window` neighbours: about 2 in 5 (Schleimer et al., 2003)."""
    if len(grams) <= window:
        return frozenset([min(grams)] if grams else [])
    return frozenset(map(min, *(grams[at:] for at in range(window))))


@lru_cache(maxsize=FIGURES_KEPT)
def figure_weight(figure: str) -> float:
    """How telling a figure in normal form is: "149" more than "3" or "3000"."""
    digits = figure.replace(".", "").strip("0")
    return DIGIT_WEIGHT * min(len(digits), TELLING_DIGITS)


def _without_chrome(text: str, chrome: frozenset[str]) -> str:
    """`text` less its chrome lines."""
    if not chrome:
        return text
    return "\n".join(line for line in text.splitlines() if fold(line) not in chrome)


def _places(body: Sequence[Sequence[str]]) -> Iterator[int]:
    """The paragraph of each word, in order."""
    return chain.from_iterable([at] * len(paragraph) for at, paragraph in enumerate(body))


def _exact(body: Sequence[Sequence[str]]) -> str:
    """SHA-256 of the words, "" for none."""
    text = " ".join(chain.from_iterable(body))
    return sha256(text.encode()).hexdigest() if text else ""


def _weight(rare: float, count: int) -> float:
    """Weight of a word of that rarity, growing slowly with its count."""
    return rare * (1 + log(count))


def _name_weights(
    facts: Facts, weights: Mapping[str, float], headline: Collection[str]
) -> dict[str, float]:
    """Names with their weights, and the rare words of the headline, which are names as a rule.

    Where there are no capitals, all rare words stand in for names.
    """
    if facts.names:
        like_names = [word for word in headline if not known(word).is_common]
    else:
        like_names = list(weights)
    names = {
        known(word).name: weights[word] for word in like_names if known(word).rarity >= RARE_WORD
    }
    for key, name in facts.names.items():
        names[key] = _weight(rarity(fold(name.text)), name.count)
    return names


def _sounding(script: str, facts: Facts, weights: Mapping[str, float]) -> list[str]:
    """The words that may be names of a text in that script."""
    if script == LATIN:
        printed = (fold(name.text) for name in facts.names.values())
        return [word for word in printed if not is_common(word)]
    return [word for word in weights if known(word).rarity >= RARE_WORD]


def _terms(
    weights: Mapping[str, float], names: Mapping[str, float], facts: Facts
) -> tuple[Term, ...]:
    """The heaviest names, words and figures; ties by text, so that every run agrees."""
    printed = facts.names
    weighed = [(-NAMED * names[key], name.text, key) for key, name in printed.items()]
    for word, weight in weights.items():
        name = known(word).name
        if name not in names:
            weighed.append((-weight, word, word))
        elif name not in printed:
            weighed.append((-weight, word, name))
    weighed += [(-NAMED * figure_weight(figure), figure, figure) for figure in facts.figures]
    weighed.sort()
    first: dict[str, Term] = {}
    for weight, text, key in weighed:
        if key not in first:
            first[key] = Term(signed_key(key), text, -weight)
            if len(first) == MOST_TERMS:
                break
    return tuple(first.values())
