"""What the duplicate look-up reads: small rows, found by hash."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.indexes import BrinIndex
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
    """One row an article: its exact hash, its keys in the look-up tables, and its glance.

    An empty version says that the desk wrote or changed the text since. `hashes` and `terms` are
    the keys that stand in the two tables below, so that these need no index by article to be
    written anew. `glance` is what `dedupe.glance` asks before a text is read in full.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    exact = models.CharField(max_length=64)
    gram_count = models.PositiveIntegerField(default=0)
    version = models.CharField(max_length=20)
    day = models.DateField()
    hashes = models.BinaryField(default=b"")
    terms = models.BinaryField(default=b"")
    glance = models.BinaryField(default=b"")

    objects = FingerprintManager()

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = [
            # dedupe: identical texts, the first of however many
            models.Index(
                fields=["exact", "article"], name="prints_exact", condition=~models.Q(exact="")
            ),
            # dedupe: texts of the desk that are to be read again
            models.Index(
                fields=["article"], name="prints_outdated", condition=models.Q(version="")
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:12]


class FingerprintHash(models.Model):
    """One kept shingle of an article. Written and read by `ingest.postings`, in bulk.

    The key is the only tree: it serves the look-up, and a second one by article would cost a
    quarter more room and a third more time. What deletes an article finds its rows through the
    block ranges (BRIN), which lie together because rows come in the order of arrival; SQLite
    makes an ordinary index of it.
    """

    pk = models.CompositePrimaryKey("hash", "day", "article_id")
    hash = models.BigIntegerField()
    day = models.DateField()
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="fingerprint_hashes", db_index=False
    )

    class Meta:
        verbose_name = _("fingerprint hash")
        verbose_name_plural = _("fingerprint hashes")
        indexes = [
            # an article that is deleted takes its rows along
            BrinIndex(fields=["article"], name="hash_of_article"),
        ]

    def __str__(self) -> str:
        return str(self.hash)


class FingerprintTerm(models.Model):
    """One telling word, name or figure of an article, for the same-event look-up.

    Built like `FingerprintHash`.
    """

    pk = models.CompositePrimaryKey("key", "day", "article_id")
    key = models.BigIntegerField()
    day = models.DateField()
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="fingerprint_terms", db_index=False
    )

    class Meta:
        verbose_name = _("event term")
        verbose_name_plural = _("event terms")
        indexes = [
            # an article that is deleted takes its rows along
            BrinIndex(fields=["article"], name="term_of_article"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class TermDay(models.Model):
    """A term that some article carried on a day: what is said day after day tells no event."""

    pk = models.CompositePrimaryKey("key", "day")
    key = models.BigIntegerField()
    day = models.DateField()

    class Meta:
        verbose_name = _("day of a term")
        verbose_name_plural = _("days of terms")

    def __str__(self) -> str:
        return f"{self.key} {self.day}"
