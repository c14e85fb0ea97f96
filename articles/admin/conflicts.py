"""What two people changed in one article at once: brought together, or shown to be chosen from.

A form says of each field what it was opened on, as a mark of the value. The value itself, which
both sides began with, stands in the history. What one side changed is taken; a text that both
changed is merged a paragraph at a time; what is left is a conflict.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.body_editor import BodyEditor
from articles.history import field_entries, former_value
from articles.models import Article
from articles.text import diff, markup, merging

# What the form edits, as attribute names of the article; status is not among them, ever.
EDITED = (
    "kicker", "headline", "standfirst", "body_html", "dateline", "language", "section_id",
    "source_id", "kind", "urgency", "rights", "canonical_url", "slug", "slugline", "seo_title",
    "social_title", "expires_at", "lead_image_id", "editor_note", "written_at",
)  # fmt: skip
# Words, which can be brought together by hand; of anything else one side is chosen.
WORDS = frozenset({
    "kicker", "headline", "standfirst", "dateline", "slugline", "seo_title", "social_title",
    "editor_note",
})  # fmt: skip
BODY = "body_html"
MARK = "mark-"
KEEP = "keep-"
WRITTEN = "written-"


@dataclass(frozen=True)
class Conflict:
    """A field, or a paragraph of the text, that both sides changed.

    `base` is None where nobody knows any more what it was. `theirs` and `mine` show what either
    side did to it, empty where it took a paragraph out; `keeps` are what the two choices are
    called when they come back. `proposal` is what a third choice begins with, "" for no such.
    """

    name: str
    label: str
    base: str | None
    theirs: tuple[diff.Span, ...]
    mine: tuple[diff.Span, ...]
    keeps: tuple[str, str] = ("theirs", "mine")
    proposal: str = ""
    with_both: bool = False
    who: str = ""

    @property
    def field(self) -> str:
        """The field that it stands in."""
        return self.name.partition(":")[0]

    @property
    def editor(self) -> str:
        """The input for a text brought together by hand: an editor for a paragraph."""
        name = WRITTEN + self.name
        widget = BodyEditor({"rows": 4}) if self.field == BODY else forms.Textarea({"rows": 2})
        attributes = {
            "id": f"id_{name}",
            "dir": "auto",
            "aria-label": _("Both together"),
            "aria-labelledby": f"{name}-label",
        }
        return widget.render(name, self.proposal, attributes)


@dataclass
class Settled:
    """How the two sides come together."""

    changes: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    body: str | None = None


@dataclass(frozen=True)
class Sides:
    """One field: what the form was opened on (if that is known), what stands, what is wanted."""

    name: str
    label: str
    is_known: bool
    base: Any
    theirs: Any
    mine: Any


def settle(
    article: Article,
    posted: Mapping[str, Any],
    wanted: Mapping[str, Any],
    labels: Mapping[str, str],
) -> Settled:
    """Bring what was posted together with what is stored; `wanted` are the cleaned values.

    `article` is the row as it stands. Reads the history of the fields that both changed. Raises
    ValidationError for words, brought together by hand, that the field cannot hold.
    """
    settled = Settled()
    for name in EDITED:
        theirs = getattr(article, name)
        mark = str(posted.get(MARK + name) or digest(theirs))
        is_changed = mark != digest(theirs)
        is_known, base = True, theirs
        mine = wanted.get(name, theirs)
        is_chosen = any(str(key).startswith(KEEP + name) for key in posted)
        if is_changed and (is_chosen or digest(mine) not in (mark, digest(theirs))):
            is_known, base = former_value(article, name, _marked(mark))
        if is_chosen and is_known:
            mine = _chosen(name, mine, base, posted)
        sides = Sides(name, labels[name], is_known, base, theirs, mine)
        _settle(article, sides, mark, settled)
    return settled


def _settle(article: Article, sides: Sides, mark: str, settled: Settled) -> None:
    name, mine = sides.name, digest(sides.mine)
    is_changed = mark != digest(sides.theirs)
    if mine == digest(sides.theirs):
        return
    if mine == mark:
        settled.theirs.append(sides.label)
    elif not is_changed:
        settled.changes[name] = sides.mine
    elif name == BODY and sides.is_known:
        merged = merging.bodies(sides.base, sides.theirs, sides.mine)
        settled.changes[name] = settled.body = merged.html
        settled.theirs += [] if merged.clashes else [_("%(field)s (in other paragraphs)") % {
            "field": sides.label
        }]  # fmt: skip
        who = _who(article, name) if merged.clashes else ""
        settled.conflicts += [_paragraph(sides.label, clash, who) for clash in merged.clashes]
    else:
        settled.conflicts.append(_conflict(article, sides))


def _chosen(name: str, mine: Any, seen: Any, posted: Mapping[str, Any]) -> Any:
    """What is wanted after the choices that were made among what was seen."""
    if name == BODY:
        return _chosen_body(str(mine), str(seen), posted)
    word = posted.get(KEEP + name)
    if word == "theirs":
        return seen
    if word == "written" and name in WORDS:
        written = str(posted.get(WRITTEN + name, "")).strip()
        text = written if name in ("standfirst", "editor_note") else " ".join(written.split())
        field = Article._meta.get_field(name)
        return field.clean(text, None)  # type: ignore[union-attr]  # a column
    return mine


def _chosen_body(mine: str, seen: str, posted: Mapping[str, Any]) -> str:
    theirs = merging.blocks(seen)
    begin = f"{KEEP}{BODY}:"
    chosen: dict[str, str] = {}
    for key in (str(key).removeprefix(begin) for key in posted if str(key).startswith(begin)):
        word = posted.get(begin + key)
        if word == "theirs":
            chosen[key] = theirs.get(key, "")
        elif word == "drop":
            chosen[key] = ""
        elif word == "written":
            chosen[key] = markup.sanitise(str(posted.get(f"{WRITTEN}{BODY}:{key}", "")))
    return markup.sanitise(merging.replaced(mine, chosen))


def _conflict(article: Article, sides: Sides) -> Conflict:
    name = sides.name
    base = told(name, sides.base) if sides.is_known else None
    theirs, mine = told(name, sides.theirs), told(name, sides.mine)
    proposal, both = "", None
    if name in WORDS:
        both = merging.words(base, theirs, mine) if base is not None else None
        proposal = mine if both is None else both
    before = theirs if base is None else base
    return Conflict(
        name,
        sides.label,
        base,
        _spans(name, before, theirs),
        _spans(name, before, mine),
        proposal=proposal,
        with_both=both is not None,
        who=_who(article, name),
    )


def _paragraph(label: str, clash: merging.Clash, who: str) -> Conflict:
    base, theirs, mine = (markup.to_text(block) for block in (clash.base, clash.theirs, clash.mine))
    proposal = merging.suggested(clash)
    return Conflict(
        f"{BODY}:{clash.key}",
        _("%(field)s, one paragraph") % {"field": label},
        base,
        tuple(diff.words(base, theirs)) if clash.theirs else (),
        tuple(diff.words(base, mine)) if clash.mine else (),
        keeps=("theirs" if clash.theirs else "drop", "mine" if clash.mine else "drop"),
        proposal=proposal,
        with_both=bool(clash.theirs and clash.mine) and proposal != clash.mine,
        who=who,
    )


def _spans(name: str, before: str, after: str) -> tuple[diff.Span, ...]:
    if name in WORDS or name == BODY:
        return tuple(diff.words(before, after))
    return (diff.Span("same", after),)


def _who(article: Article, name: str) -> str:
    """Who changed the field last; "" for the machine."""
    for change in field_entries(article, name, limit=1):
        return change.act.by.get_username() if change.act.by else ""
    return ""


def told(name: str, value: Any) -> str:
    """The value as people read it: names for keys, labels for choices, words without tags."""
    if value in (None, ""):
        return ""
    if name == BODY:
        return markup.to_text(str(value))
    column = Article._meta.get_field(name.removesuffix("_id"))
    if isinstance(column, models.ForeignKey):
        row = column.related_model._base_manager.filter(pk=value).first()
        return str(row or value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    choices = dict(getattr(column, "flatchoices", ()))
    return str(choices.get(value, value)).replace("\r\n", "\n").strip()


def label(name: str) -> str:
    """The field's name as people read it."""
    column = Article._meta.get_field(name.removesuffix("_id"))
    return str(capfirst(str(getattr(column, "verbose_name", name))))


def _marked(mark: str) -> Callable[[Any], bool]:
    return lambda value: digest(value) == mark


def digest(value: Any) -> str:
    """A short mark of a value; blanks at the ends and the kind of line ends do not count."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def _canonical(value: Any) -> str:
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
