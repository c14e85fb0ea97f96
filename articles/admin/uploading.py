"""The one door for a picture's file: verified, known again, its own words taken over."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import FileInput
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.desk import picturing
from articles.errors import BadInput
from articles.media import decoding, reading
from articles.media.reading import Reading
from articles.models import Image

ACCEPTED = ".jpg,.jpeg,.png,.webp,.avif,.gif"


class PictureFile(forms.FileField):
    """A file that is a picture to its last row; its name gets the ending of what it truly is."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FileInput)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ACCEPTED)

    def to_python(self, data: Any) -> Any:
        """The upload with its `reading`; what is wrong with it as an error that says what to do."""
        upload: Any = super().to_python(data)
        if upload is None:
            return None
        try:
            # One byte more than may be: a longer file is refused without being read whole.
            found = reading.read(upload.read(decoding.MOST_BYTES + 1))
        except BadInput as refusal:
            raise ValidationError(str(refusal)) from refusal
        upload.seek(0)
        upload.reading = found
        upload.name = f"picture.{found.suffix}"
        return upload


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A picture's form: a file that is in the library already is refused in favour of that one.

    What the file says of itself fills the fields that were left empty, before anything is missed
    in them: `must` names those that may not stay empty, each with its error.
    """

    must: dict[str, Any] = {}
    known: Image | None = None

    @property
    def reading(self) -> Reading | None:
        """What was read of a newly given file."""
        return getattr(self.cleaned_data.get("file"), "reading", None)

    def clean(self) -> dict[str, Any]:
        """Fill, then ask for what is missing, then look for the file in the library."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.reading is not None:
            self._fill(self.reading, given)
            self.known = picturing.known(self.reading.sha256, besides=self.instance.pk)
        for name, message in self.must.items():
            if name not in self.errors and not given.get(name):
                self.add_error(name, message)
        if self.known is not None:
            self.add_error("file", why_known(self.known))
        return given

    def _fill(self, found: Reading, given: dict[str, Any]) -> None:
        posted: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name in picturing.WORDS:
            said = getattr(found.embedded, name)
            if said and name in self.fields and name not in self.errors and not given.get(name):
                given[name] = posted[self.add_prefix(name)] = said
        self.data = posted


def why_known(image: Image) -> SafeString:
    """That the library has the file, with the way there."""
    if image.sealed_at is not None:
        return SafeString(_("This picture is withheld for legal reasons."))
    return format_html(
        _("The library has this very file: {picture}. Its words and rights stay as they are."),
        picture=link(image),
    )


def link(image: Image) -> SafeString:
    """A picture by its number and words, leading to its page."""
    url = reverse("admin:articles_image_change", args=[image.pk])
    return format_html(
        '<a href="{}">№ {} <bdi>{}</bdi></a>', url, image.pk, str(image)[:60].rstrip()
    )


def alike_said(images: list[Image]) -> SafeString:
    """That others look like it, with the way to each."""
    return format_html(
        _("It looks like {pictures}. If it is the same picture, use that one."),
        pictures=format_html_join(", ", "{}", ((link(image),) for image in images)),
    )
