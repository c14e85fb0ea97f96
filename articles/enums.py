"""The closed choices of the newsroom, and the one table of legal status moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an article stands; schedule and embargo are times, not states."""

    INCOMING = "incoming", _("Incoming")
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SPIKED = "spiked", _("Spiked")
    KILLED = "killed", _("Killed")
    MERGED = "merged", _("Merged")


# MERGED leads back only to the status before the merge, by undoing it: see desk.merging.
MOVES: dict[Status, frozenset[Status]] = {
    Status.INCOMING: frozenset({Status.DRAFT, Status.PUBLISHED, Status.SPIKED, Status.MERGED}),
    Status.DRAFT: frozenset({Status.PUBLISHED, Status.SPIKED, Status.MERGED}),
    Status.PUBLISHED: frozenset({Status.DRAFT, Status.KILLED, Status.MERGED}),
    Status.SPIKED: frozenset({Status.INCOMING, Status.DRAFT}),
    Status.KILLED: frozenset({Status.DRAFT}),
    Status.MERGED: frozenset(),
}


def may_move(before: str, after: str) -> bool:
    """Whether the table allows this move; undoing a merge is not a move."""
    return Status(after) in MOVES[Status(before)]


class Kind(models.TextChoices):
    """What an article is to the paper."""

    OWN = "own", _("Own report")
    REPUBLISHED = "republished", _("Republished")
    LINK_OUT = "link-out", _("Link out")
    BRIEF = "brief", _("Brief")


class Rights(models.TextChoices):
    """How much of a source's text may be shown, on every channel."""

    FULL = "full", _("Full text")
    EXCERPT = "excerpt", _("Excerpt")
    LINK = "link", _("Headline and link")


class Indexing(models.TextChoices):
    """What search engines are told of a text that another publisher wrote."""

    INDEX = "index", _("Our page is indexed like any other")
    CANONICAL = "canonical", _("The original is named as the one that counts")
    NOINDEX = "noindex", _("Our page is kept out of search engines")


class AiTerms(models.TextChoices):
    """What machines may do with a text beside showing it in a search."""

    RESERVED = "reserved", _("Search only; no use by AI")
    CREDIT = "credit", _("Use by AI where the paper is named")
    FEE = "fee", _("Use by AI against a fee")


class SourceKind(models.TextChoices):
    """How a source's text reaches us."""

    WIRE = "wire", _("Wire")
    FEED = "feed", _("Feed")
    PAGE = "page", _("Web page")
    FILE = "file", _("Files and pasted text")


class Trust(models.IntegerChoices):
    """How far the desk relies on a source; higher comes first in a story."""

    LOW = 1, _("Low")
    USUAL = 2, _("Usual")
    HIGH = 3, _("High")


class Verdict(models.TextChoices):
    """What two articles are to each other."""

    SAME_COPY = "same-copy", _("Same copy")
    NEW_VERSION = "new-version", _("New version")
    SAME_EVENT = "same-event", _("Same event")
    UNRELATED = "unrelated", _("Unrelated")


class Decision(models.TextChoices):
    """What a person said of a pair; empty while nobody has."""

    UNDECIDED = "", _("Not decided")
    CONFIRMED = "confirmed", _("Confirmed")
    NOT_THE_SAME = "not-the-same", _("Not the same")


class Question(models.TextChoices):
    """What a person's decision on a pair answers; each is measured for itself."""

    COPY = "copy", _("One text?")
    EVENT = "event", _("One event?")


class Autopilot(models.TextChoices):
    """Whether a source's copies are folded without a look; identical texts always are."""

    OFF = "off", _("Never")
    MEASURED = "measured", _("When the desk's verdicts allow it")
    TRUSTED = "trusted", _("From the start, until the desk's verdicts speak against it")


class Relation(models.TextChoices):
    """The kind of a related link, read from the article that carries it."""

    SEE_ALSO = "see-also", _("See also")
    UPDATE_OF = "update-of", _("Update of")
    UPDATED_BY = "updated-by", _("Updated by")
    BACKGROUND = "background", _("Background")
    BACKGROUND_TO = "background-to", _("Background to")
    OTHER_ACCOUNT = "other-account", _("Another account")
    TRANSLATION = "translation", _("Translation")


# A link is two-way: each kind has the kind that the other article shows.
OPPOSITE: dict[Relation, Relation] = {
    Relation.SEE_ALSO: Relation.SEE_ALSO,
    Relation.UPDATE_OF: Relation.UPDATED_BY,
    Relation.UPDATED_BY: Relation.UPDATE_OF,
    Relation.BACKGROUND: Relation.BACKGROUND_TO,
    Relation.BACKGROUND_TO: Relation.BACKGROUND,
    Relation.OTHER_ACCOUNT: Relation.OTHER_ACCOUNT,
    Relation.TRANSLATION: Relation.TRANSLATION,
}


class WithdrawalKind(models.TextChoices):
    """Why an article, or its text, is no longer offered."""

    GONE = "gone", _("Withdrawn")
    RETRACTED = "retracted", _("Retracted")
    LEGAL = "legal", _("Withheld for legal reasons")


class CorrectionKind(models.TextChoices):
    """What a visible statement about an error is."""

    CORRECTION = "correction", _("Correction")
    CLARIFICATION = "clarification", _("Clarification")


class StoryStatus(models.TextChoices):
    """Whether a story still takes in new members by itself."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ARCHIVED = "archived", _("Archived")


class Role(models.TextChoices):
    """What a person did for an article, as the byline tells it."""

    WRITER = "writer", _("Writer")
    REPORTING = "reporting", _("Additional reporting")
    EDITOR = "editor", _("Editor")
    PHOTOGRAPHER = "photographer", _("Photographer")
    TRANSLATOR = "translator", _("Translator")


class Door(models.TextChoices):
    """Through which door an act came in."""

    FORM = "form", _("Form")
    BULK = "bulk", _("Bulk action")
    INBOX = "inbox", _("Inbox")
    MERGE = "merge", _("Merge workbench")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    API = "api", _("API")
    DEMO = "demo", _("Demo desk")


class CaptureOutcome(models.TextChoices):
    """What became of one arrival."""

    CREATED = "created", _("New article")
    UPDATED = "updated", _("New version taken over")
    SUGGESTED = "suggested", _("Suggested to the desk")
    FAILED = "failed", _("Could not be read")
    KEPT = "kept", _("Kept, nothing changed")
    OWN = "own", _("Our own story coming back")
    HELD = "held", _("Held: the law withholds the same words")


class RuleOrder(models.TextChoices):
    """How the rule of a front orders what it may fill a place with."""

    WEIGHED = "weighed", _("newest first, the urgent counting as newer")
    NEWEST = "newest", _("newest first")


class SuggestionStatus(models.TextChoices):
    """What the desk did with an upstream change to an article it had edited."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class Grave(models.TextChoices):
    """Acts on what readers see that one person may not carry out alone, where the rule is on."""

    RETRACT = "retract", _("Retract")
    KILL = "kill", _("Kill")
    TAKE_DOWN = "take-down", _("Legal takedown")
    REVIVE = "revive", _("Revive")
    LIFT = "lift", _("Lift the takedown")


class Outcome(models.TextChoices):
    """What became of a request for a second name."""

    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ALONE = "alone", _("Carried out alone")
    LAPSED = "lapsed", _("Lapsed")


class PlanOutcome(models.TextChoices):
    """What became of a change that was planned for a later moment."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    CALLED_OFF = "called-off", _("Called off")
    CONFLICT = "conflict", _("Not done: the article was changed meanwhile")
    REFUSED = "refused", _("Not done: refused")


class SignInEvent(models.TextChoices):
    """What the sign-in log tells of an account."""

    IN = "in", _("Signed in")
    RECOVERY = "recovery", _("Signed in with a recovery code")
    OUT = "out", _("Signed out")
    WRONG_PASSWORD = "wrong-password", _("Wrong password")
    WRONG_CODE = "wrong-code", _("Wrong code")
    ENDED = "ended", _("Sessions ended")
    PASSWORD = "password", _("Password changed")
    LINK = "link", _("One-time link made")
    FACTOR_SET = "factor-set", _("Second factor set up")
    FACTOR_REMOVED = "factor-removed", _("Second factor removed")
    CODES = "codes", _("New recovery codes")


class CheckLevel(models.TextChoices):
    """What a fault found before publishing does."""

    BLOCK = "block", _("Stops publishing")
    WARN = "warn", _("Warns")
    OFF = "off", _("Is not looked for")


class Check(models.TextChoices):
    """What is looked for before an article goes out."""

    HEADLINE_MISSING = "headline-missing", _("No headline")
    LINK_MISSING = "link-missing", _("A link only, and no address to link to")
    TEXT_MISSING = "text-missing", _("No text and no original address")
    PICTURE_EXPIRED = "picture-expired", _("The right to use a picture has ended")
    TEXT_EMPTY = "text-empty", _("No text, though it is no link-out")
    PLACEHOLDER = "placeholder", _("Placeholder text: TK, XXX, lorem ipsum")
    BYLINE_MISSING = "byline-missing", _("Neither byline nor source")
    SECTION_MISSING = "section-missing", _("No section")
    LANGUAGE_UNKNOWN = "language-unknown", _("Language not known")
    PICTURE_MISSING = "picture-missing", _("A picture in the text that is not in the library")
    PICTURE_WORDLESS = "picture-wordless", _("A picture without alternative text")
    STANDFIRST_ECHO = "standfirst-echo", _("The standfirst says the headline again")
    HEADLINE_LONG = "headline-long", _("Headline too long for a page")
    SEARCH_LONG = "search-long", _("Title cut in search results")
    SOCIAL_LONG = "social-long", _("Title cut in social media")
    EMBARGO_LATER = "embargo-later", _("An embargo ends after the chosen moment")
    EXPIRES_FIRST = "expires-first", _("It expires before it appears")
    LINKS_DEAD = "links-dead", _("Related links that lead nowhere")


# Without these there is nothing to show or to link; no publication can let them pass.
FIXED_CHECKS: frozenset[Check] = frozenset({Check.HEADLINE_MISSING, Check.LINK_MISSING})
# What stops publishing unless the publication decides otherwise; all else warns.
STOPPING_CHECKS: frozenset[Check] = FIXED_CHECKS | {Check.TEXT_MISSING, Check.PICTURE_EXPIRED}
