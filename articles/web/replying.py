"""The form of a comment: its fields, the trap for machines, the stamp that tells its age."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models.comment import NAME_LENGTH, TEXT_LENGTH
from articles.text import normalise

# Nobody reads a form and writes a thought in less; a form left open for a day has a stale mark.
QUICKEST = timedelta(seconds=3)
LONGEST_OPEN = timedelta(hours=24)
# A larger body is no comment; it is refused before anything is made of it.
LARGEST_POST = 100_000
# Machines fill in what looks like an address field; people never see this one.
TRAP = "website"

_signer = signing.Signer(salt="newsroom.reply")


def stamp(now: datetime) -> str:
    """A mark of when the form was shown that nobody else can make."""
    return _signer.sign(str(int(now.timestamp())))


def opened_at(mark: str) -> datetime | None:
    """When the form with this mark was shown; None for a mark that is not ours."""
    try:
        seconds = int(_signer.unsign(mark))
        return datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, OverflowError, OSError):
        return None


def readable(data: QueryDict | None) -> QueryDict | None:
    """What was posted without the NUL characters that nobody sees and no database takes."""
    if data is None or not any("\x00" in text for _name, texts in data.lists() for text in texts):
        return data
    clean = data.copy()
    for name, texts in data.lists():
        clean.setlist(name, [text.replace("\x00", "") for text in texts])
    return clean


class ReplyForm(forms.Form):
    """Name, e-mail address and words; every other field that is posted is ignored.

    No field says how long it may be to the browser, which would cut a pasted text without a word:
    what is too long is told with a number.
    """

    name = forms.CharField(
        label=gettext_lazy("Name"),
        error_messages={"required": gettext_lazy("Write the name that shall stand beside it.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write your e-mail address. It is never shown."),
            "invalid": gettext_lazy("Write the whole e-mail address, such as ann@example.org."),
        },
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        error_messages={"required": gettext_lazy("Write your comment.")},
        widget=forms.Textarea,
        strip=False,
    )

    def __init__(self, data: QueryDict | None = None, *, now: datetime) -> None:
        super().__init__(readable(data), auto_id="reply-%s")
        self._now = now
        self.stamp = stamp(now)

    def clean_name(self) -> str:
        """One line of visible letters."""
        name = " ".join(normalise.repair(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        if len(name) > NAME_LENGTH:
            raise forms.ValidationError(
                _("Write a shorter name: it has %(count)d letters, %(most)d fit.")
                % {"count": len(name), "most": NAME_LENGTH}
            )
        return name

    def clean_text(self) -> str:
        """Words that can be seen, and no more than fit."""
        text = normalise.repair(self.cleaned_data["text"]).strip()
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        if (over := len(text) - TEXT_LENGTH) > 0:
            raise forms.ValidationError(
                ngettext(
                    "Shorten your comment by %(count)d letter.",
                    "Shorten your comment by %(count)d letters.",
                    over,
                )
                % {"count": over}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """The age of the form; too old or too quick, it is to be sent again with all its words."""
        mark = str(self.data.get("stamp", ""))
        opened = opened_at(mark)
        if opened is None or not timedelta() <= self._now - opened <= LONGEST_OPEN:
            self.add_error(
                None, _("This form was open for more than a day. Send it again: all is still here.")
            )
        else:
            self.stamp = mark
            if self._now - opened < QUICKEST and not self.errors:
                self.add_error(
                    None,
                    _("That was quicker than anybody writes. Send it again: all is still here."),
                )
        return self.cleaned_data

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(str(self.data.get(TRAP, "")).strip())
