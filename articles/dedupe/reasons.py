"""Why a judgement was made, in clauses that can be translated before their values are set in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from articles.text.normalise import words

from .changes import Version, compare_versions
from .evidence import heaviest_figures
from .fingerprint import Prints
from .ledger import Passage
from .likeness import Alike
from .names import name_key
from .pair import Pair
from .vocabulary import telling_words
from .wording import own_paragraphs

MOST_NAMED = 4
"""Names or figures in one clause; the evidence holds more."""

LONG_FIGURE = 5
"""Digits from which they are grouped; years and small figures are not."""

SCATTERED = 0.5
"""Share of common runs of words under which the order of single words made it a copy."""

MOST_READ = 100_000
"""Characters of a text whose changed figures a reason tells; those of a longer one are read when
somebody asks for the comparison: no arrival waits for it."""

MOST_ADDED = 2
"""Words that say what a text adds."""


def gettext_noop(text: str) -> str:
    """Mark `text` for the catalogues; it is translated where it is shown."""
    return text


EMPTY = gettext_noop("one of the texts is empty")
EXACT = gettext_noop("word for word the same text")
PARAGRAPHS = gettext_noop("%(shared)d of %(all)d paragraphs stand in both")
CONTAINED = gettext_noop("%(percent)d%% of the shorter text stands in the longer")
IN_ORDER = gettext_noop("%(percent)d%% of its words stand in the longer in the same order")
SAME_ITEM = gettext_noop("another state of the same item")
SAME_SOURCE = gettext_noop("later text of the same source")
ADDS = gettext_noop("adds text on %(words)s")
CHANGED = gettext_noop("changed figures (%(count)d): %(figures)s")
CHANGES = gettext_noop("new figures: %(figures)s")
LONGER = gettext_noop("added paragraphs: %(count)d")
FIGURES_DIFFER = gettext_noop("same wording, but other figures")
NAMES_DIFFER = gettext_noop("same wording, but other names")
QUOTE = gettext_noop("one paragraph in common, as in a quote")
LOOK = gettext_noop("perhaps a copy")
NAMES = gettext_noop("same names: %(names)s")
SOUNDS = gettext_noop("names that sound alike: %(names)s")
WORDS = gettext_noop("same rare words: %(words)s")
DATES = gettext_noop("same dates: %(dates)s")
FIGURES = gettext_noop("same figures: %(figures)s")
SAME_DAY = gettext_noop("same day")
DAYS = gettext_noop("days apart: %(days)d")
ALIKE = gettext_noop("read alike: %(cosine)s")
UNLIKE = gettext_noop("do not read alike: %(cosine)s")
LITTLE = gettext_noop("too little in common for one event")


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a reason: a template with named places, and the values for them."""

    template: str
    values: Mapping[str, str | int]

    def __str__(self) -> str:
        return self.template % self.values


def readable_figure(figure: str) -> str:
    """A figure with its thousands apart, by a space that breaks no line and is no list's comma.

    >>> readable_figure("412000000") == "412\u202f000\u202f000", readable_figure("1911")
    (True, '1911')
    """
    whole, point, rest = figure.partition(".")
    if len(whole) < LONG_FIGURE or not whole.isdecimal():
        return figure
    return f"{int(whole):,}".replace(",", "\u202f") + point + rest


def sentence(clauses: Sequence[Clause]) -> str:
    """The clauses as one English sentence."""
    text = "; ".join(map(str, clauses))
    return f"{text[:1].upper()}{text[1:]}."


def explain(
    rule: str, pair: Pair, evidence: Mapping[str, Any], alike: Alike | None = None
) -> tuple[Clause, ...]:
    """What made `rule` decide, for a person who has not seen the numbers."""
    if rule in ("empty", "exact"):
        return (_clause(EMPTY if rule == "empty" else EXACT),)
    if rule == "copy" and pair.overlap.containment < SCATTERED:
        return (_wording(pair), _clause(IN_ORDER, percent=round(100 * pair.in_order)))
    if rule == "copy":
        return (_wording(pair), *_additions(pair))
    if rule in ("item", "source"):
        origin = _clause(SAME_ITEM if rule == "item" else SAME_SOURCE)
        return (origin, _wording(pair), *_changes(pair), *_additions(pair))
    return tuple(_about_event(rule, pair, evidence, alike))


def _about_event(
    rule: str, pair: Pair, evidence: Mapping[str, Any], alike: Alike | None
) -> Iterator[Clause]:
    """Clauses for pairs that are no copies."""
    if evidence["band"] == "review":
        yield from (_clause(LOOK), _wording(pair))
    elif rule == "template":
        yield _clause(FIGURES_DIFFER if pair.overlap.other_figures else NAMES_DIFFER)
    elif rule == "quote":
        yield _clause(QUOTE)
    yield from _facts(evidence)
    if evidence["days_apart"] is not None:
        yield _days(pair, evidence["days_apart"])
    if alike is not None:
        yield _clause(ALIKE if alike.speaks_for else UNLIKE, cosine=f"{alike.cosine:.2f}")
    if rule in ("nothing", "unlike"):
        yield _clause(LITTLE)


def _facts(evidence: Mapping[str, Any]) -> Iterator[Clause]:
    """What both state: names, or rare words where there are none, dates and figures."""
    names, words = evidence["shared_names"], evidence["shared_words"]
    if names:
        yield _clause(NAMES, names=names)
    elif evidence["shared_sounds"]:
        yield _clause(SOUNDS, names=evidence["shared_sounds"])
    elif words:
        yield _clause(WORDS, words=words)
    if evidence["shared_dates"]:
        yield _clause(DATES, dates=evidence["shared_dates"])
    if evidence["shared_figures"]:
        yield _clause(FIGURES, figures=[readable_figure(f) for f in evidence["shared_figures"]])


def _wording(pair: Pair) -> Clause:
    """How much of the shorter text stands in the longer, in paragraphs where that is fair."""
    shared, every = len(pair.shared_paragraphs), pair.paragraph_count
    if every > 1 and shared >= pair.overlap.containment * every / 2:
        return _clause(PARAGRAPHS, shared=shared, all=every)
    return _clause(CONTAINED, percent=round(100 * pair.overlap.containment))


def _additions(pair: Pair) -> Iterator[Clause]:
    """What the newer (or else the longer) text adds: the most telling words of what is new."""
    prints = pair.newer or pair.longer
    other = pair.beside(prints)
    paragraphs = prints.document.paragraphs
    own = [word for at in own_paragraphs(prints, other) for word in words(paragraphs[at])]
    found = [word for word in dict.fromkeys(telling_words(own)) if word not in other.weights]
    if found:
        heaviest = sorted(found, key=lambda word: -prints.weights.get(word, 0.0))
        yield _clause(ADDS, words=[_printed(word, prints) for word in heaviest[:MOST_ADDED]])


def _printed(word: str, prints: Prints) -> str:
    """A folded word as the text prints it, where it is a name."""
    name = prints.facts.names.get(name_key(word))
    return name.text if name else word


def _changes(pair: Pair) -> Iterator[Clause]:
    """Figures that the newer text states otherwise, or else those that only it has; paragraphs."""
    if pair.newer is None:
        return
    older = pair.beside(pair.newer)
    figures = pair.newer.facts.figures - older.facts.figures
    is_short = all(
        sum(map(len, prints.document.paragraphs)) <= MOST_READ for prints in (older, pair.newer)
    )
    changes = compare_versions(_version(older), _version(pair.newer)) if is_short else None
    found = changes.figures if changes else ()
    if told := [f"{c.old.text} → {c.new.text}" for c in found if c.old and c.new]:
        yield _clause(CHANGED, count=len(told), figures=told)
    elif figures:
        yield _clause(CHANGES, figures=[readable_figure(f) for f in heaviest_figures(figures)])
    if changes and changes.added:
        yield _clause(LONGER, count=len(changes.added))


def _version(prints: Prints) -> Version:
    """The document of `prints` as one version of its text."""
    day = prints.document.published_at
    texts = enumerate(prints.document.paragraphs)
    passages = [Passage(str(at), text) for at, text in texts]
    return Version.read(passages, day=day.date() if day else None)


def _days(pair: Pair, days: float) -> Clause:
    """How far apart the two were published."""
    a, b = pair.a.document.published_at, pair.b.document.published_at
    if a is not None and b is not None and a.astimezone(UTC).date() == b.astimezone(UTC).date():
        return _clause(SAME_DAY)
    return _clause(DAYS, days=max(1, round(days)))


def _clause(template: str, **values: str | int | Sequence[str]) -> Clause:
    """A clause, with lists shortened to `MOST_NAMED` and joined by commas."""
    return Clause(
        template,
        {
            name: value if isinstance(value, str | int) else ", ".join(value[:MOST_NAMED])
            for name, value in values.items()
        },
    )
