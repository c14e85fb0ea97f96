"""Departments of the paper, and the people who answer for them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from articles.enums import AiTerms
from articles.models.paths import path_to


class SectionQuerySet(models.QuerySet["Section"]):
    """Choices of sections."""

    def of_editor(self, user: Any) -> "SectionQuerySet":
        """Sections that this person is bound to, in menu order."""
        return self.filter(members__user=user).order_by("position", "id")

    def keyed(self, slug: str) -> Any:
        """The key of the one with that slug, for a condition of a larger query."""
        return self.order_by().filter(slug=slug).values("pk")[:1]


class Section(models.Model):
    """A reader-facing department such as World or Sport; never part of an article's address."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the menu"), default=100)
    hue = models.CharField(
        _("colour"),
        max_length=20,
        blank=True,
        help_text=_("Name of a colour of the design: red, blue, teal, amber, violet, green."),
    )

    takes_comments = models.BooleanField(
        _("takes comments"),
        default=True,
        help_text=_("Off: none of its articles takes new ones."),
    )
    ai_terms = models.CharField(
        _("use by AI"),
        max_length=8,
        choices=AiTerms.choices,
        blank=True,
        help_text=_("For our own reports in this section; the publication's terms when empty."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The section's public page."""
        return path_to("section-detail", self.slug)


class MemberQuerySet(models.QuerySet["SectionMember"]):
    """Choices of members."""

    def owning(self, now: datetime) -> "MemberQuerySet":
        """Who runs each section at that moment; one that is handed over ahead counts from its day.

        Of several who were made owner, the one whose turn began last. Ordered by section.
        """
        begun = Q(owner_from=None) | Q(owner_from__lte=now)
        turns = SectionMember.objects.filter(begun, section=OuterRef("section"), is_owner=True)
        last = turns.order_by(F("owner_from").desc(nulls_last=True), "-id").values("pk")[:1]
        return self.filter(pk=Subquery(last)).order_by("section_id", "id")

    def coming(self, now: datetime) -> "MemberQuerySet":
        """Who runs a section from a later day on, the next first."""
        ahead = self.filter(is_owner=True, owner_from__gt=now)
        return ahead.order_by("owner_from", "id")


class SectionMember(models.Model):
    """An editor bound to a section; the group says what, the section says where.

    `owner_from` is when the person's turn as owner begins; None is "always".
    """

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="members", verbose_name=_("section")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    is_owner = models.BooleanField(_("runs the section"), default=False)
    owner_from = models.DateTimeField(_("runs it from"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("section editor")
        verbose_name_plural = _("section editors")
        constraints = [
            models.UniqueConstraint(fields=["section", "user"], name="section_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.section}"
