"""One form that somebody has open: who is at an article, and the words not saved yet."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

# A form that was not heard of for longer is closed, or its machine asleep.
PRESENT_FOR = timedelta(seconds=60)


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Choices of open forms and of the words in them."""

    def present(self, now: datetime) -> Self:
        """Forms that somebody has before them, the longest open first."""
        heard = self.filter(seen_at__gt=now - PRESENT_FOR, closed_at=None)
        return heard.order_by("opened_at", "id")

    def unsaved(self) -> Self:
        """What was written and neither saved nor dropped, newest first.

        What somebody had begun to write of an article that the law withholds is not shown either.
        """
        kept = self.filter(closed_at=None).exclude(kept_at=None)
        return kept.exclude(article__sealed_at__isnull=False).order_by("-kept_at", "-id")


class Sitting(models.Model):
    """A form of one person, told apart by a token that its page carries.

    `fields` is the form as a browser would post it, a list of texts a name; `count` rises with
    every keeping, so that an older one that comes late changes nothing. Without an article it is
    one that is being written. A row with `giver` holds what another person had written when this
    one took over; `taken_by` is on the giver's own row, which stays as it was.
    """

    token = models.UUIDField(unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="sittings"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fields: Any = models.JSONField(default=dict)
    count = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        ordering = ["-opened_at", "-id"]
        indexes = [
            # who is at an article, and whether words of it wait: form and inbox
            models.Index(fields=["article", "-seen_at"], name="sitting_article"),
            # a person's unsaved words: home page and form
            models.Index(
                fields=["person", "-kept_at"],
                name="sitting_unsaved",
                condition=models.Q(closed_at=None),
            ),
            # what has outlived its time
            models.Index(fields=["opened_at"], name="sitting_age"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id or '–'} {self.opened_at:%Y-%m-%d %H:%M}"
