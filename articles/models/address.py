"""Former addresses, so that none dies silently."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Address(models.Model):
    """A slug or id that once led to a thing which now lives elsewhere.

    Articles need none: their id decides, and a merged one names its survivor. Sections, tags,
    sources and authors are found by slug, stories by id; `target_id` is always the thing that
    lives, so a look-up is one hop.
    """

    class Noun(models.TextChoices):
        """What the address led to."""

        SECTION = "section", _("Section")
        TAG = "tag", _("Tag")
        SOURCE = "source", _("Source")
        AUTHOR = "author", _("Author")
        STORY = "story", _("Story")

    noun = models.CharField(max_length=8, choices=Noun.choices)
    key = models.CharField(max_length=120)
    target_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["noun", "key"], name="address_once")]
        indexes = [
            # desk: re-point the addresses of a thing that moves on
            models.Index(fields=["noun", "target_id"], name="address_target"),
        ]

    def __str__(self) -> str:
        return f"{self.noun}/{self.key}"
