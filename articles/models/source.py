"""Publishers whose text reaches us, and the lines that each of them repeats."""

from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import AiTerms, Autopilot, Indexing, Rights, SourceKind, Trust
from articles.models.paths import path_to
from articles.text import normalise, urls

# Feeds of former sources that are polled for one; each costs a fetch a round.
MOST_FEEDS = 20


class SourceQuerySet(models.QuerySet["Source"]):
    """Choices of sources."""

    def polled(self) -> Self:
        """Sources that are switched on and have an address to poll, by slug."""
        return self.filter(active=True).exclude(poll_url="").order_by("slug")

    def due(self, now: datetime) -> Self:
        """Polled sources whose pace, back-off included, allows a fetch now."""
        return self.polled().filter(Q(next_poll_at=None) | Q(next_poll_at__lte=now))

    def keyed(self, slug: str) -> Any:
        """The key of the one with that slug, for a condition of a larger query."""
        return self.order_by().filter(slug=slug).values("pk")[:1]


class Source(models.Model):
    """A publisher: licence, trust, what we may show, and how the fetching goes."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=SourceKind.choices, default=SourceKind.FEED
    )
    home_url = models.URLField(_("home page"), max_length=1000, blank=True)
    poll_url = models.URLField(
        _("feed or page to poll"),
        max_length=1000,
        blank=True,
        help_text=_("Empty for a source whose text is only pasted or imported."),
    )
    language = models.CharField(_("language"), max_length=12, blank=True)
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        help_text=_("For its dates that name no zone."),
    )
    rights = models.CharField(
        _("rights"),
        max_length=8,
        choices=Rights.choices,
        default=Rights.LINK,
        help_text=_("What readers, feeds and the API may be shown of its text."),
    )
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    indexing = models.CharField(
        _("in search engines"),
        max_length=9,
        choices=Indexing.choices,
        default=Indexing.INDEX,
        help_text=_("For its texts on our pages; our own reports are always indexed."),
    )
    ai_terms = models.CharField(
        _("use by AI"),
        max_length=8,
        choices=AiTerms.choices,
        default=AiTerms.RESERVED,
        help_text=_("Change it only where the source lets us license its texts to others."),
    )
    credit_text = models.CharField(
        _("credit line"),
        max_length=200,
        blank=True,
        help_text=_("As the source wishes to be named; its name when empty."),
    )
    trust = models.SmallIntegerField(_("trust"), choices=Trust.choices, default=Trust.USUAL)
    autopilot = models.CharField(
        _("fold its copies by itself"),
        max_length=8,
        choices=Autopilot.choices,
        default=Autopilot.MEASURED,
        help_text=_("Identical texts are always folded; this is about texts that were changed."),
    )
    autopilot_reason = models.CharField(
        _("why it is trusted"),
        max_length=300,
        blank=True,
        help_text=_("Needed where its copies are folded from the start."),
    )
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    pace_minutes = models.PositiveIntegerField(_("minutes between polls"), default=15)
    next_poll_at = models.DateTimeField(_("next poll"), null=True, blank=True)
    etag = models.CharField(max_length=400, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True)
    last_item_at = models.DateTimeField(_("last new item"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    failure_count = models.PositiveIntegerField(_("failures in a row"), default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name", "id"]
        indexes = [
            # ingest: sources due for a poll
            models.Index(F("next_poll_at"), name="source_due", condition=Q(active=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page of this source."""
        return path_to("source-detail", self.slug)

    def former_feeds(self) -> "list[SourceAlias]":
        """Other feeds that came with sources merged into this one, each address once. One query."""
        polled = self.aliases.filter(gone=False).exclude(poll_url="").order_by("pk")
        own = urls.normalise(self.poll_url) if self.poll_url else ""
        feeds = {urls.normalise(feed.poll_url): feed for feed in polled[:MOST_FEEDS]}
        return [feed for address, feed in feeds.items() if address != own]

    def clean(self) -> None:
        """Refuse trust in advance that nobody gave a reason for."""
        if self.autopilot == Autopilot.TRUSTED and not self.autopilot_reason.strip():
            raise ValidationError(
                {"autopilot_reason": _("Say why this source is trusted from the start.")}
            )

    @property
    def credit_line(self) -> str:
        """How the source is named under a text."""
        return self.credit_text or self.name


class SourceAlias(models.Model):
    """What a source was called before it was merged, and the feed that it had.

    Whoever names the old name means the source; the old feed is polled on, for the source. Names
    are not unique: two publishers may have had one.
    """

    # Written by polling and by no act, so that a merge can be undone after it.
    bookkeeping = ("etag", "last_modified", "gone")

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="aliases", verbose_name=_("source")
    )
    name = models.CharField(_("name"), max_length=200)
    # desk, forms: the source that a former name means
    folded = models.CharField(max_length=200, db_index=True, editable=False)
    poll_url = models.URLField(_("feed or page to poll"), max_length=1000, blank=True)
    etag = models.CharField(max_length=400, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    gone = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("former name of a source")
        verbose_name_plural = _("former names of sources")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the key that names are compared by."""
        self.folded = normalise.fold(self.name)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as given


class SourceLine(models.Model):
    """How many articles of a source a short line stood in: what repeats is chrome."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="lines")
    key = models.BigIntegerField()
    text = models.CharField(max_length=400)
    article_count = models.PositiveIntegerField(default=0)
    last_seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("repeated line")
        verbose_name_plural = _("repeated lines")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="source_line_once")]
        indexes = [
            # ingest: the chrome of one source, most frequent first
            models.Index(fields=["source", "-article_count"], name="source_line_chrome"),
        ]

    def __str__(self) -> str:
        return self.text
