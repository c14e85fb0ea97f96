"""What readers write under an article."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.enums import CommentStatus
from articles.models.article import Article
from articles.text import language
from articles.text.slugs import slugify

NAME_LENGTH = 80
TEXT_LENGTH = 5_000

# Why a comment waits or was put aside, in words; `detail` is what was found.
REASONS: dict[str, Promise] = {
    "first": _("the writer is not trusted yet"),
    "links": _("more links than allowed: %(detail)s"),
    "blocked": _("has the blocked word “%(detail)s”"),
    "repeated": _("the same words were sent within the last hour"),
    "script": _("is in another script than the article"),
    "outside": _("the outside judge says: %(detail)s"),
    "trap": _("the field that people do not see was filled in"),
    "banned-writer": _("the writer is banned"),
    "banned-network": _("the network is banned"),
}


class CommentQuerySet(models.QuerySet["Comment"]):
    """Choices of comments; what readers see begins at `approved` or `opening`."""

    def approved(self) -> Self:
        """Comments that readers may see, in no set order."""
        return self.filter(status__mostly=CommentStatus.APPROVED)

    def opening(self, article: Article | int) -> Self:
        """The comments that begin a thread of the article, in no set order.

        One that is not shown itself is among them while answers to it are: its place is kept.
        """
        answers = Comment.objects.approved().filter(parent=models.OuterRef("pk"))
        shown = Q(status__mostly=CommentStatus.APPROVED) | models.Exists(answers)
        return self.filter(shown, article=article, parent=None)

    def by_writer(self, hashes: tuple[str, ...]) -> Self:
        """All that came with one e-mail address, the first first; see `desk.commenters`."""
        return self.filter(email_hash__in=hashes).order_by("id")


class Comment(models.Model):
    """One reader's words under an article, or the answer to another one; plain text always.

    The e-mail address is never shown to anybody; it and the address of the machine are forgotten
    after 90 days, their hash and the network stay. History keeps none of this: it knows what the
    desk decided, not who wrote what.
    """

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="comments",
        db_index=False,  # `comment_article` begins with it
        verbose_name=_("article"),
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answers"),
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    network = models.CharField(_("network"), max_length=43, blank=True)
    text = models.TextField(_("comment"), max_length=TEXT_LENGTH)
    text_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=CommentStatus.choices, default=CommentStatus.HELD
    )
    score = models.PositiveSmallIntegerField(_("suspicion"), default=0)
    # Pairs of a name in REASONS and what was found.
    reasons = models.JSONField(_("why it waits"), default=list, blank=True)
    made_at = models.DateTimeField(_("made at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["-id"]
        permissions = [("moderate_comments", "Can approve and refuse comments, and ban writers")]
        constraints = [
            models.CheckConstraint(name="not_answer_to_itself", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="approved_was_decided",
                condition=~Q(status="approved") | Q(decided_at__isnull=False),
            ),
            # What was erased cannot come back by taking an act back.
            models.CheckConstraint(
                name="erased_is_removed",
                condition=Q(erased_at__isnull=True)
                | Q(status="removed", text="", name="", email="", email_hash=""),
            ),
        ]
        indexes = [
            # the threads of an article's page and of all its comments, newest first
            models.Index(
                F("article"),
                F("made_at").desc(),
                F("id").desc(),
                name="comment_threads",
                condition=Q(parent=None),
            ),
            # how many an article has; the queue of one article
            models.Index(F("article"), F("status"), F("id").desc(), name="comment_article"),
            # the queue, and how many wait
            models.Index(F("status"), F("id").desc(), name="comment_queue"),
            # the queue of one network
            models.Index(F("network"), F("id").desc(), name="comment_network"),
            # how many of a writer's were approved; export and erasure
            models.Index(F("email_hash"), F("status"), F("id"), name="comment_writer"),
            # the same words within the last hour
            models.Index(F("text_hash"), F("made_at"), name="comment_words"),
            # whose addresses are to be forgotten
            models.Index(F("made_at"), name="comment_personal", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        """Its place on the page of all comments of the article."""
        return f"{comments_url(self.article)}#comment-{self.pk}"

    @property
    def is_shown(self) -> bool:
        """Whether readers see it."""
        return self.status == CommentStatus.APPROVED

    @property
    def direction(self) -> str:
        """`ltr` or `rtl` from the language; `auto` where that is not known."""
        return language.direction(self.language) if self.language else "auto"

    @property
    def why(self) -> list[str]:
        """The reasons in the language of the desk."""
        return [_in_words(reason) for reason in self.reasons]


def _in_words(reason: Any) -> str:
    name, detail = reason
    return str(REASONS[name]) % {"detail": detail} if name in REASONS else str(name)


def comments_url(article: Article) -> str:
    """The page with all comments of an article."""
    return _under(article, "comments")


def reply_url(article: Article) -> str:
    """The page with the form for a comment."""
    return _under(article, "reply")


def received_url(article: Article) -> str:
    """The page that says that a comment came in."""
    return _under(article, "reply-received")


def _under(article: Article, name: str) -> str:
    slug = article.slug or slugify(article.headline)
    return reverse(name, kwargs={"pk": article.pk, "slug": slug})
