"""The publication's form: its name and clock, its checks, and what it says of its own rules."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.admin.check_levels import CheckLevelsField
from articles.enums import Statement
from articles.models import Publication
from articles.models.statement import starter

STATEMENT_FIELDS = tuple(kind.field for kind in Statement)
COMMENT_FIELDS = (
    "comments_on",
    "comments_close_after",
    "comments_trusted_after",
    "comments_links",
    "comments_blocked_words",
)


class PublicationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The publication with what it looks for before an article goes out.

    A statement that nobody wrote yet shows our starter text, in the paper's language. Left as it
    is it stays unwritten, so that it goes on naming the paper as it is called.
    """

    check_levels = CheckLevelsField(
        label=_("What a fault does"),
        help_text=Publication._meta.get_field("check_levels").help_text,
        required=False,
    )

    class Meta:
        model = Publication
        fields = (
            "name", "tagline", "base_url", "email", "language", "zone", "about",
            *STATEMENT_FIELDS, "check_levels", *COMMENT_FIELDS,
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with translation.override(self.instance.language):
            self._starters = {kind.field: starter(kind, self.instance.name) for kind in Statement}
        for field, text in self._starters.items():
            # A form for somebody who may only look has no fields at all.
            if field in self.fields and not self.initial.get(field):
                self.initial[field] = text

    def clean(self) -> dict[str, Any]:
        """Take a starter text that was left as it stood for none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field, text in self._starters.items():
            if field in cleaned and _same(cleaned[field], text):
                cleaned[field] = ""
        return cleaned


def _same(one: str, other: str) -> bool:
    """Whether two texts have the same words; browsers send other line ends than we do."""
    return one.split() == other.split()
