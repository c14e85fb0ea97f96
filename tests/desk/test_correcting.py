"""Corrections: visible, dated, about a paragraph that is there, and only of what was read."""

import pytest
from django.test import TestCase

from articles.desk import correcting
from articles.enums import CorrectionKind
from articles.errors import ActRefused, IllegalMove, NotPermitted
from articles.models import Act, Article, Correction
from articles.text import markup
from tests.factories import LATER, NOW, REPORTER, make_chief, make_draft, make_published, make_user


def correct(article: Article, text: str = "It was nine.", **fields: object) -> Correction:
    """A correction by the machine at NOW."""
    fields.setdefault("kind", CorrectionKind.CORRECTION)
    return correcting.correct(article, text=text, by=None, at=NOW, **fields)


class CorrectTest(TestCase):
    def test_correct_puts_a_statement_on_the_article_and_moves_updated_at(self) -> None:
        article = make_published()
        block_id = markup.paragraphs(article.body_html)[0][0]
        chief = make_chief()

        correction = correcting.correct(
            article,
            kind=CorrectionKind.CLARIFICATION,
            text=" It was nine. ",
            paragraph_id=block_id,
            by=chief,
            at=NOW,
        )

        article.refresh_from_db()
        assert (correction.text, correction.paragraph_id, correction.made_by) == (
            "It was nine.",
            block_id,
            chief,
        )
        assert (article.updated_at, Act.objects.get().reason) == (NOW, "It was nine.")

    def test_correct_of_what_nobody_could_read_is_refused(self) -> None:
        for article in (make_draft(), make_published(published_at=LATER)):
            with pytest.raises(IllegalMove, match="readers can see"):
                correct(article)

    def test_correct_without_words_kind_or_paragraph_is_refused(self) -> None:
        article = make_published()

        for fields in ({"text": " "}, {"kind": "excuse"}, {"paragraph_id": "p-00000000"}):
            with pytest.raises(ActRefused):
                correct(article, **fields)

        assert Correction.objects.count() == 0

    def test_correct_by_a_reporter_is_refused(self) -> None:
        with pytest.raises(NotPermitted):
            correcting.correct(
                make_published(),
                kind=CorrectionKind.CORRECTION,
                text="It was nine.",
                by=make_user(REPORTER),
                at=NOW,
            )
