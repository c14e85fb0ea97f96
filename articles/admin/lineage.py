"""What a story's page tells of its lineage: who was first, who took how much, in a picture and
in a table that says the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from articles.admin.drawing import Drawing, Spot, draw
from articles.dedupe.reuse import Basis, Edge, Kind
from articles.ingest import tracing
from articles.ingest.tracing import Teller
from articles.models import Article, Story

# From this share on, a text is told to be taken from others for the most part.
MOSTLY = 0.5
BASES: dict[Basis, str | Promise] = {
    Basis.CLAIM: _("its own time"),
    Basis.SEEN: _("first seen here"),
    Basis.OUT: _("published"),
    Basis.AHEAD: _("not published yet"),
}


@dataclass(frozen=True)
class Take:
    """What a text has in common with an earlier one, in words for the table."""

    kind: Kind
    percent: int
    other: "Line"


@dataclass(frozen=True)
class Line:
    """One text in the table; `own` is in per cent, None for one too short to tell."""

    number: int
    teller: Teller
    basis: str | Promise
    own: int | None

    @property
    def article(self) -> Article:
        """The text's article."""
        return self.teller.article

    @property
    def anchor(self) -> str:
        """Where the table has it."""
        return f"lineage-{self.number}"


@dataclass(frozen=True)
class Lineage:
    """The panel: `lines` with what each took, `lanes` the articles whose sources name the lanes.

    `first` is None where several told it at the same moment; `taken_count` are the texts that
    have most of their words from others.
    """

    lines: tuple[tuple[Line, tuple[Take, ...]], ...]
    lanes: tuple[Article, ...]
    drawing: Drawing
    first: Line | None
    taken_count: int
    is_cut: bool


def of_story(story: Story, now: datetime) -> Lineage:
    """Trace the story and put it in lines and lanes; six queries."""
    traced = tracing.trace_story(story, now)
    lines = {
        teller.article.pk: _line(number, teller, traced.reuse.own[teller.article.pk])
        for number, teller in enumerate(traced.tellers, start=1)
    }
    takes: dict[int, list[Take]] = {pk: [] for pk in lines}
    for edge in traced.reuse.edges:
        takes[edge.taker].append(_take(edge, lines))
    lanes: dict[int | None, tuple[int, Article]] = {}
    for teller in traced.tellers:
        lanes.setdefault(teller.article.source_id, (len(lanes), teller.article))
    spots = [
        Spot(
            id=pk,
            number=line.number,
            lane=lanes[line.article.source_id][0],
            at=line.teller.told.at,
            own=traced.reuse.own[pk],
        )
        for pk, line in lines.items()
    ]
    shares = [share for share in traced.reuse.own.values() if share is not None]
    return Lineage(
        lines=tuple((line, tuple(takes[pk])) for pk, line in lines.items()),
        lanes=tuple(article for _number, article in lanes.values()),
        drawing=draw(spots, traced.reuse.edges, is_mirrored=get_language_bidi()),
        first=lines[traced.reuse.first] if traced.reuse.first is not None else None,
        taken_count=sum(share < MOSTLY for share in shares),
        is_cut=traced.is_cut,
    )


def _line(number: int, teller: Teller, own: float | None) -> Line:
    return Line(number, teller, BASES[teller.told.basis], None if own is None else round(100 * own))


def _take(edge: Edge, lines: dict[int, Line]) -> Take:
    return Take(edge.kind, round(100 * edge.share), lines[edge.giver])
