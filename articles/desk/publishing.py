"""Publishing, scheduling, withdrawing, and the ways back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, checks, rights, second_name
from articles.desk.second_name import Leave
from articles.enums import Door, Grave, Kind, Rights, Status, WithdrawalKind, may_move
from articles.errors import ActRefused, IllegalMove
from articles.history import Recorder
from articles.models import Article, Withdrawal
from articles.text.slugs import slugify


def publish(
    article: Article,
    *,
    by: Any,
    at: datetime,
    published_at: datetime | None = None,
    embargoed_until: datetime | None = None,
    door: Door = Door.FORM,
    reason: str = "",
) -> Article:
    """Make an article visible from `published_at` (now when None), never before its embargo.

    Side effects in order: the slug is fixed, `visible_at` becomes the later of schedule and
    embargo, a former withdrawal is lifted, a copy whose representative is not live takes its
    place, the page cache is told. A link-only source's article becomes a link-out. Faults that
    stop an article, see `checks`, refuse it for the moment that it would appear; those that
    warn are for the caller to tell. Publishing again reschedules what is not yet
    visible; what readers can see already keeps its time, and setting another is refused.
    Raises NotPermitted, IllegalMove, NotReady. Returns the row as it stands.
    """
    with acting.act("publish", by=by, at=at, door=door, reason=reason) as recorder:
        article = acting.locked(article)
        rights.require(by, "publish_article", article)
        if article.status != Status.PUBLISHED:
            _refuse_move(article, Status.PUBLISHED)
        live_since = article.published_at if article.is_published(at) else None
        if live_since is not None and published_at not in (None, live_since):
            raise IllegalMove(
                _("“%(headline)s” is live; its moment has passed.")
                % {"headline": acting.named(article)},
                _("Unpublish it first, or set an embargo to hide it for a while."),
            )
        published_at = published_at or live_since or at
        embargo = embargoed_until or article.embargoed_until
        recorder.change(
            article,
            status=Status.PUBLISHED,
            slug=article.slug or slugify(article.headline),
            kind=Kind.LINK_OUT if article.effective_rights == Rights.LINK else article.kind,
            published_at=published_at,
            embargoed_until=embargo,
            visible_at=max(published_at, embargo) if embargo else published_at,
        )
        refuse_sealed(article)
        checks.refuse_unfit(article, at=at)
        _lift(article, WithdrawalKind.GONE, at, recorder)
        _lead_its_copies(article, at, recorder)
    return article


def schedule(
    article: Article, *, by: Any, at: datetime, when: datetime, door: Door = Door.FORM
) -> Article:
    """Publish at a later moment; the page appears by itself, no job is needed.

    Raises ActRefused for a moment that has passed.
    """
    if when <= at:
        raise ActRefused(
            _("That moment has passed."), _("Choose a later time, or publish at once.")
        )
    return publish(article, by=by, at=at, published_at=when, door=door)


def embargo(
    article: Article, *, by: Any, at: datetime, until: datetime | None, door: Door = Door.FORM
) -> Article:
    """Set or lift the supplier's embargo; a live article falls back behind the wall at once."""
    with acting.act("embargo", by=by, at=at, door=door) as recorder:
        article = acting.locked(article)
        rights.require(by, "publish_article", article)
        visible_at = article.visible_at
        if article.status == Status.PUBLISHED and article.published_at:
            visible_at = max(article.published_at, until) if until else article.published_at
        recorder.change(article, embargoed_until=until, visible_at=visible_at)
    return article


def unpublish(
    article: Article,
    *,
    by: Any,
    at: datetime,
    note: str = "",
    forward_to: Article | None = None,
    door: Door = Door.FORM,
) -> Article:
    """Back to draft. Where readers could already see it, its address answers 410 with the note.

    With `forward_to` it leads to that article instead, for as long as readers can open it; what
    led here before leads there as well, so that every way is one hop. Publishing again ends it.
    Raises NotPermitted and IllegalMove.
    """
    with acting.act("unpublish", by=by, at=at, door=door, reason=note) as recorder:
        rows = acting.locked_all({article.pk, *([forward_to.pk] if forward_to else [])})
        article = rows[article.pk]
        rights.require(by, "publish_article", article)
        _refuse_move(article, Status.DRAFT, only_from=(Status.PUBLISHED,))
        if forward_to is not None:
            _refuse_forward(article, rows[forward_to.pk], at)
        was_seen = article.visible_at is not None and article.visible_at <= at
        recorder.change(article, status=Status.DRAFT, published_at=None, visible_at=None)
        if was_seen:
            withdraw(article, WithdrawalKind.GONE, note, by, at, recorder, forward_to)
        if forward_to is not None:
            for earlier in article.forwards.standing():
                recorder.change(earlier, forward_to_id=forward_to.pk)
    return article


def _refuse_forward(article: Article, target: Article, at: datetime) -> None:
    """Raise IllegalMove for a forward to itself, or to what readers cannot open.

    That rules out circles, too: what readers can open leads nowhere else.
    """
    if target.pk == article.pk:
        raise IllegalMove(
            _("An article cannot lead to itself."), _("Choose two different articles.")
        )
    if not target.is_published(at):
        raise IllegalMove(
            _("“%(headline)s” cannot be read: the address would lead nowhere.")
            % {"headline": acting.named(target)},
            _("Publish it first, or choose another."),
        )


def spike(
    article: Article, *, by: Any, at: datetime, reason: str = "", door: Door = Door.FORM
) -> Article:
    """Reject before publication; kept, and revived by `revive`."""
    public = False
    with acting.act("spike", by=by, at=at, door=door, reason=reason, public=public) as recorder:
        article = acting.locked(article)
        rights.require(by, "spike_article", article)
        _refuse_move(article, Status.SPIKED)
        recorder.change(article, status=Status.SPIKED)
    return article


def revive(
    article: Article,
    *,
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
    leave: Leave | None = None,
) -> Article:
    """Bring a spiked article back to the inbox, or a killed one back to draft (chief).

    A killed one needs a second name where the newsroom keeps that rule: SecondPersonNeeded.
    """
    with acting.act("revive", by=by, at=at, door=door) as recorder:
        article = acting.locked(article)
        killed = article.status == Status.KILLED
        rights.require(by, "kill_article" if killed else "spike_article", article)
        second(Grave.REVIVE, article, recorder, by=by, at=at, leave=leave)
        refuse_sealed(article)
        target = Status.DRAFT if killed else Status.INCOMING
        _refuse_move(article, target)
        recorder.change(article, status=target)
    return article


def draft(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take an incoming or spiked article onto the desk as a draft."""
    with acting.act("draft", by=by, at=at, door=door, public=False) as recorder:
        article = acting.locked(article)
        spiked = article.status == Status.SPIKED
        rights.require(by, "spike_article" if spiked else "change_article", article)
        _refuse_move(article, Status.DRAFT, only_from=(Status.INCOMING, Status.SPIKED))
        recorder.change(article, status=Status.DRAFT)
    return article


def kill(
    article: Article,
    *,
    by: Any,
    at: datetime,
    note: str,
    door: Door = Door.FORM,
    leave: Leave | None = None,
) -> Article:
    """Withdraw for good: 410 with the note; out of every list at once. See also `takedown`.

    Needs a second name where the newsroom keeps that rule: SecondPersonNeeded.
    """
    with acting.act("kill", by=by, at=at, door=door, reason=note) as recorder:
        article = acting.locked(article)
        rights.require(by, "kill_article", article)
        second(Grave.KILL, article, recorder, by=by, at=at, leave=leave)
        _refuse_move(article, Status.KILLED)
        recorder.change(article, status=Status.KILLED)
        withdraw(article, WithdrawalKind.GONE, note, by, at, recorder)
    return article


def retract(
    article: Article,
    *,
    by: Any,
    at: datetime,
    note: str,
    door: Door = Door.FORM,
    leave: Leave | None = None,
) -> Article:
    """Keep the page with the notice on top; out of fronts, lists, feeds and search.

    Needs a second name where the newsroom keeps that rule: SecondPersonNeeded.
    """
    if not note.strip():
        raise ActRefused(_("A retraction needs a note."), _("Say to readers what was wrong."))
    with acting.act("retract", by=by, at=at, door=door, reason=note) as recorder:
        article = acting.locked(article)
        rights.require(by, "retract_article", article)
        if article.status != Status.PUBLISHED:
            raise IllegalMove(
                _("Only a published article can be retracted."), _("Spike it instead.")
            )
        if article.retracted_at is not None:
            raise IllegalMove(
                _("“%(headline)s” is retracted already.") % {"headline": acting.named(article)},
                _("Reload the page: somebody may have been faster, or a button was pressed twice."),
            )
        second(Grave.RETRACT, article, recorder, by=by, at=at, leave=leave)
        recorder.change(article, retracted_at=at)
        withdraw(article, WithdrawalKind.RETRACTED, note, by, at, recorder)
    return article


def reinstate(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take a retraction back; the trace stays in the history."""
    with acting.act("reinstate", by=by, at=at, door=door) as recorder:
        article = acting.locked(article)
        rights.require(by, "retract_article", article)
        recorder.change(article, retracted_at=None)
        _lift(article, WithdrawalKind.RETRACTED, at, recorder)
    return article


def second(
    verb: Grave, article: Article, recorder: Recorder, *, by: Any, at: datetime, leave: Leave | None
) -> None:
    """Ask the rule of two; what it says of the request goes into the act's plan."""
    if told := second_name.pass_or_refuse(verb, article, by=by, at=at, leave=leave):
        recorder.act.plan = told
        recorder.act.save(update_fields=["plan"])


def _refuse_move(article: Article, target: Status, *, only_from: tuple[Status, ...] = ()) -> None:
    legal = may_move(article.status, target)
    if not legal or (only_from and article.status not in only_from):
        raise IllegalMove(
            _("“%(headline)s” is %(status)s and cannot become %(target)s.")
            % {
                "headline": acting.named(article),
                "status": article.get_status_display(),
                "target": target.label,
            },
            _("Reload the page: somebody may have moved it since."),
        )


def refuse_sealed(article: Article) -> None:
    """Raise ActRefused for an article whose words the law withholds."""
    if article.sealed_at is not None:
        raise ActRefused(
            _("Article %(n)d was taken down for legal reasons.") % {"n": article.pk},
            _("A chief editor can lift the takedown on the article's own page."),
        )


def withdraw(
    article: Article,
    kind: WithdrawalKind,
    note: str,
    by: Any,
    at: datetime,
    recorder: Recorder,
    forward_to: Article | None = None,
) -> None:
    """Write, within a running act, why the address no longer offers the article."""
    _lift(article, kind, at, recorder)
    recorder.create(
        Withdrawal(article=article, kind=kind, note=note, at=at, by=by, forward_to=forward_to)
    )


def _lift(article: Article, kind: WithdrawalKind, at: datetime, recorder: Recorder) -> None:
    kinds = [kind, WithdrawalKind.LEGAL] if kind == WithdrawalKind.GONE else [kind]
    for withdrawal in article.withdrawals.standing().filter(kind__in=kinds):
        recorder.change(withdrawal, lifted_at=at)


def _lead_its_copies(article: Article, at: datetime, recorder: Recorder) -> None:
    """A published copy stands for its group unless the representative itself is live."""
    leader = article.copy_of
    if leader is None or leader.is_published(at):
        return
    recorder.change(article, copy_of_id=None)
    for member in [leader, *Article.objects.filter(copy_of=leader).exclude(pk=article.pk)]:
        recorder.change(member, copy_of_id=article.pk)
