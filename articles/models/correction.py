"""Visible statements of what was wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import CorrectionKind
from articles.models.article import Article


class Correction(models.Model):
    """A statement on an article: kind, text, the paragraph it is about, who and when."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=CorrectionKind.choices)
    text = models.TextField(_("what was wrong, and what is right"))
    paragraph_id = models.CharField(_("paragraph"), max_length=40, blank=True)
    made_at = models.DateTimeField(
        db_index=True, verbose_name=_("made at")
    )  # the public corrections page, newest first
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.text[:80]
