"""What the words around a fact say: stems and senses on which two rewordings meet."""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from articles.text.normalise import fold

from .names import is_calendar_word, name_key
from .rarity import RAREST, rarity

STEM_LETTERS = 6
"""Letters of a stem: "recognise", "recognition" and "recognized" meet, as do "Afghan" and
"Afghanistan"."""

SHORTEST_STEM = 4
"""Letters that must remain of a word when its ending goes: "nations" is no form of "n"."""

NEAR_WORDS = 12
"""Words to either side of a fact that count in full; the rest of its sentence counts by half."""

MOST_WORDS = 60
"""Words to either side of a fact that are read."""

OPENING = 2
"""Characters that may stand before the first word of a sentence: marks and brackets."""

LOOK_BACK = 60
WORDS_BEFORE = 6
"""Words before a figure in which the name that it belongs to is looked for."""

SENSE_WEIGHT = 4.0
"""Weight of a shared sense: less than a rare word, more than a usual one."""

TELLING = 1.5
"""Rarity under which a word ("said", "after") says nothing about the subject."""

_SENSES = {
    "die": "kill kills killed killing die dies died dying dead death deaths deadly fatal fatally"
    " fatality fatalities toll perish perished drown drowned slain slay ہلاک جاں بحق قتل ہلاکتیں"
    " مقتل قتلى قتل مصرع",
    "hurt": "injure injures injured injury injuries injuring wound wounds wounded wounding hurt"
    " harmed hospitalised hospitalized زخمی جرحى إصابة أصيب",
    "arrest": "arrest arrests arrested arresting detain detains detained detaining detention held"
    " custody jailed گرفتار حراست اعتقال توقيف",
    "missing": "missing unaccounted لاپتہ مفقود مفقودين",
    "rescue": "rescue rescued rescuing saved evacuate evacuated evacuating evacuation pulled",
    "displace": "displaced homeless displace displacing uprooted fled flee fleeing",
    "remove": "remove removed removes removing removal delist delisted lift lifted lifting struck"
    " strike taken took off drop dropped dropping",
    "begin": "begin began begun start started starts starting launch launched open opened founded"
    " founding established create created set",
    "end": "end ended ends ending close closed closes closing withdraw withdrew withdrawn"
    " withdrawal finish finished stop stopped",
    "rise": "rise rose risen rising increase increased increases grow grew grown climb climbed"
    " jump jumped gain gained up higher",
    "fall": "fall fell fallen falling decrease decreased decline declined drop down lower lost"
    " slump slumped shrink shrank",
    "win": "win won wins winning victory beat beaten defeat defeated",
    "quake": "quake earthquake tremor temblor زلزلہ زلزال",
    "pay": "pay paid pays payment cost costs costing worth price spend spent",
    "buy": "buy bought buying purchase purchased acquire acquired acquiring acquisition takeover",
}
_OPPOSITES = (("#rise", "#fall"), ("#begin", "#end"))
_SENSE_OF = {fold(word): sense for sense, words in _SENSES.items() for word in words.split()}
_INFLECTIONS = re.compile(r"(?:ations?|ments?|ings?|ies|ed|es|s|ly|y|e)$")
_ARTICLE = re.compile(r"^(?:و?ال|بال|لل|وال)(?=\w{3})")
_POSSESSIVE = re.compile(r"[’']s?$")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The key on which the forms of one folded word meet; of other alphabets less an article.

    >>> stem("organisations") == stem("organization")
    True
    """
    word = fold(word).removesuffix("'s")
    if not word.isascii():
        return _ARTICLE.sub("", word)
    bare = _INFLECTIONS.sub("", word)
    if len(bare) < SHORTEST_STEM:
        bare = word.removesuffix("s") if len(word) > SHORTEST_STEM else word
    return name_key(bare[:STEM_LETTERS])


def sense_of(word: str) -> str:
    """The sense group of a word in lower case, "" for one in none."""
    return _SENSE_OF.get(word) or (_SENSE_OF.get(fold(word), "") if not word.isascii() else "")


def gist(sentence: str, start: int, end: int) -> Mapping[str, float]:
    """Keys of the telling words of `sentence` around its part from `start` to `end`, weighed.

    The part itself is left out, so are figures, months and days of the week.
    """
    words = [(match[0], *match.span()) for match in _WORD.finditer(sentence)]
    before = [word for word, _, stop in words if stop <= start]
    after = [word for word, begin, _ in words if begin >= end]
    found: dict[str, float] = {}
    for side in (before[::-1][:MOST_WORDS], after[:MOST_WORDS]):
        for place, word in enumerate(side):
            key, weight = _weighed(word)
            if weight:
                nearness = 1.0 if place < NEAR_WORDS else 0.5
                found[key] = max(found.get(key, 0.0), weight * nearness)
    return found


@lru_cache(maxsize=20_000)
def _weighed(word: str) -> tuple[str, float]:
    """Key and weight of a word, weight 0 for one that tells nothing."""
    folded = fold(word).removesuffix("'s")
    sense = sense_of(folded)
    if sense:
        return f"#{sense}", SENSE_WEIGHT
    weight = rarity(folded)
    is_letter = len(folded) == 1 and folded.isascii()
    if weight < TELLING or folded[:1].isdigit() or is_letter or is_calendar_word(folded):
        return "", 0.0
    return stem(folded), min(weight, RAREST)


def printed_words(sentence: str, keys: Container[str]) -> list[str]:
    """The words of `sentence` whose keys are among `keys`, as printed, each key once."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(sentence):
        key, weight = _weighed(match[0])
        if weight and key in keys:
            found.setdefault(key, _POSSESSIVE.sub("", match[0]))
    return list(found.values())


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Share of the weight that both have: 0 for nothing in common, 1 for the same words."""
    shared = sum(min(weight, other[key]) for key, weight in one.items() if key in other)
    total = sum(one.values()) * sum(other.values())
    return shared / total**0.5 if total else 0.0


def is_opposite(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether one speaks of a rise and the other of a fall, or of a beginning and an end."""
    return any(
        up in one and down in other and up not in other and down not in one
        for pair in _OPPOSITES
        for up, down in (pair, pair[::-1])
    )


def names_before(sentence: str, start: int) -> frozenset[str]:
    """Keys of the words with a capital among the last few before a fact.

    The word that opens the sentence owes its capital to its place and is left out.
    """
    found = list(_WORD.finditer(sentence, max(0, start - LOOK_BACK), start))
    last = [match for match in found[-WORDS_BEFORE:] if match.start() > OPENING]
    named = [match[0] for match in last if match[0][0].isupper() and _weighed(match[0])[1]]
    return frozenset(map(stem, named))


def shared_keys(one: Mapping[str, float], other: Mapping[str, float]) -> Sequence[str]:
    """Keys in both, the heaviest first."""
    both = one.keys() & other.keys()
    return sorted(both, key=lambda key: (-min(one[key], other[key]), key))
