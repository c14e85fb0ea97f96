"""Whose comments are put aside unseen."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BanQuerySet(models.QuerySet["Ban"]):
    """Choices of bans."""

    def standing(self, now: datetime) -> Self:
        """Those in force at `now`, the newest first."""
        return self.filter(Q(until=None) | Q(until__gt=now)).order_by("-id")


class Ban(models.Model):
    """A writer, by the hash of the e-mail address, or a network, by its cut address.

    A banned writer gets the answer that everybody gets. A network is many people: it is banned
    for a time only.
    """

    email_hash = models.CharField(max_length=64, blank=True)
    network = models.CharField(_("network"), max_length=43, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="ban_of_one_thing",
                condition=(Q(email_hash="") & ~Q(network="")) | (~Q(email_hash="") & Q(network="")),
            ),
        ]
        indexes = [
            # whether who writes a comment is banned
            models.Index(F("email_hash"), name="ban_writer", condition=~Q(email_hash="")),
            models.Index(F("network"), name="ban_network", condition=~Q(network="")),
        ]

    def __str__(self) -> str:
        return self.network or self.name
