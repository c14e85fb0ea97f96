"""What people are quoted as saying, and who said it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.text.normalise import words

from .names import PlacedName

LONGEST = 1500
"""Characters of a quotation; a mark that is not closed by then was forgotten."""

SHORTEST = 3
"""Words of a quotation; fewer are a term, unless a verb of saying stands beside them."""

BESIDE = 120
"""Characters to either side of a quotation in which its speaker is looked for."""

_SAYING = re.compile(
    r"(?<!-)\b(?:said|says|say|saying|told|tells|added|adds|called|calls|calling|described|describes"
    r"|describing|labelled|labeled|announced|stated|states|warned|warns|wrote|writes|insisted"
    r"|explained|replied|argued|declared|noted|stressed|claimed|claims|promised|praised|recalled"
    r"|remarked|asked|tweeted|according to|spoke of|dubbed|denounced|condemned)\b"
    r"|کہا|بتایا|کہنا|قال|قالت|يقول|تقول|اضاف|أضاف|أضافت|مضيفا|مضيفة|مضيفةً|صرح|صرحت"
)
# Opening mark, what is said (bounded), closing mark. A single curly mark may be an apostrophe, so
# it opens only after a blank and closes only before one.
_QUOTE = re.compile(
    rf"“(?P<a>[^“”]{{1,{LONGEST}}})”(?![A-Za-z\d])"
    rf"|\"(?P<b>[^\"]{{1,{LONGEST}}})\""
    rf"|«(?P<c>[^«»]{{1,{LONGEST}}})»"
    rf"|(?:’’|‘‘|'')(?P<d>[^‘’']{{1,{LONGEST}}}?)(?:‘‘|’’|'')"
    rf"|(?<![\w’])‘(?P<e>[^‘]{{1,{LONGEST}}}?)’(?!\w)"
)
_URDU_SPEAKER = re.compile(r"((?:\S+\s){1,3})نے\s")
_ARABIC_SPEAKER = re.compile(r"(?:قال|قالت|وقال|وقالت|يقول|تقول|أضاف|وأضاف)\s(\S+(?:\s\S+)?)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Quote:
    """The folded words between the marks, and the speaker as printed, "" where none is near."""

    words: tuple[str, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A quotation and where its words stand, without the marks."""

    quote: Quote
    start: int
    end: int


def find_quotes(text: str, names: Sequence[PlacedName] = ()) -> list[PlacedQuote]:
    """Quotations of one paragraph, in order; `names` are its names.

    A term in quotation marks is none: two words or fewer count only beside a verb of saying.
    """
    found = []
    for match in _QUOTE.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        said = tuple(words(text[start:end]))
        around = _around(text, match.start(), match.end())
        has_verb = any(_SAYING.search(part) for part in around)
        if said and (len(said) >= SHORTEST or has_verb):
            speaker = _speaker(text, names, match.span()) if has_verb else ""
            found.append(PlacedQuote(Quote(said, speaker), start, end))
    return found


def same_words(one: Quote, other: Quote) -> float:
    """How far two quotations agree: 1 where the shorter stands in the longer one word for word."""
    short, long = sorted((one.words, other.words), key=len)
    if _stands_in(short, long):
        return 1.0
    grams = _grams(short)
    return len(grams & _grams(long)) / len(grams) if grams else 0.0


def _stands_in(short: Sequence[str], long: Sequence[str]) -> bool:
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _grams(found: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(found))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a quotation in its own sentence."""
    before = text[max(0, start - BESIDE) : start]
    cut = max(before.rfind(". "), before.rfind("۔ "), before.rfind("? "), before.rfind("! "))
    after = re.split(r"[.!?۔](?:\s|$)", text[end : end + BESIDE], maxsplit=1)[0]
    return before[cut + 1 :], after


def _speaker(text: str, names: Iterable[PlacedName], span: tuple[int, int]) -> str:
    """The name nearest to the quotation that stands outside it, in its sentence."""
    before, after = _around(text, *span)
    first, last = span[0] - len(before), span[1] + len(after)
    beside = [
        (min(abs(span[0] - name.end), abs(name.start - span[1])), name)
        for name in names
        if (first <= name.start and name.end <= span[0])
        or (span[1] <= name.start and name.end <= last)
    ]
    if beside:
        return " ".join(min(beside, key=lambda found: found[0])[1].words)
    told = _ARABIC_SPEAKER.search(before) or _URDU_SPEAKER.search(before)
    return " ".join(_WORD.findall(told[1])) if told else ""
