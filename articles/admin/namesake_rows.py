"""What one page of namesakes shows: the pairs, why they met, and where each name is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.admin.answers import UpTo
from articles.dedupe import namesakes as reasons
from articles.dedupe.namesakes import NamePair
from articles.desk import namesakes
from articles.models import Article, Author, Contribution, Namesake, Source, Tag, Tagging

SHOWN = 25
# Counting stops here: a tag on half the archive must not be counted through for a hint.
MOST_COUNTED = 1_000

Kind = Namesake.Noun

# What stands in the address for a reason, and how the reason reads.
REASONS = {
    "letters": (reasons.LETTERS, gettext_lazy("only blanks, marks or capitals differ")),
    "order": (reasons.ORDER, gettext_lazy("same words in another order")),
    "plural": (reasons.PLURAL, gettext_lazy("singular and plural")),
    "words": (
        reasons.FILLER,
        gettext_lazy("differs only in words such as “The”, “News” or “Ltd”"),
    ),
    "title": (reasons.TITLE, gettext_lazy("differs only in a title")),
    "letter": (reasons.ONE_LETTER, gettext_lazy("one letter differs")),
    "sound": (reasons.SOUND, gettext_lazy("another spelling of the same sound")),
    "middle": (reasons.MIDDLE, gettext_lazy("a middle name is left out")),
    "initials": (reasons.INITIALS, gettext_lazy("initials for a name")),
    "two-letters": (reasons.TWO_LETTERS, gettext_lazy("two letters differ")),
}
_READABLE = dict(REASONS.values())


@dataclass(frozen=True)
class Side:
    """One of the two: its name, the spelling that met where it is another, and its use."""

    row: Any
    met: str
    note: str

    @property
    def is_more(self) -> bool:
        """Whether counting stopped before the end."""
        return bool(self.row.used_count > MOST_COUNTED)

    @property
    def used(self) -> str:
        """How many articles it stands on, as people read it."""
        count = min(self.row.used_count, MOST_COUNTED)
        return f"{count}+" if self.is_more else str(count)


@dataclass(frozen=True)
class Pair:
    """A row of the page; `stays` is the side that a merge of many would keep."""

    one: Side
    other: Side
    reason: str

    @property
    def stays(self) -> Side:
        """The one that is used more; of equals the older one, whose address is known longer."""
        return self.other if self.other.row.used_count > self.one.row.used_count else self.one

    @property
    def goes(self) -> Side:
        """The one that a merge of many would merge into it."""
        return self.one if self.stays is self.other else self.other


def shown(noun: Namesake.Noun, pairs: Sequence[NamePair]) -> list[Pair]:
    """The pairs with their rows and counts, those of rows that vanished left out. One query."""
    rows = used(noun, {row for pair in pairs for row in (pair.one, pair.other)})
    return [
        Pair(
            _side(rows[pair.one], pair.one_name),
            _side(rows[pair.other], pair.other_name),
            str(_READABLE[pair.reason]),
        )
        for pair in pairs
        if pair.one in rows and pair.other in rows
    ]


def used(noun: Namesake.Noun, ids: Iterable[int]) -> dict[int, Any]:
    """The rows of these ids, each with `used_count`, at most one above `MOST_COUNTED`."""
    uses: dict[Namesake.Noun, Any] = {
        Kind.TAG: Tagging.objects.filter(tag=OuterRef("pk")),
        Kind.SOURCE: Article.objects.filter(source=OuterRef("pk")),
        Kind.AUTHOR: Contribution.objects.filter(author=OuterRef("pk")),
    }
    bounded = UpTo(uses[noun], MOST_COUNTED + 1)
    rows = namesakes.MODELS[noun]._base_manager.filter(pk__in=set(ids))
    return {row.pk: row for row in rows.annotate(used_count=bounded)}


def _side(row: Model, name: str) -> Side:
    return Side(row, "" if name == str(row) else name, _note(row))


def _note(row: Model) -> str:
    """What tells two of one name apart: terms and feed, words about it, or a job."""
    if isinstance(row, Source):
        parts = [row.get_rights_display(), urlsplit(row.poll_url or row.home_url).netloc]
        parts += [] if row.active else [_("switched off")]
        return " · ".join(str(part) for part in parts if part)
    if isinstance(row, Author):
        return " · ".join(part for part in (row.job_title, _account(row)) if part)
    return row.description if isinstance(row, Tag) else ""


def _account(author: Author) -> str:
    return pgettext("of an author", "has an account") if author.user_id else ""
