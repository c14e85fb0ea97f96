"""Relations between articles, or to addresses outside, set by hand or found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Relation
from articles.models.article import Article


class RelatedLink(models.Model):
    """From one article to another or to an outside address; a two-way link is two rows."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="links", verbose_name=_("article")
    )
    target = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="backlinks",
        verbose_name=_("target"),
    )
    url = models.URLField(_("outside address"), max_length=2000, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    kind = models.CharField(
        _("kind"), max_length=14, choices=Relation.choices, default=Relation.SEE_ALSO
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, url="") | (Q(target__isnull=True) & ~Q(url="")),
                name="link_has_one_target",
            ),
            models.CheckConstraint(condition=~Q(target=F("article")), name="link_not_to_itself"),
            models.UniqueConstraint(
                fields=["article", "target"], condition=Q(target__isnull=False), name="link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind} {self.target_id or self.url}"
