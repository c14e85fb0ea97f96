"""Taking any act back, for the "undo" of the inbox and of the history."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import (
    acting,
    checks,
    groups,
    merging,
    publishing,
    rights,
    sealed_words,
    sealing,
    second_name,
    staffing,
    stories,
)
from articles.desk.second_name import Leave
from articles.enums import Door, Grave, Status, WithdrawalKind
from articles.errors import ActRefused
from articles.history import Recorder, Reverted, revert
from articles.models import Act, Article, Change, Front

# The right that each verb needs is the right that its undoing needs.
RIGHTS: dict[str, str] = {
    "accept": "change_article",
    "add-alias": "change_tag",
    "approve-comment": "moderate_comments",
    "ask-kill": "kill_article",
    "ask-lift": "kill_article",
    "ask-retract": "retract_article",
    "ask-revive": "kill_article",
    "ask-take-down": "kill_article",
    "arrange": "curate_front",
    "ban-network": "moderate_comments",
    "ban-writer": "moderate_comments",
    "begin-draft": "curate_front",
    "byline": "change_article",
    "call-off": "curate_front",
    "call-off-change": "change_article",
    "change-view": "add_savedview",
    "clear-slot": "curate_front",
    "close-comments": "moderate_comments",
    "correct": "correct_article",
    "credits": "change_article",
    "deactivate": "change_colleague",
    "draft": "change_article",
    "edit": "change_article",
    "edit-story": "link_article",
    "embargo": "publish_article",
    "empty-bin": "kill_article",
    "fill-slot": "curate_front",
    "hold": "kill_article",
    "join-stories": "link_article",
    "judge-pair": "link_article",
    "kill": "kill_article",
    "launch": "curate_front",
    "launch-at": "curate_front",
    "lift-ban": "moderate_comments",
    "link": "link_article",
    "merge": "merge_article",
    "merge-authors": "change_author",
    "merge-sources": "change_source",
    "merge-tags": "change_tag",
    "move-to-story": "link_article",
    "name-version": "change_article",
    "open-comments": "moderate_comments",
    "plan-change": "change_article",
    "publish": "publish_article",
    "put-aside": "curate_front",
    "quote": "change_article",
    "reactivate": "change_colleague",
    "refuse": "change_article",
    "refuse-comment": "moderate_comments",
    "reinstate": "retract_article",
    "release": "kill_article",
    "remove-view": "add_savedview",
    "rename": "change_tag",
    "reorder": "link_article",
    "restore": "change_article",
    "retract": "retract_article",
    "revive": "spike_article",
    "reword-slot": "curate_front",
    "roll-back": "curate_front",
    "save-view": "add_savedview",
    "set-copy": "link_article",
    "set-rule": "curate_front",
    "spam-comment": "moderate_comments",
    "spike": "spike_article",
    "split-copy": "link_article",
    "start-story": "link_article",
    "tag": "change_article",
    "take-down": "kill_article",
    "tell-authors-apart": "change_author",
    "tell-sources-apart": "change_source",
    "tell-tags-apart": "change_tag",
    "unlink": "link_article",
    "unname-version": "change_article",
    "unpublish": "publish_article",
    "untag": "change_article",
}

# These move thousands of articles' rows and touch no text, state, story or group of any.
OF_NOUNS = frozenset({"merge-authors", "merge-sources", "merge-tags"})


def undo_act(
    act: Act, *, by: Any, at: datetime, door: Door = Door.INBOX, leave: Leave | None = None
) -> Reverted:
    """Take back all that an act changed and nothing changed since; the rest stays and is listed.

    Needs the right of the act: in general for one's own, in every section it touched for
    another's. A merge goes by `merging.undo_merge`. An article that readers could see and that is
    not published afterwards answers 410 from now on. Undoing an undoing does the act again.
    Raises NotPermitted, and ActRefused for an act that was undone before, that made something
    (spike it instead), or of which nothing is left. What would retract, kill, revive, seal or
    lift needs a second name: SecondPersonNeeded; `leave` is the request that lifts a takedown.
    """
    if merge := getattr(act, "merge", None):
        return merging.undo_merge(merge, by=by, at=at, door=door)
    permission = _permission(act)
    with acting.act("undo", by=by, at=at, door=door, reason=act.verb) as recorder:
        acting.refuse_undone(act, recorder)
        before = acting.locked_all(_existing(act))
        _require(permission, act, by, list(before.values()))
        acting.keep_fit(*before.values())
        if leave is not None:
            about = before[leave.proposal.article_id]
            publishing.second(Grave.LIFT, about, recorder, by=by, at=at, leave=leave)
        people = staffing.touched_by(act)
        staffing.refuse_undo(people, by)
        reverted = revert(act, recorder)
        staffing.refuse_undo(people, by)
        if not reverted.count:
            raise ActRefused(
                _("Everything that this act did was changed again since."),
                _("Look at the history of the article and restore what you need."),
            )
        _make_sound(before, by, at, recorder, has_leave=leave is not None)
        sealing.keep_files_right(
            int(change.row)
            for change in recorder.pending
            if (change.model, change.field) == ("articles.image", "sealed_at")
        )
    return reverted


def _origin(act: Act) -> Act:
    """The act itself, or what an undoing of an undoing comes down to."""
    while act.verb == "undo" and act.undoes is not None:
        act = act.undoes
    return act


def _permission(act: Act) -> str:
    """The right that undoing needs; raises ActRefused for acts that are not taken back."""
    origin = _origin(act)
    changes = origin.changes.all()
    if origin.verb == "move-address":
        nouns = changes.filter(field="slug").values_list("model", flat=True)
        return f"change_{nouns[0].rpartition('.')[2]}"
    if origin.verb == "revive" and changes.filter(before=Status.KILLED).exists():
        return "kill_article"
    if origin.verb in RIGHTS:
        return RIGHTS[origin.verb]
    if origin.verb.startswith("edit-"):
        return f"change_{origin.verb.removeprefix('edit-')}"
    raise ActRefused(
        _("An act of the kind “%(verb)s” cannot be undone.") % {"verb": act.verb},
        _("Spike what it made, or merge again what was taken apart."),
    )


def _existing(act: Act) -> list[int]:
    """The articles that the act touched and that are still there; none for a merge of nouns."""
    if _origin(act).verb in OF_NOUNS:
        return []
    ids = Change.objects.filter(act=act).exclude(article_id=None)
    touched = ids.values_list("article_id", flat=True).distinct()
    return list(Article.objects.filter(pk__in=set(touched)).values_list("pk", flat=True))


def _require(permission: str, act: Act, by: Any, articles: list[Article]) -> None:
    """Who may do it may take back the own act; another's only with the right in every section."""
    if permission == "change_article" and any(a.status == Status.PUBLISHED for a in articles):
        permission = "publish_article"
    front = Front.objects.filter(pk=_origin(act).plan.get("front")).first()
    if front is not None:
        rights.require_front(by, front.section_id)
    elif by is not None and act.by_id == by.pk:
        rights.require(by, permission)
    elif permission == "add_savedview":
        rights.require(by, "change_savedview")
    else:
        rights.require(by, permission, *articles)


def _make_sound(
    before: dict[int, Article], by: Any, at: datetime, recorder: Recorder, *, has_leave: bool
) -> None:
    """Keep what must hold: stars and stories, a fit live page, an answer for a dead address."""
    groups.mend(before, recorder)
    after = Article.objects.in_bulk(list(before))
    for pk, row in after.items():
        if not has_leave:
            second_name.refuse_by_the_back_door(before[pk], row, by)
        sealed_words.follow(before[pk], row)
    touched = [row.story_id for rows in (before, after) for row in rows.values()]
    stories.freshen(touched, recorder)
    for pk, row in after.items():
        if row.status == Status.PUBLISHED:
            publishing.refuse_sealed(row)
            if before[pk].status != Status.PUBLISHED:
                checks.refuse_unfit(row, at=at)
        elif (
            row.sealed_at is None
            and before[pk].is_published(at)
            and row.status not in (Status.MERGED, Status.KILLED)
        ):
            publishing.withdraw(row, WithdrawalKind.GONE, "", by, at, recorder)
