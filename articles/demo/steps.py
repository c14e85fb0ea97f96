"""What the demo has done so far, kept in the history, so that a killed start goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from articles.enums import Door
from articles.models import Act

VERB = "demo"
ANCHOR = "anchor"


def anchor(now: datetime) -> datetime:
    """The moment all demo dates hang on: `now` at the very first start, the same ever after."""
    act, _created = Act.objects.get_or_create(
        verb=VERB, reason=ANCHOR, defaults={"at": now, "door": Door.DEMO}
    )
    return act.at


def is_done(step: str) -> bool:
    """Whether the step was finished in this or an earlier start."""
    return Act.objects.filter(verb=VERB, reason=step).exists()


@contextmanager
def once(step: str, at: datetime) -> Iterator[bool]:
    """A transaction that does the step and marks it; yields False when it was done before."""
    if is_done(step):
        yield False
        return
    with transaction.atomic():
        Act.objects.create(verb=VERB, reason=step, at=at, door=Door.DEMO)
        yield True
