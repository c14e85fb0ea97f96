"""Who made an article: people with their roles, and the organisations credited."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Role
from articles.models.image import Image
from articles.models.paths import path_to
from articles.models.source import Source
from articles.text import normalise


class Author(models.Model):
    """A person with a page of their own."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    bio = models.TextField(_("about"), blank=True)
    portrait = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="portrayed",
        verbose_name=_("portrait"),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The author's public page."""
        return path_to("author-detail", self.slug)


class AuthorAlias(models.Model):
    """What an author was called before two were merged; a byline with it means the author.

    Not unique: two people may have signed alike, and then it means neither.
    """

    author = models.ForeignKey(
        Author, models.CASCADE, related_name="aliases", verbose_name=_("author")
    )
    name = models.CharField(_("name"), max_length=200)
    # desk, forms: the author that a former name means
    folded = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        verbose_name = _("former name of an author")
        verbose_name_plural = _("former names of authors")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the key that names are compared by."""
        self.folded = normalise.fold(self.name)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as given


class Contribution(models.Model):
    """One name of a byline: an author, or a free name as the source printed it."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="contributions", verbose_name=_("article")
    )
    author = models.ForeignKey(
        Author,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("author"),
    )
    name = models.CharField(_("name as printed"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=Role.choices, default=Role.WRITER)
    position = models.PositiveSmallIntegerField(default=0, verbose_name=_("position"))
    # The article's `visible_at` while lists may show it, on one row an author; else None: see
    # desk.relisting.
    listed_at = models.DateTimeField(null=True, editable=False)

    bookkeeping = ("listed_at",)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | ~Q(name=""), name="contribution_named"
            )
        ]
        indexes = [
            # an author's page and feed
            models.Index(
                F("author"),
                F("listed_at").desc(),
                F("article").desc(),
                name="contribution_listed",
                condition=Q(listed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def printed_name(self) -> str:
        """The name as the byline shows it; needs `author` loaded."""
        return self.name or (self.author.name if self.author else "")


class Credit(models.Model):
    """An organisation that supplied text, with its own words and address where it has them."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="credits", verbose_name=_("article")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="credits", verbose_name=_("source")
    )
    text = models.CharField(_("credit line"), max_length=300, blank=True)
    url = models.URLField(_("original"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0, verbose_name=_("position"))

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "source", "url"], name="credit_once")
        ]

    def __str__(self) -> str:
        return self.printed_text

    @property
    def printed_text(self) -> str:
        """The line as readers see it; needs `source` loaded."""
        return self.text or self.source.credit_line
