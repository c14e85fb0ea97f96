"""The forms of a front: the words and times that a slot has of its own, and the rule."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import moments
from articles.admin.choosing import TagChoice
from articles.admin.picking import PictureInput
from articles.enums import RuleOrder
from articles.models import Edition, FrontSlot, Image, Section

_TIME = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "0630", "dir": "ltr"})


class WordsForm(forms.Form):
    """The words, picture and times that a slot has of its own; what is empty is the article's."""

    headline = forms.CharField(
        label=gettext_lazy("Headline here"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    standfirst = forms.CharField(
        label=gettext_lazy("Standfirst here"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    image = forms.ModelChoiceField(
        Image.objects.order_by("-id"), label=gettext_lazy("Picture here"), required=False,
        widget=PictureInput,
        help_text=gettext_lazy("Number of the picture; empty for the article's own."),
    )  # fmt: skip
    from_at = forms.CharField(label=gettext_lazy("From"), required=False, widget=_TIME)
    until_at = forms.CharField(
        label=gettext_lazy("Until"), required=False, widget=_TIME,
        help_text=gettext_lazy("0630, +45 for minutes from now, or 2026-11-23 06:30."),
    )  # fmt: skip

    def __init__(self, slot: FrontSlot, data: Any = None) -> None:
        self.slot = slot
        self.told: list[str] = []
        initial = {
            "headline": slot.headline,
            "standfirst": slot.standfirst,
            "image": slot.image_id,
            "from_at": as_typed(slot.from_at),
            "until_at": as_typed(slot.until_at),
        }
        super().__init__(data, initial=initial, prefix=f"slot{slot.pk}")
        library: Any = self.fields["image"].widget
        library.article, library.known = slot.article_id, slot.image
        own = {"headline": slot.article.headline, "standfirst": slot.article.standfirst}
        for name, text in own.items():
            self.fields[name].widget.attrs["placeholder"] = text[:300]

    def clean_from_at(self) -> datetime | None:
        """The moment from which it shows."""
        return self._moment("from_at", _("From"))

    def clean_until_at(self) -> datetime | None:
        """The moment at which it goes."""
        return self._moment("until_at", _("Until"))

    def _moment(self, name: str, label: str) -> datetime | None:
        """What was typed; a time left as it stood is that time, in a doubled hour, too."""
        text = self.cleaned_data[name].strip()
        if not text or text == self.initial[name]:
            kept: datetime | None = getattr(self.slot, name) if text else None
            return kept
        now = timezone.now()
        try:
            moment = moments.understand(text, now=now, zone=timezone.get_current_timezone())
        except moments.BadMoment as refusal:
            raise ValidationError(str(refusal)) from refusal
        if moment.at <= now:
            raise ValidationError(
                _("%(moment)s has passed. Choose a later time, or leave it empty.")
                % {"moment": moment}
            )
        self.told.append(f"{label}: {moment}")
        return moment.at


class RuleForm(forms.Form):
    """How the places that nobody picked for are filled."""

    rule_order = forms.ChoiceField(label=gettext_lazy("Order"), choices=RuleOrder.choices)
    rule_own_first = forms.BooleanField(
        label=gettext_lazy("Own texts first (count as 6 h newer)"), required=False
    )
    rule_section = forms.ModelChoiceField(
        Section.objects.order_by("position", "id"), label=gettext_lazy("Only from"),
        required=False, empty_label=gettext_lazy("every section"),
    )  # fmt: skip
    rule_tag = TagChoice(label=gettext_lazy("Only with the tag"), required=False)

    def __init__(self, edition: Edition, data: Any = None) -> None:
        tag = edition.rule_tag
        initial = {
            "rule_order": edition.rule_order,
            "rule_own_first": edition.rule_own_first,
            "rule_section": edition.rule_section_id,
            "rule_tag": tag.name if tag else "",
        }
        super().__init__(data, initial=initial)
        if edition.front.section is not None:
            self.fields["rule_section"].empty_label = str(edition.front.section)  # type: ignore[attr-defined]  # a model choice

    @property
    def columns(self) -> dict[str, Any]:
        """What was chosen, as columns of an edition."""
        given = self.cleaned_data
        section, tag = given["rule_section"], given["rule_tag"]
        return {
            "rule_order": given["rule_order"],
            "rule_own_first": given["rule_own_first"],
            "rule_section_id": section.pk if section else None,
            "rule_tag_id": tag.pk if tag else None,
        }


def launch_moment(text: str, now: datetime) -> moments.Moment:
    """The moment that a launch is planned for, to the minute: as it is told, so it happens.

    Raises BadMoment.
    """
    zone = timezone.get_current_timezone()
    found = moments.understand(text[:40], now=now, zone=zone)
    return moments.tell(found.at.replace(second=0, microsecond=0), zone)


def as_typed(at: datetime | None) -> str:
    """A moment as one would type it on the publication's clock; "" for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
