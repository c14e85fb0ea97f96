"""Days in numbers: what came in, what of it was a copy, what went out and how long it took.

A day is counted once and kept, so that a page with two weeks of them reads as many rows as it
shows days, however large the archive is.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from articles.enums import Status
from articles.models import Article, NewsDay
from articles.models.article import ArticleQuerySet

SHOWN = 14
# A day that is not over, or has been for less than a day, is counted again after that long:
# what came in yesterday is still published and folded today.
STALE = timedelta(minutes=10)
SETTLED = timedelta(days=1)
MOST_SOURCES = 50
MOST_TAKEN = 20
# The newest published ones tell the wait of a day as well as all of them.
MOST_WAITS = 1000


def lately(now: datetime, zone: ZoneInfo, *, days: int = SHOWN) -> list[NewsDay]:
    """The last `days` days, oldest first, today included; counts those that are not known yet."""
    today = now.astimezone(zone).date()
    wanted = [today - timedelta(days=back) for back in reversed(range(days))]
    known = {row.day: row for row in NewsDay.objects.filter(day__in=wanted)}
    missing = [day for day in wanted if day not in known or _is_stale(known[day], now, zone)]
    if missing:
        rows = [_count(day, zone, now) for day in missing]
        fields = [field.name for field in NewsDay._meta.concrete_fields if not field.primary_key]
        NewsDay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=[name for name in fields if name != "day"],
        )
        known.update({row.day: row for row in rows})
    return [known[day] for day in wanted]


def _is_stale(row: NewsDay, now: datetime, zone: ZoneInfo) -> bool:
    end = _start(row.day + timedelta(days=1), zone)
    return row.counted_at < end + SETTLED and now - row.counted_at > STALE


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _count(day: date, zone: ZoneInfo, now: datetime) -> NewsDay:
    span = (_start(day, zone), _start(day + timedelta(days=1), zone))
    # By status, because that is what the index of arrivals begins with.
    arrived = Article.objects.filter(
        status__in=Status.values, arrived_at__gte=span[0], arrived_at__lt=span[1]
    ).exclude(source=None)
    by_source = list(
        arrived.order_by()
        .values_list("source_id")
        .annotate(came=Count("id"), folded=Count("id", filter=~Q(copy_of=None)))
        .order_by("-came", "source_id")
    )
    taken = (
        arrived.exclude(copy_of=None)
        .exclude(copy_of__source=None)
        .exclude(copy_of__source=F("source"))
        .order_by()
        .values_list("copy_of__source", "source")
        .annotate(articles=Count("id"))
        .order_by("-articles", "copy_of__source", "source")[:MOST_TAKEN]
    )
    waits = _waits(span, now)
    return NewsDay(
        day=day,
        arrived=sum(row[1] for row in by_source),
        copies=sum(row[2] for row in by_source),
        published=_appeared(span, now).count(),
        wait=round(median(waits)) if waits else None,
        sources=[list(row) for row in by_source[:MOST_SOURCES]],
        taken=[list(row) for row in taken],
        counted_at=now,
    )


def _appeared(span: tuple[datetime, datetime], now: datetime) -> ArticleQuerySet:
    return Article.objects.listed(now).filter(visible_at__gte=span[0], visible_at__lt=span[1])


def _waits(span: tuple[datetime, datetime], now: datetime) -> Sequence[float]:
    """Seconds from arrival to readers, of what came in from a source."""
    rows = _appeared(span, now).exclude(source=None).order_by("-visible_at", "-id")
    moments = rows.values_list("arrived_at", "visible_at")[:MOST_WAITS]
    return [max((seen - came).total_seconds(), 0.0) for came, seen in moments if seen]
