"""How long a text is for a reader: its width, where a title is cut, the minutes it takes."""

import math
import unicodedata
from typing import Final

# Narrow characters, spaces included. A page's headline runs over three lines of a phone beyond
# this; a result of a search shows some 600 pixels; cards of social media show one or two lines.
PAGE: Final = 100
SEARCH: Final = 65
SOCIAL: Final = 90
STANDFIRST: Final = 200

# Words a minute, read silently: English from Brysbaert (2019), the others from the reading speed
# texts of IReST (Trauzettel-Klosinski and others, 2012). No measurement of Urdu is known to us:
# it gets the usual pace. Chinese and Japanese count characters, as `normalise.words` does.
_PACES: Final = {
    "ar": 138, "de": 179, "en": 238, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188,
    "ja": 357, "nl": 202, "pl": 166, "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166,
    "zh": 255,
}  # fmt: skip
USUAL_PACE: Final = 190


def width(text: str) -> int:
    """Return how many narrow characters wide a line of text is.

    A vowel sign or joiner takes no room of its own, a Chinese or Japanese character that of two.

    >>> width("خبریں"), width("فَ"), width("新聞")
    (5, 1, 4)
    """
    return sum(map(_room, text))


def _room(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, most: int) -> str:
    """Return the text as a narrow place shows it: cut at a blank where one is near, with "…".

    >>> cut("Harbour opens after the storm", 18)
    'Harbour opens…'
    """
    if _fitting(text, most) == len(text):
        return text
    taken = text[: _fitting(text, most - 1)]
    whole, blank, _rest = taken.rpartition(" ")
    is_inside = not text[len(taken) :].startswith(" ")
    return (whole if blank and is_inside and len(whole) * 2 > len(taken) else taken).rstrip() + "…"


def _fitting(text: str, most: int) -> int:
    """Return how many of its first characters fit into a width."""
    if text[: most + 1].isascii():
        return min(len(text), most)
    room = most
    for number, character in enumerate(text):
        room -= _room(character)
        if room < 0:
            return number
    return len(text)


def pace(language: str) -> int:
    """Return the words that a usual reader of the language reads in a minute."""
    return _PACES.get(language.partition("-")[0].lower(), USUAL_PACE)


def reading_minutes(words: int, language: str) -> int:
    """Return the whole minutes that so many words take; 0 for none, else at least 1.

    >>> reading_minutes(0, "en"), reading_minutes(40, "en"), reading_minutes(690, "ar")
    (0, 1, 5)
    """
    return max(1, math.floor(words / pace(language) + 0.5)) if words else 0
