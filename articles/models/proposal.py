"""Grave acts that one person asked for and a second one has yet to confirm."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Grave, Outcome
from articles.models.article import Article

# What nobody confirmed within a day was not urgent, and the day has moved on.
LASTS = timedelta(hours=24)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Choices of proposals."""

    def waiting(self) -> Self:
        """Those that nobody decided, oldest first, the ones that lapsed since included."""
        return self.filter(outcome=Outcome.WAITING).order_by("asked_at", "id")


class Proposal(models.Model):
    """A retraction, a kill or a revival that waits for a second name.

    `version` is the article's at the moment of asking: who confirms must confirm what was seen.
    """

    verb = models.CharField(_("act"), max_length=10, choices=Grave.choices)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="proposals", verbose_name=_("article")
    )
    version = models.PositiveIntegerField()
    note = models.TextField(_("note to readers"), blank=True)
    also = models.JSONField(_("goes with it"), default=list, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a second name")
        verbose_name_plural = _("requests for a second name")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "verb"], condition=Q(outcome="waiting"), name="proposal_once"
            )
        ]
        indexes = [
            # what waits, on the home page; and what was decided last
            models.Index(fields=["outcome", "-asked_at", "-id"], name="proposal_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} № {self.article_id}"

    def has_lapsed(self, now: datetime) -> bool:
        """Whether it waited for longer than it lasts."""
        return now >= self.asked_at + LASTS

    def is_outdated(self, article: Article) -> bool:
        """Whether the article is another one than the request was made about."""
        return article.version != self.version
