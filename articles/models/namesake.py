"""The desk's word on two tags, sources or authors whose names look alike."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Decision


class NamesakeQuerySet(models.QuerySet["Namesake"]):
    """Choices of pairs."""

    def of(self, noun: str, row_id: int) -> Self:
        """Pairs of this kind in which the row stands."""
        return self.filter(Q(first_id=row_id) | Q(second_id=row_id), noun=noun)

    def between(self, noun: str, one: int, other: int) -> Self:
        """The pair of these two, in either order."""
        return self.filter(noun=noun, first_id=min(one, other), second_id=max(one, other))


class Namesake(models.Model):
    """One row an unordered pair of one kind, `first_id` the smaller id, kept for ever.

    Not called `a` and `b`: history takes an `a_id` for the key of an article.
    """

    class Noun(models.TextChoices):
        """What both are."""

        TAG = "tag", _("Tags")
        SOURCE = "source", _("Sources")
        AUTHOR = "author", _("Authors")

    noun = models.CharField(max_length=8, choices=Noun.choices)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    decision = models.CharField(max_length=14, choices=Decision.choices)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = NamesakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("namesake")
        verbose_name_plural = _("namesakes")
        constraints = [
            models.UniqueConstraint(fields=["noun", "first_id", "second_id"], name="namesake_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="namesake_order"),
        ]
        indexes = [
            # desk: what was said of a row that is merged, with the constraint's index for the rest
            models.Index(fields=["noun", "second_id"], name="namesake_second"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.first_id} · {self.second_id}: {self.decision}"
