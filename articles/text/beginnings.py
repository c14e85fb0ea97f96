"""Whether what somebody has begun to type may become a name: by words, by beginnings, by initials.

The same rules are written once more in static/articles/admin/palette.js, for the buttons of a page.
"""

from functools import lru_cache

from articles.text import normalise

# What nobody types to find something; the rest is left out.
LONGEST = 200
MOST_WORDS = 12
# One letter would be the initial of half of all names.
LEAST_INITIALS = 2


def typed(text: str) -> str:
    """What was typed, fit for a database: one line, nothing unseen, at most `LONGEST` characters.

    >>> typed(" Har\\x00bour\\n strike ")
    'Harbour strike'
    """
    return " ".join(normalise.repair(text[:LONGEST]).split())


def asked_words(text: str) -> list[str]:
    """The folded words of what was typed, the last of them perhaps only begun.

    >>> asked_words("Café str")
    ['cafe', 'str']
    """
    return normalise.words(text)[:MOST_WORDS]


def rank(asked: list[str], name: str) -> int | None:
    """How well a name answers the words that were typed: 0 is the best, None is not at all.

    0 the whole name, 1 its first words, 2 its beginning, 3 beginnings of its words in their order,
    4 in any order, 5 its initials. Letters are folded: accents and the Arabic and Urdu forms make
    no difference.

    >>> [rank(asked_words(text), "Port of Karvan") for text in ("port o", "karvan po", "pok", "rt")]
    [2, 4, 5, None]
    """
    words, line, initials = _read(name)
    if not asked or not words:
        return None
    if any(f" {begun}" not in line for begun in asked):
        is_initials = len(asked) == 1 and len(asked[0]) >= LEAST_INITIALS
        return 5 if is_initials and initials.startswith(asked[0]) else None
    if asked == words:
        return 0
    *whole, begun = asked
    opening = words[: len(asked)]
    if len(opening) == len(asked) and opening[:-1] == whole and opening[-1].startswith(begun):
        return 1 if opening[-1] == begun else 2
    places = _places(asked, words)
    if places is None:
        return None
    return 3 if places == sorted(places) else 4


@lru_cache(maxsize=1 << 14)
def _read(name: str) -> tuple[list[str], str, str]:
    """The words of a name, the same in a line with a blank before each, and their initials.

    The same names are looked at with each letter that somebody types.
    """
    words = normalise.words(name)
    return words, "".join(f" {word}" for word in words), "".join(word[0] for word in words)


def _places(asked: list[str], words: list[str]) -> list[int] | None:
    """Where in the name each begun word stands, a word of the name for each; None for no place."""
    free = dict(enumerate(words))
    found: list[int] = []
    for begun in asked:
        after = found[-1] if found else -1
        fitting = [place for place, word in free.items() if word.startswith(begun)]
        if not fitting:
            return None
        place = next((p for p in fitting if p > after), fitting[0])
        found.append(place)
        del free[place]
    return found
