"""Changes of an article that are to be made at a later moment."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import PlanOutcome
from articles.models.article import Article


class PlannedChangeQuerySet(models.QuerySet["PlannedChange"]):
    """Choices of planned changes."""

    def waiting(self) -> Self:
        """Those that nothing became of yet, the next first; late ones among them."""
        return self.filter(outcome=PlanOutcome.WAITING).order_by("due_at", "id")

    def due(self, now: datetime) -> Self:
        """Those whose moment has come."""
        return self.waiting().filter(due_at__lte=now)


class PlannedChange(models.Model):
    """Fields of an article and the moment at which they are to get these values.

    `fields` are values as the history packs them, by attribute name; `base` is what each was
    expected to be just before: another value by then is a conflict, and nothing is changed.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="planned_changes")
    fields: Any = models.JSONField(default=dict)
    base: Any = models.JSONField(default=dict)
    due_at = models.DateTimeField(_("when"))
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=PlanOutcome.choices, default=PlanOutcome.WAITING
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned change")
        verbose_name_plural = _("planned changes")
        ordering = ["due_at", "id"]
        indexes = [
            # what is due, and what is to come
            models.Index(
                fields=["due_at"], name="planned_change_due", condition=Q(outcome="waiting")
            ),
            # an article's form: its planned changes, the last ones first
            models.Index(fields=["article", "-due_at"], name="planned_change_article"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.due_at:%Y-%m-%d %H:%M}"
