"""Append-only history: who did what, when, why, through which door; and what changed."""

import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import Door
from articles.models import verbs
from articles.models.fields import TransactionField


class Act(models.Model):
    """One deed: a verb by a person (or nobody, for the machine) at a time."""

    verb = models.CharField(_("act"), max_length=30)
    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    door = models.CharField(_("door"), max_length=10, choices=Door.choices)
    reason = models.TextField(_("why"), blank=True)
    plan = models.JSONField(default=dict, blank=True)
    undoes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="undone_by",
        verbose_name=_("takes back"),
    )

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("history")
        ordering = ["-at", "-id"]
        indexes = [
            # what a person did last: the inbox's undo, the first page of the desk, "my drafts"
            models.Index(fields=["by", "-at", "-id"], name="act_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb_label} {self.at:%Y-%m-%d %H:%M}"

    @property
    def verb_label(self) -> str:
        """The verb in the language of the desk."""
        return verbs.label(self.verb)


class Text(models.Model):
    """A long value, kept once however many changes carry it."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    value = models.TextField()

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def keep(cls, value: str) -> Self:
        """The row for this value, made when it is new."""
        digest = hashlib.sha256(value.encode()).hexdigest()
        text, _created = cls.objects.get_or_create(sha256=digest, defaults={"value": value})
        return text


class Change(models.Model):
    """One field of one row, before and after; a made or removed row carries all its fields.

    `kind` is `update`, `create` or `delete`. `before` and `after` are JSON values; one longer
    than `history.LONG` characters stands as `{"text": sha256}`.
    """

    class Kind(models.TextChoices):
        """What happened to the row."""

        UPDATE = "update", _("changed")
        CREATE = "create", _("made")
        DELETE = "delete", _("removed")

    act = models.ForeignKey(Act, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    article_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    field = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    # With the id, the order in which changes became visible: see history.following.
    transaction = TransactionField(default=0, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        indexes = [
            # history of one row or of one of its fields, newest first
            models.Index(fields=["model", "row", "field", "-id"], name="change_row"),
            # everything that touched an article, its credits and slots included
            models.Index(fields=["article_id", "-id"], name="change_article"),
            # what was committed since a moment: the API's sync
            models.Index(fields=["transaction", "id"], name="change_order"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row} {self.field}"
