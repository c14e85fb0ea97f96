"""People who work here: what history keeps of their accounts, their sessions and sign-ins."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import SignInEvent

# Who signed in from where is looked at after an incident, and is nobody's business for ever.
KEPT = timedelta(days=90)


class Colleague(User):
    """A user as the desk's history records one: never the password, nor each log-in."""

    bookkeeping = ("password", "last_login")

    class Meta:
        proxy = True
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()


class Account(models.Model):
    """What the desk knows of a user beside Django's row; no secret is in it, so history may be."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="account"
    )
    link_made_at = models.DateTimeField(_("one-time link made"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed by a colleague"), null=True, blank=True)
    factor_since = models.DateTimeField(_("second factor since"), null=True, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(self.user)


class DeskSession(models.Model):
    """One log-in that still holds: from where, with which browser, seen when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at", "-id"]
        indexes = [
            # one person's sessions, last seen first
            models.Index(fields=["user", "-seen_at", "-id"], name="desk_session_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser}"


class SignIn(models.Model):
    """One line of the sign-in log: kept for `KEPT`, then removed by later sign-ins."""

    at = models.DateTimeField(_("when"))
    event = models.CharField(_("what"), max_length=16, choices=SignInEvent.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="sign_ins",
        verbose_name=_("whose account"),
        help_text=_("Empty where nobody has the name that was typed; the name is not kept."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-id"]
        indexes = [
            # the log, newest first, and what is too old, from its other end
            models.Index(fields=["-at", "-id"], name="sign_in_newest"),
            # one person's log
            models.Index(fields=["user", "-at", "-id"], name="sign_in_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"
