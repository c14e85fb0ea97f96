"""What the desk wrote or changed, read again before something new is compared with it."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from articles.dedupe.judge import DEFAULT, Limits
from articles.desk import acting
from articles.errors import NewsroomError
from articles.ingest import matching, turns
from articles.models import Article, Fingerprint, Thresholds

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 50
"""Texts; a desk changes a few between two arrivals, and the rest is read before the next one."""


def reread(now: datetime) -> int:
    """Take new prints of the desk's own texts and compare them; returns how many.

    The pairs are shown to editors, and nothing is joined by itself: where a text belongs that a
    person has had in hand, that person has decided. One that fails is logged and tried again
    next time: it must not keep an arrival out.
    """
    ids = Fingerprint.objects.outdated().order_by("pk").values_list("pk", flat=True)
    outdated = Article.objects.select_related("source").in_bulk(list(ids[:MOST_AT_ONCE]))
    guids = matching.guids_of(outdated)
    limits = Thresholds.limits_now() if outdated else DEFAULT
    done = 0
    for article in outdated.values():
        try:
            done += _reread(article, guids.get(article.pk, ""), limits, now)
        except (NewsroomError, DatabaseError, ValueError):
            logger.exception("Article %s was not read again", article.pk)
        turns.give_way()
    return done


def _reread(article: Article, guid: str, limits: Limits, now: datetime) -> bool:
    """Compare first, so that nobody waits for it; False when the text is not the same any more."""
    around = matching.look(article, guid=guid, limits=limits)
    with transaction.atomic():
        turns.take_turn()
        is_as_seen = acting.locked(article).version == article.version
        if is_as_seen and Fingerprint.objects.outdated().filter(pk=article.pk).exists():
            matching.compare(article, around, now=now)
            return True
    return False
