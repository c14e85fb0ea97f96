"""Letting in what was held because the law withholds the same words, after a person looked."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import CaptureOutcome, Door
from articles.errors import ActRefused
from articles.formats.item import Item
from articles.ingest import drafting, matching, turns
from articles.models import Article, Capture

VERB = "let-in"


def let_in(
    capture: Capture, *, reason: str, by: Any, at: datetime, door: Door = Door.FORM
) -> Article:
    """Make the held arrival an incoming article after all; the sealed one stays sealed.

    Raises NotPermitted without the right to kill in the sealed article's section, ActRefused
    without a reason, or for an arrival that is not held (any more).
    """
    why = " ".join(reason.split())
    if not why:
        raise ActRefused(
            _("Letting it in needs a reason."),
            _("Say why it may be used although it was withheld."),
        )
    with acting.act(VERB, by=by, at=at, door=door, reason=why, public=False) as recorder:
        turns.take_turn()
        held = Capture.objects.select_for_update(of=("self",)).select_related("source", "article")
        fresh = held.get(pk=capture.pk)
        if fresh.outcome != CaptureOutcome.HELD or fresh.article is None:
            raise ActRefused(_("This arrival is not held any more."), _("Reload the page."))
        rights.require(by, "kill_article", fresh.article)
        article = drafting.article_from(_item_of(fresh), source=fresh.source, now=at)
        recorder.create(article)
        recorder.change(fresh, article_id=article.pk, outcome=CaptureOutcome.CREATED)
        matching.match(article, now=at, recorder=recorder)
    return article


def _item_of(capture: Capture) -> Item:
    """What the arrival said, as far as its capture keeps it: no byline, credit or tags."""
    return Item(**capture.fields, url=capture.url, published_at=capture.version_at)
