"""Who read a text that the law withholds, when and why; never changed, never removed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SealedReading(models.Model):
    """One look at the sealed copy of an article."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="sealed_readings", verbose_name=_("article")
    )
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("why"))

    class Meta:
        verbose_name = _("reading of a sealed copy")
        verbose_name_plural = _("readings of sealed copies")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reason[:80]}"
