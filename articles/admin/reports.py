"""Reports: what the desk should look after, each a filter of the article list with its acts.

A report is bounded: it looks back no further than it says, along an index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import broken, charts, clock, performing
from articles.admin.answers import Different, UpTo, answers
from articles.admin.filters import OFFERED, ActSectionFilter, AgeFilter, FieldFilter
from articles.desk import emptying
from articles.enums import CaptureOutcome, CommentStatus, Relation, Status
from articles.ingest import newsdays
from articles.models import (
    Act,
    Article,
    Capture,
    Change,
    Comment,
    Contribution,
    Credit,
    NewsDay,
    RelatedLink,
    Section,
    Source,
    Suggestion,
)

LOOK_BACK = timedelta(days=30)
OLD_DRAFT = timedelta(days=3)
OLD_ARRIVAL = timedelta(days=2)
# Acts that put an article into the bin, the undoing of its revival among them.
BINNING = ("spike", "kill", "take-down", "undo")
# Of what a person did, so many acts back is still theirs.
MY_ACTS = 200
# Counts go so far; beyond, "more than" says enough.
MOST = 99


@dataclass(frozen=True)
class Report:
    """A question about articles: its name in the address, its words, and the rows that answer."""

    slug: str
    title: str | Promise
    why: str | Promise
    rows: Callable[[QuerySet[Article], datetime, int | None], QuerySet[Article]]


def _shown_lately(rows: QuerySet[Article], now: datetime) -> QuerySet[Article]:
    """Narrowed to what lists have been showing for no longer than the look-back."""
    return rows.filter(
        status=Status.PUBLISHED,
        retracted_at=None,
        copy_of=None,
        visible_at__lte=now,
        visible_at__gt=now - LOOK_BACK,
    )


def _mine(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    """Drafts among what the person did something to lately."""
    acts = Act.objects.filter(by=person).order_by("-at", "-id").values("pk")[:MY_ACTS]
    touched = Change.objects.filter(act__in=acts).exclude(article_id=None)
    return rows.filter(status=Status.DRAFT, pk__in=touched.values("article_id"))


def _scheduled(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    # The conditions of the index of listed articles, read from its other end.
    return rows.filter(status=Status.PUBLISHED, retracted_at=None, copy_of=None, visible_at__gt=now)


def _suggested(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    open_ones = Suggestion.objects.filter(status="open").values("article_id")
    return rows.filter(pk__in=open_ones)


def _waiting(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    return rows.filter(
        status=Status.INCOMING, arrived_at__lt=now - OLD_ARRIVAL, arrived_at__gt=now - LOOK_BACK
    )


def _old_drafts(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    return rows.filter(status=Status.DRAFT, arrived_at__lt=now - OLD_DRAFT)


def _without_alt(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    return _shown_lately(rows, now).exclude(lead_image=None).filter(lead_image__alt="")


def _without_picture(
    rows: QuerySet[Article], now: datetime, person: int | None
) -> QuerySet[Article]:
    return _shown_lately(rows, now).filter(lead_image=None)


def _uncredited(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    shown = _shown_lately(rows, now).filter(source=None)
    return shown.filter(
        ~Exists(Contribution.objects.filter(article=OuterRef("pk"))),
        ~Exists(Credit.objects.filter(article=OuterRef("pk"))),
    )


def _unplaced(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    return _shown_lately(rows, now).filter(section=None)


def _dead_ends(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    # Asked target by target: the rows of a month lead to few, and all that is published to many.
    seen = Article.objects.published(now).filter(pk=OuterRef("target"))
    dead = RelatedLink.objects.filter(~Exists(seen), article=OuterRef("pk")).exclude(target=None)
    return _shown_lately(rows, now).filter(Exists(dead))


def _behind(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    """What came first is the one translated; it changed after its translation last did."""
    changed = Coalesce(
        OuterRef("updated_at"), OuterRef("visible_at"), output_field=models.DateTimeField()
    )
    newer = RelatedLink.objects.filter(
        article=OuterRef("pk"),
        kind=Relation.TRANSLATION,
        target__lt=OuterRef("pk"),
        target__updated_at__gt=changed,
    )
    return _shown_lately(rows, now).filter(Exists(newer))


def _in_the_bin(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    """Walked from the acts, so that the bins of former years cost nothing."""
    acts = Act.objects.filter(verb__in=BINNING, at__gt=now - emptying.KEPT_FOR).values("pk")
    moved = Change.objects.filter(act__in=acts, field="status").values("article_id")
    return rows.filter(status__in=(Status.SPIKED, Status.KILLED), pk__in=moved)


def _repeats(rows: QuerySet[Article], now: datetime, person: int | None) -> QuerySet[Article]:
    """Copies that came in lately and are still about; the days of the table of repeats."""
    since = now - timedelta(days=newsdays.SHOWN)
    about = rows.filter(status__in=(Status.INCOMING, Status.DRAFT), arrived_at__gt=since)
    return about.exclude(copy_of=None)


def _count_of_the_bin(now: datetime) -> Different:
    """The same from the newest spiking back, so that counting stops where nobody cares.

    Of one that was spiked, revived and spiked again both acts are found, and it counts once.
    """
    spiked = Article.objects.filter(pk=OuterRef("article_id"), status=Status.SPIKED)
    changes = Change.objects.filter(
        Exists(spiked), act__verb="spike", act__at__gt=now - LOOK_BACK, field="status"
    )
    return Different(changes.order_by("-act__at", "-act_id"), "article_id", 5 * MOST)


QUEUES = (
    Report("mine", gettext_lazy("My drafts"), gettext_lazy("Drafts that you worked on."), _mine),
    Report(
        "scheduled",
        gettext_lazy("Scheduled"),
        gettext_lazy("Readers will see it without anybody's doing."),
        _scheduled,
    ),
    Report(
        "suggested",
        gettext_lazy("Changed by the source"),
        gettext_lazy("The source changed what the desk had edited; its words wait beside ours."),
        _suggested,
    ),
)
REPORTS = (
    Report(
        "bin",
        gettext_lazy("Bin"),
        gettext_lazy(
            "Spiked or killed in the last 30 days; tick some to restore them. Then what readers "
            "never saw and nothing points at is removed; all else is kept."
        ),
        _in_the_bin,
    ),
    Report(
        "repeats",
        gettext_lazy("Copies"),
        gettext_lazy("Came in lately, lie folded under another text and wait for nobody."),
        _repeats,
    ),
    Report(
        "waiting",
        gettext_lazy("Waiting in the inbox"),
        gettext_lazy("Came in more than two days ago and nobody has judged it."),
        _waiting,
    ),
    Report(
        "old-drafts",
        gettext_lazy("Old drafts"),
        gettext_lazy("On the desk for more than three days."),
        _old_drafts,
    ),
    Report(
        "no-picture",
        gettext_lazy("No picture"),
        gettext_lazy("Readers see it without a picture."),
        _without_picture,
    ),
    Report(
        "no-alt",
        gettext_lazy("Picture without words"),
        gettext_lazy("The picture has no alternative text: who cannot see it learns nothing."),
        _without_alt,
    ),
    Report(*broken.TOLD, lambda rows, now, person: broken.among(_shown_lately(rows, now), now)),
    Report(
        "uncredited",
        gettext_lazy("Uncredited"),
        gettext_lazy("Readers see neither a byline nor a source."),
        _uncredited,
    ),
    Report(
        "no-section",
        gettext_lazy("No section"),
        gettext_lazy("It stands on no section's page and in no section's feed."),
        _unplaced,
    ),
    Report(
        "dead-ends",
        gettext_lazy("Dead ends"),
        gettext_lazy("Linked to an article that readers cannot open; the page leaves it out."),
        _dead_ends,
    ),
    Report(
        "behind",
        gettext_lazy("Translation behind"),
        gettext_lazy("What it was translated from has been updated since."),
        _behind,
    ),
)
BY_SLUG = {report.slug: report for report in (*QUEUES, *REPORTS)}


class ReportFilter(admin.SimpleListFilter):
    """A report as a filter of the article list; it is chosen on the page of reports."""

    title = gettext_lazy("report")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every report by its title."""
        return [(report.slug, report.title) for report in BY_SLUG.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the report."""
        report = BY_SLUG.get(self.value() or "")
        return report.rows(queryset, timezone.now(), request.user.pk) if report else queryset


@dataclass(frozen=True)
class Tile:
    """A number that leads to its list."""

    label: str
    count: int
    url: str
    why: str = ""

    @property
    def shown(self) -> str:
        """The count, or that there are more than anybody counts."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


@dataclass(frozen=True)
class Taking:
    """Articles that one source had from another in the days shown."""

    giver: Source
    taker: Source
    articles: int


@dataclass(frozen=True)
class Repeating:
    """What a source sent in the days shown, and how much of it was a copy."""

    source: Source
    arrived: int
    copies: int

    @property
    def percent(self) -> int:
        """The share of copies for people."""
        return round(100 * self.copies / self.arrived) if self.arrived else 0


def tiles(now: datetime, user: Any) -> tuple[list[Tile], list[Tile]]:
    """The desk's queues, and the reports, each with its number. One query for all."""
    rows = {r.slug: r.rows(Article.objects.all(), now, user.pk) for r in BY_SLUG.values()}
    own = {
        "inbox": Article.objects.incoming(),
        "drafts": Article.objects.filter(status=Status.DRAFT),
        "ailing": Source.objects.filter(active=True, failure_count__gt=0),
        "held": Capture.objects.filter(outcome=CaptureOutcome.HELD),
        "comments": Comment.objects.filter(status=CommentStatus.HELD),
    }
    counts = {name: UpTo(one, MOST + 1) for name, one in {**rows, **own}.items()}
    found = answers({**counts, "bin": _count_of_the_bin(now)}, person=user.pk)
    articles = reverse("admin:articles_article_changelist")
    inbox = Tile(_("Inbox"), found["inbox"], reverse("admin:inbox"))
    drafts = Tile(_("Drafts"), found["drafts"], f"{articles}?status__exact=draft")
    ailing = Tile(_("Ailing sources"), found["ailing"], reverse("admin:articles_source_changelist"))
    mine, *queues = [_tile(report, found, articles) for report in QUEUES]
    told = [_tile(report, found, articles) for report in REPORTS]
    if user.has_perm("articles.kill_article"):
        captures = reverse("admin:articles_capture_changelist")
        held = _("Held: says what the law withholds")
        told.append(Tile(held, found["held"], f"{captures}?outcome__exact=held"))
    tiles = [inbox, mine, drafts, *queues, ailing]
    if user.has_perm("articles.moderate_comments"):
        tiles.append(Tile(_("Comments"), found["comments"], reverse("admin:comments")))
    return tiles, told


def _tile(report: Report, found: dict[str, int], articles: str) -> Tile:
    url = f"{articles}?{ReportFilter.parameter_name}={report.slug}"
    return Tile(str(report.title), found[report.slug], url, str(report.why))


def takings(days: list[NewsDay], *, most: int) -> list[Taking]:
    """Who copies whom, the most first. One query."""
    total: dict[tuple[int, int], int] = {}
    for day in days:
        for giver, taker, articles in day.taken:
            total[giver, taker] = total.get((giver, taker), 0) + articles
    first = sorted(total, key=lambda pair: (-total[pair], pair))[:most]
    sources = Source.objects.in_bulk({pk for pair in first for pk in pair})
    return [
        Taking(sources[giver], sources[taker], total[giver, taker])
        for giver, taker in first
        if giver in sources and taker in sources
    ]


def repeatings(days: list[NewsDay]) -> list[Repeating]:
    """Each source with its share of copies, the largest first. One query."""
    arrived: dict[int, int] = {}
    copies: dict[int, int] = {}
    for day in days:
        for source, came, copied in day.sources:
            arrived[source] = arrived.get(source, 0) + came
            copies[source] = copies.get(source, 0) + copied
    sources = Source.objects.in_bulk(arrived)
    rows = [Repeating(s, arrived[pk], copies[pk]) for pk, s in sources.items()]
    return sorted(rows, key=lambda row: (-row.percent, -row.arrived, row.source.name))


def changed_links() -> list[tuple[str, str]]:
    """This week's headline changes, all and section by section: words and address. One query."""
    acts = reverse("admin:articles_act_changelist")
    url = f"{acts}?{FieldFilter.parameter_name}=headline&{AgeFilter.parameter_name}=7"
    rows = Section.objects.order_by("position", "pk").values_list("pk", "name")[:OFFERED]
    by_section = ActSectionFilter.parameter_name
    return [(_("All"), url), *((name, f"{url}&{by_section}={pk}") for pk, name in rows)]


@performing.needs("view_article")
def reports(request: HttpRequest) -> HttpResponse:
    """All reports with their numbers, two weeks in charts, and the sources that repeat."""
    now = timezone.now()
    days = newsdays.lately(now, clock.publication_of(request).tzinfo)
    context = {
        **admin.site.each_context(request),
        "title": _("Reports"),
        "tiles": tiles(now, request.user)[1],
        "charts": charts.lately(days),
        "takings": takings(days, most=newsdays.MOST_TAKEN),
        "repeatings": repeatings(days),
        "broken": broken.by_source(BY_SLUG[broken.SLUG].rows(Article.objects.all(), now, 0)),
        "days": len(days),
        "changed": changed_links(),
    }
    return TemplateResponse(request, "admin/articles/reports.html", context)
