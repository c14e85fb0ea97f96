"""Writing and changing what articles say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.desk.crediting import CreditLine, Name, set_byline, set_credits
from articles.enums import Door, Status, SuggestionStatus
from articles.errors import ActRefused, PlanOutdated
from articles.history import Recorder, values
from articles.models import Article, Change, Suggestion
from articles.text import markup, normalise

__all__ = [
    "EDITABLE",
    "CreditLine",
    "Name",
    "accept_suggestion",
    "create",
    "edit",
    "mark_updated",
    "refuse_suggestion",
    "restore_field",
    "set_byline",
    "set_credits",
    "write",
]

# What an edit may set; the rest belongs to other acts or follows from them.
EDITABLE = frozenset(
    {
        "headline",
        "kicker",
        "standfirst",
        "body_html",
        "slug",
        "slugline",
        "dateline",
        "language",
        "seo_title",
        "social_title",
        "editor_note",
        "section_id",
        "source_id",
        "lead_image_id",
        "kind",
        "rights",
        "canonical_url",
        "urgency",
        "written_at",
        "expires_at",
    }
)
# What readers are shown of an article. A change of anything else (section, slug, urgency, notes,
# titles for searches) is never an update to them, whatever is said of it. Tags, byline, credits
# and links are shown, too: `mark_updated` tells of those. Nothing is material by itself but a
# correction, what is quoted with credit, and a merge that gives the survivor another text.
SHOWN = frozenset(
    {
        "headline", "kicker", "standfirst", "body_html", "dateline", "lead_image_id", "source_id",
        "canonical_url",
    }
)  # fmt: skip
_MANY_LINES = {"standfirst", "editor_note"}
_SUGGESTED = ("headline", "standfirst", "body_html")


def create(
    *, by: Any, at: datetime, door: Door = Door.FORM, headline: str, **fields: Any
) -> Article:
    """A new draft of our own; `fields` are attribute names of EDITABLE.

    Raises NotPermitted without the right in that section, ActRefused for a value that cannot be.
    """
    sound = _sound({"headline": headline, **fields})
    rights.require(by, "add_article", section_id=sound.get("section_id"))
    with acting.act("create", by=by, at=at, door=door, public=False) as recorder:
        article = Article(status=Status.DRAFT, arrived_at=at, **sound)
        recorder.create(article)
    return article


def edit(
    article: Article,
    *,
    by: Any,
    at: datetime,
    fields: Mapping[str, Any],
    version: int | None = None,
    material: bool = False,
    note: str = "",
    door: Door = Door.FORM,
) -> Article:
    """Set fields by attribute name; HTML is cleaned, the word count kept.

    `version` is the one that the form showed: another one by now raises PlanOutdated. A material
    edit of what readers can see (`SHOWN`, of a visible article) moves `updated_at` and needs a
    note saying what changed; any other edit leaves it. Moving needs the right in both sections.
    Raises NotPermitted, ActRefused. Returns the row as it stands; an edit that changes nothing
    leaves no trace.
    """
    return _edit(article, "edit", fields, version, material, note, by=by, at=at, door=door)


def restore_field(
    article: Article, *, change: Change, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Give one field the value that it had before `change`, whatever came since.

    Raises ActRefused when the change is not one of this article's own text and settings.
    """
    is_own = (change.model, change.row) == (values.label(Article), str(article.pk))
    if not is_own or change.kind != Change.Kind.UPDATE or change.field not in EDITABLE:
        raise ActRefused(
            _("That change cannot be taken back by itself."),
            _("Undo the whole act that it belongs to."),
        )
    before = values.restored(Article, change.field, change.before)
    return _edit(article, "restore", {change.field: before}, by=by, at=at, door=door)


def accept_suggestion(
    suggestion: Suggestion,
    *,
    by: Any,
    at: datetime,
    fields: Sequence[str],
    material: bool = False,
    note: str = "",
    door: Door = Door.FORM,
) -> Article:
    """Take these fields of the newer upstream text over (headline, standfirst, body_html).

    `material` and `note` are those of `edit`. Raises ActRefused when none is named, one is not
    offered, or somebody decided the suggestion before.
    """
    offered = {name: suggestion.offered.get(name) for name in fields if name in _SUGGESTED}
    if not offered or None in offered.values() or len(offered) < len(set(fields)):
        raise ActRefused(
            _("Choose at least one of the fields that the source offers."),
            _("Or refuse the suggestion."),
        )
    with acting.act("accept", by=by, at=at, door=door, reason=note, public=False) as recorder:
        article = acting.locked_for_edit(suggestion.article, by=by)
        decided = _undecided(suggestion)
        write(article, offered, material, note, at, recorder)
        recorder.change(
            decided, status=SuggestionStatus.ACCEPTED, decided_at=at, decided_by_id=_key(by)
        )
    return article


def refuse_suggestion(
    suggestion: Suggestion, *, by: Any, at: datetime, door: Door = Door.FORM
) -> Suggestion:
    """Keep our text; the next upstream change is suggested again."""
    with acting.act("refuse", by=by, at=at, door=door, public=False) as recorder:
        acting.locked_for_edit(suggestion.article, by=by)
        decided = _undecided(suggestion)
        recorder.change(
            decided, status=SuggestionStatus.REFUSED, decided_at=at, decided_by_id=_key(by)
        )
    return decided


def _edit(
    article: Article,
    verb: str,
    fields: Mapping[str, Any],
    version: int | None = None,
    material: bool = False,
    note: str = "",
    *,
    by: Any,
    at: datetime,
    door: Door,
) -> Article:
    with acting.act(verb, by=by, at=at, door=door, reason=note, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        refuse_stale(article, version)
        if "section_id" in fields:
            rights.require(by, "change_article", section_id=fields["section_id"])
        write(article, fields, material, note, at, recorder)
    return article


def write(
    article: Article,
    fields: Mapping[str, Any],
    material: bool,
    note: str,
    at: datetime,
    recorder: Recorder,
) -> None:
    """Set what differs, within a running act; the article must be locked for the edit.

    A published article must not get a fault that stops publishing (`acting.keep_fit`); one that
    it had before may stay. Raises ActRefused.
    """
    _refuse_unannounced(article, material, note, at)
    changes = _differences(article, fields)
    if material and SHOWN.intersection(changes) and article.is_published(at):
        changes["updated_at"] = at
    recorder.change(article, **changes)


def mark_updated(
    article: Article, *, note: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Tell readers that its tags, byline, credits or links were changed materially.

    Moves `updated_at` of an article that they can see; of any other nothing. Raises NotPermitted,
    ActRefused without a note.
    """
    with acting.act("edit", by=by, at=at, door=door, reason=note, public=False) as recorder:
        article = acting.locked_for_edit(article, by=by)
        _refuse_unannounced(article, True, note, at)
        if article.is_published(at):
            recorder.change(article, updated_at=at)
    return article


def _differences(article: Article, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The sound values that are not the article's already, the word count along with the body."""
    return {
        name: value for name, value in _sound(fields).items() if value != getattr(article, name)
    }


def _sound(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they may be stored; raises ActRefused naming the fields that cannot be."""
    if strange := sorted(set(fields) - EDITABLE):
        raise ActRefused(
            _("An edit cannot set %(fields)s.") % {"fields": ", ".join(strange)},
            _("Use the act that is made for it."),
        )
    tidy = {name: _tidy(name, value) for name, value in fields.items()}
    probe = Article(**tidy)
    ours = {field.name for field in Article._meta.concrete_fields if field.attname in tidy}
    everything = {field.name for field in Article._meta.get_fields()}
    try:
        probe.clean_fields(exclude=everything - ours)
    except ValidationError as error:
        raise ActRefused(_complaint(error), _("Change it and save again.")) from error
    sound = {name: getattr(probe, name) for name in tidy}
    if "body_html" in sound:
        sound["word_count"] = markup.word_count(sound["body_html"])
    return sound


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "body_html":
        return markup.sanitise(value)
    text = normalise.repair(value)
    return text.strip() if name in _MANY_LINES else " ".join(text.split())


def _complaint(error: ValidationError) -> str:
    labels = {field.name: field for field in Article._meta.concrete_fields}
    return " ".join(
        f"{str(labels[name].verbose_name).capitalize()}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )


def refuse_stale(article: Article, version: int | None) -> None:
    """Raise PlanOutdated when the article is no longer the version that a person saw."""
    if version is not None and version != article.version:
        raise PlanOutdated(
            _("Somebody changed “%(headline)s” after you opened it.")
            % {"headline": acting.named(article)},
            _("Open it in another window, compare, and save again."),
        )


def _refuse_unannounced(article: Article, material: bool, note: str, at: datetime) -> None:
    if material and article.is_published(at) and not note.strip():
        raise ActRefused(
            _("An update of a published article needs a note."),
            _("Say in a few words what changed, or save it as a small edit."),
        )


def _undecided(suggestion: Suggestion) -> Suggestion:
    fresh = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if fresh.status != SuggestionStatus.OPEN:
        raise ActRefused(_("This suggestion was decided before."), _("Reload the page to see how."))
    return fresh


def _key(by: Any) -> int | None:
    return None if by is None else by.pk
