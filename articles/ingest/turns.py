"""Taking turns: one arrival at a time is stored, and editors are let in between two of them."""

import time

from django.db import connection

# Any number; the same in every process of every installation on one PostgreSQL database.
LOCK = 6_701_845
# SQLite does not queue its writers: who waits looks again after a few milliseconds.
PAUSE_SECONDS = 0.005


def take_turn() -> None:
    """Wait until no other process stores an arrival, to the end of the transaction.

    Two processes that store two copies, or one item, at once would not see each other's. On
    SQLite every transaction of ours begins with the one lock for writing.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # An arrival waits for its turn as long as it takes; only people's acts are broken off.
            patient = "SELECT set_config('lock_timeout', '0', true), pg_advisory_xact_lock(%s)"
            cursor.execute(patient, [LOCK])


def give_way() -> None:
    """Let an editor's save in before the next arrival."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(PAUSE_SECONDS)
