"""The saves of one sitting read as one entry; what is more than a save stands by itself."""

from datetime import timedelta
from typing import Any

from django.test import TestCase

from articles.desk import editing, publishing, tagging
from articles.history import entries_of_article, folded, net
from articles.models import Article
from tests import factories


class FoldingTest(TestCase):
    def setUp(self) -> None:
        self.article = factories.make_draft(headline="One", kicker="")
        self.ann, self.ben = factories.make_chief(), factories.make_chief()

    def save(self, minutes: float, by: Any, **fields: Any) -> None:
        at = factories.NOW + timedelta(minutes=minutes)
        editing.edit(self.article, by=by, at=at, fields=fields)

    def sizes(self) -> list[int]:
        return [len(group) for group in folded(entries_of_article(self.article.pk))]

    def test_saves_of_one_person_with_short_pauses_are_one_sitting(self) -> None:
        self.save(0, self.ann, headline="Two")
        self.save(14.9, self.ann, headline="Three")
        self.save(29.8, self.ann, kicker="Port")

        assert self.sizes() == [3]

    def test_a_quarter_of_an_hour_begins_another(self) -> None:
        self.save(0, self.ann, headline="Two")
        self.save(15, self.ann, headline="Three")

        assert self.sizes() == [1, 1]

    def test_somebody_else_in_between_parts_them(self) -> None:
        self.save(0, self.ann, headline="Two")
        self.save(1, self.ben, kicker="Port")
        self.save(2, self.ann, headline="Three")

        assert self.sizes() == [1, 1, 1]

    def test_the_machine_has_no_sittings(self) -> None:
        self.save(0, None, headline="Two")
        self.save(1, None, headline="Three")

        assert self.sizes() == [1, 1]

    def test_tags_belong_to_the_sitting(self) -> None:
        self.save(0, self.ann, headline="Two")
        at = factories.NOW + timedelta(minutes=1)
        tagging.tag(self.article, names=["Port"], by=self.ann, at=at)

        assert self.sizes() == [2]

    def test_publication_and_material_update_stand_out(self) -> None:
        self.save(0, self.ann, headline="Two")
        publishing.publish(self.article, by=self.ann, at=factories.NOW + timedelta(minutes=1))
        self.save(2, self.ann, headline="Three")
        at = factories.NOW + timedelta(minutes=3)
        editing.edit(
            Article.objects.get(pk=self.article.pk),
            by=self.ann,
            at=at,
            fields={"headline": "Four"},
            material=True,
            note="Toll raised",
        )

        assert self.sizes() == [1, 1, 1, 1]

    def test_net_change_is_from_the_first_to_the_last(self) -> None:
        self.save(0, self.ann, headline="Two", kicker="Docks")
        self.save(1, self.ann, headline="Three", kicker="")

        (group,) = folded(entries_of_article(self.article.pk))

        assert [(c.field, c.before, c.after) for c in net(group)] == [("headline", "One", "Three")]
