"""What a person typed, read as words, phrases and filters; every text is a query.

    storks -ferry "port strike" harb* section:politics -source:agency after:2026-11-01

Words must all stand in an article. Quotation marks of any kind make a phrase, a minus leaves
out, a star stands for any ending. `field:value` narrows; a field that is not known is text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from articles.text import normalise

MOST_CHARACTERS = 1000
MOST_PARTS = 16
# A star after fewer letters would stand for a large part of all words.
LEAST_STEM = 2
# PostgreSQL refuses words of more than 2,046 bytes, and with them the text.
LONGEST_WORD = 200

FIELDS = {
    "section": "section",
    "source": "source",
    "status": "status",
    "lang": "lang",
    "language": "lang",
    "by": "by",
    "author": "by",
    "tag": "tag",
    "kind": "kind",
    "after": "after",
    "before": "before",
    "headline": "headline",
}
READERS_FIELDS = {name: field for name, field in FIELDS.items() if field != "status"}
"""What readers narrow by: all that they find has one status, and the word means nothing to them."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(
    r'(?P<minus>(?<!\S)[-−‐‑–])?(?:(?P<field>[A-Za-z]{2,8}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True)
class Term:
    """Folded words that stand in a row; the last may be the beginning of one."""

    words: tuple[str, ...]
    is_prefix: bool = False
    is_left_out: bool = False
    in_headline: bool = False


@dataclass(frozen=True)
class Filter:
    """A field and what it is to be, as typed."""

    field: str
    value: str
    is_left_out: bool = False


@dataclass(frozen=True)
class Query:
    """What is looked for; `is_cut` when the text was longer than anybody types."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    is_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms or self.filters)

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that must be there: those that results are ranked and marked by."""
        return tuple(term for term in self.terms if not term.is_left_out)

    def narrowed(self, field: str, value: str) -> "Query":
        """The same, and the field is to have this value; what says nothing stays so."""
        return replace(self, filters=(*self.filters, Filter(field, value))) if self else self


def tokens(text: str) -> list[str]:
    """The words as the index has them: folded, in order, parted at apostrophes.

    Of a longer one than people write, such as a picture put into text, the beginning stands.

    >>> tokens("Russia’s Café, 1,200 ڪتاب")
    ['russia', 's', 'cafe', '1', '200', 'کتاب']
    """
    return [
        part[:LONGEST_WORD] for word in normalise.words(text) for part in word.split("'") if part
    ]


def parse(text: str, *, fields: Mapping[str, str] = FIELDS) -> Query:
    """Read what was typed; never raises, whatever it was. What says nothing is left out.

    `fields` are those that narrow; any other is text.

    >>> parse('-"port strike" harb* by:Ann').terms[1]
    Term(words=('harb',), is_prefix=True, is_left_out=False, in_headline=False)
    """
    terms: list[Term] = []
    filters: list[Filter] = []
    found = _parts(typed(text), fields)
    for part in found:
        if isinstance(part, Filter):
            filters.append(part)
        else:
            terms.append(part)
        if len(terms) + len(filters) == MOST_PARTS:
            break
    left = next(found, None)
    return Query(tuple(terms), tuple(filters), len(text) > MOST_CHARACTERS or left is not None)


def typed(text: str) -> str:
    """What was typed, fit for a database and no longer than anybody types.

    Halves of characters and NULs, which no database takes, say nothing.
    """
    return text[:MOST_CHARACTERS].encode(errors="ignore").decode().replace("\x00", " ")


def begun(text: str, *, in_headline: bool = True) -> Query:
    """What was typed so far: its last word may be the beginning of one.

    A single letter at the end says nothing yet and is left out.

    >>> begun("port st").terms[1].is_prefix, [term.words for term in begun("port s").terms]
    (True, [('port',)])
    """
    query = parse(text)
    terms = [replace(t, in_headline=in_headline or t.in_headline) for t in query.terms]
    if terms and not terms[-1].is_left_out:
        last = terms.pop()
        if len(last.words[-1]) >= LEAST_STEM:
            terms.append(replace(last, is_prefix=True))
        elif "\u3040" <= last.words[-1] <= "\u9fff":  # a sign of Chinese or Japanese is a word
            terms.append(last)
        elif len(last.words) > 1:
            terms.append(replace(last, words=last.words[:-1]))
    return replace(query, terms=tuple(terms))


def parted(text: str) -> list[str]:
    """The parts of what was typed, each as it was typed, phrases in straight quotation marks.

    >>> parted("port “long strike” -ferry")
    ['port', '"long strike"', '-ferry']
    """
    return [found[0] for found in _PART.finditer(typed(text).translate(_QUOTES))]


def _parts(text: str, fields: Mapping[str, str]) -> Iterator[Term | Filter]:
    for found in _PART.finditer(text.translate(_QUOTES)):
        field = fields.get((found["field"] or "").lower(), "")
        value = found["phrase"] if found["word"] is None else found["word"]
        is_left_out = found["minus"] is not None
        if field and field != "headline":
            if value.strip():
                yield Filter(field, value.strip(), is_left_out)
            continue
        if found["field"] and not field:
            value = f"{found['field']} {value}"
        is_open = found["word"] is not None and value.endswith("*")
        if words := tuple(tokens(value)):
            is_prefix = is_open and len(words[-1]) >= LEAST_STEM
            yield Term(words, is_prefix, is_left_out, field == "headline")
