"""What the desk wrote or changed, read again before something new is compared with it."""

from datetime import datetime

from django.db import transaction

from articles.desk import acting
from articles.errors import ActRefused
from articles.ingest import matching, turns
from articles.models import Article, Fingerprint

MOST_AT_ONCE = 50
"""Texts; a desk changes a few between two arrivals, and the rest is read before the next one."""


def reread(now: datetime) -> int:
    """Take new prints of the desk's own texts and compare them; returns how many.

    Each in a transaction of its own. The pairs are shown to editors, and nothing is joined by
    itself: where a text belongs that a person has had in hand, that person has decided.
    """
    ids = Fingerprint.objects.outdated().order_by("pk").values_list("pk", flat=True)
    done = 0
    for pk in list(ids[:MOST_AT_ONCE]):
        with transaction.atomic():
            turns.take_turn()
            try:
                article = acting.locked(Article(pk=pk))
            except ActRefused:
                continue  # removed meanwhile, and its prints with it
            guid = matching.guids_of([pk]).get(pk, "")
            matching.compare(article, matching.look(article, guid=guid), now=now)
        done += 1
        turns.give_way()
    return done
