"""What the desk does with readers' comments: approve, refuse, spam, ban, and close an article."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import CommentStatus, Door
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import Article, Ban, Comment

RIGHT = "moderate_comments"
# A network is a street or an office, and an address wanders: nobody there is shut out for good.
NETWORK_BAN = timedelta(days=30)


def approve(
    comments: Iterable[Comment], *, by: Any, at: datetime, door: Door = Door.FORM
) -> list[Comment]:
    """Show these comments to readers; returns those that were not shown before.

    Raises NotPermitted without the right in the articles' sections, and ActRefused for one that
    was erased or that answers what readers do not see.
    """
    with acting.act("approve-comment", by=by, at=at, door=door, public=False) as recorder:
        rows = _locked(comments, by)
        hidden = [row for row in rows if row.parent and not row.parent.is_shown]
        coming = {row.pk for row in rows}
        if any(row.parent_id not in coming for row in hidden):
            raise ActRefused(
                _("It answers a comment that readers do not see."),
                _("Approve that one first, or both together."),
            )
        return _set(rows, CommentStatus.APPROVED, by, at, recorder)


def refuse(
    comments: Iterable[Comment], *, by: Any, at: datetime, door: Door = Door.FORM
) -> list[Comment]:
    """Do not show these comments; one that readers saw is taken down. Raises as `approve`."""
    with acting.act("refuse-comment", by=by, at=at, door=door, public=False) as recorder:
        rows = _locked(comments, by)
        seen = (CommentStatus.APPROVED, CommentStatus.REMOVED)
        shown = [row for row in rows if row.status in seen]
        others = [row for row in rows if row.status not in seen]
        taken_down = _set(shown, CommentStatus.REMOVED, by, at, recorder)
        return taken_down + _set(others, CommentStatus.REFUSED, by, at, recorder)


def mark_spam(
    comments: Iterable[Comment], *, by: Any, at: datetime, door: Door = Door.FORM
) -> list[Comment]:
    """Put these comments with the spam. Raises as `approve`."""
    with acting.act("spam-comment", by=by, at=at, door=door, public=False) as recorder:
        return _set(_locked(comments, by), CommentStatus.SPAM, by, at, recorder)


def ban_writers(
    comments: Iterable[Comment], *, by: Any, at: datetime, door: Door = Door.FORM
) -> list[Ban]:
    """Put aside whatever these comments' writers send from now on; the comments are spam.

    A writer is known by the e-mail address. Raises as `approve`, and ActRefused where nothing is
    left to do.
    """
    with acting.act("ban-writer", by=by, at=at, door=door, public=False) as recorder:
        rows = _locked(comments, by)
        put_aside = _set(rows, CommentStatus.SPAM, by, at, recorder)
        wanted = {row.email_hash: row for row in rows if row.email_hash}
        banned = Ban.objects.standing(at).filter(email_hash__in=wanted)
        known = set(banned.values_list("email_hash", flat=True))
        bans = [
            Ban(email_hash=key, name=row.name, made_at=at, made_by=by)
            for key, row in wanted.items()
            if key not in known
        ]
        return bans if put_aside and not bans else _banned(bans, recorder)


def ban_networks(
    comments: Iterable[Comment], *, by: Any, at: datetime, door: Door = Door.FORM
) -> list[Ban]:
    """Put aside for thirty days whatever comes from these comments' networks.

    The comments themselves stay as they are: others write from there, too. Raises as `approve`,
    and ActRefused where all are banned.
    """
    with acting.act("ban-network", by=by, at=at, door=door, public=False) as recorder:
        wanted = {row.network for row in _locked(comments, by) if row.network}
        known = set(
            Ban.objects.standing(at).filter(network__in=wanted).values_list("network", flat=True)
        )
        bans = [
            Ban(network=network, made_at=at, made_by=by, until=at + NETWORK_BAN)
            for network in sorted(wanted - known)
        ]
        return _banned(bans, recorder)


def lift_ban(ban: Ban, *, by: Any, at: datetime, door: Door = Door.FORM) -> None:
    """Let a writer or a network send comments again; those that were put aside stay aside."""
    rights.require(by, RIGHT)
    with acting.act("lift-ban", by=by, at=at, door=door, public=False) as recorder:
        row = Ban.objects.select_for_update().filter(pk=ban.pk).first()
        if row is None:
            raise ActRefused(_("This ban was lifted already."), _("Reload the page."))
        recorder.delete(row)


def close_comments(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take no more comments on the article; those that stand stay. Raises NotPermitted."""
    return _switch("close-comments", article, on=False, by=by, at=at, door=door)


def open_comments(article: Article, *, by: Any, at: datetime, door: Door = Door.FORM) -> Article:
    """Take comments on the article again, until its days are over. Raises NotPermitted."""
    return _switch("open-comments", article, on=True, by=by, at=at, door=door)


def _switch(verb: str, article: Article, *, on: bool, by: Any, at: datetime, door: Door) -> Article:
    with acting.act(verb, by=by, at=at, door=door) as recorder:
        row = acting.locked(article)
        rights.require(by, RIGHT, row)
        recorder.change(row, takes_comments=on)
    return row


def _locked(comments: Iterable[Comment], by: Any) -> list[Comment]:
    """The rows as they stand, locked in order, when this person may judge all of them."""
    wanted = sorted({comment.pk for comment in comments})
    rows = list(
        Comment.objects.select_for_update(of=("self",))
        .select_related("article", "parent")
        .defer("article__body_html")
        .filter(pk__in=wanted)
        .order_by("pk")
    )
    if len(rows) < len(wanted):
        raise ActRefused(_("One of these comments no longer exists."), _("Reload the list."))
    rights.require(by, RIGHT, *(row.article for row in rows))
    if any(row.erased_at for row in rows):
        raise ActRefused(
            _("A comment among them was removed at its writer’s request."),
            _("Nothing of it is left to show; leave it out."),
        )
    return rows


def _set(
    rows: Sequence[Comment], status: CommentStatus, by: Any, at: datetime, recorder: Recorder
) -> list[Comment]:
    """Give the rows their status, where it is another."""
    changed = [row for row in rows if row.status != status]
    for row in changed:
        recorder.change(row, status=status, decided_at=at, decided_by_id=by and by.pk)
    return changed


def _banned(bans: list[Ban], recorder: Recorder) -> list[Ban]:
    if not bans:
        raise ActRefused(
            _("There is nobody left to ban here."),
            _("They are banned already, or were forgotten at their own request."),
        )
    for ban in bans:
        recorder.create(ban)
    return bans
