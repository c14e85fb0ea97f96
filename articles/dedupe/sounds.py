"""Names as they sound, so that texts in Latin and in Arabic letters can name the same people.

A name is reduced to the consonants that both scripts write: "Brandeby" and "برانڈبی" give
"brndb". Vowels, h, w and y go, for one script leaves them out where the other writes them; letters
that one script lacks meet with their neighbours (p and b, g and k, s and z).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from articles.text.normalise import fold

from .keys import WORDS_KEPT, signed_key

SHORTEST = 3
"""Consonants of a sound; of shorter ones too many words have the same."""

MOST_SOUNDS = 60
"""Sounds of one text, the longest ones; by all of them it is looked for. Where there are no
capitals any rare word may be a name, and of eight sounds none was one."""

LATIN, ARABIC = "latin", "arabic"
OTHER_SCRIPT = {LATIN: ARABIC, ARABIC: LATIN}

_ARABIC_LETTERS = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LATIN_LETTERS = re.compile("[a-z]")
_ARTICLES = ("وال", "بال", "فال", "كال", "کال", "ال", "لل")
_FROM_ARABIC = dict(
    zip("بپتطٹثسصجچخدڈضذزظژرڑشغگفقکكلمنں", "bbtttsssjckddssssjrrxkkfkkklmnn", strict=True)
)
_DIGRAPHS = (
    ("sch", "x"), ("sh", "x"), ("ch", "C"), ("kh", "k"), ("gh", "k"), ("zh", "j"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_LETTERS = str.maketrans("qcCzpg", "kkcsbk", "aeiouywh")
_DOUBLED = re.compile(r"(.)\1+")


def script_of(words: Iterable[str]) -> str:
    """The script that most of the folded words are written in: "latin", "arabic" or "" ."""
    initials = "".join([word[:1] for word in words])
    latin, arabic = len(_LATIN_LETTERS.findall(initials)), len(_ARABIC_LETTERS.findall(initials))
    if not latin and not arabic:
        return ""
    return LATIN if latin >= arabic else ARABIC


@lru_cache(maxsize=WORDS_KEPT)
def sounds(word: str) -> tuple[str, ...]:
    """The sounds of a word in either script, none for one too short or in another script.

    A Latin v has two: Arabic writes it as f, Urdu as a letter that is also a vowel.

    >>> sounds("Karvan"), sounds("کاروان"), sounds("كارفان")
    (('krfn', 'krn'), ('krn',), ('krfn',))
    """
    folded = fold(word).removesuffix("'s")
    if folded.isascii():
        found = [_of_latin(folded.replace("v", v)) for v in ("f", "")]
    else:
        found = [_of_arabic(folded)]
    return tuple(dict.fromkeys(sound for sound in found if len(sound) >= SHORTEST))


def sounds_of(words: Iterable[str]) -> dict[str, str]:
    """Sounds with the word that has them, the longest sounds first, at most `MOST_SOUNDS`."""
    found = {sound: word for word in words for sound in sounds(word)}
    longest = sorted(found, key=lambda sound: (-len(sound), sound))[:MOST_SOUNDS]
    return {sound: found[sound] for sound in longest}


def sound_key(sound: str, script: str) -> int:
    """Key for the database: those of one script are asked for by texts of the other only."""
    return signed_key(f"~{script}:{sound}")


def _of_latin(word: str) -> str:
    for letters, sound in _DIGRAPHS:
        word = word.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _SOFT_C.sub("s", word).translate(_LETTERS)) if word.isalpha() else ""


def _of_arabic(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= SHORTEST:
            word = word.removeprefix(article)
            break
    return _DOUBLED.sub(r"\1", "".join(_FROM_ARABIC.get(letter, "") for letter in word))
