"""What upstream changed in an article that the desk had already edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import SuggestionStatus
from articles.models.article import Article
from articles.models.capture import Capture


class Suggestion(models.Model):
    """A newer upstream text beside the desk's own; never applied by itself.

    `base` and `offered` hold headline, standfirst and body_html: upstream before and now.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="suggestions")
    capture = models.OneToOneField(Capture, models.CASCADE, related_name="suggestion")
    base = models.JSONField(default=dict)
    offered = models.JSONField(default=dict)
    status = models.CharField(
        max_length=8,
        choices=SuggestionStatus.choices,
        default=SuggestionStatus.OPEN,
        verbose_name=_("status"),
    )
    made_at = models.DateTimeField(verbose_name=_("made at"))
    decided_at = models.DateTimeField(null=True, blank=True, verbose_name=_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-made_at", "-id"]
        indexes = [
            # the desk: open suggestions of an article, newest first
            models.Index(
                fields=["article", "-made_at"], name="suggestion_open", condition=Q(status="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.offered.get('headline', '')}"
