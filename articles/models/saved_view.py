"""Lists that people come back to: an address under a name."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Choices of views."""

    def seen_by(self, user: Any) -> Self:
        """The person's own and those that are shared, own ones first, as they were saved."""
        rows = self.filter(Q(owner=user) | Q(is_shared=True))
        return rows.annotate(
            is_foreign=models.Case(
                models.When(owner=user, then=0), default=1, output_field=models.IntegerField()
            )
        ).order_by("is_foreign", "id")


class SavedView(models.Model):
    """The filters of a list under a name; it holds an address, never rows or rights."""

    class Screen(models.TextChoices):
        """The list that the filters belong to."""

        INBOX = "inbox", _("Inbox")
        ARTICLES = "articles", _("Articles")

    name = models.CharField(_("name"), max_length=40)
    screen = models.CharField(_("list"), max_length=8, choices=Screen.choices)
    query = models.CharField(_("filters"), max_length=1000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("whose")
    )
    is_shared = models.BooleanField(_("shared with the desk"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["id"]
        constraints = [
            # also the tabs of a person: own views by owner
            models.UniqueConstraint(fields=["owner", "screen", "name"], name="view_name_once"),
        ]
        indexes = [
            # the tabs of everybody
            models.Index(fields=["screen"], name="view_shared", condition=Q(is_shared=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list, narrowed as it was saved."""
        names = {"inbox": "admin:inbox", "articles": "admin:articles_article_changelist"}
        return f"{reverse(names[self.screen])}?{self.query}"
