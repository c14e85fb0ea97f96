"""The ledger of a text: each fact that it states, where it stands, and what it is about.

Dates, counts, amounts, names and quotes, a paragraph at a time, with nothing but the text: English
first, figures, dates and quotations in every language whose digits and month names we read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from articles.text.bylines import past_dateline
from articles.text.sentences import sentences as cut

from .gist import gist, names_before
from .names import PlacedName, place_names
from .numerals import find_figures, plain_numerals
from .plaintext import Plain, plain
from .quantities import Quantity, find_quantities
from .quotes import Quote, find_quotes
from .spelled import find_spelled
from .timings import Timing, find_timings
from .units import Measure

LONGEST_PASSAGE = 10_000
"""Characters of one paragraph that are read; a longer one is a table or a log."""

MOST_PASSAGES = 400
"""Paragraphs of one text that are read."""

MOST_FACTS = 1_000
"""Facts of one text; a text with more is a list of results, not an account."""

LONGEST_SENTENCE = 600
"""Characters before and behind a fact, in its sentence, that tell what it is about."""


class Kind(StrEnum):
    """The kinds of facts."""

    DATE = "date"
    COUNT = "count"
    AMOUNT = "amount"
    NAME = "name"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a text: the id it has on the page, and its plain text.

    Headline and standfirst are passages, too, best given last: what they say is said again in the
    body as a rule, where it stands better.
    """

    anchor: str
    text: str
    is_body: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, by its number in the text, the passage's number and its place.

    `figures` are all numbers in it, in normal form, whatever they count.
    """

    number: int
    passage: int
    start: int
    end: int
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One thing that a text states; each stands for itself, so no two are equal.

    `start` and `end` are offsets in the text of its passage; `about` weighs the telling words
    around it in its sentence, `owner` holds the keys of names just before it. Two texts are
    compared by `value`.
    """

    kind: Kind
    value: Timing | Quantity | Quote | tuple[str, ...]
    text: str
    sentence: Sentence
    start: int
    end: int
    about: Mapping[str, float]
    owner: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All facts of one text, in order, with the passages and sentences they stand in."""

    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    sentences: tuple[Sentence, ...]

    def sentence_text(self, sentence: Sentence) -> str:
        """The words of a sentence."""
        return self.passages[sentence.passage].text[sentence.start : sentence.end]

    def whole_text(self, sentence: Sentence, facts: Sequence[Fact]) -> str:
        """The words of a sentence, and of those behind it that facts begun in it go on in.

        A quotation often has several sentences; none is to be cut off before its closing mark.
        """
        last = max((fact.end for fact in facts), default=sentence.end)
        ends = [
            later.end
            for later in self.sentences
            if later.passage == sentence.passage and later.end >= last
        ]
        text = self.passages[sentence.passage].text
        return text[sentence.start : min(ends, default=max(last, sentence.end))]


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    value: Timing | Quantity | Quote | tuple[str, ...]
    start: int
    end: int


def read_ledger(passages: Sequence[Passage], *, day: date | None = None) -> Ledger:
    """The facts of `passages`; `day` is the day of the text, for "yesterday" and "in April".

    Place, day and agency of a dateline are no facts of the text. Time grows with the length of the
    text; what is beyond the limits above is not read.
    """
    read = tuple(
        replace(passage, text=passage.text[:LONGEST_PASSAGE])
        for passage in passages[:MOST_PASSAGES]
    )
    names = place_names([passage.text for passage in read])
    facts: list[Fact] = []
    sentences: list[Sentence] = []
    for place, passage in enumerate(read):
        filed = len(passage.text) - len(past_dateline(passage.text))
        spans = list(_sentence_spans(passage.text, filed))
        number = len(sentences)
        own = [
            Sentence(number + at, place, start, end, _figures(passage.text[start:end]))
            for at, (start, end) in enumerate(spans)
        ] or [Sentence(number, place, 0, len(passage.text))]
        sentences += own
        found = [fact for fact in _facts_of(passage.text, names[place], day) if fact.start >= filed]
        facts += _in_sentences(passage.text, found, own)
        if len(facts) >= MOST_FACTS:
            break
    return Ledger(read, tuple(facts[:MOST_FACTS]), tuple(sentences))


def _sentence_spans(text: str, filed: int) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence behind the dateline, which ends at `filed`."""
    at = filed
    for sentence in cut(text[filed:]):
        start = text.index(sentence, at)
        at = start + len(sentence)
        yield start, at


def _figures(sentence: str) -> frozenset[str]:
    bare = plain_numerals(sentence)
    spelled = (f"{word.low.normalize():f}" for word in find_spelled(bare))
    return frozenset(find_figures(bare)) | frozenset(spelled)


def _facts_of(text: str, names: Sequence[PlacedName], day: date | None) -> list[_Found]:
    """All facts of one paragraph, in order of their first character."""
    bare = plain(text)
    timings = find_timings(bare.text, day=day)
    quantities = find_quantities(bare.text, taken=[(at.start, at.end) for at in timings])
    found = [
        *(_Found(Kind.DATE, at.timing, *bare.span(at.start, at.end)) for at in timings),
        *(_counted(bare, at.quantity, at.start, at.end) for at in quantities),
        *(_Found(Kind.NAME, name.words, name.start, name.end) for name in names),
        *(_Found(Kind.QUOTE, at.quote, at.start, at.end) for at in find_quotes(text, names)),
    ]
    return sorted(found, key=lambda fact: (fact.start, fact.end))


def _counted(bare: Plain, quantity: Quantity, start: int, end: int) -> _Found:
    kind = Kind.COUNT
    if quantity.unit.measure in (Measure.MONEY, Measure.SHARE, Measure.SIZE):
        kind = Kind.AMOUNT
    return _Found(kind, quantity, *bare.span(start, end))


def _in_sentences(text: str, found: Sequence[_Found], own: Sequence[Sentence]) -> Iterator[Fact]:
    """The facts with the sentence that each begins in."""
    at = 0
    for fact in found:
        while at + 1 < len(own) and own[at + 1].start <= fact.start:
            at += 1
        sentence = own[at]
        start = max(sentence.start, fact.start - LONGEST_SENTENCE)
        end = min(max(sentence.end, fact.end), fact.end + LONGEST_SENTENCE)
        about = (
            {}
            if fact.kind is Kind.QUOTE
            else gist(text[start:end], fact.start - start, fact.end - start)
        )
        yield Fact(
            kind=fact.kind,
            value=fact.value,
            text=text[fact.start : fact.end],
            sentence=sentence,
            start=fact.start,
            end=fact.end,
            about=about,
            owner=names_before(text[start : fact.start], fact.start - start),
        )
