"""What a day brought, counted once it is over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsDay(models.Model):
    """A day of the publication's calendar in numbers; counted by `ingest.newsdays`.

    `sources` holds `[source id, arrived, of them copies]`, `taken` holds `[source id copied
    from, source id that copied, articles]`, both the largest first. `wait` is the middle time
    from arrival to readers, in seconds; None when nothing that came in was published.
    """

    day = models.DateField(unique=True)
    arrived = models.PositiveIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(default=0)
    wait = models.PositiveIntegerField(null=True)
    sources = models.JSONField(default=list)
    taken = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("day in numbers")
        verbose_name_plural = _("days in numbers")
        ordering = ["-day"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.day.isoformat()
