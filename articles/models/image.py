"""Pictures, with what must be known before one may be shown."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.source import Source


def original_path(image: "Image", filename: str) -> str:
    """Where an upload is kept: our own name, so that nobody chooses a path for us."""
    suffix = filename.rsplit(".", 1)[-1].lower()[:5] if "." in filename else "bin"
    return f"images/{image.uid.hex[:2]}/{image.uid.hex}.{suffix}"


class Image(models.Model):
    """A picture: alt text, caption, credit, rights and expiry, focal point."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ImageField(
        _("file"), upload_to=original_path, width_field="width", height_field="height"
    )
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
    # Since when the law withholds it: its file lies where no web server looks.
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    added_at = models.DateTimeField(auto_now_add=True, verbose_name=_("added at"))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        indexes = [
            # sync, and when an answer last changed: rights of use that ended
            models.Index(
                models.F("expires_at"),
                name="image_expiry",
                condition=models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.alt[:80] or str(self.uid)

    def may_be_shown(self, now: datetime) -> bool:
        """Whether the right of use still runs, and no law withholds it."""
        return self.sealed_at is None and (self.expires_at is None or now < self.expires_at)
