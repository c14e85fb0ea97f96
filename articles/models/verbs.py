"""What each act is called at the desk; history keeps its verb."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "accept": _("take over from the source"),
    "add-alias": _("add a spelling"),
    "add-colleague": _("add a colleague"),
    "approve-comment": _("approve comments"),
    "arrange": _("arrange the front"),
    "ban-network": _("ban a network"),
    "ban-writer": _("ban a writer of comments"),
    "begin-draft": _("begin a draft of the front"),
    "byline": _("byline"),
    "call-off": _("call off a planned launch"),
    "call-off-change": _("call off a planned change"),
    "change-view": _("change a saved view"),
    "choose-password": _("choose a password"),
    "clear-slot": _("clear a place"),
    "close-comments": _("close the comments"),
    "correct": _("correct"),
    "create": _("create"),
    "credits": _("credits"),
    "deactivate": _("close an account"),
    "decline-request": _("decline a request"),
    "draft": _("take as draft"),
    "edit": _("edit"),
    "edit-colleague": _("change a colleague’s rights"),
    "edit-sectionmember": _("change who looks after a section"),
    "edit-story": _("edit the story"),
    "edit-thresholds": _("change the limits of judgement"),
    "embargo": _("embargo"),
    "empty-bin": _("empty the bin"),
    "fill-slot": _("put on the front"),
    "hold": _("legal hold"),
    "join-stories": _("join stories"),
    "judge-pair": _("judge a pair"),
    "kill": _("kill"),
    "launch": _("launch the front"),
    "launch-at": _("plan a launch"),
    "let-in": _("let in"),
    "lift-ban": _("lift a ban"),
    "lift-takedown": _("lift the takedown"),
    "link": _("link"),
    "make-link": _("make a link to log in"),
    "merge": _("merge"),
    "merge-authors": _("merge authors"),
    "merge-sources": _("merge sources"),
    "merge-tags": _("merge tags"),
    "move-address": _("move to another address"),
    "move-to-story": _("move to another story"),
    "name-version": _("name a version"),
    "open-comments": _("open the comments"),
    "plan-change": _("plan a change"),
    "publish": _("publish"),
    "put-aside": _("drop the front’s draft"),
    "quote": _("take over a fact"),
    "reactivate": _("open an account again"),
    "read-sealed": _("read a sealed copy"),
    "refuse": _("refuse the suggestion"),
    "refuse-comment": _("refuse comments"),
    "reinstate": _("reinstate"),
    "release": _("lift the legal hold"),
    "remove-factor": _("remove the second factor"),
    "remove-view": _("remove a saved view"),
    "rename": _("rename"),
    "reorder": _("reorder"),
    "reset-factor": _("reset the second factor"),
    "restore": _("restore"),
    "retract": _("retract"),
    "revive": _("revive"),
    "reword-slot": _("change a place"),
    "roll-back": _("roll the front back"),
    "save-view": _("save a view"),
    "set-copy": _("fold as a copy"),
    "set-factor": _("set up the second factor"),
    "set-rule": _("change the front’s rule"),
    "spam-comment": _("put comments with the spam"),
    "spike": _("spike"),
    "split-copy": _("unfold a copy"),
    "start-story": _("start a story"),
    "tag": _("tag"),
    "take-down": _("legal takedown"),
    "take-in": _("arrival"),
    "tell-authors-apart": _("keep authors apart"),
    "tell-sources-apart": _("keep sources apart"),
    "tell-tags-apart": _("keep tags apart"),
    "undo": _("undo"),
    "undo-merge": _("undo a merge"),
    "unlink": _("unlink"),
    "unname-version": _("take a version’s name off"),
    "unpublish": _("unpublish"),
    "untag": _("remove a tag"),
    "withdraw-request": _("take a request back"),
}


def is_known(verb: str) -> bool:
    """Whether the act has words of its own."""
    return verb in VERBS or label(verb) != verb


def label(verb: str) -> str:
    """The act in words; the verb itself where it has none."""
    if verb in VERBS:
        return str(VERBS[verb])
    kind, _hyphen, noun = verb.partition("-")
    if kind == "ask":
        return gettext("ask for: %(act)s") % {"act": label(noun)}
    if kind in ("add", "edit"):
        return _of(kind, noun)
    return verb


def _of(kind: str, noun: str) -> str:
    """What a form of the admin did, to a model of this name."""
    try:
        name = apps.get_model("articles", noun)._meta.verbose_name
    except LookupError:
        name = noun
    text = gettext("add: %(noun)s") if kind == "add" else gettext("edit: %(noun)s")
    return text % {"noun": name}
