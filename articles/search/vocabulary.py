"""The words that headlines, bylines and tags have used: for completing and for "did you mean"."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from articles.models import Article, SearchWord
from articles.search import finding
from articles.search.query import (
    FIELDS,
    MOST_PARTS,
    READERS_FIELDS,
    Query,
    Term,
    parse,
    parted,
    tokens,
    typed,
)

SHORTEST, LONGEST = 3, 40
OFFERED = 8
# Words of which a few are tried on the articles that the person may see.
TRIED = 16
# Words of one query that are put right, and queries offered that ask for less.
MENDED, LOOSER = 3, 3
# Words that are compared with one that was perhaps mistyped.
COMPARED = 3000
# Of words this long one letter may be wrong, of longer ones two.
LEAST_MENDED, LONG = 4, 8


def learn(words: Iterable[set[str]]) -> None:
    """Count words that articles have got, each set those of one. Three statements.

    Counting waits for nobody: where another transaction counts the same word, one of the two is
    not counted.
    """
    counted = Counter(word for found in words for word in found if _is_kept(word))
    if not counted:
        return
    made = [SearchWord(word=word, backward=word[::-1], count=0) for word in sorted(counted)]
    SearchWord.objects.bulk_create(made, ignore_conflicts=True)
    rows = SearchWord.objects.filter(word__in=sorted(counted))
    if connection.features.has_select_for_update_skip_locked:
        free = rows.select_for_update(skip_locked=True).order_by("word")
        rows = SearchWord.objects.filter(word__in=list(free.values_list("word", flat=True)))
    rows.update(count=F("count") + 1)


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal()


def complete(
    text: str,
    *,
    among: QuerySet[Article],
    now: datetime,
    limit: int = OFFERED,
    is_desk: bool = True,
) -> list[str]:
    """The text with its last word completed, the commonest word first.

    Each finds something `among` these, all of its words together. At most `TRIED` searches for one
    article each.
    """
    *before, last = typed(text).split(" ")
    begun = tokens(last)
    if len(begun) != 1 or not 1 < len(begun[0]) <= LONGEST:
        return []
    whole = parse(" ".join(before), fields=FIELDS if is_desk else READERS_FIELDS)
    rows = _beginning("word", begun[0]).order_by("-count", "word")
    found: list[str] = []
    for word in list(rows.values_list("word", flat=True)[:TRIED]):
        if len(found) == limit:
            break
        query = replace(whole, terms=(*whole.terms, Term((word,))))
        if finding.finds(query, among=among, now=now, is_desk=is_desk):
            found.append(" ".join((*before, word)))
    return found


def suggest(text: str, *, among: QuerySet[Article], now: datetime, is_desk: bool = True) -> str:
    """The query with words that nothing has put right, or "" where it cannot be done better.

    What is suggested finds something `among` these: a word that only hidden articles have is
    never given away. At most `MENDED` words are looked at closely.
    """
    fields = FIELDS if is_desk else READERS_FIELDS

    def finds(query: Query) -> bool:
        return finding.finds(query, among=among, now=now, is_desk=is_desk)

    mended, unknown = text, 0
    for term in parse(text, fields=fields).wanted:
        if len(term.words) > 1 or term.is_prefix:
            continue
        word = term.words[0]
        if len(word) < LEAST_MENDED or finds(Query((term,))):
            continue
        unknown += 1
        better = ""
        if unknown <= MENDED:
            near = _alike(word)[:TRIED]
            better = next((known for known in near if finds(Query((Term((known,)),)))), "")
        if not better:
            return ""
        mended = _replaced(mended, word, better)
    if mended == text or not finds(parse(mended, fields=fields)):
        return ""
    return mended


def looser(
    text: str, *, among: QuerySet[Article], now: datetime, is_desk: bool = True
) -> list[str]:
    """Up to `LOOSER` queries that ask for less than this one and find something.

    Without quotation marks, with one part left out, with the last word only begun; in this order,
    at most `TRIED` searches for one article each.
    """
    parts = parted(text)[:MOST_PARTS]
    plain = " ".join(parts).replace('"', " ")
    ways = [" ".join(plain.split())] if '"' in "".join(parts) else []
    if len(parts) > 1:
        ways += [" ".join(parts[:place] + parts[place + 1 :]) for place in range(len(parts))]
    if parts and len(tokens(parts[-1])) == 1 and not parts[-1].endswith(("*", '"')):
        ways.append(" ".join((*parts[:-1], f"{parts[-1]}*")))
    fields = FIELDS if is_desk else READERS_FIELDS
    found: list[str] = []
    for way in list(dict.fromkeys(ways))[:TRIED]:
        query = parse(way, fields=fields)
        if query.wanted and finding.finds(query, among=among, now=now, is_desk=is_desk):
            found.append(way)
        if len(found) == LOOSER:
            break
    return found


def _beginning(column: str, begun: str) -> Any:
    if connection.vendor == "postgresql":
        return SearchWord.objects.filter(**{f"{column}__startswith": begun})
    # SQLite's LIKE knows no case and therefore no index; its own order is that of the letters.
    end = begun + "\U0010ffff"
    return SearchWord.objects.filter(**{f"{column}__gte": begun, f"{column}__lt": end})


def _alike(word: str) -> list[str]:
    """Known words that differ by a letter or two, the nearest and then the commonest first."""
    most = 1 if len(word) < LONG else 2
    found: dict[str, int] = {}
    for column, begun in (("word", word[:2]), ("backward", word[::-1][:3])):
        rows = _beginning(column, begun).order_by("-count", "word")
        found |= dict(rows.values_list("word", "count")[:COMPARED])
    near = []
    letters = set(word)
    for known, count in found.items():
        is_far = abs(len(known) - len(word)) > most or len(letters ^ set(known)) > 2 * most
        if not is_far and 0 < (apart := distance(word, known)) <= most:
            near.append((apart, -count, known))
    return [known for _apart, _count, known in sorted(near)]


def distance(one: str, other: str) -> int:
    """Letters to put in, take out, exchange or swap with the next to turn one into the other.

    >>> distance("parliment", "parliament"), distance("gaurdian", "guardian")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _replaced(text: str, word: str, better: str) -> str:
    parts = text.split(" ")
    return " ".join(better if tokens(part) == [word] else part for part in parts)
