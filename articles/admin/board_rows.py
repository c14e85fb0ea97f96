"""The rows of a board, ready to be shown: words with the value marked, and where they lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.dedupe.accounts import Account, Claim
from articles.dedupe.aligning import Degree
from articles.dedupe.board import Board, Statement
from articles.dedupe.gaps import Gap
from articles.dedupe.ledger import Fact, Kind, Sentence
from articles.dedupe.quotes import Quote
from articles.dedupe.timings import Timing
from articles.desk.quoting import why_not_quoted
from articles.models import Article

KINDS: dict[Kind, str | Promise] = {
    Kind.DATE: gettext_lazy("Date"),
    Kind.COUNT: gettext_lazy("Count"),
    Kind.AMOUNT: gettext_lazy("Amount"),
    Kind.NAME: gettext_lazy("Name"),
    Kind.QUOTE: gettext_lazy("Quote"),
}
DEGREES: dict[Degree, str | Promise] = {
    Degree.APART: gettext_lazy("They differ"),
    Degree.OPEN: gettext_lazy("One leaves the year open"),
    Degree.ROUNDED: gettext_lazy("Told with other precision"),
}
# Of many accounts with one value so many are shown in full.
SAID_IN_FULL = 3
# Words around the value of a sentence that a row shows; the paragraph is one click away.
AROUND = 260


@dataclass(frozen=True)
class Piece:
    """Some words, marked as the value or not."""

    text: str
    is_value: bool


@dataclass(frozen=True)
class Said:
    """What one article says: its words, the number of the paragraph, and where to read it."""

    article: Article
    pieces: tuple[Piece, ...]
    paragraph: int
    note: str
    reading_url: str
    both_url: str


@dataclass(frozen=True)
class Side:
    """One of the values of a statement, and who gives it: in full, then only by name."""

    value: str
    said: tuple[Said, ...]
    more: tuple[Said, ...]


@dataclass(frozen=True)
class StatementRow:
    """One thing with several values."""

    kind: str
    degree: str
    is_apart: bool
    label: str
    sides: tuple[Side, ...]
    both_url: str

    @property
    def said_count(self) -> int:
        """Over how many lines of the table it goes."""
        return sum(len(side.said) for side in self.sides)


@dataclass(frozen=True)
class GapRow:
    """A sentence with facts that only its article has; why it cannot be added, if it cannot."""

    said: Said
    kinds: tuple[str, ...]
    anchor: str
    sentence: str
    refusal: str


@dataclass(frozen=True)
class Rows:
    """The whole board."""

    differences: tuple[StatementRow, ...]
    rounded: tuple[StatementRow, ...]
    gaps: tuple[GapRow, ...]


def rows_of(
    board: Board,
    accounts: Sequence[Account],
    articles: Mapping[int, Article],
    *,
    into: Article | None,
    now: datetime,
) -> Rows:
    """The rows in the order of the board; `into` is the article that gaps are added to."""
    reader = _Reader({account.key: account for account in accounts}, articles)
    return Rows(
        tuple(reader.statement(found) for found in board.differences),
        tuple(reader.statement(found) for found in board.rounded),
        tuple(_gap(reader, found, into, now) for found in board.gaps),
    )


@dataclass(frozen=True)
class _Reader:
    accounts: Mapping[int, Account]
    articles: Mapping[int, Article]

    def statement(self, found: Statement) -> StatementRow:
        """A statement with the words of every claim."""
        first = found.sides[0][0]
        sides = tuple(
            self._side(side[0].fact.text, [self._claim(claim, first) for claim in side])
            for side in found.sides
        )
        return StatementRow(
            str(KINDS[found.kind]),
            str(DEGREES[found.degree]),
            found.degree is Degree.APART,
            found.label,
            sides,
            self._both(first, found.sides[1][0]),
        )

    def _side(self, value: str, said: Sequence[Said]) -> Side:
        """The first sayings in full; whoever says the same words, or comes late, by name."""
        full: dict[str, Said] = {}
        for one in said:
            words = "".join(piece.text for piece in one.pieces)
            if len(full) < SAID_IN_FULL:
                full.setdefault(words, one)
        shown = list(full.values())
        return Side(value, tuple(shown), tuple(one for one in said if one not in shown))

    def said(
        self, account: int, sentence: Sentence, facts: Sequence[Fact], *, both_url: str = ""
    ) -> Said:
        """A sentence of an account with its facts marked."""
        article = self.articles[account]
        ledger = self.accounts[account].ledger
        passage = ledger.passages[sentence.passage]
        end = sentence.start + len(ledger.whole_text(sentence, facts))
        notes = [note for fact in facts if (note := _note(fact))]
        return Said(
            article,
            _pieces(passage.text, sentence.start, end, facts),
            sentence.passage + 1 if passage.is_body else 0,
            " ".join(dict.fromkeys(notes)),
            _reading(article, passage.anchor),
            both_url,
        )

    def anchor(self, account: int, sentence: Sentence) -> str:
        """The id of the paragraph that a sentence stands in."""
        return self.accounts[account].ledger.passages[sentence.passage].anchor

    def _claim(self, claim: Claim, first: Claim) -> Said:
        both = "" if claim is first else self._both(first, claim)
        return self.said(claim.account, claim.fact.sentence, [claim.fact], both_url=both)

    def _both(self, one: Claim, other: Claim) -> str:
        """Where both paragraphs stand side by side; for one article, one under the other."""
        mine = self.anchor(one.account, one.fact.sentence)
        theirs = self.anchor(other.account, other.fact.sentence)
        if one.account == other.account:
            query = urlencode([("p", mine), ("p", theirs)])
            return f"{reverse('admin:articles_article_reading', args=[one.account])}?{query}"
        url = reverse("admin:compare", args=[one.account, other.account])
        return f"{url}?{urlencode({'left': mine, 'right': theirs})}#pointed"


def _gap(reader: _Reader, gap: Gap, into: Article | None, now: datetime) -> GapRow:
    said = reader.said(gap.account, gap.sentence, gap.facts)
    kinds = tuple(dict.fromkeys(str(KINDS[fact.kind]) for fact in gap.facts))
    ledger = reader.accounts[gap.account].ledger
    refusal = ""
    if into is not None:
        is_own = into.pk == said.article.pk
        refusal = _("It stands in this article.") if is_own else why_not_quoted(said.article, now)
    return GapRow(
        said,
        kinds,
        reader.anchor(gap.account, gap.sentence),
        ledger.whole_text(gap.sentence, gap.facts),
        refusal,
    )


def _reading(article: Article, anchor: str) -> str:
    url = reverse("admin:articles_article_reading", args=[article.pk])
    return f"{url}?{urlencode({'p': anchor})}#{anchor}"


def _pieces(text: str, start: int, end: int, facts: Sequence[Fact]) -> tuple[Piece, ...]:
    """The words from `start` to `end` in pieces, facts marked; very many around them only."""
    first, last = min(fact.start for fact in facts), max(fact.end for fact in facts)
    begin = max(start, first - AROUND)
    stop = min(end, last + AROUND)
    pieces = [] if begin == start else [Piece("…", is_value=False)]
    at = begin
    for fact in sorted(facts, key=lambda fact: (fact.start, -fact.end)):
        if fact.start < at:
            continue  # a name within a quotation that is marked already
        pieces += [Piece(text[at : fact.start], is_value=False)]
        pieces += [Piece(text[fact.start : fact.end], is_value=True)]
        at = fact.end
    pieces += [Piece(text[at:stop] + ("" if stop == end else "…"), is_value=False)]
    return tuple(piece for piece in pieces if piece.text)


def _note(fact: Fact) -> str:
    """What must be known of a value besides its words."""
    value: Any = fact.value
    if isinstance(value, Timing) and value.is_reckoned and value.first and value.last:
        return _("%(days)s, reckoned from the date of the article") % {
            "days": _days(value.first, value.last)
        }
    if isinstance(value, Timing) and value.first is None and not value.day:
        return _("no year is named, and the date of the article is not known")
    if isinstance(value, Quote) and value.speaker:
        return value.speaker
    return ""


def _days(first: date, last: date) -> str:
    if first == last:
        return date_format(first, "j F Y")
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    if first.day == 1 and first.month == last.month:
        return date_format(first, "F Y")
    return f"{date_format(first, 'j F')} – {date_format(last, 'j F Y')}"
