"""Cut text into sentences, in English, Urdu, Arabic and their neighbours."""

import re

_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "gen", "col", "maj", "capt", "lt", "sgt", "sen", "rep", "gov"}
    | {"hon", "rev", "st", "jr", "sr", "vs", "no", "fig", "inc", "ltd", "co", "corp", "dept", "est"}
    | {"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "e.g"}
    | {"i.e", "u.s", "u.n", "u.k", "a.m", "p.m", "approx", "brig", "adm", "pres", "supt", "ph.d"}
)
_CLOSERS = "\"'”’»)\\]"
# A stop, what closes behind it, then a blank and something that can begin a sentence; or a stop
# that ends one in any place.
_END = re.compile(
    rf"(?<=[.!?…])[{_CLOSERS}]*\s+(?=[\"'“‘«(\[]*[^\Wa-z_])|[۔؟।。！？]+[{_CLOSERS}]*\s*|\s*\n\s*"
)
_LAST_WORD = re.compile(r"([^\s\"'“‘(\[]+)\.$")


def sentences(text: str) -> list[str]:
    """Return the sentences in order, stripped; none is empty and no word is lost.

    >>> sentences("Dr. Khan came at 3.5 p.m. on Monday. “No.” He left.")
    ['Dr. Khan came at 3.5 p.m. on Monday.', '“No.”', 'He left.']
    """
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.end()].strip()
        if not piece or (_is_abbreviated(piece) and "\n" not in end[0]):
            continue
        found.append(piece)
        start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _is_abbreviated(piece: str) -> bool:
    """Tell whether the piece ends in a full stop that belongs to a word or an initial."""
    match = _LAST_WORD.search(piece[-40:])
    if not match:
        return False
    word = match[1].lower()
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())
