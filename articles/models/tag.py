"""Keywords that fold, alias and merge; taggit's API over our own tables."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.paths import path_to
from articles.text import normalise
from articles.text.slugs import slugify


class Tag(TagBase):  # type: ignore[misc]  # taggit ships no types
    """A keyword; two spellings that fold to the same key are one tag."""

    folded = models.CharField(max_length=100, unique=True, editable=False)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name", "id"]

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the key that spellings are compared by."""
        self.folded = normalise.fold(self.name)[:100]
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """A Unicode slug; numbered where taggit asks for another."""
        return slugify(tag) if i is None else f"{slugify(tag)}-{i}"

    def get_absolute_url(self) -> str:
        """The tag's public page."""
        return path_to("tag-detail", self.slug)


class TagAlias(models.Model):
    """A spelling that stands for a tag and never becomes one again."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    name = models.CharField(_("spelling"), max_length=100)
    folded = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the key that spellings are compared by."""
        self.folded = normalise.fold(self.name)[:100]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through as given


class Tagging(ItemBase):  # type: ignore[misc]  # taggit ships no types
    """A tag on an article, with a real foreign key."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings", verbose_name=_("tag"))
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="taggings")
    # The article's `visible_at` while lists may show it, else None: see desk.relisting.
    listed_at = models.DateTimeField(null=True, editable=False)

    bookkeeping = ("listed_at",)

    class Meta:
        verbose_name = _("tagging")
        verbose_name_plural = _("taggings")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="tag_once")]
        indexes = [
            # a tag's page and feed
            models.Index(
                F("tag"),
                F("listed_at").desc(),
                F("content_object").desc(),
                name="tagging_listed",
                condition=Q(listed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tag} · {self.content_object_id}"
