"""Months of the publication's zone: their ends, and which of them have something to read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from articles.models.article import ArticleQuerySet


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
    within = {
        f"m{n}": Subquery(
            listed.filter(visible_at__gte=month.start, visible_at__lt=month.end)
            .newest_first()
            .values("visible_at")[:1]
        )
        for n, month in enumerate(span)
    }
    row = Article.objects.filter(pk=newest.pk).annotate(**within).values(*within).get()
    return [
        Filled(month, row[f"m{n}"]) for n, month in reversed(list(enumerate(span))) if row[f"m{n}"]
    ]


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
