"""Taking in what readers write: paced, looked at, held or shown; nothing that came is lost."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from articles.desk import acting, commenters, commenting, pacing
from articles.enums import CommentStatus, Door
from articles.errors import ActRefused
from articles.models import Article, Comment, Publication
from articles.models.comment import NAME_LENGTH, TEXT_LENGTH
from articles.text import language, normalise, spam

# The same words within this time are one comment sent twice, or one sent everywhere.
REPEATED_WITHIN = timedelta(hours=1)
_SAMPLE = 1_000  # characters of an article that tell its script
_LONGEST_REASON = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offered:
    """A comment as it was sent; `is_trapped` when the field that people do not see was filled."""

    name: str
    email: str
    text: str
    address: str = ""
    parent_id: int | None = None
    is_trapped: bool = False


def receive(
    article: Article, offered: Offered, *, publication: Publication, at: datetime
) -> Comment:
    """Keep a reader's comment and decide whether it is shown, held or put aside.

    Whether the article takes comments is asked before (`taking_comments`); its section must be
    loaded. Side effects in order: one turn of the visitor and of the writer is taken; the words
    are looked at, by the outside judge, too, where one is set; the row is written, held; that of a
    trusted writer with nothing against it is approved, which is an act. The same words sent twice
    are kept once. Raises TooFast; ActRefused for an answer to what cannot be answered.
    """
    offered = _sound(offered)
    hashes = commenters.email_hashes(offered.email)
    pacing.take_turn((commenters.visitor_key(offered.address), hashes[0]), at=at)
    require_answerable(article, offered.parent_id)
    found = _findings(article, offered, publication, at)
    with transaction.atomic():
        stands = acting.locked(article)  # two clicks at once come one after the other
        if (before := _sent_before(article, offered, hashes, at)) is not None:
            return before
        comment = _row(article, offered, hashes[0], at)
        # Merged while the form was on its way: it belongs where the threads have gone.
        comment.article_id = stands.survivor_id or stands.pk
        ban = commenters.ban_on(hashes, comment.network, at)
        trusted = commenters.is_trusted(offered.name, hashes, publication)
        if ban is not None:
            name = "banned-writer" if ban.email_hash else "banned-network"
            found.insert(0, spam.Finding(name, "", spam.CERTAIN))
        if not found and not trusted:
            found.append(spam.Finding("first", "", 0))
        comment.score = sum(one.weight for one in found)
        comment.reasons = [[one.name, one.detail] for one in found]
        if ban is not None:
            comment.status = CommentStatus.REFUSED
        elif comment.score >= spam.CERTAIN:
            comment.status = CommentStatus.SPAM
        comment.save(force_insert=True)
    if not found:
        commenting.approve([comment], by=None, at=at, door=Door.FORM)
    return comment


def answerable(article: Article, parent_id: int | None) -> Comment | None:
    """The comment of this article with that id, when readers see it and it begins a thread."""
    rows = Comment.objects.approved().filter(article=article, parent=None)
    return rows.filter(pk=parent_id).first() if parent_id else None


def require_answerable(article: Article, parent_id: int | None) -> None:
    """Raise ActRefused unless what is answered can be: one level, same article, shown."""
    if parent_id is not None and answerable(article, parent_id) is None:
        raise ActRefused(
            _("The comment that you answer is no longer there."),
            _("Send yours again: it will stand by itself."),
        )


def _sound(offered: Offered) -> Offered:
    """Everything repaired for storing: one line for name and address, plain blanks, nothing unseen.

    Lengths were checked by the form; the cuts here only keep the table safe.
    """
    text = "\n".join(line.rstrip() for line in normalise.repair(offered.text).split("\n"))
    return Offered(
        name=" ".join(normalise.repair(offered.name).split())[:NAME_LENGTH],
        email=offered.email.strip(),
        text=text.strip()[:TEXT_LENGTH],
        address=offered.address,
        parent_id=offered.parent_id,
        is_trapped=offered.is_trapped,
    )


def _row(article: Article, offered: Offered, email_hash: str, at: datetime) -> Comment:
    return Comment(
        article=article,
        parent_id=offered.parent_id,
        name=offered.name,
        email=offered.email,
        email_hash=email_hash,
        address=offered.address or None,
        network=commenters.network_of(offered.address),
        text=offered.text,
        text_hash=spam.key(offered.text),
        language=language.guess(offered.text),
        made_at=at,
    )


def _sent_before(
    article: Article, offered: Offered, hashes: tuple[str, ...], at: datetime
) -> Comment | None:
    """What the same writer said here in the same words a moment ago: a button pressed twice."""
    rows = Comment.objects.filter(
        text_hash=spam.key(offered.text),
        made_at__gt=at - REPEATED_WITHIN,
        article=article,
        email_hash__in=hashes,
        parent=offered.parent_id,
    )
    return rows.order_by("id").first()


def _findings(
    article: Article, offered: Offered, publication: Publication, at: datetime
) -> list[spam.Finding]:
    """What speaks against showing it at once. One query."""
    found = spam.findings(
        f"{offered.name}\n{offered.text}",
        of=f"{article.headline} {article.public_standfirst}"[:_SAMPLE],
        links_allowed=publication.comments_links,
        blocked=publication.comments_blocked_words.splitlines(),
    )
    if offered.is_trapped:
        found.insert(0, spam.Finding("trap", "", spam.CERTAIN))
    same = Comment.objects.filter(
        text_hash=spam.key(offered.text), made_at__gt=at - REPEATED_WITHIN
    )
    if same.exists():
        found.append(spam.Finding("repeated", "", 5))
    if said := _outside(article, offered):
        found.append(spam.Finding("outside", said, 5))
    return found


def _outside(article: Article, offered: Offered) -> str:
    """What the judge that COMMENT_JUDGE names says against it; "" for nothing, and without one.

    One that fails holds the comment: a service that is down must not open the door.
    """
    if not settings.COMMENT_JUDGE:
        return ""
    try:
        said = import_string(settings.COMMENT_JUDGE)(article, offered)
    except Exception:
        # Whatever somebody else's code raises, the reader's words are kept.
        log.exception("The outside judge of comments failed")
        return _("it could not be asked")
    return " ".join(str(said or "").split())[:_LONGEST_REASON]
