"""Pictures, with what must be known before one may be shown."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import SOURCE_TYPE_NOTICES, PictureFault, SourceType
from articles.models.source import Source


def original_path(image: "Image", filename: str) -> str:
    """Where an upload is kept: our own name, so that nobody chooses a path for us.

    A file that takes another's place gets a name of its own: both are kept.
    """
    suffix = filename.rsplit(".", 1)[-1].lower()[:5] if "." in filename else "bin"
    mark = f"-{image.sha256[:8]}" if image.pk else ""
    return f"images/{image.uid.hex[:2]}/{image.uid.hex}{mark}.{suffix}"


class Image(models.Model):
    """A picture: alt text, caption, credit, rights and expiry, focal point.

    The file is the original, byte for byte; readers get the renditions made from it
    (`articles.media`). Width and height are those that people see, the camera's turn applied.
    """

    # What machines write here and no act does: which renditions there are (media.renditions).
    bookkeeping = ("renditions", "fault")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ImageField(_("file"), upload_to=original_path)
    width = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("width"))
    height = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("height"))
    alt = models.CharField(
        _("alternative text"),
        max_length=400,
        blank=True,
        help_text=_("What a person who cannot see the picture should know."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit_line = models.CharField(_("credit"), max_length=200, blank=True)
    creator = models.CharField(_("made by"), max_length=200, blank=True)
    rights_notice = models.CharField(_("copyright notice"), max_length=400, blank=True)
    source_type = models.CharField(
        _("how it came about"), max_length=40, blank=True, choices=SourceType.choices
    )
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="images",
        verbose_name=_("source"),
    )
    expires_at = models.DateTimeField(_("right of use ends"), null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("focal point, % from the left"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focal point, % from the top"), default=40)
    # What is known of the file itself; "" of one that was added before this was asked.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    likeness = models.CharField(max_length=32, blank=True, editable=False)
    has_credentials = models.BooleanField(default=False, editable=False)
    renditions: "models.JSONField[dict[str, Any]]" = models.JSONField(
        default=dict, blank=True, editable=False
    )
    # Why nothing can be made of its file, as the last attempt found (desk.rendering).
    fault = models.CharField(
        _("fault of the file"), max_length=8, blank=True, choices=PictureFault, editable=False
    )
    # Since when the law withholds it: its file lies where no web server looks.
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True, verbose_name=_("added at"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            # An upload: is this file in the library already?
            models.Index(fields=["sha256"], name="image_by_bytes"),
            # sync, and when an answer last changed: rights of use that ended
            models.Index(
                models.F("expires_at"),
                name="image_expiry",
                condition=models.Q(expires_at__isnull=False),
            ),
            # report: pictures whose files are gone or damaged; there are few
            models.Index(fields=["id"], name="image_fault", condition=~models.Q(fault="")),
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.alt[:80] or str(self.uid)

    def may_be_used(self, now: datetime) -> bool:
        """Whether the right of use still runs, and no law withholds it."""
        return self.sealed_at is None and (self.expires_at is None or now < self.expires_at)

    def may_be_shown(self, now: datetime) -> bool:
        """Whether it may be used and there is a file to show: never a frame with nothing in it."""
        return self.may_be_used(now) and not (self.fault and not self.renditions)

    @property
    def notice(self) -> str:
        """What readers must be told of how it came about; "" for a photograph or a drawing."""
        if self.source_type not in SourceType.values:
            return ""
        return str(SOURCE_TYPE_NOTICES.get(SourceType(self.source_type), ""))


class PictureKey(models.Model):
    """A number that a picture shares with those that look like it; see media.likeness."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="keys")
    key = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("key of a picture")
        verbose_name_plural = _("keys of pictures")
        constraints = [
            # Also the index of the question which pictures share a key, newest first.
            models.UniqueConstraint(fields=["key", "image"], name="picture_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key:x}"
