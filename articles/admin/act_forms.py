"""The forms of an article's acts: what each of them asks for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import moments
from articles.admin.choosing import ArticleChoice, ByDigits
from articles.desk import takedown
from articles.enums import CorrectionKind
from articles.errors import NewsroomError
from articles.models import Article
from articles.text import markup

_NOTE = forms.Textarea(attrs={"rows": 3, "dir": "auto", "autofocus": True})


class PlainForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class WhenForm(forms.Form):
    """A moment, as an editor types it."""

    when = forms.CharField(
        label=gettext_lazy("When"),
        max_length=40,
        help_text=gettext_lazy("0630, +45 for minutes from now, or 2026-11-23 06:30."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "data-moment": ""}),
    )

    def clean_when(self) -> datetime:
        """The moment on the publication's clock."""
        text, zone = self.cleaned_data["when"], timezone.get_current_timezone()
        try:
            moment = moments.understand(text, now=timezone.now(), zone=zone)
        except NewsroomError as error:
            raise forms.ValidationError(str(error)) from error
        return moment.at


class EmbargoForm(WhenForm):
    """A moment before which nobody may see it; none lifts the embargo."""

    field_order = ("when",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].required = False
        self.fields["when"].help_text = _("Leave it empty to lift the embargo.")

    def clean_when(self) -> Any:
        """The moment, or None."""
        return super().clean_when() if self.cleaned_data["when"].strip() else None


class ReasonForm(forms.Form):
    """Why, for the desk."""

    reason = forms.CharField(label=gettext_lazy("Why"), required=False, widget=_NOTE)


class UnpublishForm(forms.Form):
    """What readers are told in the article's place, or where they are led instead."""

    note = forms.CharField(label=gettext_lazy("Note to readers"), required=False, widget=_NOTE)
    forward_to = ArticleChoice(
        label=gettext_lazy("Lead readers to"),
        required=False,
        help_text=gettext_lazy(
            "Another published article: its number, address or headline. Left empty, the address "
            "answers 410 with the note."
        ),
    )


class RetractForm(forms.Form):
    """What was wrong; readers see it on top of the page."""

    note = forms.CharField(label=gettext_lazy("What was wrong"), widget=_NOTE)


class KillForm(forms.Form):
    """Why it must not be used."""

    note = forms.CharField(label=gettext_lazy("Note to readers"), widget=_NOTE)


class HoldForm(forms.Form):
    """Who asked for the hold, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), widget=_NOTE)


class TakedownForm(forms.Form):
    """On whose order it is withheld, and what tells the same and goes with it."""

    note = forms.CharField(
        label=gettext_lazy("Note to readers"),
        widget=_NOTE,
        help_text=gettext_lazy("On whose order it is withheld; not what it said."),
    )
    also = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Goes with it"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = takedown.companions(article)
        if not found:
            del self.fields["also"]
            return
        field: Any = self.fields["also"]
        field.choices = [(one.article.pk, _companion(one)) for one in found]
        field.initial = [one.article.pk for one in found]


def _companion(one: takedown.Companion) -> str:
    """The other article in a line: why, from whom, what it is called."""
    source = one.article.source.name if one.article.source else ""
    words = (one.why, source, one.article.get_status_display(), one.article.headline[:120])
    return " · ".join(filter(None, (str(word) for word in words)))


class CorrectionForm(forms.Form):
    """What was wrong and what is right, and the paragraph it stands in."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=CorrectionKind.choices,
        initial=CorrectionKind.CORRECTION,
        widget=ByDigits(leads_to="id_text"),
    )
    text = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    paragraph_id = forms.ChoiceField(label=gettext_lazy("Paragraph"), required=False)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocks = [(i, t[:90]) for i, t in markup.paragraphs(article.body_html) if i and t.strip()]
        field = self.fields["paragraph_id"]
        field.choices = [("", _("The whole article")), *blocks]  # type: ignore[attr-defined]  # a choice field
