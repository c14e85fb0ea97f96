"""One name of a tag, source or person, taken apart so that its other spellings meet it.

Case, accents, letter forms and digits of all scripts are folded; then come word order, plural,
possessive, and the words that a kind of noun may carry or not ("The … News", "Dr").
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from articles.text.normalise import fold, words_of_folded

from .names import SHORTEST_RESPELT, name_key

LONGEST = 200
"""Characters; the columns hold no more, and the cost of a comparison grows with them."""

SHORTEST_PLURAL = 4
"""Letters; shorter words in "s" are rarely plurals ("gas", "bus", "his")."""

KEPT_NAMES = 40_000
"""Names whose parts a process remembers, some 50 MB at most: a look at the same names is quick."""

KEPT_WORDS = 20_000
"""Words whose keys a process remembers; names share most of their words."""


class NameKind(StrEnum):
    """What the names name; each kind has words of its own that do not count."""

    TAG = "tag"
    SOURCE = "source"
    AUTHOR = "author"


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(word) for word in listed.split())


# The words at the ends of a name that it may carry or not. Words in the middle always count.
_BEFORE = {
    NameKind.TAG: _folded("the"),
    NameKind.SOURCE: _folded("the www il la le el die der das روزنامہ اخبار جريدة صحيفة وكالة"),
    NameKind.AUTHOR: _folded(
        "by mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr sheikh shaikh "
        "maulana mufti hafiz haji mullah gen general col colonel maj major capt captain lt sgt "
        "ڈاکٹر پروفیسر مولانا مفتی حافظ حاجی جناب محترمہ دكتور الدكتور الدكتورة الشيخ الأستاذ"
    ),
}
_AFTER = {
    NameKind.TAG: _folded(""),
    NameKind.SOURCE: _folded(
        "news newspaper newspapers online website com net org info co uk inc incorporated ltd "
        "limited llc plc gmbh ag sa srl bv spa corp corporation company pvt group نیوز"
    ),
    NameKind.AUTHOR: _folded("jr sr junior senior phd md esq mp obe mbe cbe"),
}
_DOTTED = re.compile(r"(?<![^\W\d_])((?:[^\W\d_]\.){2,}[^\W\d_]?)(?![^\W\d_])")
_POSSESSIVE = re.compile(r"'s?(?![^\W_])")
_FIGURE = re.compile(r"\d+")
_SIGN = re.compile(r"(?<=\w)[+#]+(?!\w)")
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLES = frozenset(["al", "el", "ul", "ur", "ud"])
_SURNAME_FIRST = re.compile(r"^([^,،]+)[,،]\s*([^,،]+)$")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as compared: all its folded words, those that count, and its figures.

    `core` keeps the order of the name; it holds at least one word where `words` does. Signs that
    end a word are figures: "C++" is not "C". `letters` are all without blanks; `stems` and `sound`
    are keys on which the same words, and the same names in Latin letters, meet in any order.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    figures: tuple[str, ...]
    letters: str
    stems: str
    sound: str


@lru_cache(maxsize=KEPT_NAMES)
def spelling_of(name: str, kind: NameKind) -> Spelling:
    """The name taken apart. "U.S." is one word, "Smith, John" of a person is "John Smith".

    >>> spelling_of("The Karvan Times, Ltd.", NameKind.SOURCE).core
    ('karvan', 'times')
    """
    folded = fold(name[:LONGEST])
    if kind is NameKind.AUTHOR:
        folded = _turned(folded)
    else:  # the initials of a person stay apart
        folded = _DOTTED.sub(lambda match: match[1].replace(".", ""), folded)
    folded = folded.replace("&", " and ")
    found = tuple(
        word.replace("'", "") for word in words_of_folded(_POSSESSIVE.sub("", folded)) if word
    )
    core = _core(found, kind)
    figures = _FIGURE.findall(" ".join(found)) + _SIGN.findall(folded)
    return Spelling(found, core, tuple(sorted(figures)), "".join(found), _stems(core), _sound(core))


def _turned(folded: str) -> str:
    """ "smith, john" as "john smith"; "smith, jr" stays."""
    if turned := _SURNAME_FIRST.match(folded):
        family, given = turned.groups()
        if not set(words_of_folded(given)) <= _AFTER[NameKind.AUTHOR]:
            return f"{given} {family}"
    return folded


def _core(words: tuple[str, ...], kind: NameKind) -> tuple[str, ...]:
    start, end = 0, len(words)
    while end - start > 1 and words[start] in _BEFORE[kind]:
        start += 1
    while end - start > 1 and words[end - 1] in _AFTER[kind]:
        end -= 1
    return words[start:end]


@lru_cache(maxsize=KEPT_WORDS)
def stem(word: str) -> str:
    """A key on which singular and plural meet; not a word.

    >>> stem("cities") == stem("city"), stem("houses") == stem("house"), stem("news")
    (True, True, 'news')
    """
    if len(word) < SHORTEST_PLURAL or not word.isascii() or not word.isalpha():
        return word
    bare = word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    if bare == "new" or len(bare) < 3:
        return word
    bare = bare.removesuffix("e")
    return bare[:-1] + "y" if bare.endswith("i") else bare


def is_plural(one: str, other: str) -> bool:
    """Whether one word is the plural of the other by the usual endings.

    >>> is_plural("party", "parties"), is_plural("tax", "taxes"), is_plural("new", "news")
    (True, True, False)
    """
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    if len(short) < SHORTEST_PLURAL - 1 or short == "new" or not long.endswith("s"):
        return False
    if short.endswith("y") and long == short[:-1] + "ies":
        return True
    return (long in (f"{short}s", f"{short}es") and not short.endswith("s")) or long == f"{short}es"


def _stems(core: tuple[str, ...]) -> str:
    return " ".join(sorted(map(stem, core)))


def _sound(core: tuple[str, ...]) -> str:
    """Coarser than `name_key`: "Rahman" and "Rehman", "Muhammad" and "Mohammed" are one.

    The Arabic article counts only where it is half of the name.
    """
    heard = [word for word in core if word not in _ARTICLES]
    return " ".join(sorted(map(_heard, heard if len(heard) > 1 else core)))


@lru_cache(maxsize=KEPT_WORDS)
def _heard(word: str) -> str:
    if len(word) < SHORTEST_RESPELT or not word.isascii():
        return word
    return _DOUBLED.sub(r"\1", name_key(word).replace("a", "i"))
