"""Which words this newsroom says day after day, and which therefore tell no event."""

from datetime import date, timedelta

from articles.dedupe.familiar import event_keys
from articles.dedupe.fingerprint import Prints
from articles.ingest import postings

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
    return postings.said_on_days(
        event_keys(prints),
        within=(day - WINDOW, day + WINDOW),
        besides=(day - NEAR, day + NEAR),
        least=DAYS_SAID,
    )
