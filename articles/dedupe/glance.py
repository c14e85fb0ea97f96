"""A text at a glance: whether reading it in full can be worth while, from two kilobytes.

The judge reads a candidate's text, which takes milliseconds; of the 80 candidates that an arriving
article may have, most turn out to be unrelated. A glance gives the same event score as the judge,
from numbers instead of words, in a fiftieth of the time, and of the wording an estimate from the
kept shingles. What passes is read and judged in full: a glance decides nothing by itself.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from struct import Struct, pack, unpack_from

from .event import ENOUGH_DATES, FULL_OPENING, UNKNOWN, Signals, across, in_two_scripts
from .facts import Facts, shared_dates
from .fingerprint import Prints, figure_weight
from .keys import signed_key
from .match import COPIES, shingle_keys
from .rarity import RAREST, rarity

PRINTS_VERSION = "3"
"""Stands beside stored prints; raise it when the same text gives other keys or another glance."""

SLIGHT = 0.2
"""Estimated share of common wording under which two texts are not worth reading as copies. On the
dev sets 13 of 4,332 pairs with a containment of 0.27 or more lie below, none of which the judge
calls related, and 96% of the others do: quotes, furniture, forms."""

_SIZES = Struct("<6Hf")
_MASK = 0xFFFFFFFF
_MOST = 65535


Part = tuple[Sequence[int], Sequence[float]]
"""Keys of words, and a weight for each."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the event score needs of a stored text, by 32-bit keys of its words.

    `words` are the telling words with their weights, `norm` the sum of the squares of these;
    `opening` the words of headline and lead with their rarity, of which the first `headline` stand
    in the headline; of `names` the first `subjects` are mentioned in the opening.
    """

    words: Part
    norm: float
    opening: Part
    headline: int
    names: Part
    subjects: int
    figures: Part
    dates: str
    script: str
    sounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asker:
    """A text that has been read, prepared to be held against many glances.

    `familiar` are the keys of the words that are left out, in it already and in the others still.
    """

    words: Mapping[int, float]
    norm: float
    opening: Mapping[int, float]
    headline: Mapping[int, float]
    names: Mapping[int, float]
    subjects: Mapping[int, float]
    figures: Mapping[int, float]
    facts: Facts
    script: str
    sounds: frozenset[str]
    shingles: frozenset[int]
    familiar: frozenset[int]


def asker(prints: Prints, familiar: Collection[int] = ()) -> Asker:
    """Prepare a text from whose prints the familiar words, by their 64-bit keys, are left out."""
    seen = unpack_glance(pack_glance(prints))
    opening = dict(zip(*seen.opening, strict=True))
    names = dict(zip(*seen.names, strict=True))
    return Asker(
        words=dict(zip(*seen.words, strict=True)),
        norm=seen.norm,
        opening=opening,
        headline=dict(list(opening.items())[: seen.headline or None]),
        names=names,
        subjects=dict(list(names.items())[: seen.subjects]),
        figures=dict(zip(*seen.figures, strict=True)),
        facts=_facts(seen.dates),
        script=seen.script,
        sounds=seen.sounds,
        shingles=frozenset(shingle_keys(prints.shingles)),
        familiar=frozenset(key & _MASK for key in familiar),
    )


def pack_glance(prints: Prints) -> bytes:
    """What `unpack_glance` reads, about 12 bytes a telling word."""
    lead = prints.lead - prints.headline
    opening = [(signed_key(word), rarity(word)) for word in [*prints.headline, *lead]]
    subjects = [name for name in prints.names if name in prints.subjects]
    others = [name for name in prints.names if name not in prints.subjects]
    names = [(signed_key(name), prints.names[name]) for name in [*subjects, *others]]
    figures = [(signed_key(figure), figure_weight(figure)) for figure in prints.facts.figures]
    words = [(signed_key(word), weight) for word, weight in prints.weights.items()]
    parts = [part[:_MOST] for part in (words, opening, names, figures)]
    sizes = [*map(len, parts), min(len(prints.headline), _MOST), min(len(subjects), _MOST)]
    norm = sum([weight * weight for _key, weight in parts[0]])
    dates = " ".join([*sorted(prints.facts.dates), *sorted(prints.facts.years)])
    said = "|".join([dates, prints.script, " ".join(prints.sounds)])
    return _SIZES.pack(*sizes, norm) + b"".join(map(_packed, parts)) + said.encode()


def unpack_glance(data: bytes) -> Glance:
    """The glance of packed bytes."""
    *sizes, headline, subjects, norm = _SIZES.unpack_from(data)
    at = _SIZES.size
    parts: list[Part] = []
    for size in sizes:
        middle = at + 4 * size
        parts.append((unpack_from(f"<{size}I", data, at), unpack_from(f"<{size}f", data, middle)))
        at += 8 * size
    words, opening, names, figures = parts
    dates, script, sounds = data[at:].decode().split("|")
    heard = frozenset(sounds.split())
    return Glance(words, norm, opening, headline, names, subjects, figures, dates, script, heard)


def event_signals(one: Asker, other: Glance) -> Signals:
    """The same as `event.signals` of the two texts without the familiar words, but for rounding."""
    if one.familiar:
        other = _without(other, one.familiar)
    opening, names = frozenset(other.opening[0]), frozenset(other.names[0])
    headline = other.headline or None
    dates = _shared_dates(one.facts, other.dates)
    return Signals(
        body=_cosine(one, other),
        headline=(_share(one.headline, opening) + _share_of(other.opening, headline, one.opening))
        / 2,
        names=(_share(one.subjects, names) + _share_of(other.names, other.subjects, one.names)) / 2,
        figures=_shared_figures(one.figures, other.figures),
        dates=dates,
        opening=min(
            1.0, sum([w for key, w in one.opening.items() if key in opening]) / FULL_OPENING
        ),
        across=_across(one, other, dates) if in_two_scripts(one.script, other.script) else None,
    )


def _across(one: Asker, other: Glance, dates: float) -> float:
    figures = sum([one.figures[key] for key in other.figures[0] if key in one.figures])
    return across(one.sounds & other.sounds, figures, dates)


def estimated_share(one: Asker, other: Collection[int]) -> float:
    """Estimate of how much of the shorter text's wording the longer one has, from kept shingles.

    Of two samples of least keys only what lies below the lesser of their ends can be compared.
    """
    return share_of_kept(one.shingles, other)


def share_of_kept(one: Collection[int], other: Collection[int]) -> float:
    """The same of the kept shingles of two texts, with nothing else known of either."""
    shared = len(set(one).intersection(other))
    if shared < COPIES.least_shared:
        return 0.0
    ends = [max(kept) for kept in (one, other) if len(kept) >= COPIES.most_keys]
    end = min(ends, default=None)
    kept = one, other
    return shared / min(len(k) if end is None else sum([key <= end for key in k]) for k in kept)


def _packed(part: Sequence[tuple[int, float]]) -> bytes:
    keys = [key & _MASK for key, _weight in part]
    return pack(f"<{len(part)}I{len(part)}f", *keys, *(weight for _key, weight in part))


def _without(seen: Glance, familiar: frozenset[int]) -> Glance:
    """Less the familiar words, as `familiar.without` leaves them out of a text in full."""
    if familiar.isdisjoint(seen.words[0]) and familiar.isdisjoint(seen.names[0]):
        return seen
    words, opening, names = (_less(p, familiar) for p in (seen.words, seen.opening, seen.names))
    return replace(
        seen,
        words=words,
        norm=sum([weight * weight for weight in words[1]]),
        opening=opening,
        headline=sum([key not in familiar for key in seen.opening[0][: seen.headline]]),
        names=names,
        subjects=sum([key not in familiar for key in seen.names[0][: seen.subjects]]),
    )


def _less(part: Part, gone: frozenset[int]) -> Part:
    kept = [(key, weight) for key, weight in zip(*part, strict=True) if key not in gone]
    return [key for key, _weight in kept], [weight for _key, weight in kept]


def _facts(said: str) -> Facts:
    """Dates and years that are parted by blanks."""
    dates = frozenset([date for date in said.split() if "-" in date])
    return Facts({}, dates, frozenset(said.split()) - dates, frozenset())


def _shared_dates(one: Facts, other: str) -> float:
    if not other or not (one.dates or one.years):
        return 0.0
    return min(len(shared_dates(one, _facts(other))), ENOUGH_DATES) / ENOUGH_DATES


def _cosine(one: Asker, other: Glance) -> float:
    words, norms = one.words, one.norm * other.norm
    product = sum([words[key] * w for key, w in zip(*other.words, strict=True) if key in words])
    return product / sqrt(norms) if norms else 0.0


def _share(asked: Mapping[int, float], held: frozenset[int]) -> float:
    """Share of the asked words, by weight, that are held."""
    shared = sum([weight for key, weight in asked.items() if key in held])
    return _steadied(shared, sum(asked.values()))


def _share_of(part: Part, first: int | None, held: Mapping[int, float]) -> float:
    """Share of the first words of a part, by weight, that are held."""
    keys, weights = part[0][:first], part[1][:first]
    shared = sum([weight for key, weight in zip(keys, weights, strict=True) if key in held])
    return _steadied(shared, sum(weights))


def _shared_figures(one: Mapping[int, float], other: Part) -> float:
    least = min(sum(one.values()), sum(other[1]))
    return _steadied(min(least, sum([one[key] for key in other[0] if key in one])), least)


def _steadied(shared: float, total: float) -> float:
    return (shared + UNKNOWN * RAREST) / (total + RAREST)
