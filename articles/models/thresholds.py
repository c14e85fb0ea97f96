"""The scores from which the machine acts, as this newsroom has set them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.dedupe.judge import DEFAULT, Limits

# The ends of the sliders. Pairs below the lower ones are not kept, so that nothing could be shown
# of what such a limit would bring, and shared quotes and templates begin there.
LOWEST_EVENT, HIGHEST_EVENT = 0.3, 0.95
LOWEST_REVIEW, HIGHEST_COPY = 0.26, 1.0


class Thresholds(models.Model):
    """At most one row, written by `desk.tuning`; without it the product's own numbers hold."""

    same_copy = models.FloatField(
        _("same copy"),
        help_text=_("From this copy score on, two texts are one copy."),
    )
    review = models.FloatField(
        _("review"),
        help_text=_("From this copy score on, an editor is asked whether they are."),
    )
    same_event = models.FloatField(
        _("same event"),
        help_text=_("From this event score on, two texts tell one event."),
    )

    class Meta:
        verbose_name = _("thresholds")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_thresholds"),
            models.CheckConstraint(
                condition=Q(review__gte=LOWEST_REVIEW)
                & Q(review__lte=F("same_copy"))
                & Q(same_copy__lte=HIGHEST_COPY),
                name="thresholds_copy",
            ),
            models.CheckConstraint(
                condition=Q(same_event__gte=LOWEST_EVENT) & Q(same_event__lte=HIGHEST_EVENT),
                name="thresholds_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.same_copy:.2f} · {self.review:.2f} · {self.same_event:.2f}"

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one with the product's own numbers. One query."""
        return cls.objects.filter(pk=1).first() or cls.of(DEFAULT)

    @classmethod
    def of(cls, limits: Limits) -> Self:
        """An unsaved row with these numbers."""
        return cls(
            pk=1,
            same_copy=limits.same_copy,
            review=limits.review,
            same_event=limits.same_event,
        )

    @classmethod
    def limits_now(cls) -> Limits:
        """What the judge is to act by. One query."""
        return cls.current().limits

    @property
    def limits(self) -> Limits:
        """The numbers as the judge takes them."""
        return Limits(self.same_copy, self.review, self.same_event)
