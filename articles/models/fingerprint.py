"""What the duplicate look-up reads: small rows, found by hash."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class FingerprintManager(models.Manager["Fingerprint"]):
    """Marks what must be read again."""

    def outdate(self, article_ids: Iterable[int], day: date) -> None:
        """Note that these texts differ from their prints, or have none yet. One query."""
        self.bulk_create(
            [Fingerprint(article_id=pk, exact="", version="", day=day) for pk in article_ids],
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["version"],
        )

    def outdated(self) -> models.QuerySet["Fingerprint"]:
        """Those whose article has a newer text."""
        return self.filter(version="")


class Fingerprint(models.Model):
    """One row an article: the exact hash and the sizes that scores need.

    An empty version says that the desk wrote or changed the text since.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    exact = models.CharField(max_length=64, db_index=True)  # dedupe: identical texts
    gram_count = models.PositiveIntegerField(default=0)
    version = models.CharField(max_length=20)
    day = models.DateField()

    objects = FingerprintManager()

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = [
            # dedupe: texts of the desk that are to be read again
            models.Index(
                fields=["article"], name="prints_outdated", condition=models.Q(version="")
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:12]


class FingerprintHash(models.Model):
    """One winnowed n-gram of an article."""

    hash = models.BigIntegerField()
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="fingerprint_hashes", db_index=True
    )
    day = models.DateField()

    class Meta:
        verbose_name = _("fingerprint hash")
        verbose_name_plural = _("fingerprint hashes")
        indexes = [
            # dedupe: articles of the window that share a hash
            models.Index(fields=["hash", "day", "article"], name="hash_day"),
        ]

    def __str__(self) -> str:
        return str(self.hash)


class FingerprintTerm(models.Model):
    """One telling word, name or figure of an article, for the same-event look-up."""

    key = models.BigIntegerField()
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="fingerprint_terms", db_index=True
    )
    weight = models.FloatField()
    day = models.DateField()

    class Meta:
        verbose_name = _("event term")
        verbose_name_plural = _("event terms")
        indexes = [
            # dedupe: articles of the window that share a term
            models.Index(fields=["key", "day", "article"], name="term_day"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class TermDay(models.Model):
    """A term that some article carried on a day: what is said day after day tells no event."""

    key = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        verbose_name = _("day of a term")
        verbose_name_plural = _("days of terms")
        constraints = [
            # dedupe: on which days of the window a term was said; also the look-up's index
            models.UniqueConstraint(fields=["key", "day"], name="term_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.day}"
