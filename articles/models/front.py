"""Curated landing pages: picked slots first, a rule for the rest."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.image import Image
from articles.models.section import Section


class Front(models.Model):
    """The front of the site (no section) or of a section."""

    name = models.CharField(_("name"), max_length=100)
    section = models.OneToOneField(
        Section, models.CASCADE, null=True, blank=True, related_name="front"
    )
    slot_count = models.PositiveSmallIntegerField(_("number of slots"), default=9)

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FrontSlotQuerySet(models.QuerySet["FrontSlot"]):
    """Choices of slots."""

    def current(self, now: datetime) -> Self:
        """Slots whose time has come and not passed, by position."""
        return self.filter(
            Q(from_at=None) | Q(from_at__lte=now), Q(until_at=None) | Q(until_at__gt=now)
        ).order_by("position", "id")


class FrontSlot(models.Model):
    """A hand-picked article at a place of a front; text and picture may be its own."""

    front = models.ForeignKey(Front, models.CASCADE, related_name="slots")
    position = models.PositiveSmallIntegerField(_("place"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="slots")
    headline = models.CharField(_("headline here"), max_length=300, blank=True)
    standfirst = models.TextField(_("standfirst here"), blank=True)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    picked_at = models.DateTimeField()
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["front", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["front", "position"], name="slot_once"),
            models.UniqueConstraint(fields=["front", "article"], name="slot_article_once"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(from_at=None) | Q(until_at__gt=F("from_at")),
                name="slot_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.front} {self.position}: {self.article}"
