"""Leaving out what a newsroom always says: its own town, its agency, its river.

The rarity of a word in the language does not know that a paper of Karvan prints "Karvan" in every
report. Such words tell no event from another; wording is judged with them all the same.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from .fingerprint import Prints
from .keys import signed_key
from .names import name_key
from .sounds import OTHER_SCRIPT, sound_key

V = TypeVar("V")


def event_keys(prints: Prints) -> frozenset[int]:
    """Keys of all names and telling words of a document, for asking which are familiar."""
    words = frozenset(signed_key(text) for text in {*prints.names, *prints.weights})
    return words.union(key for sound in prints.sounds for key in _both(sound))


def without(prints: Prints, familiar: frozenset[int]) -> Prints:
    """The same document with its familiar names and words left out of what tells its event."""
    if not familiar:
        return prints
    names = _kept(prints.names, familiar)
    return replace(
        prints,
        weights=_kept(prints.weights, familiar),
        headline=_kept_words(prints.headline, familiar),
        lead=_kept_words(prints.lead, familiar),
        names=names,
        subjects=prints.subjects & names.keys(),
        facts=replace(prints.facts, names=_kept(prints.facts.names, familiar)),
        terms=tuple(term for term in prints.terms if term.key not in familiar),
        sounds={
            sound: word
            for sound, word in prints.sounds.items()
            if familiar.isdisjoint(_keys_of(sound, word))
        },
    )


def _keys_of(sound: str, word: str) -> set[int]:
    """Keys under which a sound, in either script, or its word may be familiar."""
    return {signed_key(word), signed_key(name_key(word)), *_both(sound)}


def _both(sound: str) -> list[int]:
    return [sound_key(sound, script) for script in OTHER_SCRIPT]


def _kept(found: Mapping[str, V], familiar: Collection[int]) -> dict[str, V]:
    return {text: value for text, value in found.items() if signed_key(text) not in familiar}


def _kept_words(found: frozenset[str], familiar: Collection[int]) -> frozenset[str]:
    return frozenset(word for word in found if signed_key(word) not in familiar)
