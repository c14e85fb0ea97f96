"""The one publication of this installation: name, address, language and zone."""

from typing import Self
from urllib.parse import urljoin
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import (
    FIXED_CHECKS,
    STOPPING_CHECKS,
    AiTerms,
    Check,
    CheckLevel,
    Statement,
)
from articles.models import notices
from articles.models.statement import starter
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
    # What each page of articles.enums.Statement says; "" is our starter text, see `statement`.
    standards = models.TextField(_("editorial standards"), blank=True)
    corrections_policy = models.TextField(_("how errors are corrected"), blank=True)
    ownership = models.TextField(_("ownership and funding"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)
    contact = models.TextField(_("contact"), blank=True)
    copyright = models.CharField(
        _("copyright line"),
        max_length=200,
        blank=True,
        help_text=_("In feeds and licences; “© and the name” when empty."),
    )
    hub_url = models.CharField(
        _("WebSub hub"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Is told at once of every visible change. Empty: nobody is told."),
    )
    ai_terms = models.CharField(
        _("use by AI"),
        max_length=8,
        choices=AiTerms.choices,
        default=AiTerms.RESERVED,
        help_text=_("For our own reports; a section may differ. What others wrote is reserved."),
    )
    licence_url = models.CharField(
        _("where licences are sold"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("A page that says how to get a licence. Needed for use against a fee."),
    )
    robots_text = models.TextField(
        _("more lines of robots.txt"),
        blank=True,
        validators=[notices.check_robots],
        help_text=_(
            "Groups for single crawlers, for example “User-agent: GreedyBot” and, below it, "
            "“Disallow: /”. The lines that every paper needs are added by themselves."
        ),
    )
    trust_text = models.TextField(
        _("trust.txt"),
        blank=True,
        validators=[notices.check_trust],
        help_text=_(
            "A line for each tie, for example member=https://…, belongto=https://…, "
            "social=https://…, disclosure=https://…"
        ),
    )
    ads_text = models.TextField(
        _("ads.txt"),
        blank=True,
        validators=[notices.check_ads],
        help_text=_("A line for each seller: domain, account, DIRECT or RESELLER, perhaps a key."),
    )
    app_ads_text = models.TextField(
        _("app-ads.txt"),
        blank=True,
        validators=[notices.check_ads],
        help_text=_("The same for apps that carry the paper."),
    )
    security_contact = models.CharField(
        _("where flaws are reported"),
        max_length=300,
        blank=True,
        validators=[notices.check_contact],
        help_text=_("Mail or web address for security.txt; the contact address when empty."),
    )
    check_levels = models.JSONField(
        _("before an article goes out"),
        default=dict,
        blank=True,
        help_text=_("What a fault does on every way to publish: stops it, warns, or nothing."),
    )

    comments_on = models.BooleanField(
        _("readers may comment"),
        default=True,
        help_text=_("Off: comments are neither taken nor shown anywhere."),
    )
    comments_close_after = models.PositiveSmallIntegerField(
        _("days until an article takes no more comments"),
        default=14,
        help_text=_("0: articles take comments for ever."),
    )
    comments_trusted_after = models.PositiveSmallIntegerField(
        _("approved comments after which a reader is trusted"),
        default=3,
        help_text=_("A trusted reader’s comments are shown at once. 0: each one waits."),
    )
    comments_links = models.PositiveSmallIntegerField(
        _("links that a comment may have"),
        default=2,
        help_text=_("One with more waits for the desk, whoever wrote it."),
    )
    comments_blocked_words = models.TextField(
        _("words that hold a comment"),
        blank=True,
        help_text=_("One word or phrase a line. A comment with one of them waits for the desk."),
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

    def statement(self, kind: Statement) -> str:
        """What the paper says there, see text.passages; our words until it has its own."""
        own: str = getattr(self, kind.field)
        return own.strip() or starter(kind, self.name)

    def level_of(self, check: Check) -> CheckLevel:
        """What a fault of this kind does; the usual unless the publication set another."""
        usual = CheckLevel.BLOCK if check in STOPPING_CHECKS else CheckLevel.WARN
        if check in FIXED_CHECKS or not isinstance(self.check_levels, dict):
            return usual
        chosen = self.check_levels.get(check.value)
        return CheckLevel(chosen) if chosen in CheckLevel.values else usual

    @property
    def copyright_line(self) -> str:
        """Whose text it is, in one line."""
        return self.copyright or f"© {self.name}"

    def clean(self) -> None:
        """Refuse a zone that does not exist, and a fee that nobody can ask for."""
        if self.zone not in available_timezones():
            raise ValidationError({"zone": _("Choose a zone such as Asia/Karachi or UTC.")})
        if self.ai_terms == AiTerms.FEE and not self.licence_url:
            raise ValidationError({"licence_url": _("Say where a licence can be asked for.")})
