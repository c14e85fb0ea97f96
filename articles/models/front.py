"""Curated landing pages: picked slots first, a rule for the rest, launched edition by edition."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.enums import RuleOrder
from articles.models.article import Article
from articles.models.image import Image
from articles.models.narrow import NarrowQuerySet
from articles.models.section import Section
from articles.models.tag import Tag


class FrontQuerySet(NarrowQuerySet["Front"]):
    """Choices of fronts."""

    def with_live(self) -> Self:
        """Each whole, and with it the edition that was launched last."""
        own = [field.attname for field in Front._meta.concrete_fields]
        live = [f"live__{field.attname}" for field in Edition._meta.concrete_fields]
        return self.narrow(*own, *live)


class Front(models.Model):
    """The front of the site (no section) or of a section.

    Readers see its live edition, or the one whose planned moment came since that was launched; a
    draft, if there is one, waits to be launched. A front that was never used has neither, and its
    rule fills all of it.
    """

    name = models.CharField(_("name"), max_length=100)
    section = models.OneToOneField(
        Section,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="front",
        verbose_name=_("section"),
    )
    slot_count = models.PositiveSmallIntegerField(_("number of slots"), default=9)
    live = models.OneToOneField(
        "Edition", models.SET_NULL, null=True, editable=False, related_name="live_of"
    )
    draft = models.OneToOneField(
        "Edition", models.SET_NULL, null=True, editable=False, related_name="draft_of"
    )
    # Since when `live` is what a person chose; a planned launch after it shows in its place.
    live_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FrontQuerySet.as_manager()
    # What was loaded ahead, and for which moment.
    _loaded: "tuple[datetime, Edition | None] | None" = None

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def shown_at(self, now: datetime) -> "Edition":
        """What readers see at that moment; an unsaved edition where nothing was picked yet.

        The moment decides: no job launches what was planned. One query, unless `load` was told.
        """
        if self._loaded is not None and self._loaded[0] == now:
            due = self._loaded[1]
        else:
            due = self.editions.due(now).first() if self.pk else None
        return due or self.live or Edition(front=self)

    def load(self, now: datetime, due: "Edition | None") -> None:
        """Note which planned edition shows at that moment, so that it is not asked again."""
        self._loaded = (now, due)

    def worked_on(self, now: datetime) -> "Edition":
        """What picks, words and order go to: the draft while there is one, else what shows."""
        return self.draft or self.shown_at(now)


@dataclass(frozen=True)
class Rule:
    """How the places that nobody picked for are filled; None leaves a limit out."""

    order: RuleOrder
    own_first: bool
    section_id: int | None
    tag_id: int | None


class EditionQuerySet(NarrowQuerySet["Edition"]):
    """Choices of editions."""

    def due(self, now: datetime) -> Self:
        """Those whose planned moment came since a person launched or rolled back; last first.

        The first of a front's is what readers see of it.
        """
        newer = Q(front__live_since=None) | Q(launch_at__gt=F("front__live_since"))
        return self.filter(newer, launch_at__lte=now).order_by("-launch_at", "-pk")

    def planned(self, now: datetime) -> Self:
        """Those that launch at a later moment, the next first."""
        return self.filter(launch_at__gt=now).order_by("launch_at", "pk")

    def standing(self, now: datetime) -> Self:
        """What readers see, what is planned and what is worked on; no former launches.

        `shown_id` is the first kind of its front. In no set order.
        """
        counts = Q(pk=F("shown_id")) | Q(launch_at__gt=now) | Q(draft_of__isnull=False)
        return self._told_what_shows(now).filter(counts)

    def shown(self, now: datetime) -> Self:
        """What readers see of each front at that moment. In no set order."""
        return self._told_what_shows(now).filter(pk=F("shown_id"))

    def _told_what_shows(self, now: datetime) -> Self:
        due = Edition.objects.due(now).filter(front=OuterRef("front")).values("pk")[:1]
        return self.annotate(shown_id=Coalesce(Subquery(due), F("front__live_id")))


class Edition(models.Model):
    """One state of a front: its picks and its rule. Kept for ever once it was launched.

    With `launch_at` it was planned: it shows from that moment on, and no job is needed.
    """

    front = models.ForeignKey(
        Front, models.CASCADE, related_name="editions", verbose_name=_("front")
    )
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The live picks and rule as they stood when this draft was begun: what a launch would
    # overwrite unseen is told against them.
    base = models.JSONField(default=dict, blank=True)
    launched_at = models.DateTimeField(_("launched"), null=True, blank=True)
    launch_at = models.DateTimeField(_("launches at"), null=True, blank=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    former = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    rule_order = models.CharField(
        _("order"), max_length=8, choices=RuleOrder.choices, default=RuleOrder.WEIGHED
    )
    rule_own_first = models.BooleanField(_("own texts first"), default=False)
    rule_section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section of the rule"),
    )
    rule_tag = models.ForeignKey(
        Tag,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tag of the rule"),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of a front")
        verbose_name_plural = _("editions of fronts")
        ordering = ["-id"]
        indexes = [
            # the launches of a front, newest first, to roll back to
            models.Index(F("front"), F("launched_at").desc(), name="edition_launches"),
            # the next moment at which a front changes as a whole: page cache; what is planned
            models.Index(
                F("launch_at"), name="edition_planned", condition=Q(launch_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.front} № {self.pk}"

    @property
    def live_from(self) -> datetime | None:
        """Since when, or from when, readers see it; None for a draft and for the first state."""
        return self.launched_at or self.launch_at

    @property
    def rule(self) -> Rule:
        """How its gaps are filled; the front of a section is filled from it unless told."""
        return Rule(
            RuleOrder(self.rule_order),
            self.rule_own_first,
            self.rule_section_id or self.front.section_id,
            self.rule_tag_id,
        )


class FrontSlotQuerySet(NarrowQuerySet["FrontSlot"]):
    """Choices of slots."""

    def current(self, now: datetime) -> Self:
        """Slots whose time has come and not passed, by position."""
        return self.filter(
            Q(from_at=None) | Q(from_at__lte=now), Q(until_at=None) | Q(until_at__gt=now)
        ).order_by("position", "id")

    def live(self) -> Self:
        """Slots of the editions that readers see or will see by a plan, in no set order."""
        return self.filter(Q(edition__live_of__isnull=False) | Q(edition__launch_at__isnull=False))

    def shown(self, now: datetime) -> Self:
        """Slots of the editions that readers see at that moment, in no set order."""
        return self.filter(edition__in=Edition.objects.shown(now).values("pk"))

    def standing(self, now: datetime) -> Self:
        """Slots of what readers see, what is planned and what is worked on, in no set order."""
        return self.filter(edition__in=Edition.objects.standing(now).values("pk"))


class FrontSlot(models.Model):
    """A hand-picked article at a place of an edition; text and picture may be its own."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="slots", verbose_name=_("edition")
    )
    position = models.PositiveSmallIntegerField(_("place"))
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="slots", verbose_name=_("article")
    )
    headline = models.CharField(_("headline here"), max_length=300, blank=True)
    standfirst = models.TextField(_("standfirst here"), blank=True)
    # What the article itself was called when `headline` was written.
    replaced_headline = models.CharField(max_length=500, blank=True, editable=False)
    image = models.ForeignKey(
        Image, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    from_at = models.DateTimeField(_("from"), null=True, blank=True)
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    picked_at = models.DateTimeField(verbose_name=_("picked at"))
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picked by"),
    )

    objects = FrontSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["edition", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="slot_once"),
            models.UniqueConstraint(fields=["edition", "article"], name="slot_article_once"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(from_at=None) | Q(until_at__gt=F("from_at")),
                name="slot_ends_after_start",
            ),
        ]
        indexes = [
            # the next moment at which a slot's time begins or ends: page cache
            models.Index(F("from_at"), name="slot_begins", condition=Q(from_at__isnull=False)),
            models.Index(F("until_at"), name="slot_ends", condition=Q(until_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.edition.front} {self.position}: {self.article}"

    @property
    def front(self) -> Front:
        """The front that it stands on."""
        return self.edition.front

    @property
    def is_headline_outdated(self) -> bool:
        """Whether the article was renamed since the headline here was written."""
        return bool(self.headline) and self.replaced_headline != self.article.headline
