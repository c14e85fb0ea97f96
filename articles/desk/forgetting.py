"""What is forgotten of readers who comment: addresses by time, everything at their request.

None of this goes through the history, which keeps all that it is told: what is erased is gone.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from articles import cachekeys
from articles.desk import commenters
from articles.enums import CommentStatus
from articles.models import Comment, CommentTry

KEPT_FOR = timedelta(days=90)
# Rows of one statement: an editor's save waits for no more than these.
AT_ONCE = 1_000

log = logging.getLogger(__name__)


def overdue(now: datetime) -> int:
    """How many comments still carry addresses that are to be forgotten."""
    return Comment.objects.filter(made_at__lt=now - KEPT_FOR).exclude(email="").count()


def forget_addresses(now: datetime) -> int:
    """Forget e-mail and machine addresses of comments older than 90 days; returns how many.

    The hash of the one and the network of the other (/24, /64) stay: trust and bans need them.
    Some at a time, each lot in a transaction of its own. Safe to run again.
    """
    count = 0
    old = Comment.objects.filter(made_at__lt=now - KEPT_FOR).exclude(email="")
    while ids := list(old.order_by("made_at").values_list("pk", flat=True)[:AT_ONCE]):
        count += Comment.objects.filter(pk__in=ids).update(email="", address=None)
    CommentTry.objects.filter(at__lt=now - timedelta(days=1)).delete()
    return count


def written_by(email: str) -> Iterator[dict[str, Any]]:
    """All that is kept of one writer's comments, for the writer, the first first."""
    rows = Comment.objects.by_writer(commenters.email_hashes(email))
    for row in rows.select_related("article").defer("article__body_html").iterator(AT_ONCE):
        yield {
            "made_at": row.made_at.isoformat(),
            "article": row.article.headline,
            "article_path": row.article.get_absolute_url(),
            "answers": row.parent_id,
            "name": row.name,
            "email": row.email,
            "address": row.address or "",
            "network": row.network,
            "language": row.language,
            "text": row.text,
            "status": row.status,
            "decided_at": row.decided_at.isoformat() if row.decided_at else "",
        }


def count_by(email: str) -> int:
    """How many comments are kept of this writer."""
    return Comment.objects.by_writer(commenters.email_hashes(email)).count()


def erase_writer(email: str, *, now: datetime) -> int:
    """Erase words, name and addresses of all comments of one writer; returns how many.

    The rows stay, empty, so that answers keep their place under “removed at the writer’s
    request”. Cannot be taken back. A ban of the writer stays: it is a hash and no more.
    """
    with transaction.atomic():
        rows = Comment.objects.by_writer(commenters.email_hashes(email))
        articles = set(rows.order_by().values_list("article", flat=True))
        count = rows.order_by().update(
            name="", email="", email_hash="", address=None, network="", text="", text_hash="",
            language="", reasons=[], score=0, status=CommentStatus.REMOVED, erased_at=now,
        )  # fmt: skip
        if count:
            cachekeys.touch(cachekeys.ANY, *map(cachekeys.names.comments, articles))
    log.info("Erased %s comments at their writer's request", count)
    return count
