"""What people decided of pairs, kept as examples by which the machine is measured."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Question
from articles.models.article import Article
from articles.models.history import Act
from articles.models.source import Source

# Labels that a source or a rule is measured by are of this half-year: a publisher changes its
# ways, and a desk that trusts a source looks at its copies rarely enough to need that long.
RECENT = timedelta(days=180)


class LabelQuerySet(models.QuerySet["Label"]):
    """Choices of labels."""

    def between(self, one: int, other: int) -> Self:
        """Both questions of this pair, in either order."""
        return self.filter(a=min(one, other), b=max(one, other))

    def recent(self, now: datetime) -> Self:
        """Those by which the machine is measured at `now`."""
        return self.filter(decided_at__gt=now - RECENT, decided_at__lte=now)

    def unscored(self) -> Self:
        """Pairs that nothing had compared when they were decided, and nothing has since."""
        return self.filter(rule="")


class Label(models.Model):
    """One row an unordered pair and question: the answer, and what the machine had said.

    Scores, rule and band are those of the moment of the decision. For a pair that was never
    compared before, `verdict` stays empty for ever and the rest is worked out soon after; rule
    `CHANGED` says that the texts had changed by then.
    """

    CHANGED = "changed"
    # Not part of what the act did: undoing it does not mind that they were filled in since.
    WORKED_OUT_LATER = ("copy_score", "event_score", "rule", "band")

    a = models.ForeignKey(Article, models.CASCADE, related_name="+")
    b = models.ForeignKey(Article, models.CASCADE, related_name="+")
    question = models.CharField(_("question"), max_length=5, choices=Question.choices)
    is_same = models.BooleanField(_("the same"))
    verdict = models.CharField(_("the machine said"), max_length=12, blank=True)
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    band = models.CharField(_("band"), max_length=10, blank=True)
    copy_score = models.FloatField(_("copy score"), null=True, blank=True)
    event_score = models.FloatField(_("event score"), null=True, blank=True)
    was_joined = models.BooleanField(
        _("joined by the machine"),
        default=False,
        help_text=_("The machine had put the two together before anybody decided."),
    )
    a_source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    b_source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other source"),
    )
    decided_at = models.DateTimeField(_("decided"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    act = models.ForeignKey(Act, models.CASCADE, related_name="labels", verbose_name=_("act"))

    objects = LabelQuerySet.as_manager()

    class Meta:
        verbose_name = _("desk verdict")
        verbose_name_plural = _("desk verdicts")
        constraints = [
            models.UniqueConstraint(fields=["a", "b", "question"], name="label_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="label_ordered"),
        ]
        indexes = [
            # judgement: the newest answers to a question, for its precision and recall
            models.Index(fields=["question", "-decided_at", "-id"], name="label_newest"),
            # autopilot: what was decided of one source's copies
            models.Index(fields=["a_source", "question", "-decided_at"], name="label_source_a"),
            models.Index(fields=["b_source", "question", "-decided_at"], name="label_source_b"),
            # ingest: labels whose scores are to be worked out
            models.Index(fields=["id"], name="label_unscored", condition=Q(rule="")),
        ]

    def __str__(self) -> str:
        sign = "=" if self.is_same else "≠"
        return f"{self.question}: {self.a_id} {sign} {self.b_id}"
