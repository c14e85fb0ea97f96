"""Which words this newsroom says day after day, and which therefore tell no event."""

from collections import Counter
from datetime import date, timedelta

from articles.dedupe.familiar import event_keys
from articles.dedupe.fingerprint import Prints
from articles.models import TermDay

# An event is told within a day or two; a word said on this many other days of the window is a
# place, an agency or a person that is always in the paper. On the demo's 140 documents it parts
# events that name nothing but their city, and leaves follow-ups of four days together.
DAYS_SAID = 4
WINDOW = timedelta(days=14)
NEAR = timedelta(days=1)


def familiar(prints: Prints, day: date) -> frozenset[int]:
    """Keys of the document's words that were said on enough days around it. One query.

    Reads at most one row a word and day of the window, however much was printed.
    """
    rows = TermDay.objects.filter(
        key__in=event_keys(prints), day__gte=day - WINDOW, day__lte=day + WINDOW
    ).exclude(day__gte=day - NEAR, day__lte=day + NEAR)
    days = Counter(rows.values_list("key", flat=True))
    return frozenset(key for key, count in days.items() if count >= DAYS_SAID)


def note(prints: Prints, day: date) -> None:
    """Remember that the document's terms were said that day. One query."""
    TermDay.objects.bulk_create(
        [TermDay(key=term.key, day=day) for term in sorted(prints.terms, key=lambda t: t.key)],
        ignore_conflicts=True,
    )
