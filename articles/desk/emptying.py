"""The bin: what was spiked stays thirty days, then it is removed, unless something speaks for it.

Only what readers never saw is ever removed. History keeps every row that goes, word for word, so
that even then a chief editor takes it back.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.desk import acting, relations
from articles.enums import Door, Status
from articles.errors import ActRefused
from articles.history import Recorder
from articles.models import (
    Article,
    Capture,
    Change,
    Contribution,
    Credit,
    Fingerprint,
    FingerprintHash,
    FingerprintTerm,
    Hold,
    Match,
    PlannedChange,
    RelatedLink,
    Sitting,
    Suggestion,
    Tagging,
    VersionName,
    Withdrawal,
)

KEPT_FOR = timedelta(days=30)
# Articles that are looked at together; each is removed in a transaction of its own, so that
# nobody's save waits for more than one of them.
AT_ONCE = 500
VERB = "empty-bin"

# What goes with an article, row by row into the history: the key by which it points there.
GOES: dict[str, tuple[type[models.Model], str]] = {
    "articles.contribution.article": (Contribution, "article"),
    "articles.credit.article": (Credit, "article"),
    "articles.match.a": (Match, "a"),
    "articles.match.b": (Match, "b"),
    "articles.plannedchange.article": (PlannedChange, "article"),
    "articles.relatedlink.article": (RelatedLink, "article"),
    "articles.suggestion.article": (Suggestion, "article"),
    "articles.tagging.content_object": (Tagging, "content_object"),
    "articles.versionname.article": (VersionName, "article"),
}
# What is read again from the text, or is a closed form: it goes, and nothing is lost with it.
UNTOLD: dict[str, type[models.Model]] = {
    "articles.fingerprint.article": Fingerprint,
    "articles.fingerprinthash.article": FingerprintHash,
    "articles.fingerprintterm.article": FingerprintTerm,
    "articles.sitting.article": Sitting,
}
# Kept apart: the arrival stays and only forgets its article; the index follows the removal.
APART = frozenset({"articles.capture.article", "articles.searchtext.article"})
# What is asked about in its own words before the relations are walked.
ASKED = frozenset({"articles.hold.article", "articles.withdrawal.article"})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Overdue:
    """An article whose time in the bin is over, and what keeps it; "" when nothing does."""

    article: Article
    binned_at: datetime
    kept_because: str = ""


@dataclass
class Emptied:
    """What came of it: how many were removed, how many stay and why, how many failed."""

    removed: int = 0
    failed: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    def count(self, one: Overdue) -> None:
        """Note one article that stays."""
        self.kept[one.kept_because] = self.kept.get(one.kept_because, 0) + 1


def last_moves() -> QuerySet[Change]:
    """Changes of an article's status, the last first, for a query about articles."""
    return Change.objects.filter(
        article_id=OuterRef("pk"), model="articles.article", field="status"
    ).order_by("-id")


def overdue(now: datetime) -> Iterator[list[Overdue]]:
    """What was spiked longer ago than it is kept, some hundreds at a time. Reads only.

    What nobody knows the moment of is left alone. A fixed number of queries for each lot.
    """
    moved = Subquery(last_moves().values("act__at")[:1])
    rows = Article.objects.filter(status=Status.SPIKED).annotate(binned_at=moved)
    rows = rows.filter(binned_at__lte=now - KEPT_FOR).defer("body_html").order_by("pk")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = found[-1].pk
        kept = kept_because(found)
        yield [Overdue(row, _binned_at(row), kept.get(row.pk, "")) for row in found]


def empty(now: datetime, *, door: Door = Door.COMMAND) -> Emptied:
    """Remove what the bin may be emptied of; what something speaks for stays. Safe to run again.

    One act for each article, in a transaction of its own.
    """
    done = Emptied()
    for lot in overdue(now):
        for one in lot:
            if one.kept_because:
                done.count(one)
                continue
            try:
                remove(one.article, by=None, at=now, door=door)
            except (ActRefused, IntegrityError) as refusal:
                done.failed += 1
                log.warning("Article %s stays in the bin: %s", one.article.pk, refusal)
                continue
            done.removed += 1
            log.info(
                "Removed article %s, spiked %s: %s",
                one.article.pk, one.binned_at.isoformat(), one.article.headline[:120],
            )  # fmt: skip
    return done


def remove(article: Article, *, by: Any, at: datetime, door: Door = Door.COMMAND) -> None:
    """Remove one article with all that is its own; the history keeps every row of it.

    Side effects in order: arrivals forget it (they themselves stay, so that it does not come in
    again), its byline, credits, links, tags, pairs and suggestions go, its fingerprints, the row,
    its entry in the index. Raises ActRefused when something speaks for it by now.
    """
    said = article.headline[:200]
    with acting.act(VERB, by=by, at=at, door=door, reason=said, public=False) as recorder:
        fresh = acting.locked(article)
        if why := _why_not(fresh, at):
            raise ActRefused(
                _("“%(headline)s” stays: %(why)s.") % {"headline": acting.named(fresh), "why": why},
                _("Look at where it is used, or leave it in the bin."),
            )
        recorder.change_all(Capture.objects.filter(article=fresh), article_id=None)
        _remove_rows(fresh, recorder)
        recorder.delete(fresh)


def kept_because(articles: Sequence[Article]) -> dict[int, str]:
    """What speaks for keeping which of these articles, in words. A fixed number of queries.

    Every relation to articles speaks for one, unless it is known to go with it: what a later
    version of the program adds keeps an article rather than losing something.
    """
    ids = [article.pk for article in articles]
    found: dict[int, str] = {}

    def note(keys: QuerySet[Any], why: str) -> None:
        for pk in keys:
            found.setdefault(pk, why)

    note(Hold.objects.filter(article__in=ids).values_list("article_id", flat=True), _("legal hold"))
    sealed = [article.pk for article in articles if article.sealed_at is not None]
    found |= dict.fromkeys(sealed, _("withheld for legal reasons"))
    public = _("readers have seen it; its address answers for good")
    withdrawn = Withdrawal.objects.filter(article__in=ids)
    note(withdrawn.values_list("article_id", flat=True), public)
    note(_ever_published(ids).values_list("article_id", flat=True), public)
    words = Sitting.objects.unsaved().filter(article__in=ids).order_by()
    note(words.values_list("article_id", flat=True), _("somebody has words of it that are unsaved"))
    for name, pointer in relations.pointers(Article).items():
        if name not in GOES and name not in UNTOLD and name not in APART and name not in ASKED:
            rows = pointer.model._base_manager.filter(**{f"{pointer.name}__in": ids})
            kind = capfirst(str(pointer.model._meta.verbose_name_plural))
            note(rows.values_list(pointer.attname, flat=True), _("used: %(kind)s") % {"kind": kind})
    return found


def _why_not(article: Article, at: datetime) -> str:
    """What speaks against removing it now, whatever was found before."""
    if article.status != Status.SPIKED:
        return _("it is not in the bin any more")
    rows = Article.objects.filter(pk=article.pk)
    moved = rows.values_list(Subquery(last_moves().values("act__at")[:1]), flat=True).get()
    if moved is None or moved > at - KEPT_FOR:
        return _("its days in the bin are not over")
    return kept_because([article]).get(article.pk, "")


def _binned_at(article: Article) -> datetime:
    moment: datetime = article.binned_at  # type: ignore[attr-defined]  # annotated by `overdue`
    return moment


def _ever_published(article_ids: Sequence[int]) -> QuerySet[Change]:
    """Changes that tell of these articles that they were out, or were to go out."""
    mine = Change.objects.filter(article_id__in=article_ids, model="articles.article")
    moved = Q(field="status") & (Q(after=Status.PUBLISHED) | Q(before=Status.PUBLISHED))
    made = Q(kind=Change.Kind.CREATE, after__status=Status.PUBLISHED)
    return mine.filter(moved | made).order_by()


def _remove_rows(article: Article, recorder: Recorder) -> None:
    for model, key in GOES.values():
        for row in model._base_manager.filter(**{key: article}).order_by("pk"):
            recorder.delete(row)
    for model in UNTOLD.values():
        rows = model._base_manager.filter(article=article)
        rows._raw_delete(rows.db)
