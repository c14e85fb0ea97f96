"""Feeds of whose change the WebSub hub is still to be told, and moments of changes to come."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FORMS = ("rss", "atom", "json")  # each form of a feed is a topic of its own


class PingQuerySet(models.QuerySet["Ping"]):
    """Choices of pings."""

    def due(self, now: datetime) -> Self:
        """Those whose moment has come, the oldest first."""
        return self.filter(due_at__lte=now, given_up=False).order_by("due_at", "id")

    def failing(self) -> Self:
        """Those that the hub did not take, the last first."""
        return self.exclude(error="").order_by("-due_at", "-id")


class Ping(models.Model):
    """One feed that changed; it has one row, however often it does before the hub hears of it.

    `topic` is `noun:key:form`, such as `section:3:rss`: addresses are looked up when it is sent,
    so that none is told that has moved, or that would betray what cannot be read yet.
    """

    topic = models.CharField(max_length=60, unique=True)
    noted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    given_up = models.BooleanField(default=False)

    objects = PingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ping")
        verbose_name_plural = _("pings")
        indexes = [
            # the step that sends: what is due
            models.Index(fields=["due_at"], name="ping_due", condition=Q(given_up=False)),
        ]

    def __str__(self) -> str:
        return self.topic


class PingAhead(models.Model):
    """A schedule, embargo or expiry at which an article will appear in its feeds, or leave them."""

    # No relation: neither a merge nor the bin has anything to decide about it, and one whose
    # article is gone is dropped when its moment comes.
    article_id = models.BigIntegerField()
    due_at = models.DateTimeField(db_index=True)  # the step that sends: what is due

    class Meta:
        verbose_name = _("ping ahead")
        verbose_name_plural = _("pings ahead")
        constraints = [
            models.UniqueConstraint(fields=["article_id", "due_at"], name="ping_ahead_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.due_at:%Y-%m-%d %H:%M}"
