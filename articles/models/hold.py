"""Articles that must stay, whatever the bin says."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Hold(models.Model):
    """A legal hold: as long as it stands, the article is never removed."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="hold")
    reason = models.TextField(_("why"))
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.reason[:60]}"
