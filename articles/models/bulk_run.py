"""One act on many articles: which, how far it is, and what was refused why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkRun(models.Model):
    """Asked for, then started; dealt with article by article, each in a transaction of its own.

    `articles` are ids in the order of the list; the first `position` of them are dealt with.
    `refused` maps an id (text, as JSON has it) to the reason in words. All acts of a run carry
    its `at`, which tells them from any others of that person. `claimed_until` keeps two workers
    from the same run; it is in the past where a worker died.
    """

    verb = models.CharField(_("act"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"))
    argument = models.JSONField(default=dict, blank=True)
    articles = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="undone_by"
    )
    started_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk act")
        verbose_name_plural = _("bulk acts")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["by", "-at"], name="bulk_of_person")]

    def __str__(self) -> str:
        return f"{self.verb} {self.position}/{self.count}"

    @property
    def count(self) -> int:
        """How many articles it is about."""
        return len(self.articles)

    @property
    def done_count(self) -> int:
        """For how many it was done."""
        return self.position - len(self.refused)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.finished_at is not None or self.stopped_at is not None
