"""One act on many articles, at any size: asked for, begun, carried on by whoever has time.

Each article is dealt with in a transaction of its own that also moves the run on, so that a run
that was cut off goes on where it stood and does nothing twice; one refusal stops nothing.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import editing, picturing, publishing, repeating, rights, tagging, undoing
from articles.enums import Door
from articles.errors import ActRefused, Busy, NewsroomError
from articles.models import Act, Article, BulkRun, Change

MOST = 10_000
# So many are tried beforehand, to show what will be refused.
TRIED = 25
# A worker that dies keeps a run for so long from the next one; each article renews it.
LEASE = timedelta(seconds=30)
# What was asked for and never begun is thrown away after that long.
UNBEGUN = timedelta(days=1)
UNDO = "undo"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verb:
    """What can be done to many: its name, the right it needs, the deed for one article."""

    label: str | Promise
    permission: str
    deed: Callable[[Article, BulkRun], Any]


def _as(run: BulkRun) -> dict[str, Any]:
    return {"by": run.by, "at": run.at, "door": Door.BULK}


VERBS: dict[str, Verb] = {
    "publish": Verb(
        gettext_lazy("Publish"),
        "publish_article",
        lambda article, run: publishing.publish(article, **_as(run)),
    ),
    "draft": Verb(
        gettext_lazy("Take as draft"),
        "change_article",
        lambda article, run: publishing.draft(article, **_as(run)),
    ),
    "spike": Verb(
        gettext_lazy("Spike"),
        "spike_article",
        lambda article, run: publishing.spike(article, **_as(run)),
    ),
    "revive": Verb(
        gettext_lazy("Restore from the bin"),
        "spike_article",
        lambda article, run: publishing.revive(article, **_as(run)),
    ),
    "section": Verb(
        gettext_lazy("Move to a section"),
        "change_article",
        lambda article, run: editing.edit(
            article, fields={"section_id": run.argument["section"]}, **_as(run)
        ),
    ),
    "tag": Verb(
        gettext_lazy("Add tags"),
        "change_article",
        lambda article, run: tagging.tag(article, names=run.argument["names"], **_as(run)),
    ),
    "take_out": Verb(
        gettext_lazy("Take out pictures of other sites"),
        "change_article",
        lambda article, run: picturing.take_out(article, **_as(run)),
    ),
}


def ask(
    verb: str,
    articles: Iterable[int],
    *,
    by: Any,
    at: datetime,
    argument: dict[str, Any] | None = None,
) -> BulkRun:
    """Keep which articles an act is to be done to; nothing is done yet.

    Raises NotPermitted without the act's right, ActRefused for none or for more than `MOST`.
    """
    ids = list(dict.fromkeys(articles))
    rights.require(by, VERBS[verb].permission)
    if not ids:
        raise ActRefused(_("No article was chosen."), _("Tick some, or choose all of the list."))
    if len(ids) > MOST:
        raise ActRefused(
            _("That is more than %(most)d articles.") % {"most": MOST},
            _("Narrow the list by a filter or a search and act on a part at a time."),
        )
    BulkRun.objects.filter(by=by, started_at=None, at__lt=at - UNBEGUN).delete()
    return BulkRun.objects.create(verb=verb, by=by, at=at, articles=ids, argument=argument or {})


def foresee(run: BulkRun) -> dict[int, str]:
    """Why the act would be refused for which of the first articles; all is tried and taken back."""
    found: dict[int, str] = {}
    rows = Article.objects.in_bulk(run.articles[:TRIED])
    for pk, article in rows.items():
        with transaction.atomic():
            if reason := _refusal(article, run):
                found[pk] = reason
            transaction.set_rollback(True)
    return found


def begin(run: BulkRun, *, now: datetime) -> None:
    """Let the run be carried on; the acts carry this time. A second begin changes nothing."""
    BulkRun.objects.filter(pk=run.pk, started_at=None).update(started_at=now, at=now)
    run.refresh_from_db()


def stop(run: BulkRun, *, now: datetime) -> None:
    """Leave the rest undone; the article that is being dealt with is finished."""
    BulkRun.objects.filter(pk=run.pk, finished_at=None, stopped_at=None).update(stopped_at=now)


def ask_undo(run: BulkRun, *, by: Any, at: datetime) -> BulkRun:
    """A run that takes back what this one did, the last first; for whoever did it.

    Raises ActRefused when it was taken back before, or is somebody else's.
    """
    if run.by_id != by.pk:
        raise ActRefused(
            _("Somebody else did this."), _("Undo single acts of it in the history instead.")
        )
    if BulkRun.objects.filter(undoes=run).exists() or run.verb == UNDO:
        raise ActRefused(_("This was undone before."), _("Reload the page."))
    stop(run, now=at)
    run.refresh_from_db()
    done = [pk for pk in run.articles[: run.position] if str(pk) not in run.refused]
    return BulkRun.objects.create(
        verb=UNDO, by=by, at=at, articles=done[::-1], undoes=run, started_at=at
    )


def run_of(act: Act) -> BulkRun | None:
    """The run that an act was done in; None for an act by itself."""
    if act.door != Door.BULK:
        return None
    return BulkRun.objects.filter(by=act.by, at=act.at, undoes=None).first()


def advance(run: BulkRun, *, seconds: float) -> bool:
    """Deal with articles for about so long; whether it was ours to deal with.

    Another worker's run is left alone. Safe to call again at any time.
    """
    if not _claimed(run):
        return False
    end = timezone.now() + timedelta(seconds=seconds)
    while timezone.now() < end and _step(run):
        pass
    BulkRun.objects.filter(pk=run.pk).update(claimed_until=None)
    run.refresh_from_db()
    return True


def _claimed(run: BulkRun) -> bool:
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    open_ = BulkRun.objects.filter(free, pk=run.pk, finished_at=None, stopped_at=None)
    return bool(open_.exclude(started_at=None).update(claimed_until=now + LEASE))


def _step(run: BulkRun) -> bool:
    """Deal with the next article; False when the run is over.

    A lock that ran out of time is tried once more; after that the article is passed over.
    """
    try:
        return repeating.once_more(lambda: _deal(run))
    except (Busy, IntegrityError):
        log.exception("Bulk act %s: locked out of an article twice", run.pk)
        return _deal(run, passed_over=_("Somebody else held it for too long. Try it again."))


def _deal(run: BulkRun, passed_over: str = "") -> bool:
    with transaction.atomic():
        run.refresh_from_db()
        if run.is_over:
            return False
        if run.position >= run.count:
            BulkRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
            return False
        pk = run.articles[run.position]
        article = Article.objects.filter(pk=pk).first()
        gone = "" if article else _("This article no longer exists.")
        reason = passed_over or gone or (_refusal(article, run) if article else "")
        if reason:
            run.refused[str(pk)] = reason
        BulkRun.objects.filter(pk=run.pk).update(
            position=F("position") + 1,
            refused=run.refused,
            claimed_until=timezone.now() + LEASE,
        )
    return True


def _refusal(article: Article, run: BulkRun) -> str:
    """Do it; "" or why it could not be done. Raises what the database broke off."""
    try:
        with transaction.atomic():
            _do(article, run)
    except NewsroomError as refused:
        return str(refused)
    except (DatabaseError, ValueError, TypeError) as fault:
        if isinstance(fault, DatabaseError) and (
            repeating.is_broken_off(fault) or repeating.is_taken(fault)
        ):
            raise
        log.exception("Bulk act %s failed on article %s", run.pk, article.pk)
        return _("An unexpected fault; it is in the log of the server.")
    return ""


def _do(article: Article, run: BulkRun) -> None:
    if run.verb != UNDO:
        VERBS[run.verb].deed(article, run)
        return
    assert run.undoes is not None
    acts = Act.objects.filter(
        by=run.undoes.by,
        at=run.undoes.at,
        door=Door.BULK,
        undoes=None,
        undone_by=None,
        pk__in=Change.objects.filter(article_id=article.pk).values("act_id"),
    )
    for act in acts.order_by("-id"):
        undoing.undo_act(act, by=run.by, at=run.at, door=Door.BULK)
