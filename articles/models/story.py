"""A running subject that joins many articles."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.enums import StoryStatus
from articles.models.paths import path_to
from articles.text.slugs import slugify


class StoryQuerySet(models.QuerySet["Story"]):
    """Choices of stories."""

    def with_listed_members(self, now: datetime) -> Self:
        """Stories that readers may see: at least one member is listed, newest first."""
        from articles.models.article import Article  # articles point at stories

        members = Article.objects.listed(now).filter(story=OuterRef("pk"))
        return self.filter(Exists(members)).order_by("-last_at", "-id")

    def open_since(self, since: datetime) -> Self:
        """Active stories that got a member since then, newest first."""
        return self.filter(status=StoryStatus.ACTIVE, last_at__gte=since).order_by(
            "-last_at", "-id"
        )


class Story(models.Model):
    """Articles on one event: titled, owned, led and followed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    slug = models.CharField(_("slug"), max_length=100, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=StoryStatus.choices, default=StoryStatus.ACTIVE
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    lead = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Pinned as the lead; by rule when empty."),
        verbose_name=_("lead"),
    )
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        editable=False,
        verbose_name=_("joined into"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(_("last member"), db_index=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-last_at", "-id"]
        indexes = [
            # dedupe: open stories of the window; the inbox: newest stories first
            models.Index(fields=["status", "-last_at"], name="story_open"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The full-coverage page; the id decides."""
        return path_to("story-detail", self.pk, self.slug or slugify(self.title))
