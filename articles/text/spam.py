"""Look at a reader's comment for what speaks for a person's look before it is shown."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.text import links, normalise

# From here on nobody waits for the writer: it goes with the spam, where the desk finds it.
CERTAIN = 10
# Letters below which a text is too short to be of a script; the share of them that decides.
_FEW_LETTERS = 12
_MOST_OF_THEM = 0.6
_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "arabic": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "hebrew": re.compile(r"[\u0590-\u05ff]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "east asian": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
}


@dataclass(frozen=True)
class Finding:
    """One thing found: its name, what exactly, and how much it weighs."""

    name: str
    detail: str
    weight: int


def findings(text: str, *, of: str, links_allowed: int, blocked: Iterable[str]) -> list[Finding]:
    """What speaks against showing the text at once; `of` is a text of what it is about.

    More links than are allowed weigh one each, a blocked word or phrase five, another script than
    that of `of` two. Case, accents and kinds of letters make no difference to a blocked word.

    >>> findings("Cheap pills http://a.example", of="News", links_allowed=0, blocked=["PILLS"])
    [Finding(name='links', detail='1', weight=1), Finding(name='blocked', detail='PILLS', weight=5)]
    """
    found = []
    count = links.count(text)
    if count > links_allowed:
        found.append(Finding("links", str(count), min(count - links_allowed, CERTAIN)))
    spaced = f" {' '.join(normalise.words(text))} "
    for phrase in blocked:
        folded = " ".join(normalise.words(phrase))
        if folded and f" {folded} " in spaced:
            found.append(Finding("blocked", phrase.strip()[:80], 5))
    theirs, ours = script(text), script(of)
    if theirs and ours and theirs != ours:
        found.append(Finding("script", theirs, 2))
    return found


def script(text: str) -> str:
    """The script that most letters of a text belong to; "" where they are few or mixed.

    >>> script("Прочитайте наши новости"), script("OK")
    ('cyrillic', '')
    """
    letters = sum(character.isalpha() for character in text[:2000])
    if letters < _FEW_LETTERS:
        return ""
    for name, pattern in _SCRIPTS.items():
        if len(pattern.findall(text[:2000])) >= _MOST_OF_THEM * letters:
            return name
    return ""


def key(text: str) -> str:
    """The same for two texts that differ only in case, blanks and punctuation; "" for none.

    >>> key("Well said!") == key("well  said")
    True
    """
    words = normalise.words(text) or text.split()
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if words else ""
