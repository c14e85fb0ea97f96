"""The frame of every act: one transaction, its history, and the page cache told afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles import cachekeys, search
from articles.desk import checks, pinging, relisting, rendering, repeating, rights
from articles.enums import Check, Door, Status
from articles.errors import ActRefused
from articles.history import Recorder, record
from articles.models import Act, Article, Change, Fingerprint

# The act that those begun within it belong to.
_whole: ContextVar[Recorder | None] = ContextVar("whole", default=None)


@dataclass(frozen=True)
class _Running:
    """The act that runs: its moment, and the faults that live articles had before it."""

    at: datetime
    faults: dict[int, frozenset[tuple[Check, str]]] = field(default_factory=dict)


_running: ContextVar[_Running | None] = ContextVar("running", default=None)


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
    """Run a block as one act; the pages that show what it changed are made anew once it committed.

    Which those are is derived from its changes, see `cachekeys.follow`; a `public` act makes
    those anew, too, of which nobody knows what they show.
    What it made of articles is written to the lists of tags and authors and to the search index in
    its transaction, what it made of
    pictures is made of their renditions once it is committed. A live article
    that it `keep_fit` must not come out of it with a fault that it did not have: NotReady.
    Within `together` it is a part of that act, under its name and time.
    """
    if (whole := _whole.get()) is not None:
        yield _part(whole, reason, public)
        return
    with record(verb, by=by, at=at, door=door, reason=reason, plan=plan, undoes=undoes) as recorder:
        former = _running.set(_Running(at))
        try:
            yield recorder
            _refuse_worse()
        finally:
            _running.reset(former)
        if told := {int(change.row) for change in recorder.pending if _is_text(change)}:
            Fingerprint.objects.outdate(told, at.date())
        # First of what happens once it is committed: pages wait for no other server.
        cachekeys.follow(recorder.pending, public=public)
        relisting.follow(recorder.pending)
        search.follow(recorder.pending)
        rendering.follow(recorder.pending, at_once=door != Door.DEMO)
        pinging.follow(recorder.pending, at)
    repeating.count_done()


@contextmanager
def together(verb: str, *, by: Any, at: datetime, door: Door = Door.FORM) -> Iterator[None]:
    """Run the acts of a block as one: one entry in the history, taken back at once or not at all.

    For what a person saves with one key: the words of an article, its tags, byline and credits.
    """
    with act(verb, by=by, at=at, door=door, public=False) as recorder:
        former = _whole.set(recorder)
        try:
            yield
        finally:
            _whole.reset(former)


def _part(whole: Recorder, reason: str, public: bool) -> Recorder:
    if public:
        cachekeys.touch(cachekeys.ANY)
    if reason and not whole.act.reason:
        whole.act.reason = reason
        whole.act.save(update_fields=["reason"])
    return whole


def keep_fit(*articles: Article) -> None:
    """See to it that the running act brings none of these a fault with which it could not go out.

    Before anything is changed; only what readers can get at is looked at, here and once more when
    the act ends, so that a save of several parts is judged as a whole.
    """
    running = _running.get()
    for article in articles:
        if running and article.status == Status.PUBLISHED and article.pk not in running.faults:
            running.faults[article.pk] = checks.stopping(article, at=running.at)


def _refuse_worse() -> None:
    running = _running.get()
    if running is None or not running.faults:
        return
    rows = Article.objects.select_related("section", "source", "lead_image")
    for pk, article in rows.in_bulk(running.faults).items():
        if article.status == Status.PUBLISHED:
            checks.refuse_worse(article, running.faults[pk], at=running.at)


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

    Readers see a change to a published article at once, so it needs the right to publish, and the
    checks of publishing look at it again when the act ends (`keep_fit`). Raises NotPermitted, and
    ActRefused for an article that was merged or killed.
    """
    fresh = locked(article)
    require_edit(fresh, by=by)
    if fresh.status == Status.PUBLISHED:
        keep_fit(fresh)
    return fresh


def require_edit(article: Article, *, by: Any) -> None:
    """Raise NotPermitted or ActRefused unless `by` may change what the article says now."""
    rights.require(by, _right_to_edit(article), article)
    refuse_closed(article)


def why_not_edit(by: Any, article: Article) -> rights.Refusal | None:
    """None when the person may change what the article says; else why not, and what would help."""
    try:
        refuse_closed(article)
    except ActRefused as refusal:
        return rights.Refusal(refusal.message, refusal.hint)
    return rights.why_not(by, _right_to_edit(article), article)


def _right_to_edit(article: Article) -> str:
    """Readers see a change to a published article at once."""
    return "publish_article" if article.status == Status.PUBLISHED else "change_article"


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
