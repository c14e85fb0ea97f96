"""Names that editors give to versions of an article."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.history import Act


class VersionName(models.Model):
    """What an article's state after one of its acts is called: "as sent to the lawyer"."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="version_names")
    act = models.ForeignKey(Act, models.PROTECT, related_name="version_names")
    name = models.CharField(_("name"), max_length=120)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("named version")
        verbose_name_plural = _("named versions")
        ordering = ["-act_id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "act"], name="version_named_once"),
            models.UniqueConstraint(fields=["article", "name"], name="version_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
