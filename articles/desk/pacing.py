"""How fast comments may come: counted in the database, so that all processes agree."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from articles.errors import TooFast
from articles.models import CommentTry

# So many in so long, by visitor and by writer: nobody writes thoughts faster than that.
PACES = ((3, timedelta(minutes=1)), (10, timedelta(minutes=10)))
KEPT = max(window for _count, window in PACES)
# Rows that one comment clears away: more than it adds, so that the table stays small.
SWEPT = 20


def take_turn(keys: Iterable[str], *, at: datetime) -> None:
    """Count one comment under each key, unless one of them has had its share: TooFast.

    It is counted first and looked at after, so that two processes cannot both slip in under the
    limit; one that is refused does not count. Clears away what is over.
    """
    wanted = [key for key in dict.fromkeys(keys) if key]
    over = CommentTry.objects.filter(at__lt=at - KEPT).order_by("at").values("pk")[:SWEPT]
    CommentTry.objects.filter(pk__in=list(over.values_list("pk", flat=True))).delete()
    made = CommentTry.objects.bulk_create(CommentTry(key=key, at=at) for key in wanted)
    wait = max((_wait(key, at) for key in wanted), default=timedelta())
    if not wait:
        return
    CommentTry.objects.filter(pk__in=[row.pk for row in made]).delete()
    seconds = max(1, int(wait.total_seconds()) + (wait.microseconds > 0))
    raise TooFast(
        _("That was more than we can take in so short a time."),
        _("Wait a moment and send it again: everything you wrote is still here."),
        retry_after=seconds,
    )


def _wait(key: str, at: datetime) -> timedelta:
    """How long until this one is within the paces; nothing when it is."""
    rows = CommentTry.objects.filter(key=key, at__gt=at - KEPT, at__lte=at).order_by("-at", "-id")
    times = list(rows.values_list("at", flat=True)[: max(count for count, _window in PACES) + 1])
    waits = [
        times[count] + window - at
        for count, window in PACES
        if len(times) > count and times[count] + window > at
    ]
    return max(waits, default=timedelta())
