"""The noun that a number counts, and what befell what is counted: "fifteen miners were killed"."""

import re
from dataclasses import dataclass

from .gist import sense_of, stem
from .units import PEOPLE, Measure, Unit

MOST_WORDS = 5
"""Words between a number and its noun, adjectives as a rule."""

SENSE_WORDS = 8
"""Words around a number in which the fate of what it counts is looked for."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_IRREGULAR = _listed(
    "people men women children fishermen policemen servicemen firemen troops police staff crew "
    "aircraft cattle sheep personnel lives wolves mice feet teeth personnel"
)
_PERSONS = frozenset(["people", "persons", "individuals", "lives", "victims", "souls"])
_SINGULAR = _listed("man woman child person boy girl soldier officer")
_NO_NOUN = _listed(
    "this his its us was has is as does plus thus perhaps always besides across versus yes less "
    "unless process says his hers ours theirs yours whereas others sides ways times means series "
    "various previous serious famous religious"
)
# Words at which the search for the noun ends: what follows is another phrase.
_ENDS = _listed(
    "of in on at by for from to with and or but were was are is had have has been be when while "
    "who which that as after before until since against between under over into than a an the "
    "this will would could said says died killed injured wounded dead missing arrested hurt one "
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "hundred thousand million"
)
_TIMES = _listed("years months weeks days hours minutes seconds decades")
_NUMBER_OF = re.compile(
    r"\bnumbers? of (?:[a-z]+ ){0,2}?([a-z]{3,20}s|people|men|women|children)\b[^.;:!?]{0,70}$"
)
_WORDS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|\d+|[.,;:!?()–—،۔؛\"“”]")
_STOPS = frozenset('.;:!?()–—۔؛"“”')
_FATES = frozenset(["die", "hurt", "arrest", "missing", "rescue", "displace"])
_NOUN_WINDOW = 80
_SENSE_WINDOW = 120
_URDU_PEOPLE = _listed("افراد لوگ لوگوں خاندانوں خاندان شخص اشخاص قتلى جرحى شخصا")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts, where the noun ends (the number's own end without one), its fate."""

    unit: Unit
    end: int
    fate: str


def counted(text: str, start: int, end: int) -> Counted | None:
    """What the number from `start` to `end` counts, or None when it says nothing that compares.

    >>> counted("at least 149 people were killed", 9, 12).unit.name
    'people'
    """
    fate = _fate(text, start, end)
    if hyphenated := re.match(r"-([a-z]{3,20})\b", text[end : end + 24]):
        unit = Unit(Measure.THINGS, stem(hyphenated[1]))
        return Counted(unit, end + hyphenated.end(), "")
    noun = _noun(text, end)
    if noun is not None:
        word, place = noun
        if word in _TIMES and _TIME_PASSED.match(text, place):
            return None
        unit = PEOPLE if word in _PERSONS | _URDU_PEOPLE else Unit(Measure.THINGS, stem(word))
        return Counted(unit, place, fate)
    if fate and _is_bare(text, start, end):
        return Counted(PEOPLE, end, fate)
    if numbered := _NUMBER_OF.search(text[max(0, start - _SENSE_WINDOW) : start]):
        word = numbered[1]
        unit = PEOPLE if word in _PERSONS else Unit(Measure.THINGS, stem(word))
        return Counted(unit, end, fate)
    return None


def _noun(text: str, end: int) -> tuple[str, int] | None:
    """The first plural noun after a number, folded, and where it ends."""
    for place, match in enumerate(_WORDS.finditer(text, end, end + _NOUN_WINDOW)):
        word = match[0].lower()
        if place == MOST_WORDS or word in _STOPS | _ENDS or word == "," or word[0].isdigit():
            return None
        is_person = word in _URDU_PEOPLE or (word in _SINGULAR and place == 0)
        if is_person or _is_plural(word):
            return word, match.end()
    return None


_TIME_PASSED = re.compile(r"\s(?:ago|earlier|later|before|after)\b")


def _is_plural(word: str) -> bool:
    if word in _IRREGULAR or word in _PERSONS:
        return True
    is_s = word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))
    return is_s and len(word) > 3 and word not in _NO_NOUN and word.isascii()


def _fate(text: str, start: int, end: int) -> str:
    """The fate whose word stands nearest to the number in its clause; "" for none."""
    after = _WORDS.findall(text[end : end + _SENSE_WINDOW])
    before = _WORDS.findall(text[max(0, start - _SENSE_WINDOW) : start])
    nearest = sorted([*_senses(after), *_senses(before[::-1])])
    return nearest[0][1] if nearest else ""


def _senses(words: list[str]) -> list[tuple[int, str]]:
    """Fates among the nearest words, up to the end of the clause, each with its distance."""
    found = []
    for place, word in enumerate(words[:SENSE_WORDS]):
        if word in _STOPS:
            break
        sense = sense_of(word.lower())
        if sense in _FATES:
            found.append((place, sense))
    return found


_VERB_AFTER = re.compile(
    r"\s(?:(?:were|was|are|have been|had been|others?|more|people|of them)\s){0,2}"
    r"(?:killed|dead|injured|wounded|hurt|arrested|detained|missing|died|drowned|rescued)\b"
)
_VERB_BEFORE = re.compile(
    r"(?:\b(?:kill(?:s|ed|ing)?|injur(?:es|ed|ing)|wound(?:s|ed|ing)|arrest(?:s|ed|ing)?"
    r"|detain(?:s|ed|ing)?|rescu(?:es|ed|ing))(?:\s(?:at least|about|around|some|over"
    r"|more than|up to|nearly|almost|another))?"
    r"|\btoll\s(?:\w+\s){0,4}(?:to|at|of|is|was))\s$",
    re.IGNORECASE,
)


def _is_bare(text: str, start: int, end: int) -> bool:
    """Whether a number without a noun counts people: "133 were killed", "a toll of 133"."""
    return bool(
        _VERB_AFTER.match(text, end) or _VERB_BEFORE.search(text[max(0, start - 60) : start])
    )
