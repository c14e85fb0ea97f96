"""Sealed copies: words that the law withholds leave the rows and stand in the history alone.

What is not in the row can be shown by no list, page, feed, search or comparison that forgets to
ask. The way back is the history's: undoing the takedown gives every field its value again.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from articles.desk import acting, rights, sealed_words
from articles.enums import Door
from articles.errors import ActRefused
from articles.history import Recorder, values
from articles.models import (
    Act,
    Article,
    Change,
    FrontSlot,
    Image,
    RelatedLink,
    SealedReading,
)

VERB = "take-down"
# What tells what the article said; the rest (section, source, times) tells only that it was.
WORDS: Mapping[str, Any] = {
    "kicker": "",
    "standfirst": "",
    "body_html": "",
    "word_count": 0,
    "slug": "",
    "slugline": "",
    "dateline": "",
    "seo_title": "",
    "social_title": "",
    "editor_note": "",
    "canonical_url": "",
    "lead_image_id": None,
}
TOLD = ("kicker", "headline", "standfirst", "body_html", "dateline", "canonical_url")


@dataclass(frozen=True)
class SealedCopy:
    """The words of an article as they were when it was taken down, by attribute name."""

    article: Article
    sealed_at: datetime
    words: Mapping[str, str]


def seal(article: Article, at: datetime, recorder: Recorder) -> None:
    """Take the words out of the article's row and of the rows that repeat them.

    Within a running act on the locked article. Side effects in order: keys by which the words are
    known when they come again (`sealed_words`), the text, its slots on fronts, the titles that
    links give it, what its source suggested, the story that is called after it, its picture
    unless another article shows it.
    """
    headline, picture = article.headline, article.lead_image
    sealed_words.remember(article)
    recorder.change(article, headline=_("Withdrawn for legal reasons"), sealed_at=at, **WORDS)
    for slot in FrontSlot.objects.filter(article=article).order_by("pk"):
        recorder.delete(slot)
    for link in RelatedLink.objects.filter(target=article).exclude(title="").order_by("pk"):
        recorder.change(link, title="")
    for suggestion in article.suggestions.order_by("pk"):
        recorder.change(suggestion, base={}, offered={})
    _rename_story(article, headline, recorder)
    if picture is not None:
        _seal_picture(picture, at, recorder)


def _rename_story(article: Article, headline: str, recorder: Recorder) -> None:
    story = article.story
    if story is None or story.title != headline:
        return
    others = Article.objects.filter(story=story, sealed_at=None).exclude(pk=article.pk)
    other = others.order_by("-arrived_at", "-pk").first()
    recorder.change(story, title=other.headline if other else article.headline, slug="")


def _seal_picture(picture: Image, at: datetime, recorder: Recorder) -> None:
    if Article.objects.filter(lead_image=picture).exists():
        return
    recorder.change(picture, sealed_at=at)
    keep_files_right([picture.pk])


def keep_files_right(image_ids: Iterable[int]) -> None:
    """Once the transaction is committed, move these pictures' files to where they belong.

    A sealed one lies beside the media folder, so that neither we nor a web server in front of us
    hands it out; one that is sealed no more comes back.
    """
    wanted = list(image_ids)
    if wanted:
        transaction.on_commit(lambda: _move_files(wanted))


def _move_files(image_ids: list[int]) -> None:
    for image in Image.objects.filter(pk__in=image_ids).order_by("pk"):
        if not (name := image.file.name):
            continue
        shown, hidden = Path(settings.MEDIA_ROOT) / name, sealed_path(name)
        source, target = (hidden, shown) if image.sealed_at is None else (shown, hidden)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)


def sealed_path(name: str) -> Path:
    """Where a sealed file lies; beside the media folder, on the same disk."""
    root = Path(settings.MEDIA_ROOT)
    return root.parent / f"{root.name}-sealed" / name


def read_sealed(
    article: Article, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> SealedCopy:
    """The words that a takedown put away; the reading itself is an act, with its reason.

    Raises NotPermitted without the right to kill, ActRefused without a reason or a sealed copy.
    """
    why = " ".join(reason.split())
    if not why:
        raise ActRefused(
            _("Reading a sealed copy needs a reason."), _("Say who asked for it, and why.")
        )
    with acting.act("read-sealed", by=by, at=at, door=door, reason=why, public=False) as recorder:
        article = acting.locked(article)
        rights.require(by, "kill_article", article)
        takedown = act_of(article)
        if article.sealed_at is None or takedown is None:
            raise ActRefused(_("This article is not sealed."), _("Open it as usual."))
        recorder.create(SealedReading(article=article, at=at, by=by, reason=why))
        changes = Change.objects.filter(
            act=takedown, model=values.label(Article), row=str(article.pk), field__in=TOLD
        )
        words = {change.field: str(values.unpack(change.before) or "") for change in changes}
    return SealedCopy(article, article.sealed_at, {name: words.get(name, "") for name in TOLD})


def act_of(article: Article) -> Act | None:
    """The takedown that sealed the article; None when it is not sealed. One query."""
    sealing = Change.objects.filter(
        model=values.label(Article),
        row=str(article.pk),
        field="sealed_at",
        kind=Change.Kind.UPDATE,
        before__isnull=True,
    )
    last = sealing.select_related("act").order_by("-id").first()
    return last.act if last else None
