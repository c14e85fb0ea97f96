"""By what the words of a sealed text are known when they come again, without any of the words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SealedPrint(models.Model):
    """One key of a text that the law withholds: a kept shingle, or the hash of all its words.

    `text` numbers the texts that the article had: what it said at last, and what came in. The
    rows stand as long as the article is sealed.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="sealed_prints")
    text = models.PositiveSmallIntegerField()
    key = models.BigIntegerField()
    is_whole = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("print of a sealed text")
        verbose_name_plural = _("prints of sealed texts")
        constraints = [
            # an arrival asks for its keys
            models.UniqueConstraint(fields=["key", "article", "text"], name="sealed_print_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.key}"
