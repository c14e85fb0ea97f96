"""The count of who sent comments lately, which all processes share."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class CommentTry(models.Model):
    """One comment sent, under a hash of where from or of whom; gone after some minutes."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt to comment")
        verbose_name_plural = _("attempts to comment")
        indexes = [
            # how many came lately under one key
            models.Index(F("key"), F("at"), name="comment_try_key"),
            # which ones are over
            models.Index(F("at"), name="comment_try_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%H:%M:%S}"
