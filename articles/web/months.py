"""Months of the publication's zone: their ends, and which of them have something to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.public.asked import Asked, told

# Stand for the ends of a month.
_START = datetime(2000, 1, 1, 1, 1, 1, 1, tzinfo=UTC)
_END = datetime(2000, 1, 2, 1, 1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month in the zone that is current when it is used."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month that a moment falls in."""
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=timezone.get_current_timezone())

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.next().start

    @property
    def name(self) -> str:
        """Its name without the year, in the paper's language."""
        return date_format(date(self.year, self.month, 1), "F")

    def next(self) -> "Month":
        """The month after."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def get_absolute_url(self) -> str:
        """Its page in the archive."""
        return reverse("archive", kwargs={"year": self.year, "month": self.month})

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


@dataclass(frozen=True)
class Filled:
    """A month that has listed articles, and the moment of its newest."""

    month: Month
    newest_at: datetime

    @property
    def year(self) -> int:
        """Its year."""
        return self.month.year


def filled(now: datetime, listed: ArticleQuerySet | None = None) -> list[Filled]:
    """The months that have something listed, newest first; of `listed` only, if given.

    Three queries.

    Each month between the first article and the last costs one step into an index, so the
    price grows with the age of the paper and not with its size.
    """
    listed = Article.objects.listed(now) if listed is None else listed
    newest, oldest = listed.newest_first().first(), listed.order_by("visible_at", "id").first()
    if newest is None or oldest is None or newest.visible_at is None or oldest.visible_at is None:
        return []
    span = _span(Month.of(oldest.visible_at), Month.of(newest.visible_at))
    found = zip(span, _newest_of_each(span, listed), strict=True)
    return [Filled(month, moment) for month, moment in reversed(list(found)) if moment]


def _newest_of_each(span: Sequence[Month], listed: ArticleQuerySet) -> list[datetime | None]:
    """The moment of each month's newest article. One query.

    The statement for one month is put into words once and written down for each: making every one
    of a paper's hundreds took twenty times as long as their answers.
    """
    within = listed.filter(visible_at__gte=_START, visible_at__lt=_END).newest_first()
    asked = Asked.of(within.values("visible_at")[:1])
    moments = [asked.with_moments({_START: month.start, _END: month.end}) for month in span]
    columns = ", ".join([f"({asked.sql})"] * len(span))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for each in moments for value in each])
        return [told(moment) for moment in cursor.fetchone()]


def _span(first: Month, last: Month) -> list[Month]:
    span = [first]
    while span[-1] < last:
        span.append(span[-1].next())
    return span


def before(month: Month, now: datetime) -> Month | None:
    """The nearest earlier month with something to read. One query."""
    listed = Article.objects.listed(now).filter(visible_at__lt=month.start)
    found = listed.newest_first().values_list("visible_at", flat=True).first()
    return Month.of(found) if found else None


def after(month: Month, now: datetime) -> Month | None:
    """The nearest later month with something to read. One query."""
    listed = Article.objects.listed(now).filter(visible_at__gte=month.end)
    found = listed.order_by("visible_at", "id").values_list("visible_at", flat=True).first()
    return Month.of(found) if found else None
