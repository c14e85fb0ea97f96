"""The form of an article: what this person changed, what somebody else changed meanwhile."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import counting
from articles.admin.body_editor import BodyEditor
from articles.admin.choosing import SourceChoice, TagNames, WebAddress
from articles.models import Article
from articles.text import diff, markup

# What the form edits, as attribute names of the article; status is not among them, ever.
EDITED = (
    "kicker", "headline", "standfirst", "body_html", "dateline", "language", "section_id",
    "source_id", "kind", "urgency", "rights", "canonical_url", "slug", "slugline", "seo_title",
    "social_title", "expires_at", "lead_image_id", "editor_note", "written_at",
)  # fmt: skip
MARK = "mark-"
KEEP = "keep-"


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed while this person was changing it, too."""

    name: str
    label: str
    theirs: Any
    mine: Any
    spans: tuple[diff.Span, ...]


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An article's fields, its tags by name, and how the change is to be told to readers."""

    source = SourceChoice(label=gettext_lazy("Source"), required=False)
    canonical_url = WebAddress(label=gettext_lazy("Original address"), required=False)
    tag_names = TagNames(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Names, parted by commas. Other spellings find the same tag."),
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )
    weight = forms.ChoiceField(
        label=gettext_lazy("This change is"),
        required=False,
        choices=[
            ("minor", gettext_lazy("Small: the date stays")),
            ("material", gettext_lazy("Material: marked as updated")),
        ],
        initial="minor",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )

    class Meta:
        model = Article
        fields = (
            "kicker", "headline", "standfirst", "body_html", "dateline", "language", "section",
            "source", "kind", "urgency", "rights", "canonical_url", "slug", "slugline",
            "seo_title", "social_title", "expires_at", "lead_image", "editor_note", "written_at",
        )  # fmt: skip
        widgets = {
            "body_html": BodyEditor,
            "headline": forms.Textarea(attrs={"rows": 2, "dir": "auto", "class": "headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "kicker": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
            "editor_note": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "slugline": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
        }

    conflicts: tuple[Conflict, ...] = ()
    changes: Mapping[str, Any] = {}
    read_version: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "tag_names" in self.fields:
            names = self.instance.tags.order_by("name").values_list("name", flat=True)
            self.initial["tag_names"] = list(names)
        if not self.instance.is_published(timezone.now()):
            self.fields.pop("weight", None)
            self.fields.pop("note", None)
        language = self.instance.language
        for name in ("headline", "standfirst", "body_html", "kicker"):
            if language and name in self.fields:
                self.fields[name].widget.attrs["lang"] = language
        counting.count(self)

    def clean_headline(self) -> str:
        """One line: a headline pasted with line breaks is still one."""
        return " ".join(str(self.cleaned_data["headline"]).split())

    def clean_body_html(self) -> str:
        """The text as it will be stored, so that comparing it is comparing what counts."""
        return markup.sanitise(self.cleaned_data.get("body_html") or "")

    def clean(self) -> dict[str, Any]:
        """Find what both sides changed; ask for the note of a material change."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("weight") == "material" and not (cleaned.get("note") or "").strip():
            self.add_error("note", _("Say what changed: readers will see it."))
        if self.instance.pk and not self.errors:
            self._settle(cleaned)
        return cleaned

    def _settle(self, cleaned: dict[str, Any]) -> None:
        """Take over what only this person changed; what both changed waits for a word."""
        found, taken = [], {}
        for attname in EDITED:
            mine, theirs = self._posted(cleaned, attname), getattr(self.instance, attname)
            mark = self.data.get(MARK + attname) or digest(theirs)
            word = self.data.get(KEEP + attname)
            if digest(mine) in (mark, digest(theirs)) or word == "theirs":
                continue
            if word == "mine" or mark == digest(theirs):
                taken[attname] = mine
            else:
                found.append(self._conflict(attname, theirs, mine))
        self.changes = taken
        self.read_version = self.instance.version
        if found:
            self.conflicts = tuple(found)
            raise ValidationError(
                _("Somebody saved this article while you wrote. Choose below, then save again.")
            )

    def _posted(self, cleaned: dict[str, Any], attname: str) -> Any:
        name = attname.removesuffix("_id") if attname.endswith("_id") else attname
        if name not in cleaned:
            return getattr(self.instance, attname)
        value = cleaned[name]
        return getattr(value, "pk", None) if attname.endswith("_id") else value

    def _conflict(self, attname: str, theirs: Any, mine: Any) -> Conflict:
        label = self.fields[attname.removesuffix("_id")].label or attname
        before, after = plain(attname, theirs), plain(attname, mine)
        return Conflict(attname, str(label), theirs, mine, tuple(diff.words(before, after)))

    def marks(self) -> list[tuple[str, str]]:
        """Hidden inputs that tell, when the form comes back, what it was opened on.

        After a conflict was shown, the current values count as seen; after any other error, those
        that the form was first opened on still do.
        """
        if self.is_bound and not self.conflicts:
            return [(n, str(self.data[n])) for n in map(MARK.__add__, EDITED) if n in self.data]
        if not self.instance.pk:
            return []
        stored = Article.objects.get(pk=self.instance.pk)
        return [(MARK + name, digest(getattr(stored, name))) for name in EDITED]


def digest(value: Any) -> str:
    """A short mark of a value; blanks at the ends and the kind of line ends do not count."""
    return hashlib.sha256(_canonical(value).encode()).hexdigest()[:16]


def plain(name: str, value: Any) -> str:
    """The value as words that can be compared."""
    return markup.to_text(value or "") if name == "body_html" else _canonical(value)


def _canonical(value: Any) -> str:
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
