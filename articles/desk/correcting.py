"""Telling readers what was wrong."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.desk import acting, rights
from articles.enums import CorrectionKind, Door
from articles.errors import ActRefused, IllegalMove
from articles.models import Article, Correction
from articles.text import markup, normalise


def correct(
    article: Article,
    *,
    kind: CorrectionKind,
    text: str,
    paragraph_id: str = "",
    by: Any,
    at: datetime,
    door: Door = Door.FORM,
) -> Correction:
    """Put a visible statement on a published article and move its `updated_at`.

    `paragraph_id` names the block of the text that it is about. The text itself is changed by
    `editing.edit`, before or after. Raises NotPermitted; IllegalMove for what readers could not
    see; ActRefused for a statement that is empty or stands already, or a paragraph that is gone.
    """
    statement = normalise.repair(text).strip()
    with acting.act("correct", by=by, at=at, door=door, reason=statement) as recorder:
        article = acting.locked(article)
        rights.require(by, "correct_article", article)
        if not article.is_published(at):
            raise IllegalMove(
                _("Only what readers can see is corrected."),
                _("Edit the text; nobody has read it yet."),
            )
        _refuse_empty(article, kind, statement, paragraph_id)
        _refuse_repeat(article, kind, statement, paragraph_id)
        correction = Correction(
            article=article,
            kind=kind,
            text=statement,
            paragraph_id=paragraph_id,
            made_at=at,
            made_by=by,
        )
        recorder.create(correction)
        recorder.change(article, updated_at=at)
    return correction


def _refuse_repeat(article: Article, kind: str, statement: str, paragraph_id: str) -> None:
    """A button that was pressed twice says nothing twice."""
    same = {"kind": kind, "text": statement, "paragraph_id": paragraph_id}
    if article.corrections.filter(**same).exists():
        raise ActRefused(
            _("This statement stands on the article already."),
            _("Reload the page to see it; word it otherwise if you mean another one."),
        )


def _refuse_empty(article: Article, kind: str, statement: str, paragraph_id: str) -> None:
    if kind not in CorrectionKind.values:
        raise ActRefused(
            _("“%(kind)s” is not a kind of correction.") % {"kind": kind},
            _("Choose correction or clarification."),
        )
    if not statement:
        raise ActRefused(
            _("A correction needs words."), _("Say what was wrong, and what is right.")
        )
    ids = {block_id for block_id, _text in markup.paragraphs(article.body_html)}
    if paragraph_id and paragraph_id not in ids:
        raise ActRefused(
            _("The article has no such paragraph any more."),
            _("Reload the page and choose it again, or leave it out."),
        )
