"""Merges of duplicates into a survivor, and their undoing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.history import Act


class Merge(models.Model):
    """One merge: the survivor, the plan as confirmed, and the act with every row's before."""

    survivor = models.ForeignKey(
        Article, models.PROTECT, related_name="merges", verbose_name=_("survivor")
    )
    act = models.OneToOneField(Act, models.PROTECT, related_name="merge")
    plan = models.JSONField(default=dict)
    merged_at = models.DateTimeField(verbose_name=_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged by"),
    )
    undone_at = models.DateTimeField(null=True, blank=True, verbose_name=_("undone at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-id"]
        indexes = [
            # feeds: what went into another article of late
            models.Index(F("merged_at").desc(), name="merge_latest", condition=Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.survivor_id}: {self.merged_at:%Y-%m-%d %H:%M}"
