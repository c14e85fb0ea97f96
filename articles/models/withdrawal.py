"""Articles no longer offered, and why."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import WithdrawalKind
from articles.models.article import Article


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Choices of withdrawals."""

    def standing(self) -> Self:
        """Those not lifted, newest first."""
        return self.filter(lifted_at=None).order_by("-at", "-id")


class Withdrawal(models.Model):
    """Gone (410), retracted (the page stays with a notice) or legal (451)."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="withdrawals", verbose_name=_("article")
    )
    kind = models.CharField(max_length=10, choices=WithdrawalKind.choices, verbose_name=_("kind"))
    note = models.TextField(_("note to readers"), blank=True)
    # Where readers of the address are led for as long as they can open it; then the note answers.
    forward_to = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="forwards",
        verbose_name=_("leads readers to"),
    )
    at = models.DateTimeField(verbose_name=_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    lifted_at = models.DateTimeField(null=True, blank=True, verbose_name=_("lifted at"))

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind"], condition=Q(lifted_at=None), name="withdrawal_once"
            )
        ]
        indexes = [
            # feeds: what was withdrawn of late
            models.Index(F("at").desc(), name="withdrawal_latest", condition=Q(lifted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind}"
