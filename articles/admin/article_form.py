"""The form of an article: what this person changed, what somebody else changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import counting
from articles.admin.body_editor import BodyEditor
from articles.admin.choosing import Completing, SourceChoice, TagNames, WebAddress
from articles.admin.conflicts import BODY, EDITED, MARK, Conflict, digest, settle
from articles.admin.picking import PictureInput
from articles.models import Article
from articles.text import markup, merging

# The names of the tags that the form was opened on, so that two people's tags come together.
TAGS_SEEN = "seen-tag_names"


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An article's fields, its tags by name, and how the change is to be told to readers."""

    source = SourceChoice(label=gettext_lazy("Source"), required=False)
    canonical_url = WebAddress(label=gettext_lazy("Original address"), required=False)
    tag_names = TagNames(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Names, parted by commas. Other spellings find the same tag."),
        widget=Completing("tag", {"class": "vTextField"}, is_many=True),
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
            "lead_image": PictureInput,
            "slugline": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
        }

    conflicts: tuple[Conflict, ...] = ()
    changes: Mapping[str, Any] = {}
    # Fields that somebody else changed meanwhile, as people read them; they stay.
    theirs: tuple[str, ...] = ()
    read_version: int | None = None
    stored_tags: tuple[str, ...] = ()
    # The same of byline, credits and links, found before the form was made.
    parts_theirs: tuple[str, ...] = ()
    parts_conflicts: tuple[Conflict, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "tag_names" in self.fields:
            names = self.instance.tags.order_by("name").values_list("name", flat=True)
            self.initial["tag_names"] = list(names)
            self.stored_tags = tuple(self.initial["tag_names"])
        if self.instance.source_id and self.instance.source:
            # Its name and not its number, which would have to be looked up again.
            self.initial["source"] = str(self.instance.source)
        if not self.instance.is_published(timezone.now()):
            self.fields.pop("weight", None)
            self.fields.pop("note", None)
        if "lead_image" in self.fields:
            self.fields["lead_image"].widget.article = self.instance.pk
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
        """Bring together what two people changed; what both changed waits for a word."""
        wanted = {name: self._posted(cleaned, name) for name in EDITED}
        labels = {
            n: str(self.fields[f].label or n) for n in EDITED if (f := _field(n)) in self.fields
        }
        settled = settle(self.instance, self.data, wanted, {**dict.fromkeys(EDITED, ""), **labels})
        self.changes, self.theirs = settled.changes, (*settled.theirs, *self.parts_theirs)
        self.read_version = self.instance.version
        self._settle_tags(cleaned)
        if settled.conflicts or self.parts_conflicts:
            self.conflicts = (*settled.conflicts, *self.parts_conflicts)
            if settled.body is not None:
                posted: Any = self.data
                shown = posted.copy()
                shown[BODY] = settled.body
                self.data = shown
            raise ValidationError(
                _("Somebody saved this article while you wrote. Choose below, then save again.")
            )

    def _settle_tags(self, cleaned: dict[str, Any]) -> None:
        """Leave the tags that somebody else put on, and those taken off, as they are."""
        seen = self.data.get(TAGS_SEEN)
        if seen is None or "tag_names" not in cleaned:
            return
        base = TagNames(required=False).clean(seen)
        if set(base) != set(self.stored_tags):
            self.theirs = (*self.theirs, str(self.fields["tag_names"].label))
        cleaned["tag_names"] = merging.names(base, self.stored_tags, cleaned["tag_names"])

    @property
    def has_new_tags(self) -> bool:
        """Whether other tags are wanted than those that stand."""
        wanted = self.cleaned_data.get("tag_names", ())
        return {n.casefold() for n in wanted} != {n.casefold() for n in self.stored_tags}

    def _posted(self, cleaned: dict[str, Any], attname: str) -> Any:
        name = _field(attname)
        if name not in cleaned:
            return getattr(self.instance, attname)
        value = cleaned[name]
        if isinstance(value, datetime) and name not in self.changed_data:
            # As it stands: an hour that comes twice reads the same both times.
            return getattr(self.instance, attname)
        return getattr(value, "pk", None) if attname.endswith("_id") else value

    def marks(self) -> list[tuple[str, str]]:
        """Hidden inputs that tell, when the form comes back, what it was opened on.

        Where a conflict was shown, the current value counts as seen; for all else, and after any
        other error, what the form was first opened on still does.
        """
        shown = {conflict.field for conflict in self.conflicts} & set(EDITED)
        if not self.instance.pk:
            return []
        # A form that was posted has written its values into its row already.
        stored = Article.objects.get(pk=self.instance.pk) if self.is_bound else self.instance
        current = {name: digest(getattr(stored, name)) for name in EDITED}
        if not self.is_bound:
            seen = ", ".join(self.stored_tags)
            return [*((MARK + n, mark) for n, mark in current.items()), (TAGS_SEEN, seen)]
        kept = {
            n: str(self.data[n]) for n in (*map(MARK.__add__, EDITED), TAGS_SEEN) if n in self.data
        }
        return list((kept | {MARK + name: current[name] for name in shown}).items())


def _field(attname: str) -> str:
    return attname.removesuffix("_id")
