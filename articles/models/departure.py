"""When a list last lost an article that readers had seen on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """The latest moment at which an article left a list and stayed public: moved, untagged, folded.

    What goes away altogether has a tombstone (web.gone); of this nothing else would tell a reader
    who asks for a feed by date alone. One row a list, under its name in `cachekeys.names`.
    """

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("departure from a list")
        verbose_name_plural = _("departures from lists")

    def __str__(self) -> str:
        return self.name
