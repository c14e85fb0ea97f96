"""The frame of every act: one transaction, its history, and the page cache told afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles import cachekeys, search
from articles.desk import rights
from articles.enums import Door, Status
from articles.errors import ActRefused
from articles.history import Recorder, record
from articles.models import Act, Article, Change, Fingerprint


@contextmanager
def act(
    verb: str,
    *,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
    reason: str = "",
    plan: Any = None,
    undoes: Act | None = None,
    public: bool = True,
) -> Iterator[Recorder]:
    """Run a block as one act. `public` acts empty the page cache once they are committed.

    What it made of articles is written to the search index in its transaction.
    """
    with record(verb, by=by, at=at, door=door, reason=reason, plan=plan, undoes=undoes) as recorder:
        if public:
            cachekeys.touch(cachekeys.SITE)
        yield recorder
        if told := {int(change.row) for change in recorder.pending if _is_text(change)}:
            Fingerprint.objects.outdate(told, at.date())
        search.follow(recorder.pending)


def _is_text(change: Change) -> bool:
    """Whether it gave an article other words, which the look-up for duplicates has not read."""
    if change.model != "articles.article" or change.kind == Change.Kind.DELETE:
        return False
    return change.kind == Change.Kind.CREATE or change.field in ("headline", "body_html")


def locked(article: Article) -> Article:
    """The article's row as it stands now, locked until the transaction ends.

    PostgreSQL locks the row; SQLite's immediate transactions let one writer in at a time.
    Raises ActRefused when the row is gone.
    """
    return locked_all([article.pk])[article.pk]


def locked_all(article_ids: Iterable[int]) -> dict[int, Article]:
    """These articles by id as they stand now, locked in id order so that no two acts deadlock.

    Raises ActRefused when one is gone. One query.
    """
    wanted = sorted(set(article_ids))
    rows = Article.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(wanted):
        raise ActRefused(_("This article no longer exists."), _("Reload the list."))
    return found


def locked_for_edit(article: Article, *, by: Any) -> Article:
    """The article's row, locked, when `by` may change what it says.

    Readers see a change to a published article at once, so it needs the right to publish, and
    the page cache is told of it whether the act is public or not. Raises NotPermitted, and
    ActRefused for an article that was merged or killed.
    """
    fresh = locked(article)
    is_public = fresh.status == Status.PUBLISHED
    rights.require(by, "publish_article" if is_public else "change_article", fresh)
    refuse_closed(fresh)
    if is_public:
        cachekeys.touch(cachekeys.SITE)
    return fresh


def refuse_closed(article: Article) -> None:
    """Raise ActRefused for an article that is no longer worked on: merged or killed."""
    if article.status == Status.MERGED:
        raise ActRefused(
            _("“%(headline)s” was merged into another article.") % {"headline": named(article)},
            _("Work on the article that it was merged into, or undo the merge."),
        )
    if article.status == Status.KILLED:
        raise ActRefused(
            _("“%(headline)s” was killed.") % {"headline": named(article)},
            _("A chief editor can revive it first."),
        )


def named(article: Article) -> str:
    """The headline, short enough for a message."""
    return article.headline[:80]


def refuse_undone(act: Act, recorder: Recorder) -> None:
    """Claim an act for the running one, which undoes it; raises ActRefused when it was undone."""
    Act.objects.select_for_update().get(pk=act.pk)
    if Act.objects.filter(undoes=act).exists():
        raise ActRefused(_("This was undone before."), _("Reload the page."))
    recorder.act.undoes = act
    recorder.act.save(update_fields=["undoes"])
