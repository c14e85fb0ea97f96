"""The one publication of this installation: name, address, language and zone."""

from typing import Self
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import FIXED_CHECKS, STOPPING_CHECKS, Check, CheckLevel
from articles.text import language


class Publication(models.Model):
    """Exactly one row; every absolute address and cache key goes through it."""

    name = models.CharField(_("name"), max_length=120, default="The Newsroom")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    base_url = models.CharField(
        _("address"),
        max_length=200,
        default="http://127.0.0.1:8000",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Where readers find the site, for example https://example.org"),
    )
    language = models.CharField(_("language"), max_length=12, default="en")
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    email = models.EmailField(_("contact address"), blank=True)
    about = models.TextField(_("about"), blank=True)
    check_levels = models.JSONField(
        _("before an article goes out"),
        default=dict,
        blank=True,
        help_text=_("What a fault does on every way to publish: stops it, warns, or nothing."),
    )

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publication")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_publication")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one with defaults before it is set up. One query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone that times are shown, archived and scheduled in."""
        return ZoneInfo(self.zone)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the language."""
        return language.direction(self.language)

    def absolute(self, path: str) -> str:
        """The public address of a path on this site; a whole address stays as it is."""
        base = self.base_url.rstrip("/")
        if path.startswith("/") and base.count("/") == 2 and path[1:2] != "/" and "/." not in path:
            return base + path  # what urljoin gives for nearly all, in a tenth of its time
        return urljoin(base + "/", path)

    def level_of(self, check: Check) -> CheckLevel:
        """What a fault of this kind does; the usual unless the publication set another."""
        usual = CheckLevel.BLOCK if check in STOPPING_CHECKS else CheckLevel.WARN
        if check in FIXED_CHECKS or not isinstance(self.check_levels, dict):
            return usual
        chosen = self.check_levels.get(check.value)
        return CheckLevel(chosen) if chosen in CheckLevel.values else usual

    def clean(self) -> None:
        """Refuse a zone that does not exist."""
        if self.zone not in available_timezones():
            raise ValidationError({"zone": _("Choose a zone such as Asia/Karachi or UTC.")})
