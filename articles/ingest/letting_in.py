"""Letting in what was held because the law withholds the same words, after a person looked."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import CaptureOutcome, Door, Kind, Rights
from articles.errors import ActRefused
from articles.ingest import matching, turns
from articles.ingest.drafting import UNTITLED
from articles.models import Article, Capture
from articles.models.article import HEADLINE_LENGTH
from articles.text import language, markup

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
        article = _article_from(fresh, at)
        recorder.create(article)
        recorder.change(fresh, article_id=article.pk, outcome=CaptureOutcome.CREATED)
        matching.match(article, now=at, recorder=recorder)
    return article


def _article_from(capture: Capture, at: datetime) -> Article:
    said = capture.fields
    body = str(said.get("body_html") or "")
    headline = str(said.get("headline") or "")[:HEADLINE_LENGTH]
    is_link = capture.source.rights == Rights.LINK
    spoken = language.guess(f"{headline} {markup.to_text(body)}")
    return Article(
        headline=headline or UNTITLED,
        standfirst=str(said.get("standfirst") or ""),
        body_html=body,
        word_count=markup.word_count(body),
        language=spoken or capture.source.language,
        source=capture.source,
        kind=Kind.LINK_OUT if is_link else Kind.REPUBLISHED,
        canonical_url=capture.url,
        arrived_at=at,
        written_at=capture.version_at,
    )
