"""What came in, byte for byte, and what was made of it."""

import hashlib
import zlib
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import CaptureOutcome
from articles.models.article import Article
from articles.models.source import Source


class Raw(models.Model):
    """Bytes as they arrived, kept once however often they come."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    packed = models.BinaryField()
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("raw document")
        verbose_name_plural = _("raw documents")

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def keep(cls, data: bytes) -> Self:
        """The row for these bytes, made when they are new. One or two queries."""
        digest = hashlib.sha256(data).hexdigest()
        raw, _created = cls.objects.get_or_create(
            sha256=digest, defaults={"packed": zlib.compress(data), "size": len(data)}
        )
        return raw

    @property
    def data(self) -> bytes:
        """The bytes as they arrived."""
        return zlib.decompress(bytes(self.packed))


class Capture(models.Model):
    """One arrival of one item: its bytes, identity, time, and the cleaner's report."""

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="captures", verbose_name=_("source")
    )
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="captures",
        verbose_name=_("article"),
    )
    raw = models.ForeignKey(Raw, models.PROTECT, related_name="captures")
    outcome = models.CharField(
        max_length=10, choices=CaptureOutcome.choices, verbose_name=_("outcome")
    )
    rung = models.CharField(
        max_length=10, blank=True, help_text=_("Which identity matched: guid, url, link, text.")
    )
    item_key = models.CharField(max_length=80, help_text=_("Identity of the item, hashed."))
    content_key = models.CharField(max_length=64, help_text=_("Hash of what the item says."))
    guid = models.TextField(blank=True, verbose_name=_("guid"))
    url = models.TextField(blank=True, verbose_name=_("address"))
    guid_key = models.CharField(max_length=64, blank=True)
    url_key = models.CharField(max_length=64, blank=True)
    text_key = models.CharField(max_length=64, blank=True)
    headers = models.JSONField(default=dict, blank=True, verbose_name=_("headers"))
    fetched_at = models.DateTimeField(verbose_name=_("fetched at"))
    version_at = models.DateTimeField(null=True, blank=True, verbose_name=_("version of"))
    cleaner_version = models.CharField(max_length=20, blank=True)
    report = models.JSONField(default=dict, blank=True)
    fields = models.JSONField(
        default=dict, blank=True, help_text=_("Headline, standfirst and text as understood.")
    )

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["-id"]
        constraints = [
            # The same item saying the same thing is one arrival, even from two processes at once.
            models.UniqueConstraint(
                fields=["source", "item_key", "content_key"], name="capture_once"
            )
        ]
        indexes = [
            # ingest: the identity ladder, rung by rung
            models.Index(fields=["source", "guid_key"], name="capture_guid"),
            models.Index(fields=["url_key", "source"], name="capture_url"),
            models.Index(fields=["source", "text_key"], name="capture_text"),
            # home and admin: what waits because the law withholds the same words
            models.Index(fields=["-id"], condition=models.Q(outcome="held"), name="capture_held"),
            # admin: captures of a source, newest first
            models.Index(fields=["source", "-fetched_at"], name="capture_newest"),
        ]

    def __str__(self) -> str:
        return self.url or self.guid or self.item_key
