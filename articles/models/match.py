"""What two articles are to each other, with the evidence and the desk's word on it."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.enums import Decision, Verdict
from articles.models.article import Article


class MatchQuerySet(models.QuerySet["Match"]):
    """Choices of pairs."""

    def of(self, *article_ids: int) -> Self:
        """Pairs in which any of these articles stands."""
        return self.filter(Q(a__in=article_ids) | Q(b__in=article_ids))

    def between(self, one: int, other: int) -> Self:
        """The pair of these two, in either order."""
        return self.filter(a=min(one, other), b=max(one, other))

    def standing(self) -> Self:
        """Pairs that the desk has not denied."""
        return self.exclude(decision=Decision.NOT_THE_SAME).exclude(verdict=Verdict.UNRELATED)

    def denied(self) -> Self:
        """Pairs of which the desk said: not the same."""
        return self.filter(decision=Decision.NOT_THE_SAME)


def told(clauses: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The parts of a reason, templates with values, as one sentence in the desk's language."""
    text = gettext("; ").join(gettext(template) % values for template, values in clauses)
    return gettext("%(sentence)s.") % {"sentence": f"{text[:1].upper()}{text[1:]}"}


class Match(models.Model):
    """One row an unordered pair, `a` the smaller id: verdict, scores, evidence, decision."""

    a = models.ForeignKey(Article, models.CASCADE, related_name="+")
    b = models.ForeignKey(Article, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, verbose_name=_("verdict"))
    copy_score = models.FloatField(default=0)
    event_score = models.FloatField(default=0)
    evidence = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)  # in English, for the search of the list
    clauses = models.JSONField(default=list, blank=True)  # template and values of each part
    rule = models.CharField(max_length=40, blank=True, verbose_name=_("rule"))
    found_at = models.DateTimeField(verbose_name=_("found at"))
    decision = models.CharField(
        max_length=14, choices=Decision.choices, blank=True, verbose_name=_("decision")
    )
    decided_at = models.DateTimeField(null=True, blank=True, verbose_name=_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="match_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="match_ordered"),
        ]
        indexes = [
            # judgement: what was judged lately, newest first; the search of the list
            models.Index(fields=["-found_at", "-id"], name="match_newest"),
            # admin: what one rule found, newest first
            models.Index(fields=["rule", "-id"], name="match_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} · {self.b_id}: {self.verdict}"

    @property
    def why(self) -> str:
        """The reason in the language of the desk; English where no clauses are kept."""
        return told(self.clauses) if self.clauses else self.reason

    def other(self, article_id: int) -> int:
        """The id of the article at the other end."""
        return self.b_id if article_id == self.a_id else self.a_id
