"""The article: one text, its state, and the one rule for who may see it."""

import uuid
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.enums import Kind, Rights, Status
from articles.models import columns
from articles.models.fields import BodyField
from articles.models.image import Image
from articles.models.narrow import NarrowQuerySet
from articles.models.paths import path_to
from articles.models.section import Section
from articles.models.source import Source
from articles.models.story import Story
from articles.models.tag import Tagging
from articles.text import language, markup
from articles.text.slugs import slugify

HEADLINE_LENGTH = 500
EXCERPT_WORDS = 80
# The narrower comes first. Looked up some hundred times for a feed.
_RIGHTS: dict[str, tuple[int, Rights]] = {
    right: (n, right) for n, right in enumerate((Rights.LINK, Rights.EXCERPT, Rights.FULL))
}
_ALL = _RIGHTS[Rights.FULL]


class ArticleQuerySet(NarrowQuerySet["Article"]):
    """Choices of articles; everything public starts at `published` or `listed`."""

    def published(self, now: datetime) -> Self:
        """Articles whose page readers may open at `now`, in no set order."""
        return self.filter(status__mostly=Status.PUBLISHED, visible_at__no_later_than=now).filter(
            Q(expires_at=None) | Q(expires_at__gt=now)
        )

    def listed(self, now: datetime) -> Self:
        """Published articles less retracted ones and folded copies: lists, feeds, fronts."""
        return self.published(now).filter(retracted_at=None, copy_of__mostly_null=True)

    def newest_first(self) -> Self:
        """Latest visible first; total order."""
        return self.order_by(f"-{self.moment}", "-id")

    @property
    def moment(self) -> str:
        """Where the moment is read that these are in order by: see `tagged`."""
        return "listed_at" if "listed_at" in self.query.annotations else "visible_at"

    def in_section(self, section: Section) -> Self:
        """Articles of one section."""
        return self.filter(section=section)

    def from_source(self, source: Source) -> Self:
        """Articles whose text came from one source."""
        return self.filter(source=source)

    def tagged(self, tag_id: int) -> Self:
        """Of listed articles those that carry the tag.

        The tagging knows the moment as well: its index has those of one tag in order, so that a
        page of them costs the same however many there are.
        """
        rows = self.filter(taggings__tag=tag_id, taggings__listed_at__isnull=False)
        return rows.annotate(listed_at=F("taggings__listed_at"))

    def written_by(self, author_id: int) -> Self:
        """Of listed articles those whose byline names the author, in whatever role; as `tagged`."""
        rows = self.filter(contributions__author=author_id, contributions__listed_at__isnull=False)
        return rows.annotate(listed_at=F("contributions__listed_at"))

    def incoming(self) -> Self:
        """What the desk has not judged yet, newest arrival first."""
        return self.filter(status=Status.INCOMING).order_by("-arrived_at", "-id")

    def for_list(self) -> Self:
        """What a line of a list shows: section, source and picture with it, no body.

        Who made them is read by `public.gathering`, where it is shown.
        """
        return self.narrow(*columns.LINE, *columns.JOINED)

    def for_detail(self) -> Self:
        """What an article's own page shows, its story included; no notes to editors.

        Makers, credits, corrections and tags are read by `public.gathering`.
        """
        return self.narrow(
            *columns.LINE, *columns.WHOLE, *columns.OWN_PAGE, *columns.JOINED, *columns.STORY
        )

    def for_feed(self) -> Self:
        """What a feed item carries, the body included.

        Makers, credits, corrections and tags are read by `public.gathering`.
        """
        return self.narrow(*columns.LINE, *columns.WHOLE, *columns.JOINED)


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit's through row
    """One text with its credits; its status changes only through `desk`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    headline = models.CharField(_("headline"), max_length=HEADLINE_LENGTH)
    kicker = models.CharField(_("kicker"), max_length=80, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    body_html = BodyField(_("text"), blank=True)
    word_count = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("words"))
    slug = models.CharField(_("slug"), max_length=100, blank=True)
    slugline = models.CharField(_("slugline"), max_length=100, blank=True)
    dateline = models.CharField(_("dateline"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    seo_title = models.CharField(_("search title"), max_length=120, blank=True)
    social_title = models.CharField(_("social title"), max_length=160, blank=True)
    editor_note = models.TextField(_("note to editors"), blank=True)

    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
    )
    tags = TaggableManager(through=Tagging, blank=True, verbose_name=_("tags"))
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
    )
    lead_image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lead_of",
        verbose_name=_("lead picture"),
    )
    story = models.ForeignKey(
        Story,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("story"),
    )
    copy_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copy of"),
    )
    survivor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OWN)
    rights = models.CharField(
        _("rights"),
        max_length=8,
        choices=Rights.choices,
        blank=True,
        help_text=_("The source's rights when empty."),
    )
    canonical_url = models.URLField(_("original address"), max_length=2000, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), default=5)

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.INCOMING
    )
    arrived_at = models.DateTimeField(_("arrived"))
    written_at = models.DateTimeField(
        _("dated"), null=True, blank=True, help_text=_("The source's own date, if it gave one.")
    )
    published_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    visible_at = models.DateTimeField(
        null=True, blank=True, editable=False, verbose_name=_("visible from")
    )
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    retracted_at = models.DateTimeField(
        null=True, blank=True, editable=False, verbose_name=_("retracted at")
    )
    # Since when the law withholds the words: they stand in the history only, see desk.takedown.
    sealed_at = models.DateTimeField(
        null=True, blank=True, editable=False, verbose_name=_("sealed at")
    )
    takes_comments = models.BooleanField(_("takes comments"), default=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        permissions = [
            ("publish_article", "Can publish, schedule and unpublish"),
            ("spike_article", "Can spike and revive"),
            ("merge_article", "Can merge and undo a merge"),
            ("link_article", "Can link, group and judge pairs"),
            ("correct_article", "Can issue corrections"),
            ("retract_article", "Can retract"),
            ("kill_article", "Can kill, and revive what was killed"),
            ("curate_front", "Can fill the slots of fronts"),
            ("import_article", "Can paste and import text"),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_has_visible_at",
                condition=~Q(status="published")
                | (
                    Q(published_at__isnull=False)
                    & Q(visible_at__isnull=False)
                    & Q(visible_at__gte=F("published_at"))
                    & (Q(embargoed_until__isnull=True) | Q(visible_at__gte=F("embargoed_until")))
                ),
            ),
            models.CheckConstraint(
                name="merged_has_survivor",
                condition=Q(status="merged", survivor__isnull=False)
                | (~Q(status="merged") & Q(survivor__isnull=True)),
            ),
            models.CheckConstraint(name="not_copy_of_itself", condition=~Q(copy_of=F("id"))),
            models.CheckConstraint(name="not_survivor_of_itself", condition=~Q(survivor=F("id"))),
            models.CheckConstraint(
                name="urgency_1_to_9", condition=Q(urgency__gte=1, urgency__lte=9)
            ),
        ]
        indexes = [
            # the home page, site feed, archive, sitemap: everything listed, newest first
            models.Index(
                F("visible_at").desc(),
                F("id").desc(),
                name="listed_newest",
                condition=Q(status="published", retracted_at=None, copy_of=None),
            ),
            # a section's page and feed
            models.Index(
                F("section"),
                F("visible_at").desc(),
                F("id").desc(),
                name="listed_section",
                condition=Q(status="published", retracted_at=None, copy_of=None),
            ),
            # a source's page and feed
            models.Index(
                F("source"),
                F("visible_at").desc(),
                F("id").desc(),
                name="listed_source",
                condition=Q(status="published", retracted_at=None, copy_of=None),
            ),
            # the API's articles of one language
            models.Index(
                F("language"),
                F("visible_at").desc(),
                F("id").desc(),
                name="listed_language",
                condition=Q(status="published", retracted_at=None, copy_of=None),
            ),
            # a story's page and feed, and its members in the inbox
            models.Index(F("story"), F("visible_at").desc(), F("id").desc(), name="article_story"),
            # the inbox and the admin's list by status
            models.Index(
                F("status"), F("arrived_at").desc(), F("id").desc(), name="article_status"
            ),
            # the admin's list by section
            models.Index(F("section"), F("id").desc(), name="article_section"),
            # the admin's list by kind: some kinds are rare
            models.Index(F("kind"), F("id").desc(), name="article_kind"),
            # report: what readers see without a picture
            models.Index(
                F("visible_at").desc(),
                F("id").desc(),
                name="listed_pictureless",
                condition=Q(status="published", retracted_at=None, copy_of=None, lead_image=None),
            ),
            # a source's newest arrivals: its chrome lines, its health, the admin's list by source
            models.Index(F("source"), F("arrived_at").desc(), name="article_source"),
            # the sitemap index: what was materially changed of late
            models.Index(
                F("updated_at").desc(),
                name="article_changed",
                condition=Q(updated_at__isnull=False),
            ),
            # the next moment at which what readers see changes: page cache
            models.Index(F("expires_at"), name="article_expiry", condition=Q(status="published")),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """The public page; the id decides, the slug is for people."""
        return path_to("article-detail", self.pk, self.slug or slugify(self.headline))

    def clean(self) -> None:
        """Refuse a chain of copies: a copy points at a representative, never at a copy."""
        if self.copy_of_id and self.copy_of and self.copy_of.copy_of_id:
            raise ValidationError(
                {"copy_of": _("That article is a copy itself. Choose the one it is a copy of.")}
            )

    def is_published(self, now: datetime) -> bool:
        """Whether readers may open the page at `now`; the same rule as `published(now)`."""
        return (
            self.status == Status.PUBLISHED
            and self.visible_at is not None
            and self.visible_at <= now
            and (self.expires_at is None or now < self.expires_at)
        )

    def is_listed(self, now: datetime) -> bool:
        """Whether lists may show it at `now`; the same rule as `listed(now)`."""
        return self.is_published(now) and self.retracted_at is None and self.copy_of_id is None

    def is_scheduled(self, now: datetime) -> bool:
        """Published, but its moment has not come."""
        return (
            self.status == Status.PUBLISHED
            and self.visible_at is not None
            and now < self.visible_at
        )

    @property
    def changed_at(self) -> datetime:
        """When one that readers may open came out, last changed materially or was retracted.

        The one "updated" time of page, feeds, sitemaps and API. An editor said of each change that
        it is material, so none is too soon after publication to be told; what was changed before
        is no change to readers.
        """
        moments = (self.visible_at, self.updated_at, self.retracted_at)
        return max(moment for moment in moments if moment is not None)

    @property
    def effective_rights(self) -> Rights:
        """How much may be shown: the narrower of the article's and its source's rights."""
        mine = _RIGHTS[self.rights] if self.rights else _ALL
        theirs = _RIGHTS[self.source.rights] if self.source else _ALL
        return min(mine, theirs)[1]

    @property
    def public_html(self) -> str:
        """The body as far as the rights allow: all of it, an excerpt, or nothing.

        The one place where rights become text: page, feeds and API all show this.
        """
        if self.effective_rights is Rights.FULL:
            return self.body_html
        if self.effective_rights is Rights.EXCERPT:
            return markup.excerpt(self.body_html, words=EXCERPT_WORDS)
        return ""

    @property
    def public_standfirst(self) -> str:
        """The standfirst as far as the rights allow: "" where only a headline may be shown."""
        return "" if self.effective_rights == Rights.LINK else self.standfirst

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, from the language."""
        return language.direction(self.language)

    @property
    def body_text(self) -> str:
        """The body without mark-up, a block a line."""
        return markup.to_text(self.body_html)

    @property
    def feed_id(self) -> str:
        """The identity in every feed; survives retitling, moves and merges."""
        return f"urn:uuid:{self.uid}"
